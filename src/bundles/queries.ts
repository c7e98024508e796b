import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { BundleContent } from './content.ts';
import type { ItemKind, Strike } from './rules.ts';

export interface CaseRow {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly agency: string;
}

export async function caseOf(tx: Transaction, actor: StaffActor, caseId: string): Promise<CaseRow> {
  return await tx.one(sql<CaseRow>`
    select c.id, c.reference, c.title, g.name as agency from hub.case_file c join hub.agency g on g.partnership_id = c.partnership_id and g.id = ${actor.agencyId}
    where c.partnership_id = ${actor.partnershipId} and c.id = ${caseId}`);
}

export type BundleState = 'draft' | 'waiting' | 'working' | 'ready' | 'failed';

export interface BundleRow {
  readonly id: string;
  readonly title: string;
  readonly court: string;
  readonly statement: string;
  readonly black_out: readonly string[];
  readonly black_out_reason: string;
  readonly state: BundleState;
  readonly done: number;
  readonly of: number;
  readonly evidence_id: string | null;
  readonly sha256: string | null;
  readonly pages: number | null;
  readonly created_at: Temporal.Instant;
  readonly created_by: string | null;
  readonly finished_at: Temporal.Instant | null;
}

const bundleColumns = sql`b.id, b.title, b.court, b.statement, b.black_out, b.black_out_reason, b.state, b.done, b.of, b.evidence_id, b.sha256, b.pages, b.created_at, a.name as created_by, b.finished_at`;

export async function bundlesOf(tx: Transaction, actor: StaffActor, caseId: string): Promise<BundleRow[]> {
  return await tx.all(sql<BundleRow>`
    select ${bundleColumns} from hub.bundle b left join hub.account a on a.partnership_id = b.partnership_id and a.id = b.created_by
    where b.partnership_id = ${actor.partnershipId} and b.case_id = ${caseId} order by b.created_at desc limit 50`);
}

export async function bundleOf(tx: Transaction, actor: StaffActor, caseId: string, bundleId: string): Promise<BundleRow> {
  return await tx.one(sql<BundleRow>`
    select ${bundleColumns} from hub.bundle b left join hub.account a on a.partnership_id = b.partnership_id and a.id = b.created_by
    where b.partnership_id = ${actor.partnershipId} and b.case_id = ${caseId} and b.id = ${bundleId}`);
}

export interface ItemRow {
  readonly id: string;
  readonly kind: ItemKind;
  readonly source_id: string;
  readonly position: number;
  readonly at: Temporal.Instant;
  readonly by_words: string;
  readonly title: string;
  readonly words: string;
  readonly included: boolean;
  readonly limits: string;
  readonly strikes: readonly Strike[];
  readonly covers: string;
  readonly covers_reason: string;
  /** Of the file behind an exhibit; null for text. */
  readonly content_type: string | null;
  readonly sha256: string | null;
  readonly size: number | null;
  readonly copy_state: string | null;
  readonly copy_key: string | null;
  readonly sealed_key: string | null;
}

const itemColumns = sql`i.id, i.kind, i.source_id, i.position, i.at, i.by_words, i.title, i.words, i.included, i.limits, i.strikes, i.covers, i.covers_reason,
  e.content_type, e.sha256, e.size, e.copy_state, e.copy_key, e.sealed_key`;

export async function itemsOf(tx: Transaction, actor: StaffActor, bundleId: string): Promise<ItemRow[]> {
  return await tx.all(sql<ItemRow>`
    select ${itemColumns} from hub.bundle_item i left join hub.evidence e on e.partnership_id = i.partnership_id and e.id = i.source_id and i.kind in ('photo', 'video', 'sound', 'document')
    where i.partnership_id = ${actor.partnershipId} and i.bundle_id = ${bundleId} order by i.position, i.at, i.id`);
}

export async function itemOf(tx: Transaction, actor: StaffActor, bundleId: string, itemId: string): Promise<ItemRow> {
  return await tx.one(sql<ItemRow>`
    select ${itemColumns} from hub.bundle_item i left join hub.evidence e on e.partnership_id = i.partnership_id and e.id = i.source_id and i.kind in ('photo', 'video', 'sound', 'document')
    where i.partnership_id = ${actor.partnershipId} and i.bundle_id = ${bundleId} and i.id = ${itemId}`);
}

