import type { VNode } from 'preact';

import { may, type StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { correctionsOf } from './correction-queries.ts';
import { CorrectionsSection } from './pages/correction-page.tsx';

interface PersonAsked {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly personId: string;
  readonly records: readonly string[];
}

/** On the page of a person: what was put right, and where a request is taken. Nothing for others while there is nothing. */
export async function personCorrections({ tx, actor, personId, records }: PersonAsked): Promise<VNode | null> {
  const corrections = await correctionsOf(tx, actor, records);
  const takes = may(actor, 'supervise');
  return corrections.length === 0 && !takes ? null : <CorrectionsSection corrections={corrections} personId={personId} takes={takes} />;
}
