import { Temporal } from 'temporal-polyfill';

import { addHours, addWorkingDays, type Holidays } from '../platform/calendar/index.ts';

export type TaskState = 'asked' | 'accepted' | 'started' | 'done' | 'declined' | 'cancelled';
export type TaskAct = 'accept' | 'start' | 'done' | 'decline' | 'cancel';

export const stateWords: Record<TaskState, string> = { asked: 'Not answered', accepted: 'Accepted', started: 'Started', done: 'Done', declined: 'Declined', cancelled: 'Cancelled' };

export const resultOf: Record<TaskAct, TaskState> = { accept: 'accepted', start: 'started', done: 'done', decline: 'declined', cancel: 'cancelled' };

const steps: Record<TaskState, readonly TaskAct[]> = {
  asked: ['accept', 'start', 'done', 'decline'],
  accepted: ['start', 'done', 'decline'],
  started: ['done', 'decline'],
  done: [],
  declined: [],
  cancelled: [],
};

export function isOpen(state: TaskState): boolean {
  return steps[state].length > 0;
}

/** What may be done next: by those who were asked, and by those who asked. */
export function actsFor(state: TaskState, side: { readonly asked: boolean; readonly asks: boolean }): TaskAct[] {
  return [...(side.asked ? steps[state] : []), ...(side.asks && isOpen(state) ? (['cancel'] as const) : [])];
}

/** States from which an act is possible. */
export function statesBefore(act: TaskAct): TaskState[] {
  const all: TaskState[] = ['asked', 'accepted', 'started'];
  return act === 'cancel' ? all : all.filter((state) => steps[state].includes(act));
}

/** Words must go with it: the other side has to know why, or what came of it. */
export function needsWords(act: TaskAct): boolean {
  return act === 'done' || act === 'decline' || act === 'cancel';
}

export function isLate(task: { readonly state: TaskState; readonly due_at: Temporal.Instant }, now: Temporal.Instant): boolean {
  return isOpen(task.state) && Temporal.Instant.compare(task.due_at, now) < 0;
}

export interface Target {
  readonly amount: number;
  readonly unit: 'working_days' | 'hours';
}

/** By when a task with a target is due: working days end at closing time, hours are hours of the clock. */
export function dueFrom(now: Temporal.Instant, target: Target, closesAt: string, holidays: Holidays): Temporal.Instant {
  return target.unit === 'hours' ? addHours(now, target.amount) : addWorkingDays(now, target.amount, { closesAt, holidays });
}
