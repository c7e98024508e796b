import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { FullDisclosure } from './queries.ts';

/** The receiver has opened it: kept once for each person, the first time. */
export function noteOpened(tx: Transaction, actor: StaffActor, disclosureId: string, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.disclosure_receipt (partnership_id, disclosure_id, account_id, agency_id, opened_at) values (${actor.partnershipId}, ${disclosureId}, ${actor.accountId}, ${actor.agencyId}, ${now}) on conflict do nothing`);
}

export interface Receipt {
  readonly name: string | null;
  readonly agency: string | null;
  readonly opened_at: Temporal.Instant;
}

export async function receiptsOf(tx: Transaction, actor: StaffActor, disclosureId: string): Promise<Receipt[]> {
  return await tx.all(sql<Receipt>`
    select a.name, g.name as agency, r.opened_at from hub.disclosure_receipt r
    left join hub.account a on a.partnership_id = r.partnership_id and a.id = r.account_id
    left join hub.agency g on g.partnership_id = r.partnership_id and g.id = r.agency_id
    where r.partnership_id = ${actor.partnershipId} and r.disclosure_id = ${disclosureId} order by r.opened_at limit 100`);
}

export interface NoticeRow {
  readonly id: string;
  readonly disclosure_id: string;
  readonly reference: string;
  readonly kind: 'withdrawn' | 'corrected';
  readonly words: string;
  readonly at: Temporal.Instant;
  readonly case_id: string | null;
  readonly from_agency: string;
  readonly from_agency_name: string;
  readonly to_agency: string;
  readonly to_agency_name: string;
  readonly by_name: string | null;
  readonly phone: string | null;
  /** "Owen Marsh, Essex Police" and when; empty while nobody has. */
  readonly acknowledged: readonly { readonly name: string; readonly at: string; readonly account_id: string; readonly agency_id: string }[];
}

const noticeColumns = sql`n.id, n.disclosure_id, n.reference, n.kind, n.words, n.at, n.case_id, n.from_agency, f.name as from_agency_name, n.to_agency, t.name as to_agency_name, b.name as by_name, coalesce(b.phone, f.phone) as phone,
  (select coalesce(jsonb_agg(jsonb_build_object('name', x.name, 'at', k.at, 'account_id', k.account_id, 'agency_id', k.agency_id) order by k.at), '[]') from hub.disclosure_acknowledgement k
    left join hub.account x on x.partnership_id = k.partnership_id and x.id = k.account_id
    where k.partnership_id = n.partnership_id and k.notice_id = n.id) as acknowledged`;
const noticeNames = sql`
  join hub.agency f on f.partnership_id = n.partnership_id and f.id = n.from_agency
  join hub.agency t on t.partnership_id = n.partnership_id and t.id = n.to_agency
  left join hub.account b on b.partnership_id = n.partnership_id and b.id = n.by_account`;

export async function noticeById(tx: Transaction, actor: StaffActor, id: string): Promise<NoticeRow> {
  return await tx.one(sql<NoticeRow>`select ${noticeColumns} from hub.disclosure_notice n ${noticeNames} where n.partnership_id = ${actor.partnershipId} and n.id = ${id}`);
}

export async function noticesOf(tx: Transaction, actor: StaffActor, disclosureId: string): Promise<NoticeRow[]> {
  return await tx.all(sql<NoticeRow>`select ${noticeColumns} from hub.disclosure_notice n ${noticeNames} where n.partnership_id = ${actor.partnershipId} and n.disclosure_id = ${disclosureId} order by n.at desc`);
}

/** Notices to the actor's agency that nobody there has acknowledged. */
export async function noticesWaiting(tx: Transaction, actor: StaffActor): Promise<NoticeRow[]> {
  return await tx.all(sql<NoticeRow>`
    select ${noticeColumns} from hub.disclosure_notice n ${noticeNames}
    where n.partnership_id = ${actor.partnershipId} and n.to_agency = ${actor.agencyId}
      and not exists (select 1 from hub.disclosure_acknowledgement k where k.partnership_id = n.partnership_id and k.notice_id = n.id and k.agency_id = ${actor.agencyId}) order by n.at desc limit 30`);
}

/** Written before a withdrawal takes effect, so that it is the giver of something live who writes it. */
export function writeNotice(tx: Transaction, actor: StaffActor, disclosure: FullDisclosure, kind: NoticeRow['kind'], words: string, now: Temporal.Instant): string {
  const id = uuidv7();
  tx.defer(sql`
    insert into hub.disclosure_notice (partnership_id, id, disclosure_id, reference, case_id, from_agency, to_agency, to_account, kind, words, by_account, at)
    values (${actor.partnershipId}, ${id}, ${disclosure.id}, ${disclosure.reference}, ${disclosure.case_id}, ${disclosure.from_agency}, ${disclosure.to_agency}, ${disclosure.to_account}, ${kind}, ${words}, ${actor.accountId}, ${now})`);
  return id;
}

export function acknowledge(tx: Transaction, actor: StaffActor, noticeId: string, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.disclosure_acknowledgement (partnership_id, notice_id, account_id, agency_id, at) values (${actor.partnershipId}, ${noticeId}, ${actor.accountId}, ${actor.agencyId}, ${now}) on conflict do nothing`);
}
