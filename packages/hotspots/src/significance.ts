import { oneOf } from './checks.ts';
import { normalTwoSided, normalUpperTail } from './distributions.ts';

/**
 * Which results count as at least as extreme as the one seen.
 *
 * `directed` is PySAL's: one-sided on the side where the result lies (so at most about one half);
 * `two-sided` doubles it; `greater` and `less` look at one side only.
 */
export type Alternative = 'directed' | 'two-sided' | 'greater' | 'less';

export function alternativeOf(options: { readonly alternative?: Alternative | undefined }): Alternative {
  return oneOf(options.alternative ?? 'directed', ['directed', 'two-sided', 'greater', 'less'], 'alternative');
}

/** Analytic p of each z; NaN stays NaN. */
export function normalP(z: Float64Array, alternative: Alternative): Float64Array {
  switch (alternative) {
    case 'directed':
      return z.map((value) => normalUpperTail(Math.abs(value)));
    case 'two-sided':
      return z.map(normalTwoSided);
    case 'greater':
      return z.map(normalUpperTail);
    case 'less':
      return z.map((value) => normalUpperTail(-value));
  }
}

/** Pseudo p from permutations: how many of them were at least, and at most, as large as the one seen; it counts itself. */
export function permutationP(atLeast: number, atMost: number, permutations: number, alternative: Alternative): number {
  switch (alternative) {
    case 'directed':
      return (Math.min(atLeast, permutations - atLeast) + 1) / (permutations + 1);
    case 'two-sided':
      return Math.min(1, (2 * (Math.min(atLeast, atMost) + 1)) / (permutations + 1));
    case 'greater':
      return (atLeast + 1) / (permutations + 1);
    case 'less':
      return (atMost + 1) / (permutations + 1);
  }
}
