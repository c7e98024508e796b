import { Temporal } from 'temporal-polyfill';
import { englandAndWales, type Holidays } from './bank-holidays.ts';

export const timeZone = 'Europe/London';

export type Moment = Temporal.Instant | Temporal.ZonedDateTime;

export type WorkingHours = {
  /** When the office closes, local time. A deadline falls at this time. */
  readonly closesAt?: string;
  readonly holidays?: Holidays;
};

export function inLondon(moment: Moment): Temporal.ZonedDateTime {
  return moment instanceof Temporal.Instant ? moment.toZonedDateTimeISO(timeZone) : moment.withTimeZone(timeZone);
}

export function londonDate(moment: Moment): Temporal.PlainDate {
  return inLondon(moment).toPlainDate();
}

/** The instant of a local time on a day. A time that the spring change skips becomes the one an hour later. */
export function londonInstant(date: Temporal.PlainDate, time: string): Temporal.Instant {
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

export function isWorkingDay(date: Temporal.PlainDate, holidays: Holidays = englandAndWales): boolean {
  return date.dayOfWeek <= 5 && !holidays.has(date.toString());
}

export function nextWorkingDay(date: Temporal.PlainDate, holidays: Holidays = englandAndWales): Temporal.PlainDate {
  let day = date.add({ days: 1 });
  while (!isWorkingDay(day, holidays)) day = day.add({ days: 1 });
  return day;
}

/**
 * The day on which something counts as received: the same day if it came on a working day before closing time,
 * else the next working day. This is day 0 of every count.
 */
export function receivedOn(from: Moment, { closesAt = '17:00', holidays = englandAndWales }: WorkingHours = {}): Temporal.PlainDate {
  const local = inLondon(from);
  const date = local.toPlainDate();
  const beforeClosing = Temporal.PlainTime.compare(local.toPlainTime(), Temporal.PlainTime.from(closesAt)) < 0;
  return isWorkingDay(date, holidays) && beforeClosing ? date : nextWorkingDay(date, holidays);
}

/**
 * The instant by which something is due. The day of receipt is day 0, the first working day after it is day 1, and the
 * deadline is closing time on the last day. What comes at or after closing time, at a weekend or on a bank holiday
 * counts as received on the next working day: a report on Monday at 10am with 1 working day is due on Tuesday at 5pm,
 * one on Monday at 11pm on Wednesday at 5pm. Nobody is promised an hour in which nobody works.
 */
export function addWorkingDays(from: Moment, days: number, hours: WorkingHours = {}): Temporal.Instant {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`Working days must be a whole number from 0, not ${days}`);
  let date = receivedOn(from, hours);
  for (let counted = 0; counted < days; counted += 1) date = nextWorkingDay(date, hours.holidays);
  return londonInstant(date, hours.closesAt ?? '17:00');
}

/** Working days after the first date up to and including the second; negative when the second is earlier. */
export function workingDaysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate, holidays: Holidays = englandAndWales): number {
  if (Temporal.PlainDate.compare(from, to) > 0) return -workingDaysBetween(to, from, holidays) || 0;
  let count = 0;
  for (let day = from; Temporal.PlainDate.compare(day, to) < 0; ) {
    day = day.add({ days: 1 });
    if (isWorkingDay(day, holidays)) count += 1;
  }
  return count;
}
