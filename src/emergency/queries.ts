import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { Danger, EmergencyRule } from './rules.ts';

export async function emergencyRules(tx: Transaction, partnershipId: string): Promise<EmergencyRule[]> {
  return await tx.all(sql<EmergencyRule>`select hours, review_days, in_force_from, in_force_to from hub.emergency_rule where partnership_id = ${partnershipId}`);
}

/** How often this person has asked within the hour. */
export async function emergencyTries(tx: Transaction): Promise<number> {
  return (await tx.one(sql<{ tries: number }>`select hub.emergency_tries() as tries`)).tries;
}

export interface Opened {
  readonly case_id: string;
  readonly agency_id: string;
  readonly owner_id: string | null;
  readonly ends_at: Temporal.Instant | null;
  /** False when the person saw the case anyway. */
  readonly opened: boolean;
}

/** Opens the case to the actor; undefined when there is none of that name, or a wall stands before it. */
export async function openEmergency(tx: Transaction, id: string, wanted: { record: string; danger: Danger; what: string; why_now: string; reviewBy: Temporal.Instant }): Promise<Opened | undefined> {
  return await tx.maybe(sql<Opened>`select * from hub.open_emergency(${id}, ${uuidv7()}, ${wanted.record}, ${wanted.danger}, ${wanted.what}, ${wanted.why_now}, ${wanted.reviewBy})`);
}

/** Those of an agency who review: not whoever opened it. */
export async function reviewers(tx: Transaction, actor: StaffActor, agencyId: string): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`
    select a.id from hub.account a where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${agencyId} and a.state = 'active' and a.id <> ${actor.accountId}
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('supervisor', 'coordinator'))`);
  return rows.map(({ id }) => id);
}

export interface Emergency {
  readonly id: string;
  readonly case_id: string;
  readonly reference: string;
  readonly account_id: string;
  readonly name: string | null;
  readonly account_agency: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly owner_id: string | null;
  readonly danger: Danger;
  readonly opened_at: Temporal.Instant;
  readonly ends_at: Temporal.Instant;
  readonly review_by: Temporal.Instant;
  readonly live: boolean;
  readonly what: string | null;
  readonly why_now: string | null;
  readonly justified: boolean | null;
  readonly words: string | null;
  readonly reviewer: string | null;
  readonly reviewed_at: Temporal.Instant | null;
  readonly raised_at: Temporal.Instant | null;
}

const columns = sql`e.id, e.case_id, e.reference, e.account_id, a.name, g.name as account_agency, e.agency_id, o.name as agency, e.owner_id, e.danger, e.opened_at, e.ends_at, e.review_by,
  e.ends_at > now() and v.justified is not false as live, w.what, w.why_now, v.justified, v.words, b.name as reviewer, v.reviewed_at, x.raised_at`;
const joined = sql`
  join hub.agency g on g.partnership_id = e.partnership_id and g.id = e.account_agency
  join hub.agency o on o.partnership_id = e.partnership_id and o.id = e.agency_id
  left join hub.account a on a.partnership_id = e.partnership_id and a.id = e.account_id
  left join hub.emergency_reason w on w.partnership_id = e.partnership_id and w.emergency_id = e.id
  left join hub.emergency_review v on v.partnership_id = e.partnership_id and v.emergency_id = e.id
  left join hub.account b on b.partnership_id = e.partnership_id and b.id = v.reviewed_by
  left join hub.emergency_escalation x on x.partnership_id = e.partnership_id and x.emergency_id = e.id`;

export async function emergencyById(tx: Transaction, actor: StaffActor, id: string): Promise<Emergency> {
  return await tx.one(sql<Emergency>`select ${columns} from hub.emergency_access e ${joined} where e.partnership_id = ${actor.partnershipId} and e.id = ${id}`);
}

/** All that this person may know of, newest first. */
export async function emergencies(tx: Transaction, actor: StaffActor, since: Temporal.Instant | null, most: number): Promise<Emergency[]> {
  return await tx.all(sql<Emergency>`
    select ${columns} from hub.emergency_access e ${joined} where e.partnership_id = ${actor.partnershipId} and (${since}::timestamptz is null or e.opened_at >= ${since} or v.justified is null)
    order by e.opened_at desc, e.id desc limit ${most}`);
}

/** Until when this person sees a case by an emergency and by nothing else. */
export async function emergencyUntil(tx: Transaction, caseId: string): Promise<Temporal.Instant | undefined> {
  const { until } = await tx.one(sql<{ until: Temporal.Instant | null }>`select hub.emergency_until(${caseId}) as until`);
  return until ?? undefined;
}

/** Written once; false when somebody else was first. Access that was not justified ends with it. */
export async function insertReview(tx: Transaction, actor: StaffActor, one: Emergency, review: { justified: boolean; words: string }, now: Temporal.Instant): Promise<boolean> {
  const rows = await tx.run(sql`
    insert into hub.emergency_review (partnership_id, emergency_id, justified, words, reviewed_by, reviewed_at)
    values (${actor.partnershipId}, ${one.id}, ${review.justified}, ${review.words}, ${actor.accountId}, ${now}) on conflict do nothing`);
  await tx.run(sql`select hub.refresh_case_access(${actor.partnershipId}, array[${one.case_id}]::uuid[])`);
  return rows === 1;
}

export interface Unreviewed {
  readonly id: string;
  readonly agency_id: string;
  readonly account_id: string;
}

/** Reviews that are overdue and were not raised yet, for the system. */
export async function unreviewed(tx: Transaction, partnershipId: string, now: Temporal.Instant): Promise<Unreviewed[]> {
  return await tx.all(sql<Unreviewed>`
    select e.id, e.agency_id, e.account_id from hub.emergency_access e where e.partnership_id = ${partnershipId} and e.review_by < ${now}
      and not exists (select 1 from hub.emergency_review v where v.partnership_id = e.partnership_id and v.emergency_id = e.id)
      and not exists (select 1 from hub.emergency_escalation x where x.partnership_id = e.partnership_id and x.emergency_id = e.id) order by e.review_by limit 200`);
}

/** Raised to the coordinators of the agency and to the auditors of the partnership. */
export async function raiseUnreviewed(tx: Transaction, partnershipId: string, one: Unreviewed, now: Temporal.Instant): Promise<string[]> {
  tx.defer(sql`insert into hub.emergency_escalation (partnership_id, emergency_id, raised_at) values (${partnershipId}, ${one.id}, ${now}) on conflict do nothing`);
  const rows = await tx.all(sql<{ id: string }>`
    select distinct a.id from hub.account a join hub.account_role r on r.partnership_id = a.partnership_id and r.account_id = a.id
    where a.partnership_id = ${partnershipId} and a.state = 'active' and a.id <> ${one.account_id} and (r.role = 'auditor' or (r.role = 'coordinator' and a.agency_id = ${one.agency_id}))`);
  return rows.map(({ id }) => id);
}

export async function partnershipIds(tx: Transaction): Promise<string[]> {
  return (await tx.all(sql<{ id: string }>`select id from hub.partnership`)).map(({ id }) => id);
}
