import type { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;

export interface Month {
  readonly name: string;
  readonly from: Temporal.PlainDate;
  /** The first day that no longer belongs to it. */
  readonly to: Temporal.PlainDate;
}

/** The last whole month. */
export function lastMonth(now: Temporal.Instant): Month {
  const to = londonDate(now).with({ day: 1 });
  const from = to.subtract({ months: 1 });
  return { name: monthNames[from.month - 1] ?? '', from, to };
}
