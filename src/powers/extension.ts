import { Temporal } from 'temporal-polyfill';

import { endOf, statutoryHours } from './deadlines.ts';

/** Why a step cannot run until that moment, or undefined. The Acts let only a few be made longer. */
export function extensionProblem(code: string, takenAt: Temporal.Instant, endsNow: Temporal.Instant | null, until: Temporal.Instant): string | undefined {
  if (endsNow === null) {
    return 'It has no end that could be moved';
  }
  if (Temporal.Instant.compare(until, endsNow) <= 0) {
    return 'The new end has to be later';
  }
  const limits: Readonly<Record<string, readonly [Temporal.Instant, string]>> = {
    closure_notice: [statutoryHours(takenAt, 48, true), 'A closure notice lasts at most 48 hours in all (s.77)'],
    closure_order: [endOf(takenAt, 6, 'months'), 'A closure order lasts at most 6 months in all (s.82)'],
    pspo: [endOf(endsNow, 3, 'years'), 'Each extension lasts at most 3 years (s.60)'],
  };
  const limit = limits[code];
  return limit === undefined ? 'This cannot be extended: take a new step' : Temporal.Instant.compare(until, limit[0]) > 0 ? limit[1] : undefined;
}
