import { bandsFrom, closePairs, type Metric } from './close-pairs.ts';
import { checkedPoints, notNegative, optionsFrom, sameLength, seedOf, wholeNumber } from './checks.ts';
import { observedTable, permutedTables } from './knox-tables.ts';
import { permutationsOf } from './near-repeat.ts';
import { checkpoint, type LongRun } from './progress.ts';
import { seededRandom, shuffle } from './random.ts';
import type { Events } from './st-dbscan.ts';
import { nearestFinder } from './weights.ts';

interface PermutationTest extends LongRun {
  /** 999 unless said otherwise. */
  readonly permutations?: number | undefined;
  readonly seed?: number | undefined;
}

export interface KnoxOptions extends PermutationTest {
  /** Metres; a pair exactly this far apart is close. */
  readonly distance: number;
  /** Days; a pair exactly this far apart is close. */
  readonly days: number;
  /** `euclidean` unless said otherwise. */
  readonly metric?: Metric | undefined;
}

export interface Knox {
  /** Pairs close in both space and time. */
  readonly statistic: number;
  /** Pairs close in space times pairs close in time over all pairs (Knox 1964). */
  readonly expected: number;
  /** Statistic less the expectation that knows how many neighbours each event has (Baker 2004), as PySAL's modified Knox. */
  readonly modified: number;
  /** One-sided pseudo p: many close pairs. */
  readonly p: number;
}

/**
 * Knox's test: are events that are close in space also close in time?
 *
 * @param events x and y in metres, day in days
 * @throws RangeError for unequal lengths, entries that are not finite, fewer than 2 events, negative limits
 *
 * Knox, The detection of space-time interactions, Applied Statistics 13, 1964; Baker, Identifying space-time disease
 * clusters, Acta Tropica 91, 2004.
 */
export function knox(events: Events, options: KnoxOptions): Knox {
  const { x, y, count } = checkedPoints(events, 2, 'events');
  const day = sameLength(events.day, count, 'day');
  const permutations = permutationsOf(options);
  // Right closed: a pair exactly at the limit is close. A limit of 0 still needs a band that ends above 0.
  const spatial = bandsFrom([0, notNegative(options.distance, 'distance') || Number.MIN_VALUE], 'distance', 'right');
  const temporal = bandsFrom([0, notNegative(options.days, 'days') || Number.MIN_VALUE], 'days', 'right');
  const pairs = closePairs(x, y, spatial, options.metric ?? 'euclidean');
  const input = { pairs, day, spatialBands: 1, temporal, totals: undefined, seed: seedOf(options) };
  const statistic = observedTable(input)[0]!;
  const tally = permutedTables(input, 0, permutations, options);
  const inSpace = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let at = pairs.starts[i]!; at < pairs.starts[i + 1]!; at++) {
      inSpace[i]!++;
      inSpace[pairs.partners[at]!]!++;
    }
  }
  const inTime = neighboursInTime(day, options.days);
  const pairsInTime = inTime.reduce((sum, many) => sum + many, 0) / 2;
  const product = inSpace.reduce((sum, many, i) => sum + many * inTime[pairs.order[i]!]!, 0);
  return {
    statistic,
    expected: (pairs.partners.length * pairsInTime) / ((count * (count - 1)) / 2),
    modified: statistic - product / (2 * (count - 1)),
    p: (tally.atLeast[0]! + 1) / (permutations + 1),
  };
}

/** How many other events lie within `days` of each. */
function neighboursInTime(day: Float64Array, days: number): Float64Array {
  const sorted = day.slice().sort();
  return day.map((value) => {
    let low = 0;
    while (low < sorted.length && value - sorted[low]! > days) low++;
    let high = low;
    while (high < sorted.length && sorted[high]! - value <= days) high++;
    return high - low - 1;
  });
}

export interface MantelOptions extends PermutationTest {
  /** Distances become (distance + spaceConstant) ^ spacePower: 1 and -1 unless said otherwise, as in PySAL. */
  readonly spaceConstant?: number | undefined;
  readonly spacePower?: number | undefined;
  /** The same for differences in days: 1 and -1. */
  readonly timeConstant?: number | undefined;
  readonly timePower?: number | undefined;
}

export interface MatrixTest {
  readonly statistic: number;
  /** One-sided pseudo p: a large statistic. */
  readonly p: number;
}

/** Every pair of events is held in memory. */
const MOST_EVENTS = 12_000;

/**
 * Mantel's standardised test: the correlation of closeness in space and closeness in time over all pairs.
 *
 * Takes time with the square of the events times the permutations.
 *
 * @throws RangeError for unequal lengths, entries that are not finite, fewer than 3 or over 12,000 events
 *
 * Mantel, The detection of disease clustering and a generalized regression approach, Cancer Research 27, 1967.
 */
