import { standing } from '../approvals/index.ts';
import { staffPage, type Framed } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { page, type FieldError, type Reply, type Typed } from '../platform/http/index.ts';
import { agencies } from '../platform/partnership/index.ts';
import { decisionWanted } from './decision.ts';
import { ReviewPage } from './pages/review-page.tsx';
import { colleaguesOf, complaintsOf, eventsOf, recommendationsOf, reviewOf, ruleOn } from './queries.ts';
import { countThreshold, nextSteps, type Step } from './rules.ts';

type ReviewVisit = Framed<StaffActor> & { readonly params: { readonly reviewId: string } };

/** One review with its next steps; with errors, the step that was not accepted as it was typed. */
export async function showReview(visit: ReviewVisit, at?: Step, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, now, params: { reviewId } } = visit;
  const review = await reviewOf(tx, actor, reviewId);
  const [rule, events, recommendations, people, all, complaints] = await Promise.all([
    ruleOn(tx, londonDate(review.applied_at)), eventsOf(tx, actor, reviewId), recommendationsOf(tx, actor, reviewId), colleaguesOf(tx, actor), agencies(tx),
    review.case_id !== null ? complaintsOf(tx, { caseId: review.case_id }) : review.report_id !== null ? complaintsOf(tx, { reportId: review.report_id }) : [],
  ]);
  const approval = review.agency_id === actor.agencyId && nextSteps(review.state).includes('decide') ? await standing(tx, actor, decisionWanted(review), now) : { kind: 'free' } as const;
  const counting = review.counted ?? countThreshold(complaints, rule, review.applied_at);
  const children = <ReviewPage review={review} rule={rule} counting={counting} events={events} recommendations={recommendations} people={people} agencies={all} mine={review.agency_id === actor.agencyId} approval={approval} now={now} at={at} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'reviews', title: `Case review ${review.reference}`, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}
