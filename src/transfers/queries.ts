import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import type { OfferWish, TransferKind } from './schema.ts';

export interface TransferLine {
  readonly id: string;
  readonly reference: string;
  readonly kind: TransferKind;
  readonly state: 'offered' | 'accepted' | 'rejected' | 'withdrawn';
  readonly from_agency: string;
  readonly from_agency_name: string;
  readonly to_agency: string;
  readonly to_agency_name: string;
  readonly to_account: string | null;
  readonly to_person: string | null;
  readonly reason: string;
  readonly answer_by: Temporal.Instant;
  readonly offered_by: string;
  readonly offered_by_name: string | null;
  readonly offered_at: Temporal.Instant;
  readonly answered_at: Temporal.Instant | null;
  readonly answered_by_name: string | null;
  readonly answer_reason: string;
  /** Only for those who see the case. */
  readonly case_id: string | null;
  readonly case_reference: string | null;
}

export interface FullTransfer extends TransferLine {
  readonly disclosure_id: string;
  readonly keeps: 'nothing' | 'until';
  readonly keep_until: Temporal.Instant | null;
  readonly phone: string | null;
}

const columns = sql`t.id, t.reference, t.kind, t.state, t.from_agency, f.name as from_agency_name, t.to_agency, g.name as to_agency_name, t.to_account, x.name as to_person, t.reason, t.answer_by, t.offered_by, b.name as offered_by_name, t.offered_at,
  t.answered_at, n.name as answered_by_name, t.answer_reason, c.id as case_id, c.reference as case_reference`;
const names = sql`
  join hub.agency f on f.partnership_id = t.partnership_id and f.id = t.from_agency
  join hub.agency g on g.partnership_id = t.partnership_id and g.id = t.to_agency
  left join hub.account x on x.partnership_id = t.partnership_id and x.id = t.to_account
  left join hub.account b on b.partnership_id = t.partnership_id and b.id = t.offered_by
  left join hub.account n on n.partnership_id = t.partnership_id and n.id = t.answered_by
  left join hub.case_file c on c.partnership_id = t.partnership_id and c.id = t.case_id`;

export async function transferById(tx: Transaction, actor: StaffActor, id: string): Promise<FullTransfer> {
  return await tx.one(sql<FullTransfer>`
    select ${columns}, t.disclosure_id, t.keeps, t.keep_until, coalesce(b.phone, f.phone) as phone from hub.case_transfer t ${names} where t.partnership_id = ${actor.partnershipId} and t.id = ${id}`);
}

export async function listTransfers(tx: Transaction, actor: StaffActor, way: 'to' | 'from', most: number): Promise<TransferLine[]> {
  const whose = way === 'to' ? sql`t.to_agency` : sql`t.from_agency`;
  return await tx.all(sql<TransferLine>`
    select ${columns} from (select * from hub.case_transfer t where t.partnership_id = ${actor.partnershipId} and ${whose} = ${actor.agencyId} order by t.offered_at desc limit ${most}) t ${names} order by t.state = 'offered' desc, t.offered_at desc`);
}

/** What waits for an answer of the actor's agency, and what became of this person's own offers lately. */
export async function transfersForToday(tx: Transaction, actor: StaffActor, answeredSince: Temporal.Instant): Promise<TransferLine[]> {
  return await tx.all(sql<TransferLine>`
    select ${columns} from (
      (select * from hub.case_transfer t where t.partnership_id = ${actor.partnershipId} and t.to_agency = ${actor.agencyId} and t.state = 'offered' order by t.offered_at desc limit 20)
      union all
      (select * from hub.case_transfer t where t.partnership_id = ${actor.partnershipId} and t.from_agency = ${actor.agencyId} and t.offered_by = ${actor.accountId} and (t.state = 'offered' or (t.state in ('accepted', 'rejected') and t.answered_at > ${answeredSince})) order by t.offered_at desc limit 20)
    ) t ${names} order by t.offered_at`);
}

