import { Buffer } from 'node:buffer';
import { sharedInt32, sharedUnits } from './shared-memory.ts';

/** A row of the caller's data. */
export type LinkageRecord = Readonly<Record<string, unknown>>;

/** The cells of a field one after the other, in memory that threads share. */
export interface PackedCells {
  readonly units: Uint16Array;
  /** Where each record's text ends; its complement where the record has none. A text begins where the one before ends. */
  readonly ends: Int32Array;
}

/** Texts that are written at once. */
const AT_ONCE = 256;

/**
 * The texts of a field; null where there are cells of another kind, whose meaning is not that of their text. Texts are
 * put one after the other and written many at once, which reads each where it lies, whatever it was put together from.
 */
export function packCells(records: readonly LinkageRecord[], field: string): PackedCells | null {
  const ends = sharedInt32(records.length);
  let units = sharedUnits(0);
  let written = 0;
  for (let from = 0; from < records.length; from += AT_ONCE) {
    const to = Math.min(records.length, from + AT_ONCE);
    let text = '';
    for (let i = from; i < to; i++) {
      const cell = (records[i] as LinkageRecord)[field];
      if (typeof cell === 'string') {
        text += cell;
        ends[i] = written + text.length;
      } else if (cell === null || cell === undefined) ends[i] = ~(written + text.length);
      else return null;
    }
    const end = written + text.length;
    if (end > units.length) units = grown(units, written, end, to, records.length);
    Buffer.from(units.buffer, written * 2, text.length * 2).write(text, 'utf16le');
    written = end;
  }
  return { units, ends };
}

/** Room for as much again as the texts so far suggest. */
function grown(units: Uint16Array, held: number, wanted: number, read: number, size: number): Uint16Array {
  const guess = (wanted / read) * size * 1.1;
  const larger = sharedUnits(Math.ceil(Math.max(guess, wanted * 1.5)));
  larger.set(units.subarray(0, held));
  return larger;
}
