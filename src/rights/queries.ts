import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import type { Clock, RequestState } from './rules.ts';

export interface RequestRow extends Clock {
  readonly id: string;
  readonly reference: string;
  readonly agency: string;
  readonly kind: 'access' | 'correction';
  readonly record_id: string | null;
  readonly person: string | null;
  readonly asker: string;
  readonly for_somebody_else: boolean;
  readonly authority: string;
  readonly wanted: string;
  readonly identity_how: string;
  readonly extended_why: string;
  readonly paused_why: string;
  readonly state: RequestState;
  readonly handler_id: string;
  readonly handler: string | null;
  readonly sent_by: string | null;
  readonly sender: string | null;
  readonly checker: string | null;
  readonly ended_words: string;
  readonly ended_at: Temporal.Instant | null;
  readonly done: number;
  readonly total: number;
  readonly sealed_key: string | null;
  readonly sha256: string | null;
  readonly pages: number | null;
}

const requests = sql`select q.id, q.reference, g.name as agency, q.kind, q.record_id, coalesce(nullif(r.name, ''), nullif(r.description, '')) as person, q.asker, q.for_somebody_else, q.authority, q.wanted, q.received_on, q.identity_how, q.identity_on, q.extended_why, q.extended_on,
    q.paused_on, q.paused_why, q.paused_days, q.state, q.handler_id, h.name as handler, q.sent_by, s.name as sender, c.name as checker, q.ended_words, q.ended_at, q.done, q.total, q.sealed_key, q.sha256, q.pages
  from hub.subject_request q join hub.agency g on g.partnership_id = q.partnership_id and g.id = q.agency_id left join hub.person_record r on r.partnership_id = q.partnership_id and r.id = q.record_id
  left join hub.account h on h.partnership_id = q.partnership_id and h.id = q.handler_id left join hub.account s on s.partnership_id = q.partnership_id and s.id = q.sent_by left join hub.account c on c.partnership_id = q.partnership_id and c.id = q.checked_by`;

export async function allRequests(tx: Transaction, actor: StaffActor, most: number): Promise<RequestRow[]> {
  return await tx.all(sql<RequestRow>`${requests} where q.partnership_id = ${actor.partnershipId} order by q.state in ('issued', 'refused', 'withdrawn', 'done'), q.received_on, q.id limit ${most}`);
}

export async function requestById(tx: Transaction, actor: StaffActor, id: string): Promise<RequestRow> {
  return await tx.one(sql<RequestRow>`${requests} where q.partnership_id = ${actor.partnershipId} and q.id = ${id}`);
}

export interface NewRequest {
  readonly kind: 'access' | 'correction';
  readonly recordId: string | null;
  readonly asker: string;
  readonly forOther: boolean;
  readonly authority: string;
  readonly wanted: string;
  readonly receivedOn: Temporal.PlainDate;
}

export async function takeRequest(tx: Transaction, actor: StaffActor, one: NewRequest): Promise<string> {
  const id = uuidv7();
  await tx.run(sql`insert into hub.subject_request (partnership_id, id, reference, agency_id, kind, record_id, asker, for_somebody_else, authority, wanted, received_on, handler_id)
    values (${actor.partnershipId}, ${id}, ${makeReference('S')}, ${actor.agencyId}, ${one.kind}, ${one.recordId}, ${one.asker}, ${one.forOther}, ${one.authority}, ${one.wanted}, ${one.receivedOn}, ${actor.accountId})`);
  return id;
}

