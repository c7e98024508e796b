import { oneOf, optionsFrom, sameLength, seedOf, wholeNumber, yesOrNo, type Numbers } from './checks.ts';
import { permutationCounts, permutationsAsked, type PermutationOptions } from './conditional-permutation.ts';
import { normalUpperTail } from './distributions.ts';
import { falseDiscoveryRate } from './false-discovery.ts';
import { gridGiStar } from './grid-gi-star.ts';
import { centred, localSums, needsCentring, withoutSelf } from './local-sums.ts';
import { alternativeOf, normalP, permutationP, type Alternative } from './significance.ts';
import { checkedNeighbours, type SpatialWeights } from './weights.ts';

export interface GiOptions extends Partial<PermutationOptions> {
  /** Gi*: the place itself counts among its neighbours (with weight 1). True unless said otherwise. */
  readonly star?: boolean | undefined;
  /** `binary` (the default): every weight 1. `row`: weights divided by their sum. `none`: weights as given. */
  readonly standardise?: 'binary' | 'row' | 'none' | undefined;
  /**
   * The variance under `row`: `pysal` (the default) takes Σw for Σw² as PySAL does; `exact` is Ord and Getis's own, as
   * in spdep, under which row and binary give the same z.
   */
  readonly rowVariance?: 'pysal' | 'exact' | undefined;
  /** `directed` unless said otherwise. */
  readonly alternative?: Alternative | undefined;
}

/** One entry for each place. Analytic p and q are worked out when they are first read: most maps show z alone. */
export interface LocalStatistic {
  readonly z: Float64Array;
  /** Analytic p, from the normal distribution. */
  readonly p: Float64Array;
  /** Analytic p adjusted for the false discovery rate (Benjamini and Hochberg). */
  readonly q: Float64Array;
  /** Pseudo p from conditional permutations, if they were asked for. */
  readonly permutationP: Float64Array | undefined;
  /** Permutation p adjusted for the false discovery rate. */
  readonly permutationQ: Float64Array | undefined;
}

/**
 * Getis and Ord's local Gi or Gi*: places whose neighbourhood has more, or less, than chance would give it.
 *
 * z is NaN where it is not defined: for places without neighbours (Gi) and when all values are equal, as in PySAL.
 *
 * @param values a count or rate for each place
 * @param weights who is a neighbour of whom; a place listed as its own neighbour counts once with `star`, else not
 * @param options star, standardise, alternative; `permutations` and `seed` for conditional permutation p
 * @returns z, analytic p and q, permutation p and q
 * @throws RangeError for unequal lengths, values that are not finite, fewer than 3 places, or an option it does not know
 *
 * Ord and Getis, Local spatial autocorrelation statistics, Geographical Analysis 27, 1995.
 */
export function getisOrdGi(values: Numbers, weights: SpatialWeights, options: GiOptions = {}): LocalStatistic {
  const list = sameLength(values, checkedNeighbours(weights, 3).count, 'values');
  const star = yesOrNo(optionsFrom(options).star ?? true, 'star');
  const standardise = oneOf(options.standardise ?? 'binary', ['binary', 'row', 'none'], 'standardise');
  oneOf(options.rowVariance ?? 'pysal', ['pysal', 'exact'], 'rowVariance');
  const plain = standardise === 'binary' && star && weights.grid !== undefined;
  const z = plain ? gridGiStar(list, weights.grid!) : giScores(list, weights, star, options);
  const alternative = alternativeOf(options);
  return localStatistic(z, alternative, permutationsAsked(options) ? giPermutationP(list, weights, alternative, options) : undefined);
}

function giScores(values: Float64Array, weights: SpatialWeights, star: boolean, options: GiOptions): Float64Array {
  const standardise = options.standardise ?? 'binary';
  const n = values.length;
  let total = 0;
  let totalSquares = 0;
  for (const value of values) {
    total += value;
    totalSquares += value * value;
  }
  const overall = total / n;
  if (needsCentring(overall, totalSquares / n - overall * overall) && overall !== 0) {
    const around = centred(values, overall);
    return around === undefined ? new Float64Array(n).fill(Number.NaN) : giScores(around, weights, star, options);
  }
  const { sum, weight, squares } = localSums(values, weights, standardise === 'binary');
  const others = star ? n : n - 1;
  const itself = star ? 1 : 0;
  const z = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const y = values[i]!;
    const scale = standardise === 'row' ? 1 / (weight[i]! + itself) : 1;
    const w = (weight[i]! + itself) * scale;
    const w2 = standardise === 'row' && options.rowVariance !== 'exact' ? w : (squares[i]! + itself) * scale * scale;
    const lag = (sum[i]! + itself * y) * scale;
    const mean = (total - (1 - itself) * y) / others;
    const variance = (totalSquares - (1 - itself) * y * y) / others - mean * mean;
    const spread = variance * ((others * w2 - w * w) / (others - 1));
    // Rounding must not make a tiny "variance" of equal values into a z.
    z[i] = spread > 1e-13 * mean * mean ? (lag - w * mean) / Math.sqrt(spread) : Number.NaN;
  }
  return z;
}

