import { bandCount, bandsFrom, closePairs, type Metric } from './close-pairs.ts';
import { checkedPoints, optionsFrom, sameLength, seedOf, wholeNumber, type Numbers } from './checks.ts';
import { observedTable, permutedTables, temporalTotals, type KnoxInput, type KnoxTally } from './knox-tables.ts';
import type { LongRun } from './progress.ts';
import type { Events } from './st-dbscan.ts';

export interface NearRepeatOptions extends LongRun {
  /** Edges of the distance bands in metres, e.g. [0, 0.1, 100, 200, Infinity]; a missing 0 in front is added. */
  readonly spatialBands: Numbers;
  /** Edges of the time bands in days, e.g. [0, 7, 14]. */
  readonly temporalBands: Numbers;
  /** `manhattan` (the default, as in NearRepeat) or `euclidean`. */
  readonly metric?: Metric | undefined;
  /** 999 unless said otherwise. */
  readonly permutations?: number | undefined;
  /** 1 unless said otherwise; the same seed gives the same result, on one thread or several. */
  readonly seed?: number | undefined;
  /**
   * Where a distance or difference exactly at an edge belongs: `left` closed (the default) means [0, 100) [100, 200),
   * `right` closed means [0, 100] (100, 200].
   */
  readonly closed?: 'left' | 'right' | undefined;
}

/** Each a row for each spatial band, in it a column for each temporal band. */
export interface NearRepeat {
  /** Pairs of events. */
  readonly observed: number[][];
  /** Mean number of pairs over the permutations. */
  readonly expected: number[][];
  /** observed / expected; NaN where both are 0. */
  readonly ratio: number[][];
  /** One-sided pseudo p: (1 + permutations with at least as many pairs) / (1 + permutations). */
  readonly p: number[][];
}

/**
 * Near-repeat victimisation: are events close in space also close in time, more often than chance would make them?
 *
 * The days are shuffled over the places (a Knox test for each cell of distance and time).
 *
 * @param events x and y in metres, day in days (whole or not)
 * @throws RangeError for unequal lengths, entries that are not finite, fewer than 2 events, or edges that do not rise
 *
 * Ratcliffe and Rengert, Near-repeat patterns in Philadelphia shootings, Security Journal 21, 2008; Johnson and others,
 * Space-time patterns of risk, Journal of Quantitative Criminology 23, 2007; conventions as Steenbeek's R NearRepeat.
 */
export function nearRepeat(events: Events, options: NearRepeatOptions): NearRepeat {
  const input = knoxInput(events, options);
  const permutations = permutationsOf(options);
  return nearRepeatResult(input, permutations, permutedTables(input, 0, permutations, options));
}

export function permutationsOf(options: { readonly permutations?: number | undefined }): number {
  return wholeNumber(optionsFrom(options).permutations ?? 999, 'permutations', 1);
}

/** The checked input of a near-repeat run. */
export function knoxInput(events: Events, options: NearRepeatOptions): KnoxInput {
  optionsFrom(options);
  const { x, y, count } = checkedPoints(events, 2, 'events');
  const day = sameLength(events.day, count, 'day');
  const closed = options.closed ?? 'left';
  const spatial = bandsFrom(options.spatialBands, 'spatialBands', closed);
  const temporal = bandsFrom(options.temporalBands, 'temporalBands', closed);
  const endless = spatial.edges[spatial.edges.length - 1] === Infinity;
  return {
    pairs: closePairs(x, y, spatial, options.metric ?? 'manhattan'),
    day,
    spatialBands: bandCount(spatial),
    temporal,
    totals: endless ? temporalTotals(day, temporal) : undefined,
    seed: seedOf(options),
  };
}

export function nearRepeatResult(input: KnoxInput, permutations: number, tally: KnoxTally): NearRepeat {
  const columns = bandCount(input.temporal);
  const observed = observedTable(input);
  const expected = tally.sums.map((sum) => sum / permutations);
  const rows = (list: Float64Array): number[][] => Array.from({ length: input.spatialBands }, (_, row) => Array.from(list.subarray(row * columns, (row + 1) * columns)));
  return {
    observed: rows(observed),
    expected: rows(expected),
    ratio: rows(observed.map((value, cell) => value / expected[cell]!)),
    p: rows(tally.atLeast.map((count) => (count + 1) / (permutations + 1))),
  };
}
