import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { taskColumns, taskNames, type TaskLine } from './panel.ts';
import { resultOf, statesBefore, type TaskAct, type Target } from './rules.ts';
import type { ListQuery, NewTaskForm } from './schema.ts';

export interface TaskTemplate extends Target {
  readonly id: string;
  readonly title: string;
  readonly brief: string;
}

/** Templates in force; those for the case's kind of behaviour first. */
export async function templatesFor(tx: Transaction, actor: StaffActor, caseId: string, now: Temporal.Instant): Promise<TaskTemplate[]> {
  const today = londonDate(now);
  return await tx.all(sql<TaskTemplate>`
    select t.id, t.title, t.brief, t.amount, t.unit from hub.task_template t
    left join hub.case_file c on c.partnership_id = t.partnership_id and c.id = ${caseId}
    where t.partnership_id = ${actor.partnershipId} and t.in_force_from <= ${today} and (t.in_force_to is null or t.in_force_to >= ${today})
      and (t.category_id is null or t.category_id = c.category_id)
    order by t.category_id is null, t.position, t.title`);
}

export interface Doer {
  readonly id: string;
  readonly name: string;
  readonly job_title: string;
  readonly agency_id: string;
  readonly agency: string;
}

/** Those who may be asked: everyone who works on cases, own colleagues first. */
export async function doers(tx: Transaction, actor: StaffActor): Promise<Doer[]> {
  return await tx.all(sql<Doer>`
    select a.id, a.name, a.job_title, a.agency_id, g.name as agency from hub.account a join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id and g.active
    where a.partnership_id = ${actor.partnershipId} and a.state = 'active'
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor', 'coordinator'))
    order by a.agency_id <> ${actor.agencyId}, g.name, a.name`);
}

export function insertTask(tx: Transaction, actor: StaffActor, made: { id: string; reference: string; caseId: string; task: NewTaskForm; disclosureId: string | null }, now: Temporal.Instant): void {
  const { task } = made;
  tx.defer(sql`
    insert into hub.task (partnership_id, id, reference, case_id, title, brief, agency_id, assignee_id, asked_by, asked_agency, disclosure_id, due_at, created_at, updated_at)
    values (${actor.partnershipId}, ${made.id}, ${made.reference}, ${made.caseId}, ${task.title}, ${task.brief}, ${task.agencyId}, ${task.assigneeId}, ${actor.accountId}, ${actor.agencyId}, ${made.disclosureId}, ${task.dueAt}, ${now}, ${now})`);
}

export interface FullTask extends TaskLine {
  readonly brief: string;
  readonly disclosure_id: string | null;
  /** Null when the disclosure is over for this reader. */
  readonly disclosure_reference: string | null;
  readonly disclosure_caveat: string | null;
  readonly disclosure_handling: string | null;
  /** What was corrected since, newest first. */
  readonly disclosure_corrections: readonly string[];
  readonly disclosure_until: Temporal.Instant | null;
  readonly asked_by_phone: string | null;
  readonly asked_agency_full: string;
  readonly agency_full: string;
  /** Only for those who see the case. */
  readonly case_reference: string | null;
  readonly case_title: string | null;
}

export async function taskById(tx: Transaction, actor: StaffActor, id: string): Promise<FullTask> {
  return await tx.one(sql<FullTask>`
    select ${taskColumns}, t.brief, t.disclosure_id, d.reference as disclosure_reference, d.caveat as disclosure_caveat, d.handling as disclosure_handling,
      array(select n.words from hub.disclosure_notice n where n.partnership_id = t.partnership_id and n.disclosure_id = t.disclosure_id and n.kind = 'corrected' order by n.at desc) as disclosure_corrections, d.valid_until as disclosure_until,
      coalesce(b.phone, f.phone) as asked_by_phone, f.name as asked_agency_full, g.name as agency_full, c.reference as case_reference, c.title as case_title
    from hub.task t ${taskNames}
    left join hub.disclosure d on d.partnership_id = t.partnership_id and d.id = t.disclosure_id
    left join hub.case_file c on c.partnership_id = t.partnership_id and c.id = t.case_id
    where t.partnership_id = ${actor.partnershipId} and t.id = ${id}`);
}

