import { Temporal } from 'temporal-polyfill';

import { daysApart, dayCells, deadlineWords, dueBy, inLondon, londonDate, londonInstant, nextWorkingDay, standardFor, type DayMark, type Holidays } from '../platform/calendar/index.ts';
import type { LocalTime } from '../platform/partnership/index.ts';

/** By when a person who was told something now hears something new again. */
export function nextTellBy(now: Temporal.Instant, priorities: readonly string[], time: LocalTime, closesAt: string): Temporal.Instant | undefined {
  const standard = standardFor(time.standards, 'something-new', priorities, londonDate(now));
  return standard && dueBy(standard, now, { closesAt, holidays: time.holidays });
}

/** The same local time, a number of whole working days later. */
export function workingDaysAfter(from: Temporal.Instant, days: number, holidays: Holidays): Temporal.Instant {
  const local = inLondon(from);
  let date = local.toPlainDate();
  for (let counted = 0; counted < days; counted += 1) {
    date = nextWorkingDay(date, holidays);
  }
  return londonInstant(date, local.toPlainTime().toString());
}

export interface Silence {
  readonly receivedAt: Temporal.Instant;
  readonly lastToldAt: Temporal.Instant | null;
  readonly nextToldBy: Temporal.Instant | null;
  readonly over: boolean;
  readonly told: readonly { readonly at: Temporal.Instant; readonly label?: string | undefined }[];
}

export interface ClockFace {
  /** 'over': nothing more is owed. 'late': the day by which we said they would hear has gone. */
  readonly state: 'waiting' | 'late' | 'over' | 'none';
  /** Days since the person heard something, or since they reported if they never did. */
  readonly days: number;
  readonly heardBefore: boolean;
  readonly nextBy: Temporal.Instant | undefined;
  readonly daysLate: number;
}

/** Where the silence clock of one report stands. */
export function clockFace(silence: Silence, now: Temporal.Instant): ClockFace {
  const since = silence.lastToldAt ?? silence.receivedAt;
  const days = Math.max(0, daysApart(since, now));
  const nextBy = silence.nextToldBy ?? undefined;
  const late = nextBy !== undefined && Temporal.Instant.compare(nextBy, now) < 0;
  return {
    state: silence.over ? 'over' : nextBy === undefined ? 'none' : late ? 'late' : 'waiting',
    days,
    heardBefore: silence.lastToldAt !== null,
    nextBy,
    daysLate: late && !silence.over ? daysApart(nextBy, now) : 0,
  };
}

/** "today", "yesterday", "6 days ago" with the number always in days: a silence must not hide behind "2 months". */
export function daysAgo(days: number): string {
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
}

export function daysWords(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** Working days that the drawing leaves room for. */
const mostCells = 28;

/** The days to draw. A clock that is over draws nothing. */
export function clockDays(silence: Silence, now: Temporal.Instant, holidays: Holidays, todayLabel = 'Today', nextLabel = 'Next', shown = mostCells): ReturnType<typeof dayCells> {
  if (silence.over) {
    return [];
  }
  const marks = new Map<string, DayMark>();
  for (const entry of silence.told) {
    const date = londonDate(entry.at);
    const before = marks.get(date.toString());
    marks.set(date.toString(), { date, ...(entry.label ?? before?.label ? { label: entry.label ?? before?.label ?? '' } : {}) });
  }
  if (silence.lastToldAt !== null && !marks.has(londonDate(silence.lastToldAt).toString())) {
    marks.set(londonDate(silence.lastToldAt).toString(), { date: londonDate(silence.lastToldAt) });
  }
  const today = londonDate(now);
  const due = silence.nextToldBy === null ? undefined : { date: londonDate(silence.nextToldBy), label: nextLabel };
  const from = marks.size === 0 ? londonDate(silence.receivedAt) : undefined;
  return dayCells({ today, told: [...marks.values()], due, todayLabel, holidays, maxCells: shown, ...(from === undefined ? {} : { from }) });
}

/** "by 5pm on Thursday 26 November", or that it was due then. */
export function nextWords(nextBy: Temporal.Instant, now: Temporal.Instant): string {
  return deadlineWords(nextBy, now);
}
