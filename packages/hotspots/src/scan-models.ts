// Logarithms of Kulldorff's likelihood ratios, for windows with more cases than expected (0 for the others).

/** c ln c, with its limit 0 at 0. */
function xlogx(c: number): number {
  return c > 0 ? c * Math.log(c) : 0;
}

/**
 * Poisson, and space-time permutation: c cases where `expected` were, of `total` in all.
 * Kulldorff, A spatial scan statistic, Communications in Statistics 26, 1997.
 */
export function poissonRatio(c: number, expected: number, total: number): number {
  if (c <= expected) return 0;
  const others = total - c;
  return c * Math.log(c / expected) + (others > 0 ? others * Math.log(others / (total - expected)) : 0);
}

/** Bernoulli: c cases among n persons, of `cases` among `persons` in all. */
export function bernoulliRatio(c: number, n: number, cases: number, persons: number): number {
  const outside = persons - n;
  if (outside <= 0 || c * outside <= (cases - c) * n) return 0;
  const inside = xlogx(c) + xlogx(n - c) - xlogx(n);
  const rest = xlogx(cases - c) + xlogx(outside - cases + c) - xlogx(outside);
  return inside + rest - (xlogx(cases) + xlogx(persons - cases) - xlogx(persons));
}

/** What a simulation needs of the windows of one analysis; plain arrays, so that it can be handed to another thread. */
export interface ScanInput {
  readonly model: 'poisson' | 'bernoulli';
  readonly starts: Int32Array;
  readonly places: Int32Array;
  readonly complete: Uint8Array;
  /** Expected cases (Poisson) or persons (Bernoulli) in each window. */
  readonly sizes: Float64Array;
  /** Population (Poisson) or persons (Bernoulli) of each place. */
  readonly population: Float64Array;
  readonly cases: number;
  readonly persons: number;
  readonly minimumCases: number;
  readonly seed: number;
}

export function ratioOf(input: ScanInput, c: number, size: number): number {
  return input.model === 'poisson' ? poissonRatio(c, size, input.cases) : bernoulliRatio(c, size, input.cases, input.persons);
}