export interface NewBundle {
  readonly id: string;
  readonly caseId: string;
  readonly title: string;
  readonly court: string;
  readonly now: Temporal.Instant;
}

export function startBundle(tx: Transaction, actor: StaffActor, bundle: NewBundle): void {
  tx.defer(sql`
    insert into hub.bundle (partnership_id, id, case_id, title, court, created_by, created_at)
    values (${actor.partnershipId}, ${bundle.id}, ${bundle.caseId}, ${bundle.title}, ${bundle.court}, ${actor.accountId}, ${bundle.now})`);
}

/** A new draft with the words and wishes of an earlier bundle. */
export function startAgain(tx: Transaction, actor: StaffActor, earlier: string, bundle: Pick<NewBundle, 'id' | 'now'>): void {
  tx.defer(sql`
    insert into hub.bundle (partnership_id, id, case_id, title, court, statement, black_out, black_out_reason, made_from, created_by, created_at)
    select b.partnership_id, ${bundle.id}, b.case_id, b.title, b.court, b.statement, b.black_out, b.black_out_reason, b.id, ${actor.accountId}, ${bundle.now}
    from hub.bundle b where b.partnership_id = ${actor.partnershipId} and b.id = ${earlier}`);
}

export interface Source {
  readonly kind: ItemKind;
  readonly source_id: string;
  readonly at: Temporal.Instant;
  readonly by_words: string;
  readonly title: string;
  readonly words: string;
}

/** All of the case that the officer sees and a court could be shown, in order of time, that is not yet in this bundle. */
export async function newSources(tx: Transaction, actor: StaffActor, caseId: string, bundleId: string): Promise<Source[]> {
  return await tx.all(sql<Source>`
    select s.* from (
      select 'incident' as kind, i.id as source_id, i.happened_at as at, i.place_words as by_words, 'Incident' as title, i.words
      from hub.incident i where i.partnership_id = ${actor.partnershipId} and i.case_id = ${caseId}
      union all
      select 'entry', t.id, t.at, concat_ws(', ', nullif(coalesce(a.name, t.by_words), ''), g.name), t.kind, t.words
      from hub.chronology t left join hub.account a on a.partnership_id = t.partnership_id and a.id = t.by_account
      left join hub.agency g on g.partnership_id = t.partnership_id and g.id = t.by_agency
      where t.partnership_id = ${actor.partnershipId} and t.case_id = ${caseId} and t.kind <> 'incident' and t.audience = 'case'
      union all
      select e.kind, e.id, e.received_at, case e.received_from when 'resident' then 'From the person who reported' when 'staff' then 'Added by staff' else 'Made by the hub' end, e.name, ''
      from hub.evidence e left join hub.report r on r.partnership_id = e.partnership_id and r.id = e.report_id
      where e.partnership_id = ${actor.partnershipId} and (e.case_id = ${caseId} or r.case_id = ${caseId})
        and not exists (select 1 from hub.bundle b where b.partnership_id = e.partnership_id and b.evidence_id = e.id)
    ) s
    where not exists (select 1 from hub.bundle_item x where x.partnership_id = ${actor.partnershipId} and x.bundle_id = ${bundleId} and x.source_id = s.source_id)
    order by s.at, s.source_id`);
}

/** Puts sources into a draft; with an earlier bundle, what was decided of them there comes along. */
export async function addItems(tx: Transaction, actor: StaffActor, caseId: string, bundleId: string, sources: readonly Source[], after: number, earlier: string | null): Promise<void> {
  const rows = sources.map((source, place) => ({ ...source, at: source.at.toString(), id: uuidv7(), position: after + place + 1 }));
  await tx.run(sql`
    insert into hub.bundle_item (partnership_id, id, bundle_id, case_id, kind, source_id, position, at, by_words, title, words, included, limits, strikes, covers, covers_reason)
    select ${actor.partnershipId}, n.id, ${bundleId}, ${caseId}, n.kind, n.source_id, coalesce(o.position, n.position), n.at, n.by_words, coalesce(o.title, n.title), n.words,
      coalesce(o.included, true), coalesce(o.limits, ''), coalesce(o.strikes, '[]'), coalesce(o.covers, ''), coalesce(o.covers_reason, '')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, kind text, source_id uuid, position int, at timestamptz, by_words text, title text, words text)
    left join hub.bundle_item o on o.partnership_id = ${actor.partnershipId} and o.bundle_id = ${earlier} and o.source_id = n.source_id`);
}

