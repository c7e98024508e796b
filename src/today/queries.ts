import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';

/* One statement for each thing that can put a row on Today. The officer's own cases and reports come first; the rest is asked by their ids. */

export interface MyReport {
  readonly case_id: string;
  readonly case_reference: string;
  readonly title: string;
  readonly place_words: string;
  readonly risk_band: 'standard' | 'medium' | 'high' | null;
  readonly review_on: Temporal.PlainDate | null;
  readonly opened_at: Temporal.Instant;
  readonly report_id: string | null;
  readonly reference: string | null;
  readonly person: string | null;
  readonly priority: string | null;
  readonly hate: boolean | null;
  readonly never: string | null;
  readonly received_at: Temporal.Instant | null;
  readonly decided_at: Temporal.Instant | null;
  readonly last_told_at: Temporal.Instant | null;
  readonly next_told_by: Temporal.Instant | null;
}

/** The open cases that this person owns, each with its reports; a case without reports has one row. */
export async function myReports(tx: Transaction, actor: StaffActor): Promise<MyReport[]> {
  return await tx.all(sql<MyReport>`
    select c.id as case_id, c.reference as case_reference, c.title, c.place_words, c.risk_band, c.review_on, c.opened_at,
      r.id as report_id, r.reference, x.name as person, r.priority, r.hate, x.safe_contact ->> 'never' as never, r.received_at, r.decided_at, r.last_told_at, r.next_told_by
    from (select * from hub.case_file where partnership_id = ${actor.partnershipId} and owner_id = ${actor.accountId} and state = 'open' order by opened_at desc limit 300) c
    left join hub.report r on r.partnership_id = c.partnership_id and r.case_id = c.id and r.state in ('in_case', 'merged')
    left join lateral (select p.name, p.safe_contact from hub.party p where p.partnership_id = r.partnership_id and p.report_id = r.id and p.role = 'complainant' order by p.created_at limit 1) x on true
    order by c.opened_at desc`);
}

export interface PromiseDue {
  readonly report_id: string;
  readonly line_id: string;
  readonly what: string;
  readonly who: string;
  readonly due_at: Temporal.Instant;
  readonly state: 'due' | 'missed';
}

export async function promisesDue(tx: Transaction, actor: StaffActor, reportIds: readonly string[], dayEnd: Temporal.Instant): Promise<PromiseDue[]> {
  return await tx.all(sql<PromiseDue>`
    select l.report_id, l.line_id, l.what, l.who, l.due_at, l.state from hub.promise_line l
    join hub.promise p on p.partnership_id = l.partnership_id and p.id = l.promise_id and p.superseded_at is null
    where l.partnership_id = ${actor.partnershipId} and l.report_id = any(${[...reportIds]}) and (l.state = 'missed' or (l.state = 'due' and l.due_at <= ${dayEnd})) order by l.due_at limit 100`);
}

/** Reports to which nothing has been promised yet. */
export async function withoutPromise(tx: Transaction, actor: StaffActor, reportIds: readonly string[]): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`
    select i.id from unnest(${[...reportIds]}::uuid[]) as i(id) where not exists (select 1 from hub.promise p where p.partnership_id = ${actor.partnershipId} and p.report_id = i.id)`);
  return rows.map(({ id }) => id);
}

export interface UnreadMessages {
  readonly report_id: string;
  readonly messages: number;
  readonly at: Temporal.Instant;
}

export async function unreadMessages(tx: Transaction, actor: StaffActor, reportIds: readonly string[]): Promise<UnreadMessages[]> {
  return await tx.all(sql<UnreadMessages>`
    select report_id, count(*)::int as messages, min(at) as at from hub.message
    where partnership_id = ${actor.partnershipId} and report_id = any(${[...reportIds]}) and direction = 'in' and read_at is null group by report_id order by min(at) limit 50`);
}

export interface CorrectedReceipt {
  readonly report_id: string;
  readonly answered_at: Temporal.Instant;
}

/** Summaries that the person says are wrong, with no newer version yet. */
export async function correctedReceipts(tx: Transaction, actor: StaffActor, reportIds: readonly string[]): Promise<CorrectedReceipt[]> {
  return await tx.all(sql<CorrectedReceipt>`
    select h.report_id, h.answered_at from hub.heard_receipt h
    where h.partnership_id = ${actor.partnershipId} and h.report_id = any(${[...reportIds]}) and h.answer = 'wrong'
      and not exists (select 1 from hub.heard_receipt n where n.partnership_id = h.partnership_id and n.report_id = h.report_id and n.version > h.version) order by h.answered_at limit 50`);
}

