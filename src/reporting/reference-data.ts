import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { AreaIndex, type Shape } from '../platform/geography/index.ts';
import type { House } from '../platform/http/index.ts';
import { localTime, type Category, type LocalTime } from '../platform/partnership/index.ts';

export interface ReportCategory extends Category {
  readonly restricted: boolean;
  readonly team_id: string | null;
}

export interface Team {
  readonly id: string;
  readonly agency_id: string;
  readonly name: string;
}

export interface ReportAgency {
  readonly id: string;
  readonly name: string;
  readonly takes_reports: boolean;
}

export interface NamedArea {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly shape: Shape;
}

/** What a report is read against. The same for everyone in the partnership, and none of it personal. */
export interface ReferenceData {
  readonly categories: readonly ReportCategory[];
  readonly time: LocalTime;
  readonly teams: readonly Team[];
  readonly agencies: readonly ReportAgency[];
  readonly areas: AreaIndex<NamedArea>;
  readonly areaList: readonly NamedArea[];
}

/** How long a change that an administrator makes may take to reach reports. */
const freshForMilliseconds = 30_000;

interface Kept {
  readonly readAt: number;
  readonly on: string;
  readonly facts: ReferenceData;
}

const keptBy = new WeakMap<House, Map<string, Kept>>();

async function read(tx: Transaction, on: Temporal.PlainDate): Promise<ReferenceData> {
  const [categories, time, teams, agencies, areaList] = await Promise.all([
    tx.all(sql<ReportCategory>`
      select id, code, name, hint, priority, sensitive, restricted, team_id, refer_to from hub.category
      where in_force_from <= ${on} and (in_force_to is null or in_force_to >= ${on}) order by position, name`),
    localTime(tx),
    tx.all(sql<Team>`select id, agency_id, name from hub.team where active order by name`),
    tx.all(sql<ReportAgency>`select id, name, takes_reports from hub.agency where active order by takes_reports desc, name`),
    tx.all(sql<NamedArea>`select id, kind, name, shape from hub.area where (in_force_from is null or in_force_from <= ${on}) and (in_force_to is null or in_force_to >= ${on})`),
  ]);
  return { categories, time, teams, agencies, areas: new AreaIndex(areaList), areaList };
}

/** The partnership's reference data, from memory for half a minute: the hot path of a report reads nothing else. */
export async function referenceData(visit: { house: House; tx: Transaction; partnership: { id: string }; now: Temporal.Instant }): Promise<ReferenceData> {
  const kept = keptBy.get(visit.house) ?? new Map<string, Kept>();
  keptBy.set(visit.house, kept);
  const on = londonDate(visit.now);
  const found = kept.get(visit.partnership.id);
  if (found !== undefined && found.on === on.toString() && performance.now() - found.readAt < freshForMilliseconds) {
    return found.facts;
  }
  const facts = await read(visit.tx, on);
  kept.set(visit.partnership.id, { readAt: performance.now(), on: on.toString(), facts });
  return facts;
}
