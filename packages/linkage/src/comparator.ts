import type { LevelCondition, LevelsComparison } from './comparisons.ts';
import type { SharedText } from './column.ts';
import { ConditionCompiler, type ValuePredicate } from './conditions.ts';
import { dateLevels } from './date-levels.ts';
import type { ComparesMany, FactLevels } from './fact-levels.ts';
import { postcodeLevels } from './postcode-levels.ts';
import { PairCache } from './intern.ts';

/** A part of a comparison that is weighed on its own: the whole of most, surname or forename or middle of a name. */
export interface Slot {
  readonly name: string;
  /** Labels by level, from 0 ("all other") to the best. */
  readonly labels: readonly string[];
  /** Levels at which the values are equal, so that their u is known from the frequencies. */
  readonly exactLevels: readonly number[];
}

/**
 * Compares values of one column by their numbers. The answer is a pattern: the levels of all slots (and "no evidence")
 * in mixed radix, below 255. Pattern 0 is no evidence in any slot.
 */
export interface Comparator {
  readonly slots: readonly Slot[];
  readonly patterns: number;
  /** The pattern of two values. */
  compare(a: number, b: number): number;
  /** The same of one value with many others, where that takes less time; what it gives of equal values means nothing. */
  readonly many: ComparesMany | null;
  /** The base-2 logarithm of the frequency of what is equal, summed over slots; 0 where nothing is adjusted. */
  logFrequency(pattern: number, a: number, b: number): number;
  /**
   * What must be added to the weight of a pattern before {@link logFrequency} is taken away: the log of u that the
   * adjustment stands in for. `u` holds the probabilities by slot and level.
   */
  frequencyBase(pattern: number, u: readonly (readonly number[])[]): number;
  /**
   * The most bits that {@link logFrequency} can add to a pattern of two different values; -Infinity for a pattern that
   * only equal values have.
   */
  mostRarity(pattern: number): number;
  /** How dear a comparison is beside others: 0 is a look-up, 3 the dearest. */
  readonly cost: number;
  /** The probability that two random values are equal at this exact level, from the frequencies; null for others. */
  exactProbability(slot: number, level: number): number | null;
}

/** What a thread needs to build a comparator: plain data and shared memory. */
export interface LevelsComparatorData {
  readonly kind: 'levels';
  readonly comparison: LevelsComparison;
  readonly text: SharedText;
  readonly counts: Int32Array;
  readonly present: number;
}

/** The level of a slot in a pattern, -1 for no evidence. */
export function slotLevel(slots: readonly Slot[], slot: number, pattern: number): number {
  let rest = pattern;
  for (let s = 0; s < slot; s++) rest = Math.floor(rest / ((slots[s] as Slot).labels.length + 1));
  return (rest % ((slots[slot] as Slot).labels.length + 1)) - 1;
}

/** How many patterns a set of slots has. */
export function patternCount(slots: readonly Slot[]): number {
  return slots.reduce((product, slot) => product * (slot.labels.length + 1), 1);
}

/**
 * The least frequency that a term is given, so that a value seen a handful of times in a large file is not taken for
 * rarer than a file can show; but in a column of rarer values still (e-mails, numbers) that of its usual value.
 */
export const LEAST_FREQUENCY = 1e-5;

/** The slot of a comparison at levels. */
export function levelsSlot(comparison: LevelsComparison): Slot {
  const count = comparison.levels.length;
  return {
    name: comparison.name,
    labels: ['all other comparisons', ...comparison.levels.map(({ label }) => label).reverse()],
    exactLevels: comparison.levels.flatMap(({ condition }, i) =>
      condition.kind === 'exact' || condition.kind === 'exactYearOnly' ? [count - i] : [],
    ),
  };
}

/** A comparator of one column at levels. */
export class LevelsComparator implements Comparator {
  readonly slots: readonly Slot[];
  readonly patterns: number;
  readonly cost: number;
  readonly #predicates: readonly ValuePredicate[];
  /** The level of two dates or postcodes, where the values are such; then there are no predicates. */
  readonly #facts: FactLevels | null;
  readonly many: ComparesMany | null;
  readonly #cache: PairCache | null;
  /** log2 of the frequency of a value by how many records hold it. */
  readonly #logOfCount: Float64Array | null;
  readonly #isExact: Uint8Array;
  /** The pattern of a value and itself; one for all where the best level is equality. */
  readonly #samePattern: Uint8Array | null;
  readonly #exactPattern: number;
  readonly #data: LevelsComparatorData;

