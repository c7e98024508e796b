import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Stage } from './queries.ts';

export interface CaseFilter {
  readonly whose?: 'mine' | 'agency' | undefined;
  readonly state?: 'open' | 'closed' | undefined;
  readonly risk?: string | undefined;
  readonly stage?: Stage | undefined;
  readonly area?: string | undefined;
}

/** Where the next page starts: after this case. */
export interface After {
  readonly openedAt: Temporal.Instant;
  readonly caseId: string;
}

export interface CaseListRow {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly opened_at: Temporal.Instant;
  readonly state: 'open' | 'closed';
  readonly stage: Stage;
  readonly restricted: boolean;
  readonly risk_band: string | null;
  readonly review_on: Temporal.PlainDate | null;
  readonly place_words: string;
  readonly agency: string;
  readonly owner: string | null;
  readonly next_told_by: Temporal.Instant | null;
}

/**
 * Cases the actor may see, newest first. One function of the database finds them and asks the rule once for each: through the policies it
 * would be asked for the case twice, and again for each of its reports.
 */
export async function visibleCases(tx: Transaction, actor: StaffActor, { whose, state, risk, stage, area }: CaseFilter, most: number, after?: After): Promise<CaseListRow[]> {
  return await tx.all(sql<CaseListRow>`
    select * from hub.list_cases(${whose === 'mine'}, ${whose === 'agency' ? actor.agencyId : null}, ${state ?? null}, ${risk ?? null}, ${stage ?? null}, ${area ?? null},
      ${after?.openedAt ?? null}, ${after?.caseId ?? null}, ${most})`);
}