export interface ListedTasks {
  readonly rows: readonly TaskLine[];
  readonly more: boolean;
}

const open = sql`('asked', 'accepted', 'started')`;

/** Tasks of one list: mine, my agency's, or asked by us. */
export async function listTasks(tx: Transaction, actor: StaffActor, wanted: ListQuery, now: Temporal.Instant, most: number): Promise<ListedTasks> {
  const whose = wanted.whose ?? 'mine';
  const who = whose === 'mine' ? sql`t.assignee_id = ${actor.accountId}` : whose === 'agency' ? sql`t.agency_id = ${actor.agencyId}` : sql`t.asked_agency = ${actor.agencyId}`;
  const state = wanted.state === 'over' ? sql`t.state in ('done', 'declined', 'cancelled')` : sql`t.state in ${open}`;
  const late = wanted.state === 'late' ? sql`and t.due_at < ${now}` : sql``;
  const other = wanted.agency === undefined ? sql`` : whose === 'asked' ? sql`and t.agency_id = ${wanted.agency}` : sql`and t.asked_agency = ${wanted.agency}`;
  const order = wanted.state === 'over' ? sql`t.updated_at desc` : sql`t.due_at`;
  const rows = await tx.all(sql<TaskLine>`
    select ${taskColumns} from (
      select * from hub.task t where t.partnership_id = ${actor.partnershipId} and ${who} and ${state} ${late} ${other} order by ${order}, t.id limit ${most + 1}
    ) t ${taskNames} order by ${order}, t.id`);
  return { rows: rows.slice(0, most), more: rows.length > most };
}

/** Moves a task on, if it still stands where the act begins. */
export async function moveTask(tx: Transaction, actor: StaffActor, task: Pick<TaskLine, 'id'>, act: TaskAct, words: string, now: Temporal.Instant): Promise<void> {
  const moved = await tx.run(sql`
    update hub.task set state = ${resultOf[act]}, answer = case when ${words} = '' then answer else ${words} end, updated_at = ${now},
      done_at = case when ${act === 'done'} then ${now}::timestamptz end,
      assignee_id = coalesce(assignee_id, case when ${act === 'accept' || act === 'start' || act === 'done'} and agency_id = ${actor.agencyId} then ${actor.accountId}::uuid end)
    where partnership_id = ${actor.partnershipId} and id = ${task.id} and state = any(${statesBefore(act)})`);
  if (moved !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

/** Words without a change of state: "part on order until 4 December". */
export async function answerTask(tx: Transaction, actor: StaffActor, task: Pick<TaskLine, 'id'>, words: string, now: Temporal.Instant): Promise<void> {
  const told = await tx.run(sql`update hub.task set answer = ${words}, updated_at = ${now} where partnership_id = ${actor.partnershipId} and id = ${task.id} and state in ${open}`);
  if (told !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

export async function assignTask(tx: Transaction, actor: StaffActor, task: Pick<TaskLine, 'id'>, assigneeId: string | null, now: Temporal.Instant): Promise<void> {
  const given = await tx.run(sql`
    update hub.task set assignee_id = ${assigneeId}, updated_at = ${now} where partnership_id = ${actor.partnershipId} and id = ${task.id} and agency_id = ${actor.agencyId} and state in ${open}`);
  if (given !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

/** An entry in the chronology of the case, also from an agency that does not see the case. */
export function chronicleTask(tx: Transaction, taskId: string, words: string, now: Temporal.Instant): void {
  tx.defer(sql`select hub.chronicle_task(${taskId}, ${uuidv7()}, ${now}, ${words})`);
}
