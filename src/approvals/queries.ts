import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { ruleFor, type ApprovalRule, type NeededFrom } from './rules.ts';

export interface Approval {
  readonly id: string;
  readonly agency_id: string;
  readonly case_id: string | null;
  readonly case_reference: string | null;
  readonly case_title: string | null;
  readonly action: string;
  readonly needed_from: NeededFrom;
  readonly subject_id: string | null;
  readonly title: string;
  readonly why: string;
  readonly goes_on: string;
  readonly typed: Readonly<Record<string, string | readonly string[]>>;
  readonly asked_by: string;
  readonly asked_by_name: string | null;
  readonly asked_at: Temporal.Instant;
  readonly answer: 'approved' | 'refused' | 'withdrawn' | null;
  readonly reason: string | null;
  readonly answered_by_name: string | null;
  readonly answered_at: Temporal.Instant | null;
  readonly used_at: Temporal.Instant | null;
}

const columns = sql`p.id, p.agency_id, p.case_id, c.reference as case_reference, c.title as case_title, p.action, p.needed_from, p.subject_id, p.title, p.why, p.goes_on, p.typed, p.asked_by, a.name as asked_by_name, p.asked_at,
  w.answer, w.reason, b.name as answered_by_name, w.answered_at, u.used_at`;
const joined = sql`
  left join hub.case_file c on c.partnership_id = p.partnership_id and c.id = p.case_id
  left join hub.account a on a.partnership_id = p.partnership_id and a.id = p.asked_by
  left join hub.approval_answer w on w.partnership_id = p.partnership_id and w.approval_id = p.id
  left join hub.account b on b.partnership_id = p.partnership_id and b.id = w.answered_by
  left join hub.approval_use u on u.partnership_id = p.partnership_id and u.approval_id = p.id`;

/** The local rule that asks for approval of one of these actions today; undefined when nobody is to be asked. */
export async function approvalRuleFor(tx: Transaction, actor: StaffActor, actions: readonly string[], band: string | null, now: Temporal.Instant): Promise<ApprovalRule | undefined> {
  const rules = await tx.all(sql<ApprovalRule>`
    select id, action, needed_from, bands, in_force_from, in_force_to from hub.approval_rule where partnership_id = ${actor.partnershipId} and action = any(${[...actions]})`);
  return ruleFor(rules, actions, band, londonDate(now));
}

export async function approvalById(tx: Transaction, actor: StaffActor, id: string): Promise<Approval> {
  return await tx.one(sql<Approval>`select ${columns} from hub.approval p ${joined} where p.partnership_id = ${actor.partnershipId} and p.id = ${id}`);
}

/** The newest approval asked for the same thing: of a case, or of one record of it. */
export async function newestApproval(tx: Transaction, actor: StaffActor, of: { action: string; caseId: string | null; subjectId: string | null }): Promise<Approval | undefined> {
  const rows = await tx.all(sql<Approval>`
    select ${columns} from hub.approval p ${joined} where p.partnership_id = ${actor.partnershipId} and p.action = ${of.action}
      and p.case_id is not distinct from ${of.caseId}::uuid and p.subject_id is not distinct from ${of.subjectId}::uuid
    order by p.asked_at desc, p.id desc limit 1`);
  return rows[0];
}

/** Approvals of one's own agency: those that wait, and those that were answered since a day. */
export async function approvalLines(tx: Transaction, actor: StaffActor, since: Temporal.Instant, most = 100): Promise<Approval[]> {
  return await tx.all(sql<Approval>`
    select ${columns} from (select * from hub.approval x where x.partnership_id = ${actor.partnershipId} and x.agency_id = ${actor.agencyId} order by x.asked_at desc limit 300) p ${joined}
    where w.answer is null or w.answered_at >= ${since} order by w.answer is not null, p.asked_at limit ${most}`);
}

/** People of the agency who may answer. */
export async function approvers(tx: Transaction, actor: StaffActor, from: NeededFrom): Promise<{ id: string; name: string }[]> {
  const roles = from === 'coordinator' ? ['coordinator'] : ['supervisor', 'coordinator'];
  return await tx.all(sql<{ id: string; name: string }>`
    select a.id, a.name from hub.account a where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${actor.agencyId} and a.state = 'active' and a.id <> ${actor.accountId}
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role = any(${roles})) order by a.name`);
}

export interface NewApproval {
  readonly id: string;
  readonly caseId: string | null;
  readonly action: string;
  readonly neededFrom: NeededFrom;
  readonly subjectId: string | null;
  readonly title: string;
  readonly why: string;
  readonly goesOn: string;
  readonly typed: Readonly<Record<string, string | readonly string[]>>;
}

export function insertApproval(tx: Transaction, actor: StaffActor, one: NewApproval, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.approval (partnership_id, id, agency_id, case_id, action, needed_from, subject_id, title, why, goes_on, typed, asked_by, asked_at)
    values (${actor.partnershipId}, ${one.id}, ${actor.agencyId}, ${one.caseId}, ${one.action}, ${one.neededFrom}, ${one.subjectId}, ${one.title}, ${one.why}, ${one.goesOn}, ${JSON.stringify(one.typed)}, ${actor.accountId}, ${now})`);
}

export async function insertAnswer(tx: Transaction, actor: StaffActor, approvalId: string, answer: 'approved' | 'refused' | 'withdrawn', reason: string, now: Temporal.Instant): Promise<boolean> {
  const rows = await tx.run(sql`
    insert into hub.approval_answer (partnership_id, approval_id, answer, reason, answered_by, answered_at)
    values (${actor.partnershipId}, ${approvalId}, ${answer}, ${reason}, ${actor.accountId}, ${now}) on conflict do nothing`);
  return rows === 1;
}

export async function insertUse(tx: Transaction, actor: StaffActor, approvalId: string, now: Temporal.Instant): Promise<boolean> {
  const rows = await tx.run(sql`
    insert into hub.approval_use (partnership_id, approval_id, used_by, used_at) values (${actor.partnershipId}, ${approvalId}, ${actor.accountId}, ${now}) on conflict do nothing`);
  return rows === 1;
}
