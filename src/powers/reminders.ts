import { Temporal } from 'temporal-polyfill';

import { londonInstant } from '../platform/calendar/index.ts';
import type { RunningStep } from './queries.ts';

export interface Reminder {
  readonly step: RunningStep;
  readonly at: Temporal.Instant;
  readonly kind: 'hearing' | 'comply' | 'expires' | 'appeal' | 'review';
  /** Late when it is past, or only to be known. */
  readonly binds: boolean;
}

/** How many days ahead, and how many after, a date of a step is shown. */
const ahead: Readonly<Record<Reminder['kind'], number>> = { hearing: 7, comply: 2, expires: 14, appeal: 3, review: 7 };
const after = 14;

function near(at: Temporal.Instant, now: Temporal.Instant, days: number): boolean {
  const hours = (at.epochMilliseconds - now.epochMilliseconds) / 3_600_000;
  return hours <= days * 24 && hours >= -after * 24;
}

/** The dates of steps that come round now: hearings and reviews bind us; the end of the time to change, of an appeal or of an order is to be known. */
export function reminders(steps: readonly RunningStep[], now: Temporal.Instant): Reminder[] {
  return steps.flatMap((step) => {
    const found: readonly (Omit<Reminder, 'step'> | undefined)[] = [
      step.hearing_by === null || step.heard ? undefined : { at: step.hearing_by, kind: 'hearing', binds: true },
      step.comply_by === null || step.followed ? undefined : { at: step.comply_by, kind: 'comply', binds: false },
      step.expires_at === null ? undefined : { at: step.expires_at, kind: 'expires', binds: false },
      step.appeal_by === null ? undefined : { at: step.appeal_by, kind: 'appeal', binds: false },
      step.review_on === null || (step.reviewed_on !== null && Temporal.Instant.compare(step.reviewed_on, londonInstant(step.review_on.subtract({ days: 14 }), '00:00')) >= 0) ? undefined : { at: londonInstant(step.review_on, '17:00'), kind: 'review', binds: true },
    ];
    return found.flatMap((one) => (one === undefined || (!near(one.at, now, ahead[one.kind]) && !(one.binds && Temporal.Instant.compare(one.at, now) < 0)) ? [] : [{ ...one, step }]));
  });
}
