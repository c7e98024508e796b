import { formOfAscii, isTidy, normalise, type Normalisation } from './normalise.ts';
import type { PackedCells } from './packed-cells.ts';
import { sharedInt32, sharedUnits } from './shared-memory.ts';
import { attempt, resultOf, settle } from './shared-work.ts';
import { UnitNumbers, type UnitStore } from './unit-numbers.ts';

/** Distinct values, which record holds which, and how many hold each. */
interface Numbered extends UnitStore {
  readonly codes: Int32Array;
}

/** The cells of a field to be numbered as they are; the distinct ones take the place of all. */
export interface NumberTask {
  readonly kind: 'number';
  readonly cells: PackedCells;
  readonly numbered: Numbered;
  /** How far it is, and how many values there are. */
  readonly state: Int32Array;
}

/** A field to be brought into a normal form. */
export interface FormTask {
  readonly kind: 'form';
  readonly raw: NumberTask;
  readonly form: Normalisation;
  /** Where the values go if they are not all in the form already. */
  readonly numbered: Numbered;
  readonly counts: Int32Array;
  /** How far it is; how many values there are; how many records hold any; 1 if all were in the form; 1 if any is wide. */
  readonly state: Int32Array;
}

const [PRESENT, TIDY, WIDE] = [2, 3, 4];

/** A task to number the cells of a field. */
export function numberTask(cells: PackedCells): NumberTask {
  const size = cells.ends.length;
  const numbered = { units: cells.units, offsets: sharedInt32(size + 1), codes: sharedInt32(size) };
  return { kind: 'number', cells, numbered, state: sharedInt32(2) };
}

/** A task to bring a field into a normal form. Memory that is not written to is never taken. */
export function formTask(raw: NumberTask, form: Normalisation): FormTask {
  const size = raw.cells.ends.length;
  // A normal form can be longer than the text: 1960 becomes 19600101.
  const numbered = { units: sharedUnits(raw.cells.units.length * 2 + 64), offsets: sharedInt32(size + 1), codes: sharedInt32(size) };
  return { kind: 'form', raw, form, numbered, counts: sharedInt32(size), state: sharedInt32(5) };
}

/** Does a task in this thread, unless another has taken it. */
export function doColumnTask(task: NumberTask | FormTask): void {
  attempt(task.state, () => work(task));
}

/** Does a task here or waits for the thread that does. @returns false where it failed */
export function settleColumn(task: NumberTask | FormTask): boolean {
  return settle(task.state, () => work(task));
}

function work(task: NumberTask | FormTask): number {
  return task.kind === 'number' ? numberCells(task) : bringIntoForm(task);
}

/** The numbers of a form's values by record, once the task is settled. */
export function codesIn({ raw, numbered, state }: FormTask): Int32Array {
  return (state[TIDY] === 1 ? raw.numbered : numbered).codes;
}

/** All that a settled task came to. */
export function columnIn(task: FormTask): Numbered & { readonly counts: Int32Array; readonly present: number; readonly wide: boolean } {
  const values = resultOf(task.state);
  const { units, offsets, codes } = task.state[TIDY] === 1 ? task.raw.numbered : task.numbered;
  const used = offsets[values] as number;
  return {
    // What was packed of all records is let go where little of it is kept.
    units: used * 2 < units.length ? copied(units, used) : units.subarray(0, used),
    offsets: offsets.subarray(0, values + 1),
    codes,
    counts: task.counts.subarray(0, values),
    present: task.state[PRESENT] as number,
    wide: task.state[WIDE] === 1,
  };
}

function copied(units: Uint16Array, length: number): Uint16Array {
  const copy = sharedUnits(length);
  copy.set(units.subarray(0, length));
  return copy;
}

function numberCells({ cells, numbered }: NumberTask): number {
  const numbers = new UnitNumbers(numbered, cells.ends.length >> 2);
  numbers.addRuns(cells.units, cells.ends, numbered.codes);
  return numbers.size;
}

