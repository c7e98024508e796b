import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { RecordRow } from './queries.ts';

export interface CorrectionRow {
  readonly id: string;
  readonly kind: 'correction' | 'disagreement';
  readonly original: string;
  readonly words: string;
  readonly receivers: number;
  readonly made_at: Temporal.Instant;
  readonly maker: string | null;
  readonly agency: string;
}

/** What was put right or is disagreed with, of some records of a person. */
export async function correctionsOf(tx: Transaction, actor: Pick<StaffActor, 'partnershipId'>, records: readonly string[]): Promise<CorrectionRow[]> {
  return await tx.all(sql<CorrectionRow>`select c.id, c.kind, c.original, c.words, c.receivers, c.made_at, a.name as maker, g.name as agency from hub.correction c join hub.agency g on g.partnership_id = c.partnership_id and g.id = c.agency_id
    left join hub.account a on a.partnership_id = c.partnership_id and a.id = c.made_by where c.partnership_id = ${actor.partnershipId} and c.record_id = any(${[...records]}::uuid[]) order by c.made_at desc limit 50`);
}

export interface NewCorrection {
  readonly requestId: string;
  readonly record: RecordRow;
  readonly kind: 'correction' | 'disagreement';
  readonly original: string;
  readonly words: string;
  readonly receivers: number;
}

export function keepCorrection(tx: Transaction, actor: StaffActor, one: NewCorrection, now: Temporal.Instant): void {
  tx.defer(sql`insert into hub.correction (partnership_id, id, request_id, agency_id, record_id, case_id, report_id, kind, original, words, receivers, made_by, made_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${one.requestId}, ${actor.agencyId}, ${one.record.id}, ${one.record.case_id}, ${one.record.report_id}, ${one.kind}, ${one.original}, ${one.words}, ${one.receivers}, ${actor.accountId}, ${now})`);
}

/** Where the record was shared from: every live disclosure of its case that the agency gave. */
export async function livingDisclosures(tx: Transaction, actor: StaffActor, record: RecordRow): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`select d.id from hub.disclosure d where d.partnership_id = ${actor.partnershipId} and d.from_agency = ${actor.agencyId} and d.decision = 'given' and d.withdrawn_at is null and d.valid_until > now()
    and d.case_id = coalesce(${record.case_id}::uuid, (select r.case_id from hub.report r where r.partnership_id = ${actor.partnershipId} and r.id = ${record.report_id}))`);
  return rows.map(({ id }) => id);
}
