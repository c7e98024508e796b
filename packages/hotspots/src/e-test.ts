import { listOf, notNegative, optionsFrom, positive, shown } from './checks.ts';
import { logGamma } from './distributions.ts';

export interface ETestOptions {
  /** Lengths of time (or sizes of area) in which the two counts came about; 1 each if not given. */
  readonly exposures?: readonly [first: number, second: number] | undefined;
  /** Difference of the two rates under the null hypothesis; 0 if not given. */
  readonly difference?: number | undefined;
}

export interface ETest {
  /** Two-sided p. */
  readonly p: number;
  /** Difference of the rates over its standard error. */
  readonly z: number;
}

/** Terms below this share of the whole are left out. */
const NEGLIGIBLE = 1e-20;

/**
 * E-test: do two Poisson counts come from the same rate? Sharper than the exact conditional test for small counts.
 *
 * @param first whole number of 0 or more
 * @param second likewise
 * @returns p 1 if both counts are 0
 * @throws RangeError for counts that are not whole or below 0, or exposures not above 0
 *
 * Krishnamoorthy and Thomson, A more powerful test for comparing two Poisson means, Journal of Statistical Planning and
 * Inference 119, 2004.
 */
export function eTest(first: number, second: number, options: ETestOptions = {}): ETest {
  for (const count of [first, second]) if (!Number.isInteger(notNegative(count, 'count'))) throw new RangeError(`count is ${count}: it must be a whole number`);
  const [n1, n2] = listOf(optionsFrom(options).exposures ?? [1, 1], 'exposures', 'two numbers');
  positive(n1, 'exposures[0]');
  positive(n2, 'exposures[1]');
  const d = options.difference ?? 0;
  if (!Number.isFinite(d)) throw new RangeError(`difference is ${shown(d)}: it must be a finite number`);
  const statistic = (k1: number, k2: number): number => {
    const variance = k1 / (n1 * n1) + k2 / (n2 * n2);
    const off = k1 / n1 - k2 / n2 - d;
    return variance > 0 ? off / Math.sqrt(variance) : off === 0 ? 0 : Math.sign(off) * Infinity;
  };
  const z = statistic(first, second);
  const pooled = (first + second) / (n1 + n2) - (d * n1) / (n1 + n2);
  const rate2 = Math.max(pooled, 0);
  if (first + second === 0) return { p: 1, z: 0 };
  const weights1 = poissonTerms(n1 * (rate2 + d));
  const weights2 = poissonTerms(n2 * rate2);
  let p = 0;
  for (const [k1, weight1] of weights1) {
    for (const [k2, weight2] of weights2) {
      // Equal but for rounding counts as equal: the outcome itself must be among those as extreme.
      if (Math.abs(statistic(k1, k2)) >= Math.abs(z) - 1e-12) p += weight1 * weight2;
    }
  }
  return { p: Math.min(1, p), z };
}

/** Counts and their probabilities under a Poisson distribution, as far as they matter. */
function poissonTerms(mean: number): [count: number, probability: number][] {
  if (mean <= 0) return [[0, 1]];
  const probability = (k: number): number => Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
  const mode = Math.floor(mean);
  const terms: [number, number][] = [];
  for (let k = mode; k >= 0 && probability(k) > NEGLIGIBLE; k--) terms.push([k, probability(k)]);
  for (let k = mode + 1; probability(k) > NEGLIGIBLE; k++) terms.push([k, probability(k)]);
  return terms;
}
