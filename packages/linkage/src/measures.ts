import {
  damerauLevenshteinComparison,
  jaroWinklerComparison,
  levenshteinComparison,
  type ComparisonOptions,
  type LevelsComparison,
} from './comparisons.ts';
import { damerauLevenshtein as damerauLevenshteinDistance, levenshtein as levenshteinDistance } from './edit-distance.ts';
import { jaroWinkler as jaroWinklerSimilarity } from './jaro.ts';

type Thresholds = readonly number[];

/** The Jaro-Winkler similarity of two texts (0 to 1), or, with thresholds, a comparison of a field by it. */
export function jaroWinkler(left: string, right: string): number;
export function jaroWinkler(field: string, thresholds?: Thresholds, options?: ComparisonOptions): LevelsComparison;
export function jaroWinkler(
  first: string,
  second?: string | Thresholds,
  options?: ComparisonOptions,
): number | LevelsComparison {
  return typeof second === 'string'
    ? jaroWinklerSimilarity(first, second)
    : jaroWinklerComparison(first, second, options);
}

/** The Levenshtein distance of two texts (characters), or, with thresholds, a comparison of a field by it. */
export function levenshtein(left: string, right: string): number;
export function levenshtein(field: string, thresholds?: Thresholds, options?: ComparisonOptions): LevelsComparison;
export function levenshtein(
  first: string,
  second?: string | Thresholds,
  options?: ComparisonOptions,
): number | LevelsComparison {
  return typeof second === 'string' ? levenshteinDistance(first, second) : levenshteinComparison(first, second, options);
}

/** The Damerau-Levenshtein distance of two texts (characters), or, with thresholds, a comparison of a field by it. */
export function damerauLevenshtein(left: string, right: string): number;
export function damerauLevenshtein(field: string, thresholds?: Thresholds, options?: ComparisonOptions): LevelsComparison;
export function damerauLevenshtein(
  first: string,
  second?: string | Thresholds,
  options?: ComparisonOptions,
): number | LevelsComparison {
  return typeof second === 'string'
    ? damerauLevenshteinDistance(first, second)
    : damerauLevenshteinComparison(first, second, options);
}