export async function isOffered(tx: Transaction, actor: StaffActor, caseId: string, toAgency: string, kind: TransferKind): Promise<boolean> {
  return (await tx.maybe(sql<{ id: string }>`select id from hub.case_transfer where partnership_id = ${actor.partnershipId} and case_id = ${caseId} and to_agency = ${toAgency} and kind = ${kind} and state = 'offered'`)) !== undefined;
}

export function insertTransfer(tx: Transaction, actor: StaffActor, made: { id: string; reference: string; caseId: string; toAgency: string; toAccount: string | null; disclosureId: string; wish: OfferWish; answerBy: Temporal.Instant }, now: Temporal.Instant): void {
  const { wish } = made;
  tx.defer(sql`
    insert into hub.case_transfer (partnership_id, id, reference, case_id, kind, from_agency, to_agency, to_account, disclosure_id, reason, keeps, keep_until, answer_by, offered_by, offered_at)
    values (${actor.partnershipId}, ${made.id}, ${made.reference}, ${made.caseId}, ${wish.kind}, ${actor.agencyId}, ${made.toAgency}, ${made.toAccount}, ${made.disclosureId}, ${wish.reason}, ${wish.keeps}, ${wish.keepUntil}, ${made.answerBy}, ${actor.accountId}, ${now})`);
}

/** Moves the case, with all that belongs to it, and its access, in one statement of the caller's transaction. */
export async function acceptTransfer(tx: Transaction, id: string, ownerId: string, now: Temporal.Instant): Promise<void> {
  const { done } = await tx.one(sql<{ done: boolean }>`select hub.accept_transfer(${id}, ${ownerId}, ${uuidv7()}, ${makeReference('D')}, ${now}) as done`);
  if (!done) {
    throw new HubError('changed_meanwhile');
  }
}

/** Not taken up, or taken back: the receiver loses sight of the summary at once. */
export async function closeOffer(tx: Transaction, actor: StaffActor, id: string, state: 'rejected' | 'withdrawn', reason: string, now: Temporal.Instant): Promise<void> {
  const side = state === 'rejected' ? sql`to_agency` : sql`from_agency`;
  const closed = await tx.run(sql`
    update hub.case_transfer set state = ${state}, answered_by = ${actor.accountId}, answered_at = ${now}, answer_reason = ${reason}
    where partnership_id = ${actor.partnershipId} and id = ${id} and state = 'offered' and ${side} = ${actor.agencyId}`);
  if (closed !== 1) {
    throw new HubError('changed_meanwhile');
  }
  tx.defer(sql`select hub.drop_transfer_summary(${id}, ${now})`);
}

/** An entry in the chronology of a case that the one who answers does not see. */
export function chronicleAnswer(tx: Transaction, transferId: string, words: string, now: Temporal.Instant): void {
  tx.defer(sql`select hub.chronicle_transfer(${transferId}, ${uuidv7()}, ${now}, ${words})`);
}


/** The case that has just been moved to the actor's agency, with the reports of those who must be told. */
export async function movedCase(tx: Transaction, actor: StaffActor, transferId: string): Promise<{ caseId: string; reference: string; reportIds: string[] }> {
  const file = await tx.one(sql<{ id: string; reference: string }>`
    select c.id, c.reference from hub.case_transfer t join hub.case_file c on c.partnership_id = t.partnership_id and c.id = t.case_id where t.partnership_id = ${actor.partnershipId} and t.id = ${transferId}`);
  const reports = await tx.all(sql<{ id: string }>`select id from hub.report where partnership_id = ${actor.partnershipId} and case_id = ${file.id} and state in ('in_case', 'merged') and closed_at is null order by received_at`);
  return { caseId: file.id, reference: file.reference, reportIds: reports.map(({ id }) => id) };
}

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
}

/** Who of the actor's agency may own a case. */
export async function colleaguesWhoOwn(tx: Transaction, actor: StaffActor): Promise<Colleague[]> {
  return await tx.all(sql<Colleague>`
    select a.id, a.name, coalesce(a.phone, g.phone) as phone from hub.account a join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id
    where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${actor.agencyId} and a.state = 'active'
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor', 'coordinator')) order by a.id <> ${actor.accountId}, a.name`);
}
