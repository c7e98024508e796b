import type { BlockingRule } from './blocking-rules.ts';
import { sharedInt32 } from './column.ts';
import { combineKeys, keysOf, type Keys, type KeySource } from './keys.ts';
import { strideFor, type Rows } from './near-rows.ts';
import { blocksOfNumberedKeys, type BlockLimits, type RuleBlocks } from './rule-blocks.ts';

/**
 * All useful blocks of all rules, numbered in the order of the rules, in memory that threads share. A pair is a
 * candidate once, in the first block that its records have in common; so neither a sort nor a set of pairs is needed.
 */
export interface Blocks {
  /** The blocks of each record in ascending order: those of record i from offset i to i + 1. */
  readonly recordOffsets: Int32Array;
  readonly recordBlocks: Int32Array;
  /** The records of each block in ascending order. */
  readonly blockOffsets: Int32Array;
  readonly blockMembers: Int32Array;
  /** Where each rule's blocks begin; one more than there are rules. */
  readonly ruleOffsets: readonly number[];
  /** The number of pairs if none came twice: an upper bound. */
  readonly pairBound: number;
}

/**
 * Groups records by two keys; work given early may be done by other threads meanwhile.
 * @returns what waits for the blocks
 */
export type Grouping = (a: Int32Array, b: Int32Array, limits: BlockLimits) => () => RuleBlocks;

/**
 * Starts on the blocks of each rule as soon as the columns that it needs have been read.
 * @returns what waits for the blocks of all rules, in their order
 */
export function startBlocks(
  rules: readonly BlockingRule[],
  source: KeySource,
  size: number,
  { tableOf, maxBlockSize }: BlockLimits,
  group: Grouping,
): () => RuleBlocks[] {
  const started = rules.map((rule): (() => RuleBlocks) => {
    const limits = { tableOf, maxBlockSize: rule.maxBlockSize ?? maxBlockSize };
    const keys = rule.expressions.map((expression) => keysOf(expression, source));
    if (keys.some(({ offsets }) => offsets !== null)) {
      const { offsets, codes } = keys.reduce((before, next) => combineKeys(before, next, size));
      const blocks = blocksOfNumberedKeys(offsets as Int32Array, codes, limits);
      return () => blocks;
    }
    const last = (keys.at(-1) as Keys).codes;
    const before = keys.length > 1 ? keys.slice(0, -1).reduce((one, next) => combineKeys(one, next, size)).codes : last;
    return group(before, last, limits);
  });
  return () => started.map((finish) => finish());
}

/**
 * Puts the blocks of all rules side by side, and beside each record's values its blocks.
 * @param columns the values of the records by comparison
 */
export function joinBlocks(rules: readonly RuleBlocks[], columns: readonly Int32Array[], size: number): { blocks: Blocks; rows: Rows } {
  const ruleOffsets = [0];
  let places = 0;
  for (const { members, starts } of rules) {
    ruleOffsets.push((ruleOffsets.at(-1) as number) + starts.length - 1);
    places += members.length;
  }
  const blockOffsets = sharedInt32((ruleOffsets.at(-1) as number) + 1);
  const blockMembers = sharedInt32(places);
  let pairBound = 0;
  places = 0;
  rules.forEach(({ members, starts }, r) => {
    blockMembers.set(members, places);
    const first = ruleOffsets[r] as number;
    for (let block = 0; block + 1 < starts.length; block++) {
      const count = (starts[block + 1] as number) - (starts[block] as number);
      pairBound += (count * (count - 1)) / 2;
      blockOffsets[first + block + 1] = places + (starts[block + 1] as number);
    }
    places += members.length;
  });
  const byRecord = spreadOverRecords(rules, ruleOffsets, columns, size, places);
  const { recordOffsets, recordBlocks } = byRecord;
  return { blocks: { recordOffsets, recordBlocks, blockOffsets, blockMembers, ruleOffsets, pairBound }, rows: byRecord };
}

