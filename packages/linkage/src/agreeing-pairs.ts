import type { Comparator } from './comparator.ts';
import { PairInterner } from './intern.ts';
import { combineKeys } from './keys.ts';
import type { ComparedPairs, Scanner } from './scan.ts';

const SAMPLE = 10_000;
/** Records among which pairs that agree are looked for. */
const RECORDS = 120_000;

/** Where the pairs that agree in one comparison are drawn from. */
export interface AgreementSource {
  readonly codes: readonly Int32Array[];
  readonly tableOf: Uint8Array | null;
  readonly random: () => number;
}

/** Compared pairs, those of the same patterns counted together. */
export interface PatternCounts {
  /** By comparison. */
  readonly patterns: readonly Uint8Array[];
  readonly counts: Float64Array;
  /** The number of pairs. */
  readonly total: number;
}

/** What agrees in certain comparisons: the records by value, and the pairs drawn of them, once they are asked for. */
interface Agreeing {
  readonly byValue: { readonly offsets: Int32Array; readonly records: Int32Array };
  /** The ordered pairs up to each value. */
  readonly cumulative: Float64Array;
  drawn: PatternCounts | null;
}

/**
 * Draws pairs of records that agree in one comparison or two. Each question is drawn once, however often the model is
 * estimated anew: what the records hold does not change with it.
 */
export class AgreeingPairs {
  readonly #scanner: Scanner;
  readonly #source: AgreementSource;
  readonly #columns: readonly Int32Array[];
  readonly #records: Int32Array;
  readonly #known = new Map<string, Agreeing>();
  /** The share of all pairs of records that the pairs among the records looked at are. */
  readonly share: number;

  constructor(scanner: Scanner, source: AgreementSource) {
    this.#scanner = scanner;
    this.#source = source;
    const size = source.codes[0]?.length ?? 0;
    this.#records = someRecords(size, source.random);
    this.#columns = source.codes.map((column) => this.#records.map((record) => column[record] as number));
    this.share = (this.#records.length / Math.max(1, size)) ** 2;
  }

  /** How many pairs of the records looked at agree in all of these comparisons. */
  count(given: readonly number[]): number {
    return (this.#of(given).cumulative.at(-1) ?? 0) / 2;
  }

  /** How many pairs are drawn of them. */
  wanted(given: readonly number[]): number {
    return Math.min(SAMPLE, Math.floor(this.count(given)));
  }

  /** Pairs that agree in all of these comparisons, each as likely as any other, compared. */
  draw(given: readonly number[]): PatternCounts {
    const agreeing = this.#of(given);
    agreeing.drawn ??= countPatterns(this.#drawFrom(agreeing, this.wanted(given)), this.#scanner.comparators);
    return agreeing.drawn;
  }

  #of(given: readonly number[]): Agreeing {
    const key = given.join();
    let known = this.#known.get(key);
    if (known === undefined) {
      const codes = given.map((c) => ({ offsets: null, codes: this.#columns[c] as Int32Array }));
      const joined = codes.reduce((before, next) => combineKeys(before, next, this.#records.length) as typeof next);
      const byValue = recordsByValue(joined.codes);
      this.#known.set(key, (known = { byValue, cumulative: pairsUpTo(byValue.offsets), drawn: null }));
    }
    return known;
  }

  #drawFrom({ byValue: { offsets, records }, cumulative }: Agreeing, wanted: number): ComparedPairs {
    const { tableOf, random } = this.#source;
    const all = this.#records;
    const total = cumulative.at(-1) ?? 0;
    const left: number[] = [];
    const right: number[] = [];
    for (let draw = 0; draw < wanted; draw++) {
      const value = lastAtMost(cumulative, random() * total);
      const from = offsets[value] as number;
      const count = (offsets[value + 1] as number) - from;
      const first = Math.floor(random() * count);
      const second = (first + 1 + Math.floor(random() * (count - 1))) % count;
      const [a, b] = [all[records[from + first] as number] as number, all[records[from + second] as number] as number];
      if (tableOf !== null && tableOf[a] === tableOf[b]) continue;
      left.push(a);
      right.push(b);
    }
    return this.#scanner.compare(Int32Array.from(left), Int32Array.from(right));
  }
}

/** Enough records to find pairs that agree; of a large file a random part. */
function someRecords(size: number, random: () => number): Int32Array {
  const records = new Int32Array(size);
  for (let i = 0; i < size; i++) records[i] = i;
  if (size <= RECORDS) return records;
  for (let i = 0; i < RECORDS; i++) {
    const other = i + Math.floor(random() * (size - i));
    [records[i], records[other]] = [records[other] as number, records[i] as number];
  }
  return records.slice(0, RECORDS);
}

function pairsUpTo(offsets: Int32Array): Float64Array {
  const cumulative = new Float64Array(offsets.length);
  for (let value = 0; value + 1 < offsets.length; value++) {
    const count = (offsets[value + 1] as number) - (offsets[value] as number);
    cumulative[value + 1] = (cumulative[value] as number) + count * (count - 1);
  }
  return cumulative;
}

function countPatterns(pairs: ComparedPairs, comparators: readonly Comparator[]): PatternCounts {
  const total = pairs.left.length;
  const numbers = new Int32Array(total);
  let first: number[] = total > 0 ? [0] : [];
  for (const patterns of pairs.patterns) {
    const interner = new PairInterner(1024);
    first = [];
    for (let k = 0; k < total; k++) {
      const number = interner.intern(numbers[k] as number, patterns[k] as number);
      if (number === first.length) first.push(k);
      numbers[k] = number;
    }
  }
  const counts = new Float64Array(first.length);
  for (let k = 0; k < total; k++) counts[numbers[k] as number] = (counts[numbers[k] as number] as number) + 1;
  return { patterns: comparators.map((_, c) => Uint8Array.from(first, (k) => pairs.patterns[c]?.[k] ?? 0)), counts, total };
}

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
