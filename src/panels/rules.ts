import { Temporal } from 'temporal-polyfill';

import { isWorkingDay, nextWorkingDay, type Holidays } from '../platform/calendar/index.ts';

export type MeetingState = 'planned' | 'agreed' | 'running' | 'held' | 'circulated' | 'cancelled';
export const meetingWords: Record<MeetingState, string> = { planned: 'Agenda open', agreed: 'Agenda agreed', running: 'Running now', held: 'Held, minutes to approve', circulated: 'Minutes circulated', cancelled: 'Cancelled' };
export const markingWords = { official: 'OFFICIAL', official_sensitive: 'OFFICIAL-SENSITIVE' } as const;

export type Measure = 'risk_band' | 'repeat_reports' | 'silence' | 'hate' | 'case_review';

export interface Criterion {
  readonly measure: Measure;
  /** Of risk bands: 2 is medium and above, 3 is high. Otherwise how many. */
  readonly threshold: number;
  readonly days: number;
}

const bands: Readonly<Record<string, number>> = { standard: 1, medium: 2, high: 3 };

/** What is known of a live case, counted over the days of the criterion. */
export interface CaseFacts {
  readonly risk_band: string | null;
  readonly reports: number;
  readonly hate: number;
  readonly silent_days: number;
  /** How an open case review of it stands; null without one. */
  readonly review: string | null;
}

/** Why a live case comes onto the agenda, in a sentence; undefined when it does not. */
export function reasonFor(criterion: Criterion, facts: CaseFacts): string | undefined {
  const { measure, threshold, days } = criterion;
  switch (measure) {
    case 'risk_band':
      return (bands[facts.risk_band ?? ''] ?? 0) >= threshold ? `The risk is ${facts.risk_band ?? ''}` : undefined;
    case 'repeat_reports':
      return facts.reports >= threshold ? `${facts.reports} reports in ${days} days` : undefined;
    case 'silence':
      return facts.silent_days >= threshold ? `Nobody has heard from us for ${facts.silent_days} days longer than promised` : undefined;
    case 'hate':
      return facts.hate >= threshold ? `Hate was reported in the last ${days} days` : undefined;
    case 'case_review':
      if (facts.review !== null) {
        return `A case review is open: ${facts.review}`;
      }
      return facts.reports >= threshold || facts.hate > 0 ? `It reaches the case review threshold: ${facts.reports} ${facts.reports === 1 ? 'report' : 'reports'} in ${days} days${facts.hate > 0 ? ', with hate' : ''}` : undefined;
  }
}

/** Days of recurring meetings. One that falls on no working day moves to the next; the rhythm stays. */
export function recurring(first: Temporal.PlainDate, everyWeeks: number, count: number, holidays: Holidays): Temporal.PlainDate[] {
  return Array.from({ length: everyWeeks === 0 ? 1 : count }, (_, place) => {
    const day = first.add({ weeks: place * everyWeeks });
    return isWorkingDay(day, holidays) ? day : nextWorkingDay(day, holidays);
  });
}

export type MinuteCell = 'gone' | 'now' | 'ahead';

/** The minutes of an item as cells: gone, the running one, and those ahead. Over time, all are gone. */
export function minuteCells(minutes: number, since: Temporal.Instant | null, now: Temporal.Instant): { cells: MinuteCell[]; left: number } {
  const gone = since === null ? 0 : Math.max(0, Math.floor((now.epochMilliseconds - since.epochMilliseconds) / 60_000));
  return { cells: Array.from({ length: minutes }, (_, place) => (place < gone ? 'gone' : place === gone && since !== null ? 'now' : 'ahead')), left: minutes - gone };
}

export function leftInWords(left: number): string {
  return left < 0 ? `${-left} min over` : `${left} min`;
}

/** The agenda's order and the places of its items, from what was typed beside each. */
export function inOrder<Item extends { readonly position: number; readonly id: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1));
}

export const taskStateWords: Readonly<Record<string, string>> = { asked: 'Not answered', accepted: 'Accepted', started: 'Started', done: 'Done', declined: 'Declined', cancelled: 'Cancelled' };
