import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { placesOf, planOf, pointsAround, type PlanRow } from './queries.ts';
import { assessed, countsOf, seriesOf, standClear, windowsOf, type Assessed, type DatedPoint } from './rules.ts';

export interface PlanPanel {
  readonly plan: PlanRow;
  readonly assessed: Assessed | undefined;
  readonly here: ReturnType<typeof seriesOf>;
  readonly there: ReturnType<typeof seriesOf>;
  readonly points: readonly DatedPoint[];
  readonly areas: readonly { readonly name: string; readonly shape: unknown }[];
  readonly names: readonly { readonly name: string; readonly lat: number; readonly lon: number }[];
}

/** The plan of a case with its before and after, as the reader may see it; undefined when the case has none. */
export async function planPanel(tx: Transaction, caseId: string, now: Temporal.Instant): Promise<PlanPanel | undefined> {
  const plan = await planOf(tx, caseId);
  if (plan === undefined) {
    return undefined;
  }
  const windows = plan.started_on === null ? undefined : windowsOf(plan.started_on, plan.months, londonDate(now));
  const places = placesOf(plan);
  const [points, areas, names] = await Promise.all([
    pointsAround(tx, plan, windows?.beforeFrom ?? londonDate(now).subtract({ days: 364 }), windows?.afterTo ?? londonDate(now).add({ days: 1 })),
    tx.all(sql<{ name: string; shape: unknown }>`select name, shape from hub.area where partnership_id = (select hub.actor_partnership()) and kind in ('ward', 'neighbourhood') and in_force_to is null
      and west < ${plan.lon + 0.05} and east > ${plan.lon - 0.05} and south < ${plan.lat + 0.03} and north > ${plan.lat - 0.03} order by name limit 60`),
    tx.all(sql<{ name: string; lat: number; lon: number }>`select name, lat, lon from hub.place where partnership_id = (select hub.actor_partnership()) and kind in ('place', 'asset')
      and lat between ${plan.lat - 0.012} and ${plan.lat + 0.012} and lon between ${plan.lon - 0.02} and ${plan.lon + 0.02} order by name limit 40`),
  ]);
  const counts = windows === undefined || !standClear(places) ? undefined : countsOf(points, places, windows);
  const result = counts === undefined || windows === undefined ? undefined : assessed(counts, windows);
  return {
    plan, points, areas, names, assessed: result,
    here: windows === undefined ? [] : seriesOf(points, places, plan.radius, windows),
    there: windows === undefined || places.comparison === null ? [] : seriesOf(points, places.comparison, plan.radius, windows),
  };
}
