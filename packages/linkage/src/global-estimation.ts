import { slotLevel, type Comparator } from './comparator.ts';
import {
  discountOf,
  MOST_GIVEN,
  reliefOf,
  scoringTables,
  type Discount,
  type ModelParameters,
  type ScoringTables,
  type SlotParameters,
} from './model.ts';
import type { AlikePairs } from './alike-pairs.ts';
import type { ComparedPairs } from './scan.ts';

/** Candidate pairs that stand for all candidates, and those for all pairs of records. */
export interface TrainingPairs extends AlikePairs {
  /** How many candidate pairs each stands for. */
  readonly scale: number;
  /** The number of pairs of records that could match: n(n-1)/2 when deduplicating. */
  readonly totalPairs: number;
  /**
   * The most that u can be of levels which hardly any random pair reached, by comparison, slot and level; null for the
   * others, whose u is known. Pairs so alike share a block: u is counted among the candidates that do not match.
   */
  readonly rare: readonly (readonly (readonly (number | null)[])[])[];
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
    const { sums, others, matches } = expectedMatches(pairs, scoringTables(comparators, model), fixed);
    const next: ModelParameters = {
      ...model,
      lambda: Math.min(0.5, Math.max((matches * pairs.scale) / pairs.totalPairs, 1e-12)),
      comparisons: model.comparisons.map((slots, c) => {
        const comparator = comparators[c] as Comparator;
        return slots.map(({ u }, s) => ({
          u: rareShares(u, pairs.rare[c]?.[s] ?? [], levelSums(comparator, s, others[c] as Float64Array), pairs),
          m: levelShares(comparator, s, sums[c] as Float64Array),
        }));
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
  for (let k = 0; k < weight.length; k++) weight[k] = 1 / (1 + Math.exp(-Math.LN2 * (weight[k] as number)));
  return weight;
}

/** u with what the candidates tell of rare levels. */
function rareShares(
  u: readonly number[],
  most: readonly (number | null)[],
  others: readonly number[],
  { scale, totalPairs }: TrainingPairs,
): readonly number[] {
  if (most.every((each) => each === null)) return u;
  return u.map((known, level) => {
    const bound = most[level] ?? null;
    return bound === null ? known : Math.min(bound, ((others[level] as number) * scale + PSEUDO_COUNT) / totalPairs);
  });
}

/** The E-step: expected matches by comparison and pattern, and in all; and the others by comparison and pattern. */
function expectedMatches(
  pairs: TrainingPairs,
  tables: ScoringTables,
  fixed: Float64Array,
): { sums: Float64Array[]; others: Float64Array[]; matches: number } {
  const weight = probabilitiesOf(pairs, tables, fixed);
  const { counts } = pairs;
  for (let k = 0; k < weight.length; k++) weight[k] = (weight[k] as number) * (counts[k] as number);
  const matches = weight.reduce((sum, expected) => sum + expected, 0);
  const others: Float64Array[] = [];
  const sums = pairs.patterns.map((patterns, c) => {
    const sum = new Float64Array((tables.weights[c] as Float64Array).length);
    const other = new Float64Array(sum.length);
    for (let k = 0; k < weight.length; k++) {
      const pattern = patterns[k] as number;
      sum[pattern] = (sum[pattern] as number) + (weight[k] as number);
      other[pattern] = (other[pattern] as number) + (counts[k] as number) - (weight[k] as number);
    }
    others.push(other);
    return sum;
  });
  return { sums, others, matches };
}

/** What does not change between iterations: the frequencies of what is equal, discounts for dependence, reliefs. */
function discountsOf(pairs: ComparedPairs, comparators: readonly Comparator[], tables: ScoringTables): Float64Array {
  const fixed = pairs.logFrequency.slice();
  comparators.forEach((_, on) => {
    const discounts = tables.discounts[on] as readonly Discount[];
    if (discounts.length === 0) return;
    const patterns = pairs.patterns[on] as Uint8Array;
    for (let k = 0; k < fixed.length; k++) {
      const agreeing = pairs.equal[k] as number;
      if (agreeing !== 0) fixed[k] = (fixed[k] as number) + discountOf(discounts, agreeing, patterns[k] as number);
    }
  });
  const relieved = reliefsOf(pairs, tables, 0);
  for (let k = 0; k < fixed.length; k++) fixed[k] = (fixed[k] as number) - (relieved[k] as number);
  return fixed;
}

/** The bits that each pair is relieved of in all comparisons but those of a bit mask. */
export function reliefsOf(pairs: Pick<ComparedPairs, 'patterns'>, tables: ScoringTables, except: number): Float64Array {
  const bits = new Float64Array(pairs.patterns[0]?.length ?? 0);
  if (tables.reliefs.every((relief) => relief === null)) return bits;
  const disagreeing = disagreements(pairs, tables);
  tables.reliefs.forEach((relief, c) => {
    if (relief === null || (except & (1 << c)) !== 0) return;
    const patterns = pairs.patterns[c] as Uint8Array;
    for (let k = 0; k < bits.length; k++) bits[k] = (bits[k] as number) + reliefOf(relief, disagreeing[k] as number, patterns[k] as number);
  });
  return bits;
}

/** Which of the first comparisons disagree in each pair, as bit masks. */
export function disagreements(pairs: Pick<ComparedPairs, 'patterns'>, tables: ScoringTables): Int32Array {
  const masks = new Int32Array(pairs.patterns[0]?.length ?? 0);
  pairs.patterns.slice(0, MOST_GIVEN).forEach((patterns, c) => {
    const disagrees = tables.disagrees[c] as Uint8Array;
    for (let k = 0; k < masks.length; k++) masks[k] = (masks[k] as number) | ((disagrees[patterns[k] as number] as number) << c);
  });
  return masks;
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
