import { Temporal } from 'temporal-polyfill';

/** First and last day of a local rule. Rules are never overwritten: a change ends one and begins another. */
export interface Dated {
  readonly in_force_from: Temporal.PlainDate;
  readonly in_force_to: Temporal.PlainDate | null;
}

export type DatedState = 'now' | 'later' | 'ended';

export function stateOn(rule: Dated, today: Temporal.PlainDate): DatedState {
  if (rule.in_force_to !== null && (Temporal.PlainDate.compare(rule.in_force_to, today) < 0 || Temporal.PlainDate.compare(rule.in_force_to, rule.in_force_from) < 0)) {
    return 'ended';
  }
  return Temporal.PlainDate.compare(rule.in_force_from, today) > 0 ? 'later' : 'now';
}

/** A day as a date field sends it (2026-11-24) or as people write it (24/11/2026); undefined when it is none. */
export function readDay(text: string): Temporal.PlainDate | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  const written = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text.trim());
  const [year, month, day] = iso === null ? (written === null ? [] : [written[3], written[2], written[1]]) : iso.slice(1);
  if (year === undefined || month === undefined || day === undefined) {
    return undefined;
  }
  try {
    return Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** Why a rule cannot begin (or end) on that day, or undefined. What is past was judged by the rule of its day. */
export function dayProblem(day: Temporal.PlainDate | undefined, today: Temporal.PlainDate): string | undefined {
  if (day === undefined) {
    return `Give a day, like ${today.day}/${today.month}/${today.year}`;
  }
  if (Temporal.PlainDate.compare(day, today) < 0) {
    return 'Choose today or a later day. What is past was judged by the rule of its day';
  }
  return Temporal.PlainDate.compare(day, today.add({ years: 5 })) > 0 ? 'Choose a day in the next five years' : undefined;
}
