import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { LinkActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { UploadOutcome } from '../platform/http/index.ts';
import type { Contact, PartyContact } from '../platform/outbox/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { lineColumns, type PromiseLineRow } from './panel-queries.ts';

/* What the holder of a private link reads and writes. The link opens one report; the policies see to it. */

export interface LinkReport {
  readonly id: string;
  readonly reference: string;
  readonly state: 'new' | 'in_case' | 'referred' | 'no_further_action' | 'merged' | 'closed';
  readonly case_id: string | null;
  readonly agency_id: string;
  readonly priority: string;
  readonly hate: boolean;
  readonly words: string;
  readonly wants: string;
  readonly received_at: Temporal.Instant;
  readonly answer_by: Temporal.Instant | null;
  readonly decided_at: Temporal.Instant | null;
  readonly decision_reason: string | null;
  readonly referred_from: string | null;
  readonly last_told_at: Temporal.Instant | null;
  readonly next_told_by: Temporal.Instant | null;
  readonly told_it_times: number;
  readonly closed_at: Temporal.Instant | null;
  readonly reopened_at: Temporal.Instant | null;
}

export async function linkReport(tx: Transaction, actor: LinkActor): Promise<LinkReport> {
  return await tx.one(sql<LinkReport>`
    select id, reference, state, case_id, agency_id, priority, hate, words, wants, received_at, answer_by, decided_at, decision_reason, referred_from, last_told_at, next_told_by,
      told_it_times, closed_at, reopened_at
    from hub.report where partnership_id = ${actor.partnershipId} and id = ${actor.reportId}`);
}

export interface LinkHolder {
  readonly owner_id: string | null;
  readonly agency_id: string;
  readonly case_state: 'open' | 'closed' | null;
  readonly case_stage: 'investigating' | 'acting' | 'monitoring' | null;
  readonly case_outcome: string | null;
}

export async function linkHolder(tx: Transaction): Promise<LinkHolder> {
  return await tx.one(sql<LinkHolder>`select owner_id, agency_id, case_state, case_stage, case_outcome from hub.holder_of_link()`);
}

export interface AgencyName {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly hours: string | null;
}

/** Also agencies that are not active any more: an old report may still name them. */
export async function agencyNames(tx: Transaction, actor: LinkActor): Promise<Map<string, AgencyName>> {
  const rows = await tx.all(sql<AgencyName>`select id, name, phone, hours from hub.agency where partnership_id = ${actor.partnershipId}`);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function linkParty(tx: Transaction, actor: LinkActor): Promise<(PartyContact & { id: string }) | undefined> {
  return await tx.maybe(sql<PartyContact & { id: string }>`
    select id, email, phone, address, postcode, safe_contact from hub.party
    where partnership_id = ${actor.partnershipId} and report_id = ${actor.reportId} and role = 'complainant' order by created_at limit 1`);
}

export interface LinkPromise {
  readonly id: string;
  readonly version: number;
  readonly cannot: string;
  readonly cannot_why: string;
  readonly change_words: string;
  readonly made_at: Temporal.Instant;
  readonly superseded_at: Temporal.Instant | null;
}

/** Every version, newest first, with its lines. */
export async function linkPromises(tx: Transaction, actor: LinkActor): Promise<(LinkPromise & { lines: PromiseLineRow[] })[]> {
  const [promises, lines] = await Promise.all([
    tx.all(sql<LinkPromise>`
      select id, version, cannot, cannot_why, change_words, made_at, superseded_at from hub.promise
      where partnership_id = ${actor.partnershipId} and report_id = ${actor.reportId} order by version desc`),
    tx.all(sql<PromiseLineRow>`select ${lineColumns} from hub.promise_line l where l.partnership_id = ${actor.partnershipId} and l.report_id = ${actor.reportId} order by l.position`),
  ]);
  return promises.map((promise) => ({ ...promise, lines: lines.filter((line) => line.promise_id === promise.id) }));
}

export interface LinkReceipt {
  readonly id: string;
  readonly version: number;
  readonly points: readonly string[];
  readonly wants: string;
  readonly answer: 'right' | 'wrong' | null;
  readonly correction: string | null;
  readonly answered_at: Temporal.Instant | null;
}

export async function linkReceipt(tx: Transaction, actor: LinkActor): Promise<LinkReceipt | undefined> {
  return await tx.maybe(sql<LinkReceipt>`
    select id, version, points, wants, answer, correction, answered_at from hub.heard_receipt
    where partnership_id = ${actor.partnershipId} and report_id = ${actor.reportId} order by version desc limit 1`);
}

export interface LinkMessage {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly automatic: boolean;
  readonly words: string;
  readonly author_id: string | null;
  readonly at: Temporal.Instant;
  readonly read_at: Temporal.Instant | null;
  readonly read_by: string | null;
}

export async function linkMessages(tx: Transaction, actor: LinkActor): Promise<LinkMessage[]> {
  return await tx.all(sql<LinkMessage>`
    select id, direction, automatic, words, author_id, at, read_at, read_by from hub.message
    where partnership_id = ${actor.partnershipId} and report_id = ${actor.reportId} order by at, id`);
}

export type Moment = 'report' | 'midpoint' | 'closure';

export interface ConfidenceRow {
  readonly moment: Moment;
  readonly at: Temporal.Instant;
  readonly answered: boolean;
}

export async function linkConfidence(tx: Transaction, actor: LinkActor): Promise<ConfidenceRow[]> {
  return await tx.all(sql<ConfidenceRow>`
    select moment, at, coalesce(report_again, felt_heard, knew_next) is not null as answered from hub.confidence
    where partnership_id = ${actor.partnershipId} and report_id = ${actor.reportId}`);
}

/** Incidents told of in this report since a day, the first one counted in. */
export async function linkIncidents(tx: Transaction, actor: LinkActor, since: Temporal.Instant): Promise<number> {
  const row = await tx.one(sql<{ incidents: number }>`
    select count(*) as incidents from hub.incident where partnership_id = ${actor.partnershipId} and report_id = ${actor.reportId} and happened_at > ${since}`);
  return row.incidents;
}

export interface SentFile {
  readonly id: string;
  readonly name: string;
  readonly kind: 'photo' | 'video' | 'sound' | 'document';
  readonly received_at: Temporal.Instant;
}

/** What they sent themselves. */
export async function linkFiles(tx: Transaction, actor: LinkActor): Promise<SentFile[]> {
  return await tx.all(sql<SentFile>`
    select id, name, kind, received_at from hub.evidence
    where partnership_id = ${actor.partnershipId} and report_id = ${actor.reportId} and received_from = 'resident' order by received_at, id`);
}

/** A message from the person. */
export function addMessage(tx: Transaction, actor: LinkActor, words: string, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.message (partnership_id, id, report_id, direction, words, at) values (${actor.partnershipId}, ${uuidv7()}, ${actor.reportId}, 'in', ${words}, ${now})`);
}

/** Files that came with a form and were sealed; once there is a case they are files of the case. */
export function addFiles(tx: Transaction, actor: LinkActor, caseId: string | null, uploads: readonly UploadOutcome[], now: Temporal.Instant): void {
  for (const file of uploads) {
    if (file.ok) {
      tx.defer(sql`
        insert into hub.evidence (partnership_id, id, report_id, case_id, name, kind, content_type, size, sha256, sealed_key, received_at, received_from)
        values (${actor.partnershipId}, ${uuidv7()}, ${actor.reportId}, ${caseId}, ${file.name}, ${file.kind}, ${file.contentType}, ${file.size}, ${file.sha256}, ${file.sealedKey}, ${now}, 'resident')`);
    }
  }
}

/** They had to say it once more. */
export function countTelling(tx: Transaction, actor: LinkActor): void {
  tx.defer(sql`update hub.report set told_it_times = told_it_times + 1 where partnership_id = ${actor.partnershipId} and id = ${actor.reportId}`);
}

export function addIncident(tx: Transaction, actor: LinkActor, caseId: string | null, incident: { happenedAt: Temporal.Instant; words: string; place: string }, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.incident (partnership_id, id, case_id, report_id, happened_at, words, place_words, created_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${caseId}, ${actor.reportId}, ${incident.happenedAt}, ${incident.words}, ${incident.place}, ${now})`);
}

/** Answers the newest receipt, once: false when there is a newer one, or it was answered meanwhile. */
export async function answerReceipt(tx: Transaction, actor: LinkActor, answer: { receiptId: string; answer: 'right' | 'wrong'; correction: string }, now: Temporal.Instant): Promise<boolean> {
  const touched = await tx.run(sql`
    update hub.heard_receipt h set answer = ${answer.answer}, correction = ${answer.correction}, answered_at = ${now}
    where h.partnership_id = ${actor.partnershipId} and h.report_id = ${actor.reportId} and h.id = ${answer.receiptId}
      and not exists (select from hub.heard_receipt n where n.partnership_id = h.partnership_id and n.report_id = h.report_id and n.version > h.version)`);
  return touched === 1;
}

export interface ConfidenceAnswers {
  readonly moment: Moment;
  readonly reportAgain: number;
  readonly feltHeard: number;
  readonly knewNext: number;
  readonly words: string;
}

export function saveConfidence(tx: Transaction, actor: LinkActor, answers: ConfidenceAnswers, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.confidence (partnership_id, id, report_id, moment, report_again, felt_heard, knew_next, words, at)
    values (${actor.partnershipId}, ${uuidv7()}, ${actor.reportId}, ${answers.moment}, ${answers.reportAgain}, ${answers.feltHeard}, ${answers.knewNext}, ${answers.words}, ${now})
    on conflict (partnership_id, report_id, moment) do update
      set report_again = excluded.report_again, felt_heard = excluded.felt_heard, knew_next = excluded.knew_next, words = excluded.words, at = excluded.at`);
}

/** How they may be reached from now on. Messages that are waiting are checked against it before they leave. */
export function saveContact(tx: Transaction, actor: LinkActor, agencyId: string, partyId: string | undefined, contact: Contact, now: Temporal.Instant): void {
  const safe = JSON.stringify({ routes: contact.routes, never: contact.never ?? '', note: contact.note ?? '', plain: contact.plain });
  const [email, phone, address] = [contact.email ?? null, contact.phone ?? null, contact.address ?? null];
  tx.defer(
    partyId === undefined
      ? sql`insert into hub.party (partnership_id, id, agency_id, report_id, role, email, phone, address, safe_contact, created_at)
          values (${actor.partnershipId}, ${uuidv7()}, ${agencyId}, ${actor.reportId}, 'complainant', ${email}, ${phone}, ${address}, ${safe}::jsonb, ${now})`
      : sql`update hub.party set email = ${email}, phone = ${phone}, address = ${address}, safe_contact = ${safe}::jsonb
          where partnership_id = ${actor.partnershipId} and id = ${partyId}`,
  );
}

/** Opens the report, and its case, again; false when it was not over. */
export async function reopen(tx: Transaction, now: Temporal.Instant, answerBy: Temporal.Instant): Promise<boolean> {
  return (await tx.one(sql<{ reopened: boolean }>`select hub.reopen_by_link(${now}, ${answerBy}) as reopened`)).reopened;
}
