import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { stateNames } from './pages/words.ts';
import { openStatesOfCases } from './queries.ts';

/** Cases whose review still waits for its panel or its appeal, as the reader sees them: by case, how the review stands. */
export async function openReviews(tx: Transaction, actor: StaffActor): Promise<ReadonlyMap<string, string>> {
  return new Map((await openStatesOfCases(tx, actor)).map(({ case_id: caseId, state }) => [caseId, stateNames[state].toLowerCase()]));
}
