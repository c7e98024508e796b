import { Temporal } from 'temporal-polyfill';

import type { ConfidenceRow, Moment } from './link-queries.ts';

const reportQuestionsFor = { hours: 24 * 21 };

/** Which of the three sets of questions to show: at closure, halfway once asked, or soon after the report. */
export function momentToAsk(over: boolean, rows: readonly ConfidenceRow[], receivedAt: Temporal.Instant, now: Temporal.Instant): Moment | undefined {
  const answered = new Set(rows.filter((row) => row.answered).map((row) => row.moment));
  const asked = new Set(rows.map((row) => row.moment));
  if (over) {
    return answered.has('closure') ? undefined : 'closure';
  }
  if (asked.has('midpoint')) {
    return answered.has('midpoint') ? undefined : 'midpoint';
  }
  return answered.has('report') || Temporal.Instant.compare(receivedAt.add(reportQuestionsFor), now) < 0 ? undefined : 'report';
}

const soonestHalf = 7;
const withoutPromise = 28;

/**
 * Halfway through the work as it was promised: between the report and the last promised day, not in the first week.
 * Without a promise four weeks after the report.
 */
export function midpoint(receivedAt: Temporal.Instant, lastDueAt: Temporal.Instant | null): Temporal.Instant {
  const day = 24 * 3600 * 1000;
  if (lastDueAt === null) {
    return receivedAt.add({ hours: withoutPromise * 24 });
  }
  const half = (lastDueAt.epochMilliseconds - receivedAt.epochMilliseconds) / 2;
  return receivedAt.add({ milliseconds: Math.round(Math.max(soonestHalf * day, half)) });
}
