import { checkedPoints, positive, sameLength, seedOf, wholeNumber } from './checks.ts';
import { permutationsOf } from './near-repeat.ts';
import { checkpoint, type LongRun } from './progress.ts';
import { seededRandom, shuffle } from './random.ts';
import { gumbelP, monteCarloP, outdone, shareOf, type ScanCluster, type ScanOptions, type ScanResult } from './scan-result.ts';
import { poissonRatio } from './scan-models.ts';
import { scanWindows, type ScanWindows } from './scan-windows.ts';
import type { Events } from './st-dbscan.ts';

/** Single events: x and y in metres, day in days. */
export type SpaceTimeCases = Events;

/** Plain arrays, so that it can be handed to another thread. */
export interface SpaceTimeInput {
  readonly windows: ScanWindows;
  /** Place and time step of each event. */
  readonly placeOf: Int32Array;
  readonly stepOf: Int32Array;
  readonly places: number;
  readonly steps: number;
  readonly longest: number;
  readonly prospective: boolean;
  readonly minimumCases: number;
  readonly seed: number;
}

interface Cylinder {
  readonly centre: number;
  readonly at: number;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly cases: number;
  readonly expected: number;
  readonly ratio: number;
}

/** The space-time permutation scan; see `scan`. Events at exactly the same place make one place, in order of first event. */
export function scanSpaceTime(data: SpaceTimeCases, options: ScanOptions): ScanResult {
  const prepared = prepareSpaceTime(data, options);
  return spaceTimeResult(prepared, simulatedCylinders(prepared.input, 0, permutationsOf(options), options));
}

export interface PreparedSpaceTime {
  readonly input: SpaceTimeInput;
  readonly firstDay: number;
  readonly stepDays: number;
}

export function prepareSpaceTime(data: SpaceTimeCases, options: ScanOptions): PreparedSpaceTime {
  const { x, y, count } = checkedPoints(data, 2, 'data');
  const day = sameLength(data.day, count, 'day');
  const stepDays = positive(options.stepDays ?? 1, 'stepDays');
  const firstDay = day.reduce((low, value) => Math.min(low, value), Infinity);
  const stepOf = Int32Array.from(day, (value) => Math.floor((value - firstDay) / stepDays));
  const steps = stepOf.reduce((high, step) => Math.max(high, step), 0) + 1;
  const known = new Map<string, number>();
  const placeOf = Int32Array.from({ length: count }, (_, i) => {
    const key = `${x[i]!} ${y[i]!}`;
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key)!;
  });
  const places = known.size;
  const placeX = new Float64Array(places);
  const placeY = new Float64Array(places);
  const size = new Float64Array(places);
  for (let i = 0; i < count; i++) {
    placeX[placeOf[i]!] = x[i]!;
    placeY[placeOf[i]!] = y[i]!;
    size[placeOf[i]!]!++;
  }
  const windows = scanWindows(placeX, placeY, size, shareOf(options) * count, options.maximumRadius ?? Infinity);
  const longest = options.maximumDays === undefined ? Math.max(1, Math.floor(steps / 2)) : Math.max(1, Math.floor(positive(options.maximumDays, 'maximumDays') / stepDays));
  const input: SpaceTimeInput = {
    windows, placeOf, stepOf, places, steps, longest,
    prospective: options.prospective ?? false,
    minimumCases: wholeNumber(options.minimumCases ?? 2, 'minimumCases', 1),
    seed: seedOf(options),
  };
  return { input, firstDay, stepDays };
}

/** The largest log likelihood ratio of each simulation: the days shuffled over the places. */
export function simulatedCylinders(input: SpaceTimeInput, from: number, to: number, run: LongRun): Float64Array {
  const maxima = new Float64Array(to - from);
  const steps = new Int32Array(input.stepOf.length);
  for (let simulation = from; simulation < to; simulation++) {
    checkpoint(run, simulation - from, to - from);
    steps.set(input.stepOf);
    shuffle(steps, seededRandom(input.seed, simulation));
    for (const best of bestByCentre(input, steps)) maxima[simulation - from] = Math.max(maxima[simulation - from]!, best.ratio);
  }
  checkpoint(run, 1, 1);
  return maxima;
}

