import type { Blocks } from './blocks.ts';
import { blockAt, meetFirstIn, mostPairsOf, pairsOfRecord, partnersOf } from './blocks.ts';
import { NearRows, rowStart, type Rows } from './near-rows.ts';
import { buildComparator, type ComparatorData } from './comparator-data.ts';
import type { Comparator } from './comparator.ts';
import { MOST_MASKED, WeightBounds } from './bounds.ts';
import { hashPair } from './intern.ts';
import { MOST_GIVEN, reliefOf, type ScoringTables } from './model.ts';

/** All that a thread needs to compare pairs of records: plain data and shared memory. */
export interface ScanData extends Rows {
  /** The number of records. */
  readonly size: number;
  readonly blocks: Blocks;
  /** For linking, the table of each record. */
  readonly tableOf: Uint8Array | null;
  /** By comparison: each record's value. */
  readonly codes: readonly Int32Array[];
  readonly comparators: readonly ComparatorData[];
}

/** Pairs and their match weights in bits. */
export interface WeighedPairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly weight: Float64Array;
}

/** Compared pairs: patterns by comparison, and the sum of the logs of the frequencies of what is equal. */
export interface ComparedPairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly patterns: readonly Uint8Array[];
  readonly logFrequency: Float64Array;
  /** A bit for each of the first 31 comparisons: both values are the same. */
  readonly equal: Int32Array;
}

/** Members whose rows are brought together at once: few enough that a processor knows where all of them lie. */
const MEMBERS_AT_ONCE = 256;
/** Sums made in another order may differ in the last digits: a pair is left only if it is further below. */
const ROUNDING = 1e-6;

/** Compares and scores pairs of records in one thread. */
export class Scanner {
  readonly #data: ScanData;
  readonly comparators: readonly Comparator[];
  #rights = new Int32Array(1024);
  #tables: ScoringTables | null = null;
  #bounds: WeightBounds;
  readonly #bits: Float64Array;
  readonly #patterns: Uint8Array;
  readonly #near = new NearRows();
  /** By comparison: the value that was last found on both sides, and what that adds, discounts apart. */
  readonly #sameValues: Int32Array;
  readonly #sameBits: Float64Array;
  readonly #samePatterns: Uint8Array;
  /** By which comparisons agree: the most that the left row of that number can reach. */
  readonly #mostOfMask: Float64Array;
  readonly #leftOfMask: Float64Array;
  #left = 0;

  /** @param comparators those of the data, where they have been built already */
  constructor(data: ScanData, comparators: readonly Comparator[] = data.comparators.map(buildComparator)) {
    this.#data = data;
    this.comparators = comparators;
    this.#bounds = new WeightBounds(this.comparators, { prior: 0, weights: [], disagrees: [], discounts: [], reliefs: [] });
    this.#bits = new Float64Array(this.comparators.length);
    this.#patterns = new Uint8Array(this.comparators.length);
    this.#sameValues = new Int32Array(this.comparators.length).fill(-1);
    this.#sameBits = new Float64Array(this.comparators.length);
    this.#samePatterns = new Uint8Array(this.comparators.length);
    const masks = this.comparators.length > MOST_MASKED ? 0 : 1 << this.comparators.length;
    this.#mostOfMask = new Float64Array(masks);
    this.#leftOfMask = new Float64Array(masks);
  }

  /** The tables that {@link weight} and {@link score} use from now on. */
  use(tables: ScoringTables): void {
    this.#tables = tables;
    this.#bounds = new WeightBounds(this.comparators, tables);
    this.#sameValues.fill(-1);
    this.#left++;
  }

