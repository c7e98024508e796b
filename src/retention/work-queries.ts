import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { ruleWords, type Candidate, type RecordKind, type RetentionRule } from './rules.ts';

/* What the worker asks and writes at night, as the system of one partnership. */

export async function partnershipIds(tx: Transaction): Promise<string[]> {
  return (await tx.all(sql<{ id: string }>`select id from hub.partnership`)).map(({ id }) => id);
}

export async function retentionRules(tx: Transaction, partnershipId: string): Promise<RetentionRule[]> {
  return await tx.all(sql<RetentionRule>`select id, kind, months, minors_to_age, outcomes, source, in_force_from, in_force_to from hub.retention_rule where partnership_id = ${partnershipId}`);
}

export interface Page {
  readonly kind: RecordKind;
  readonly countedBefore: Temporal.PlainDate;
  readonly outcomes: readonly string[];
  readonly today: Temporal.PlainDate;
  readonly after: Pick<Candidate, 'counted_from' | 'subject_id'> | undefined;
  readonly most: number;
}

export async function candidates(tx: Transaction, partnershipId: string, page: Page): Promise<Candidate[]> {
  return await tx.all(sql<Candidate>`select * from hub.retention_candidates(${partnershipId}, ${page.kind}, ${page.countedBefore}, ${[...page.outcomes]}::text[], ${page.today},
    ${page.after?.counted_from.toString() ?? '0001-01-01'}::date, ${page.after?.subject_id ?? '00000000-0000-0000-0000-000000000000'}::uuid, ${page.most})`);
}

export interface Due {
  readonly kind: RecordKind;
  readonly subjectId: string;
  readonly agencyId: string | null;
  readonly countedFrom: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
}

/** Puts it on the list of the agency, for the reviewer that it named. What waits there already waits once. */
export function listDue(tx: Transaction, partnershipId: string, rule: RetentionRule, due: Due, now: Temporal.Instant): void {
  tx.defer(sql`insert into hub.retention_item (partnership_id, id, kind, subject_id, agency_id, reviewer_id, rule_id, rule_words, counted_from, due_on, found_at)
    select ${partnershipId}, ${uuidv7()}, ${due.kind}, ${due.subjectId}, ${due.agencyId}, (select v.account_id from hub.retention_reviewer v join hub.account a on a.partnership_id = v.partnership_id and a.id = v.account_id and a.state = 'active'
        where v.partnership_id = ${partnershipId} and v.agency_id = ${due.agencyId}), ${rule.id}, ${ruleWords(rule)}, ${due.countedFrom}, ${due.dueOn}, ${now}
    on conflict do nothing`);
}

export async function closeIdleReviews(tx: Transaction, partnershipId: string): Promise<number> {
  return (await tx.one(sql<{ closed: number }>`select hub.close_idle_reviews(${partnershipId}) as closed`)).closed;
}

export async function askReceivers(tx: Transaction, partnershipId: string, due: Temporal.PlainDate): Promise<number> {
  return (await tx.one(sql<{ asked: number }>`select hub.ask_receivers(${partnershipId}, ${due}) as asked`)).asked;
}

/** From which day on the trail has entries, and whether a cut of it waits or was put off. */
export async function trailState(tx: Transaction, partnershipId: string, today: Temporal.PlainDate): Promise<{ begins: Temporal.PlainDate | null; asked: boolean }> {
  return await tx.one(sql<{ begins: Temporal.PlainDate | null; asked: boolean }>`select hub.trail_begins(${partnershipId}) as begins,
    exists (select 1 from hub.retention_item where partnership_id = ${partnershipId} and kind = 'audit_entry' and (state = 'waiting' or (state = 'kept' and keep_until > ${today}))) as asked`);
}

/** Named reviewers for whom something new waits since a moment. */
export async function reviewersWith(tx: Transaction, partnershipId: string, since: Temporal.Instant): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`select distinct reviewer_id as id from hub.retention_item where partnership_id = ${partnershipId} and state = 'waiting' and found_at >= ${since} and reviewer_id is not null`);
  return rows.map(({ id }) => id);
}

export interface Removable {
  readonly partnership_id: string;
  readonly key: string;
  /** Another row names the file: it stays. */
  readonly named: boolean;
}

export async function filesToRemove(tx: Transaction, most: number): Promise<Removable[]> {
  return await tx.all(sql<Removable>`select partnership_id, key, named from hub.files_to_remove(${most})`);
}

export async function fileRemoved(tx: Transaction, file: Removable): Promise<void> {
  await tx.run(sql`delete from hub.file_removal where partnership_id = ${file.partnership_id} and key = ${file.key}`);
}
