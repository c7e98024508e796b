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
