import { levelSums } from './global-estimation.ts';
import { slotLevel, type Comparator } from './comparator.ts';
import { matchWeight, type Dependence, type ModelParameters, type SlotParameters } from './model.ts';
import type { ComparedPairs, Scanner } from './scan.ts';

const SAMPLE = 20_000;
const ITERATIONS = 15;
/** Pairs' worth of trust in the unconditional u. */
const PSEUDO_PAIRS = 20;
/** Smaller dependences than this, in bits, are noise. */
const LEAST_DISCOUNT = 0.3;
/** Where nearly all pairs that agree are matches, or few non-matches were drawn, u' cannot be told. */
const MOST_MATCHES = 0.9;
const LEAST_NON_MATCHES = 300;

/** Where the pairs that agree in one comparison are drawn from. */
export interface AgreementSource {
  readonly codes: readonly Int32Array[];
  readonly tableOf: Uint8Array | null;
  readonly random: () => number;
}

/**
 * Finds comparisons that say twice what an earlier one said: an e-mail made of the name, a town in a postcode. For
 * each comparison, pairs with equal values are drawn and u is estimated anew among those that do not match (m held,
 * the share of matches free); where it is higher than u, the level's weight must shrink when the first agrees.
 * The dependence of comparisons is Winkler's (1993) concern; this conditional estimate is our own.
 */
export function estimateDependence(scanner: Scanner, source: AgreementSource, model: ModelParameters): Dependence[] {
  const found: Dependence[] = [];
  for (let given = 0; given + 1 < scanner.comparators.length; given++) {
    const { left, right } = drawAgreeing(source, given);
    if (left.length < LEAST_NON_MATCHES) continue;
    const pairs = scanner.compare(left, right);
    const conditional = conditionalU(pairs, scanner.comparators, model, given);
    if (conditional === null) continue;
    for (let on = given + 1; on < scanner.comparators.length; on++) {
      (model.comparisons[on] as readonly SlotParameters[]).forEach((slot, s) => {
        const discounts = slot.u.map((u, level) => discountOf(slot, level, u, conditional[on]?.[s]?.[level] ?? u));
        if (discounts.some((bits) => bits > 0)) found.push({ given, on, slot: s, discounts });
      });
    }
  }
  return found;
}

function discountOf(slot: SlotParameters, level: number, u: number, conditional: number): number {
  const weight = matchWeight(slot, level);
  const bits = Math.log2(conditional / u);
  return weight > 0 && bits > LEAST_DISCOUNT ? Math.min(bits, weight) : 0;
}

/** Draws pairs of records with equal values, each such pair as likely as any other. */
function drawAgreeing({ codes, tableOf, random }: AgreementSource, comparison: number): ComparedSides {
  const column = codes[comparison] as Int32Array;
  const { offsets, records } = recordsByValue(column);
  const cumulative = new Float64Array(offsets.length);
  for (let value = 0; value + 1 < offsets.length; value++) {
    const count = (offsets[value + 1] as number) - (offsets[value] as number);
    cumulative[value + 1] = (cumulative[value] as number) + count * (count - 1);
  }
  const total = cumulative[offsets.length - 1] ?? 0;
  const wanted = Math.min(SAMPLE, Math.floor(total / 2));
  const left: number[] = [];
  const right: number[] = [];
  for (let draw = 0; draw < wanted; draw++) {
    const value = lastAtMost(cumulative, random() * total);
    const from = offsets[value] as number;
    const count = (offsets[value + 1] as number) - from;
    const first = Math.floor(random() * count);
    const second = (first + 1 + Math.floor(random() * (count - 1))) % count;
    const [a, b] = [records[from + first] as number, records[from + second] as number];
    if (tableOf !== null && tableOf[a] === tableOf[b]) continue;
    left.push(a);
    right.push(b);
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}

type ComparedSides = Pick<ComparedPairs, 'left' | 'right'>;

function recordsByValue(column: Int32Array): { offsets: Int32Array; records: Int32Array } {
  let largest = -1;
  for (const code of column) if (code > largest) largest = code;
  const offsets = new Int32Array(largest + 2);
  for (const code of column) if (code >= 0) offsets[code + 1] = (offsets[code + 1] as number) + 1;
  for (let value = 0; value <= largest; value++) {
    offsets[value + 1] = (offsets[value + 1] as number) + (offsets[value] as number);
  }
  const records = new Int32Array(offsets[largest + 1] as number);
  const cursor = offsets.slice();
  column.forEach((code, record) => {
    if (code < 0) return;
    const place = cursor[code] as number;
    records[place] = record;
    cursor[code] = place + 1;
  });
  return { offsets, records };
}

/** The last position whose value is at most `target`. */
function lastAtMost(ascending: Float64Array, target: number): number {
  let low = 0;
  let high = ascending.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] as number) <= target) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** u by comparison, slot and level among pairs that agree in `given`; null where it cannot be told. */
function conditionalU(
  pairs: ComparedPairs,
  comparators: readonly Comparator[],
  model: ModelParameters,
  given: number,
): number[][][] | null {
  const count = pairs.left.length;
  let u = model.comparisons.map((slots) => slots.map((slot) => [...slot.u]));
  let matching = 0.5;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const weight = new Float64Array(count).fill(Math.log(matching / (1 - matching)));
    comparators.forEach((comparator, c) => {
      if (c === given) return;
      const table = logRatios(comparator, model.comparisons[c] as readonly SlotParameters[], u[c] as number[][]);
      const patterns = pairs.patterns[c] as Uint8Array;
      for (let k = 0; k < count; k++) weight[k] = (weight[k] as number) + (table[patterns[k] as number] as number);
    });
    let matches = 0;
    for (let k = 0; k < count; k++) {
      weight[k] = 1 / (1 + Math.exp(-(weight[k] as number)));
      matches += weight[k] as number;
    }
    matching = Math.min(Math.max(matches / count, 1e-6), 1 - 1e-6);
    u = comparators.map((comparator, c) => {
      const sums = new Float64Array(comparator.patterns);
      const patterns = pairs.patterns[c] as Uint8Array;
      for (let k = 0; k < count; k++) {
        const pattern = patterns[k] as number;
        sums[pattern] = (sums[pattern] as number) + 1 - (weight[k] as number);
      }
      return (model.comparisons[c] as readonly SlotParameters[]).map((slot, s) => {
        const levels = levelSums(comparator, s, sums).map((sum, level) => sum + PSEUDO_PAIRS * (slot.u[level] as number));
        const total = levels.reduce((sum, each) => sum + each, 0);
        return levels.map((sum) => sum / total);
      });
    });
  }
  return matching > MOST_MATCHES || (1 - matching) * count < LEAST_NON_MATCHES ? null : u;
}

function logRatios(comparator: Comparator, slots: readonly SlotParameters[], u: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from({ length: comparator.patterns }, (_, pattern) => {
    let sum = 0;
    slots.forEach((slot, s) => {
      const level = slotLevel(comparator.slots, s, pattern);
      if (level >= 0) sum += Math.log((slot.m[level] as number) / (u[s]?.[level] as number));
    });
    return sum;
  });
}
