import { Worker } from 'node:worker_threads';

import { sql } from 'kysely';
import type pg from 'pg';
import { Temporal } from 'temporal-polyfill';

import { enterSystem } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { inTransaction, type Transaction } from '../platform/database/index.ts';
import { fromGrid, toGrid } from '../platform/geography/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import type { AnalysisInput } from './analyse.ts';
import type { HotspotEvent, NamedArea, NamedPlace } from './events.ts';
import { parametersKey, parametersOf, type EventSource, type Parameters } from './parameters.ts';
import type { AreaRow } from './queries.ts';
import type { HotspotResult, Spot } from './results.ts';
import { alertWords, isAlert } from './rules.ts';

interface Claimed {
  readonly partnership_id: string;
  readonly id: string;
  readonly audience: 'agency' | 'partnership';
  readonly agency_id: string | null;
  readonly parameters: Parameters;
  readonly requested_by: string | null;
}

/**
 * One waiting analysis, or one that a process left behind ten minutes ago. What somebody waits for goes first; a standing one gives way
 * to the pages for six hours.
 */
async function claim(pool: pg.Pool, now: Temporal.Instant, quiet: boolean): Promise<Claimed | undefined> {
  return await inTransaction(pool, async () => undefined, async (tx) => tx.maybe(sql<Claimed>`
    update hub.hotspot_analysis a set state = 'running', started_at = ${now}
    where (a.partnership_id, a.id) = (select w.partnership_id, w.id from hub.hotspot_analysis w
      where (w.state = 'waiting' or (w.state = 'running' and w.started_at < ${now.subtract({ minutes: 10 })}))
        and (${quiet} or w.requested_by is not null or w.requested_at < ${now.subtract({ hours: 6 })})
      order by w.requested_by is null, w.requested_at limit 1 for update skip locked)
    returning a.partnership_id, a.id, a.audience, a.agency_id, a.parameters, a.requested_by`));
}

interface EventRow {
  readonly source: EventSource;
  readonly agency_id: string | null;
  readonly easting: number;
  readonly northing: number;
  /** Days from 1 January 1970. */
  readonly happened_day: number;
  readonly happened_hour: number | null;
  readonly category_id: string | null;
  readonly category: string | null;
}

/** Monday is 1; 1 January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function eventOf(row: EventRow): HotspotEvent {
  return {
    source: row.source, agencyId: row.agency_id, x: row.easting, y: row.northing, day: row.happened_day, hour: row.happened_hour, weekday: weekdayOf(row.happened_day),
    categoryId: row.category_id, category: row.category,
  };
}

export function ringsOf(shape: AreaRow['shape']): [number, number][][] {
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
  return polygons.flatMap((polygon) => polygon.map((ring) => ring.map(([lon = 0, lat = 0]): [number, number] => {
    const { easting, northing } = toGrid({ lat, lon });
    return [easting, northing];
  })));
}

async function inputFor(tx: Transaction, wanted: Claimed): Promise<{ input: AnalysisInput; stamp: string }> {
  const p = wanted.partnership_id;
  const [{ stamp }, rows, places, areas] = await Promise.all([
    tx.one(sql<{ stamp: string }>`select hub.hotspot_stamp() as stamp`),
    tx.all(sql<EventRow>`select * from hub.hotspot_events(${wanted.agency_id})`),
    tx.all(sql<{ name: string; kind: string; easting: number; northing: number }>`select name, kind, easting, northing from hub.place where partnership_id = ${p} and kind <> 'postcode'`),
    tx.all(sql<AreaRow>`select id, name, shape from hub.area where partnership_id = ${p} and kind in ('ward', 'neighbourhood') and in_force_to is null order by name`),
  ]);
  const named: NamedPlace[] = places.map(({ name, kind, easting, northing }) => ({ name, x: easting, y: northing, known: kind !== 'street' }));
  const bounded: NamedArea[] = areas.map(({ id, name, shape }) => ({ id, name, rings: ringsOf(shape) }));
  return { stamp, input: { audience: wanted.audience, parameters: wanted.parameters, events: rows.map(eventOf), places: named, areas: bounded } };
}

/** In a thread of its own: pages are served meanwhile. */
export async function runAnalysis(input: AnalysisInput): Promise<HotspotResult> {
  if (import.meta.url.endsWith('.ts')) {
    const { analyse } = await import('./analyse.ts');
    return analyse(input);
  }
  return await new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./analyse.worker.js', import.meta.url), { workerData: input });
    worker.once('message', resolve).once('error', reject).once('exit', (code) => (code === 0 ? undefined : reject(new Error(`The analysis ended with ${code}`))));
  });
}

