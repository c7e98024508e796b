import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';

/* The only texts of the hub that name the table of sources: a test walks all others. */

export interface Source {
  readonly words: string;
  readonly how_known: string;
  readonly danger: string;
  readonly told_at: Temporal.Instant;
}

export interface NewSource {
  readonly words: string;
  readonly known: string;
  readonly danger: string;
}

export function keepSource(tx: Transaction, actor: StaffActor, intelligenceId: string, source: NewSource, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.intelligence_source (partnership_id, intelligence_id, agency_id, words, how_known, danger, told_by, told_at)
    values (${actor.partnershipId}, ${intelligenceId}, ${actor.agencyId}, ${source.words}, ${source.known}, ${source.danger}, ${actor.accountId}, ${now})`);
}

export async function sourceOf(tx: Transaction, actor: StaffActor, intelligenceId: string): Promise<Source> {
  return await tx.one(sql<Source>`select words, how_known, danger, told_at from hub.intelligence_source where partnership_id = ${actor.partnershipId} and intelligence_id = ${intelligenceId}`);
}
