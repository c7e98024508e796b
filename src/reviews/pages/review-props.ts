import type { Temporal } from 'temporal-polyfill';

import type { Standing } from '../../approvals/index.ts';
import type { FieldError, Typed } from '../../platform/http/index.ts';
import type { Agency } from '../../platform/partnership/index.ts';
import type { EventRow, RecommendationRow, ReviewRow, ReviewRule } from '../queries.ts';
import type { Counting, Step } from '../rules.ts';

export interface ReviewPageProps {
  readonly review: ReviewRow;
  readonly rule: ReviewRule;
  readonly counting: Counting;
  readonly events: readonly EventRow[];
  readonly recommendations: readonly RecommendationRow[];
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly agencies: readonly Agency[];
  /** Our agency runs it. */
  readonly mine: boolean;
  /** Whether somebody has to agree before the threshold is decided. */
  readonly approval: Standing;
  readonly now: Temporal.Instant;
  readonly at: Step | undefined;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}
