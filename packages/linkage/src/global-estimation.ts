import { slotLevel, type Comparator } from './comparator.ts';
import {
  discountOf,
  MOST_GIVEN,
  scoringTables,
  type Discount,
  type ModelParameters,
  type ScoringTables,
  type SlotParameters,
} from './model.ts';
import type { ComparedPairs } from './scan.ts';

/** Candidate pairs that stand for all candidates, and those for all pairs of records. */
export interface TrainingPairs extends ComparedPairs {
  /** How many candidate pairs each stands for. */
  readonly scale: number;
  /** The number of pairs of records that could match: n(n-1)/2 when deduplicating. */
  readonly totalPairs: number;
}

const PSEUDO_COUNT = 0.5;
const CONVERGENCE = 1e-4;

/**
 * The start of the estimation: m puts eight times as much on the best level as on any other, lambda is one match for
 * each record.
 */
export function startingParameters(
  comparators: readonly Comparator[],
  u: readonly (readonly (readonly number[])[])[],
  lambda: number,
): ModelParameters {
  return {
    lambda,
    dependence: [],
    comparisons: comparators.map(({ slots }, c) =>
      slots.map((slot, s) => {
        const best = (level: number): boolean =>
          slot.exactLevels.length > 0 ? slot.exactLevels.includes(level) : level === slot.labels.length - 1;
        const parts = slot.labels.map((_, level) => (best(level) ? 8 : 1));
        const total = parts.reduce((sum, part) => sum + part, 0);
        return { m: parts.map((part) => part / total), u: u[c]?.[s] ?? [] };
      }),
    ),
  };
}

/**
 * Estimates m and lambda with u fixed. Unlike Splink's, the prior is that of all pairs of records: candidates are
 * where the matches are looked for, but pairs outside count as non-matches in lambda's denominator. A lambda of the
 * candidates must not be mixed with a u of all pairs.
 */
export function estimateGlobally(
  pairs: TrainingPairs,
  comparators: readonly Comparator[],
  start: ModelParameters,
  iterations: number,
): ModelParameters {
  let model = start;
  const fixed = discountsOf(pairs, comparators, scoringTables(comparators, start));
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { sums, matches } = expectedMatches(pairs, scoringTables(comparators, model), fixed);
    const next: ModelParameters = {
      ...model,
      lambda: Math.min(0.5, Math.max((matches * pairs.scale) / pairs.totalPairs, 1e-12)),
      comparisons: model.comparisons.map((slots, c) => {
        const comparator = comparators[c] as Comparator;
        return slots.map(({ u }, s) => ({ u, m: levelShares(comparator, s, sums[c] as Float64Array) }));
      }),
    };
    const change = largestChange(model, next);
    model = next;
    if (change < CONVERGENCE) break;
  }
  return model;
}

/** The probability of each pair under a model. */
export function matchProbabilities(
  pairs: ComparedPairs,
  comparators: readonly Comparator[],
  model: ModelParameters,
): Float64Array {
  const tables = scoringTables(comparators, model);
  return probabilitiesOf(pairs, tables, discountsOf(pairs, comparators, tables));
}

function probabilitiesOf(pairs: ComparedPairs, tables: ScoringTables, fixed: Float64Array): Float64Array {
  const weight = new Float64Array(pairs.left.length);
  for (let k = 0; k < weight.length; k++) weight[k] = tables.prior - (fixed[k] as number);
  pairs.patterns.forEach((patterns, c) => {
    const table = tables.weights[c] as Float64Array;
    for (let k = 0; k < weight.length; k++) weight[k] = (weight[k] as number) + (table[patterns[k] as number] as number);
  });
  for (let k = 0; k < weight.length; k++) weight[k] = 1 / (1 + 2 ** -(weight[k] as number));
  return weight;
}

/** The E-step: expected matches by comparison and pattern, and in all. */
function expectedMatches(
  pairs: TrainingPairs,
  tables: ScoringTables,
  fixed: Float64Array,
): { sums: Float64Array[]; matches: number } {
  const weight = probabilitiesOf(pairs, tables, fixed);
  const matches = weight.reduce((sum, probability) => sum + probability, 0);
  const sums = pairs.patterns.map((patterns, c) => {
    const sum = new Float64Array((tables.weights[c] as Float64Array).length);
    for (let k = 0; k < weight.length; k++) {
      const pattern = patterns[k] as number;
      sum[pattern] = (sum[pattern] as number) + (weight[k] as number);
    }
    return sum;
  });
  return { sums, matches };
}

/** What does not change between iterations: the frequencies of what is equal, and the discounts for dependence. */
function discountsOf(pairs: ComparedPairs, comparators: readonly Comparator[], tables: ScoringTables): Float64Array {
  const fixed = pairs.logFrequency.slice();
  comparators.forEach((_, on) => {
    const discounts = tables.discounts[on] as readonly Discount[];
    if (discounts.length === 0) return;
    const patterns = pairs.patterns[on] as Uint8Array;
    const earlier = (1 << Math.min(on, MOST_GIVEN)) - 1;
    for (let k = 0; k < fixed.length; k++) {
      const agreeing = (pairs.equal[k] as number) & earlier;
      if (agreeing !== 0) fixed[k] = (fixed[k] as number) + discountOf(discounts, agreeing, patterns[k] as number);
    }
  });
  return fixed;
}

/** The share of each level of a slot in sums by pattern, with a half added to each so that none is impossible. */
export function levelShares(comparator: Comparator, slot: number, sums: ArrayLike<number>): number[] {
  const levels = levelSums(comparator, slot, sums).map((sum) => sum + PSEUDO_COUNT);
  const total = levels.reduce((sum, each) => sum + each, 0);
  return levels.map((sum) => sum / total);
}

/** Sums by pattern added up by the level of one slot. */
export function levelSums(comparator: Comparator, slot: number, sums: ArrayLike<number>): number[] {
  const levels = (comparator.slots[slot]?.labels ?? []).map(() => 0);
  for (let pattern = 0; pattern < comparator.patterns; pattern++) {
    const level = slotLevel(comparator.slots, slot, pattern);
    if (level >= 0) levels[level] = (levels[level] as number) + (sums[pattern] ?? 0);
  }
  return levels;
}

function largestChange(before: ModelParameters, after: ModelParameters): number {
  let largest = Math.abs(Math.log(after.lambda / before.lambda));
  after.comparisons.forEach((slots, c) => {
    slots.forEach(({ m }, s) => {
      const old = ((before.comparisons[c] as readonly SlotParameters[])[s] as SlotParameters).m;
      m.forEach((value, level) => {
        largest = Math.max(largest, Math.abs(value - (old[level] as number)));
      });
    });
  });
  return largest;
}
