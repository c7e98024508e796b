import { normalQuantile } from './distributions.ts';

/**
 * Shape of the negative binomial distribution about these means, by moments: variance = mean + mean² / shape.
 * Infinity (a Poisson distribution) if the counts vary no more than chance.
 */
export function overdispersion(expected: Float64Array, came: Float64Array): number {
  let excess = 0;
  let squares = 0;
  expected.forEach((mean, cell) => {
    // Cells that hardly expect anything say nothing about spread and would drown those that do.
    if (mean < 0.1) return;
    excess += (came[cell]! - mean) ** 2 - mean;
    squares += mean * mean;
  });
  return excess > 0 ? squares / excess : Infinity;
}

/** Beyond this mean the normal distribution is as good. */
const LARGE = 500;

/**
 * Whole numbers low and high with P(low <= count <= high) >= level, each tail cut at half of what is left, for a negative
 * binomial of this mean and shape. Computed from the probabilities themselves.
 */
export function negativeBinomialInterval(mean: number, shape: number, level: number): [low: number, high: number] {
  if (mean <= 0) return [0, 0];
  const tail = (1 - level) / 2;
  if (mean > LARGE) {
    const reach = normalQuantile(1 - tail) * Math.sqrt(mean + (mean * mean) / shape);
    return [Math.max(0, Math.floor(mean - reach)), Math.ceil(mean + reach)];
  }
  const share = Number.isFinite(shape) ? mean / (mean + shape) : 0;
  let probability = Number.isFinite(shape) ? Math.exp(-shape * Math.log1p(mean / shape)) : Math.exp(-mean);
  let below = 0;
  let low = -1;
  for (let k = 0; ; k++) {
    below += probability;
    if (low < 0 && below > tail) low = k;
    if (below >= 1 - tail || k > 20 * LARGE) return [Math.max(0, low), k];
    probability *= Number.isFinite(shape) ? ((k + shape) / (k + 1)) * share : mean / (k + 1);
  }
}