function spreadOverRecords(
  rules: readonly RuleBlocks[],
  ruleOffsets: readonly number[],
  columns: readonly Int32Array[],
  size: number,
  places: number,
): Rows & Pick<Blocks, 'recordOffsets' | 'recordBlocks'> {
  const width = columns.length;
  const [recordOffsets, recordBlocks] = [sharedInt32(size + 1), sharedInt32(places)];
  const stride = rules.every(({ offsets }) => offsets === null) ? strideFor(width + rules.length) : 0;
  const rowOffsets = sharedInt32(stride > 0 ? 0 : size + 1);
  const rows = sharedInt32(stride > 0 ? size * stride : size * width + places);
  let at = 0;
  let row = 0;
  for (let record = 0; record < size; record++) {
    if (stride > 0) row = record * stride;
    for (let c = 0; c < width; c++) rows[row++] = (columns[c] as Int32Array)[record] as number;
    for (let r = 0; r < rules.length; r++) {
      const { offsets, codes } = rules[r] as RuleBlocks;
      const from = at;
      const first = ruleOffsets[r] as number;
      const end = offsets === null ? record + 1 : (offsets[record + 1] as number);
      for (let k = offsets === null ? record : (offsets[record] as number); k < end; k++) {
        const block = codes[k] as number;
        if (block >= 0) recordBlocks[at++] = first + block;
      }
      // Rules come in the order of their blocks, but the keys that a record has by one rule in any.
      if (at - from > 1) sortRange(recordBlocks, from, at);
    }
    for (let k = recordOffsets[record] as number; k < at; k++) rows[row++] = recordBlocks[k] as number;
    recordOffsets[record + 1] = at;
    if (stride === 0) rowOffsets[record + 1] = row;
  }
  return { recordOffsets, recordBlocks, rowOffsets, stride, rows };
}

/** Insertion sort: the ranges are short and mostly in order. */
function sortRange(array: Int32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const value = array[i] as number;
    let j = i - 1;
    while (j >= from && (array[j] as number) > value) {
      array[j + 1] = array[j] as number;
      j--;
    }
    array[j + 1] = value;
  }
}

/**
 * Writes the later records that a record is a candidate with, each once, into `right` from position 0, which must
 * have room for {@link mostPairsOf}. Returns how many.
 */
export function pairsOfRecord(blocks: Blocks, left: number, tableOf: Uint8Array | null, right: Int32Array): number {
  const { recordOffsets, recordBlocks, blockOffsets, blockMembers } = blocks;
  const from = recordOffsets[left] as number;
  const to = recordOffsets[left + 1] as number;
  let count = 0;
  for (let k = from; k < to; k++) {
    const block = recordBlocks[k] as number;
    const start = blockOffsets[block] as number;
    for (let place = (blockOffsets[block + 1] as number) - 1; place >= start; place--) {
      const other = blockMembers[place] as number;
      if (other <= left) break;
      if (tableOf !== null && tableOf[other] === tableOf[left]) continue;
      if (k > from && !meetFirstIn(block, recordBlocks, from, recordOffsets[other] as number)) continue;
      right[count++] = other;
    }
  }
  return count;
}

/** The candidate partners of one record, earlier and later ones, each once. */
export function partnersOf(blocks: Blocks, record: number, tableOf: Uint8Array | null): Set<number> {
  const partners = new Set<number>();
  for (let k = blocks.recordOffsets[record] as number; k < (blocks.recordOffsets[record + 1] as number); k++) {
    const block = blocks.recordBlocks[k] as number;
    for (let at = blocks.blockOffsets[block] as number; at < (blocks.blockOffsets[block + 1] as number); at++) {
      const other = blocks.blockMembers[at] as number;
      if (other !== record && (tableOf === null || tableOf[other] !== tableOf[record])) partners.add(other);
    }
  }
  return partners;
}

/** True if the first block that two records have in common is this one, which both have. */
export function meetFirstIn(block: number, recordBlocks: Int32Array, ofLeft: number, ofRight: number): boolean {
  for (let k = ofLeft, l = ofRight; ; ) {
    const [a, b] = [recordBlocks[k] as number, recordBlocks[l] as number];
    if (a === b) return a === block;
    if (a < b) k++;
    else l++;
  }
}

/** The block that a place among the members belongs to. */
export function blockAt({ blockOffsets }: Blocks, place: number): number {
  let [low, high] = [0, blockOffsets.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((blockOffsets[middle] as number) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** An upper bound of the candidate pairs of one record with later ones. */
export function mostPairsOf(blocks: Blocks, left: number): number {
  let most = 0;
  for (let k = blocks.recordOffsets[left] as number; k < (blocks.recordOffsets[left + 1] as number); k++) {
    const block = blocks.recordBlocks[k] as number;
    most += (blocks.blockOffsets[block + 1] as number) - (blocks.blockOffsets[block] as number);
  }
  return most;
}
