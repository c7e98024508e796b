import { Temporal } from 'temporal-polyfill';
import { calendarDay, dayNumber, type CalendarDay } from './days.ts';
import { londonTime, type Moment } from './london.ts';

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const monthNames = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const;

/** A moment, seen in Europe/London, or a date that has no time. */
export type Day = Moment | Temporal.PlainDate;

function onCalendar(day: Day): CalendarDay {
  return day instanceof Temporal.PlainDate ? calendarDay(dayNumber(day)) : londonTime(day).day;
}

function dayName({ dayOfWeek }: CalendarDay): string {
  return dayNames[dayOfWeek - 1] ?? '';
}

function monthName({ month }: CalendarDay): string {
  return monthNames[month - 1] ?? '';
}

/** "Tuesday 24 November"; with the year when it is not the year of `today`. */
export function dayWords(day: Day, today?: Day): string {
  const date = onCalendar(day);
  const year = today === undefined || onCalendar(today).year === date.year ? '' : ` ${date.year}`;
  return `${dayName(date)} ${date.day} ${monthName(date)}${year}`;
}

/** "24 November 2026" */
export function dateWords(day: Day): string {
  const date = onCalendar(day);
  return `${date.day} ${monthName(date)} ${date.year}`;
}

/** "Thu 26 Nov" */
export function shortDay(day: Day): string {
  const date = onCalendar(day);
  return `${dayName(date).slice(0, 3)} ${date.day} ${monthName(date).slice(0, 3)}`;
}

/** "11:52pm", "5pm", "midday", "midnight" */
export function timeWords(moment: Moment): string {
  const { hour, minute } = londonTime(moment);
  if (minute === 0 && hour === 0) return 'midnight';
  if (minute === 0 && hour === 12) return 'midday';
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes}${hour < 12 ? 'am' : 'pm'}`;
}

/** "23:52" for staff tables, where columns of times must line up. */
export function clockTime(moment: Moment): string {
  const { hour, minute } = londonTime(moment);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** "Tuesday 24 November, 11:52pm" */
export function momentWords(moment: Moment, today?: Day): string {
  return `${dayWords(moment, today)}, ${timeWords(moment)}`;
}

/** Whole days from the first to the second as a person counts them: by the calendar, not by 24 hours. */
export function daysApart(from: Day, to: Day): number {
  return onCalendar(to).number - onCalendar(from).number;
}

/** "by 5pm today", "by 5pm tomorrow", "by 5pm on Thursday 26 November" */
export function deadlineWords(deadline: Moment, now: Moment): string {
  const days = daysApart(now, deadline);
  const time = timeWords(deadline);
  if (days === 0) return `by ${time} today`;
  if (days === 1) return `by ${time} tomorrow`;
  return `by ${time} on ${dayWords(deadline, now)}`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** "today", "yesterday", "6 days ago", "3 months ago" */
export function agoWords(then: Day, now: Day): string {
  const days = daysApart(then, now);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 60) return `${days} days ago`;
  const { years, months } = onCalendar(then).date.until(onCalendar(now).date, { largestUnit: 'years' });
  return years === 0 ? `${counted(months, 'month')} ago` : `${counted(years, 'year')} ago`;
}

/** For staff: "7 h left", "20 min left", "3 h late", "2 days late". Days once there are two of them. */
export function leftWords(deadline: Moment, now: Moment): string {
  const minutes = Math.round((deadline.epochMilliseconds - now.epochMilliseconds) / 60_000);
  const amount = Math.abs(minutes);
  const ending = minutes < 0 ? 'late' : 'left';
  if (amount < 60) return `${amount} min ${ending}`;
  if (amount < 48 * 60) return `${Math.floor(amount / 60)} h ${ending}`;
  return `${Math.floor(amount / 1440)} days ${ending}`;
}
