import { parted } from './grouping.ts';
import { hashPair } from './intern.ts';

/** The useful blocks of one rule, numbered from 0. */
export interface RuleBlocks {
  /** Where the entries of each record begin in `codes`; null where each record has one. */
  readonly offsets: Int32Array | null;
  /** For each key of each record its block; -1 for a key that pairs nothing. */
  readonly codes: Int32Array;
  /** The records of each block in ascending order: those of block b from starts[b] to starts[b + 1]. */
  readonly members: Int32Array;
  readonly starts: Int32Array;
}

/** Which blocks are of use. */
export interface BlockLimits {
  readonly maxBlockSize: number;
  /** For linking, the table of each record: blocks within one table are useless; null for deduplication. */
  readonly tableOf: Uint8Array | null;
}

/** Where the blocks of a rule are written; other threads may have made the arrays. */
export interface RuleBlocksPlaces {
  /** One for each record. */
  readonly codes: Int32Array;
  /** Room for all records. */
  readonly members: Int32Array;
  /** Room for half as many blocks as there are records, and two. */
  readonly starts: Int32Array;
}

/** Groups of one bucket; they are few, so that these arrays stay next to the processor. */
class BucketGroups {
  slots = new Int32Array(1024);
  /** By group: an entry of it, how many there are, and the table of the first; 256 where there are several. */
  first = new Int32Array(1024);
  counts = new Int32Array(1024);
  tables = new Int32Array(1024);
  /** By entry of the bucket. */
  groupOf = new Int32Array(1024);

  /** Makes room for a bucket of so many entries; gives the mask of the slots, which are empty. */
  prepare(entries: number): number {
    let mask = 1023;
    while (mask < entries * 2) mask = mask * 2 + 1;
    if (this.slots.length <= mask) this.slots = new Int32Array(mask + 1);
    else this.slots.fill(0, 0, mask + 1);
    if (entries > this.groupOf.length) {
      this.groupOf = new Int32Array(entries * 2);
      this.first = new Int32Array(entries * 2);
      this.counts = new Int32Array(entries * 2);
      this.tables = new Int32Array(entries * 2);
    }
    return mask;
  }
}

const SEVERAL_TABLES = 256;

/**
 * Writes the blocks of records that have both keys the same. Records are first parted by a hash; then each bucket is
 * grouped, counted and its records written side by side while all of it lies in the memory next to the processor.
 * @returns how many blocks there are
 */
export function groupIntoBlocks(a: Int32Array, b: Int32Array, { maxBlockSize, tableOf }: BlockLimits, { codes, members, starts }: RuleBlocksPlaces): number {
  codes.fill(-1);
  const { entries, ends } = parted(a, b);
  const groups = new BucketGroups();
  let blocks = 0;
  let written = 0;
  for (let bucket = 0, from = 0; bucket < ends.length; bucket++) {
    const to = ends[bucket] as number;
    const found = groupBucket(entries, from, to, tableOf, groups);
    const { groupOf, counts, tables } = groups;
    // From here on the counts are where each group's next record goes, and `first` is the block.
    for (let group = 0; group < found; group++) {
      const count = counts[group] as number;
      const useful = count >= 2 && count <= maxBlockSize && (tableOf === null || tables[group] === SEVERAL_TABLES);
      groups.first[group] = useful ? blocks : -1;
      if (!useful) continue;
      starts[blocks++] = written;
      counts[group] = written;
      written += count;
    }
    for (let entry = from; entry < to; entry++) {
      const group = groupOf[entry - from] as number;
      const block = groups.first[group] as number;
      if (block < 0) continue;
      const record = entries[entry * 3 + 2] as number;
      const place = counts[group] as number;
      members[place] = record;
      counts[group] = place + 1;
      codes[record] = block;
    }
    from = to;
  }
  starts[blocks] = written;
  return blocks;
}

/** Finds and counts the groups of a bucket. */
function groupBucket(entries: Int32Array, from: number, to: number, tableOf: Uint8Array | null, groups: BucketGroups): number {
  const mask = groups.prepare(to - from);
  const { slots, first, counts, tables, groupOf } = groups;
  let found = 0;
  for (let entry = from; entry < to; entry++) {
    const x = entries[entry * 3] as number;
    const y = entries[entry * 3 + 1] as number;
    let slot = hashPair(x, y) & mask;
    let group = (slots[slot] as number) - 1;
    while (group >= 0) {
      const other = first[group] as number;
      if (entries[other * 3] === x && entries[other * 3 + 1] === y) break;
      slot = (slot + 1) & mask;
      group = (slots[slot] as number) - 1;
    }
    if (group < 0) {
      group = found++;
      slots[slot] = found;
      first[group] = entry;
      counts[group] = 0;
    }
    groupOf[entry - from] = group;
    const count = counts[group] as number;
    counts[group] = count + 1;
    if (tableOf === null) continue;
    const table = tableOf[entries[entry * 3 + 2] as number] as number;
    if (count === 0) tables[group] = table;
    else if (tables[group] !== table) tables[group] = SEVERAL_TABLES;
  }
  return found;
}

/** The same for records of several keys each, whose keys are numbered already. */
export function blocksOfNumberedKeys(offsets: Int32Array, keys: Int32Array, { maxBlockSize, tableOf }: BlockLimits): RuleBlocks {
  let largest = -1;
  for (let k = 0; k < keys.length; k++) if ((keys[k] as number) > largest) largest = keys[k] as number;
  const blockOf = new Int32Array(largest + 1);
  const tables = new Int32Array(tableOf === null ? 0 : largest + 1).fill(-1);
  eachKey(offsets, keys, (key, record) => {
    blockOf[key] = (blockOf[key] as number) + 1;
    if (tableOf === null) return;
    const table = tableOf[record] as number;
    if (tables[key] === -1) tables[key] = table;
    else if (tables[key] !== table) tables[key] = SEVERAL_TABLES;
  });
  const starts: number[] = [];
  let written = 0;
  for (let key = 0; key <= largest; key++) {
    const count = blockOf[key] as number;
    const useful = count >= 2 && count <= maxBlockSize && (tableOf === null || tables[key] === SEVERAL_TABLES);
    blockOf[key] = useful ? starts.length : -1;
    if (!useful) continue;
    starts.push(written);
    written += count;
  }
  const cursor = Int32Array.from(starts);
  const members = new Int32Array(written);
  eachKey(offsets, keys, (key, record) => {
    const block = blockOf[key] as number;
    if (block < 0) return;
    const place = cursor[block] as number;
    members[place] = record;
    cursor[block] = place + 1;
  });
  const codes = keys.map((key) => (key < 0 ? -1 : (blockOf[key] as number)));
  return { offsets, codes, members, starts: Int32Array.from([...starts, written]) };
}

function eachKey(offsets: Int32Array, keys: Int32Array, visit: (key: number, record: number) => void): void {
  for (let record = 0; record + 1 < offsets.length; record++) {
    const end = offsets[record + 1] as number;
    for (let k = offsets[record] as number; k < end; k++) if ((keys[k] as number) >= 0) visit(keys[k] as number, record);
  }
}
