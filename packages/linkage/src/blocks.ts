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
  readonly entries: number;
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
    return { keys, blockOfKey: numbered.blockOfKey, entries: numbered.entries };
  });
  const entries = perRule.reduce((sum, rule) => sum + rule.entries, 0);
  const recordOffsets = sharedInt32(size + 1);
  const recordBlocks = sharedInt32(entries);
  const blockOffsets = sharedInt32(blocks + 1);
  let at = 0;
  for (let i = 0; i < size; i++) {
    const from = at;
    for (const { keys, blockOfKey } of perRule) {
      const end = startOf(keys, i + 1);
      for (let k = startOf(keys, i); k < end; k++) {
        const key = keys.codes[k] as number;
        const block = key < 0 ? -1 : (blockOfKey[key] as number);
        if (block < 0) continue;
        recordBlocks[at++] = block;
        blockOffsets[block + 1] = (blockOffsets[block + 1] as number) + 1;
      }
    }
    sortRange(recordBlocks, from, at);
    recordOffsets[i + 1] = at;
  }
  return { recordOffsets, recordBlocks, blockOffsets, ruleOffsets, ...members(recordOffsets, recordBlocks, blockOffsets) };
}

/** Insertion sort: the ranges are short and mostly in order, as blocks are numbered rule by rule. */
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
): { blockOfKey: Int32Array; entries: number; next: number } {
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
  let entries = 0;
  for (let key = 0; key <= largest; key++) {
    const count = blockOfKey[key] as number;
    const useful = count >= 2 && count <= maxBlockSize && (severalTables === null || severalTables[key] === 1);
    if (useful) entries += count;
    blockOfKey[key] = useful ? next++ : -1;
  }
  return { blockOfKey, entries, next };
}

function members(
  recordOffsets: Int32Array,
  recordBlocks: Int32Array,
  blockOffsets: Int32Array,
): { blockMembers: Int32Array; pairBound: number } {
  let pairBound = 0;
  for (let block = 0; block + 1 < blockOffsets.length; block++) {
    const count = blockOffsets[block + 1] as number;
    pairBound += (count * (count - 1)) / 2;
    blockOffsets[block + 1] = (blockOffsets[block] as number) + count;
  }
  const blockMembers = sharedInt32(recordBlocks.length);
  const cursor = blockOffsets.slice();
  for (let i = 0; i + 1 < recordOffsets.length; i++) {
    for (let k = recordOffsets[i] as number; k < (recordOffsets[i + 1] as number); k++) {
      const block = recordBlocks[k] as number;
      const place = cursor[block] as number;
      blockMembers[place] = i;
      cursor[block] = place + 1;
    }
  }
  return { blockMembers, pairBound };
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
      if (k > from && sharesEarlier(recordBlocks, from, k, recordOffsets[other] as number, block)) continue;
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

/** True if the other record is in one of the left record's blocks before `block`. */
function sharesEarlier(recordBlocks: Int32Array, from: number, end: number, other: number, block: number): boolean {
  let k = from;
  let l = other;
  for (;;) {
    const b = recordBlocks[l] as number;
    if (b >= block) return false;
    while (k < end && (recordBlocks[k] as number) < b) k++;
    if (k === end) return false;
    if (recordBlocks[k] === b) return true;
    l++;
  }
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
