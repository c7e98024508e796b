import { normalise, type Normalisation } from './normalise.ts';
import { codePoints, hasSurrogates, type Units } from './units.ts';

/** A row of the caller's data. */
export type LinkageRecord = Readonly<Record<string, unknown>>;

/** A field, or the pair of fields that give a point, and the form in which it is compared. */
export interface ColumnSource {
  readonly field: string;
  readonly form: Normalisation;
}

/** A column by its dictionary: each record holds the number of its value, -1 where it has none. */
export interface Column {
  /** One for each record. */
  readonly codes: Int32Array;
  /** The distinct values in the order first seen. */
  readonly values: readonly string[];
  /** How many records hold each value. */
  readonly counts: Int32Array;
  /** How many records hold any. */
  readonly present: number;
}

/** An Int32Array that worker threads can share. */
export function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

/** Encodes one field of all records. */
export function encodeColumn(records: readonly LinkageRecord[], { field, form }: ColumnSource): Column {
  const codes = sharedInt32(records.length);
  // One map serves raw and normal forms alike, because a normal form is its own normal form.
  const known = new Map<unknown, number>();
  const values: string[] = [];
  for (let i = 0; i < records.length; i++) {
    const cell = (records[i] as LinkageRecord)[field];
    let code = known.get(cell);
    if (code === undefined) {
      const value = normalise(cell, form);
      code = value === null ? -1 : known.get(value);
      if (code === undefined) {
        code = values.length;
        values.push(value as string);
        known.set(value, code);
      }
      if (cell !== value && (typeof cell !== 'object' || cell === null)) known.set(cell, code);
    }
    codes[i] = code;
  }
  return withCounts(codes, values);
}

/** Completes a column with its counts. */
export function withCounts(codes: Int32Array, values: readonly string[]): Column {
  const counts = sharedInt32(values.length);
  let present = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (code < 0) continue;
    present++;
    counts[code] = (counts[code] as number) + 1;
  }
  return { codes, values, counts, present };
}

/** The distinct values of a column as numbers, in memory that worker threads can share. */
export interface SharedText {
  readonly units: Units;
  /** Where each value begins; one more than there are values. */
  readonly offsets: Int32Array;
}

/** Spreads texts into shared memory: UTF-16 units, or code points if any text needs them. */
export function shareText(values: readonly string[]): SharedText {
  const wide = values.some(hasSurrogates);
  const spread = wide ? values.map(codePoints) : [];
  const offsets = sharedInt32(values.length + 1);
  for (let v = 0; v < values.length; v++) {
    offsets[v + 1] = (offsets[v] as number) + (wide ? (spread[v] as Uint32Array) : (values[v] as string)).length;
  }
  const total = offsets[values.length] as number;
  const units: Units = wide
    ? new Uint32Array(new SharedArrayBuffer(total * 4))
    : new Uint16Array(new SharedArrayBuffer(total * 2));
  for (let v = 0; v < values.length; v++) {
    const from = offsets[v] as number;
    if (wide) {
      units.set(spread[v] as Uint32Array, from);
      continue;
    }
    const value = values[v] as string;
    for (let i = 0; i < value.length; i++) units[from + i] = value.charCodeAt(i);
  }
  return { units, offsets };
}

/** One value of a shared text as a string. */
export function textAt({ units, offsets }: SharedText, value: number): string {
  const part = units.subarray(offsets[value] as number, offsets[value + 1] as number);
  return String.fromCodePoint(...part);
}
