import { Temporal } from 'temporal-polyfill';
import { calendarDay, dayMilliseconds, dayNumber, type CalendarDay } from './days.ts';

export const timeZone = 'Europe/London';

export type Moment = Temporal.Instant | Temporal.ZonedDateTime;

/** What the clocks and calendars of Europe/London show at a moment. */
export type LondonTime = {
  readonly day: CalendarDay;
  readonly hour: number;
  readonly minute: number;
  readonly millisecondOfDay: number;
};

/** A time in which the clocks stand still, until the moment at which they are changed. */
type Stretch = { readonly until: number; readonly offset: number };

const stretches = new Map<number, readonly Stretch[]>();

/**
 * How far the clocks are from UTC through one year (UTC), as Temporal's own rules say. Asked once a year of the calendar:
 * a page shows hundreds of times, and a zoned date and time costs a thousand times the sum below.
 */
function stretchesOf(year: number): readonly Stretch[] {
  const known = stretches.get(year);
  if (known !== undefined) return known;
  const found: Stretch[] = [];
  let at: Temporal.ZonedDateTime | null = new Temporal.PlainDateTime(year, 1, 1).toZonedDateTime('UTC').withTimeZone(timeZone);
  while (at !== null) {
    const next: Temporal.ZonedDateTime | null = at.getTimeZoneTransition('next');
    found.push({ until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY, offset: at.offsetNanoseconds / 1_000_000 });
    at = next !== null && next.withTimeZone('UTC').year === year ? next : null;
  }
  stretches.set(year, found);
  return found;
}

/** Milliseconds by which the clocks of London are ahead of UTC. */
function offsetAt(epochMilliseconds: number): number {
  const ofYear = stretchesOf(new Date(epochMilliseconds).getUTCFullYear());
  return (ofYear.find(({ until }) => epochMilliseconds < until) ?? ofYear.at(-1))?.offset ?? 0;
}

export function londonTime(moment: Moment): LondonTime {
  const { epochMilliseconds } = moment;
  const local = epochMilliseconds + offsetAt(epochMilliseconds);
  const number = Math.floor(local / dayMilliseconds);
  const millisecondOfDay = local - number * dayMilliseconds;
  return { day: calendarDay(number), hour: Math.floor(millisecondOfDay / 3_600_000), minute: Math.floor(millisecondOfDay / 60_000) % 60, millisecondOfDay };
}

/** For arithmetic that a number of days does not do; `londonTime` is enough to show a time. */
export function inLondon(moment: Moment): Temporal.ZonedDateTime {
  return moment instanceof Temporal.Instant ? moment.toZonedDateTimeISO(timeZone) : moment.withTimeZone(timeZone);
}

export function londonDate(moment: Moment): Temporal.PlainDate {
  return londonTime(moment).day.date;
}

/** Milliseconds since midnight of "17:00" or "17:00:30"; undefined for other ways of writing a time. */
function millisecondsOf(time: string): number | undefined {
  const [, hour = '', minute = '', second = '0'] = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time) ?? [];
  return hour === '' ? undefined : Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000;
}

export function timeOfDay(time: string): number {
  return millisecondsOf(time) ?? new Temporal.PlainTime().until(Temporal.PlainTime.from(time)).total('milliseconds');
}

/** The instant of a local time on a day. A time that the spring change skips becomes the one an hour later. */
export function londonInstant(date: Temporal.PlainDate, time: string): Temporal.Instant {
  const milliseconds = millisecondsOf(time);
  if (milliseconds !== undefined) {
    const local = dayNumber(date) * dayMilliseconds + milliseconds;
    const offset = offsetAt(local - dayMilliseconds);
    // Near a change of the clocks a local time may come twice or never: Temporal knows which is meant.
    if (offset === offsetAt(local + dayMilliseconds)) return Temporal.Instant.fromEpochMilliseconds(local - offset);
  }
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
}
