import type { LongRun } from './progress.ts';

export type ScanModel = 'poisson' | 'bernoulli' | 'space-time-permutation';

export interface ScanOptions extends LongRun {
  /** By what is given, unless said: `poisson` with population, `bernoulli` with controls, `space-time-permutation` with day. */
  readonly model?: ScanModel | undefined;
  /** Largest share of the population (or of the cases, space-time) in a window; one half unless said otherwise. */
  readonly maximumShare?: number | undefined;
  /** Largest radius of a window, metres. */
  readonly maximumRadius?: number | undefined;
  /** Fewest cases in a cluster; 2 unless said otherwise. */
  readonly minimumCases?: number | undefined;
  /** 999 unless said otherwise. */
  readonly permutations?: number | undefined;
  readonly seed?: number | undefined;
  /** Space-time only: longest cluster in days; half the time from first to last event if not given. */
  readonly maximumDays?: number | undefined;
  /** Space-time only: length of a time step in days; 1 unless said otherwise. */
  readonly stepDays?: number | undefined;
  /** Space-time only: only clusters that are still alive on the last day. */
  readonly prospective?: boolean | undefined;
}

/** The largest share of the population in a window. */
export function shareOf(options: ScanOptions): number {
  const share = options.maximumShare ?? 0.5;
  if (!(share > 0 && share <= 1)) throw new RangeError(`maximumShare is ${share}: it must lie above 0 and up to 1`);
  return share;
}

export interface ScanCluster {
  /** Places in the cluster by number from 0, from the centre outwards. */
  readonly ids: number[];
  readonly radius: number;
  readonly population: number;
  readonly cases: number;
  readonly expected: number;
  /** Risk inside over risk outside. */
  readonly relativeRisk: number;
  readonly logLikelihoodRatio: number;
  /** Monte Carlo p: (1 + simulations with a ratio at least as large) / (1 + simulations). */
  readonly p: number;
  /** p from a Gumbel distribution fitted to the simulations, which goes below 1 / (1 + simulations). */
  readonly gumbelP: number;
  /** Space-time only: first and last day, inclusive. */
  readonly days?: readonly [first: number, last: number] | undefined;
}

export interface ScanResult {
  /** Most likely first; no two share a place. */
  readonly clusters: ScanCluster[];
  /** Largest log likelihood ratio of each simulation. */
  readonly simulated: Float64Array;
}

export function monteCarloP(ratio: number, simulated: Float64Array): number {
  let atLeast = 0;
  // Ratios of one and the same window may differ in the last digits.
  for (const maximum of simulated) if (maximum >= ratio - 1e-10) atLeast++;
  return (1 + atLeast) / (1 + simulated.length);
}

/** Whether chance nearly always finds something larger, so that a cluster says nothing. */
export function outdone(ratio: number, simulated: Float64Array): boolean {
  return monteCarloP(ratio, simulated) > 0.5 && gumbelP(ratio, simulated) > 0.99;
}

/** Upper tail of the Gumbel distribution with the mean and variance of the simulated maxima. */
export function gumbelP(ratio: number, simulated: Float64Array): number {
  const mean = simulated.reduce((sum, value) => sum + value, 0) / simulated.length;
  const variance = simulated.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, simulated.length - 1);
  const scale = Math.sqrt(6 * variance) / Math.PI;
  const location = mean - 0.5772156649015329 * scale;
  return -Math.expm1(-Math.exp(-(ratio - location) / scale));
}
