import { Temporal } from 'temporal-polyfill';

import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonInstant } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { deadlinesOf } from './deadlines.ts';
import { recommendationsToUs, reviewsOf, type RecommendationRow, type ReviewRow } from './queries.ts';
import { owedNext } from './rules.ts';

/** Something that a room wants done, for Today. */
export interface ReviewWork {
  readonly title: string;
  readonly why: string;
  readonly reference: string;
  readonly href: string;
  readonly action: string;
  readonly at: Temporal.Instant;
  readonly due: boolean;
}

/** The point of contact has the next step; until there is one, and once it is late, supervisors have it too. An appeal is decided outside the hub and has no day of ours. */
function workOf(review: ReviewRow, actor: StaffActor, now: Temporal.Instant): ReviewWork[] {
  const own = review.spoc_id === actor.accountId;
  const row = { reference: review.reference, href: paths.review(review.id), action: 'Open the review' };
  if (review.state === 'appealed') {
    return own || may(actor, 'supervise') ? [{ ...row, title: 'Record what came of the appeal', why: 'ASB Case Review: the person appealed, and waits.', at: review.appealed_at ?? now, due: false }] : [];
  }
  const owed = owedNext(deadlinesOf(review));
  if (owed === undefined || !(own || (may(actor, 'supervise') && (review.spoc_id === null || Temporal.Instant.compare(owed.by, now) < 0)))) {
    return [];
  }
  const why = own || review.spoc === null ? 'ASB Case Review: the local timetable runs.' : `ASB Case Review: ${review.spoc} is the point of contact, and it is late.`;
  return [{ ...row, title: owed.what, why, at: owed.by, due: true }];
}

/** A recommendation is made to an agency: whoever does casework there may answer it, once. */
function answerOf(recommendation: RecommendationRow, closesAt: string): ReviewWork[] {
  const href = paths.reviewRecommendation(recommendation.id);
  const words = recommendation.words.length > 90 ? `${recommendation.words.slice(0, 88)}…` : recommendation.words;
  return recommendation.answer !== null ? [] : [{ title: 'Answer what a case review recommends to us', why: words, reference: 'ASB Case Review', href, action: 'Answer', at: londonInstant(recommendation.answer_by, closesAt), due: true }];
}

/** The next step of each case review that the reader's agency runs, and what reviews ask of it. */
export async function reviewItems(tx: Transaction, actor: StaffActor, now: Temporal.Instant, closesAt = '17:00'): Promise<ReviewWork[]> {
  const [reviews, recommendations] = await Promise.all([reviewsOf(tx, actor), may(actor, 'work_cases') ? recommendationsToUs(tx, actor) : []]);
  return [...reviews.flatMap((review) => workOf(review, actor, now)), ...recommendations.flatMap((recommendation) => answerOf(recommendation, closesAt))];
}
