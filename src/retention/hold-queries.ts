import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { HoldSubject } from './schema.ts';

export interface HoldRow {
  readonly id: string;
  readonly subject_kind: HoldSubject['kind'];
  readonly subject_id: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly reason: string;
  readonly review_on: Temporal.PlainDate;
  readonly placed_at: Temporal.Instant;
  readonly placer: string | null;
  readonly lifted_at: Temporal.Instant | null;
  readonly lifted_why: string | null;
  readonly lifter: string | null;
  /** What it is called; null for whoever may not see it. */
  readonly called: string | null;
  readonly case_id: string | null;
}

const holds = sql`select h.id, h.subject_kind, h.subject_id, h.agency_id, g.name as agency, h.reason, h.review_on, h.placed_at, a.name as placer, h.lifted_at, h.lifted_why, b.name as lifter,
    coalesce(c.reference || ' ' || c.title, r.reference || ' ' || r.title, nullif(p.name, ''), nullif(p.description, '')) as called, coalesce(c.id, r.case_id, p.case_id) as case_id
  from hub.legal_hold h join hub.agency g on g.partnership_id = h.partnership_id and g.id = h.agency_id
  left join hub.account a on a.partnership_id = h.partnership_id and a.id = h.placed_by left join hub.account b on b.partnership_id = h.partnership_id and b.id = h.lifted_by
  left join hub.case_file c on h.subject_kind = 'case' and c.partnership_id = h.partnership_id and c.id = h.subject_id
  left join hub.report r on h.subject_kind = 'report' and r.partnership_id = h.partnership_id and r.id = h.subject_id
  left join hub.person_record p on h.subject_kind = 'person' and p.partnership_id = h.partnership_id and p.id = h.subject_id`;

/** Holds that last, soonest to be looked at first, then those that were lifted. */
export async function allHolds(tx: Transaction, actor: StaffActor, most: number): Promise<HoldRow[]> {
  return await tx.all(sql<HoldRow>`${holds} where h.partnership_id = ${actor.partnershipId} order by h.lifted_at is not null, h.review_on, h.id limit ${most}`);
}

export async function holdById(tx: Transaction, actor: StaffActor, id: string): Promise<HoldRow> {
  return await tx.one(sql<HoldRow>`${holds} where h.partnership_id = ${actor.partnershipId} and h.id = ${id}`);
}

/** The holds that last on some records: a case and its reports, or the records of a person. */
export async function holdsOn(tx: Transaction, actor: StaffActor, ids: readonly string[]): Promise<HoldRow[]> {
  return await tx.all(sql<HoldRow>`${holds} where h.partnership_id = ${actor.partnershipId} and h.lifted_at is null and h.subject_id = any(${[...ids]}::uuid[]) order by h.placed_at`);
}

/** Every hold that keeps one record: its own, that of its case or report, that of a person in it; as far as the actor sees them. */
export async function holdsOf(tx: Transaction, actor: StaffActor, { kind, subject }: HoldSubject): Promise<HoldRow[]> {
  const p = actor.partnershipId;
  const inCase = kind === 'case' ? sql`(select ${subject}::uuid)` : kind === 'report' ? sql`(select case_id from hub.report where partnership_id = ${p} and id = ${subject})` : sql`(select case_id from hub.person_record where partnership_id = ${p} and id = ${subject})`;
  return await tx.all(sql<HoldRow>`${holds} where h.partnership_id = ${p} and (h.subject_id = ${subject} or h.subject_id = ${inCase}
    or (h.subject_kind = 'report' and r.case_id = ${inCase}) or (h.subject_kind = 'person' and (p.case_id = ${inCase} or p.report_id in (select x.id from hub.report x where x.partnership_id = ${p} and (x.case_id = ${inCase} or x.id = ${subject})))))
    order by h.lifted_at is not null, h.placed_at desc limit 50`);
}

/** What a hold would be about, as the actor sees it; refused when they do not. */
export async function calledFor(tx: Transaction, actor: StaffActor, { kind, subject }: HoldSubject): Promise<{ called: string; case_id: string | null }> {
  const p = actor.partnershipId;
  return await tx.one(kind === 'case'
    ? sql<{ called: string; case_id: string | null }>`select reference || ' ' || title as called, id as case_id from hub.case_file where partnership_id = ${p} and id = ${subject}`
    : kind === 'report'
      ? sql<{ called: string; case_id: string | null }>`select reference || ' ' || title as called, case_id from hub.report where partnership_id = ${p} and id = ${subject}`
      : sql<{ called: string; case_id: string | null }>`select coalesce(nullif(name, ''), nullif(description, ''), 'Someone not named') as called, case_id from hub.person_record where partnership_id = ${p} and id = ${subject}`);
}

export async function placeHold(tx: Transaction, actor: StaffActor, { kind, subject }: HoldSubject, reason: string, reviewOn: Temporal.PlainDate, now: Temporal.Instant): Promise<string | undefined> {
  const id = uuidv7();
  const placed = await tx.run(sql`insert into hub.legal_hold (partnership_id, id, subject_kind, subject_id, agency_id, reason, review_on, placed_by, placed_at)
    values (${actor.partnershipId}, ${id}, ${kind}, ${subject}, ${actor.agencyId}, ${reason}, ${reviewOn}, ${actor.accountId}, ${now}) on conflict do nothing`);
  return placed === 1 ? id : undefined;
}

export async function liftHold(tx: Transaction, actor: StaffActor, id: string, why: string, now: Temporal.Instant): Promise<boolean> {
  return (await tx.run(sql`update hub.legal_hold set lifted_by = ${actor.accountId}, lifted_at = ${now}, lifted_why = ${why} where partnership_id = ${actor.partnershipId} and id = ${id} and lifted_at is null`)) === 1;
}

export async function holdLonger(tx: Transaction, actor: StaffActor, id: string, reviewOn: Temporal.PlainDate): Promise<boolean> {
  return (await tx.run(sql`update hub.legal_hold set review_on = ${reviewOn} where partnership_id = ${actor.partnershipId} and id = ${id} and lifted_at is null`)) === 1;
}
