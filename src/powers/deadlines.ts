import { Temporal } from 'temporal-polyfill';

import { addCalendarDays, addCalendarMonths, addHours, inLondon, londonDate, timeZone } from '../platform/calendar/index.ts';
import type { LengthUnit } from './power.ts';

function startOf(date: Temporal.PlainDate): Temporal.Instant {
  return date.toZonedDateTime({ timeZone }).toInstant();
}

/**
 * Real hours through nights, weekends, bank holidays and clock changes. Where the Act leaves Christmas Day out of 48 hours
 * (2014 Act, ss.77(3) and 80(4)) the clock stands still for the whole of it.
 */
export function statutoryHours(from: Temporal.Instant, hours: number, leavesOutChristmas = false): Temporal.Instant {
  const end = addHours(from, hours);
  if (!leavesOutChristmas) {
    return end;
  }
  const years = [inLondon(from).year, inLondon(end).year];
  return [...new Set(years)].reduce((until, year) => {
    const christmas = Temporal.PlainDate.from({ year, month: 12, day: 25 });
    const [begins, ends] = [startOf(christmas), startOf(christmas.add({ days: 1 }))];
    const starts = Temporal.Instant.compare(from, begins) > 0 ? from : begins;
    const untouched = Temporal.Instant.compare(until, begins) <= 0 || Temporal.Instant.compare(from, ends) >= 0;
    return untouched ? until : until.add({ milliseconds: ends.epochMilliseconds - starts.epochMilliseconds });
  }, end);
}

/** A period of days "beginning with the day": that day is the first, and the last runs to its midnight. */
export function daysBeginningWith(from: Temporal.Instant, days: number): Temporal.Instant {
  return startOf(londonDate(from).add({ days }));
}

/** The last day of such a period, as people are told it. */
export function lastDayOf(deadline: Temporal.Instant): Temporal.PlainDate {
  return londonDate(deadline.subtract({ milliseconds: 1 }));
}

/** The end of what lasts so long from a moment. */
export function endOf(from: Temporal.Instant, amount: number, unit: LengthUnit): Temporal.Instant {
  switch (unit) {
    case 'hours':
      return statutoryHours(from, amount);
    case 'days':
      return addCalendarDays(from, amount);
    case 'months':
      return addCalendarMonths(from, amount);
    case 'years':
      return addCalendarMonths(from, amount * 12);
  }
}

/** "Within the period of so many months beginning with the day": the last day is the one before the same date. */
export function withinMonths(day: Temporal.PlainDate, on: Temporal.PlainDate, months: number): boolean {
  return Temporal.PlainDate.compare(on, day) >= 0 && Temporal.PlainDate.compare(on, day.add({ months })) < 0;
}

/** Age in whole years on a day. Someone born on 29 February is a year older on 1 March. */
export function ageOn(bornOn: Temporal.PlainDate, on: Temporal.PlainDate): number {
  const before = on.month < bornOn.month || (on.month === bornOn.month && on.day < bornOn.day);
  return on.year - bornOn.year - (before ? 1 : 0);
}
