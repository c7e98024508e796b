import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { ItemState, RecordKind } from './rules.ts';

export interface ItemRow {
  readonly id: string;
  readonly kind: RecordKind;
  readonly subject_id: string;
  readonly agency_id: string | null;
  readonly agency: string | null;
  readonly reviewer_id: string | null;
  readonly reviewer: string | null;
  readonly rule_words: string;
  readonly counted_from: Temporal.PlainDate;
  readonly due_on: Temporal.PlainDate;
  readonly found_at: Temporal.Instant;
  readonly state: ItemState;
  readonly keep_until: Temporal.PlainDate | null;
  readonly reason: string;
  readonly decided_at: Temporal.Instant | null;
  readonly decider: string | null;
  /** What it is called; null for whoever may not see it. */
  readonly reference: string | null;
  readonly title: string | null;
  readonly restricted: boolean | null;
  readonly held: boolean;
}

const columns = sql`i.id, i.kind, i.subject_id, i.agency_id, g.name as agency, i.reviewer_id, a.name as reviewer, i.rule_words, i.counted_from, i.due_on, i.found_at, i.state, i.keep_until, i.reason, i.decided_at, b.name as decider,
  coalesce(c.reference, r.reference, d.reference, q.reference, s.reference) as reference, coalesce(c.title, r.title, nullif(h.name, ''), h.description, d.purpose, q.about_words, s.wanted) as title, coalesce(c.restricted, r.restricted) as restricted,
  i.state = 'waiting' and hub.held(i.partnership_id, c.id, r.id, coalesce(h.id, s.record_id)) as held`;
const joined = sql`from hub.retention_item i
  left join hub.agency g on g.partnership_id = i.partnership_id and g.id = i.agency_id
  left join hub.account a on a.partnership_id = i.partnership_id and a.id = i.reviewer_id
  left join hub.account b on b.partnership_id = i.partnership_id and b.id = i.decided_by
  left join hub.case_file c on c.partnership_id = i.partnership_id and c.id = i.subject_id and i.kind in ('case', 'case_no_action', 'file', 'risk_assessment', 'message')
  left join hub.report r on r.partnership_id = i.partnership_id and r.id = i.subject_id and i.kind = 'report_not_taken'
  left join hub.held_person h on h.partnership_id = i.partnership_id and h.id = i.subject_id and i.kind = 'held_person'
  left join hub.disclosure d on d.partnership_id = i.partnership_id and d.id = i.subject_id and i.kind = 'disclosure'
  left join hub.information_request q on q.partnership_id = i.partnership_id and q.id = i.subject_id and i.kind = 'request'
  left join hub.subject_request s on s.partnership_id = i.partnership_id and s.id = i.subject_id and i.kind = 'subject_request'`;

/** What waits for a review, longest due first; or what was decided, newest first. */
export async function reviewItems(tx: Transaction, actor: StaffActor, show: 'mine' | 'decided' | undefined, most: number): Promise<ItemRow[]> {
  return show === 'decided'
    ? await tx.all(sql<ItemRow>`select ${columns} ${joined} where i.partnership_id = ${actor.partnershipId} and i.state in ('kept', 'deleted') order by i.decided_at desc, i.id limit ${most}`)
    : await tx.all(sql<ItemRow>`select ${columns} ${joined} where i.partnership_id = ${actor.partnershipId} and i.state = 'waiting' and (${show === undefined} or i.reviewer_id = ${actor.accountId}) order by i.due_on, i.id limit ${most}`);
}

export async function reviewItem(tx: Transaction, actor: StaffActor, id: string): Promise<ItemRow> {
  return await tx.one(sql<ItemRow>`select ${columns} ${joined} where i.partnership_id = ${actor.partnershipId} and i.id = ${id}`);
}

export interface WouldGo {
  readonly what: string;
  readonly number: number;
}

export async function wouldDelete(tx: Transaction, id: string): Promise<WouldGo[]> {
  return await tx.all(sql<WouldGo>`select * from hub.would_delete(${id})`);
}

/** The person who looks at it. False when it was decided meanwhile. */
export async function giveReview(tx: Transaction, actor: StaffActor, id: string, accountId: string): Promise<boolean> {
  return (await tx.run(sql`update hub.retention_item set reviewer_id = ${accountId} where partnership_id = ${actor.partnershipId} and id = ${id} and state = 'waiting'`)) === 1;
}

export async function keepLonger(tx: Transaction, actor: StaffActor, id: string, until: Temporal.PlainDate, reason: string, now: Temporal.Instant): Promise<boolean> {
  return (await tx.run(sql`update hub.retention_item set state = 'kept', keep_until = ${until}, reason = ${reason}, decided_by = ${actor.accountId}, decided_at = ${now}
    where partnership_id = ${actor.partnershipId} and id = ${id} and state = 'waiting' and reviewer_id = ${actor.accountId}`)) === 1;
}

