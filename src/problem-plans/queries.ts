import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { cellsWithin, toGrid } from '../platform/geography/index.ts';
import type { DatedPoint, PlanPlaces } from './rules.ts';

export interface PlanRow {
  readonly case_id: string;
  readonly objective: string;
  readonly scanning: string;
  readonly analysis: string;
  readonly response: string;
  readonly assessment: string;
  readonly category_id: string | null;
  readonly lat: number;
  readonly lon: number;
  readonly radius: number;
  readonly ring: number;
  readonly comparison_name: string;
  readonly comparison_lat: number | null;
  readonly comparison_lon: number | null;
  readonly started_on: Temporal.PlainDate | null;
  readonly months: number;
  readonly updated_at: Temporal.Instant;
}

export async function planOf(tx: Transaction, caseId: string): Promise<PlanRow | undefined> {
  return await tx.maybe(sql<PlanRow>`
    select case_id, objective, scanning, analysis, response, assessment, category_id, lat, lon, radius, ring, comparison_name, comparison_lat, comparison_lon, started_on, months, updated_at
    from hub.problem_plan where partnership_id = (select hub.actor_partnership()) and case_id = ${caseId}`);
}

export interface PlannedCase {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly category_id: string | null;
  readonly place_words: string;
  readonly lat: number | null;
  readonly lon: number | null;
}

export async function plannedCase(tx: Transaction, actor: StaffActor, caseId: string): Promise<PlannedCase> {
  return await tx.one(sql<PlannedCase>`select id, reference, title, state, category_id, place_words, lat, lon from hub.case_file where partnership_id = ${actor.partnershipId} and id = ${caseId}`);
}

export interface KnownPlace {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

/** Places that people know by name: where a plan or a comparison can stand. */
export async function knownPlaces(tx: Transaction, actor: StaffActor): Promise<KnownPlace[]> {
  return await tx.all(sql<KnownPlace>`select id, name, lat, lon from hub.place where partnership_id = ${actor.partnershipId} and kind in ('place', 'asset') order by name limit 400`);
}

export interface NewPlan extends Omit<PlanRow, 'case_id' | 'updated_at'> {
  readonly caseId: string;
}

export function savePlan(tx: Transaction, actor: StaffActor, plan: NewPlan, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.problem_plan (partnership_id, case_id, objective, scanning, analysis, response, assessment, category_id, lat, lon, radius, ring, comparison_name, comparison_lat, comparison_lon, started_on, months, updated_at, updated_by)
    values (${actor.partnershipId}, ${plan.caseId}, ${plan.objective}, ${plan.scanning}, ${plan.analysis}, ${plan.response}, ${plan.assessment}, ${plan.category_id}, ${plan.lat}, ${plan.lon}, ${plan.radius}, ${plan.ring},
      ${plan.comparison_name}, ${plan.comparison_lat}, ${plan.comparison_lon}, ${plan.started_on}, ${plan.months}, ${now}, ${actor.accountId})
    on conflict (partnership_id, case_id) do update set objective = excluded.objective, scanning = excluded.scanning, analysis = excluded.analysis, response = excluded.response, assessment = excluded.assessment,
      lat = excluded.lat, lon = excluded.lon, radius = excluded.radius, ring = excluded.ring, comparison_name = excluded.comparison_name, comparison_lat = excluded.comparison_lat, comparison_lon = excluded.comparison_lon,
      started_on = excluded.started_on, months = excluded.months, updated_at = excluded.updated_at, updated_by = excluded.updated_by`);
}

export function placesOf(plan: Pick<PlanRow, 'lat' | 'lon' | 'radius' | 'ring' | 'comparison_lat' | 'comparison_lon'>): PlanPlaces {
  const comparison = plan.comparison_lat === null || plan.comparison_lon === null ? null : toGrid({ lat: plan.comparison_lat, lon: plan.comparison_lon });
  return { ...toGrid(plan), radius: plan.radius, ring: plan.ring, comparison };
}

/** What the reader may see around both places: reports and their agency's own records, without what is never on a map. */
export async function pointsAround(tx: Transaction, plan: PlanRow, from: Temporal.PlainDate, to: Temporal.PlainDate): Promise<DatedPoint[]> {
  const reach = plan.radius + plan.ring;
  const cells = [...cellsWithin(plan.lat, plan.lon, reach), ...(plan.comparison_lat === null || plan.comparison_lon === null ? [] : cellsWithin(plan.comparison_lat, plan.comparison_lon, reach))];
  const kind = plan.category_id === null ? sql`` : sql`and x.category_id = ${plan.category_id}`;
  const plain = sql`not coalesce(k.sensitive, false) and not coalesce(k.restricted, false)`;
  return await tx.all(sql<DatedPoint>`
    select x.easting, x.northing, x.day from (
      select r.easting, r.northing, r.category_id, coalesce(r.happened_on, (r.received_at at time zone 'Europe/London')::date) as day
      from hub.report r where r.partnership_id = (select hub.actor_partnership()) and r.cell = any(${cells}) and not r.restricted and not r.hate and r.state <> 'merged'
      union all
      select i.easting, i.northing, i.category_id, i.happened_on from hub.partner_incident i where i.partnership_id = (select hub.actor_partnership()) and i.cell = any(${cells}) and not i.sensitive
    ) x left join hub.category k on k.partnership_id = (select hub.actor_partnership()) and k.id = x.category_id
    where x.day >= ${from} and x.day < ${to} and ${plain} ${kind}`);
}
