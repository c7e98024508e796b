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

/** The records of one page that have one kind and one agency. */
interface Group {
  readonly kind: string;
  readonly agency: string;
  readonly rows: number;
  /** The import that they came with, and the last row of it; or the last id. */
  readonly import: string | null;
  readonly row: number;
  readonly id: Buffer | null;
  readonly latitudes: Buffer;
  readonly longitudes: Buffer;
  readonly times: Buffer;
}

/** The last record that was read: the next page begins after it. */
interface After {
  readonly id: string;
  readonly row: number;
}

const day = (date: ReturnType<typeof sql>) => sql`greatest(0, ${date} - date '2000-01-01')`;
/** A page takes the database a fraction of a second, however many there are. */
const pageRows = 50_000;

/**
 * One page as bytes, 12 for each record, in one pass: records are neither kept nor sorted nor numbered by the database, and what a
 * million of them need of this thread is hardly more than to hand them on.
 */
async function readPage(tx: Transaction, rows: Query<unknown>): Promise<readonly Group[]> {
  return await tx.all(sql<Group>`
    select kind, agency, count(*)::int as rows, import, max(row) as row, max(uuid_send(id)) as id,
      string_agg(int4send((lat * 1e7)::int), ''::bytea) as latitudes, string_agg(int4send((lon * 1e7)::int), ''::bytea) as longitudes, string_agg(int4send(least(day, 32767) << 16 | hour), ''::bytea) as times
    from (${rows} limit ${pageRows}) seen group by kind, agency, import`);
}

const uuidOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** The last record of a page in the order in which pages are read, as `id|row`. */
function lastOf(groups: readonly Group[]): string | undefined {
  const ends = groups.map(({ import: from, row, id }) => ({ id: from ?? (id === null ? '' : uuidOf(id)), row }));
  const last = ends.toSorted((one, other) => (one.id === other.id ? one.row - other.row : one.id < other.id ? -1 : 1)).at(-1);
  return last === undefined ? undefined : `${last.id}|${last.row}`;
}

interface Read {
  readonly parts: readonly PackedPart[];
  readonly kinds: readonly string[];
  readonly agencies: readonly string[];
  readonly last: string | null;
}

/**
 * The database takes each packed group for so large that it would sort every page to disk first. Told not to, it gathers the
 * groups as the records come, which takes half the time. Set before and after, for this transaction alone.
 */
const sorting = (how: 'on' | 'off') => sql`select set_config('enable_sort', ${how}, true)`;

/** All pages of a layer after a record. */
async function readPages(tx: Transaction, layer: LayerName, from: Pick<LivePoints, 'kinds' | 'agencies' | 'newest'>): Promise<Read> {
  await tx.all(sorting('off'));
  const read = await readFrom(tx, layer, from);
  await tx.all(sorting('on'));
  return read;
}

/** With one numbering of kinds and agencies that begins with those known. */
async function readFrom(tx: Transaction, layer: LayerName, from: Pick<LivePoints, 'kinds' | 'agencies' | 'newest'>): Promise<Read> {
  const parts: PackedPart[] = [];
  const [kinds, agencies] = [[...from.kinds], [...from.agencies]];
  let last = from.newest;
  for (;;) {
    const [id, row] = (last ?? '').split('|');
    const groups = await readPage(tx, rowsOf[layer](id === undefined || id === '' ? undefined : { id, row: Number(row) }));
    for (const { kind, agency, latitudes, longitudes, times } of groups) {
      parts.push({ latitudes, longitudes, times, kind: numberIn(kinds, kind), agency: numberIn(agencies, agency) });
    }
    last = lastOf(groups) ?? last;
    if (groups.reduce((sum, { rows }) => sum + rows, 0) < pageRows) {
      return { parts, kinds, agencies, last };
    }
  }
}

/** The number of a name, which is put at the end if it is new. */
function numberIn(names: string[], name: string): number {
  const at = names.indexOf(name);
  return at < 0 ? names.push(name) - 1 : at;
}

const plain = sql`not coalesce(k.sensitive, false) and not coalesce(k.restricted, false)`;
const mine = sql`(select hub.actor_partnership())`;

const following = (id: ReturnType<typeof sql>, after: After | undefined) => (after === undefined ? sql`` : sql`and ${id} > ${after.id}`);

const rowsAfter = (after: After | undefined) => (after === undefined ? sql`` : sql`and (i.import_id, i.row_number) > (${after.id}::uuid, ${after.row}::int)`);

/** Row-level security says which rows; these leave out what is never a point, whoever asks. */
const rowsOf: Readonly<Record<LayerName, (after: After | undefined) => Query<unknown>>> = {
  reports: (after) => sql`select r.id, null::uuid as import, 0 as row, r.lat, r.lon, ${day(sql`coalesce(r.happened_on, (r.received_at at time zone 'Europe/London')::date)`)} as day, coalesce(r.happened_hour + 1, 0) as hour, coalesce(r.category_id::text, '') as kind, coalesce(r.agency_id::text, '') as agency
    from hub.report r left join hub.category k on k.partnership_id = r.partnership_id and k.id = r.category_id
    where r.partnership_id = ${mine} and r.lat is not null and not r.restricted and not r.hate and r.state <> 'merged' and ${plain} ${following(sql`r.id`, after)}
      and (r.case_id is null or not hub.restricted_case(r.case_id)) order by r.id`,
  cases: (after) => sql`select c.id, null::uuid as import, 0 as row, c.lat, c.lon, ${day(sql`(c.opened_at at time zone 'Europe/London')::date`)} as day, 0 as hour, coalesce(c.category_id::text, '') as kind, c.agency_id::text as agency
    from hub.case_file c left join hub.category k on k.partnership_id = c.partnership_id and k.id = c.category_id
    where c.partnership_id = ${mine} and c.lat is not null and not c.restricted and ${plain} ${following(sql`c.id`, after)}
      and not exists (select 1 from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id and (r.hate or r.restricted)) order by c.id`,
  partners: (after) => sql`select null::uuid as id, i.import_id as import, i.row_number as row, i.lat, i.lon, ${day(sql`i.happened_on`)} as day, coalesce(i.happened_hour + 1, 0) as hour, coalesce(i.category_id::text, '') as kind, i.agency_id::text as agency
    from hub.partner_incident i left join hub.category k on k.partnership_id = i.partnership_id and k.id = i.category_id where i.partnership_id = ${mine} and not i.sensitive and ${plain} ${rowsAfter(after)} order by i.import_id, i.row_number`,
  police: (after) => sql`select null::uuid as id, i.import_id as import, i.row_number as row, i.lat, i.lon, ${day(sql`i.month`)} as day, 0 as hour, i.category as kind, '' as agency from hub.police_incident i where i.partnership_id = ${mine} and i.lat is not null ${rowsAfter(after)} order by i.import_id, i.row_number`,
  assets: (after) => sql`select a.id, null::uuid as import, 0 as row, a.lat, a.lon, 0 as day, 0 as hour, a.kind, '' as agency from hub.asset a where a.partnership_id = ${mine} and a.retired_on is null ${following(sql`a.id`, after)} order by a.id`,
  patrols: (after) => sql`select p.id, null::uuid as import, 0 as row, p.lat, p.lon, ${day(sql`(p.started_at at time zone 'Europe/London')::date`)} as day, extract(hour from p.started_at at time zone 'Europe/London')::int + 1 as hour, '' as kind, p.agency_id::text as agency
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