/** Who acts on patterns: supervisors, coordinators and analysts of the agency, or of every agency. */
async function readersOf(tx: Transaction, wanted: Claimed): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`
    select a.id from hub.account a where a.partnership_id = ${wanted.partnership_id} and a.state = 'active' and (${wanted.agency_id}::uuid is null or a.agency_id = ${wanted.agency_id}::uuid)
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('supervisor', 'coordinator', 'analyst'))`);
  return rows.map(({ id }) => id);
}

async function raise(tx: Transaction, wanted: Claimed, spot: Spot, baseUrl: string, now: Temporal.Instant): Promise<void> {
  const { title, words, sure } = alertWords(spot);
  const { lat, lon } = fromGrid({ easting: spot.x, northing: spot.y });
  // One word a quarter about one place: a pattern that stays is not news every night.
  const today = londonDate(now);
  const key = `${spot.name}|${today.year}-${Math.ceil(today.month / 3)}`;
  const raised = await tx.run(sql`
    insert into hub.hotspot_alert (partnership_id, id, audience, agency_id, analysis_id, pattern_key, title, words, sure, lat, lon, raised_at)
    select ${wanted.partnership_id}, ${uuidv7()}, ${wanted.audience}, ${wanted.agency_id}, ${wanted.id}, ${key}, ${title}, ${words}, ${sure}, ${lat}, ${lon}, ${now}
    where not exists (select 1 from hub.hotspot_alert o where o.partnership_id = ${wanted.partnership_id} and o.agency_id is null and o.pattern_key = ${key}) on conflict do nothing`);
  if (raised === 1) {
    tellColleagues(tx, { partnershipId: wanted.partnership_id, accountIds: await readersOf(tx, wanted), subject: 'A pattern is emerging in Safer Hub', body: `A pattern is emerging. See where, and how sure we are:\n\n${baseUrl}${paths.hotspots()}`, now });
  }
}

interface Working {
  readonly pool: pg.Pool;
  readonly baseUrl: string;
  /** Whether the pages leave the machine time for what nobody waits for. */
  readonly quiet: () => boolean;
  readonly now: () => Temporal.Instant;
}

/** Works out what waits, one after the other; says how many. What is killed on the way is taken up again. */
export async function workOutAnalyses({ pool, baseUrl, quiet, now }: Working): Promise<number> {
  let done = 0;
  for (let wanted = await claim(pool, now(), quiet()); wanted !== undefined && done < 20; wanted = await claim(pool, now(), quiet())) {
    const work = wanted;
    const enter = async (tx: Transaction) => enterSystem(tx, work.partnership_id);
    const { input, stamp } = await inTransaction(pool, enter, async (tx) => inputFor(tx, work));
    const result = await runAnalysis(input).catch(() => undefined);
    await inTransaction(pool, enter, async (tx) => {
      await tx.run(sql`update hub.hotspot_analysis set state = ${result === undefined ? 'failed' : 'done'}, finished_at = ${now()}, stamp = ${stamp}, events = ${result?.events ?? null}, result = ${result === undefined ? null : JSON.stringify(result)}::jsonb
        where partnership_id = ${work.partnership_id} and id = ${work.id}`);
      // Only the standing analyses speak up: nobody's own choice of filters alarms others.
      for (const spot of work.requested_by === null ? (result?.spots.filter(isAlert) ?? []) : []) {
        await raise(tx, work, spot, baseUrl, now());
      }
    });
    done += 1;
  }
  return done;
}

/** Every day each agency's own map and that of all agencies are made anew; analyses of more than 90 days ago go. */
export async function askStanding({ pool, now }: Pick<Working, 'pool' | 'now'>): Promise<number> {
  const today = londonDate(now());
  const parameters = parametersOf({}, today);
  return await inTransaction(pool, async () => undefined, async (tx) => {
    await tx.run(sql`delete from hub.hotspot_analysis where requested_at < ${now().subtract({ hours: 24 * 90 })} and not exists (select 1 from hub.hotspot_alert l where l.partnership_id = hotspot_analysis.partnership_id and l.analysis_id = hotspot_analysis.id)`);
    const wanted = await tx.all(sql<{ partnership_id: string; agency_id: string | null }>`
      select partnership_id, id as agency_id from hub.agency where active union all select id, null from hub.partnership order by agency_id nulls first`);
    let asked = 0;
    for (const { partnership_id, agency_id } of wanted) {
      const audience = agency_id === null ? 'partnership' : 'agency';
      const key = parametersKey(audience, parameters);
      asked += await tx.run(sql`
        insert into hub.hotspot_analysis (partnership_id, id, audience, agency_id, parameters, parameters_key, requested_at)
        select ${partnership_id}, ${uuidv7()}, ${audience}, ${agency_id}, ${JSON.stringify(parameters)}::jsonb, ${key}, ${now()}
        where not exists (select 1 from hub.hotspot_analysis a where a.partnership_id = ${partnership_id} and a.parameters_key = ${key} and a.agency_id is not distinct from ${agency_id}::uuid)`);
    }
    return asked;
  });
}