export interface WholeWish {
  readonly title: string;
  readonly court: string;
  readonly statement: string;
  readonly blackOut: readonly string[];
  readonly blackOutReason: string;
}

export async function saveWhole(tx: Transaction, actor: StaffActor, bundleId: string, wish: WholeWish): Promise<number> {
  return await tx.run(sql`
    update hub.bundle set title = ${wish.title}, court = ${wish.court}, statement = ${wish.statement}, black_out = ${[...wish.blackOut]}, black_out_reason = ${wish.blackOutReason}, state = 'draft'
    where partnership_id = ${actor.partnershipId} and id = ${bundleId} and state in ('draft', 'failed')`);
}

export async function choose(tx: Transaction, actor: StaffActor, bundleId: string, included: readonly string[]): Promise<number> {
  return await tx.run(sql`update hub.bundle_item set included = id = any(${[...included]}) where partnership_id = ${actor.partnershipId} and bundle_id = ${bundleId}`);
}

export type ItemWish = Pick<ItemRow, 'title' | 'position' | 'limits' | 'strikes' | 'covers' | 'covers_reason'>;

export async function saveItem(tx: Transaction, actor: StaffActor, itemId: string, wish: ItemWish): Promise<number> {
  return await tx.run(sql`
    update hub.bundle_item set title = ${wish.title}, position = ${wish.position}, limits = ${wish.limits}, strikes = ${JSON.stringify(wish.strikes)}::jsonb, covers = ${wish.covers}, covers_reason = ${wish.covers_reason}
    where partnership_id = ${actor.partnershipId} and id = ${itemId}`);
}

/** The draft ends here: the content is frozen and the file is asked for. False when it was asked for before. */
export async function askForFile(tx: Transaction, actor: StaffActor, bundleId: string, content: BundleContent, now: Temporal.Instant): Promise<boolean> {
  return (await tx.run(sql`
    update hub.bundle set state = 'waiting', content = ${JSON.stringify(content)}::jsonb, done = 0, of = ${content.exhibits.length}, attempts = 0, asked_by = ${actor.accountId}, asked_at = ${now}
    where partnership_id = ${actor.partnershipId} and id = ${bundleId} and state in ('draft', 'failed')`)) === 1;
}

export interface CustodyRow {
  readonly subject_id: string;
  readonly at: Temporal.Instant;
  readonly event: string;
  readonly who: string | null;
}

/** Who has had each file in hand, from the read log. */
export async function custodyOf(tx: Transaction, actor: StaffActor, caseId: string, files: readonly string[]): Promise<CustodyRow[]> {
  return await tx.all(sql<CustodyRow>`
    select e.subject_id, e.at, e.event, concat_ws(', ', a.name, g.name) as who from hub.audit_entry e
    left join hub.account a on a.partnership_id = e.partnership_id and a.id = e.account_id
    left join hub.agency g on g.partnership_id = e.partnership_id and g.id = e.agency_id
    where e.partnership_id = ${actor.partnershipId} and e.case_id = ${caseId} and e.subject_kind = 'evidence' and e.subject_id = any(${[...files]}) order by e.at limit 2000`);
}

export async function bundleFile(tx: Transaction, actor: StaffActor, caseId: string, bundleId: string): Promise<{ sealed_key: string; name: string }> {
  return await tx.one(sql<{ sealed_key: string; name: string }>`
    select e.sealed_key, e.name from hub.bundle b join hub.evidence e on e.partnership_id = b.partnership_id and e.id = b.evidence_id
    where b.partnership_id = ${actor.partnershipId} and b.case_id = ${caseId} and b.id = ${bundleId}`);
}