  constructor(data: LevelsComparatorData) {
    const slot = levelsSlot(data.comparison);
    this.#data = data;
    this.slots = [slot];
    this.patterns = patternCount(this.slots);
    const conditions = data.comparison.levels.map(({ condition }) => condition);
    this.#facts = dateLevels(conditions, data.text) ?? postcodeLevels(conditions, data.text);
    this.many = this.#facts?.patternsOf ?? null;
    const compiler = new ConditionCompiler(data.text);
    this.#predicates = this.#facts === null ? conditions.map((condition) => compiler.compile(condition)) : [];
    // Values that hardly ever recur would fill the cache and never be asked for again; cheap levels need none.
    const recurs = data.counts.length * 2 < data.present || data.counts.length < 2048;
    const worth = data.comparison.levels.some(({ condition }) => isCostly(condition));
    this.#cache = recurs && worth ? new PairCache(data.counts.length) : null;
    this.cost = !worth ? 0 : recurs ? 1 : 2;
    this.#isExact = Uint8Array.from({ length: this.patterns }, (_, p) => (slot.exactLevels.includes(p - 1) ? 1 : 0));
    this.#logOfCount = data.comparison.termFrequency ? logsOfCounts(data.counts, data.present) : null;
    this.#exactPattern = data.comparison.levels.length + 1;
    const plain = data.comparison.levels[0]?.condition.kind === 'exact';
    this.#samePattern = plain ? null : Uint8Array.from(data.counts, (_, value) => this.#evaluate(value, value));
  }

  compare(a: number, b: number): number {
    if (a === b) return this.#samePattern === null ? this.#exactPattern : (this.#samePattern[a] as number);
    const low = a < b ? a : b;
    const high = a < b ? b : a;
    if (this.#cache === null) return this.#evaluate(low, high);
    const known = this.#cache.get(low, high);
    if (known !== 255) return known;
    const pattern = this.#evaluate(low, high);
    this.#cache.set(low, high, pattern);
    return pattern;
  }

  logFrequency(pattern: number, a: number): number {
    if (this.#logOfCount === null || this.#isExact[pattern] === 0) return 0;
    return this.#logOfCount[this.#data.counts[a] as number] as number;
  }

  mostRarity(pattern: number): number {
    return this.#isExact[pattern] === 1 ? Number.NEGATIVE_INFINITY : 0;
  }

  frequencyBase(pattern: number, u: readonly (readonly number[])[]): number {
    if (this.#logOfCount === null || this.#isExact[pattern] === 0) return 0;
    return Math.log2(u[0]?.[pattern - 1] ?? 1);
  }

  exactProbability(_slot: number, level: number): number | null {
    if (this.#isExact[level + 1] === 0) return null;
    return equalProbability(this.#data.counts, this.#data.present, (value) => this.compare(value, value) === level + 1);
  }

  #evaluate(a: number, b: number): number {
    if (this.#facts !== null) return this.#facts.levelOf(a, b) + 1;
    const predicates = this.#predicates;
    // Of two different values there is no need to ask whether they are equal.
    for (let i = a !== b && this.#samePattern === null ? 1 : 0; i < predicates.length; i++) {
      if ((predicates[i] as ValuePredicate)(a, b)) return predicates.length - i + 1;
    }
    return 1;
  }
}

/** Conditions that take longer than a look into the cache. */
function isCostly(condition: LevelCondition): boolean {
  switch (condition.kind) {
    case 'anyOf':
      return condition.conditions.some(isCostly);
    case 'damerauLevenshtein':
      return condition.atMost > 1;
    case 'jaro':
    case 'jaroWinkler':
    case 'levenshtein':
    case 'prefix':
    case 'sharedWord':
    case 'wordJaccard':
    case 'rareWords':
    case 'listOverlap':
      return true;
    default:
      return false;
  }
}

/** The base-2 logarithm of the share of records that hold each value. */
export function logFrequencies(counts: Int32Array, present: number, least = LEAST_FREQUENCY): Float64Array {
  const logs = new Float64Array(counts.length);
  for (let value = 0; value < counts.length; value++) {
    logs[value] = Math.log2(Math.max((counts[value] as number) / present, least));
  }
  return logs;
}

/**
 * The same by count: there are far fewer counts than values. In a column of identifiers (e-mails, numbers) it is the
 * others that hold a value which make it common, not the two records that are compared.
 */
function logsOfCounts(counts: Int32Array, present: number): Float64Array {
  let most = 0;
  for (let value = 0; value < counts.length; value++) if ((counts[value] as number) > most) most = counts[value] as number;
  const usual = equalProbability(counts, present);
  const rare = usual > 0 && usual < LEAST_FREQUENCY;
  const others = Int32Array.from({ length: most + 1 }, (_, count) => (rare ? Math.max(0, count - 2) : count));
  return logFrequencies(others, present, rare ? usual : LEAST_FREQUENCY);
}

/** The probability that two random records that hold a value hold the same one, of those that are wanted. */
export function equalProbability(
  counts: Int32Array,
  present: number,
  wanted: (value: number) => boolean = () => true,
): number {
  let pairs = 0;
  for (let value = 0; value < counts.length; value++) {
    const count = counts[value] as number;
    if (count > 1 && wanted(value)) pairs += count * (count - 1);
  }
  return present < 2 ? 0 : pairs / (present * (present - 1));
}
