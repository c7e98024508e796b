import { Temporal } from 'temporal-polyfill';

import { inLondon, londonDate, londonInstant } from '../platform/calendar/index.ts';
import { typedList, typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import { isOpen, type PromiseLine, type WantedLine } from './promise-rules.ts';
import { readDate } from './schema.ts';

/** One line as it was typed. Lines of the form are lists that run side by side: who, what, day, month, year, line. */
export interface TypedLine {
  readonly lineId: string;
  readonly who: string;
  readonly what: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

export interface PromiseTyped {
  readonly lines: readonly TypedLine[];
  readonly cannot: string;
  readonly cannotWhy: string;
  readonly changeWords: string;
  readonly version: number;
}

export const emptyLine: TypedLine = { lineId: '', who: '', what: '', day: '', month: '', year: '' };

/** The form as it first stands: the lines that can still change, or one empty line. */
export function formOf(lines: readonly PromiseLine[], promise: { version: number; cannot: string; cannotWhy: string }, who: string): PromiseTyped {
  const open = lines.filter(isOpen).map((line): TypedLine => {
    const day = londonDate(line.dueAt);
    return { lineId: line.lineId, who: line.who, what: line.what, day: String(day.day), month: String(day.month), year: String(day.year) };
  });
  return { lines: open.length === 0 ? [{ ...emptyLine, who }] : open, cannot: promise.cannot, cannotWhy: promise.cannotWhy, changeWords: '', version: promise.version };
}

export function readPromiseForm(typed: Typed): PromiseTyped {
  const at = (name: string, place: number): string => typedList(typed, name)[place]?.trim() ?? '';
  const lines = typedList(typed, 'what').map((_, place): TypedLine => ({
    lineId: at('line', place), who: at('who', place), what: at('what', place), day: at('day', place), month: at('month', place), year: at('year', place),
  }));
  const version = Number(typedText(typed, 'version'));
  return {
    lines, cannot: typedText(typed, 'cannot').trim(), cannotWhy: typedText(typed, 'cannot_why').trim(), changeWords: typedText(typed, 'change_words').trim(), version: Number.isInteger(version) && version >= 0 ? version : 0,
  };
}

/** What a button other than "save" asks for: one line more, or one less. Undefined for saving. */
export function withoutSaving(form: PromiseTyped, act: string): PromiseTyped | undefined {
  if (act === 'add') {
    return { ...form, lines: [...form.lines, { ...emptyLine, who: form.lines.at(-1)?.who ?? '' }] };
  }
  const removed = /^remove-(\d+)$/.exec(act)?.[1];
  return removed === undefined ? undefined : { ...form, lines: form.lines.filter((_, place) => place !== Number(removed)) };
}

function isEmpty(line: TypedLine): boolean {
  return line.lineId === '' && line.what === '' && line.day === '' && line.month === '' && line.year === '';
}

export type CheckedPromise =
  | { readonly ok: true; readonly wanted: readonly WantedLine[] }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Checks the lines. A date must lie ahead, unless it is the one that was promised before. */
export function checkPromise(form: PromiseTyped, current: readonly PromiseLine[], now: Temporal.Instant, closesAt: string): CheckedPromise {
  const errors: FieldError[] = [];
  const wanted: WantedLine[] = [];
  for (const [place, line] of form.lines.entries()) {
    if (isEmpty(line)) {
      continue;
    }
    const due = dueOf(line, current, now, closesAt);
    if (line.what === '') errors.push({ field: `what-${place}`, text: 'Write what will be done, or remove the line' });
    if (line.who === '') errors.push({ field: `who-${place}`, text: 'Write who will do it' });
    if (line.what.length > 500) errors.push({ field: `what-${place}`, text: 'Use 500 characters or fewer' });
    if ('error' in due) errors.push({ field: `day-${place}`, text: due.error });
    else wanted.push({ ...(line.lineId === '' ? {} : { lineId: line.lineId }), who: line.who, what: line.what, dueAt: due.at });
  }
  const nothing = wanted.length === 0 && errors.length === 0 && !current.some((line) => line.state === 'kept') && form.cannot === '';
  if (nothing) errors.push({ field: 'what-0', text: 'Write at least one thing that will be done, or what we cannot do' });
  if (form.cannot !== '' && form.cannotWhy === '') errors.push({ field: 'cannot_why', text: 'Say why we cannot do it' });
  const taken = current.some((line) => isOpen(line) && !form.lines.some(({ lineId }) => lineId === line.lineId));
  if (taken && form.changeWords === '') errors.push({ field: 'change_words', text: 'You took a promise away. Say why: the person reads it' });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, wanted };
}

function dueOf(line: TypedLine, current: readonly PromiseLine[], now: Temporal.Instant, closesAt: string): { at: Temporal.Instant } | { error: string } {
  const date = readDate(line.day, line.month, line.year);
  if (date === undefined) {
    return { error: 'Give a day, month and year, for example 26 11 2026' };
  }
  const before = current.find(({ lineId }) => lineId === line.lineId);
  if (before !== undefined && londonDate(before.dueAt).equals(date)) {
    return before.state === 'missed' ? { error: 'This date has gone by. Give a new one' } : { at: before.dueAt };
  }
  const at = londonInstant(date, closesAt);
  if (Temporal.Instant.compare(at, now) <= 0) {
    return { error: 'The date must lie ahead' };
  }
  return Temporal.PlainDate.compare(date, inLondon(now).toPlainDate().add({ years: 2 })) > 0 ? { error: 'The date must be within two years' } : { at };
}
