import { pointTilesOf, type PointTiles } from '@safer-hub/hotspots';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';
import type { Query, Transaction } from '../platform/database/index.ts';
import type { MapThread } from './map-thread.ts';
import type { SharedPoints } from './map-work.ts';
import { dayParts, usualDays, type HotspotQuery } from './parameters.ts';

export const layerNames = ['reports', 'cases', 'partners', 'police', 'assets', 'patrols'] as const;
export type LayerName = (typeof layerNames)[number];

/** Points of one layer as one viewer may see them, with what they can be filtered by. */
export interface LivePoints {
  readonly tiles: PointTiles;
  readonly shared: SharedPoints;
  readonly kinds: readonly string[];
  readonly agencies: readonly string[];
  /** The last record read; ids of records follow their time. */
  readonly newest: string | null;
}

interface Packed {
  readonly kinds: string[] | null;
  readonly agencies: string[] | null;
  readonly newest: string | null;
}

const day = (date: ReturnType<typeof sql>) => sql`greatest(0, ${date} - date '2000-01-01')`;
const mostInPart = 50_000;

/**
 * Rows as bytes, 16 for each (map-work.ts says which), some thousand rows in one value: what a million points need of this thread is
 * hardly more than to hand them on.
 */
async function packedRows(tx: Transaction, rows: Query<unknown>): Promise<{ names: Packed; packed: Uint8Array[] }> {
  const parts = await tx.all(sql<Packed & { readonly part: Buffer | null }>`
    with seen as materialized (${rows}),
      kinds as (select kind, row_number() over (order by kind) - 1 as n from (select distinct kind from seen) d),
      agencies as (select agency, row_number() over (order by agency) - 1 as n from (select distinct agency from seen) d),
      bytes as (
        select (row_number() over ()) / ${mostInPart}::int as part,
          int4send((s.lat * 1e7)::int) || int4send((s.lon * 1e7)::int) || int2send(least(s.day, 32767)::int2) || int2send(s.hour::int2) || int2send(k.n::int2) || int2send(a.n::int2) as point
        from seen s join kinds k on k.kind = s.kind join agencies a on a.agency = s.agency)
    select null::bytea as part, (select array_agg(kind order by n) from kinds) as kinds, (select array_agg(agency order by n) from agencies) as agencies, (select id from seen order by id desc nulls last limit 1) as newest
    union all (select string_agg(point, ''::bytea), null, null, null from bytes group by part)`);
  return { names: parts.find(({ part }) => part === null) ?? { kinds: null, agencies: null, newest: null }, packed: parts.flatMap(({ part }) => (part === null ? [] : [part])) };
}

const plain = sql`not coalesce(k.sensitive, false) and not coalesce(k.restricted, false)`;
const mine = sql`(select hub.actor_partnership())`;

const following = (id: ReturnType<typeof sql>, after: string | null) => (after === null ? sql`` : sql`and ${id} > ${after}`);

/** Row-level security says which rows; these leave out what is never a point, whoever asks. */
const rowsOf: Readonly<Record<LayerName, (after: string | null) => Query<unknown>>> = {
  reports: (after) => sql`select r.id, r.lat, r.lon, ${day(sql`coalesce(r.happened_on, (r.received_at at time zone 'Europe/London')::date)`)} as day, coalesce(r.happened_hour + 1, 0) as hour, coalesce(r.category_id::text, '') as kind, coalesce(r.agency_id::text, '') as agency
    from hub.report r left join hub.category k on k.partnership_id = r.partnership_id and k.id = r.category_id
    where r.partnership_id = ${mine} and r.lat is not null and not r.restricted and not r.hate and r.state <> 'merged' and ${plain} ${following(sql`r.id`, after)}
      and (r.case_id is null or not hub.restricted_case(r.case_id))`,
  cases: (after) => sql`select c.id, c.lat, c.lon, ${day(sql`(c.opened_at at time zone 'Europe/London')::date`)} as day, 0 as hour, coalesce(c.category_id::text, '') as kind, c.agency_id::text as agency
    from hub.case_file c left join hub.category k on k.partnership_id = c.partnership_id and k.id = c.category_id
    where c.partnership_id = ${mine} and c.lat is not null and not c.restricted and ${plain} ${following(sql`c.id`, after)}
      and not exists (select 1 from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id and (r.hate or r.restricted))`,
  partners: () => sql`select null::uuid as id, i.lat, i.lon, ${day(sql`i.happened_on`)} as day, coalesce(i.happened_hour + 1, 0) as hour, coalesce(i.category_id::text, '') as kind, i.agency_id::text as agency
    from hub.partner_incident i left join hub.category k on k.partnership_id = i.partnership_id and k.id = i.category_id where i.partnership_id = ${mine} and not i.sensitive and ${plain}`,
  police: () => sql`select null::uuid as id, i.lat, i.lon, ${day(sql`i.month`)} as day, 0 as hour, i.category as kind, '' as agency from hub.police_incident i where i.partnership_id = ${mine} and i.lat is not null`,
  assets: () => sql`select null::uuid as id, a.lat, a.lon, 0 as day, 0 as hour, a.kind, '' as agency from hub.asset a where a.partnership_id = ${mine} and a.retired_on is null`,
  patrols: (after) => sql`select p.id, p.lat, p.lon, ${day(sql`(p.started_at at time zone 'Europe/London')::date`)} as day, extract(hour from p.started_at at time zone 'Europe/London')::int + 1 as hour, '' as kind, p.agency_id::text as agency
    from hub.patrol p where p.partnership_id = ${mine} and p.lat is not null ${following(sql`p.id`, after)}`,
};

