import { codesIn, columnIn, countCodes, formTask, numberTask, settleColumn, textOf, type FormTask, type NumberTask } from './column-tasks.ts';
import { normalise, type Normalisation } from './normalise.ts';
import { packCells, type LinkageRecord } from './packed-cells.ts';
import { sharedInt32 } from './shared-memory.ts';
import { codePoints, hasSurrogates, type Units } from './units.ts';

/** A column by its dictionary: each record holds the number of its value, -1 where it has none. */
export interface Column {
  /** One for each record. */
  readonly codes: Int32Array;
  /** The distinct values in the order first seen. */
  readonly values: readonly string[];
  /** The same in memory that threads share. */
  readonly text: SharedText;
  /** How many records hold each value. */
  readonly counts: Int32Array;
  /** How many records hold any. */
  readonly present: number;
  /** What finds the codes, where other threads may be at it; then whoever asks for anything of the column waits. */
  readonly task: FormTask | null;
}

/** What grouping needs of a column. */
export type KeyColumn = Pick<Column, 'codes' | 'task'>;

/** Tells other threads of a task. */
export type Offer = (task: NumberTask | FormTask) => void;

/** A field as given, ready to be brought into any form. */
export interface RawColumn {
  inForm(form: Normalisation): Column;
}

/** Reads a field: the only pass over the records, whatever forms are asked for later. */
export function rawColumn(records: readonly LinkageRecord[], field: string, offer: Offer): RawColumn {
  const cells = packCells(records, field);
  if (cells === null) return mixedColumn(records, field);
  const raw = numberTask(cells);
  offer(raw);
  return {
    inForm: (form) => {
      const task = formTask(raw, form);
      offer(task);
      return new TaskColumn(task, () => mixedColumn(records, field).inForm(form));
    },
  };
}

/** A column that a task makes, by this thread or another; in another way where that fails. */
class TaskColumn implements Column {
  readonly task: FormTask;
  readonly #otherwise: () => Column;
  #column: Column | null = null;

  constructor(task: FormTask, otherwise: () => Column) {
    this.task = task;
    this.#otherwise = otherwise;
  }

  get codes(): Int32Array {
    return this.#settled().codes;
  }

  get values(): readonly string[] {
    return this.#settled().values;
  }

  get text(): SharedText {
    return this.#settled().text;
  }

  get counts(): Int32Array {
    return this.#settled().counts;
  }

  get present(): number {
    return this.#settled().present;
  }

  #settled(): Column {
    this.#column ??= settleColumn(this.task) ? new SharedColumn(this.task) : this.#otherwise();
    return this.#column;
  }
}

/** What a settled task made; texts are made of it when they are asked for. */
class SharedColumn implements Column {
  readonly codes: Int32Array;
  readonly counts: Int32Array;
  readonly present: number;
  readonly text: SharedText;
  readonly task = null;
  #values: readonly string[] | null = null;

  constructor(task: FormTask) {
    const { units, offsets, counts, present, wide } = columnIn(task);
    this.codes = codesIn(task);
    this.counts = counts;
    this.present = present;
    if (wide) this.#values = Array.from(counts, (_, value) => textOf(units, offsets[value] as number, offsets[value + 1] as number));
    this.text = this.#values === null ? { units, offsets } : shareText(this.#values);
  }

  get values(): readonly string[] {
    this.#values ??= textsOf(this.text);
    return this.#values;
  }
}

/** A field of cells of any kind: distinct cells are numbered, and then their normal forms. */
function mixedColumn(records: readonly LinkageRecord[], field: string): RawColumn {
  const cells: unknown[] = [];
  const known = new Map<unknown, number>();
  const before = Int32Array.from(records, (record) => {
    const cell = record[field];
    if (cell === null || cell === undefined) return -1;
    const code = known.get(cell);
    if (code !== undefined) return code;
    known.set(cell, cells.length);
    return cells.push(cell) - 1;
  });
  return { inForm: (form) => mixedInForm(before, cells, form) };
}

function mixedInForm(before: Int32Array, cells: readonly unknown[], form: Normalisation): Column {
  const known = new Map<string, number>();
  const values: string[] = [];
  const renumbered = cells.map((cell) => {
    const value = normalise(cell, form);
    if (value === null) return -1;
    let code = known.get(value);
    if (code === undefined) {
      code = values.push(value) - 1;
      known.set(value, code);
    }
    return code;
  });
  const codes = sharedInt32(before.length);
  for (let i = 0; i < codes.length; i++) {
    const code = before[i] as number;
    codes[i] = code < 0 ? -1 : (renumbered[code] as number);
  }
  return columnOf(codes, values);
}

/** A column of codes and values, with its counts. */
export function columnOf(codes: Int32Array, values: readonly string[]): Column {
  const counts = sharedInt32(values.length);
  const present = countCodes(codes, counts);
  return { codes, values, text: shareText(values), counts, present, task: null };
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
