import { checkpoint, type LongRun } from './progress.ts';
import { seededRandom } from './random.ts';
import { drawWithout } from './sampling.ts';
import type { SpatialWeights } from './weights.ts';

export interface PermutationOptions extends LongRun {
  /** How many rearrangements; 999 gives p down to .001. */
  readonly permutations: number;
  /** The same seed gives the same result. */
  readonly seed: number;
}

/** None asked for, or 0, means none; anything else is checked where it is used. */
export function permutationsAsked(options: Partial<PermutationOptions>): boolean {
  return options.permutations !== undefined && options.permutations !== 0;
}

/** For each place: in how many permutations the neighbours' sum was at least, and at most, the one seen. */
export interface PermutationCounts {
  readonly atLeast: Uint32Array;
  readonly atMost: Uint32Array;
}

/**
 * Conditional permutation (Anselin 1995): each place keeps its value, and its neighbours' values are drawn without
 * replacement from all other places.
 *
 * As in PySAL, one draw of places serves all places at once. A place that comes up in a draw for itself is replaced
 * by the last place, which no draw contains, so each place still gets an even draw from all others. With equal weights
 * a draw then has one sum for each number of neighbours: the places' sums are looked up in the sorted sums, and only
 * the few draws that contain the place itself are summed for it alone.
 *
 * @param sums for each place the (weighted) sum over its neighbours
 * @param equal whether all neighbours of a place have the same weight
 */
export function permutationCounts(values: Float64Array, weights: SpatialWeights, sums: Float64Array, equal: boolean, options: PermutationOptions): PermutationCounts {
  const draws = drawPlaces(values.length, mostNeighbours(weights), options);
  return equal ? countEqual(values, weights, sums, draws, options) : countWeighted(values, weights, sums, draws, options);
}

interface Draws {
  /** Places of draw d: places[d * size] to places[d * size + size - 1], never the last place of all. */
  readonly places: Uint32Array;
  readonly size: number;
  readonly count: number;
}

function mostNeighbours(weights: SpatialWeights): number {
  let most = 0;
  for (let i = 0; i < weights.count; i++) most = Math.max(most, weights.starts[i + 1]! - weights.starts[i]!);
  return most;
}

function drawPlaces(count: number, wanted: number, options: PermutationOptions): Draws {
  const size = Math.min(wanted, count - 1);
  const places = new Uint32Array(size * options.permutations);
  const pool = Uint32Array.from({ length: count - 1 }, (_, i) => i);
  for (let d = 0; d < options.permutations; d++) {
    drawWithout(pool, size, seededRandom(options.seed, d), places, d * size);
  }
  return { places, size, count: options.permutations };
}

function countEqual(values: Float64Array, weights: SpatialWeights, sums: Float64Array, draws: Draws, run: LongRun): PermutationCounts {
  const { atLeast, atMost } = emptyCounts(weights.count);
  const degree = (i: number): number => weights.starts[i + 1]! - weights.starts[i]!;
  const byDegree = new Map<number, { plain: Float64Array; sorted: Float64Array }>();
  for (let i = 0; i < weights.count; i++) {
    const size = degree(i);
    let drawn = byDegree.get(size);
    if (drawn === undefined) {
      checkpoint(run, i, weights.count);
      const plain = drawSums(values, draws, size);
      drawn = { plain, sorted: plain.slice().sort() };
      byDegree.set(size, drawn);
    }
    atLeast[i] = draws.count - firstAbove(drawn.sorted, sums[i]!, false);
    atMost[i] = firstAbove(drawn.sorted, sums[i]!, true);
  }
  for (let d = 0; d < draws.count; d++) {
    for (let k = 0; k < draws.size; k++) {
      const place = draws.places[d * draws.size + k]!;
      if (k >= degree(place)) continue;
      const before = byDegree.get(degree(place))!.plain[d]!;
      const after = sumWithout(values, draws, d, degree(place), place);
      atLeast[place]! += Number(after >= sums[place]!) - Number(before >= sums[place]!);
      atMost[place]! += Number(after <= sums[place]!) - Number(before <= sums[place]!);
    }
  }
  checkpoint(run, 1, 1);
  return { atLeast, atMost };
}

function drawSums(values: Float64Array, draws: Draws, size: number): Float64Array {
  const sums = new Float64Array(draws.count);
  for (let d = 0; d < draws.count; d++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += values[draws.places[d * draws.size + k]!]!;
    sums[d] = sum;
  }
  return sums;
}

/** The sum of one draw with `place` replaced by the last place. */
function sumWithout(values: Float64Array, draws: Draws, d: number, size: number, place: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const drawn = draws.places[d * draws.size + k]!;
    sum += values[drawn === place ? values.length - 1 : drawn]!;
  }
  return sum;
}

/** First position whose entry is at least `value`, or, with `beyond`, more than it. */
function firstAbove(sorted: Float64Array, value: number, beyond: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value || (beyond && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countWeighted(values: Float64Array, weights: SpatialWeights, sums: Float64Array, draws: Draws, run: LongRun): PermutationCounts {
  const { atLeast, atMost } = emptyCounts(weights.count);
  const last = values.length - 1;
  for (let i = 0; i < weights.count; i++) {
    if (i % 1024 === 0) checkpoint(run, i, weights.count);
    const start = weights.starts[i]!;
    const size = weights.starts[i + 1]! - start;
    for (let d = 0; d < draws.count; d++) {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        const drawn = draws.places[d * draws.size + k]!;
        sum += weights.values![start + k]! * values[drawn === i ? last : drawn]!;
      }
      if (sum >= sums[i]!) atLeast[i]!++;
      if (sum <= sums[i]!) atMost[i]!++;
    }
  }
  checkpoint(run, 1, 1);
  return { atLeast, atMost };
}

function emptyCounts(count: number): { atLeast: Uint32Array; atMost: Uint32Array } {
  return { atLeast: new Uint32Array(count), atMost: new Uint32Array(count) };
}