/** The most likely cylinder around each centre that has one with more cases than expected. */
function bestByCentre(input: SpaceTimeInput, stepOf: Int32Array): Cylinder[] {
  const { windows, placeOf, places, steps } = input;
  const total = stepOf.length;
  const perStep = new Float64Array(steps + 1);
  const byPlace = Array.from({ length: places }, (): number[] => []);
  for (let i = 0; i < total; i++) {
    perStep[stepOf[i]! + 1]!++;
    byPlace[placeOf[i]!]!.push(stepOf[i]!);
  }
  for (let step = 0; step < steps; step++) perStep[step + 1]! += perStep[step]!;
  const found: Cylinder[] = [];
  const inside = new Float64Array(steps);
  for (let centre = 0; centre < places; centre++) {
    inside.fill(0);
    let cases = 0;
    let best: Cylinder | undefined;
    for (let at = windows.starts[centre]!; at < windows.starts[centre + 1]!; at++) {
      for (const step of byPlace[windows.places[at]!]!) {
        inside[step]!++;
        cases++;
      }
      if (windows.complete[at] === 1) best = bestInterval(input, inside, perStep, cases, total, centre, at, best);
    }
    if (best !== undefined) found.push(best);
  }
  return found;
}

function bestInterval(input: SpaceTimeInput, inside: Float64Array, perStep: Float64Array, cases: number, total: number, centre: number, at: number, before: Cylinder | undefined): Cylinder | undefined {
  const { steps, longest, prospective, minimumCases } = input;
  let best = before;
  for (let last = prospective ? steps - 1 : 0; last < steps; last++) {
    // A cluster that ends on a step without a case is beaten by the same one ending earlier.
    if (!prospective && inside[last] === 0) continue;
    let c = 0;
    for (let first = last; first >= 0 && first > last - longest; first--) {
      c += inside[first]!;
      if (inside[first] === 0 || c < minimumCases) continue;
      const expected = (cases * (perStep[last + 1]! - perStep[first]!)) / total;
      if (c <= expected) continue;
      const ratio = poissonRatio(c, expected, total);
      if (ratio > (best?.ratio ?? 0)) best = { centre, at, firstStep: first, lastStep: last, cases: c, expected, ratio };
    }
  }
  return best;
}

export function spaceTimeResult(prepared: PreparedSpaceTime, simulated: Float64Array): ScanResult {
  const { input, firstDay, stepDays } = prepared;
  const { windows } = input;
  const total = input.stepOf.length;
  const events = new Float64Array(input.places);
  for (const place of input.placeOf) events[place]!++;
  const taken = new Uint8Array(input.places);
  const clusters: ScanCluster[] = [];
  for (const best of bestByCentre(input, input.stepOf).sort((a, b) => b.ratio - a.ratio)) {
    const ids = Array.from(windows.places.subarray(windows.starts[best.centre], best.at + 1));
    if (ids.some((id) => taken[id] === 1)) continue;
    for (const id of ids) taken[id] = 1;
    if (outdone(best.ratio, simulated)) continue;
    const p = monteCarloP(best.ratio, simulated);
    clusters.push({
      ids,
      radius: windows.distances[best.at]!,
      population: ids.reduce((sum, id) => sum + events[id]!, 0),
      cases: best.cases,
      expected: best.expected,
      relativeRisk: best.cases / best.expected / ((total - best.cases) / (total - best.expected)),
      logLikelihoodRatio: best.ratio,
      p,
      gumbelP: gumbelP(best.ratio, simulated),
      days: [firstDay + best.firstStep * stepDays, firstDay + (best.lastStep + 1) * stepDays - 1],
    });
  }
  return { clusters, simulated };
}
