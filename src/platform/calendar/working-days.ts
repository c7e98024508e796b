import { Temporal } from 'temporal-polyfill';
import { englandAndWales, type Holidays } from './bank-holidays.ts';
import { calendarDay, dayNumber, type CalendarDay } from './days.ts';
import { londonInstant, londonTime, timeOfDay, type Moment } from './london.ts';

export type WorkingHours = {
  /** When the office closes, local time. A deadline falls at this time. */
  readonly closesAt?: string;
  readonly holidays?: Holidays;
};

function isWorking(day: CalendarDay, holidays: Holidays): boolean {
  return day.dayOfWeek <= 5 && !holidays.has(day.iso);
}

function nextWorking(after: CalendarDay, holidays: Holidays): CalendarDay {
  let day = calendarDay(after.number + 1);
  while (!isWorking(day, holidays)) day = calendarDay(day.number + 1);
  return day;
}

export function isWorkingDay(date: Temporal.PlainDate, holidays: Holidays = englandAndWales): boolean {
  return isWorking(calendarDay(dayNumber(date)), holidays);
}

export function nextWorkingDay(date: Temporal.PlainDate, holidays: Holidays = englandAndWales): Temporal.PlainDate {
  return nextWorking(calendarDay(dayNumber(date)), holidays).date;
}

function dayOfReceipt(from: Moment, { closesAt = '17:00', holidays = englandAndWales }: WorkingHours): CalendarDay {
  const { day, millisecondOfDay } = londonTime(from);
  return isWorking(day, holidays) && millisecondOfDay < timeOfDay(closesAt) ? day : nextWorking(day, holidays);
}

/**
 * The day on which something counts as received: the same day if it came on a working day before closing time,
 * else the next working day. This is day 0 of every count.
 */
export function receivedOn(from: Moment, hours: WorkingHours = {}): Temporal.PlainDate {
  return dayOfReceipt(from, hours).date;
}

/**
 * The instant by which something is due. The day of receipt is day 0, the first working day after it is day 1, and the
 * deadline is closing time on the last day. What comes at or after closing time, at a weekend or on a bank holiday
 * counts as received on the next working day: a report on Monday at 10am with 1 working day is due on Tuesday at 5pm,
 * one on Monday at 11pm on Wednesday at 5pm. Nobody is promised an hour in which nobody works.
 */
export function addWorkingDays(from: Moment, days: number, hours: WorkingHours = {}): Temporal.Instant {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`Working days must be a whole number from 0, not ${days}`);
  let day = dayOfReceipt(from, hours);
  for (let counted = 0; counted < days; counted += 1) day = nextWorking(day, hours.holidays ?? englandAndWales);
  return londonInstant(day.date, hours.closesAt ?? '17:00');
}

/** Working days after the first date up to and including the second; negative when the second is earlier. */
export function workingDaysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate, holidays: Holidays = englandAndWales): number {
  const first = dayNumber(from);
  const last = dayNumber(to);
  if (first > last) return -workingDaysBetween(to, from, holidays) || 0;
  let count = 0;
  for (let number = first + 1; number <= last; number += 1) {
    if (isWorking(calendarDay(number), holidays)) count += 1;
  }
  return count;
}
