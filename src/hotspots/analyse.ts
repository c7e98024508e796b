import { densityAtPoints, distanceBand, emergingHotSpots, forecast, getisOrdGi, mannKendall, nearRepeat, scan, type SpatialWeights } from '@safer-hub/hotspots';
import { latLngToCell } from 'h3-js';
import { Temporal } from 'temporal-polyfill';

import { cellCentre, fromGrid } from '../platform/geography/index.ts';
import { withoutSmallNumbers, type HotspotEvent, type NamedArea, type NamedPlace } from './events.ts';
import { passes, type EventSource, type Parameters } from './parameters.ts';
import { countRange, surenessOf } from './rules.ts';
import type { DensityCell, HitRates, HotspotResult, Spot } from './results.ts';
import { areaAt, groupsOf, nameOf } from './shapes.ts';

export interface AnalysisInput {
  readonly audience: 'agency' | 'partnership';
  readonly parameters: Parameters;
  readonly events: readonly HotspotEvent[];
  readonly places: readonly NamedPlace[];
  readonly areas: readonly NamedArea[];
}

/** Side of a square of the grid, metres. */
export const cellSize = 200;
const stepDays = 28;
const steps = 12;
const bandwidth = 150;
const drawnResolution = 10;
const seed = 1;

const dayOf = (date: string): number => Temporal.PlainDate.from(date).since(Temporal.PlainDate.from('1970-01-01')).days;
const dateOf = (day: number): string => Temporal.PlainDate.from('1970-01-01').add({ days: day }).toString();
const keyOf = (x: number, y: number): string => `${Math.floor(x / cellSize)}|${Math.floor(y / cellSize)}`;
const columnOf = <Row>(rows: readonly Row[], of: (row: Row) => number): Float64Array => Float64Array.from(rows, of);

interface Ground {
  /** Squares where somebody could have something to report, numbered. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly at: ReadonlyMap<string, number>;
  /** How built-up each is; together 1. */
  readonly share: Float64Array;
  readonly weights: SpatialWeights;
}

/** The squares that hold a street, a named place or an event, and how busy each is expected to be: by streets and places nearby. */
function groundOf(places: readonly NamedPlace[], events: readonly HotspotEvent[]): Ground {
  const at = new Map<string, number>();
  const xs: number[] = [];
  const ys: number[] = [];
  for (const { x, y } of [...places, ...events]) {
    const key = keyOf(x, y);
    if (!at.has(key)) {
      at.set(key, xs.length);
      xs.push((Math.floor(x / cellSize) + 0.5) * cellSize);
      ys.push((Math.floor(y / cellSize) + 0.5) * cellSize);
    }
  }
  const [x, y] = [Float64Array.from(xs), Float64Array.from(ys)];
  const busy = places.length === 0 ? new Float64Array(x.length).fill(1) : densityAtPoints({ x: columnOf(places, (place) => place.x), y: columnOf(places, (place) => place.y) }, { bandwidth: 300, at: { x, y } });
  // Nowhere is so empty that a single report there is beyond chance.
  const mean = busy.reduce((sum, value) => sum + value, 0) / Math.max(1, busy.length);
  const floored = busy.map((value) => Math.max(value, mean / 4));
  const total = floored.reduce((sum, value) => sum + value, 0);
  return { x, y, at, share: floored.map((value) => value / total), weights: distanceBand({ x, y }, cellSize * 1.5) };
}

function countsOn(ground: Ground, events: readonly HotspotEvent[]): Float64Array {
  const counts = new Float64Array(ground.x.length);
  for (const event of events) {
    const square = ground.at.get(keyOf(event.x, event.y));
    if (square !== undefined) {
      counts[square] = (counts[square] ?? 0) + 1;
    }
  }
  return counts;
}

/** Seven days of eight slots of three hours. */
function weekOf(events: readonly HotspotEvent[]): number[][] {
  const week = Array.from({ length: 7 }, () => Array<number>(8).fill(0));
  for (const { weekday, hour, source } of events) {
    const row = week[weekday - 1];
    if (source !== 'police' && hour !== null && row !== undefined) {
      const slot = Math.floor(hour / 3);
      row[slot] = (row[slot] ?? 0) + 1;
    }
  }
  return week;
}

