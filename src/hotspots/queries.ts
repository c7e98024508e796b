import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Shape } from '../platform/geography/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { parametersKey, type Parameters } from './parameters.ts';
import type { HotspotResult } from './results.ts';
import type { RecordingBreak } from './rules.ts';

export interface Analysis {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly requested_at: Temporal.Instant;
  readonly finished_at: Temporal.Instant | null;
  readonly result: HotspotResult | null;
}

/** The newest analysis with these choices. One made when other things were restricted or walled does not exist any more. */
export async function analysisOf(tx: Transaction, actor: StaffActor, audience: 'agency' | 'partnership', parameters: Parameters): Promise<Analysis | undefined> {
  return await tx.maybe(sql<Analysis>`
    select id, state, requested_at, finished_at, result from hub.hotspot_analysis
    where partnership_id = ${actor.partnershipId} and parameters_key = ${parametersKey(audience, parameters)} and agency_id is not distinct from ${audience === 'agency' ? actor.agencyId : null}
      and (state in ('waiting', 'running') or stamp = hub.hotspot_stamp())
    order by state = 'done' desc, requested_at desc limit 1`);
}

export function askAnalysis(tx: Transaction, actor: StaffActor, audience: 'agency' | 'partnership', parameters: Parameters, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.hotspot_analysis (partnership_id, id, audience, agency_id, parameters, parameters_key, requested_by, requested_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${audience}, ${audience === 'agency' ? actor.agencyId : null}, ${JSON.stringify(parameters)}::jsonb, ${parametersKey(audience, parameters)}, ${actor.accountId}, ${now})`);
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

export interface Choices {
  readonly categories: readonly Choice[];
  readonly areas: readonly Choice[];
  readonly agencies: readonly Choice[];
  readonly breaks: readonly RecordingBreak[];
}

export async function choices(tx: Transaction, actor: StaffActor, today: Temporal.PlainDate): Promise<Choices> {
  const p = actor.partnershipId;
  const [categories, areas, agencies, breaks] = await Promise.all([
    tx.all(sql<Choice>`select id, name from hub.category where partnership_id = ${p} and not sensitive and not restricted and in_force_from <= ${today} and (in_force_to is null or in_force_to >= ${today}) order by position, name`),
    tx.all(sql<Choice>`select id, name from hub.area where partnership_id = ${p} and kind in ('ward', 'neighbourhood') and in_force_to is null order by name limit 80`),
    tx.all(sql<Choice>`select id, short_name as name from hub.agency where partnership_id = ${p} and active order by short_name`),
    tx.all(sql<RecordingBreak>`select source, starts_on, ends_on, words from hub.recording_break where partnership_id = ${p} and in_force_from <= ${today} and (in_force_to is null or in_force_to >= ${today}) order by starts_on`),
  ]);
  return { categories, areas, agencies, breaks };
}

export interface GroundRow {
  readonly name: string;
  readonly kind: string;
  readonly lat: number;
  readonly lon: number;
}

export interface AreaRow {
  readonly id: string;
  readonly name: string;
  readonly shape: Shape;
}

/** Names and borders to draw on: the plain map that needs no network. */
export async function groundRows(tx: Transaction, partnershipId: string): Promise<{ areas: AreaRow[]; names: GroundRow[] }> {
  const [areas, names] = await Promise.all([
    tx.all(sql<AreaRow>`select id, name, shape from hub.area where partnership_id = ${partnershipId} and kind in ('ward', 'neighbourhood') and in_force_to is null order by name limit 120`),
    tx.all(sql<GroundRow>`select name, kind, lat, lon from hub.place where partnership_id = ${partnershipId} and kind in ('place', 'asset') order by name limit 300`),
  ]);
  return { areas, names };
}

export interface AlertRow {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly sure: string;
  readonly audience: 'agency' | 'partnership';
  readonly raised_at: Temporal.Instant;
  readonly seen_at: Temporal.Instant | null;
  readonly seen_by_name: string | null;
  readonly answer: string;
  readonly lat: number;
  readonly lon: number;
}

export async function alerts(tx: Transaction, actor: StaffActor): Promise<AlertRow[]> {
  return await tx.all(sql<AlertRow>`
    select a.id, a.title, a.words, a.sure, a.audience, a.raised_at, a.seen_at, s.name as seen_by_name, a.answer, a.lat, a.lon from hub.hotspot_alert a
    left join hub.account s on s.partnership_id = a.partnership_id and s.id = a.seen_by
    where a.partnership_id = ${actor.partnershipId} order by a.seen_at is not null, a.raised_at desc limit 20`);
}

export async function answerAlert(tx: Transaction, actor: StaffActor, alertId: string, answer: string, now: Temporal.Instant): Promise<boolean> {
  return (await tx.run(sql`update hub.hotspot_alert set seen_at = ${now}, seen_by = ${actor.accountId}, answer = ${answer} where partnership_id = ${actor.partnershipId} and id = ${alertId}`)) === 1;
}

/** Cases near hotspots that the actor sees and that have a plan. */
export interface PlanNear {
  readonly case_id: string;
  readonly reference: string;
  readonly easting: number;
  readonly northing: number;
  readonly lat: number;
  readonly lon: number;
}

export async function plans(tx: Transaction, actor: StaffActor): Promise<PlanNear[]> {
  return await tx.all(sql<PlanNear>`
    select p.case_id, c.reference, c.easting, c.northing, p.lat, p.lon from hub.problem_plan p join hub.case_file c on c.partnership_id = p.partnership_id and c.id = p.case_id
    where p.partnership_id = ${actor.partnershipId} and c.state = 'open' order by p.updated_at desc limit 100`);
}
