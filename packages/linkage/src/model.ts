import { slotLevel, type Comparator } from './comparator.ts';

/** A monotone map from model weights to calibrated ones, in bits: straight between knots, of slope 1 outside. */
export interface Calibration {
  readonly weights: readonly number[];
  readonly calibrated: readonly number[];
  /**
   * Bits added before the map, by which comparisons lack a value on one side (a bit mask): where records of one person
   * lack values more often than records of two, that they lack them tells something. Masks not named add nothing.
   */
  readonly missing?: readonly (readonly [mask: number, bits: number])[];
  /** Bits added before the map where equal values tell less, since what they depend on agrees in part. */
  readonly partial?: readonly PartialAgreement[];
}

/** Where two records are equal in one comparison: bits by the patterns of those it depends on, which are not all equal. */
export interface PartialAgreement {
  readonly on: number;
  readonly given: readonly number[];
  /** The patterns of the given comparisons in their order, as digits to the base of 256; patterns not named add nothing. */
  readonly bits: readonly (readonly [patterns: number, bits: number])[];
}

/** Partial agreement ready to be looked up. */
export type PartialTables = readonly { readonly on: number; readonly given: readonly number[]; readonly bits: ReadonlyMap<number, number> }[];

/** Makes tables of what a calibration knows of partial agreement. */
export function partialTables(partial: readonly PartialAgreement[] | undefined): PartialTables {
  return (partial ?? []).map(({ on, given, bits }) => ({ on, given, bits: new Map(bits) }));
}

/** The bits, 0 or less, that partial agreement adds, by what is equal and by the patterns. */
export function partialBits(partial: PartialTables, isEqual: (c: number) => boolean, patternOf: (c: number) => number): number {
  let sum = 0;
  for (const { on, given, bits } of partial) {
    const key = partialKey(on, given, isEqual, patternOf);
    if (key >= 0) sum += bits.get(key) ?? 0;
  }
  return sum;
}

/** The patterns of the given comparisons as one number, where `on` is equal and they are not all; -1 for other pairs. */
export function partialKey(on: number, given: readonly number[], isEqual: (c: number) => boolean, patternOf: (c: number) => number): number {
  return isEqual(on) && !given.every(isEqual) ? given.reduce((key, c) => key * 256 + patternOf(c), 0) : -1;
}

/** m and u of one slot, by level from 0 ("all other comparisons") up. */
export interface SlotParameters {
  readonly m: readonly number[];
  readonly u: readonly number[];
}

/** How much less a level tells where one or two earlier comparisons agree exactly already. */
export interface Dependence {
  /** The comparisons that agree, and the later one whose weight shrinks; by position. */
  readonly given: readonly number[];
  readonly on: number;
  readonly slot: number;
  /** Bits to take from the weight of each level, never more than the level's weight. */
  readonly discounts: readonly number[];
}

/**
 * How much less disagreement tells where an earlier comparison of the same kind disagrees already: who has moved has
 * another street, another postcode and often another telephone, and that is one event, not three.
 */
export interface Relief {
  /** The comparisons of which any disagrees, and the later one whose disagreement tells less; by position. */
  readonly given: readonly number[];
  readonly on: number;
  /** Bits to add to the weight of each level, never so many that disagreement speaks for a match. */
  readonly bits: readonly number[];
}

/** The parameters of a Fellegi-Sunter model. */
export interface ModelParameters {
  /** The probability that two random records match (lambda). */
  readonly lambda: number;
  /** By comparison, then by slot. */
  readonly comparisons: readonly (readonly SlotParameters[])[];
  readonly dependence: readonly Dependence[];
  readonly reliefs?: readonly Relief[];
  /** How weights become probabilities; a model without it takes its weights as they are. */
  readonly calibration?: Calibration;
}