  /** The match weight of two records in bits; -Infinity as soon as it is sure to stay below `least`. */
  weight(left: number, right: number, least = Number.NEGATIVE_INFINITY): number {
    this.#left++;
    const [a, b] = [rowStart(this.#data, left), rowStart(this.#data, right)];
    return this.#weightFrom(this.#data.rows, a, b, least);
  }

  /**
   * The match weight of two rows, or -Infinity as soon as it is sure to stay below `least`: first the most that the
   * pair could reach, then one comparison after the other, the cheapest first. The sum is always made in the order of
   * the comparisons. What a left row can reach is kept from one pair to the next, until `#left` is another number.
   */
  #weightFrom(rows: Int32Array, leftRow: number, rightRow: number, least: number): number {
    const [bits, patterns] = [this.#bits, this.#patterns];
    const { reliefs } = this.#tables as ScoringTables;
    const count = bits.length;
    const agreeing = this.#agreeing(rows, leftRow, rightRow);
    const { order } = this.#bounds;
    const { most: bound, discounts } = this.#bounds.given(agreeing);
    let most = this.#mostOf(rows, leftRow, rightRow, agreeing, bound, discounts);
    for (let k = 0; k < count; k++) {
      if (most < least - ROUNDING) return Number.NEGATIVE_INFINITY;
      const c = order[k] as number;
      const a = rows[leftRow + c] as number;
      const b = rows[rightRow + c] as number;
      if (a === b && a >= 0) continue;
      if ((a | b) < 0) {
        bits[c] = 0;
        patterns[c] = 0;
        most -= bound[c] as number;
        continue;
      }
      const found = this.#bitsOf(c, a, b, discounts);
      most += found + reliefOf(reliefs[c], -1, patterns[c] as number) - (bound[c] as number);
      bits[c] = found;
    }
    for (let c = 0; c < count; c++) {
      const a = rows[leftRow + c] as number;
      if (a >= 0 && a === rows[rightRow + c]) bits[c] = this.#bitsOfSame(c, a, discounts);
    }
    return this.#sum();
  }

  /** The most that a pair can weigh, by what agrees; worked out once for each left row and each set that agrees. */
  #mostOf(rows: Int32Array, leftRow: number, rightRow: number, agreeing: number, bound: Float64Array, discounts: readonly Float64Array[]): number {
    const keeps = agreeing < this.#mostOfMask.length;
    if (keeps && this.#leftOfMask[agreeing] === this.#left) return this.#mostOfMask[agreeing] as number;
    let most = (this.#tables as ScoringTables).prior;
    for (let c = 0; c < bound.length; c++) {
      const a = rows[leftRow + c] as number;
      most += a >= 0 && a === rows[rightRow + c] ? this.#bitsOfSame(c, a, discounts) : (bound[c] as number);
    }
    if (!keeps) return most;
    this.#leftOfMask[agreeing] = this.#left;
    this.#mostOfMask[agreeing] = most;
    return most;
  }

  /** Which of the first 31 comparisons have equal values, as a bit mask. */
  #agreeing(rows: Int32Array, leftRow: number, rightRow: number): number {
    const count = Math.min(this.comparators.length, MOST_GIVEN);
    let agreeing = 0;
    for (let c = 0; c < count; c++) {
      const a = rows[leftRow + c] as number;
      if (a >= 0 && a === rows[rightRow + c]) agreeing |= 1 << c;
    }
    return agreeing;
  }

  /** The weight of the pair whose bits and patterns were last found. */
  #sum(): number {
    const { prior, disagrees, reliefs } = this.#tables as ScoringTables;
    const [bits, patterns] = [this.#bits, this.#patterns];
    let weight = prior;
    let disagreeing = 0;
    for (let c = 0; c < bits.length; c++) {
      weight += bits[c] as number;
      if (c < MOST_GIVEN) disagreeing |= ((disagrees[c] as Uint8Array)[patterns[c] as number] as number) << c;
    }
    if (disagreeing === 0) return weight;
    for (let c = 0; c < bits.length; c++) weight += reliefOf(reliefs[c], disagreeing, patterns[c] as number);
    return weight;
  }

  /** What one comparison adds to the weight, reliefs apart. */
  #bitsOf(c: number, a: number, b: number, discounts: readonly Float64Array[]): number {
    const { weights } = this.#tables as ScoringTables;
    const comparator = this.comparators[c] as Comparator;
    const pattern = comparator.compare(a, b);
    this.#patterns[c] = pattern;
    const bits = ((weights[c] as Float64Array)[pattern] as number) - comparator.logFrequency(pattern, a, b);
    return bits - ((discounts[c] as Float64Array)[pattern] as number);
  }

  /** The same of two equal values. */
  #bitsOfSame(c: number, a: number, discounts: readonly Float64Array[]): number {
    if (this.#sameValues[c] !== a) {
      const { weights } = this.#tables as ScoringTables;
      const comparator = this.comparators[c] as Comparator;
      const pattern = comparator.compare(a, a);
      this.#sameValues[c] = a;
      this.#sameBits[c] = ((weights[c] as Float64Array)[pattern] as number) - comparator.logFrequency(pattern, a, a);
      this.#samePatterns[c] = pattern;
    }
    const pattern = this.#samePatterns[c] as number;
    this.#patterns[c] = pattern;
    return (this.#sameBits[c] as number) - ((discounts[c] as Float64Array)[pattern] as number);
  }

  /** The base-2 logarithm of the frequency of what two records have in common in a comparison. */
  logFrequency(c: number, pattern: number, left: number, right: number): number {
    const column = this.#data.codes[c] as Int32Array;
    return pattern === 0 ? 0 : (this.comparators[c] as Comparator).logFrequency(pattern, column[left] as number, column[right] as number);
  }

  /** True if two records hold the same value in a comparison. */
  isEqual(c: number, left: number, right: number): boolean {
    const column = this.#data.codes[c] as Int32Array;
    return (column[left] as number) >= 0 && column[left] === column[right];
  }

  /** The pattern of two records in a comparison. */
  patternOf(c: number, left: number, right: number): number {
    const column = this.#data.codes[c] as Int32Array;
    const [a, b] = [column[left] as number, column[right] as number];
    return (a | b) < 0 ? 0 : (this.comparators[c] as Comparator).compare(a, b);
  }

  /** Which of the first 31 comparisons lack a value in one of two records, as a bit mask. */
  missing(left: number, right: number): number {
    const { rows } = this.#data;
    const [a, b] = [rowStart(this.#data, left), rowStart(this.#data, right)];
    const count = this.comparators.length;
    let mask = 0;
    for (let c = 0; c < count && c < MOST_GIVEN; c++) if (((rows[a + c] as number) | (rows[b + c] as number)) < 0) mask |= 1 << c;
    return mask;
  }

  /**
   * Scores the candidate pairs of the members from..to-1 of the blocks, by their places, with later members, and keeps
   * those of at least `leastWeight`.
   */
  score(from: number, to: number, leastWeight: number): WeighedPairs {
    const out = new PairBuffer();
    const { blockOffsets } = this.#data.blocks;
    let block = blockAt(this.#data.blocks, from);
    for (let place = from; place < to; ) {
      const first = block;
      const enough = place + MEMBERS_AT_ONCE;
      do block++;
      while ((blockOffsets[block] as number) < Math.min(to, enough));
      this.#scoreBlocks(first, block, place, to, leastWeight, out);
      place = blockOffsets[block] as number;
    }
    return out.finish();
  }

  /** Scores the pairs of some blocks. Their rows are brought together first, since the members lie far apart. */
  #scoreBlocks(first: number, after: number, from: number, to: number, leastWeight: number, out: PairBuffer): void {
    const { blocks, tableOf } = this.#data;
    const { blockOffsets, blockMembers } = blocks;
    const width = this.comparators.length;
    const near = this.#near;
    near.gather(this.#data, blockMembers, from, blockOffsets[after] as number);
    const { rows, starts } = near;
    for (let block = first, place = from; block < after; block++) {
      const end = blockOffsets[block + 1] as number;
      for (const last = Math.min(end - 1, to); place < last; place++) {
        const left = blockMembers[place] as number;
        this.#left++;
        for (let next = place + 1; next < end; next++) {
          const right = blockMembers[next] as number;
          if (tableOf !== null && tableOf[left] === tableOf[right]) continue;
          const [a, b] = [starts[place - from] as number, starts[next - from] as number];
          if (!meetFirstIn(block, rows, a + width, b + width)) continue;
          const weight = this.#weightFrom(rows, a, b, leastWeight);
          if (weight >= leastWeight) out.push(left, right, weight);
        }
      }
      place = end;
    }
  }

  /**
   * Visits every candidate partner of one record, earlier and later ones, with the pair's weight, which is -Infinity
   * where it is sure to stay below `least`; gives how many.
   */
  eachPairOf(record: number, least: number, visit: (other: number, weight: number) => void): number {
    const { blocks, tableOf } = this.#data;
    const partners = this.#room(record);
    const count = partnersOf(blocks, this.#data, record, tableOf, partners);
    for (let k = 0; k < count; k++) {
      const other = partners[k] as number;
      visit(other, this.weight(Math.min(record, other), Math.max(record, other), least));
    }
    return count;
  }

  /** Candidate pairs of a random share of the records from..to-1 with later ones. */
  sample(from: number, to: number, share: number, seed: number): { left: number[]; right: number[] } {
    const bound = share * 0x1_0000_0000;
    const left: number[] = [];
    const right: number[] = [];
    for (let record = from; record < to; record++) {
      if (hashPair(record, seed) >= bound) continue;
      const count = this.#pairsOf(record);
      for (let k = 0; k < count; k++) {
        left.push(record);
        right.push(this.#rights[k] as number);
      }
    }
    return { left, right };
  }

  /** Compares given pairs. */
  compare(left: Int32Array, right: Int32Array): ComparedPairs {
    const logFrequency = new Float64Array(left.length);
    const equal = new Int32Array(left.length);
    const patterns = this.comparators.map(() => new Uint8Array(left.length));
    const { rows } = this.#data;
    for (let k = 0; k < left.length; k++) {
      const [leftRow, rightRow] = [rowStart(this.#data, left[k] as number), rowStart(this.#data, right[k] as number)];
      let log = 0;
      let same = 0;
      for (let c = 0; c < patterns.length; c++) {
        const a = rows[leftRow + c] as number;
        const b = rows[rightRow + c] as number;
        if ((a | b) < 0) continue;
        if (a === b && c < MOST_GIVEN) same |= 1 << c;
        const comparator = this.comparators[c] as Comparator;
        const pattern = comparator.compare(a, b);
        (patterns[c] as Uint8Array)[k] = pattern;
        log += comparator.logFrequency(pattern, a, b);
      }
      logFrequency[k] = log;
      equal[k] = same;
    }
    return { left, right, patterns, logFrequency, equal };
  }

  #pairsOf(left: number): number {
    const { blocks, tableOf } = this.#data;
    return pairsOfRecord(blocks, this.#data, left, tableOf, this.#room(left));
  }

  /** Room for all partners of a record. */
  #room(record: number): Int32Array {
    const most = mostPairsOf(this.#data.blocks, this.#data, record);
    if (most > this.#rights.length) this.#rights = new Int32Array(most * 2);
    return this.#rights;
  }
}

/** Arrays that grow as pairs come. */
export class PairBuffer {
  #left = new Int32Array(4096);
  #right = new Int32Array(4096);
  #weight = new Float64Array(4096);
  #count = 0;

  push(left: number, right: number, weight: number): void {
    if (this.#count === this.#left.length) this.#grow();
    this.#left[this.#count] = left;
    this.#right[this.#count] = right;
    this.#weight[this.#count++] = weight;
  }

  #grow(): void {
    const size = this.#count * 2;
    const [left, right, weight] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)];
    left.set(this.#left);
    right.set(this.#right);
    weight.set(this.#weight);
    [this.#left, this.#right, this.#weight] = [left, right, weight];
  }

  finish(): WeighedPairs {
    return {
      left: this.#left.slice(0, this.#count),
      right: this.#right.slice(0, this.#count),
      weight: this.#weight.slice(0, this.#count),
    };
  }
}
