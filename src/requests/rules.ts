import { Temporal } from 'temporal-polyfill';

import { addWorkingDays, londonDate, londonInstant, nextWorkingDay, workingDaysBetween, type ContactStandard, type Holidays } from '../platform/calendar/index.ts';

export type RequestState = 'asked' | 'needs_clarification' | 'partly_answered' | 'answered' | 'refused' | 'withdrawn';
export type Side = 'asker' | 'asked';
export type RequestAct = 'take' | 'question' | 'answer' | 'finish' | 'refuse' | 'clarify' | 'withdraw';

export const stateWords: Readonly<Record<RequestState, string>> = {
  asked: 'Asked', needs_clarification: 'Waits for an explanation', partly_answered: 'Partly answered', answered: 'Answered', refused: 'Refused', withdrawn: 'Withdrawn',
};

const acts: Readonly<Record<Side, Readonly<Record<RequestState, readonly RequestAct[]>>>> = {
  asked: {
    asked: ['take', 'answer', 'finish', 'question', 'refuse'],
    // an answer may come without waiting for the explanation
    needs_clarification: ['take', 'answer', 'finish', 'refuse'],
    partly_answered: ['take', 'answer', 'finish', 'question', 'refuse'],
    answered: [], refused: [], withdrawn: [],
  },
  asker: { asked: ['withdraw'], needs_clarification: ['clarify', 'withdraw'], partly_answered: ['withdraw'], answered: [], refused: [], withdrawn: [] },
};

/** What each side may do now. */
export function actsFor(state: RequestState, side: Side): readonly RequestAct[] {
  return acts[side][state];
}

/** Whether an act can ever be this side's. */
export function mayEver(act: RequestAct, side: Side): boolean {
  return Object.values(acts[side]).some((list) => list.includes(act));
}

export function isOpen(state: RequestState): boolean {
  return !['answered', 'refused', 'withdrawn'].includes(state);
}

/** States from which an act begins, for the one statement that makes it. */
export function statesBefore(act: RequestAct, side: Side): RequestState[] {
  return (Object.keys(acts[side]) as RequestState[]).filter((state) => acts[side][state].includes(act));
}

function amountOf(standards: readonly ContactStandard[], key: string, group: string | undefined, on: Temporal.PlainDate, otherwise: number): number {
  const day = on.toString();
  const live = standards.filter((standard) => {
    const its: string = standard.key;
    return its === key && standard.unit === 'working_days' && standard.inForceFrom <= day && (standard.inForceTo == null || day <= standard.inForceTo);
  });
  const named = group === undefined ? undefined : live.find(({ appliesTo }) => appliesTo.includes(group));
  return (named ?? live.find(({ appliesTo }) => appliesTo.length === 0))?.amount ?? otherwise;
}

export interface OfficeTime {
  readonly standards: readonly ContactStandard[];
  readonly holidays: Holidays;
  readonly closesAt: string;
}

/** Working days that the standards in force give for an answer. */
export function daysToAnswer(standards: readonly ContactStandard[], urgent: boolean, on: Temporal.PlainDate): number {
  return amountOf(standards, 'answer-request', urgent ? 'urgent' : undefined, on, urgent ? 2 : 10);
}

export function dueAt(now: Temporal.Instant, urgent: boolean, time: OfficeTime): Temporal.Instant {
  return addWorkingDays(now, daysToAnswer(time.standards, urgent, londonDate(now)), time);
}

/** The clock stood while the asker owed an explanation: what was left of it, at least a day, begins again. */
export function resumedDue(due: Temporal.Instant, pausedAt: Temporal.Instant, now: Temporal.Instant, time: OfficeTime): Temporal.Instant {
  const left = Math.max(1, workingDaysBetween(londonDate(pausedAt), londonDate(due), time.holidays));
  const again = addWorkingDays(now, left, time);
  return Temporal.Instant.compare(again, due) > 0 ? again : due;
}

export type LateLevel = 'officer' | 'supervisor' | 'liaison';

function after(due: Temporal.Instant, days: number, time: OfficeTime): Temporal.Instant {
  let day = londonDate(due);
  for (let counted = 0; counted < days; counted += 1) {
    day = nextWorkingDay(day, time.holidays);
  }
  return londonInstant(day, time.closesAt);
}

/** Who learns of a late answer by now: the officers at once, then their supervisor, then the liaison persons of the agreement. */
export function levelsReached(due: Temporal.Instant, now: Temporal.Instant, time: OfficeTime): LateLevel[] {
  const on = londonDate(due);
  const supervisor = amountOf(time.standards, 'request-supervisor', undefined, on, 2);
  const liaison = supervisor + amountOf(time.standards, 'request-liaison', undefined, on, 3);
  const times: readonly (readonly [LateLevel, Temporal.Instant])[] = [['officer', due], ['supervisor', after(due, supervisor, time)], ['liaison', after(due, liaison, time)]];
  return times.filter(([, at]) => Temporal.Instant.compare(at, now) < 0).map(([level]) => level);
}