/** The model spread out into tables, as a pair is scored by. Plain data that threads can be sent. */
export interface ScoringTables {
  /** log2 of the prior odds. */
  readonly prior: number;
  /** By comparison, then by pattern: log2(m/u) summed over slots, and the base of the term-frequency adjustment. */
  readonly weights: readonly Float64Array[];
  /** By the comparison that shrinks. */
  readonly discounts: readonly (readonly Discount[])[];
  /** By comparison, then by pattern: 1 where it speaks against a match. */
  readonly disagrees: readonly Uint8Array[];
  /** By the comparison that is relieved; null for the others. */
  readonly reliefs: readonly (ReliefTable | null)[];
}

/** Bits to add by pattern where any comparison of a bit mask disagrees. */
export interface ReliefTable {
  readonly given: number;
  readonly bits: Float64Array;
}

/** Bits to take by pattern where all comparisons of a bit mask agree exactly. */
export interface Discount {
  readonly given: number;
  readonly bits: Float64Array;
}

/** Discounts know the first 31 comparisons, which fit the bits of an integer. */
export const MOST_GIVEN = 31;

/** The most that any of the discounts takes from a pattern, given which comparisons agree exactly (a bit mask). */
export function discountOf(discounts: readonly Discount[], agreeing: number, pattern: number): number {
  let most = 0;
  for (let d = 0; d < discounts.length; d++) {
    const { given, bits } = discounts[d] as Discount;
    if ((given & agreeing) === given && (bits[pattern] as number) > most) most = bits[pattern] as number;
  }
  return most;
}

/** The bits that a pattern is relieved of, given which comparisons disagree (a bit mask). */
export function reliefOf(relief: ReliefTable | null | undefined, disagreeing: number, pattern: number): number {
  return relief == null || (relief.given & disagreeing) === 0 ? 0 : (relief.bits[pattern] as number);
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
  const plain = comparators.map((comparator, c) => plainWeights(comparator, model.comparisons[c] ?? []));
  return {
    prior: priorWeight(model.lambda),
    weights: comparators.map((comparator, c) => {
      const u = (model.comparisons[c] ?? []).map((slot) => slot.u);
      return (plain[c] as Float64Array).map((weight, pattern) => weight + comparator.frequencyBase(pattern, u));
    }),
    disagrees: plain.map((weights) => Uint8Array.from(weights, (weight) => (weight < 0 ? 1 : 0))),
    discounts: comparators.map((comparator, on) => discountsOn(comparator, model.dependence.filter((each) => each.on === on))),
    reliefs: comparators.map((comparator, on) => reliefOn(comparator, model.reliefs?.find((each) => each.on === on))),
  };
}

/** log2(m/u) by pattern, summed over slots. */
function plainWeights(comparator: Comparator, slots: readonly SlotParameters[]): Float64Array {
  return Float64Array.from({ length: comparator.patterns }, (_, pattern) => {
    let weight = 0;
    slots.forEach((slot, s) => {
      const level = slotLevel(comparator.slots, s, pattern);
      if (level >= 0) weight += matchWeight(slot, level);
    });
    return weight;
  });
}

/** Comparisons of one slot only are relieved. */
function reliefOn(comparator: Comparator, relief: Relief | undefined): ReliefTable | null {
  if (relief === undefined) return null;
  const bits = Float64Array.from({ length: comparator.patterns }, (_, pattern) => relief.bits[pattern - 1] ?? 0);
  return { given: relief.given.reduce((mask, each) => mask | (1 << each), 0), bits };
}

/** The discounts of one comparison, those of its slots added up. */
function discountsOn(comparator: Comparator, dependence: readonly Dependence[]): Discount[] {
  const tables = new Map<number, Float64Array>();
  for (const { given, slot, discounts } of dependence) {
    const mask = given.reduce((bits, each) => bits | (1 << each), 0);
    const table = tables.get(mask) ?? new Float64Array(comparator.patterns);
    tables.set(mask, table);
    for (let pattern = 0; pattern < comparator.patterns; pattern++) {
      const level = slotLevel(comparator.slots, slot, pattern);
      if (level >= 0) table[pattern] = (table[pattern] as number) + (discounts[level] ?? 0);
    }
  }
  return Array.from(tables, ([given, bits]) => ({ given, bits }));
}
