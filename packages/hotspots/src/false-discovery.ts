import { numbersIn, oneOf, optionsFrom, type Numbers } from './checks.ts';

/**
 * p values adjusted so that, among places called at `q <= level`, at most that share is expected to be a false alarm.
 *
 * Benjamini and Hochberg, Controlling the false discovery rate, JRSS B 57, 1995; with `dependence: 'any'` the stricter
 * version of Benjamini and Yekutieli, Annals of Statistics 29, 2001. For local statistics: Caldas de Castro and Singer,
 * Controlling the false discovery rate, Geographical Analysis 38, 2006.
 *
 * @param p p values; NaN (no test made) stays NaN and does not count as a test
 * @returns one adjusted value for each p value
 * @throws RangeError for a value outside 0 to 1
 */
export function falseDiscoveryRate(p: Numbers, options: { readonly dependence?: 'positive' | 'any' | undefined } = {}): Float64Array {
  numbersIn(p, 'p');
  const dependence = oneOf(optionsFrom(options).dependence ?? 'positive', ['positive', 'any'], 'dependence');
  const adjusted = new Float64Array(p.length).fill(Number.NaN);
  const tested: number[] = [];
  for (let i = 0; i < p.length; i++) {
    if (p[i]! < 0 || p[i]! > 1) throw new RangeError(`p[${i}] is ${p[i]}: it must lie between 0 and 1`);
    if (!Number.isNaN(p[i]!)) tested.push(i);
  }
  tested.sort((a, b) => p[a]! - p[b]!);
  let factor = 1;
  if (dependence === 'any') for (let i = 2; i <= tested.length; i++) factor += 1 / i;
  let least = 1;
  for (let rank = tested.length; rank >= 1; rank--) {
    const i = tested[rank - 1]!;
    least = Math.min(least, (p[i]! * tested.length * factor) / rank);
    adjusted[i] = least;
  }
  return adjusted;
}
