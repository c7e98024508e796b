import type { BlockingRule } from './blocking-rules.ts';
import { sharedInt32 } from './column.ts';
import { combineKeys, keysOf, startOf, type Keys, type KeySource } from './keys.ts';

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

interface RuleBlocks {
  readonly keys: Keys;
  /** For each key the block's number, -1 for a block that is too small or too large. */
  readonly blockOfKey: Int32Array;
}

/**
 * Builds the blocks. Memory: 8 bytes for each record in each useful block, and while a rule is read about 24 bytes a
 * key of that rule.
 * @param tableOf for linking, the table of each record: blocks within one table are useless; null for deduplication
 */
export function buildBlocks(
  rules: readonly BlockingRule[],
  source: KeySource,
  size: number,
  tableOf: Uint8Array | null,
  defaultMaxBlockSize: number,
): Blocks {
  const ruleOffsets = [0];
  let blocks = 0;
  const perRule = rules.map((rule): RuleBlocks => {
    const keys = rule.expressions
      .map((expression) => keysOf(expression, source))
      .reduce((before, next) => combineKeys(before, next, size));
    const numbered = numberBlocks(keys, size, rule.maxBlockSize ?? defaultMaxBlockSize, tableOf, blocks);
    blocks = numbered.next;
    ruleOffsets.push(blocks);
    return { keys, blockOfKey: numbered.blockOfKey };
  });
  const blockOffsets = sharedInt32(blocks + 1);
  const recordOffsets = offsetsOf(perRule, size, blockOffsets);
  const recordBlocks = sharedInt32(recordOffsets[size] as number);
  const blockMembers = sharedInt32(recordBlocks.length);
  const pairBound = spread(blockOffsets);
  const [ofRecord, ofBlock] = [recordOffsets.slice(), blockOffsets.slice()];
  for (const rule of perRule) {
    fill(rule, size, { recordBlocks, ofRecord, blockMembers, ofBlock });
    if (rule.keys.offsets !== null) sortLast(recordBlocks, recordOffsets, ofRecord);
  }
  return { recordOffsets, recordBlocks, blockOffsets, blockMembers, ruleOffsets, pairBound };
}

/** Where the blocks of each record will begin; the records of each block are counted one place on. */
function offsetsOf(rules: readonly RuleBlocks[], size: number, blockOffsets: Int32Array): Int32Array {
  const offsets = sharedInt32(size + 1);
  for (const { keys, blockOfKey } of rules) {
    const { codes } = keys;
    for (let i = 0; i < size; i++) {
      const end = startOf(keys, i + 1);
      for (let k = startOf(keys, i); k < end; k++) {
        const key = codes[k] as number;
        const block = key < 0 ? -1 : (blockOfKey[key] as number);
        if (block < 0) continue;
        offsets[i + 1] = (offsets[i + 1] as number) + 1;
        blockOffsets[block + 1] = (blockOffsets[block + 1] as number) + 1;
      }
    }
  }
  for (let i = 0; i < size; i++) offsets[i + 1] = (offsets[i + 1] as number) + (offsets[i] as number);
  return offsets;
}

/** Makes counts into offsets; gives the number of pairs that the blocks have. */
function spread(blockOffsets: Int32Array): number {
  let pairs = 0;
  for (let block = 0; block + 1 < blockOffsets.length; block++) {
    const count = blockOffsets[block + 1] as number;
    pairs += (count * (count - 1)) / 2;
    blockOffsets[block + 1] = (blockOffsets[block] as number) + count;
  }
  return pairs;
}

interface BlockPlaces {
  readonly recordBlocks: Int32Array;
  /** The next free place of each record. */
  readonly ofRecord: Int32Array;
  readonly blockMembers: Int32Array;
  /** The next free place of each block. */
  readonly ofBlock: Int32Array;
}

/** Enters the blocks of one rule for their records, and the records for their blocks. */
function fill({ keys, blockOfKey }: RuleBlocks, size: number, { recordBlocks, ofRecord, blockMembers, ofBlock }: BlockPlaces): void {
  const { codes } = keys;
  for (let i = 0; i < size; i++) {
    const end = startOf(keys, i + 1);
    for (let k = startOf(keys, i); k < end; k++) {
      const key = codes[k] as number;
      const block = key < 0 ? -1 : (blockOfKey[key] as number);
      if (block < 0) continue;
      const [place, member] = [ofRecord[i] as number, ofBlock[block] as number];
      recordBlocks[place] = block;
      ofRecord[i] = place + 1;
      blockMembers[member] = i;
      ofBlock[block] = member + 1;
    }
  }
}

/** Rules come in the order of their blocks, but the keys that a record has by one rule in any. */
function sortLast(recordBlocks: Int32Array, recordOffsets: Int32Array, ofRecord: Int32Array): void {
  for (let i = 0; i < ofRecord.length; i++) sortRange(recordBlocks, recordOffsets[i] as number, ofRecord[i] as number);
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

/** Counts the records of each key and numbers the blocks that give pairs, in the order first seen. */
function numberBlocks(
  keys: Keys,
  size: number,
  maxBlockSize: number,
  tableOf: Uint8Array | null,
  firstBlock: number,
): { blockOfKey: Int32Array; next: number } {
  let largest = -1;
  for (let k = 0; k < keys.codes.length; k++) if ((keys.codes[k] as number) > largest) largest = keys.codes[k] as number;
  const blockOfKey = new Int32Array(largest + 1);
  const firstTable = tableOf === null ? null : new Int16Array(largest + 1).fill(-1);
  const severalTables = tableOf === null ? null : new Uint8Array(largest + 1);
  for (let i = 0; i < size; i++) {
    const end = startOf(keys, i + 1);
    for (let k = startOf(keys, i); k < end; k++) {
      const key = keys.codes[k] as number;
      if (key < 0) continue;
      blockOfKey[key] = (blockOfKey[key] as number) + 1;
      if (tableOf === null || firstTable === null || severalTables === null) continue;
      if (firstTable[key] === -1) firstTable[key] = tableOf[i] as number;
      else if (firstTable[key] !== tableOf[i]) severalTables[key] = 1;
    }
  }
  let next = firstBlock;
  for (let key = 0; key <= largest; key++) {
    const count = blockOfKey[key] as number;
    const useful = count >= 2 && count <= maxBlockSize && (severalTables === null || severalTables[key] === 1);
    blockOfKey[key] = useful ? next++ : -1;
  }
  return { blockOfKey, next };
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
