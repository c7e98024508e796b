import type { Blocks } from './blocks.ts';
import { blockAt, meetFirstIn, mostPairsOf, pairsOfRecord, partnersOf } from './blocks.ts';
import { NearRows, rowStart, type Rows } from './near-rows.ts';
import { buildComparator, type ComparatorData } from './comparator-data.ts';
import type { Comparator } from './comparator.ts';
import { hashPair } from './intern.ts';
import { MOST_GIVEN, type ScoringTables } from './model.ts';
import { Weigher } from './weigher.ts';

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

/** Compares and scores pairs of records in one thread. */
export class Scanner {
  readonly #data: ScanData;
  readonly comparators: readonly Comparator[];
  #rights = new Int32Array(1024);
  readonly #weigher: Weigher;
  #tables: ScoringTables | null = null;
  #places = new Int32Array(1024);
  readonly #near = new NearRows();

  /** @param comparators those of the data, where they have been built already */
  constructor(data: ScanData, comparators: readonly Comparator[] = data.comparators.map(buildComparator)) {
    this.#data = data;
    this.comparators = comparators;
    this.#weigher = new Weigher(this.comparators);
  }

  /** The tables that {@link weight} and {@link score} use from now on. */
  use(tables: ScoringTables): void {
    if (tables === this.#tables) return;
    this.#tables = tables;
    this.#weigher.use(tables);
  }

  /** The match weight of two records in bits. */
  weight(left: number, right: number): number {
    this.#bring(0, left);
    this.#bring(1, right);
    this.#places[0] = 1;
    this.#weigher.weigh(0, this.#places, 1, Number.NEGATIVE_INFINITY);
    return this.#weigher.weights[0] as number;
  }

  /** Brings the values of a record to a place among those to be weighed. */
  #bring(place: number, record: number): void {
    const { rows } = this.#data;
    const start = rowStart(this.#data, record);
    const { columns } = this.#weigher;
    for (let c = 0; c < columns.length; c++) (columns[c] as Int32Array)[place] = rows[start + c] as number;
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

  /** Scores the pairs of some blocks. What is needed of the members is brought together first, since they lie far apart. */
  #scoreBlocks(first: number, after: number, from: number, to: number, leastWeight: number, out: PairBuffer): void {
    const { blocks, tableOf, stride } = this.#data;
    const { blockOffsets, blockMembers, ruleOffsets } = blocks;
    const members = blockMembers.subarray(from, blockOffsets[after]);
    this.#makeRoom(members.length);
    const [weigher, places, near] = [this.#weigher, this.#places, this.#near];
    // Records have one block of the first rule at most, and no earlier one in which they could have met.
    const meetHere = stride > 0 && after <= (ruleOffsets[1] as number);
    near.gather(this.#data, members, 0, members.length, weigher.columns, !meetHere);
    for (let block = first, left = 0; block < after; block++) {
      const end = (blockOffsets[block + 1] as number) - from;
      for (const last = Math.min(end - 1, to - from); left < last; left++) {
        let count = 0;
        for (let right = left + 1; right < end; right++) {
          if (tableOf !== null && tableOf[members[left] as number] === tableOf[members[right] as number]) continue;
          if (!meetHere && !meetFirstIn(block, near.blocks, near.starts[left] as number, near.starts[right] as number)) continue;
          places[count++] = right;
        }
        const found = weigher.weigh(left, places, count, leastWeight);
        for (let k = 0; k < found; k++) {
          const weight = weigher.weights[k] as number;
          if (weight >= leastWeight) out.push(members[left] as number, members[places[k] as number] as number, weight);
        }
      }
      left = end;
    }
  }

  #makeRoom(places: number): void {
    this.#weigher.makeRoom(places);
    if (places > this.#places.length) this.#places = new Int32Array(places * 2);
  }

  /**
   * Visits the candidate partners of one record, earlier and later ones, whose weight is not sure to stay below `least`,
   * with the pair's weight; gives how many partners there are.
   */
  eachPairOf(record: number, least: number, visit: (other: number, weight: number) => void): number {
    const { blocks, tableOf } = this.#data;
    const partners = this.#room(record);
    const count = partnersOf(blocks, this.#data, record, tableOf, partners);
    this.#makeRoom(count + 1);
    const [weigher, places] = [this.#weigher, this.#places];
    this.#bring(0, record);
    for (let k = 0; k < count; k++) {
      this.#bring(k + 1, partners[k] as number);
      places[k] = k + 1;
    }
    const found = weigher.weigh(0, places, count, least);
    for (let k = 0; k < found; k++) visit(partners[(places[k] as number) - 1] as number, weigher.weights[k] as number);
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
