import type { BlockingRule } from './blocking-rules.ts';
import type { Blocks } from './blocks.ts';
import {
  discountOf,
  MOST_GIVEN,
  partialBits,
  partialKey,
  reliefOf,
  type Dependence,
  type PartialAgreement,
  type PartialTables,
  type ScoringTables,
} from './model.ts';
import type { Scanner } from './scan.ts';
import type { Settings } from './settings.ts';

/** Pairs drawn for each comparison. */
const PAIRS = 40_000;
/** Rarer patterns than this among them are not told apart. */
const LEAST_PAIRS = 30;
/** Pairs' worth of trust in the model's own odds. */
const PSEUDO_PAIRS = 2;
const ITERATIONS = 15;
const MOST_BITS = 10;
/** Less than this is noise. */
const LEAST_BITS = 0.5;

type PatternSource = Pick<Scanner, 'isEqual' | 'patternOf'>;

/** What the pairs are drawn from. */
export interface PartialSource {
  readonly blocks: Blocks;
  readonly tableOf: Uint8Array | null;
  readonly settings: Settings;
  readonly tables: ScoringTables;
  readonly random: () => number;
}

/**
 * Finds how much less equality tells where what it depends on agrees in part: that one e-mail is made of nearly one
 * name. Dependence is learnt where the earlier comparisons agree exactly; here of those that do not, by their levels.
 * Pairs that are equal are drawn from the blocks of a rule that joins all such, whatever else they hold. Among those of
 * one pattern the share of matches is then what the remaining comparisons show.
 */
export function estimatePartialAgreement(scanner: Scanner, dependence: readonly Dependence[], source: PartialSource): PartialAgreement[] {
  const dependent = new Set(dependence.filter(({ discounts }) => discounts.some((bits) => bits > 0)).map(({ on }) => on));
  return [...dependent].sort((a, b) => a - b).flatMap((on): PartialAgreement[] => {
    const rule = source.settings.blockingRules.findIndex((each) => joinsAllEqual(each, source.settings, on));
    if (rule < 0) return [];
    const given = dependedOn(dependence.filter((each) => each.on === on));
    const bits = [...drawn(scanner, source, rule, on, given)].flatMap(([key, pairs]) => {
      const found = pairs.whole.length < LEAST_PAIRS ? 0 : bitsOf(pairs);
      return found <= -LEAST_BITS ? [[key, found] as const] : [];
    });
    return bits.length > 0 ? [{ on, given, bits }] : [];
  });
}

/** The comparisons that a dependence is on; not those of two that together tell no more than one of them alone. */
function dependedOn(all: readonly Dependence[]): number[] {
  const alone = (c: number, slot: number, level: number): number =>
    Math.max(0, ...all.filter((each) => each.slot === slot && each.given.length === 1 && each.given[0] === c).map((each) => each.discounts[level] ?? 0));
  const telling = all.filter(({ given, slot, discounts }) =>
    discounts.some((bits, level) => bits > (given.length === 1 ? 0 : LEAST_BITS + Math.max(...given.map((c) => alone(c, slot, level))))),
  );
  return [...new Set(telling.flatMap(({ given }) => given))].sort((a, b) => a - b);
}

/** True of a rule that asks for nothing but equal values in the field of a comparison. */
function joinsAllEqual({ expressions }: BlockingRule, { comparisons }: Settings, on: number): boolean {
  const comparison = comparisons[on];
  const [only] = expressions;
  if (expressions.length !== 1 || only === undefined || typeof only === 'function') return false;
  if (comparison?.kind !== 'levels' || comparison.secondField !== undefined) return false;
  return typeof only === 'string' ? only === comparison.field : only.key === 'value' && only.fields[0] === comparison.field;
}

/** Weights of the pairs of one pattern in bits: the whole, and what the model knows of them apart from the rest. */
interface PatternPairs {
  readonly whole: number[];
  readonly shared: number[];
}

function drawn(scanner: Scanner, { blocks, tableOf, tables, random }: PartialSource, rule: number, on: number, given: readonly number[]): Map<number, PatternPairs> {
  const [first, after] = [blocks.ruleOffsets[rule] as number, blocks.ruleOffsets[rule + 1] as number];
  const patterns = new Map<number, PatternPairs>();
  const rest = scanner.comparators.map((_, c) => c).filter((c) => c !== on && !given.includes(c));
  let wanted = PAIRS;
  // Blocks from a random one on: they lie in the order of a hash of their keys.
  const start = Math.floor(random() * (after - first));
  for (let n = 0; n < after - first && wanted > 0; n++) {
    const block = first + ((start + n) % (after - first));
    const end = blocks.blockOffsets[block + 1] as number;
    for (let place = blocks.blockOffsets[block] as number; place < end; place++) {
      for (let next = place + 1; next < end && wanted > 0; next++) {
        const [left, right] = [blocks.blockMembers[place] as number, blocks.blockMembers[next] as number];
        if (tableOf !== null && tableOf[left] === tableOf[right]) continue;
        wanted--;
        const key = partialKey(on, given, (c) => scanner.isEqual(c, left, right), (c) => scanner.patternOf(c, left, right));
        if (key < 0) continue;
        let pairs = patterns.get(key);
        if (pairs === undefined) patterns.set(key, (pairs = { whole: [], shared: [] }));
        const whole = scanner.weight(left, right);
        pairs.whole.push(whole);
        pairs.shared.push(whole - restBits(scanner, tables, rest, left, right));
      }
    }
  }
  return patterns;
}

/** What the remaining comparisons say. */
function restBits(scanner: Scanner, tables: ScoringTables, rest: readonly number[], left: number, right: number): number {
  const found = scanner.comparators.map((_, c) => scanner.patternOf(c, left, right));
  const maskOf = (holds: (c: number) => boolean): number => found.reduce((mask, _, c) => (c < MOST_GIVEN && holds(c) ? mask | (1 << c) : mask), 0);
  const agreeing = maskOf((c) => scanner.isEqual(c, left, right));
  const disagreeing = maskOf((c) => tables.disagrees[c]?.[found[c] as number] === 1);
  return rest.reduce((sum, c) => {
    const pattern = found[c] as number;
    const bits = ((tables.weights[c] as Float64Array)[pattern] as number) - scanner.logFrequency(c, pattern, left, right);
    return sum + bits - discountOf(tables.discounts[c] ?? [], agreeing, pattern) + reliefOf(tables.reliefs[c], disagreeing, pattern);
  }, 0);
}

/** The bits that make the share of matches among pairs of one pattern what the remaining comparisons show; 0 or less. */
function bitsOf({ whole, shared }: PatternPairs): number {
  const count = whole.length;
  const sumOf = (weights: readonly number[], bits: number): number => weights.reduce((sum, weight) => sum + 1 / (1 + 2 ** -(weight + bits)), 0);
  const trusted = (PSEUDO_PAIRS / count) * sumOf(shared, 0);
  let bits = 0;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const shown = (sumOf(whole, bits) + trusted) / (count + PSEUDO_PAIRS);
    const expected = sumOf(shared, bits) / count;
    bits = Math.min(0, Math.max(-MOST_BITS, bits + oddsBits(shown) - oddsBits(expected)));
  }
  return bits;
}

function oddsBits(share: number): number {
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, share));
  return Math.log2(inside / (1 - inside));
}

/** The bits, 0 or less, that partial agreement adds to the weight of two records. */
export function partialBitsOf(scanner: PatternSource, partial: PartialTables, left: number, right: number): number {
  if (partial.length === 0) return 0;
  return partialBits(partial, (c) => scanner.isEqual(c, left, right), (c) => scanner.patternOf(c, left, right));
}
