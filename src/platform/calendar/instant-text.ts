import { Temporal } from 'temporal-polyfill';
import { calendarDay, dayMilliseconds, numberOfDay } from './days.ts';

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}

/** What PostgreSQL writes of a day, "2026-11-24". */
export function readDate(text: string): Temporal.PlainDate {
  return text.length === 10 ? calendarDay(numberOfDay(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))).date : Temporal.PlainDate.from(text);
}

/** What PostgreSQL writes of a moment, "2026-11-24 23:52:07.123456+00": every row has several, so its places are read without a search. */
export function readInstant(text: string): Temporal.Instant {
  const end = text.length - 3;
  if (end < 19 || end > 26 || !text.endsWith('+00') || text.charCodeAt(10) !== 32) return Temporal.Instant.from(text);
  const seconds = digits(text, 11, 13) * 3600 + digits(text, 14, 16) * 60 + digits(text, 17, 19);
  const milliseconds = numberOfDay(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)) * dayMilliseconds + seconds * 1000;
  const microseconds = end === 19 ? 0 : digits(text, 20, end) * 10 ** (26 - end);
  return Temporal.Instant.fromEpochNanoseconds(BigInt(milliseconds * 1000 + microseconds) * 1000n);
}

/** A moment as PostgreSQL and Temporal read it. */
export function instantText(instant: Temporal.Instant): string {
  const milliseconds = instant.epochMilliseconds;
  const written = new Date(milliseconds).toISOString();
  const rest = instant.epochNanoseconds - BigInt(milliseconds) * 1_000_000n;
  return rest === 0n ? written : `${written.slice(0, -1)}${String(rest).padStart(6, '0')}Z`;
}
