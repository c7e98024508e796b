import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';

export type ChronologyKind = 'note' | 'call' | 'visit' | 'incident' | 'decision' | 'contact' | 'shared' | 'file' | 'task' | 'risk' | 'promise' | 'state';

export interface NewEntry {
  readonly partnershipId: string;
  readonly caseId?: string | null | undefined;
  readonly reportId?: string | null | undefined;
  readonly at: Temporal.Instant;
  readonly kind: ChronologyKind;
  readonly words: string;
  readonly byAccount?: string | null | undefined;
  readonly byAgency?: string | null | undefined;
  /** Who did it, in words, when it was nobody with an account: "By private link", "System". */
  readonly byWords?: string | undefined;
  /** 'agency': only the writing agency reads it. */
  readonly audience?: 'case' | 'agency' | undefined;
  /** The person who reported learned something that meant something. */
  readonly told?: boolean | undefined;
  readonly missed?: boolean | undefined;
  /** What the person who reported reads of it on their page; without it they read nothing. Only with a reportId. */
  readonly residentWords?: string | undefined;
}

function entryRow(entry: NewEntry): object {
  return {
    partnership_id: entry.partnershipId, id: uuidv7(), case_id: entry.caseId, report_id: entry.reportId, at: entry.at, kind: entry.kind, words: entry.words, by_account: entry.byAccount,
    by_agency: entry.byAgency, by_words: entry.byWords ?? '', audience: entry.audience ?? 'case', told: entry.told ?? false, missed: entry.missed ?? false, resident_words: entry.residentWords,
  };
}

/** Puts entries into the chronology in the caller's transaction, with one statement. */
export function chronicle(tx: Transaction, ...entries: readonly NewEntry[]): void {
  tx.defer(sql`
    insert into hub.chronology (partnership_id, id, case_id, report_id, at, kind, words, by_account, by_agency, by_words, audience, told, missed, resident_words)
    select partnership_id, id, case_id, report_id, at, kind, words, by_account, by_agency, by_words, audience, told, missed, resident_words
    from json_populate_recordset(null::hub.chronology, ${JSON.stringify(entries.map(entryRow))}::json)`);
}

export interface ChronologyEntry {
  readonly id: string;
  readonly case_id: string | null;
  readonly report_id: string | null;
  readonly at: Temporal.Instant;
  readonly kind: ChronologyKind;
  readonly words: string;
  readonly by_account: string | null;
  readonly by_agency: string | null;
  readonly by_words: string;
  readonly audience: 'case' | 'agency';
  readonly told: boolean;
  readonly missed: boolean;
  readonly resident_words: string | null;
}

/** The newest entries of a case (with those of its reports) or of one report, as far as the actor may read them. */
export async function timeline(tx: Transaction, of: { caseId: string } | { reportId: string }, kinds: readonly ChronologyKind[] = [], most = 200): Promise<ChronologyEntry[]> {
  const whose = 'caseId' in of ? sql`case_id = ${of.caseId}` : sql`report_id = ${of.reportId}`;
  const which = kinds.length === 0 ? sql`` : sql`and kind = any(${[...kinds]})`;
  return await tx.all(sql<ChronologyEntry>`
    select id, case_id, report_id, at, kind, words, by_account, by_agency, by_words, audience, told, missed, resident_words
    from hub.chronology where partnership_id = (select hub.actor_partnership()) and ${whose} ${which} order by at desc, id desc limit ${most}`);
}
