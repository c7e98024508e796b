import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import type { AgreementTerms } from './rules.ts';
import type { AgreementWish } from './schema.ts';

export interface AgreementRow extends AgreementTerms {
  readonly title: string;
  readonly terms: string;
  readonly written_at: Temporal.Instant;
  readonly written_by_name: string | null;
  readonly ended_why: string | null;
  readonly newest: boolean;
}

const columns = sql`a.id, a.code, a.version, a.title, a.purposes, a.gateways, a.kinds, a.terms, a.starts_on, a.review_on, a.expires_on, a.ended_on, a.ended_why, a.written_at, w.name as written_by_name,
  array(select p.agency_id from hub.agreement_party p where p.partnership_id = a.partnership_id and p.agreement_id = a.id) as parties,
  not exists (select 1 from hub.agreement n where n.partnership_id = a.partnership_id and n.code = a.code and n.version > a.version) as newest`;

const names = sql`left join hub.account w on w.partnership_id = a.partnership_id and w.id = a.written_by`;

/** The newest version of every agreement, those that end first on top; or every version of one. */
export async function agreementRows(tx: Transaction, actor: StaffActor, code?: string): Promise<AgreementRow[]> {
  const which = code === undefined
    ? sql`not exists (select 1 from hub.agreement n where n.partnership_id = a.partnership_id and n.code = a.code and n.version > a.version)`
    : sql`a.code = ${code}`;
  return await tx.all(sql<AgreementRow>`select ${columns} from hub.agreement a ${names} where a.partnership_id = ${actor.partnershipId} and ${which} order by a.ended_on is not null, a.expires_on, a.code, a.version desc limit 300`);
}

export async function agreementById(tx: Transaction, actor: StaffActor, id: string): Promise<AgreementRow> {
  return await tx.one(sql<AgreementRow>`select ${columns} from hub.agreement a ${names} where a.partnership_id = ${actor.partnershipId} and a.id = ${id}`);
}

/** Every version that the actor's agency is a party to: what a disclosure may rest on, or might have. */
export async function agreementsOfAgency(tx: Transaction, actor: StaffActor): Promise<AgreementTerms[]> {
  return await tx.all(sql<AgreementTerms>`
    select a.id, a.code, a.version, a.purposes, a.gateways, a.kinds, a.starts_on, a.review_on, a.expires_on, a.ended_on,
      array(select p.agency_id from hub.agreement_party p where p.partnership_id = a.partnership_id and p.agreement_id = a.id) as parties
    from hub.agreement a
    where a.partnership_id = ${actor.partnershipId} and exists (select 1 from hub.agreement_party o where o.partnership_id = a.partnership_id and o.agreement_id = a.id and o.agency_id = ${actor.agencyId})
    order by a.code, a.version desc`);
}

export interface PartyRow {
  readonly agency_id: string;
  readonly agency: string;
  readonly liaison_id: string | null;
  readonly liaison: string | null;
  readonly phone: string | null;
}

export async function partiesOf(tx: Transaction, actor: StaffActor, agreementId: string): Promise<PartyRow[]> {
  return await tx.all(sql<PartyRow>`
    select p.agency_id, g.name as agency, p.liaison_id, l.name as liaison, l.phone from hub.agreement_party p
    join hub.agency g on g.partnership_id = p.partnership_id and g.id = p.agency_id
    left join hub.account l on l.partnership_id = p.partnership_id and l.id = p.liaison_id
    where p.partnership_id = ${actor.partnershipId} and p.agreement_id = ${agreementId} order by g.name`);
}

export interface LiaisonChoice {
  readonly id: string;
  readonly name: string;
  readonly agency_id: string;
}

/** Who may stand for an agency: everyone in it who works on cases. */
export async function liaisonChoices(tx: Transaction, actor: StaffActor): Promise<LiaisonChoice[]> {
  return await tx.all(sql<LiaisonChoice>`
    select a.id, a.name, a.agency_id from hub.account a
    where a.partnership_id = ${actor.partnershipId} and a.state = 'active'
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor', 'coordinator', 'auditor')) order by a.name`);
}

/** Gateways by code, newest words first. */
export async function gatewayNames(tx: Transaction, actor: StaffActor): Promise<{ code: string; name: string; words: string }[]> {
  return await tx.all(sql<{ code: string; name: string; words: string }>`
    select distinct on (code) code, name, words from hub.gateway where partnership_id = ${actor.partnershipId} order by code, in_force_from desc`);
}

export async function insertAgreement(tx: Transaction, actor: StaffActor, made: { id: string; version: number; wish: AgreementWish }, now: Temporal.Instant): Promise<void> {
  const { id, version, wish } = made;
  const inserted = await tx.run(sql`
    insert into hub.agreement (partnership_id, id, code, version, title, purposes, gateways, kinds, terms, starts_on, review_on, expires_on, written_by, written_at)
    values (${actor.partnershipId}, ${id}, ${wish.code}, ${version}, ${wish.title}, ${[...wish.purposes]}, ${[...wish.gateways]}, ${[...wish.kinds]}, ${wish.terms}, ${wish.startsOn}, ${wish.reviewOn}, ${wish.expiresOn}, ${actor.accountId}, ${now})
    on conflict (partnership_id, code, version) do nothing`);
  if (inserted !== 1) {
    throw new HubError('changed_meanwhile');
  }
  for (const party of wish.parties) {
    tx.defer(sql`insert into hub.agreement_party (partnership_id, agreement_id, agency_id, liaison_id) values (${actor.partnershipId}, ${id}, ${party.agencyId}, ${party.liaisonId})`);
  }
}

/** From this day on the version no longer holds. */
export async function finishAgreement(tx: Transaction, actor: StaffActor, id: string, from: Temporal.PlainDate, why: string): Promise<void> {
  const ended = await tx.run(sql`
    update hub.agreement set ended_on = ${from}, ended_by = ${actor.accountId}, ended_why = ${why} where partnership_id = ${actor.partnershipId} and id = ${id} and ended_on is null`);
  if (ended !== 1) {
    throw new HubError('changed_meanwhile');
  }
}
