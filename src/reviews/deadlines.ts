import type { ReviewRow } from './queries.ts';
import type { Deadlines } from './rules.ts';

/** The clock of a review as the rules want it. */
export function deadlinesOf(review: ReviewRow): Deadlines {
  return { state: review.state, ackBy: review.ack_by, decideBy: review.decide_by, meetBy: review.meet_by, outcomeBy: review.outcome_by, meetingAt: review.meeting_at };
}
