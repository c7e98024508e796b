import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { PartyContact } from '../platform/outbox/index.ts';

export interface TemplateRow {
  readonly id: string;
  readonly name: string;
  readonly subject: string;
  readonly body: string;
}

export async function letterTemplates(tx: Transaction, actor: StaffActor, on: Temporal.PlainDate): Promise<TemplateRow[]> {
  return await tx.all(sql<TemplateRow>`
    select id, name, subject, body from hub.letter_template
    where partnership_id = ${actor.partnershipId} and use = 'letter' and in_force_from <= ${on} and (in_force_to is null or in_force_to >= ${on}) order by position, name`);
}

export interface LetterCase {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly agency: string;
  readonly agency_phone: string | null;
  readonly agency_hours: string | null;
  readonly outcome: string | null;
  readonly outcome_reason: string | null;
}

export async function letterCase(tx: Transaction, actor: StaffActor, caseId: string): Promise<LetterCase> {
  return await tx.one(sql<LetterCase>`
    select c.id, c.reference, c.title, g.name as agency, g.phone as agency_phone, g.hours as agency_hours, c.outcome, c.outcome_reason
    from hub.case_file c join hub.agency g on g.partnership_id = c.partnership_id and g.id = ${actor.agencyId}
    where c.partnership_id = ${actor.partnershipId} and c.id = ${caseId}`);
}

export interface AddresseeRow extends PartyContact {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly report_id: string | null;
  readonly report_reference: string | null;
  readonly next_told_by: Temporal.Instant | null;
}

/** People of a case and of its reports whom a letter can be written to. */
export async function addressees(tx: Transaction, actor: StaffActor, caseId: string): Promise<AddresseeRow[]> {
  return await tx.all(sql<AddresseeRow>`
    select p.id, p.name, p.role, p.email, p.phone, p.address, p.postcode, p.safe_contact, r.id as report_id, r.reference as report_reference, r.next_told_by
    from hub.report r join hub.party p on p.partnership_id = r.partnership_id and p.report_id = r.id where r.partnership_id = ${actor.partnershipId} and r.case_id = ${caseId}
    union all
    select p.id, p.name, p.role, p.email, p.phone, p.address, p.postcode, p.safe_contact, null, null, null
    from hub.party p where p.partnership_id = ${actor.partnershipId} and p.case_id = ${caseId} and p.report_id is null and p.kind = 'person'`);
}

export interface PromisedLine {
  readonly who: string;
  readonly what: string;
  readonly due_at: Temporal.Instant;
}

export async function promisedTo(tx: Transaction, actor: StaffActor, reportId: string): Promise<PromisedLine[]> {
  return await tx.all(sql<PromisedLine>`
    select l.who, l.what, l.due_at from hub.promise p join hub.promise_line l on l.partnership_id = p.partnership_id and l.promise_id = p.id
    where p.partnership_id = ${actor.partnershipId} and p.report_id = ${reportId} and p.superseded_at is null and l.state = 'due' order by l.position`);
}

export interface LetterRow {
  readonly id: string;
  readonly subject: string;
  readonly written_at: Temporal.Instant;
  readonly written_by: string | null;
  readonly person: string | null;
}

export async function lettersOf(tx: Transaction, actor: StaffActor, caseId: string): Promise<LetterRow[]> {
  return await tx.all(sql<LetterRow>`
    select l.id, l.subject, l.written_at, a.name as written_by, p.name as person from hub.letter l
    left join hub.account a on a.partnership_id = l.partnership_id and a.id = l.written_by
    left join hub.party p on p.partnership_id = l.partnership_id and p.id = l.party_id
    where l.partnership_id = ${actor.partnershipId} and l.case_id = ${caseId} order by l.written_at desc limit 100`);
}

export async function letterFile(tx: Transaction, actor: StaffActor, caseId: string, letterId: string): Promise<{ sealed_key: string; name: string }> {
  return await tx.one(sql<{ sealed_key: string; name: string }>`
    select e.sealed_key, e.name from hub.letter l join hub.evidence e on e.partnership_id = l.partnership_id and e.id = l.evidence_id
    where l.partnership_id = ${actor.partnershipId} and l.case_id = ${caseId} and l.id = ${letterId}`);
}

export interface NewLetter {
  readonly id: string;
  readonly evidenceId: string;
  readonly caseId: string;
  readonly partyId: string | null;
  readonly templateId: string | null;
  readonly subject: string;
  readonly body: string;
  readonly fileName: string;
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
  readonly now: Temporal.Instant;
}

/** The letter and its sealed file: what was sent can be shown, byte for byte. */
export function keepLetter(tx: Transaction, actor: StaffActor, letter: NewLetter): void {
  tx.defer(sql`
    insert into hub.evidence (partnership_id, id, case_id, name, kind, content_type, size, sha256, sealed_key, copy_state, received_at, received_from, received_by)
    values (${actor.partnershipId}, ${letter.evidenceId}, ${letter.caseId}, ${letter.fileName}, 'document', 'application/pdf', ${letter.size}, ${letter.sha256}, ${letter.key}, 'none', ${letter.now}, 'hub', ${actor.accountId})`);
  tx.defer(sql`
    insert into hub.letter (partnership_id, id, case_id, party_id, template_id, subject, body, evidence_id, written_by, written_at)
    values (${actor.partnershipId}, ${letter.id}, ${letter.caseId}, ${letter.partyId}, ${letter.templateId}, ${letter.subject}, ${letter.body}, ${letter.evidenceId}, ${actor.accountId}, ${letter.now})`);
}
