import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { keptNames, staffName } from '../platform/partnership/index.ts';
import type { TaskState } from './rules.ts';

export interface TaskLine {
  readonly id: string;
  readonly reference: string;
  readonly case_id: string;
  readonly title: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly assignee_id: string | null;
  readonly assignee: string | null;
  readonly asked_by: string;
  readonly asked_by_name: string | null;
  readonly asked_agency: string;
  readonly asked_agency_name: string;
  readonly due_at: Temporal.Instant;
  readonly state: TaskState;
  readonly answer: string;
  readonly created_at: Temporal.Instant;
  readonly updated_at: Temporal.Instant;
  readonly done_at: Temporal.Instant | null;
}

export const taskColumns = sql`t.id, t.reference, t.case_id, t.title, t.agency_id, g.short_name as agency, t.assignee_id, m.name as assignee,
  t.asked_by, b.name as asked_by_name, t.asked_agency, f.short_name as asked_agency_name, t.due_at, t.state, t.answer, t.created_at, t.updated_at, t.done_at`;

export const taskNames = sql`
  join hub.agency g on g.partnership_id = t.partnership_id and g.id = t.agency_id
  join hub.agency f on f.partnership_id = t.partnership_id and f.id = t.asked_agency
  left join hub.account m on m.partnership_id = t.partnership_id and m.id = t.assignee_id
  left join hub.account b on b.partnership_id = t.partnership_id and b.id = t.asked_by`;

/** The tasks of a case: open ones by date, then those that are over. */
export async function tasksPanel(tx: Transaction, actor: StaffActor, caseId: string): Promise<TaskLine[]> {
  const [rows, names] = await Promise.all([
    tx.all(sql<Omit<TaskLine, 'agency' | 'assignee' | 'asked_by_name' | 'asked_agency_name'>>`
      select t.id, t.reference, t.case_id, t.title, t.agency_id, t.assignee_id, t.asked_by, t.asked_agency, t.due_at, t.state, t.answer, t.created_at, t.updated_at, t.done_at from hub.task t
      where t.partnership_id = ${actor.partnershipId} and t.case_id = ${caseId}
      order by t.state in ('done', 'declined', 'cancelled'), t.due_at, t.id limit 60`),
    keptNames(tx, actor),
  ]);
  const agency = (id: string): string => names.agencies.get(id)?.short_name ?? '';
  return rows.map((row) => ({ ...row, agency: agency(row.agency_id), assignee: staffName(names, row.assignee_id), asked_by_name: staffName(names, row.asked_by), asked_agency_name: agency(row.asked_agency) }));
}

/** Open tasks that wait for this person: given to them, or to their agency and nobody in it yet. */
export async function openTasksOf(tx: Transaction, actor: StaffActor, most = 50): Promise<TaskLine[]> {
  return await tx.all(sql<TaskLine>`
    select ${taskColumns} from (
      (select * from hub.task where partnership_id = ${actor.partnershipId} and assignee_id = ${actor.accountId} and agency_id = ${actor.agencyId} and state in ('asked', 'accepted', 'started') order by due_at limit ${most})
      union all
      (select * from hub.task where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and assignee_id is null and state in ('asked', 'accepted', 'started') order by due_at limit ${most})
    ) t ${taskNames} order by t.due_at, t.id limit ${most}`);
}
