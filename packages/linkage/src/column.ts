import { TextNumbers } from './intern.ts';
import { normalise, type Normalisation } from './normalise.ts';
import { codePoints, hasSurrogates, type Units } from './units.ts';

/** A row of the caller's data. */
export type LinkageRecord = Readonly<Record<string, unknown>>;

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

/** A field as given: each record's cell, by the number of the distinct cell. */
export interface RawColumn {
  readonly codes: Int32Array;
  readonly cells: readonly unknown[];
}

/** Numbers the distinct cells of a field: the only pass over the records, whatever forms are asked for later. */
export function rawColumn(records: readonly LinkageRecord[], field: string): RawColumn {
  const codes = sharedInt32(records.length);
  const texts = new TextNumbers(codes);
  const others = new Map<unknown, number>();
  const { cells } = texts;
  for (let i = 0; i < records.length; i++) {
    const cell = (records[i] as LinkageRecord)[field];
    if (typeof cell === 'string') {
      texts.add(cell, i);
      continue;
    }
    if (cell === null || cell === undefined) {
      codes[i] = -1;
      continue;
    }
    let code = others.get(cell);
    if (code === undefined) {
      code = cells.length;
      cells.push(cell);
      others.set(cell, code);
    }
    codes[i] = code;
  }
  texts.finish();
  return { codes, cells };
}

/** A raw column in a normal form. */
export function encodeColumn(raw: RawColumn, form: Normalisation): Column {
  // Most columns are tidy already: then nothing is to be numbered anew.
  if (raw.cells.every((cell) => typeof cell === 'string' && normalise(cell, form) === cell)) {
    return withCounts(raw.codes, raw.cells as readonly string[]);
  }
  const known = new Map<string, number>();
  const values: string[] = [];
  const renumbered = raw.cells.map((cell) => {
    const value = normalise(cell, form);
    if (value === null) return -1;
    let code = known.get(value);
    if (code === undefined) {
      code = values.length;
      values.push(value);
      known.set(value, code);
    }
    return code;
  });
  const codes = sharedInt32(raw.codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = raw.codes[i] as number;
    codes[i] = code < 0 ? -1 : (renumbered[code] as number);
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

/** All values of a shared text as strings. */
export function textsOf({ units, offsets }: SharedText): string[] {
  const count = offsets.length - 1;
  if (units instanceof Uint32Array) {
    return Array.from({ length: count }, (_, value) =>
      String.fromCodePoint(...units.subarray(offsets[value] as number, offsets[value + 1] as number)),
    );
  }
  // One text of all values is decoded at once; the decoder does not take shared memory, hence the copy.
  const all = new TextDecoder('utf-16le').decode(new Uint16Array(units));
  return Array.from({ length: count }, (_, value) => all.slice(offsets[value], offsets[value + 1]));
}
