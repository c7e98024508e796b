import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { may, type StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { EscalationLevel } from './escalation-rules.ts';
import type { EscalationReason } from './telling.ts';

/* Overdue silence. The worker raises it; officers, supervisors and portfolio holders read it. */

export interface OverdueReport {
  readonly report_id: string;
  readonly agency_id: string;
  readonly reason: EscalationReason;
  readonly due_at: Temporal.Instant;
}

/** What has fallen due and is not known to every level yet. */
export async function overdueReports(tx: Transaction, partnershipId: string, now: Temporal.Instant, most = 1000): Promise<OverdueReport[]> {
  return await tx.all(sql<OverdueReport>`
    with due as (
      select r.id, r.agency_id, r.case_id, 'triage' as reason, r.answer_by as due_at from hub.report r
      where r.partnership_id = ${partnershipId} and r.state = 'new' and r.answer_by < ${now}
      union all
      select r.id, r.agency_id, r.case_id, 'silence', r.next_told_by from hub.report r
      where r.partnership_id = ${partnershipId} and r.next_told_by < ${now} and r.closed_at is null and r.state in ('new', 'in_case', 'merged')
      union all
      select r.id, r.agency_id, r.case_id, 'promise', min(l.due_at) from hub.promise_line l
      join hub.promise p on p.partnership_id = l.partnership_id and p.id = l.promise_id and p.superseded_at is null
      join hub.report r on r.partnership_id = l.partnership_id and r.id = l.report_id
      where l.partnership_id = ${partnershipId} and l.state = 'missed' and r.closed_at is null and r.state in ('new', 'in_case', 'merged') group by r.id, r.agency_id, r.case_id
      union all
      select r.id, r.agency_id, r.case_id, 'reopened', e.due_at from hub.escalation e
      join hub.report r on r.partnership_id = e.partnership_id and r.id = e.report_id
      where e.partnership_id = ${partnershipId} and e.reason = 'reopened' and e.level = 'officer' and e.cleared_at is null and e.due_at < ${now})
    select d.id as report_id, coalesce(c.agency_id, d.agency_id) as agency_id, d.reason, d.due_at
    from due d left join hub.case_file c on c.partnership_id = ${partnershipId} and c.id = d.case_id
    where not exists (select from hub.escalation e where e.partnership_id = ${partnershipId} and e.report_id = d.id and e.reason = d.reason and e.level = 'portfolio' and e.due_at = d.due_at)
    order by d.due_at limit ${most}`);
}

/** Once for each report, reason, level and due moment. */
export async function raise(tx: Transaction, partnershipId: string, overdue: OverdueReport, level: EscalationLevel, now: Temporal.Instant): Promise<boolean> {
  const raised = await tx.run(sql`
    insert into hub.escalation (partnership_id, id, report_id, agency_id, reason, level, due_at, raised_at)
    values (${partnershipId}, ${uuidv7()}, ${overdue.report_id}, ${overdue.agency_id}, ${overdue.reason}, ${level}, ${overdue.due_at}, ${now}) on conflict do nothing`);
  return raised === 1;
}

/** Escalations whose cause has gone, whoever removed it. */
export async function clearSettled(tx: Transaction, partnershipId: string, now: Temporal.Instant): Promise<number> {
  return await tx.run(sql`
    update hub.escalation e set cleared_at = ${now} from hub.report r
    where e.partnership_id = ${partnershipId} and e.cleared_at is null and r.partnership_id = e.partnership_id and r.id = e.report_id
      and (r.closed_at is not null or r.state not in ('new', 'in_case', 'merged')
        or (e.reason = 'triage' and r.state <> 'new')
        or (e.reason = 'silence' and (r.next_told_by is null or r.next_told_by <> e.due_at)))`);
}

export interface SilentRow {
  readonly report_id: string;
  readonly reference: string;
  readonly title: string;
  readonly case_id: string | null;
  readonly case_reference: string | null;
  readonly owner_id: string | null;
  readonly owner: string | null;
  readonly reasons: readonly EscalationReason[];
  readonly level: EscalationLevel;
  readonly due_at: Temporal.Instant;
  readonly received_at: Temporal.Instant;
  readonly last_told_at: Temporal.Instant | null;
  readonly next_told_by: Temporal.Instant | null;
}

/** An officer reads what is theirs or nobody's; who supervises reads the agency's. This is about whose work it is: what may be seen is the policies' to say. */
function whose(actor: StaffActor) {
  return may(actor, 'supervise') ? sql`` : sql`and (coalesce(c.owner_id, r.decided_by) is null or coalesce(c.owner_id, r.decided_by) = ${actor.accountId})`;
}

/** Reports with open escalations, the person who has heard nothing for longest first. */
export async function silentRows(tx: Transaction, actor: StaffActor, most: number): Promise<SilentRow[]> {
  return await tx.all(sql<SilentRow>`
    select r.id as report_id, r.reference, r.title, r.case_id, c.reference as case_reference, coalesce(c.owner_id, r.decided_by) as owner_id, a.name as owner, e.reasons, e.level, e.due_at,
      r.received_at, r.last_told_at, r.next_told_by
    from (select x.report_id, array_agg(distinct x.reason) as reasons, min(x.due_at) as due_at,
        case when bool_or(x.level = 'portfolio') then 'portfolio' when bool_or(x.level = 'supervisor') then 'supervisor' else 'officer' end as level
      from hub.escalation x where x.partnership_id = ${actor.partnershipId} and x.agency_id = ${actor.agencyId} and x.cleared_at is null group by x.report_id) e
    join hub.report r on r.partnership_id = ${actor.partnershipId} and r.id = e.report_id
    left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
    left join hub.account a on a.partnership_id = r.partnership_id and a.id = coalesce(c.owner_id, r.decided_by)
    where true ${whose(actor)}
    order by coalesce(r.last_told_at, r.received_at), e.due_at limit ${most}`);
}

export type EscalationCounts = Record<EscalationLevel, number>;

/** How many reports have reached each level, each counted at its highest. */
export async function escalationCounts(tx: Transaction, actor: StaffActor): Promise<EscalationCounts> {
  const rows = await tx.all(sql<{ level: EscalationLevel; reports: number }>`
    select level, count(*) as reports from (
      select x.report_id, case when bool_or(x.level = 'portfolio') then 'portfolio' when bool_or(x.level = 'supervisor') then 'supervisor' else 'officer' end as level
      from hub.escalation x
      join hub.report r on r.partnership_id = x.partnership_id and r.id = x.report_id
      left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
      where x.partnership_id = ${actor.partnershipId} and x.agency_id = ${actor.agencyId} and x.cleared_at is null ${whose(actor)} group by x.report_id) t group by level`);
  const counts: EscalationCounts = { officer: 0, supervisor: 0, portfolio: 0 };
  for (const { level, reports } of rows) {
    counts[level] = reports;
  }
  return counts;
}
