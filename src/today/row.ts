import { Temporal } from 'temporal-polyfill';

import { clockTime, daysApart, leftWords, londonDate, londonInstant, shortDay } from '../platform/calendar/index.ts';
import type { LocalTime } from '../platform/partnership/index.ts';
import type { WorkRowProps } from '../ui/index.ts';
import type { MyReport } from './queries.ts';

export type Group = 'late' | 'due' | 'new' | 'wait' | 'back' | 'supervise';

/** A row of Today: where it stands, and what puts it above another. */
export interface WorkItem {
  readonly group: Group;
  readonly at: Temporal.Instant;
  readonly row: WorkRowProps;
}

export interface TodayTime extends LocalTime {
  readonly now: Temporal.Instant;
  readonly closesAt: string;
}

/** "Mon 23" within a fortnight, else "Mon 23 Nov", with the year when it is another. */
export function day(at: Temporal.Instant, now: Temporal.Instant): string {
  const date = londonDate(at);
  if (Math.abs(daysApart(now, at)) < 14) {
    return shortDay(at).replace(/ [A-Z][a-z]+$/, '');
  }
  return date.year === londonDate(now).year ? shortDay(at) : `${shortDay(at)} ${date.year}`;
}

/** The last moment of the working day: what is due by then is due today. */
export function dayEnd(now: Temporal.Instant): Temporal.Instant {
  return londonInstant(londonDate(now), '23:59:59');
}

export function isPast(at: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(at, now) < 0;
}

/** "by 17:00, in 2 h" today; "1 day late, due Mon 23 Nov" after it. */
export function whenOf(at: Temporal.Instant, now: Temporal.Instant, what?: string): Pick<WorkRowProps, 'when' | 'whenNote' | 'late'> {
  if (isPast(at, now)) {
    const days = daysApart(at, now);
    return { when: days === 0 ? leftWords(at, now) : `${days} ${days === 1 ? 'day' : 'days'} late`, whenNote: days === 0 ? `due ${clockTime(at)}` : `due ${day(at, now)}`, late: true };
  }
  return daysApart(now, at) === 0 ? { when: `by ${clockTime(at)}`, whenNote: what ?? leftWords(at, now).replace(' left', '') } : { when: `by ${day(at, now)}`, whenNote: what };
}

export function agoWhen(at: Temporal.Instant, now: Temporal.Instant): Pick<WorkRowProps, 'when' | 'whenNote'> {
  const days = daysApart(at, now);
  return days === 0 ? { when: clockTime(at), whenNote: 'today' } : { when: days === 1 ? 'yesterday' : `${days} days ago`, whenNote: `${day(at, now)}, ${clockTime(at)}` };
}

export function lateOrDue(at: Temporal.Instant, now: Temporal.Instant): Group {
  return isPast(at, now) ? 'late' : 'due';
}

/** What is new stays so until its day comes; then it is due, and after it late. */
export function newUntil(by: Temporal.Instant, now: Temporal.Instant): Group {
  return Temporal.Instant.compare(by, dayEnd(now)) > 0 ? 'new' : lateOrDue(by, now);
}

function placeOf(report: MyReport): string {
  return report.place_words === '' ? report.case_reference : `${report.case_reference} · ${report.place_words}`;
}

export function personWords(report: Pick<MyReport, 'person'>): string {
  const name = report.person?.trim() ?? '';
  return name === '' ? 'the person who reported' : name;
}

function stopWords(report: MyReport): string | undefined {
  const never = report.never?.trim() ?? '';
  return never === '' ? undefined : `Never: ${never.replace(/^never:?\s*/i, '')}`;
}

export function base(report: MyReport): Pick<WorkRowProps, 'reference' | 'risk' | 'stop'> {
  return { reference: placeOf(report), risk: report.risk_band ?? 'none', stop: stopWords(report) };
}
