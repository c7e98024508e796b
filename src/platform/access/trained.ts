import { sql } from 'kysely';

import type { Transaction } from '../database/transaction.ts';

/** Whether the actor may work on intelligence today: given to them by somebody else, and they do casework. */
export async function isTrained(tx: Transaction): Promise<boolean> {
  return (await tx.one(sql<{ trained: boolean }>`select hub.actor_trained() as trained`)).trained;
}
