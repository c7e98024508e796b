import type { Wanted } from '../approvals/index.ts';
import type { ReviewRow } from './queries.ts';

/** What local rules may want approved before a threshold is decided. */
export function decisionWanted(review: Pick<ReviewRow, 'id' | 'case_id'>): Wanted {
  return { actions: ['review_decision'], caseId: review.case_id, subjectId: review.id, band: null };
}
