import { pointTiles, type MapFilter, type PointTiles } from '@safer-hub/hotspots';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';
import type { Query, Transaction } from '../platform/database/index.ts';
import { dayParts, usualDays, type HotspotQuery } from './parameters.ts';

export const layerNames = ['reports', 'cases', 'partners', 'police', 'assets', 'patrols'] as const;
export type LayerName = (typeof layerNames)[number];

/** Points of one layer as one viewer may see them, with what they can be filtered by. */
export interface LivePoints {
  readonly tiles: PointTiles;
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
  /** Days since 2000; 0 for what has no day. */
  readonly day: Uint16Array;
  /** Hour + 1; 0 when it is not known. */
  readonly hour: Uint16Array;
  readonly kinds: readonly string[];
  readonly agencies: readonly string[];
}

interface Packed {
  readonly lats: number[] | null;
  readonly lons: number[] | null;
  readonly days: number[] | null;
  readonly hours: number[] | null;
  readonly kinds: string[] | null;
  readonly agencies: string[] | null;
}

const day = (date: ReturnType<typeof sql>) => sql`(${date} - date '2000-01-01')`;
const packed = (rows: Query<unknown>): Query<Packed> => sql<Packed>`
  select array_agg(lat) as lats, array_agg(lon) as lons, array_agg(day) as days, array_agg(hour) as hours, array_agg(kind) as kinds, array_agg(agency) as agencies from (${rows}) x`;
const plain = sql`not coalesce(k.sensitive, false) and not coalesce(k.restricted, false)`;
const mine = sql`(select hub.actor_partnership())`;

/** Row-level security says which rows; these leave out what is never a point, whoever asks. */
const rowsOf: Readonly<Record<LayerName, Query<unknown>>> = {
  reports: sql`select r.lat, r.lon, greatest(0, ${day(sql`coalesce(r.happened_on, (r.received_at at time zone 'Europe/London')::date)`)}) as day, coalesce(r.happened_hour + 1, 0) as hour, coalesce(r.category_id::text, '') as kind, r.agency_id::text as agency
    from hub.report r left join hub.category k on k.partnership_id = r.partnership_id and k.id = r.category_id
    where r.partnership_id = ${mine} and r.lat is not null and not r.restricted and not r.hate and r.state <> 'merged' and ${plain}
      and (r.case_id is null or not hub.restricted_case(r.case_id))`,
  cases: sql`select c.lat, c.lon, greatest(0, ${day(sql`(c.opened_at at time zone 'Europe/London')::date`)}) as day, 0 as hour, coalesce(c.category_id::text, '') as kind, c.agency_id::text as agency
    from hub.case_file c left join hub.category k on k.partnership_id = c.partnership_id and k.id = c.category_id
    where c.partnership_id = ${mine} and c.lat is not null and not c.restricted and ${plain}
      and not exists (select 1 from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id and (r.hate or r.restricted))`,
  partners: sql`select i.lat, i.lon, greatest(0, ${day(sql`i.happened_on`)}) as day, coalesce(i.happened_hour + 1, 0) as hour, coalesce(i.category_id::text, '') as kind, i.agency_id::text as agency
    from hub.partner_incident i left join hub.category k on k.partnership_id = i.partnership_id and k.id = i.category_id where i.partnership_id = ${mine} and not i.sensitive and ${plain}`,
  police: sql`select i.lat, i.lon, greatest(0, ${day(sql`i.month`)}) as day, 0 as hour, i.category as kind, '' as agency from hub.police_incident i where i.partnership_id = ${mine} and i.lat is not null`,
  assets: sql`select a.lat, a.lon, 0 as day, 0 as hour, a.kind, '' as agency from hub.asset a where a.partnership_id = ${mine} and a.retired_on is null`,
  patrols: sql`select p.lat, p.lon, greatest(0, ${day(sql`(p.started_at at time zone 'Europe/London')::date`)}) as day, extract(hour from p.started_at at time zone 'Europe/London')::int + 1 as hour, '' as kind, p.agency_id::text as agency
    from hub.patrol p where p.partnership_id = ${mine} and p.lat is not null`,
};

function numbered(names: readonly string[]): { at: Uint16Array; names: string[] } {
  const known = new Map<string, number>();
  const at = Uint16Array.from(names, (name) => {
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  });
  return { at, names: [...known.keys()] };
}

const weekdayOf = (days: number): number => ((days + 5) % 7) + 1; // 1 January 2000 was a Saturday

export function livePointsOf({ lats, lons, days, hours, kinds, agencies }: Packed): LivePoints {
  const [kind, agency] = [numbered(kinds ?? []), numbered(agencies ?? [])];
  const [latitude, longitude] = [Float64Array.from(lats ?? []), Float64Array.from(lons ?? [])];
  const [dayAt, hourAt] = [Uint16Array.from(days ?? []), Uint16Array.from(hours ?? [])];
  const tiles = pointTiles({ latitude, longitude, attributes: { kind: kind.at, agency: agency.at, day: dayAt, hour: hourAt, weekday: dayAt.map(weekdayOf) } });
  return { tiles, latitude, longitude, day: dayAt, hour: hourAt, kinds: kind.names, agencies: agency.names };
}

export async function readLayer(tx: Transaction, layer: LayerName): Promise<LivePoints> {
  return livePointsOf(await tx.one(packed(rowsOf[layer])));
}

const from2000 = (date: Temporal.PlainDate): number => date.since(Temporal.PlainDate.from('2000-01-01')).days;

/** The choices of the address as values that pass. Undated assets pass every period; police months pass by their first day. */
export function filterOf(points: LivePoints, layer: LayerName, query: HotspotQuery, now: Temporal.Instant, inArea: ((lat: number, lon: number) => boolean) | undefined): MapFilter {
  const values: Record<string, number[]> = {};
  if (layer !== 'assets') {
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
  }
  const visible = inArea === undefined ? undefined : Uint8Array.from(points.latitude, (lat, at) => (inArea(lat, points.longitude[at] ?? 0) ? 1 : 0));
  return { values, visible };
}