function giPermutationP(values: Float64Array, weights: SpatialWeights, alternative: Alternative, options: GiOptions): Float64Array {
  const permutations = wholeNumber(options.permutations!, 'permutations', 1);
  const others = withoutSelf(weights);
  const binary = (options.standardise ?? 'binary') === 'binary' || others.values === undefined;
  // The statistic rises with the sum over the neighbours, whatever the place's own value and the scale of its row.
  const { sum } = localSums(values, others, binary);
  const counts = permutationCounts(values, others, sum, binary, { ...options, permutations, seed: seedOf(options) });
  return sum.map((_, i) => (others.starts[i] === others.starts[i + 1] ? Number.NaN : permutationP(counts.atLeast[i]!, counts.atMost[i]!, permutations, alternative)));
}

/** The result of a local statistic, with p and q made on first reading. */
export function localStatistic(z: Float64Array, alternative: Alternative, permuted: Float64Array | undefined): LocalStatistic {
  let p: Float64Array | undefined;
  let q: Float64Array | undefined;
  return {
    z,
    get p() {
      return (p ??= normalP(z, alternative));
    },
    get q() {
      return (q ??= falseDiscoveryRate(this.p));
    },
    permutationP: permuted,
    permutationQ: permuted && falseDiscoveryRate(permuted),
  };
}

/** Getis and Ord's global statistic: do high values lie together over the whole map? */
export interface GlobalG {
  readonly g: number;
  readonly expected: number;
  readonly variance: number;
  readonly z: number;
  /** One-sided on the side where z lies, as in PySAL. */
  readonly p: number;
}

/**
 * Getis and Ord's general G with binary weights and its moments under randomisation.
 *
 * @throws RangeError for unequal lengths, values that are not finite, or fewer than 4 places
 *
 * Getis and Ord, The analysis of spatial association by use of distance statistics, Geographical Analysis 24, 1992.
 */
export function getisOrdG(values: Numbers, weights: SpatialWeights): GlobalG {
  const y = sameLength(values, checkedNeighbours(weights, 4).count, 'values');
  const n = y.length;
  const { sum, weight } = localSums(y, weights, true);
  const incoming = new Float64Array(n);
  let s0 = 0;
  let mutual = 0;
  const own = withoutSelf(weights);
  const pairs = new Set<number>();
  for (let i = 0; i < n; i++) for (let at = own.starts[i]!; at < own.starts[i + 1]!; at++) pairs.add(i * n + own.neighbours[at]!);
  for (const pair of pairs) {
    incoming[pair % n]!++;
    s0++;
    if (pairs.has((pair % n) * n + Math.floor(pair / n))) mutual++;
  }
  const s1 = s0 + mutual;
  const s2 = weight.reduce((total, w, i) => total + (w + incoming[i]!) ** 2, 0);
  const power = (k: number): number => y.reduce((total, value) => total + value ** k, 0);
  const [m1, m2, m3, m4] = [power(1), power(2), power(3), power(4)];
  const g = sum.reduce((total, lag, i) => total + lag * y[i]!, 0) / (m1 * m1 - m2);
  const expected = s0 / (n * (n - 1));
  const b0 = (n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0;
  const b1 = -((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0);
  const b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0 * s0);
  const b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0 * s0;
  const b4 = s1 - s2 + s0 * s0;
  const second = b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1 ** 4;
  const variance = second / ((m1 * m1 - m2) ** 2 * n * (n - 1) * (n - 2) * (n - 3)) - expected * expected;
  const z = (g - expected) / Math.sqrt(variance);
  return { g, expected, variance, z, p: normalUpperTail(Math.abs(z)) };
}
