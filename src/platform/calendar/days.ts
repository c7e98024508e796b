import { Temporal } from 'temporal-polyfill';

/** One day with all that pages and rules ask of it. Made once and shared: a day never changes. */
export type CalendarDay = {
  /** Days since 1 January 1970: days apart is a difference, the next day is one more. */
  readonly number: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 1 is Monday. */
  readonly dayOfWeek: number;
  /** "2026-11-24" */
  readonly iso: string;
  readonly date: Temporal.PlainDate;
};

export const dayMilliseconds = 86_400_000;

/** The number of a day of the Gregorian calendar, by whole years that begin in March and eras of 400 years. */
export function numberOfDay(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const ofEra = marchYear - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

export function dayNumber(date: Temporal.PlainDate): number {
  return numberOfDay(date.year, date.month, date.day);
}

/** Some fifty years of days; pages show a few hundred of them again and again. */
const mostKept = 20_000;
const kept = new Map<number, CalendarDay>();

export function calendarDay(number: number): CalendarDay {
  const known = kept.get(number);
  if (known !== undefined) return known;
  if (kept.size >= mostKept) kept.clear();
  const utc = new Date(number * dayMilliseconds);
  const date = new Temporal.PlainDate(utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate());
  const { year, month, day, dayOfWeek } = date;
  const made: CalendarDay = { number, year, month, day, dayOfWeek, iso: date.toString(), date };
  kept.set(number, made);
  return made;
}
