import { level, numbersIn, oneOf, optionsFrom, wholeNumber, type Numbers } from './checks.ts';
import { normalQuantile, normalTwoSided } from './distributions.ts';

const VARIANTS = ['original', 'hamed-rao', 'yue-wang', 'pre-whitening', 'trend-free-pre-whitening', 'seasonal'] as const;

export type MannKendallVariant = (typeof VARIANTS)[number];

export interface MannKendallOptions {
  /** `original` unless said otherwise. */
  readonly variant?: MannKendallVariant | undefined;
  /** Seasonal only: steps in a season; 12 unless said otherwise. */
  readonly period?: number | undefined;
  /** Hamed-Rao and Yue-Wang: how many lags may correct the variance; all if not given. */
  readonly lag?: number | undefined;
  /** Level at which a trend is called; 0.05 unless said otherwise. */
  readonly alpha?: number | undefined;
}

export interface MannKendall {
  readonly trend: 'increasing' | 'decreasing' | 'no trend';
  readonly p: number;
  readonly z: number;
  readonly tau: number;
  /** Pairs that rise less pairs that fall. */
  readonly s: number;
  readonly variance: number;
  /** Theil-Sen: change for each step (for each season, if seasonal). */
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Mann-Kendall's test: does a series keep rising or falling?
 *
 * NaN entries are dropped (in `seasonal` from their season only). Two-sided p; ties are corrected for.
 *
 * - `hamed-rao`, `yue-wang`: variance corrected for autocorrelation of the ranks, or of the detrended values
 * - `pre-whitening`, `trend-free-pre-whitening`: lag-one autocorrelation taken out first
 * - `seasonal`: each season against itself
 *
 * @throws RangeError for fewer than 2 values (3 where autocorrelation counts), infinite ones, an alpha outside 0 to 1, an
 *   unknown variant, or a period below 1
 *
 * Mann 1945; Kendall 1975; Hirsch, Slack and Smith 1982; Hamed and Rao 1998; Yue and Wang 2002, 2004; Sen 1968.
 * Conventions as in pyMannKendall (Hussain and Mahmud, JOSS 4, 2019).
 */
export function mannKendall(series: Numbers, options: MannKendallOptions = {}): MannKendall {
  const alpha = level(optionsFrom(options).alpha ?? 0.05, 'alpha');
  const variant = oneOf(options.variant ?? 'original', VARIANTS, 'variant');
  if (options.lag !== undefined) wholeNumber(options.lag, 'lag', 0);
  const list = Array.from(numbersIn(series, 'series'));
  const endless = list.findIndex((value) => Math.abs(value) === Infinity);
  if (endless >= 0) throw new RangeError(`series[${endless}] is ${list[endless]}: every entry must be a finite number, or NaN where one is missing`);
  if (variant === 'seasonal') return seasonal(list, options.period ?? 12, alpha);
  const values = list.filter((value) => !Number.isNaN(value));
  const fewest = variant === 'original' ? 2 : 3;
  if (values.length < fewest) throw new RangeError(`${values.length} values: a trend needs at least ${fewest}`);
  if (variant === 'pre-whitening' || variant === 'trend-free-pre-whitening') return whitened(values, variant, alpha);
  const { slope, intercept } = theilSen(values);
  const s = score(values);
  const factor = variant === 'original' ? 1 : variant === 'hamed-rao' ? hamedRaoFactor(values, slope, options.lag, alpha) : yueWangFactor(values, slope, options.lag);
  return result(s, tiedVariance(values) * factor, values.length, slope, intercept, alpha);
}

function result(s: number, variance: number, n: number, slope: number, intercept: number, alpha: number): MannKendall {
  return { ...called(s, variance, alpha), tau: s / ((n * (n - 1)) / 2), s, variance, slope, intercept };
}

/** z with Kendall's continuity correction, its two-sided p, and the trend it speaks for. */
function called(s: number, variance: number, alpha: number): { z: number; p: number; trend: MannKendall['trend'] } {
  const z = s === 0 || !(variance > 0) ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  const p = normalTwoSided(z);
  return { z, p, trend: p >= alpha || z === 0 ? 'no trend' : z > 0 ? 'increasing' : 'decreasing' };
}

/** Only the trend of a series without gaps, for many series: no slope, which takes most of the time. */
export function trendOf(values: readonly number[], alpha: number): MannKendall['trend'] {
  return called(score(values), tiedVariance(values), alpha).trend;
}

function score(values: readonly number[]): number {
  let s = 0;
  for (let j = 1; j < values.length; j++) for (let i = 0; i < j; i++) s += Math.sign(values[j]! - values[i]!);
  return s;
}

function tiedVariance(values: readonly number[]): number {
  const n = values.length;
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let ties = 0;
  for (const t of counts.values()) ties += t * (t - 1) * (2 * t + 5);
  return (n * (n - 1) * (2 * n + 5) - ties) / 18;
}

function median(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function slopesBetween(values: readonly number[]): number[] {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) slopes.push((values[j]! - values[i]!) / (j - i));
  }
  return slopes.filter((slope) => !Number.isNaN(slope));
}