export interface Deletion {
  readonly outcome: 'deleted' | 'held' | 'changed' | 'not_yours';
  readonly rows_deleted: number;
  readonly files: number;
  readonly content_sha256: string;
  readonly cut_seq: string | null;
}

export async function deleteReviewed(tx: Transaction, id: string, tombstoneId: string, why: string): Promise<Deletion> {
  return await tx.one(sql<Deletion>`select outcome, rows_deleted, files, content_sha256, cut_seq::text from hub.delete_reviewed(${id}, ${tombstoneId}, ${why})`);
}

export interface Reviewer {
  readonly id: string;
  readonly name: string;
}

/** Supervisors and coordinators of the actor's agency: those who may review. */
export async function possibleReviewers(tx: Transaction, actor: StaffActor): Promise<Reviewer[]> {
  return await tx.all(sql<Reviewer>`
    select a.id, a.name from hub.account a where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${actor.agencyId} and a.state = 'active'
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('supervisor', 'coordinator')) order by a.name`);
}

export async function namedReviewer(tx: Transaction, actor: StaffActor): Promise<string | undefined> {
  return (await tx.maybe(sql<{ account_id: string }>`select account_id from hub.retention_reviewer where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId}`))?.account_id;
}

export function nameReviewer(tx: Transaction, actor: StaffActor, accountId: string, now: Temporal.Instant): void {
  tx.defer(sql`insert into hub.retention_reviewer (partnership_id, agency_id, account_id, named_by, named_at) values (${actor.partnershipId}, ${actor.agencyId}, ${accountId}, ${actor.accountId}, ${now})
    on conflict (partnership_id, agency_id) do update set account_id = excluded.account_id, named_by = excluded.named_by, named_at = excluded.named_at`);
}

export interface TombstoneRow {
  readonly id: string;
  readonly kind: RecordKind;
  readonly agency: string | null;
  readonly content_sha256: string;
  readonly rows_deleted: Readonly<Record<string, number>>;
  readonly files: number;
  readonly rule_words: string;
  readonly reason: string;
  readonly due_on: Temporal.PlainDate;
  readonly deleted_at: Temporal.Instant;
  readonly by: string | null;
}

/** The newest; or, of one reference, what became of it. */
export async function tombstones(tx: Transaction, actor: StaffActor, reference: string | undefined, most: number): Promise<TombstoneRow[]> {
  const wanted = reference === undefined ? null : `${actor.partnershipId}|${reference}`;
  return await tx.all(sql<TombstoneRow>`
    select t.id, t.kind, g.name as agency, t.content_sha256, t.rows_deleted, t.files, t.rule_words, t.reason, t.due_on, t.deleted_at, a.name as by
    from hub.tombstone t left join hub.agency g on g.partnership_id = t.partnership_id and g.id = t.agency_id left join hub.account a on a.partnership_id = t.partnership_id and a.id = t.deleted_by
    where t.partnership_id = ${actor.partnershipId} and (${wanted}::text is null or t.reference_sha256 = encode(sha256(convert_to(${wanted}::text, 'UTF8')), 'hex')) order by t.deleted_at desc, t.id limit ${most}`);
}

export interface WaitingCounts {
  readonly reviews: number;
  readonly oldest_due: Temporal.PlainDate | null;
  readonly receivers: number;
  readonly receivers_due: Temporal.PlainDate | null;
  readonly holds: number;
}

/** For Today, in one question: reviews that wait for this person, copies to confirm, holds to look at again. */
export async function waitingCounts(tx: Transaction, actor: StaffActor, today: Temporal.PlainDate): Promise<WaitingCounts> {
  return await tx.one(sql<WaitingCounts>`
    select r.number as reviews, r.oldest as oldest_due, k.number as receivers, k.oldest as receivers_due, h.number as holds
    from (select count(*)::int as number, min(x.due_on) as oldest from (select due_on from hub.retention_item where partnership_id = ${actor.partnershipId} and state = 'waiting' and (reviewer_id = ${actor.accountId} or reviewer_id is null) limit 200) x) r,
      (select count(*)::int as number, min(x.due_on) as oldest from (select due_on from hub.receiver_deletion where partnership_id = ${actor.partnershipId} and to_agency = ${actor.agencyId} and answer is null limit 200) x) k,
      (select count(*)::int as number from hub.legal_hold where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and lifted_at is null and review_on <= ${today}) h`);
}

