import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Contact, PartyContact } from '../platform/outbox/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { lineColumns, type PromiseLineRow } from './panel-queries.ts';
import type { PromiseLine } from './promise-rules.ts';

/* The conversation with one person, for those who work on their report. */

export interface ConversationReport {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly received_at: Temporal.Instant;
  readonly case_id: string | null;
  readonly case_reference: string | null;
  readonly case_title: string | null;
  readonly agency_id: string;
  readonly party_id: string | null;
  readonly person: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly safe_contact: unknown;
  readonly next_told_by: Temporal.Instant | null;
  /** On legal hold: it, its case, or a person in it. */
  readonly held: boolean;
}

/** One report with its complainant; 403 when it is not the reader's to see. */
export async function conversationReport(tx: Transaction, actor: StaffActor, reportId: string): Promise<ConversationReport> {
  return await tx.one(sql<ConversationReport>`
    select r.id, r.reference, r.title, r.state, r.received_at, r.case_id, c.reference as case_reference, c.title as case_title, r.agency_id, r.next_told_by,
      x.id as party_id, x.name as person, x.email, x.phone, x.address, x.postcode, x.safe_contact,
      hub.held(r.partnership_id, r.case_id, r.id, null) as held
    from hub.report r
    left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
    left join lateral (select p.* from hub.party p where p.partnership_id = r.partnership_id and p.report_id = r.id and p.role = 'complainant' order by p.created_at limit 1) x on true
    where r.partnership_id = ${actor.partnershipId} and r.id = ${reportId}`);
}

export function partyContact(report: ConversationReport): PartyContact | undefined {
  return report.party_id === null ? undefined : report;
}

export interface MessageTemplate {
  readonly id: string;
  readonly name: string;
  readonly body: string;
}

export async function messageTemplates(tx: Transaction, actor: StaffActor, on: Temporal.PlainDate): Promise<MessageTemplate[]> {
  return await tx.all(sql<MessageTemplate>`
    select id, name, body from hub.letter_template
    where partnership_id = ${actor.partnershipId} and use = 'message' and in_force_from <= ${on} and (in_force_to is null or in_force_to >= ${on}) order by position, name`);
}

/** Messages from the person count as read when somebody has answered them or said that they have read them. */
export function markRead(tx: Transaction, actor: StaffActor, reportId: string, now: Temporal.Instant): void {
  tx.defer(sql`
    update hub.message set read_at = ${now}, read_by = ${actor.accountId}
    where partnership_id = ${actor.partnershipId} and report_id = ${reportId} and direction = 'in' and read_at is null`);
}

/** A new version of the summary; false when a colleague has just written one. */
export async function addReceipt(tx: Transaction, actor: StaffActor, reportId: string, receipt: { after: number; points: readonly string[]; wants: string }, now: Temporal.Instant): Promise<boolean> {
  const added = await tx.run(sql`
    insert into hub.heard_receipt (partnership_id, id, report_id, version, points, wants, written_by, written_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${reportId}, ${receipt.after + 1}, ${[...receipt.points]}, ${receipt.wants}, ${actor.accountId}, ${now})
    on conflict do nothing`);
  return added === 1;
}

export interface CurrentPromise {
  readonly id: string;
  readonly version: number;
  readonly cannot: string;
  readonly cannot_why: string;
  readonly lines: readonly PromiseLineRow[];
}

export async function currentPromise(tx: Transaction, actor: StaffActor, reportId: string): Promise<CurrentPromise | undefined> {
  const [promise, lines] = await Promise.all([
    tx.maybe(sql<Omit<CurrentPromise, 'lines'>>`
      select id, version, cannot, cannot_why from hub.promise where partnership_id = ${actor.partnershipId} and report_id = ${reportId} and superseded_at is null order by version desc limit 1`),
    tx.all(sql<PromiseLineRow>`
      select ${lineColumns} from hub.promise_line l join hub.promise p on p.partnership_id = l.partnership_id and p.id = l.promise_id and p.superseded_at is null
      where l.partnership_id = ${actor.partnershipId} and l.report_id = ${reportId} order by l.position`),
  ]);
  return promise && { ...promise, lines: lines.filter((line) => line.promise_id === promise.id) };
}

export interface NewVersion {
  readonly reportId: string;
  /** The version that the writer had before them; 0 for none. */
  readonly after: number;
  readonly cannot: string;
  readonly cannotWhy: string;
  readonly changeWords: string;
  readonly lines: readonly PromiseLine[];
}

