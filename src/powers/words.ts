import type { Temporal } from 'temporal-polyfill';

import { dayWords, momentWords } from '../platform/calendar/index.ts';
import { lastDayOf } from './deadlines.ts';
import { endsAt, type Step } from './history.ts';
import type { EventKind } from './queries.ts';

export const eventWords: Readonly<Record<EventKind, string>> = {
  breach: 'Breached', appeal: 'Appealed', appeal_decided: 'Appeal decided', hearing: 'Heard by the court', review: 'Reviewed', extended: 'Extended', ended: 'Ended, withdrawn or cancelled', letter: 'Letter made',
};

export const serviceWords: Readonly<Record<string, string>> = { hand: 'By hand', post: 'By post', left: 'Left at their address', premises: 'Fixed to the premises', spoken: 'Spoken', email: 'By e-mail, as agreed' };

export type StepState = 'drafted' | 'ended' | 'breached' | 'running' | 'over';

export function stateOf(step: Step, now: Temporal.Instant): StepState {
  if (step.row.state === 'drafted') {
    return 'drafted';
  }
  const end = endsAt(step);
  return step.events.some(({ kind }) => kind === 'ended') ? 'ended' : step.events.some(({ kind }) => kind === 'breach') ? 'breached' : end !== null && end.epochMilliseconds <= now.epochMilliseconds ? 'over' : 'running';
}

export const stateNames: Readonly<Record<StepState, string>> = { drafted: 'Draft', ended: 'Ended', breached: 'Breached', running: 'Done', over: 'Run out' };

/** What runs from a step, in words: "Appeal until Tuesday 15 December". */
export function datesWords(step: Step, now: Temporal.Instant): string[] {
  const { row } = step;
  const end = endsAt(step);
  return [
    ...(row.comply_by === null ? [] : [`time to change until ${dayWords(row.comply_by, now)}`]),
    ...(row.hearing_by === null ? [] : [`court has to hear it by ${momentWords(row.hearing_by, now)}`]),
    ...(row.appeal_by === null ? [] : [`appeal until the end of ${dayWords(lastDayOf(row.appeal_by), now)}`]),
    ...(end === null ? [] : [`lasts until ${momentWords(end, now)}`]),
    ...(row.review_on === null ? [] : [`review by ${dayWords(row.review_on, now)}`]),
  ];
}
