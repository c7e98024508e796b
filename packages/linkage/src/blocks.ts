import type { BlockingRule } from './blocking-rules.ts';
import { sharedInt32 } from './shared-memory.ts';
import type { KeyColumn } from './column.ts';
import { columnOfKey, combineKeys, keysOf, type Keys, type KeySource } from './keys.ts';
import { blocksEnd, blocksStart, strideFor, type Rows } from './near-rows.ts';
import { finishRowsTask, rowsTasks, type RowsTask } from './rows-task.ts';
import { blocksOfNumberedKeys, type BlockLimits, type RuleBlocks } from './rule-blocks.ts';

/**
 * All useful blocks of all rules, numbered in the order of the rules, in memory that threads share; those of a record
 * are in its row. A pair is a
 * candidate once, in the first block that its records have in common; so neither a sort nor a set of pairs is needed.
 */
export interface Blocks {
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
export type Grouping = (a: KeyColumn, b: KeyColumn, limits: BlockLimits) => () => RuleBlocks;

/** Tells other threads of rows to be written. */
export type OfferRows = (task: RowsTask) => void;

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
    const columns = rule.expressions.map((expression) => columnOfKey(expression, source));
    const [first, second = first, ...more] = columns;
    if (first != null && second != null && more.length === 0) return group(first, second, limits);
    const keys = rule.expressions.map((expression) => keysOf(expression, source));
    if (keys.some(({ offsets }) => offsets !== null)) {
      const { offsets, codes } = keys.reduce((before, next) => combineKeys(before, next, size));
      const blocks = blocksOfNumberedKeys(offsets as Int32Array, codes, limits);
      return () => blocks;
    }
    const last = (keys.at(-1) as Keys).codes;
    const before = keys.length > 1 ? keys.slice(0, -1).reduce((one, next) => combineKeys(one, next, size)).codes : last;
    return group({ codes: before, task: null }, { codes: last, task: null }, limits);
  });
  return () => started.map((finish) => finish());
}

/**
 * Puts the blocks of all rules side by side, and beside each record's values its blocks.
 * @param columns the values of the records by comparison
 * @param offer tells other threads of rows to be written
 */
export function joinBlocks(rules: readonly RuleBlocks[], columns: readonly Int32Array[], size: number, offer: OfferRows): { blocks: Blocks; rows: Rows } {
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
  const blocks = { blockOffsets, blockMembers, ruleOffsets, pairBound };
  const equal = rules.every(({ offsets }) => offsets === null);
  return { blocks, rows: equal ? equalRows(rules, ruleOffsets, columns, size, offer) : rowsOfLists(rules, ruleOffsets, columns, size, places) };
}

/** Rows of one length, written by all threads. */
function equalRows(rules: readonly RuleBlocks[], firsts: readonly number[], columns: readonly Int32Array[], size: number, offer: OfferRows): Rows {
  const stride = strideFor(columns.length + rules.length);
  const rows = sharedInt32(size * stride);
  const tasks = rowsTasks({ rows, stride, columns, codes: rules.map(({ codes }) => codes), firsts }, size);
  tasks.forEach(offer);
  tasks.forEach(finishRowsTask);
  return { rows, stride, rowOffsets: sharedInt32(0), width: columns.length, rules: rules.length };
}

/** Rows of as many blocks as each record has. */
function rowsOfLists(rules: readonly RuleBlocks[], ruleOffsets: readonly number[], columns: readonly Int32Array[], size: number, places: number): Rows {
  const width = columns.length;
  const rowOffsets = sharedInt32(size + 1);
  const rows = sharedInt32(size * width + places);
  let row = 0;
  for (let record = 0; record < size; record++) {
    for (let c = 0; c < width; c++) rows[row++] = (columns[c] as Int32Array)[record] as number;
    for (let r = 0; r < rules.length; r++) {
      const { offsets, codes } = rules[r] as RuleBlocks;
      const from = row;
      const first = ruleOffsets[r] as number;
      const end = offsets === null ? record + 1 : (offsets[record + 1] as number);
      for (let k = offsets === null ? record : (offsets[record] as number); k < end; k++) {
        const block = codes[k] as number;
        if (block >= 0) rows[row++] = first + block;
      }
      // Rules come in the order of their blocks, but the keys that a record has by one rule in any.
      if (row - from > 1) sortRange(rows, from, row);
    }
    rowOffsets[record + 1] = row;
  }
  return { rows, stride: 0, rowOffsets, width, rules: 0 };
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
export function pairsOfRecord({ blockOffsets, blockMembers }: Blocks, source: Rows, left: number, tableOf: Uint8Array | null, right: Int32Array): number {
  const { rows } = source;
  const from = blocksStart(source, left);
  const to = blocksEnd(source, left);
  let count = 0;
  for (let k = from; k < to; k++) {
    const block = rows[k] as number;
    const start = blockOffsets[block] as number;
    for (let place = (blockOffsets[block + 1] as number) - 1; place >= start; place--) {
      const other = blockMembers[place] as number;
      if (other <= left) break;
      if (tableOf !== null && tableOf[other] === tableOf[left]) continue;
      if (k > from && !meetFirstIn(block, rows, from, blocksStart(source, other))) continue;
      right[count++] = other;
    }
  }
  return count;
}

/** Writes the candidate partners of one record, earlier and later ones, each once; as {@link pairsOfRecord}. */
export function partnersOf({ blockOffsets, blockMembers }: Blocks, source: Rows, record: number, tableOf: Uint8Array | null, partners: Int32Array): number {
  const { rows } = source;
  const from = blocksStart(source, record);
  const to = blocksEnd(source, record);
  let count = 0;
  for (let k = from; k < to; k++) {
    const block = rows[k] as number;
    for (let place = blockOffsets[block] as number; place < (blockOffsets[block + 1] as number); place++) {
      const other = blockMembers[place] as number;
      if (other === record || (tableOf !== null && tableOf[other] === tableOf[record])) continue;
      if (k > from && !meetFirstIn(block, rows, from, blocksStart(source, other))) continue;
      partners[count++] = other;
    }
  }
  return count;
}

/** True if the first block that two records have in common is this one, which both have. */
export function meetFirstIn(block: number, rows: Int32Array, ofLeft: number, ofRight: number): boolean {
  for (let k = ofLeft, l = ofRight; ; ) {
    const [a, b] = [rows[k] as number, rows[l] as number];
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

/** An upper bound of the candidate pairs of one record. */
export function mostPairsOf({ blockOffsets }: Blocks, source: Rows, left: number): number {
  let most = 0;
  const end = blocksEnd(source, left);
  for (let k = blocksStart(source, left); k < end; k++) {
    const block = source.rows[k] as number;
    most += (blockOffsets[block + 1] as number) - (blockOffsets[block] as number);
  }
  return most;
}
