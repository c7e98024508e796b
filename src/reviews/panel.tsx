import type { Temporal } from 'temporal-polyfill';

import { paths } from '../paths.ts';
import type { CaseHolds, StaffActor } from '../platform/access/index.ts';
import { deadlineWords, londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { keptRules } from '../platform/partnership/index.ts';
import { LineList, Section } from '../ui/index.ts';
import { deadlinesOf } from './deadlines.ts';
import { stateNames } from './pages/words.ts';
import { addedByLink, complaintsFrom, reviewsOfCase, ruleOn, type ReportTold, type ReviewRow } from './queries.ts';
import { countThreshold, owedNext, type Counting } from './rules.ts';

export interface ReviewPanel {
  readonly reviews: readonly ReviewRow[];
  readonly counting: Counting;
}

/** What the page of the case has asked for already. */
export interface ToldInCase {
  readonly reports: Promise<readonly ReportTold[]>;
  /** Oldest entry of each role first. */
  readonly parties: Promise<readonly { readonly report_id: string | null; readonly role: string; readonly name_key: string }[]>;
}

/** The threshold as it stands today, and the reviews of the case. */
export async function reviewPanel(tx: Transaction, actor: StaffActor, caseId: string, now: Temporal.Instant, holds: CaseHolds, told: ToldInCase): Promise<ReviewPanel> {
  const on = londonDate(now);
  const [reviews, reports, parties, added, rule] = await Promise.all([
    holds.reviewed ? reviewsOfCase(tx, caseId) : [], told.reports, told.parties, holds.incidents ? addedByLink(tx, { reportIds: holds.reports }) : [],
    keptRules(actor.rules, `case review on ${on.toString()}`, async () => ruleOn(tx, on)),
  ]);
  const complaints = complaintsFrom({ reports, complainants: parties.filter(({ role }) => role === 'complainant'), added });
  return { reviews, counting: countThreshold(complaints, rule, now, 'as it stands') };
}

/** On the case page: the count, the offer that is owed once it is met, and how a review stands. */
export function ReviewSection({ caseId, panel, now, works }: { caseId: string; panel: ReviewPanel; now: Temporal.Instant; works: boolean }) {
  const { reviews, counting } = panel;
  return (
    <Section id="review" title="Case review" side link={works ? { href: paths.takeReview(caseId), label: 'Take an application' } : undefined}>
      <p>{counting.met ? <><b>The threshold is met.</b> {counting.why} {reviews.length === 0 ? 'Tell them that they can ask for a review.' : ''}</> : counting.why}</p>
      {reviews.length === 0 ? null : <LineList small items={reviews.map((review) => {
        const owed = owedNext(deadlinesOf(review));
        return <><a href={paths.review(review.id)}><b>{review.reference}</b></a> {stateNames[review.state]}{owed === undefined ? '' : `. ${owed.what} ${deadlineWords(owed.by, now)}`}</>;
      })} />}
    </Section>
  );
}
