import { pointTilesOf, type PointTiles } from '@safer-hub/hotspots';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';
import type { Query, Transaction } from '../platform/database/index.ts';
import type { MapThread } from './map-thread.ts';
import type { PackedPart, SharedPoints } from './map-work.ts';
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

interface Page {
  readonly kinds: string[] | null;
  readonly agencies: string[] | null;
  readonly rows: number;
  readonly last: string | null;
  readonly packed: Buffer | null;
}

/** The last record that was read: the next page begins after it. */
interface After {
  readonly id: string;
  readonly row: number;
}

const day = (date: ReturnType<typeof sql>) => sql`greatest(0, ${date} - date '2000-01-01')`;
/** A page takes the database a fraction of a second, however many there are. */
const pageRows = 50_000;

/** One page as bytes, 16 for each row (map-work.ts says which): what a million points need of this thread is hardly more than to hand them on. */
async function readPage(tx: Transaction, rows: Query<unknown>): Promise<Page> {
  return await tx.one(sql<Page>`
    with seen as materialized (${rows} limit ${pageRows}),
      kinds as (select kind, row_number() over (order by kind) - 1 as n from (select distinct kind from seen) d),
      agencies as (select agency, row_number() over (order by agency) - 1 as n from (select distinct agency from seen) d)
    select (select array_agg(kind order by n) from kinds) as kinds, (select array_agg(agency order by n) from agencies) as agencies,
      (select count(*)::int from seen) as rows, (select id || '|' || row from seen where id is not null order by id desc, row desc limit 1) as last,
      (select string_agg(int4send((s.lat * 1e7)::int) || int4send((s.lon * 1e7)::int) || int8send((least(s.day, 32767)::bigint << 48) | (s.hour::bigint << 32) | (k.n << 16) | a.n), ''::bytea)
        from seen s join kinds k on k.kind = s.kind join agencies a on a.agency = s.agency) as packed`);
}

interface Read {
  readonly parts: readonly PackedPart[];
  readonly kinds: readonly string[];
  readonly agencies: readonly string[];
  readonly last: string | null;
}

/** All pages of a layer after a record, with one numbering of kinds and agencies that begins with those known. */
async function readPages(tx: Transaction, layer: LayerName, from: Pick<LivePoints, 'kinds' | 'agencies' | 'newest'>): Promise<Read> {
  const parts: PackedPart[] = [];
  let { kinds, agencies, newest: last } = from;
  for (;;) {
    const [id, row] = (last ?? '').split('|');
    const page = await readPage(tx, rowsOf[layer](id === undefined || id === '' ? undefined : { id, row: Number(row) }));
    const [ownKinds, ownAgencies] = [numberedOn(kinds, page.kinds ?? []), numberedOn(agencies, page.agencies ?? [])];
    if (page.packed !== null) {
      parts.push({ bytes: page.packed, kinds: ownKinds.numbers, agencies: ownAgencies.numbers });
    }
    [kinds, agencies, last] = [ownKinds.names, ownAgencies.names, page.last ?? last];
    if (page.rows < pageRows || page.last === null) {
      return { parts, kinds, agencies, last };
    }
  }
}

const plain = sql`not coalesce(k.sensitive, false) and not coalesce(k.restricted, false)`;
const mine = sql`(select hub.actor_partnership())`;

const following = (id: ReturnType<typeof sql>, after: After | undefined) => (after === undefined ? sql`` : sql`and ${id} > ${after.id}`);

const rowsAfter = (after: After | undefined) => (after === undefined ? sql`` : sql`and (i.import_id, i.row_number) > (${after.id}::uuid, ${after.row}::int)`);

