import { Temporal } from 'temporal-polyfill';
import { inLondon, type Moment } from './london.ts';

/** Statutory hours run through nights, weekends and holidays: 48 hours from service are 48 real hours. */
export function addHours(from: Moment, hours: number): Temporal.Instant {
  return Temporal.Instant.fromEpochNanoseconds(from.epochNanoseconds + BigInt(Math.round(hours * 3600)) * 1_000_000_000n);
}

/** The same local time so many days later, whatever the clocks do in between. */
export function addCalendarDays(from: Moment, days: number): Temporal.Instant {
  return inLondon(from).add({ days }).toInstant();
}

/** The same day of a later month, or its last day: 31 January and one month is 28 or 29 February. */
export function addCalendarMonths(from: Moment, months: number): Temporal.Instant {
  return inLondon(from).add({ months }).toInstant();
}
