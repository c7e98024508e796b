import { sql } from 'kysely';

import type { Transaction } from '../platform/database/index.ts';
import type { TotalRow } from './totals-rules.ts';

/** Numbers of disclosures and refusals by year, kind of agency and law; anyone may ask, nothing else comes out. */
export async function sharingTotals(tx: Transaction): Promise<TotalRow[]> {
  return await tx.all(sql<TotalRow>`select year, kind, gateway, given, refused from hub.sharing_totals()`);
}
