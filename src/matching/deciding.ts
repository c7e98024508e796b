import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { uuidv7 } from '../platform/references/index.ts';

export type Verdict = 'same' | 'different' | 'unsure';

/** A pair in the order in which it is kept. */
export function inOrder(a: string, b: string): readonly [left: string, right: string] {
  return a < b ? [a, b] : [b, a];
}

export interface Decision {
  readonly verdict: Verdict;
  readonly why: string;
  readonly probability: number | null;
}

/** Why a decision cannot stand beside those that stand already, or undefined. Of what the actor sees. */
export async function contradiction(tx: Transaction, actor: StaffActor, a: string, b: string, verdict: Verdict): Promise<string | undefined> {
  if (verdict === 'unsure') {
    return undefined;
  }
  const found = await tx.one(sql<{ together: boolean; apart: boolean }>`
    with x as (select person_id from hub.person_record where partnership_id = ${actor.partnershipId} and id = ${a}), y as (select person_id from hub.person_record where partnership_id = ${actor.partnershipId} and id = ${b})
    select (select person_id from x) = (select person_id from y) as together,
      exists (select 1 from hub.person_link l join hub.person_record p on p.partnership_id = l.partnership_id and p.id = l.left_id join hub.person_record q on q.partnership_id = l.partnership_id and q.id = l.right_id
        where l.partnership_id = ${actor.partnershipId} and l.verdict = 'different' and l.undone_at is null and (l.left_id, l.right_id) <> (least(${a}::uuid, ${b}::uuid), greatest(${a}::uuid, ${b}::uuid))
          and ((p.person_id = (select person_id from x) and q.person_id = (select person_id from y)) or (q.person_id = (select person_id from x) and p.person_id = (select person_id from y)))) as apart`);
  if (verdict === 'different' && found.together) {
    const linked = await tx.maybe(sql`select 1 from hub.person_link where partnership_id = ${actor.partnershipId} and left_id = least(${a}::uuid, ${b}::uuid) and right_id = greatest(${a}::uuid, ${b}::uuid) and verdict = 'same' and undone_at is null`);
    return linked === undefined ? 'Other decisions join these two to one person. Undo those first, on the page of the person' : undefined;
  }
  return verdict === 'same' && found.apart ? 'Somebody decided that records of these two are not the same person. Undo that first, on the page of either person' : undefined;
}

async function settle(tx: Transaction, partnershipId: string, records: readonly string[]): Promise<void> {
  await tx.run(sql`select hub.settle_people(${partnershipId}, ${[...records]}::uuid[])`);
}

/** Writes down what somebody decided about two records; the decision before it about the same two ends. */
export async function decide(tx: Transaction, actor: StaffActor, a: string, b: string, { verdict, why, probability }: Decision, now: Temporal.Instant): Promise<void> {
  const [left, right] = inOrder(a, b);
  await tx.run(sql`
    update hub.person_link set undone_at = ${now}, undone_by = ${actor.accountId}, undone_why = 'Decided anew'
    where partnership_id = ${actor.partnershipId} and left_id = ${left} and right_id = ${right} and undone_at is null`);
  await tx.run(sql`
    insert into hub.person_link (partnership_id, id, left_id, right_id, verdict, why, probability, decided_by, decided_agency, decided_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${left}, ${right}, ${verdict}, ${why}, ${probability}, ${actor.accountId}, ${actor.agencyId}, ${now})`);
  await tx.run(sql`update hub.match_pair set verdict = ${verdict} where partnership_id = ${actor.partnershipId} and left_id = ${left} and right_id = ${right}`);
  await settle(tx, actor.partnershipId, [left, right]);
}

/** Takes a decision back: everything is as if it had never been made. The pair waits for somebody again. */
export async function undo(tx: Transaction, actor: StaffActor, linkId: string, why: string, now: Temporal.Instant): Promise<void> {
  const link = await tx.one(sql<{ left_id: string; right_id: string }>`select left_id, right_id from hub.person_link where partnership_id = ${actor.partnershipId} and id = ${linkId}`);
  const touched = await tx.run(sql`
    update hub.person_link set undone_at = ${now}, undone_by = ${actor.accountId}, undone_why = ${why} where partnership_id = ${actor.partnershipId} and id = ${linkId} and undone_at is null`);
  if (touched !== 1) {
    throw new HubError('changed_meanwhile');
  }
  await tx.run(sql`update hub.match_pair set verdict = null where partnership_id = ${actor.partnershipId} and left_id = ${link.left_id} and right_id = ${link.right_id}`);
  await settle(tx, actor.partnershipId, [link.left_id, link.right_id]);
}

export interface LinkRow {
  readonly id: string;
  readonly left_id: string;
  readonly right_id: string;
  readonly left_name: string;
  readonly right_name: string;
  readonly verdict: Verdict;
  readonly why: string;
  readonly probability: number | null;
  readonly decided_by_name: string | null;
  readonly decided_at: Temporal.Instant;
  readonly undone_at: Temporal.Instant | null;
  readonly undone_by_name: string | null;
  readonly undone_why: string | null;
}

/** Every decision about these records that the actor may see, newest first. */
export async function decisionsAbout(tx: Transaction, actor: StaffActor, records: readonly string[]): Promise<LinkRow[]> {
  return await tx.all(sql<LinkRow>`
    select l.id, l.left_id, l.right_id, a.name as left_name, b.name as right_name, l.verdict, l.why, l.probability, n.name as decided_by_name, l.decided_at, l.undone_at, u.name as undone_by_name, l.undone_why
    from hub.person_link l
    join hub.person_record a on a.partnership_id = l.partnership_id and a.id = l.left_id
    join hub.person_record b on b.partnership_id = l.partnership_id and b.id = l.right_id
    left join hub.account n on n.partnership_id = l.partnership_id and n.id = l.decided_by
    left join hub.account u on u.partnership_id = l.partnership_id and u.id = l.undone_by
    where l.partnership_id = ${actor.partnershipId} and (l.left_id = any(${[...records]}::uuid[]) or l.right_id = any(${[...records]}::uuid[]))
    order by l.decided_at desc limit 200`);
}