function sourcesOf(events: readonly HotspotEvent[]): Record<EventSource, number> {
  const sources: Record<EventSource, number> = { reports: 0, partners: 0, police: 0 };
  for (const { source } of events) {
    sources[source] += 1;
  }
  return sources;
}

/** Days are known only to the month in police data: they say nothing of what follows within days. */
function repeats(events: readonly HotspotEvent[], permutations: number): { ratio: number; p: number } | null {
  const dated = events.filter(({ source }) => source !== 'police').slice(-6_000);
  if (dated.length < 20) {
    return null;
  }
  const table = nearRepeat({ x: columnOf(dated, ({ x }) => x), y: columnOf(dated, ({ y }) => y), day: columnOf(dated, ({ day }) => day) }, { spatialBands: [0, 200], temporalBands: [0, 14], permutations, seed });
  const ratio = table.ratio[0]?.[0];
  const p = table.p[0]?.[0];
  return ratio === undefined || p === undefined || !Number.isFinite(ratio) ? null : { ratio, p };
}

/** Entry of each event in steps of four weeks, the last ending today. */
function stepOf(day: number, today: number): number {
  return steps - 1 - Math.floor((today - day) / stepDays);
}

function densityOf(events: readonly HotspotEvent[]): DensityCell[] {
  const at = { x: columnOf(events, ({ x }) => x), y: columnOf(events, ({ y }) => y) };
  const cells = new Map<string, { lat: number; lon: number }>();
  const reach = bandwidth * 2;
  for (const { x, y } of events) {
    for (let east = -reach; east <= reach; east += 75) {
      for (let north = -reach; north <= reach; north += 75) {
        const { lat, lon } = fromGrid({ easting: x + east, northing: y + north });
        const cell = latLngToCell(lat, lon, drawnResolution);
        if (!cells.has(cell)) {
          cells.set(cell, { lat, lon });
        }
      }
    }
  }
  const names = [...cells.keys()];
  const centres = names.map((cell) => cellCentre(cell));
  const values = densityAtPoints(at, { bandwidth, at: { x: columnOf(centres, ({ easting }) => easting), y: columnOf(centres, ({ northing }) => northing) } });
  const most = values.reduce((top, value) => Math.max(top, value), 0);
  return names.flatMap((cell, place) => {
    const value = values[place] ?? 0;
    return value < most * 0.02 ? [] : [{ cell, density: Number((value * 10_000).toFixed(4)) }];
  });
}

function hitRatesOf(history: readonly HotspotEvent[], today: number): HitRates[] {
  const kept = history.filter(({ day }) => stepOf(day, today) >= 0);
  if (kept.length < 60) {
    return [];
  }
  const { performance } = forecast({ x: columnOf(kept, ({ x }) => x), y: columnOf(kept, ({ y }) => y), period: columnOf(kept, ({ day }) => stepOf(day, today)) }, { cellSize, periods: steps });
  return performance.map(({ share, accuracyIndex, interval: [low, high], hitRate, pastCounts, density }) => ({ share, accuracyIndex, low, high, hitRate, pastCounts, density }));
}

interface Tested {
  readonly ground: Ground;
  readonly counts: Float64Array;
  readonly q: Float64Array;
  readonly hot: Int8Array;
  readonly scanned: readonly { ids: ReadonlySet<number>; p: number }[];
  readonly emerging: readonly string[];
}

/** What is hidden is somewhere: spread as expected over the squares that show nothing, by their share alone, so that it tells nothing of any. */
function withHidden(counts: Float64Array, ground: Ground, hidden: number): Float64Array {
  const open = [...counts.keys()].filter((square) => counts[square] === 0);
  const share = open.reduce((sum, square) => sum + (ground.share[square] ?? 0), 0);
  const filled = Float64Array.from(counts);
  let carried = 0;
  for (const square of share > 0 ? open : []) {
    carried += (hidden * (ground.share[square] ?? 0)) / share;
    filled[square] = Math.floor(carried + 1e-9);
    carried -= filled[square] ?? 0;
  }
  return filled;
}

/** Anscombe's residual of a Poisson count: about as spread where much is expected as where little is, so one great hotspot does not hide the others. */
function excessOf(count: number, expected: number): number {
  return 2 * (Math.sqrt(count + 0.375) - Math.sqrt(expected + 0.375));
}