export interface StoppedMessages {
  readonly report_id: string;
  readonly messages: number;
  readonly at: Temporal.Instant;
}

/** Messages that could not be delivered and about which nobody has decided. */
export async function stoppedMessages(tx: Transaction, actor: StaffActor, reportIds: readonly string[]): Promise<StoppedMessages[]> {
  return await tx.all(sql<StoppedMessages>`
    select report_id, count(*)::int as messages, min(created_at) as at from hub.outbox
    where partnership_id = ${actor.partnershipId} and report_id = any(${[...reportIds]}) and state in ('failed', 'held') and error_code is distinct from 'given_up' group by report_id order by min(created_at) limit 50`);
}

export interface Reopened {
  readonly report_id: string;
  readonly due_at: Temporal.Instant;
  readonly raised_at: Temporal.Instant;
}

export async function reopenedReports(tx: Transaction, actor: StaffActor, reportIds: readonly string[]): Promise<Reopened[]> {
  return await tx.all(sql<Reopened>`
    select report_id, min(due_at) as due_at, min(raised_at) as raised_at from hub.escalation
    where partnership_id = ${actor.partnershipId} and report_id = any(${[...reportIds]}) and reason = 'reopened' and cleared_at is null group by report_id limit 50`);
}

export interface AskedTask {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly agency: string;
  readonly assignee: string | null;
  readonly own: boolean;
  readonly state: 'asked' | 'accepted' | 'started' | 'done' | 'declined';
  readonly answer: string;
  readonly due_at: Temporal.Instant;
  readonly created_at: Temporal.Instant;
  readonly updated_at: Temporal.Instant;
  readonly case_reference: string | null;
}

/** What this person asked of others: open, or answered in the last days. */
export async function askedTasks(tx: Transaction, actor: StaffActor, answeredSince: Temporal.Instant): Promise<AskedTask[]> {
  return await tx.all(sql<AskedTask>`
    select t.id, t.reference, t.title, g.short_name as agency, m.name as assignee, t.agency_id = ${actor.agencyId} as own, t.state, t.answer, t.due_at, t.created_at, t.updated_at, c.reference as case_reference
    from hub.task t join hub.agency g on g.partnership_id = t.partnership_id and g.id = t.agency_id
    left join hub.account m on m.partnership_id = t.partnership_id and m.id = t.assignee_id
    left join hub.case_file c on c.partnership_id = t.partnership_id and c.id = t.case_id
    where t.partnership_id = ${actor.partnershipId} and t.asked_by = ${actor.accountId} and t.assignee_id is distinct from ${actor.accountId}
      and (t.state in ('asked', 'accepted', 'started') or (t.state in ('done', 'declined') and t.updated_at > ${answeredSince}))
    order by t.updated_at desc limit 50`);
}

export interface NewReport {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly place_words: string;
  readonly received_at: Temporal.Instant;
  readonly answer_by: Temporal.Instant | null;
  readonly priority: string;
  readonly priority_reason: string;
  readonly hate: boolean;
  readonly channel: string;
  readonly anonymous: boolean;
}

/** The reports that wait for triage with the shortest clocks. */
export async function newReports(tx: Transaction, actor: StaffActor, most: number): Promise<NewReport[]> {
  return await tx.all(sql<NewReport>`
    select id, reference, title, place_words, received_at, answer_by, priority, priority_reason, hate, channel, anonymous from hub.report
    where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and state = 'new' order by answer_by limit ${most}`);
}

export interface Approval {
  readonly id: string;
  readonly case_id: string;
  readonly case_reference: string;
  readonly title: string;
  readonly approval: 'asked' | 'approved' | 'refused';
  readonly band: string;
  readonly proposed_band: string;
  readonly by_name: string | null;
  readonly mine: boolean;
  readonly at: Temporal.Instant;
}