function bringIntoForm(task: FormTask): number {
  const { raw, form, numbered, counts, state } = task;
  if (!settleColumn(raw)) throw new Error('the cells of a column could not be numbered');
  const values = resultOf(raw.state);
  const renumbered = renumber(raw.numbered, values, form, numbered);
  let { codes } = raw.numbered;
  if (renumbered !== null) {
    codes = numbered.codes;
    const before = raw.numbered.codes;
    for (let i = 0; i < codes.length; i++) codes[i] = (before[i] as number) < 0 ? -1 : (renumbered.codes[before[i] as number] as number);
  }
  state[PRESENT] = countCodes(codes, counts);
  state[TIDY] = renumbered === null ? 1 : 0;
  const kept = renumbered?.size ?? values;
  state[WIDE] = isWide(renumbered === null ? raw.numbered : numbered, kept) ? 1 : 0;
  return kept;
}

/** Counts how many records hold each value. @returns how many hold any */
export function countCodes(codes: Int32Array, counts: Int32Array): number {
  let present = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (code < 0) continue;
    present++;
    counts[code] = (counts[code] as number) + 1;
  }
  return present;
}

/** True if any character needs more than one unit. */
function isWide({ units, offsets }: UnitStore, values: number): boolean {
  const end = offsets[values] as number;
  for (let i = 0; i < end; i++) if (((units[i] as number) & 0xf800) === 0xd800) return true;
  return false;
}

/** The number of each value's normal form; null where all values are in the form already. */
function renumber(from: UnitStore, values: number, form: Normalisation, into: UnitStore): { codes: Int32Array; size: number } | null {
  const { units, offsets } = from;
  const finder = new FormFinder(units, form);
  let first = 0;
  while (first < values && finder.find(offsets[first] as number, offsets[first + 1] as number) === SAME) first++;
  if (first === values) return null;
  const codes = new Int32Array(values);
  const numbers = new UnitNumbers(into, values);
  for (let value = 0; value < values; value++) {
    const [start, end] = [offsets[value] as number, offsets[value + 1] as number];
    const length = value < first ? SAME : finder.find(start, end);
    if (length === SAME) codes[value] = numbers.add(units, start, end);
    else codes[value] = length === NONE ? -1 : numbers.add(finder.found, 0, length);
  }
  return { codes, size: numbers.size };
}

/** What is found of a run in place of the length of its normal form. */
const [SAME, NONE] = [-1, -2];

/** Finds the normal forms of runs of units. */
class FormFinder {
  readonly #units: Uint16Array;
  readonly #form: Normalisation;
  /** The form last found. */
  found = new Uint16Array(256);

  constructor(units: Uint16Array, form: Normalisation) {
    this.#units = units;
    this.#form = form;
  }

  /** The length of a run's normal form; SAME where it is the run itself, NONE where there is none. */
  find(from: number, end: number): number {
    const units = this.#units;
    if (isTidy(units, from, end, this.#form)) return SAME;
    if (end - from > this.found.length) this.found = new Uint16Array((end - from) * 2);
    const quick = formOfAscii(units, from, end, this.#form, this.found);
    if (quick >= 0) return quick;
    const text = textOf(units, from, end);
    const normal = normalise(text, this.#form);
    if (normal === null) return NONE;
    if (normal === text) return SAME;
    if (normal.length > this.found.length) this.found = new Uint16Array(normal.length * 2);
    for (let i = 0; i < normal.length; i++) this.found[i] = normal.charCodeAt(i);
    return normal.length;
  }
}

/** Units handed to a call at once. */
const AT_ONCE = 4096;

/** A run of units as text, also where it is no sound UTF-16. */
export function textOf(units: Uint16Array, from: number, end: number): string {
  let text = '';
  for (let at = from; at < end; at += AT_ONCE) text += String.fromCharCode(...units.subarray(at, Math.min(end, at + AT_ONCE)));
  return text;
}