function tested(ground: Ground, { inPeriod, history, hidden, today }: { inPeriod: readonly HotspotEvent[]; history: readonly HotspotEvent[]; hidden: number; today: number }): Tested {
  const counts = withHidden(countsOn(ground, inPeriod), ground, hidden);
  const total = inPeriod.length + hidden;
  const excess = counts.map((count, square) => excessOf(count, total * (ground.share[square] ?? 0)));
  const gi = getisOrdGi(excess, ground.weights, { star: true, alternative: 'greater' });
  const hot = Int8Array.from(gi.z, (z, square) => (z > 0 && (excess[square] ?? 0) > 0 ? ((gi.q[square] ?? 1) <= 0.05 ? 2 : (gi.p[square] ?? 1) <= 0.05 ? 1 : 0) : 0));
  const found = total === 0 ? [] : scan({ x: ground.x, y: ground.y, cases: counts, population: ground.share }, { model: 'poisson', maximumRadius: 600, permutations: 199, seed }).clusters;
  const series = new Float64Array(steps * ground.x.length);
  for (const event of history) {
    const step = stepOf(event.day, today);
    const square = ground.at.get(keyOf(event.x, event.y));
    if (step >= 0 && step < steps && square !== undefined) {
      series[step * ground.x.length + square] = (series[step * ground.x.length + square] ?? 0) + 1;
    }
  }
  const emerging = series.some((value) => value > 0) ? emergingHotSpots(series, ground.weights, { steps }).classes : [];
  return { ground, counts, q: gi.q, hot, scanned: found.map(({ ids, p }) => ({ ids: new Set(ids), p })), emerging };
}

/** The events in these squares. */
type InSquares = (keys: readonly string[]) => HotspotEvent[];

interface Grounded {
  readonly input: AnalysisInput;
  readonly test: Tested;
  readonly inPeriod: InSquares;
  readonly history: InSquares;
  readonly everything: InSquares;
  /** Events of the period, all together. */
  readonly events: number;
  /** Events of the period that this audience is not shown. */
  readonly hidden: number;
  readonly today: number;
}

function emergingOf(squares: readonly number[], { emerging, counts }: Tested): string {
  const best = squares.filter((square) => (emerging[square] ?? 'no pattern') !== 'no pattern').toSorted((one, other) => (counts[other] ?? 0) - (counts[one] ?? 0))[0];
  return best === undefined ? 'no pattern' : (emerging[best] ?? 'no pattern');
}

/** Finds events by the squares they lie in, in the order in which they came: each is put into its square once, however many spots ask. */
function bySquare(events: readonly HotspotEvent[]): InSquares {
  const places = new Map<string, number[]>();
  events.forEach(({ x, y }, place) => {
    const key = keyOf(x, y);
    const known = places.get(key);
    if (known === undefined) {
      places.set(key, [place]);
    } else {
      known.push(place);
    }
  });
  return (keys) => keys.flatMap((key) => places.get(key) ?? []).toSorted((one, other) => one - other).flatMap((place) => events[place] ?? []);
}

function spotOf(squares: readonly number[], facts: Grounded): Spot {
  const { input, test, today } = facts;
  const { ground } = test;
  const keys = [...new Set(squares.map((square) => keyOf(ground.x[square] ?? 0, ground.y[square] ?? 0)))];
  const [own, past, all] = [facts.inPeriod(keys), facts.history(keys), facts.everything(keys)];
  const expected = (facts.events + facts.hidden) * squares.reduce((sum, square) => sum + (ground.share[square] ?? 0), 0);
  const range = countRange(own.length);
  const months = Array<number>(steps).fill(0);
  for (const { day } of past) {
    const step = stepOf(day, today);
    if (step >= 0 && step < steps) {
      months[step] = (months[step] ?? 0) + 1;
    }
  }
  const trend = mannKendall(months);
  const x = own.reduce((sum, event) => sum + event.x, 0) / Math.max(1, own.length);
  const y = own.reduce((sum, event) => sum + event.y, 0) / Math.max(1, own.length);
  const area = areaAt(input.areas, x, y);
  const giQ = Math.min(...squares.map((square) => test.q[square] ?? 1));
  const scanP = test.scanned.filter(({ ids }) => squares.some((square) => ids.has(square))).reduce<number | null>((least, { p }) => (least === null ? p : Math.min(least, p)), null);
  return {
    name: nameOf(input.places, area?.name, x, y), areaId: area?.id ?? null, area: area?.name ?? null, x: Math.round(x), y: Math.round(y),
    count: own.length, expected: Number(expected.toFixed(2)), ratio: Number((own.length / Math.max(0.01, expected)).toFixed(2)),
    low: Number((range.low / Math.max(0.01, expected)).toFixed(2)), high: Number((range.high / Math.max(0.01, expected)).toFixed(2)),
    sure: surenessOf(giQ, scanP), giQ, scanP, months, trend: trend.trend, trendP: trend.p, emerging: emergingOf(squares, test), nearRepeat: repeats(past, 199),
    sources: sourcesOf(all), week: weekOf(own), timed: own.filter(({ hour }) => hour !== null).length,
    cells: squares.map((square) => [(ground.x[square] ?? 0) - cellSize / 2, (ground.y[square] ?? 0) - cellSize / 2] as const),
  };
}

