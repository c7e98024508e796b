import { sharedInt32, sharedUnits } from './shared-memory.ts';

/** A row of the caller's data. */
export type LinkageRecord = Readonly<Record<string, unknown>>;

/** The cells of a field one after the other, in memory that threads share. */
export interface PackedCells {
  readonly units: Uint16Array;
  /** Where each record's text ends; its complement where the record has none. A text begins where the one before ends. */
  readonly ends: Int32Array;
}

/** Records by which the length of all texts is guessed. */
const GUESSED_BY = 1000;

/** The texts of a field; null where there are cells of another kind, whose meaning is not that of their text. */
export function packCells(records: readonly LinkageRecord[], field: string): PackedCells | null {
  const ends = sharedInt32(records.length);
  let units = sharedUnits(0);
  let at = 0;
  for (let i = 0; i < records.length; i++) {
    const cell = (records[i] as LinkageRecord)[field];
    if (typeof cell === 'string') {
      const end = at + cell.length;
      if (end > units.length) units = grown(units, at, end, i, records.length);
      for (let k = 0; at < end; k++, at++) units[at] = cell.charCodeAt(k);
      ends[i] = at;
    } else if (cell === null || cell === undefined) ends[i] = ~at;
    else return null;
  }
  return { units, ends };
}

/** Room for as much again as the texts so far suggest. */
function grown(units: Uint16Array, held: number, wanted: number, read: number, size: number): Uint16Array {
  const guess = read < GUESSED_BY ? GUESSED_BY * 32 : (held / read) * size * 1.1;
  const larger = sharedUnits(Math.ceil(Math.max(guess, wanted * 1.5)));
  larger.set(units.subarray(0, held));
  return larger;
}
