import type { SpatialWeights } from './weights.ts';

/** What the local statistics need of each place's neighbours, the place itself left out. */
export interface LocalSums {
  /** Σ w y over the neighbours. */
  readonly sum: Float64Array;
  /** Σ w. */
  readonly weight: Float64Array;
  /** Σ w². */
  readonly squares: Float64Array;
}

/** Sums over the neighbours; with `binary` every weight counts as 1. */
export function localSums(values: Float64Array, weights: SpatialWeights, binary: boolean): LocalSums {
  const { count, starts, neighbours } = weights;
  const given = binary ? undefined : weights.values;
  const sum = new Float64Array(count);
  const weight = new Float64Array(count);
  const squares = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let s = 0;
    let w = 0;
    let w2 = 0;
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      const neighbour = neighbours[at]!;
      if (neighbour === i) continue;
      const share = given === undefined ? 1 : given[at]!;
      s += share * values[neighbour]!;
      w += share;
      w2 += share * share;
    }
    sum[i] = s;
    weight[i] = w;
    squares[i] = w2;
  }
  return { sum, weight, squares };
}

/**
 * Whether the values differ so little for their size that sums of squares would lose what they differ by. Then the
 * statistics are worked out of differences from the mean, which are the same.
 */
export function needsCentring(mean: number, variance: number): boolean {
  return variance <= 1e-6 * mean * mean;
}

/** Differences from the mean; undefined if all values are equal, where rounding would make some up. */
export function centred(values: Float64Array, mean: number): Float64Array | undefined {
  return values.every((value) => value === values[0]) ? undefined : values.map((value) => value - mean);
}

/** The weights without places that are their own neighbours. */
export function withoutSelf(weights: SpatialWeights): SpatialWeights {
  if (weights.grid !== undefined) return weights;
  const { count, starts, neighbours, values } = weights;
  const kept: number[] = [];
  const newStarts = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) {
    for (let at = starts[i]!; at < starts[i + 1]!; at++) if (neighbours[at] !== i) kept.push(at);
    newStarts[i + 1] = kept.length;
  }
  if (kept.length === neighbours.length) return weights;
  return { count, starts: newStarts, neighbours: Uint32Array.from(kept, (at) => neighbours[at]!), values: values && Float64Array.from(kept, (at) => values[at]!) };
}