/** Writes a version and closes the one before. False when somebody else has made a version meanwhile: then nothing is written. */
export async function addPromiseVersion(tx: Transaction, actor: StaffActor, version: NewVersion, now: Temporal.Instant): Promise<boolean> {
  const promiseId = uuidv7();
  const p = actor.partnershipId;
  if (version.after > 0) {
    const closed = await tx.run(sql`update hub.promise set superseded_at = ${now} where partnership_id = ${p} and report_id = ${version.reportId} and version = ${version.after} and superseded_at is null`);
    if (closed === 0) {
      return false;
    }
  }
  const added = await tx.run(sql`
    insert into hub.promise (partnership_id, id, report_id, version, cannot, cannot_why, change_words, made_by, made_at)
    values (${p}, ${promiseId}, ${version.reportId}, ${version.after + 1}, ${version.cannot}, ${version.cannotWhy}, ${version.changeWords}, ${actor.accountId}, ${now}) on conflict do nothing`);
  if (added === 0) {
    return false;
  }
  for (const [position, line] of version.lines.entries()) {
    tx.defer(sql`
      insert into hub.promise_line (partnership_id, id, promise_id, report_id, line_id, position, who, what, due_at, first_due_at, state, kept_at, kept_words, missed_at, missed_why, lost_words)
      values (${p}, ${uuidv7()}, ${promiseId}, ${version.reportId}, ${line.lineId}, ${position}, ${line.who}, ${line.what}, ${line.dueAt}, ${line.firstDueAt}, ${line.state},
        ${line.keptAt}, ${line.keptWords}, ${line.missedAt}, ${line.missedWhy}, ${line.lostWords})`);
  }
  return true;
}

/** Keeps a line of the promise in force; false when it is not open any more. */
export async function keepLine(tx: Transaction, actor: StaffActor, reportId: string, lineId: string, words: string, now: Temporal.Instant): Promise<boolean> {
  const kept = await tx.run(sql`
    update hub.promise_line l set state = 'kept', kept_at = ${now}, kept_words = ${words}
    from hub.promise p
    where p.partnership_id = l.partnership_id and p.id = l.promise_id and p.superseded_at is null
      and l.partnership_id = ${actor.partnershipId} and l.report_id = ${reportId} and l.line_id = ${lineId} and l.state in ('due', 'missed')`);
  return kept === 1;
}

/** Whether a date that has gone by still waits for its new date. */
export async function waitingForNewDate(tx: Transaction, actor: StaffActor, reportId: string): Promise<number> {
  const row = await tx.one(sql<{ lines: number }>`
    select count(*) as lines from hub.promise_line l join hub.promise p on p.partnership_id = l.partnership_id and p.id = l.promise_id and p.superseded_at is null
    where l.partnership_id = ${actor.partnershipId} and l.report_id = ${reportId} and l.state = 'missed'`);
  return row.lines;
}

export function saveSafeContact(tx: Transaction, actor: StaffActor, report: ConversationReport, contact: Contact, now: Temporal.Instant): void {
  const safe = JSON.stringify({ routes: contact.routes, never: contact.never ?? '', note: contact.note ?? '', plain: contact.plain });
  const [email, phone, address] = [contact.email ?? null, contact.phone ?? null, contact.address ?? null];
  tx.defer(
    report.party_id === null
      ? sql`insert into hub.party (partnership_id, id, agency_id, report_id, role, email, phone, address, safe_contact, created_at, created_by)
          values (${actor.partnershipId}, ${uuidv7()}, ${report.agency_id}, ${report.id}, 'complainant', ${email}, ${phone}, ${address}, ${safe}::jsonb, ${now}, ${actor.accountId})`
      : sql`update hub.party set email = ${email}, phone = ${phone}, address = ${address}, safe_contact = ${safe}::jsonb where partnership_id = ${actor.partnershipId} and id = ${report.party_id}`,
  );
}

/** A message that stopped goes out again, or is settled because the person knows. False when it has moved on meanwhile. */
export async function settleStopped(tx: Transaction, actor: StaffActor, reportId: string, messageId: string, act: 'again' | 'settled', now: Temporal.Instant): Promise<boolean> {
  const change = act === 'again' ? sql`state = 'waiting', attempts = 0, error_code = null, next_attempt_at = ${now}` : sql`state = 'failed', error_code = 'given_up'`;
  const changed = await tx.run(sql`
    update hub.outbox set ${change} where partnership_id = ${actor.partnershipId} and report_id = ${reportId} and id = ${messageId} and state in ('failed', 'held')`);
  return changed === 1;
}
