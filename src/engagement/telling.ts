import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { contactOf, put, safeRoute, type Contact, type NewMessage, type PartyContact } from '../platform/outbox/index.ts';
import { localTime, type Partnership } from '../platform/partnership/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { nextTellBy } from './clock.ts';
import { acknowledgement, newMessageNotice } from './sent-words.ts';

type HubName = Pick<Partnership, 'id' | 'town' | 'settings'>;

export function hubName(partnership: Pick<Partnership, 'town' | 'settings'>): string {
  return `${partnership.settings.service} ${partnership.town}`;
}

export interface Acknowledgement {
  readonly partnership: HubName;
  readonly reportId: string;
  readonly reference: string;
  /** Kept by the report itself; the sender opens it from there. */
  readonly linkSealed: string;
  readonly contact: Contact | undefined;
  readonly urgent: boolean;
  readonly now: Temporal.Instant;
}

function acknowledgementOf(about: Acknowledgement): NewMessage[] {
  const to = safeRoute(about.contact);
  if (to === undefined || about.contact === undefined) {
    return [];
  }
  const words = acknowledgement({
    reference: about.reference, urgent: about.urgent, hub: hubName(about.partnership), phone: about.partnership.settings.hubPhone, plain: about.contact.plain, channel: to.channel,
  });
  return [{ partnershipId: about.partnership.id, reportId: about.reportId, to, ...words, unbranded: about.contact.plain, automatic: true, now: about.now }];
}

/** "We have your report", each by a safe route only; nothing where there is none. One statement, on the hot path of every report. */
export function acknowledge(tx: Transaction, ...about: readonly Acknowledgement[]): void {
  put(tx, ...about.flatMap(acknowledgementOf));
}

export interface Telling {
  readonly partnership: HubName;
  readonly reportId: string;
  readonly author: StaffActor | 'hub';
  readonly words: string;
  /** What the person reads of it in "Everything that has happened"; otherwise "NAME wrote to you". */
  readonly residentWords?: string | undefined;
  readonly now: Temporal.Instant;
  /** Written by no person: it does not reset the silence clock. */
  readonly automatic?: boolean | undefined;
}

interface ToldReport {
  id: string;
  reference: string;
  case_id: string | null;
  priority: string;
}

/** The columns that both a person at work and the worker may read. */
async function toldReport(tx: Transaction, partnershipId: string, reportId: string): Promise<{ report: ToldReport; contact: Contact | undefined }> {
  const [report, party] = await Promise.all([
    tx.one(sql<ToldReport>`select id, reference, case_id, priority from hub.report where partnership_id = ${partnershipId} and id = ${reportId}`),
    tx.maybe(sql<PartyContact>`
      select email, phone, address, postcode, safe_contact from hub.party
      where partnership_id = ${partnershipId} and report_id = ${reportId} and role = 'complainant' order by created_at limit 1`),
  ]);
  return { report, contact: party && contactOf(party) };
}

/** A message to the person who reported: on their page, with a notice by a safe route, and in the chronology. Unless automatic, it resets the silence clock. */
export async function tell(tx: Transaction, telling: Telling): Promise<{ sent: boolean }> {
  const { partnership, reportId, author, now } = telling;
  const { report, contact } = await toldReport(tx, partnership.id, reportId);
  const automatic = telling.automatic === true || author === 'hub';
  const account = author === 'hub' ? undefined : author;
  tx.defer(sql`
    insert into hub.message (partnership_id, id, report_id, direction, automatic, words, author_id, at)
    values (${partnership.id}, ${uuidv7()}, ${reportId}, 'out', ${automatic}, ${telling.words}, ${account?.accountId ?? null}, ${now})`);
  const to = safeRoute(contact);
  if (to !== undefined && contact !== undefined) {
    const notice = newMessageNotice({ reference: report.reference, hub: hubName(partnership), plain: contact.plain, channel: to.channel });
    put(tx, { partnershipId: partnership.id, reportId, to, ...notice, unbranded: contact.plain, automatic, now });
  }
  chronicle(tx, {
    partnershipId: partnership.id, caseId: report.case_id, reportId, at: now, kind: 'contact', words: telling.words,
    byAccount: account?.accountId, byAgency: account?.agencyId, byWords: account === undefined ? 'Automatic message' : undefined,
    told: !automatic, residentWords: telling.residentWords ?? (account === undefined ? 'An automatic message was put on this page.' : `${account.name} wrote to you.`),
  });
  if (!automatic) {
    await resetSilenceClock(tx, partnership, report, now);
  }
  return { sent: to !== undefined };
}

export interface ToldByOtherMeans extends Omit<Telling, 'author' | 'automatic'> {
  readonly author: StaffActor;
  readonly means: 'call' | 'visit' | 'letter';
}

const meansWords = { call: 'rang you', visit: 'came to see you', letter: 'sent you a letter' } as const;
const meansKind = { call: 'call', visit: 'visit', letter: 'contact' } as const;

/** An officer told them something new by phone, at the door or by letter: the clock starts again, nothing is sent. */
export async function toldByOtherMeans(tx: Transaction, telling: ToldByOtherMeans): Promise<void> {
  const { partnership, reportId, author, now } = telling;
  const { report } = await toldReport(tx, partnership.id, reportId);
  chronicle(tx, {
    partnershipId: partnership.id, caseId: report.case_id, reportId, at: now, kind: meansKind[telling.means], words: telling.words,
    byAccount: author.accountId, byAgency: author.agencyId, told: true, residentWords: telling.residentWords ?? `${author.name} ${meansWords[telling.means]}.`,
  });
  await resetSilenceClock(tx, partnership, report, now);
}

async function resetSilenceClock(tx: Transaction, partnership: HubName, report: ToldReport, now: Temporal.Instant): Promise<void> {
  const [time, band] = await Promise.all([
    localTime(tx),
    report.case_id === null ? undefined : tx.maybe(sql<{ risk_band: string | null }>`select risk_band from hub.case_file where partnership_id = ${partnership.id} and id = ${report.case_id}`),
  ]);
  const next = nextTellBy(now, [report.priority, ...(band?.risk_band ? [band.risk_band] : [])], time, partnership.settings.closesAt);
  // A report that is over is told once more, and then owes nothing.
  tx.defer(sql`
    update hub.report set last_told_at = ${now}, next_told_by = case when state in ('new', 'in_case', 'merged') and closed_at is null then ${next}::timestamptz end
    where partnership_id = ${partnership.id} and id = ${report.id}`);
  clearEscalations(tx, report.id, 'silence', now);
  clearEscalations(tx, report.id, 'reopened', now);
}

export type EscalationReason = 'triage' | 'silence' | 'promise' | 'reopened';

/** What was overdue has been done: its escalations leave the lists, and stay in the table. */
export function clearEscalations(tx: Transaction, reportId: string, reason: EscalationReason, now: Temporal.Instant): void {
  tx.defer(sql`
    update hub.escalation set cleared_at = ${now}
    where partnership_id = (select hub.actor_partnership()) and report_id = ${reportId} and reason = ${reason} and cleared_at is null`);
}

/** The report has been answered or passed on: nobody is waiting for triage any more. */
export function resetTriageClock(tx: Transaction, reportId: string, now: Temporal.Instant): void {
  clearEscalations(tx, reportId, 'triage', now);
}
