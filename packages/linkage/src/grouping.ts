import { hashPair } from './intern.ts';

/** Records of one bucket, about: few enough that the table of a bucket stays in the memory next to the processor. */
const BUCKET = 2048;

/**
 * Numbers the combinations of one key each that at least two records have; -1 for the others, since what one record
 * alone has pairs nothing. Records are first parted by a hash, so that no table is larger than the nearest memory.
 */
export function groupPairs(a: Int32Array, b: Int32Array): Int32Array {
  const codes = new Int32Array(a.length).fill(-1);
  const { entries, ends } = parted(a, b);
  let table = new Int32Array(BUCKET * 4);
  let next = 0;
  for (let bucket = 0, from = 0; bucket < ends.length; bucket++) {
    const to = ends[bucket] as number;
    let mask = BUCKET * 4 - 1;
    while (mask < (to - from) * 2) mask = mask * 2 + 1;
    if (table.length <= mask) table = new Int32Array(mask + 1);
    else table.fill(0, 0, mask + 1);
    for (let entry = from; entry < to; entry++) {
      const [first, second, record] = [entries[entry * 3] as number, entries[entry * 3 + 1] as number, entries[entry * 3 + 2] as number];
      let slot = hashPair(first, second) & mask;
      for (;;) {
        const known = (table[slot] as number) - 1;
        if (known < 0) {
          table[slot] = entry + 1;
          break;
        }
        if (entries[known * 3] === first && entries[known * 3 + 1] === second) {
          const member = entries[known * 3 + 2] as number;
          if ((codes[member] as number) < 0) codes[member] = next++;
          codes[record] = codes[member] as number;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
    from = to;
  }
  return codes;
}

/** How far a hash is shifted so that its leading bits number the buckets. */
function shiftFor(size: number): number {
  let shift = 32;
  while (shift > 20 && size >>> (32 - shift) > BUCKET) shift--;
  return shift;
}

/** Both keys and the record, side by side, bucket by bucket; records without one of the keys are left out. */
export function parted(a: Int32Array, b: Int32Array): { entries: Int32Array; ends: Int32Array } {
  const shift = shiftFor(a.length);
  const cursor = new Int32Array((1 << (32 - shift)) + 1);
  const bucketOf = (record: number): number => (shift === 32 ? 0 : hashPair(a[record] as number, b[record] as number) >>> shift);
  for (let record = 0; record < a.length; record++) {
    if ((a[record] as number) < 0 || (b[record] as number) < 0) continue;
    const after = bucketOf(record) + 1;
    cursor[after] = (cursor[after] as number) + 1;
  }
  for (let bucket = 1; bucket < cursor.length; bucket++) cursor[bucket] = (cursor[bucket] as number) + (cursor[bucket - 1] as number);
  const entries = new Int32Array((cursor.at(-1) as number) * 3);
  for (let record = 0; record < a.length; record++) {
    if ((a[record] as number) < 0 || (b[record] as number) < 0) continue;
    const bucket = bucketOf(record);
    const place = cursor[bucket] as number;
    entries[place * 3] = a[record] as number;
    entries[place * 3 + 1] = b[record] as number;
    entries[place * 3 + 2] = record;
    cursor[bucket] = place + 1;
  }
  // Each cursor has now come to the end of its bucket.
  return { entries, ends: cursor.subarray(0, cursor.length - 1) };
}
