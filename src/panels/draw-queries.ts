import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { CaseFacts, Criterion } from './rules.ts';

export async function criteriaFor(tx: Transaction, actor: StaffActor, kindCode: string, today: Temporal.PlainDate): Promise<Criterion[]> {
  return await tx.all(sql<Criterion>`
    select measure, threshold, days from hub.panel_criterion
    where partnership_id = ${actor.partnershipId} and kind_code = ${kindCode} and in_force_from <= ${today} and (in_force_to is null or in_force_to >= ${today}) order by measure`);
}

export interface LiveCase extends Omit<CaseFacts, 'review'> {
  readonly id: string;
  readonly title: string;
  readonly agency_id: string;
  readonly restricted: boolean;
}

/** Live cases of the actor's agency as the actor sees them, with what is counted over some days: the newest, and those that are asked for however old. */
export async function liveCases(tx: Transaction, actor: StaffActor, days: number, asked: readonly string[], now: Temporal.Instant): Promise<LiveCase[]> {
  const since = now.subtract({ hours: 24 * days });
  return await tx.all(sql<LiveCase>`
    with live as (
      (select partnership_id, id from hub.case_file where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and state = 'open' order by opened_at desc limit 500)
      union select partnership_id, id from hub.case_file where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and state = 'open' and id = any(${asked}::uuid[]))
    select c.id, c.title, c.agency_id, c.restricted, c.risk_band, r.reports, r.hate, r.silent_days
    from live join hub.case_file c on c.partnership_id = live.partnership_id and c.id = live.id
    cross join lateral (
      select count(*) filter (where x.received_at > ${since})::int as reports, count(*) filter (where x.hate and x.received_at > ${since})::int as hate,
        coalesce(max(extract(day from ${now}::timestamptz - x.next_told_by)) filter (where x.next_told_by < ${now}), 0)::int as silent_days
      from hub.report x where x.partnership_id = c.partnership_id and x.case_id = c.id and x.state in ('in_case', 'merged')) r`);
}

export interface CaseToPropose {
  readonly id: string;
  readonly agency_id: string;
  readonly restricted: boolean;
}

export async function caseToPropose(tx: Transaction, actor: StaffActor, reference: string): Promise<CaseToPropose | undefined> {
  return await tx.maybe(sql<CaseToPropose>`select id, agency_id, restricted from hub.case_file where partnership_id = ${actor.partnershipId} and reference = ${reference} and state = 'open'`);
}

/** Numbers for the projector: nothing in them says who. */
export async function figuresOf(tx: Transaction, actor: StaffActor, caseId: string, now: Temporal.Instant): Promise<{ incidents: number; risk_band: string | null; risk_score: number | null; risk_of: number | null }> {
  return await tx.one(sql<{ incidents: number; risk_band: string | null; risk_score: number | null; risk_of: number | null }>`
    select (select count(*)::int from hub.incident x where x.partnership_id = c.partnership_id and x.case_id = c.id and x.happened_at > ${now.subtract({ hours: 24 * 42 })}) as incidents, c.risk_band, c.risk_score, c.risk_of
    from hub.case_file c where c.partnership_id = ${actor.partnershipId} and c.id = ${caseId}`);
}
