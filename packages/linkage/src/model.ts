import type { Calibration } from './calibration.ts';
import { slotLevel, type Comparator } from './comparator.ts';

/** m and u of one slot, by level from 0 ("all other comparisons") up. */
export interface SlotParameters {
  readonly m: readonly number[];
  readonly u: readonly number[];
}

/** How much less a level tells where an earlier comparison agrees exactly already. */
export interface Dependence {
  /** The comparison that agrees, and the one whose weight shrinks; both by position. */
  readonly given: number;
  readonly on: number;
  readonly slot: number;
  /** Bits to take from the weight of each level, never more than the level's weight. */
  readonly discounts: readonly number[];
}

/** The parameters of a Fellegi-Sunter model. */
export interface ModelParameters {
  /** The probability that two random records match (lambda). */
  readonly lambda: number;
  /** By comparison, then by slot. */
  readonly comparisons: readonly (readonly SlotParameters[])[];
  readonly dependence: readonly Dependence[];
  /** How weights become probabilities; a model without it takes its weights as they are. */
  readonly calibration?: Calibration;
}

/** The model spread out into tables, as a pair is scored by. Plain data that threads can be sent. */
export interface ScoringTables {
  /** log2 of the prior odds. */
  readonly prior: number;
  /** By comparison, then by pattern: log2(m/u) summed over slots, and the base of the term-frequency adjustment. */
  readonly weights: readonly Float64Array[];
  /** By the comparison that shrinks, then by the one that agrees: bits by pattern. */
  readonly discounts: readonly (readonly (Float64Array | null)[])[];
  /** Whether any discount exists that this comparison's exact agreement could bring. */
  readonly gives: readonly boolean[];
}

/** log2(m/u) of a level; a level that neither matches nor others ever reach is no evidence. */
export function matchWeight({ m, u }: SlotParameters, level: number): number {
  const [top, bottom] = [m[level] ?? 0, u[level] ?? 0];
  return top === 0 && bottom === 0 ? 0 : Math.log2(top / bottom);
}

/** The prior weight: log2 of the odds that two random records match. */
export function priorWeight(lambda: number): number {
  return Math.log2(lambda / (1 - lambda));
}

/** The probability of a match weight in bits. */
export function probabilityOf(weight: number): number {
  return weight > 0 ? 1 / (1 + 2 ** -weight) : 2 ** weight / (1 + 2 ** weight);
}

/** The match weight in bits of a probability. */
export function weightOf(probability: number): number {
  return Math.log2(probability / (1 - probability));
}

/** Spreads a model out into tables. */
export function scoringTables(comparators: readonly Comparator[], model: ModelParameters): ScoringTables {
  const weights = comparators.map((comparator, c) => {
    const slots = model.comparisons[c] ?? [];
    const u = slots.map((slot) => slot.u);
    return Float64Array.from({ length: comparator.patterns }, (_, pattern) => {
      let weight = comparator.frequencyBase(pattern, u);
      slots.forEach((slot, s) => {
        const level = slotLevel(comparator.slots, s, pattern);
        if (level >= 0) weight += matchWeight(slot, level);
      });
      return weight;
    });
  });
  const discounts = comparators.map(() => comparators.map((): Float64Array | null => null));
  for (const { given, on, slot, discounts: bits } of model.dependence) {
    const comparator = comparators[on] as Comparator;
    const row = discounts[on] as (Float64Array | null)[];
    const table = (row[given] ??= new Float64Array(comparator.patterns));
    for (let pattern = 0; pattern < comparator.patterns; pattern++) {
      const level = slotLevel(comparator.slots, slot, pattern);
      if (level >= 0) table[pattern] = (table[pattern] as number) + (bits[level] ?? 0);
    }
  }
  return {
    prior: priorWeight(model.lambda),
    weights,
    discounts,
    gives: comparators.map((_, given) => discounts.some((row) => row[given] != null)),
  };
}
