import { Temporal } from 'temporal-polyfill';

import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { deadlinesOf } from './deadlines.ts';
import { reviewsOf, type ReviewRow } from './queries.ts';
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

/** The point of contact has the next step; until there is one, and once it is late, supervisors have it too. */
function workOf(review: ReviewRow, actor: StaffActor, now: Temporal.Instant): ReviewWork[] {
  const owed = owedNext(deadlinesOf(review));
  const own = review.spoc_id === actor.accountId;
  if (owed === undefined || !(own || (may(actor, 'supervise') && (review.spoc_id === null || Temporal.Instant.compare(owed.by, now) < 0)))) {
    return [];
  }
  const why = own || review.spoc === null ? 'ASB Case Review: the local timetable runs.' : `ASB Case Review: ${review.spoc} is the point of contact, and it is late.`;
  return [{ title: owed.what, why, reference: review.reference, href: paths.review(review.id), action: 'Open the review', at: owed.by, due: true }];
}

/** The next step of each case review that the reader's agency runs. */
export async function reviewItems(tx: Transaction, actor: StaffActor, now: Temporal.Instant): Promise<ReviewWork[]> {
  return (await reviewsOf(tx, actor)).flatMap((review) => workOf(review, actor, now));
}
