import { oneOf, optionsFrom, sameLength, seedOf, wholeNumber, type Numbers } from './checks.ts';
import { permutationCounts, permutationsAsked, type PermutationOptions } from './conditional-permutation.ts';
import { localStatistic, type LocalStatistic } from './getis-ord.ts';
import { centred, localSums, withoutSelf } from './local-sums.ts';
import { alternativeOf, permutationP, type Alternative } from './significance.ts';
import { checkedNeighbours, type SpatialWeights } from './weights.ts';

export interface LocalMoranOptions extends Partial<PermutationOptions> {
  /** `row` (the default): weights divided by their sum. `binary`: every weight 1. `none`: weights as given. */
  readonly standardise?: 'binary' | 'row' | 'none' | undefined;
  /**
   * Which shufflings the analytic z compares with: `conditional` (the default, as spdep since 1.2) keeps the place's own
   * value, `total` shuffles that too (Anselin 1995).
   */
  readonly moments?: 'conditional' | 'total' | undefined;
  /** `directed` unless said otherwise. */
  readonly alternative?: Alternative | undefined;
}

export interface LocalMoran extends LocalStatistic {
  /** I of each place, scaled by Σ(y - mean)² / n as in spdep (PySAL's is (n - 1) / n of it). */
  readonly i: Float64Array;
  /** Place against neighbours as in PySAL: 1 high among high, 2 low among high, 3 low among low, 4 high among low. */
  readonly quadrant: Uint8Array;
}

/**
 * Local Moran's I: places like their neighbours (I above 0) or unlike them (below 0).
 *
 * z is NaN where it is not defined: places without neighbours, places exactly at the mean (conditional), equal values.
 *
 * @param values a count or rate for each place
 * @param weights who is a neighbour of whom; places listed as their own neighbours are left out
 * @param options standardise, moments, alternative; `permutations` and `seed` for conditional permutation p
 * @throws RangeError for unequal lengths, values that are not finite, fewer than 4 places, or an option it does not know
 *
 * Anselin, Local indicators of spatial association, Geographical Analysis 27, 1995; conditional moments: Sokal, Oden
 * and Thomson, Local spatial autocorrelation in a biological model, Geographical Analysis 30, 1998.
 */
export function localMoran(values: Numbers, weights: SpatialWeights, options: LocalMoranOptions = {}): LocalMoran {
  const y = sameLength(values, checkedNeighbours(weights, 4).count, 'values');
  const n = y.length;
  const standardise = oneOf(optionsFrom(options).standardise ?? 'row', ['binary', 'row', 'none'], 'standardise');
  const moments = oneOf(options.moments ?? 'conditional', ['conditional', 'total'], 'moments');
  const alternative = alternativeOf(options);
  const others = withoutSelf(weights);
  const mean = y.reduce((total, value) => total + value, 0) / n;
  // Of differences from the mean, so that large values lose nothing; all 0 where rounding alone would make them differ.
  const around = centred(y, mean) ?? new Float64Array(n);
  const sums = localSums(around, others, standardise === 'binary');
  const m2 = around.reduce((total, value) => total + value ** 2, 0) / n;
  const b2 = around.reduce((total, value) => total + value ** 4, 0) / n / (m2 * m2);
  const i = new Float64Array(n);
  const z = new Float64Array(n);
  const quadrant = new Uint8Array(n);
  for (let place = 0; place < n; place++) {
    const scale = standardise === 'row' ? 1 / sums.weight[place]! : 1;
    const w = sums.weight[place]! * scale;
    const w2 = sums.squares[place]! * scale * scale;
    const own = around[place]!;
    const lag = sums.sum[place]! * scale;
    i[place] = (own * lag) / m2;
    const { expected, variance } = moments === 'total' ? totalMoments(n, w, w2, b2) : conditionalMoments(n, w, w2, own, m2);
    z[place] = variance > 0 ? (i[place]! - expected) / Math.sqrt(variance) : Number.NaN;
    quadrant[place] = own > 0 ? (lag > 0 ? 1 : 4) : lag > 0 ? 2 : 3;
  }
  const permuted = permutationsAsked(options) ? moranPermutationP(around, others, sums.sum, alternative, options) : undefined;
  return withI(localStatistic(z, alternative, permuted), i, quadrant);
}

/** Joins without reading p and q, which are made on first reading. */
function withI(statistic: LocalStatistic, i: Float64Array, quadrant: Uint8Array): LocalMoran {
  return Object.defineProperties({}, {
    ...Object.getOwnPropertyDescriptors(statistic),
    i: { value: i, enumerable: true },
    quadrant: { value: quadrant, enumerable: true },
  }) as LocalMoran;
}

interface Moments {
  readonly expected: number;
  readonly variance: number;
}

function conditionalMoments(n: number, w: number, w2: number, own: number, m2: number): Moments {
  const expected = (-own * own * w) / ((n - 1) * m2);
  const variance = (own / m2) ** 2 * (n / (n - 2)) * (w2 - (w * w) / (n - 1)) * (m2 - (own * own) / (n - 1));
  return { expected, variance };
}

function totalMoments(n: number, w: number, w2: number, b2: number): Moments {
  const expected = -w / (n - 1);
  const variance = (w2 * (n - b2)) / (n - 1) + ((w * w - w2) * (2 * b2 - n)) / ((n - 1) * (n - 2)) - expected * expected;
  return { expected, variance };
}

function moranPermutationP(y: Float64Array, weights: SpatialWeights, sum: Float64Array, alternative: Alternative, options: LocalMoranOptions): Float64Array {
  const permutations = wholeNumber(options.permutations!, 'permutations', 1);
  const equal = options.standardise === 'binary' || weights.values === undefined;
  const counts = permutationCounts(y, weights, sum, equal, { ...options, permutations, seed: seedOf(options) });
  return sum.map((_, i) => {
    if (weights.starts[i] === weights.starts[i + 1]) return Number.NaN;
    // I rises with the neighbours' sum where the place is above the mean, and falls where it is below.
    const above = y[i]! >= 0;
    return permutationP(above ? counts.atLeast[i]! : counts.atMost[i]!, above ? counts.atMost[i]! : counts.atLeast[i]!, permutations, alternative);
  });
}