export function mantel(events: Events, options: MantelOptions = {}): MatrixTest {
  const { x, y, count } = checkedPoints(events, 3, 'events');
  const day = sameLength(events.day, count, 'day');
  const permutations = permutationsOf(options);
  if (count > MOST_EVENTS) throw new RangeError(`${count} events: mantel takes at most ${MOST_EVENTS}`);
  const space = standardised(count, (i, j) => (Math.sqrt((x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2) + (options.spaceConstant ?? 1)) ** (options.spacePower ?? -1));
  const time = standardised(count, (i, j) => (Math.abs(day[i]! - day[j]!) + (options.timeConstant ?? 1)) ** (options.timePower ?? -1));
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const statistic = crossProduct(space, time, order);
  // All equally far apart, in space or in time: there is nothing to correlate.
  if (Number.isNaN(statistic)) return { statistic, p: Number.NaN };
  const seed = seedOf(options);
  let atLeast = 0;
  for (let permutation = 0; permutation < permutations; permutation++) {
    checkpoint(options, permutation, permutations);
    const shuffled = order.slice();
    shuffle(shuffled, seededRandom(seed, permutation));
    if (crossProduct(space, time, shuffled) >= statistic - 1e-12) atLeast++;
  }
  checkpoint(options, 1, 1);
  return { statistic, p: (atLeast + 1) / (permutations + 1) };
}

/** The full matrix, scaled so that the products of two such lower halves add up to their correlation. */
function standardised(count: number, measure: (i: number, j: number) => number): Float64Array {
  const matrix = new Float64Array(count * count);
  let sum = 0;
  for (let i = 1; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const value = measure(i, j);
      if (!Number.isFinite(value)) throw new RangeError(`events ${j} and ${i} have closeness ${value}: add a constant before raising to a negative power`);
      matrix[i * count + j] = matrix[j * count + i] = value;
      sum += value;
    }
  }
  const mean = sum / ((count * (count - 1)) / 2);
  let squares = 0;
  for (let i = 1; i < count; i++) for (let j = 0; j < i; j++) squares += (matrix[i * count + j]! - mean) ** 2;
  const scale = 1 / Math.sqrt(squares);
  return matrix.map((value) => (value - mean) * scale);
}

function crossProduct(space: Float64Array, time: Float64Array, order: Uint32Array): number {
  const count = order.length;
  let sum = 0;
  for (let i = 1; i < count; i++) {
    const row = order[i]! * count;
    for (let j = 0; j < i; j++) sum += space[i * count + j]! * time[row + order[j]!]!;
  }
  return sum;
}

export interface JacquezOptions extends PermutationTest {
  /** Nearest neighbours looked at, in space and in time. */
  readonly k: number;
}

/**
 * Jacquez's test: how many of each event's k nearest in space are also among its k nearest in time.
 *
 * Equally near events are taken in the order of their numbers.
 *
 * @throws RangeError for unequal lengths, entries that are not finite, or k not below the number of events
 *
 * Jacquez, A k nearest neighbour test for space-time interaction, Statistics in Medicine 15, 1996.
 */
export function jacquez(events: Events, options: JacquezOptions): MatrixTest {
  const { x, y, count } = checkedPoints(events, 2, 'events');
  const day = sameLength(events.day, count, 'day');
  const k = wholeNumber(optionsFrom(options).k, 'k', 1);
  if (k >= count) throw new RangeError(`${k} nearest of ${count} events: an event has only ${count - 1} others`);
  const permutations = permutationsOf(options);
  const space = nearestTable(x, y, k);
  const time = nearestTable(day, new Float64Array(count), k);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const statistic = sharedNeighbours(space, time, k, order);
  const seed = seedOf(options);
  let atLeast = 0;
  for (let permutation = 0; permutation < permutations; permutation++) {
    if (permutation % 16 === 0) checkpoint(options, permutation, permutations);
    const shuffled = order.slice();
    shuffle(shuffled, seededRandom(seed, permutation));
    if (sharedNeighbours(space, time, k, shuffled) >= statistic) atLeast++;
  }
  checkpoint(options, 1, 1);
  return { statistic, p: (atLeast + 1) / (permutations + 1) };
}

function nearestTable(x: Float64Array, y: Float64Array, k: number): Uint32Array {
  const find = nearestFinder(x, y, k);
  const table = new Uint32Array(x.length * k);
  for (let i = 0; i < x.length; i++) table.set(find(i), i * k);
  return table;
}

/** `slot[i]` is the event whose time event i has in this shuffle. */
function sharedNeighbours(space: Uint32Array, time: Uint32Array, k: number, slot: Uint32Array): number {
  let shared = 0;
  for (let i = 0; i < slot.length; i++) {
    const near = time.subarray(slot[i]! * k, slot[i]! * k + k);
    for (let at = i * k; at < i * k + k; at++) if (near.includes(slot[space[at]!]!)) shared++;
  }
  return shared;
}
