import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import type { FullReport } from './queries.ts';
import type { Linked } from './link-queries.ts';
import type { Handling, IntelligenceGrade, Marking, SourceGrade } from './rules.ts';
import type { DisseminationForm } from './schema.ts';

export interface Version extends Linked {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly removed: string;
  readonly written_by: string;
  readonly written_by_name: string | null;
  readonly written_at: Temporal.Instant;
  readonly state: 'written' | 'approved' | 'sent_back';
  readonly decided_by_name: string | null;
  readonly decided_at: Temporal.Instant | null;
  readonly decided_words: string;
  readonly product_id: string | null;
}

export async function versionsOf(tx: Transaction, actor: StaffActor, id: string): Promise<Version[]> {
  return await tx.all(sql<Version>`
    select v.id, v.title, v.words, v.removed, v.case_ids, v.party_ids, v.place_ids, v.written_by, w.name as written_by_name, v.written_at, v.state, d.name as decided_by_name, v.decided_at, v.decided_words, v.product_id
    from hub.intelligence_version v
    left join hub.account w on w.partnership_id = v.partnership_id and w.id = v.written_by
    left join hub.account d on d.partnership_id = v.partnership_id and d.id = v.decided_by
    where v.partnership_id = ${actor.partnershipId} and v.intelligence_id = ${id} order by v.written_at desc, v.id desc limit 30`);
}

export interface NewVersion extends Linked {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly removed: string;
}

