import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { Likeness } from './likeness-rules.ts';

export interface FoundPair {
  readonly left: string;
  readonly right: string;
  readonly likeness: Likeness;
}

export interface MatchingRule {
  /** Of a hundred. */
  readonly reviewFrom: number;
  /** Null: the machine joins nobody. */
  readonly machineFrom: number | null;
}

/** The local rule of a day; without one, pairs from one in two are shown and nothing is joined by machine. */
export async function matchingRule(tx: Transaction, partnershipId: string, on: Temporal.PlainDate): Promise<MatchingRule> {
  const row = await tx.maybe(sql<{ review_from: number; machine_from: number | null }>`
    select review_from, machine_from from hub.matching_rule where partnership_id = ${partnershipId} and in_force_from <= ${on} and (in_force_to is null or in_force_to >= ${on}) order by in_force_from desc, id desc limit 1`);
  return { reviewFrom: row?.review_from ?? 50, machineFrom: row?.machine_from ?? null };
}

/** Keeps pairs that look alike. What somebody decided about a pair stays. */
export async function keepPairs(tx: Transaction, partnershipId: string, found: readonly FoundPair[], version: number, now: Temporal.Instant): Promise<void> {
  const rows = found.map(({ left, right, likeness }) => ({
    left_id: left, right_id: right, probability: likeness.probability, weight: likeness.weight, prior: likeness.prior, steps: { turned: likeness.turned, steps: likeness.steps },
  }));
  await tx.run(sql`
    insert into hub.match_pair as m (partnership_id, left_id, right_id, probability, weight, prior, steps, model_version, file_id, found_at)
    select ${partnershipId}, n.left_id, n.right_id, n.probability, n.weight, n.prior, n.steps, ${version}, (select h.file_id from hub.held_person h where h.partnership_id = ${partnershipId} and h.id in (n.left_id, n.right_id) order by h.created_at desc limit 1), ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) n(left_id uuid, right_id uuid, probability float8, weight float8, prior float8, steps jsonb)
    on conflict (partnership_id, left_id, right_id) do update set probability = excluded.probability, weight = excluded.weight, prior = excluded.prior, steps = excluded.steps, model_version = excluded.model_version, found_at = excluded.found_at`);
}

/** Where the local rule allows it: joins pairs that nobody has decided about and that no decision holds apart. */
export async function joinByMachine(tx: Transaction, partnershipId: string, found: readonly FoundPair[], now: Temporal.Instant): Promise<void> {
  for (const { left, right, likeness } of found) {
    const free = await tx.maybe(sql`
      select 1 from hub.person_record a join hub.person_record b on b.partnership_id = a.partnership_id and b.id = ${right}
      where a.partnership_id = ${partnershipId} and a.id = ${left} and a.person_id <> b.person_id
        and not exists (select 1 from hub.person_link l where l.partnership_id = ${partnershipId} and l.left_id = ${left} and l.right_id = ${right} and (l.undone_at is null or l.decided_by is null))
        and not exists (select 1 from hub.person_link l join hub.person_record p on p.partnership_id = l.partnership_id and p.id = l.left_id join hub.person_record q on q.partnership_id = l.partnership_id and q.id = l.right_id
          where l.partnership_id = ${partnershipId} and l.verdict = 'different' and l.undone_at is null and (p.person_id, q.person_id) in ((a.person_id, b.person_id), (b.person_id, a.person_id)))`);
    if (free !== undefined) {
      await tx.run(sql`
        insert into hub.person_link (partnership_id, id, left_id, right_id, verdict, why, probability, decided_at)
        values (${partnershipId}, ${uuidv7()}, ${left}, ${right}, 'same', 'Above the share that the local rule allows', ${likeness.probability}, ${now})`);
      await tx.run(sql`update hub.match_pair set verdict = 'same' where partnership_id = ${partnershipId} and left_id = ${left} and right_id = ${right}`);
      await tx.run(sql`select hub.settle_people(${partnershipId}, array[${left}, ${right}]::uuid[])`);
    }
  }
}