/** Layers whose new records can be followed without reading all of them again. */
export const followed: readonly LayerName[] = ['reports', 'cases', 'patrols'];

/** The whole layer, indexed in the map's thread. */
export async function readLayer(tx: Transaction, layer: LayerName, thread: MapThread): Promise<LivePoints> {
  const { names, packed } = await packedRows(tx, rowsOf[layer](null));
  const shared = await thread.ask<'index'>({ work: 'index', packed });
  return { shared, tiles: pointTilesOf(shared.columns, { shared: true }), kinds: names.kinds ?? [], agencies: names.agencies ?? [], newest: names.newest };
}

/** What was recorded since, put into the index that is there; the same points when there is nothing. */
export async function followLayer(tx: Transaction, layer: LayerName, points: LivePoints, thread: MapThread): Promise<LivePoints> {
  const { names, packed } = await packedRows(tx, rowsOf[layer](points.newest));
  if (packed.length === 0) {
    return points;
  }
  const [kinds, agencies] = [numberedOn(points.kinds, names.kinds ?? []), numberedOn(points.agencies, names.agencies ?? [])];
  const shared = await thread.ask<'add'>({ work: 'add', to: points.shared, packed, renumbered: { kinds: kinds.numbers, agencies: agencies.numbers } });
  return { shared, tiles: pointTilesOf(shared.columns, { shared: true }), kinds: kinds.names, agencies: agencies.names, newest: names.newest ?? points.newest };
}

/** New names after the known ones, and the number that each of the others has now. */
function numberedOn(known: readonly string[], others: readonly string[]): { names: string[]; numbers: number[] } {
  const names = [...new Set([...known, ...others])];
  return { names, numbers: others.map((name) => names.indexOf(name)) };
}

const from2000 = (date: Temporal.PlainDate): number => date.since(Temporal.PlainDate.from('2000-01-01')).days;

/** The choices of the address as values that pass. Undated assets pass every period; police months pass by their first day. */
export function filterOf(points: Pick<LivePoints, 'kinds' | 'agencies'>, layer: LayerName, query: HotspotQuery, now: Temporal.Instant): Record<string, number[]> {
  const values: Record<string, number[]> = {};
  if (layer === 'assets') {
    return values;
  }
  const today = from2000(londonDate(now));
  const days = query.days ?? usualDays;
  values['day'] = Array.from({ length: days + (layer === 'police' ? 30 : 0) }, (_, ago) => today - ago);
  if (query.part !== undefined) {
    const [from, to] = dayParts[query.part];
    values['hour'] = Array.from({ length: to - from }, (_, step) => from + step + 1);
  }
  if (query.weekday !== undefined && layer !== 'police') {
    values['weekday'] = [query.weekday];
  }
  if (query.category !== undefined && layer !== 'police' && layer !== 'patrols') {
    values['kind'] = [points.kinds.indexOf(query.category)].filter((at) => at >= 0);
  }
  if (query.agency !== undefined && layer !== 'police') {
    values['agency'] = [points.agencies.indexOf(query.agency)].filter((at) => at >= 0);
  }
  return values;
}