export function insertVersion(tx: Transaction, actor: StaffActor, intelligenceId: string, version: NewVersion, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.intelligence_version (partnership_id, id, intelligence_id, title, words, removed, case_ids, party_ids, place_ids, written_by, written_at)
    values (${actor.partnershipId}, ${version.id}, ${intelligenceId}, ${version.title}, ${version.words}, ${version.removed}, ${[...version.case_ids]}::uuid[], ${[...version.party_ids]}::uuid[], ${[...version.place_ids]}::uuid[],
      ${actor.accountId}, ${now})`);
  tx.defer(sql`update hub.intelligence_report set state = 'written' where partnership_id = ${actor.partnershipId} and id = ${intelligenceId}`);
}

async function decide(tx: Transaction, actor: StaffActor, versionId: string, state: 'approved' | 'sent_back', words: string, productId: string | null, now: Temporal.Instant): Promise<void> {
  const decided = await tx.run(sql`
    update hub.intelligence_version set state = ${state}, decided_by = ${actor.accountId}, decided_at = ${now}, decided_words = ${words}, product_id = ${productId}
    where partnership_id = ${actor.partnershipId} and id = ${versionId} and state = 'written'`);
  if (decided !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

export async function sendBack(tx: Transaction, actor: StaffActor, intelligenceId: string, versionId: string, words: string, now: Temporal.Instant): Promise<void> {
  await decide(tx, actor, versionId, 'sent_back', words, null, now);
  tx.defer(sql`update hub.intelligence_report set state = 'graded' where partnership_id = ${actor.partnershipId} and id = ${intelligenceId}`);
}

/** What was approved may go out: it carries the grading of this moment, and nothing that leads back. */
export async function approve(tx: Transaction, actor: StaffActor, report: FullReport, version: Version, made: { id: string; reference: string; words: string }, now: Temporal.Instant): Promise<void> {
  await decide(tx, actor, version.id, 'approved', made.words, made.id, now);
  tx.defer(sql`
    insert into hub.intelligence_product (partnership_id, id, reference, agency_id, title, words, marking, source_grade, intelligence_grade, handling, conditions, case_ids, party_ids, place_ids, wall_ids, approved_by, approved_at)
    values (${actor.partnershipId}, ${made.id}, ${made.reference}, ${actor.agencyId}, ${version.title}, ${version.words}, ${report.marking}, ${report.source_grade}, ${report.intelligence_grade}, ${report.handling}, ${report.conditions},
      ${[...version.case_ids]}::uuid[], ${[...version.party_ids]}::uuid[], ${[...version.place_ids]}::uuid[], ${[...report.case_ids]}::uuid[], ${actor.accountId}, ${now})`);
  tx.defer(sql`update hub.intelligence_report set state = 'approved' where partnership_id = ${actor.partnershipId} and id = ${report.id}`);
}

export interface Product extends Linked {
  readonly id: string;
  readonly reference: string;
  readonly agency: string;
  readonly agency_phone: string | null;
  readonly title: string;
  readonly words: string;
  readonly marking: Marking;
  readonly source_grade: SourceGrade;
  readonly intelligence_grade: IntelligenceGrade;
  readonly handling: Handling;
  readonly conditions: string;
  readonly wall_ids: readonly string[];
  readonly approved_at: Temporal.Instant;
  readonly weeded_at: Temporal.Instant | null;
  /** The way in for a receiver. */
  readonly dissemination_id: string | null;
}

const productColumns = sql`p.id, p.reference, g.name as agency, g.phone as agency_phone, p.title, p.words, p.marking, p.source_grade, p.intelligence_grade, p.handling, p.conditions, p.case_ids, p.party_ids, p.place_ids, p.wall_ids, p.approved_at, p.weeded_at`;

export async function productsOf(tx: Transaction, actor: StaffActor, ids: readonly string[]): Promise<Product[]> {
  return await tx.all(sql<Product>`
    select ${productColumns}, null as dissemination_id from hub.intelligence_product p join hub.agency g on g.partnership_id = p.partnership_id and g.id = p.agency_id
    where p.partnership_id = ${actor.partnershipId} and p.id = any(${[...ids]}::uuid[]) order by p.approved_at desc`);
}

/** Sanitised text that the reader may read, by words in it. Nothing else is searched: what is not here leaves no trace, not even in a count. */
export async function findProducts(tx: Transaction, actor: StaffActor, wanted: string | undefined, most: number): Promise<Product[]> {
  const words = (wanted ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '').slice(0, 8);
  const all = words.map((word) => sql`and position(${word} in lower(p.title || ' ' || p.words || ' ' || p.reference)) > 0`);
  return await tx.all(sql<Product>`
    select ${productColumns}, d.id as dissemination_id from hub.intelligence_product p join hub.agency g on g.partnership_id = p.partnership_id and g.id = p.agency_id
    left join lateral (select x.id from hub.intelligence_dissemination x where x.partnership_id = p.partnership_id and x.product_id = p.id and x.to_agency = ${actor.agencyId}
      and (x.to_account is null or x.to_account = ${actor.accountId}) and x.withdrawn_at is null and x.valid_until > now() order by x.decided_at desc limit 1) d on true
    where p.partnership_id = ${actor.partnershipId} and p.weeded_at is null ${sql.join(all, sql` `)} order by p.approved_at desc limit ${most}`);
}

export interface Dissemination {
  readonly id: string;
  readonly reference: string;
  readonly product_id: string;
  readonly from_agency: string;
  readonly from_agency_name: string;
  readonly to_agency: string;
  readonly to_agency_name: string;
  readonly to_account: string | null;
  readonly to_person: string | null;
  readonly handling: Handling;
  readonly conditions: string;
  readonly purpose: string;
  readonly need: string;
  readonly gateway: string;
  readonly decided_by_name: string | null;
  readonly decided_at: Temporal.Instant;
  readonly valid_until: Temporal.Instant;
  readonly withdrawn_at: Temporal.Instant | null;
  readonly withdrawn_reason: string | null;
  /** Whether the reader has accepted the conditions, and has read it. */
  readonly accepted: boolean;
  readonly opened: boolean;
}

const mine = (actor: StaffActor, kind: 'accepted' | 'read') => sql`exists (select 1 from hub.intelligence_receipt x where x.partnership_id = d.partnership_id and x.dissemination_id = d.id and x.account_id = ${actor.accountId} and x.kind = ${kind})`;
const disseminations = (actor: StaffActor) => sql`
  select d.id, d.reference, d.product_id, d.from_agency, f.name as from_agency_name, d.to_agency, t.name as to_agency_name, d.to_account, a.name as to_person, d.handling, d.conditions, d.purpose, d.need, y.name as gateway,
    b.name as decided_by_name, d.decided_at, d.valid_until, d.withdrawn_at, d.withdrawn_reason, ${mine(actor, 'accepted')} as accepted, ${mine(actor, 'read')} as opened
  from hub.intelligence_dissemination d
  join hub.agency f on f.partnership_id = d.partnership_id and f.id = d.from_agency
  join hub.agency t on t.partnership_id = d.partnership_id and t.id = d.to_agency
  join hub.gateway y on y.partnership_id = d.partnership_id and y.id = d.gateway_id
  left join hub.account a on a.partnership_id = d.partnership_id and a.id = d.to_account
  left join hub.account b on b.partnership_id = d.partnership_id and b.id = d.decided_by`;

export async function disseminationById(tx: Transaction, actor: StaffActor, id: string): Promise<Dissemination> {
  return await tx.one(sql<Dissemination>`${disseminations(actor)} where d.partnership_id = ${actor.partnershipId} and d.id = ${id}`);
}

export async function disseminationsOf(tx: Transaction, actor: StaffActor, productIds: readonly string[]): Promise<Dissemination[]> {
  return await tx.all(sql<Dissemination>`${disseminations(actor)} where d.partnership_id = ${actor.partnershipId} and d.product_id = any(${[...productIds]}::uuid[]) and d.from_agency = ${actor.agencyId} order by d.decided_at desc limit 100`);
}

/** What came to the reader and still lives. */
export async function receivedBy(tx: Transaction, actor: StaffActor, most: number): Promise<Dissemination[]> {
  return await tx.all(sql<Dissemination>`
    ${disseminations(actor)} where d.partnership_id = ${actor.partnershipId} and d.to_agency = ${actor.agencyId} and (d.to_account is null or d.to_account = ${actor.accountId})
      and d.withdrawn_at is null and d.valid_until > now() order by d.decided_at desc limit ${most}`);
}

export function insertDissemination(tx: Transaction, actor: StaffActor, made: { id: string; reference: string; product: Product; form: DisseminationForm }, now: Temporal.Instant): void {
  const { form, product } = made;
  tx.defer(sql`
    insert into hub.intelligence_dissemination (partnership_id, id, reference, product_id, from_agency, to_agency, to_account, handling, conditions, purpose, gateway_id, need, wall_ids, decided_by, decided_at, valid_until)
    values (${actor.partnershipId}, ${made.id}, ${made.reference}, ${product.id}, ${actor.agencyId}, ${form.toAgency}, ${form.toAccount}, ${product.handling}, ${form.conditions}, ${form.purpose}, ${form.gatewayId}, ${form.need},
      ${[...product.wall_ids]}::uuid[], ${actor.accountId}, ${now}, ${form.validUntil})`);
}

export async function withdrawDissemination(tx: Transaction, actor: StaffActor, id: string, reason: string, now: Temporal.Instant): Promise<void> {
  const done = await tx.run(sql`
    update hub.intelligence_dissemination set withdrawn_at = ${now}, withdrawn_by = ${actor.accountId}, withdrawn_reason = ${reason}
    where partnership_id = ${actor.partnershipId} and id = ${id} and from_agency = ${actor.agencyId} and withdrawn_at is null`);
  if (done !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

/** What a product was made from; only trained people get an answer. */
export async function reportBehind(tx: Transaction, actor: StaffActor, productId: string): Promise<string> {
  return (await tx.one(sql<{ id: string }>`select intelligence_id as id from hub.intelligence_version where partnership_id = ${actor.partnershipId} and product_id = ${productId}`)).id;
}

export interface Receipt {
  readonly dissemination_id: string;
  readonly kind: 'accepted' | 'read';
  readonly name: string | null;
  readonly at: Temporal.Instant;
}

export async function receiptsOf(tx: Transaction, actor: StaffActor, disseminationIds: readonly string[]): Promise<Receipt[]> {
  return await tx.all(sql<Receipt>`
    select x.dissemination_id, x.kind, a.name, min(x.at) as at from hub.intelligence_receipt x left join hub.account a on a.partnership_id = x.partnership_id and a.id = x.account_id
    where x.partnership_id = ${actor.partnershipId} and x.dissemination_id = any(${[...disseminationIds]}::uuid[]) group by 1, 2, 3 order by min(x.at)`);
}

export function sign(tx: Transaction, actor: StaffActor, receipt: { id: string; disseminationId: string; kind: 'accepted' | 'read'; words: string }, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.intelligence_receipt (partnership_id, id, dissemination_id, account_id, kind, words, at)
    values (${actor.partnershipId}, ${receipt.id}, ${receipt.disseminationId}, ${actor.accountId}, ${receipt.kind}, ${receipt.words}, ${now})`);
}
