import type { Temporal } from 'temporal-polyfill';

import { dueBy, londonDate, standardFor } from '../platform/calendar/index.ts';
import type { LocalTime } from '../platform/partnership/index.ts';

/** By when a person who was told something now hears something new again. */
export function nextTellBy(now: Temporal.Instant, priorities: readonly string[], time: LocalTime, closesAt: string): Temporal.Instant | undefined {
  const standard = standardFor(time.standards, 'something-new', priorities, londonDate(now));
  return standard && dueBy(standard, now, { closesAt, holidays: time.holidays });
}