/** Row-level security says which rows; these leave out what is never a point, whoever asks. */
const rowsOf: Readonly<Record<LayerName, (after: After | undefined) => Query<unknown>>> = {
  reports: (after) => sql`select r.id, 0 as row, r.lat, r.lon, ${day(sql`coalesce(r.happened_on, (r.received_at at time zone 'Europe/London')::date)`)} as day, coalesce(r.happened_hour + 1, 0) as hour, coalesce(r.category_id::text, '') as kind, coalesce(r.agency_id::text, '') as agency
    from hub.report r left join hub.category k on k.partnership_id = r.partnership_id and k.id = r.category_id
    where r.partnership_id = ${mine} and r.lat is not null and not r.restricted and not r.hate and r.state <> 'merged' and ${plain} ${following(sql`r.id`, after)}
      and (r.case_id is null or not hub.restricted_case(r.case_id)) order by r.id`,
  cases: (after) => sql`select c.id, 0 as row, c.lat, c.lon, ${day(sql`(c.opened_at at time zone 'Europe/London')::date`)} as day, 0 as hour, coalesce(c.category_id::text, '') as kind, c.agency_id::text as agency
    from hub.case_file c left join hub.category k on k.partnership_id = c.partnership_id and k.id = c.category_id
    where c.partnership_id = ${mine} and c.lat is not null and not c.restricted and ${plain} ${following(sql`c.id`, after)}
      and not exists (select 1 from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id and (r.hate or r.restricted)) order by c.id`,
  partners: (after) => sql`select i.import_id as id, i.row_number as row, i.lat, i.lon, ${day(sql`i.happened_on`)} as day, coalesce(i.happened_hour + 1, 0) as hour, coalesce(i.category_id::text, '') as kind, i.agency_id::text as agency
    from hub.partner_incident i left join hub.category k on k.partnership_id = i.partnership_id and k.id = i.category_id where i.partnership_id = ${mine} and not i.sensitive and ${plain} ${rowsAfter(after)} order by i.import_id, i.row_number`,
  police: (after) => sql`select i.import_id as id, i.row_number as row, i.lat, i.lon, ${day(sql`i.month`)} as day, 0 as hour, i.category as kind, '' as agency from hub.police_incident i where i.partnership_id = ${mine} and i.lat is not null ${rowsAfter(after)} order by i.import_id, i.row_number`,
  assets: (after) => sql`select a.id, 0 as row, a.lat, a.lon, 0 as day, 0 as hour, a.kind, '' as agency from hub.asset a where a.partnership_id = ${mine} and a.retired_on is null ${following(sql`a.id`, after)} order by a.id`,
  patrols: (after) => sql`select p.id, 0 as row, p.lat, p.lon, ${day(sql`(p.started_at at time zone 'Europe/London')::date`)} as day, extract(hour from p.started_at at time zone 'Europe/London')::int + 1 as hour, '' as kind, p.agency_id::text as agency
    from hub.patrol p where p.partnership_id = ${mine} and p.lat is not null ${following(sql`p.id`, after)} order by p.id`,
};

/** Layers whose new records can be followed without reading all of them again. */
export const followed: readonly LayerName[] = ['reports', 'cases', 'patrols'];

function livePoints(shared: SharedPoints, { kinds, agencies, last }: Read): LivePoints {
  return { shared, tiles: pointTilesOf(shared.columns, { shared: true }), kinds, agencies, newest: last };
}

/** The whole layer, indexed in the map's thread. */
export async function readLayer(tx: Transaction, layer: LayerName, thread: MapThread): Promise<LivePoints> {
  const read = await readPages(tx, layer, { kinds: [], agencies: [], newest: null });
  return livePoints(await thread.ask<'index'>({ work: 'index', parts: read.parts }), read);
}

/** What was recorded since, put into the index that is there; the same points when there is nothing. */
export async function followLayer(tx: Transaction, layer: LayerName, points: LivePoints, thread: MapThread): Promise<LivePoints> {
  const read = await readPages(tx, layer, points);
  return read.parts.length === 0 ? points : livePoints(await thread.ask<'add'>({ work: 'add', to: points.shared, parts: read.parts }), read);
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