function theilSen(values: readonly number[]): { slope: number; intercept: number } {
  const slope = median(slopesBetween(values));
  return { slope, intercept: median([...values]) - ((values.length - 1) / 2) * slope };
}

/** Autocorrelation at lags 0 to `lags`. */
function autocorrelation(values: readonly number[], lags: number): number[] {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const off = values.map((value) => value - mean);
  const total = off.reduce((sum, value) => sum + value * value, 0);
  return Array.from({ length: lags + 1 }, (_, lag) => {
    let sum = 0;
    for (let i = 0; i + lag < n; i++) sum += off[i]! * off[i + lag]!;
    return total > 0 ? sum / total : 0;
  });
}

/** Ranks from 1, ties at their mean rank. */
function ranks(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const last = new Map<number, number>();
  const first = new Map<number, number>();
  sorted.forEach((value, i) => {
    if (!first.has(value)) first.set(value, i + 1);
    last.set(value, i + 1);
  });
  return values.map((value) => (first.get(value)! + last.get(value)!) / 2);
}

function hamedRaoFactor(values: readonly number[], slope: number, lag: number | undefined, alpha: number): number {
  const n = values.length;
  const lags = Math.min(lag ?? n - 1, n - 1);
  const r = autocorrelation(ranks(values.map((value, i) => value - (i + 1) * slope)), lags);
  // Only lags beyond the confidence bounds of white noise count.
  const bound = normalQuantile(1 - alpha / 2) / Math.sqrt(n);
  let sum = 0;
  for (let k = 1; k <= lags; k++) if (Math.abs(r[k]!) > bound) sum += (n - k) * (n - k - 1) * (n - k - 2) * r[k]!;
  return 1 + (2 / (n * (n - 1) * (n - 2))) * sum;
}

function yueWangFactor(values: readonly number[], slope: number, lag: number | undefined): number {
  const n = values.length;
  const lags = Math.min(lag ?? n - 1, n - 1);
  const r = autocorrelation(values.map((value, i) => value - (i + 1) * slope), lags);
  let sum = 0;
  for (let k = 1; k <= lags; k++) sum += (1 - k / n) * r[k]!;
  return 1 + 2 * sum;
}

function whitened(values: readonly number[], variant: 'pre-whitening' | 'trend-free-pre-whitening', alpha: number): MannKendall {
  const { slope, intercept } = theilSen(values);
  const trendFree = variant === 'trend-free-pre-whitening';
  const base = trendFree ? values.map((value, i) => value - (i + 1) * slope) : values;
  const r1 = autocorrelation(base, 1)[1]!;
  const left = base.slice(1).map((value, i) => value - r1 * base[i]! + (trendFree ? (i + 1) * slope : 0));
  const after = trendFree ? { slope, intercept } : theilSen(left);
  return result(score(left), tiedVariance(left), left.length, after.slope, after.intercept, alpha);
}

function seasonal(series: readonly number[], period: number, alpha: number): MannKendall {
  if (!Number.isInteger(period) || period < 1) throw new RangeError(`period is ${period}: it must be a whole number of at least 1`);
  const padded = [...series, ...Array.from({ length: (period - (series.length % period)) % period }, () => Number.NaN)];
  // As in pyMannKendall, the slope is taken from whole years only: one with a missing value is left out of it.
  const years = Array.from({ length: padded.length / period }, (_, year) => padded.slice(year * period, (year + 1) * period));
  const whole = years.filter((year) => !year.some(Number.isNaN));
  let s = 0;
  let variance = 0;
  let pairs = 0;
  const slopes: number[] = [];
  for (let season = 0; season < period; season++) {
    const values = years.map((year) => year[season]!).filter((value) => !Number.isNaN(value));
    s += score(values);
    variance += tiedVariance(values);
    pairs += (values.length * (values.length - 1)) / 2;
    slopes.push(...slopesBetween(whole.map((year) => year[season]!)));
  }
  if (pairs === 0) throw new RangeError('no season has 2 values: a trend needs at least 2');
  const slope = slopes.length === 0 ? Number.NaN : median(slopes);
  const known = padded.map((value, i) => ({ value, i })).filter(({ value }) => !Number.isNaN(value));
  const intercept = median(known.map(({ value }) => value)) - (median(known.map(({ i }) => i)) / period) * slope;
  return { ...called(s, variance, alpha), tau: s / pairs, s, variance, slope, intercept };
}