/** Lower bands: asked for by this person, or waiting for an answer of a supervisor; and this person's own that were answered lately. */
export async function approvals(tx: Transaction, actor: StaffActor, answeredSince: Temporal.Instant): Promise<Approval[]> {
  return await tx.all(sql<Approval>`
    select a.id, a.case_id, c.reference as case_reference, c.title, a.approval, a.band, a.proposed_band, n.name as by_name, a.assessed_by = ${actor.accountId} as mine, coalesce(a.approval_at, a.assessed_at) as at
    from (
      (select * from hub.risk_assessment where partnership_id = ${actor.partnershipId} and approval = 'asked' limit 50)
      union all
      (select * from hub.risk_assessment where partnership_id = ${actor.partnershipId} and assessed_by = ${actor.accountId} and approval in ('approved', 'refused') and approval_at > ${answeredSince} order by approval_at desc limit 20)
    ) a
    join hub.case_file c on c.partnership_id = a.partnership_id and c.id = a.case_id and c.agency_id = ${actor.agencyId}
    left join hub.account n on n.partnership_id = a.partnership_id and n.id = case when a.approval = 'asked' then a.assessed_by else a.approval_by end
    order by at`);
}

export interface SupervisorReview {
  readonly case_id: string;
  readonly case_reference: string;
  readonly title: string;
  readonly risk_band: 'standard' | 'medium' | 'high' | null;
  readonly supervisor_review_on: Temporal.PlainDate;
  readonly owner: string | null;
}

export async function supervisorReviews(tx: Transaction, actor: StaffActor, today: Temporal.PlainDate): Promise<SupervisorReview[]> {
  return await tx.all(sql<SupervisorReview>`
    select c.id as case_id, c.reference as case_reference, c.title, c.risk_band, c.supervisor_review_on, a.name as owner from hub.case_file c
    left join hub.account a on a.partnership_id = c.partnership_id and a.id = c.owner_id
    where c.partnership_id = ${actor.partnershipId} and c.agency_id = ${actor.agencyId} and c.state = 'open' and c.supervisor_review_on <= ${today} order by c.supervisor_review_on limit 20`);
}

export interface Escalated {
  readonly report_id: string;
  readonly reference: string;
  readonly case_id: string | null;
  readonly case_reference: string | null;
  readonly title: string;
  readonly reason: 'triage' | 'silence' | 'promise' | 'reopened';
  readonly due_at: Temporal.Instant;
  readonly owner: string | null;
}

/** What has come up to the supervisor of the agency: other people's overdue work. */
export async function escalatedToSupervisor(tx: Transaction, actor: StaffActor, most: number): Promise<Escalated[]> {
  return await tx.all(sql<Escalated>`
    select e.report_id, r.reference, r.case_id, c.reference as case_reference, coalesce(c.title, r.title) as title, e.reason, e.due_at, a.name as owner
    from (select x.report_id, x.reason, min(x.due_at) as due_at from hub.escalation x
      where x.partnership_id = ${actor.partnershipId} and x.agency_id = ${actor.agencyId} and x.level in ('supervisor', 'portfolio') and x.cleared_at is null group by 1, 2 order by 3 limit ${most}) e
    join hub.report r on r.partnership_id = ${actor.partnershipId} and r.id = e.report_id
    left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
    left join hub.account a on a.partnership_id = r.partnership_id and a.id = coalesce(c.owner_id, r.decided_by)
    where coalesce(c.owner_id, r.decided_by) is distinct from ${actor.accountId} order by e.due_at`);
}

/** An own case or report in which something has to begin: nobody looked at the risk, nothing is promised, or it was opened again. */
export interface Beginning extends Pick<MyReport, 'case_id' | 'risk_band' | 'opened_at' | 'priority' | 'hate' | 'received_at' | 'decided_at'> {
  readonly unassessed: boolean;
  readonly unpromised: boolean;
  readonly reopened_due: Temporal.Instant | null;
}

/** The same facts that Today draws from, without the people, for the number beside the navigation. */
export async function beginnings(tx: Transaction, today: Temporal.PlainDate): Promise<Beginning[]> {
  return await tx.all(sql<Beginning>`select * from hub.begun(${today})`);
}

interface NavRow {
  today: number;
  triage: number;
  tasks: number;
  shared: number;
}

/** The numbers beside the navigation, in one statement. */
export async function navNumbers(tx: Transaction, today: Temporal.PlainDate, dayEnd: Temporal.Instant): Promise<NavRow> {
  return await tx.one(sql<NavRow>`select today, triage, tasks, shared from hub.nav_counts(${today}, ${dayEnd})`);
}