/** Changes some columns of a request that is in the state it was read in. False when it went on meanwhile. */
export async function changeRequest(tx: Transaction, actor: StaffActor, request: RequestRow, columns: Readonly<Record<string, unknown>>): Promise<boolean> {
  const set = sql.join(Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`));
  return (await tx.run(sql`update hub.subject_request set ${set} where partnership_id = ${actor.partnershipId} and id = ${request.id} and state = ${request.state}`)) === 1;
}

export interface EventRow {
  readonly words: string;
  readonly at: Temporal.Instant;
  readonly name: string | null;
}

export async function eventsOf(tx: Transaction, actor: StaffActor, requestId: string): Promise<EventRow[]> {
  return await tx.all(sql<EventRow>`select e.words, e.at, a.name from hub.subject_event e left join hub.account a on a.partnership_id = e.partnership_id and a.id = e.by_account where e.partnership_id = ${actor.partnershipId} and e.request_id = ${requestId} order by e.at desc, e.id limit 200`);
}

export function addEvent(tx: Transaction, actor: StaffActor, requestId: string, words: string, now: Temporal.Instant): void {
  tx.defer(sql`insert into hub.subject_event (partnership_id, id, request_id, words, by_account, at) values (${actor.partnershipId}, ${uuidv7()}, ${requestId}, ${words}, ${actor.accountId}, ${now})`);
}

export interface ItemRow {
  readonly id: string;
  readonly label: string;
  readonly at: Temporal.Instant;
  readonly words: string;
  readonly source: string;
  readonly covers: string;
  readonly case_id: string | null;
  readonly report_id: string | null;
  readonly consult: string | null;
  readonly decision: 'include' | 'redact' | 'withhold' | null;
  readonly strikes: readonly string[];
  readonly exemption_id: string | null;
  readonly exemption: string | null;
  readonly reason: string;
  readonly decider: string | null;
}

const items = sql`select i.id, i.label, i.at, i.words, i.source, i.covers, i.case_id, i.report_id, g.name as consult, i.decision, i.strikes, i.exemption_id, x.name as exemption, i.reason, a.name as decider
  from hub.subject_item i left join hub.agency g on g.partnership_id = i.partnership_id and g.id = i.consult_agency left join hub.exemption x on x.partnership_id = i.partnership_id and x.id = i.exemption_id
  left join hub.account a on a.partnership_id = i.partnership_id and a.id = i.decided_by`;

export async function itemsOf(tx: Transaction, actor: StaffActor, requestId: string, most: number): Promise<ItemRow[]> {
  return await tx.all(sql<ItemRow>`${items} where i.partnership_id = ${actor.partnershipId} and i.request_id = ${requestId} order by i.decision is not null, i.at, i.id limit ${most}`);
}

export async function itemById(tx: Transaction, actor: StaffActor, requestId: string, id: string): Promise<ItemRow> {
  return await tx.one(sql<ItemRow>`${items} where i.partnership_id = ${actor.partnershipId} and i.request_id = ${requestId} and i.id = ${id}`);
}

export interface Counts {
  readonly items: number;
  readonly waiting: number;
  readonly hidden: number;
  readonly hidden_waiting: number;
}

export async function countsOf(tx: Transaction, requestId: string): Promise<Counts> {
  return await tx.one(sql<Counts>`select * from hub.subject_counts(${requestId})`);
}

export async function collect(tx: Transaction, requestId: string): Promise<number> {
  return (await tx.one(sql<{ added: number }>`select hub.collect_subject(${requestId}) as added`)).added;
}

export async function thirdParties(tx: Transaction, itemId: string): Promise<{ passage: string; what: string }[]> {
  return await tx.all(sql<{ passage: string; what: string }>`select * from hub.subject_third_parties(${itemId})`);
}

/** What of the words is the person's own: their names and ways to reach them. */
export async function ownWords(tx: Transaction, actor: StaffActor, recordId: string | null): Promise<string[]> {
  const rows = recordId === null ? [] : await tx.all(sql<{ name: string; phone: string; email: string; address: string; postcode: string }>`
    select r.name, r.phone, r.email, r.address, r.postcode from hub.person_record s join hub.person_record r on r.partnership_id = s.partnership_id and r.person_id = s.person_id where s.partnership_id = ${actor.partnershipId} and s.id = ${recordId}`);
  return rows.flatMap(({ name, phone, email, address, postcode }) => [name, phone, email, address, postcode]);
}

export interface Exemption {
  readonly id: string;
  readonly name: string;
  readonly words: string;
  readonly source: string;
}

export async function exemptionsOn(tx: Transaction, actor: StaffActor, day: Temporal.PlainDate): Promise<Exemption[]> {
  return await tx.all(sql<Exemption>`select id, name, words, source from hub.exemption where partnership_id = ${actor.partnershipId} and in_force_from <= ${day} and (in_force_to is null or in_force_to >= ${day}) order by position, name`);
}

export interface ItemDecision {
  readonly decision: 'include' | 'redact' | 'withhold';
  readonly strikes: readonly string[];
  /** Of a photo or document: the squares that are covered. */
  readonly covers: string;
  readonly exemptionId: string | null;
  readonly reason: string;
}

export async function decideItem(tx: Transaction, actor: StaffActor, id: string, one: ItemDecision, now: Temporal.Instant): Promise<boolean> {
  return (await tx.run(sql`update hub.subject_item set decision = ${one.decision}, strikes = ${[...one.strikes]}::text[], covers = ${one.covers}, exemption_id = ${one.exemptionId}, reason = ${one.reason}, decided_by = ${actor.accountId}, decided_at = ${now}
    where partnership_id = ${actor.partnershipId} and id = ${id}`)) === 1;
}

export interface PackRow {
  readonly label: string;
  readonly at: Temporal.Instant;
  readonly words: string;
  readonly decision: 'include' | 'redact' | 'withhold';
  readonly strikes: readonly string[];
  readonly reason: string;
  readonly exemption: string | null;
  readonly exemption_words: string | null;
}

export async function packRows(tx: Transaction, requestId: string): Promise<PackRow[]> {
  return await tx.all(sql<PackRow>`select * from hub.subject_pack(${requestId})`);
}

/** Others of the agency who may be the second pair of eyes. */
export async function otherCheckers(tx: Transaction, actor: StaffActor): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`select a.id from hub.account a where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${actor.agencyId} and a.state = 'active' and a.id <> ${actor.accountId}
    and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('supervisor', 'coordinator'))`);
  return rows.map(({ id }) => id);
}

export interface RecordRow {
  readonly id: string;
  readonly called: string;
  readonly case_id: string | null;
  readonly report_id: string | null;
}

export async function recordById(tx: Transaction, actor: StaffActor, id: string): Promise<RecordRow> {
  return await tx.one(sql<RecordRow>`select id, coalesce(nullif(name, ''), nullif(description, ''), 'Someone not named') as called, case_id, report_id from hub.person_record where partnership_id = ${actor.partnershipId} and id = ${id}`);
}