/** Reports lie on the addresses of one place: fewer than this are no hotspot, whatever the numbers say. */
const fewestInSpot = 5;
const mostSpots = 12;

/** The whole analysis: pure, the same for the same input. Runs in a worker thread. */
export function analyse(input: AnalysisInput): HotspotResult {
  const { parameters } = input;
  const [from, today] = [dayOf(parameters.from), dayOf(parameters.to)];
  const area = input.areas.find(({ id }) => id === parameters.areaId);
  const inArea = input.events.filter((event) => event.day <= today && (area === undefined ? parameters.areaId === undefined : areaAt([area], event.x, event.y) !== undefined));
  const chosen = inArea.filter((event) => passes(event, parameters));
  const shown = input.audience === 'agency' ? chosen : withoutSmallNumbers(chosen.filter(({ day }) => day >= from), cellSize);
  const history = input.audience === 'agency' ? chosen : withoutSmallNumbers(chosen, cellSize);
  const inPeriod = shown.filter(({ day }) => day >= from);
  const sameButSource = inArea.filter((event) => event.day >= from && (event.source === 'police' || passes(event, { ...parameters, source: 'all' })));
  const everything = input.audience === 'agency' ? sameButSource : withoutSmallNumbers(sameButSource, cellSize);
  const places = area === undefined ? input.places : input.places.filter(({ x, y }) => areaAt([area], x, y) !== undefined);
  const ground = groundOf(places, inPeriod);
  const facts = { events: inPeriod.length, history: history.length, cellSize, tested: ground.x.length, hidden: chosen.filter(({ day }) => day >= from).length - inPeriod.length };
  const days = inPeriod.map(({ day }) => day);
  const span = { firstDay: days.length === 0 ? null : dateOf(days.reduce((least, day) => Math.min(least, day), Infinity)), lastDay: days.length === 0 ? null : dateOf(days.reduce((most, day) => Math.max(most, day), 0)) };
  const said = { ...facts, ...span, timed: inPeriod.filter(({ hour }) => hour !== null).length, sources: sourcesOf(inPeriod), week: weekOf(inPeriod) };
  if (inPeriod.length < 10 || ground.x.length < 8) {
    return { ...said, density: [], most: 0, spots: [], hitRates: [], nearRepeat: null };
  }
  const { hidden } = facts;
  const test = tested(ground, { inPeriod, history, hidden, today });
  const groups = groupsOf(test.hot, ground.weights);
  const grounded: Grounded = { input, test, inPeriod: bySquare(inPeriod), history: bySquare(history), everything: bySquare(everything), events: inPeriod.length, hidden, today };
  const spots = groups.map((squares) => spotOf(squares, grounded)).filter(({ count }) => count >= fewestInSpot).toSorted((one, other) => rank(one) - rank(other) || other.count - one.count).slice(0, mostSpots);
  const density = densityOf(inPeriod);
  return { ...said, density, most: density.reduce((top, cell) => Math.max(top, cell.density), 0), spots, hitRates: hitRatesOf(history, today), nearRepeat: repeats(history, 199) };
}

function rank({ sure }: Spot): number {
  return sure === 'beyond' ? 0 : sure === 'maybe' ? 1 : 2;
}
