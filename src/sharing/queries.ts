import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import type { DisclosureLine } from './panel.ts';
import type { Gateway, GroundedDisclosure, PartnerPerson, Receivers, RefusedDisclosure } from './schema.ts';

export interface SharedCase {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly restricted: boolean;
  readonly agency_id: string;
}

export async function sharedCase(tx: Transaction, actor: StaffActor, caseId: string): Promise<SharedCase> {
  return await tx.one(sql<SharedCase>`select id, reference, title, restricted, agency_id from hub.case_file where partnership_id = ${actor.partnershipId} and id = ${caseId}`);
}

/** Gateways in force today. */
export async function gatewaysNow(tx: Transaction, actor: StaffActor, now: Temporal.Instant): Promise<Gateway[]> {
  const today = londonDate(now);
  return await tx.all(sql<Gateway>`
    select id, code, name, words, source from hub.gateway
    where partnership_id = ${actor.partnershipId} and in_force_from <= ${today} and (in_force_to is null or in_force_to >= ${today}) order by in_force_from, name`);
}

/** Other agencies, and those in them who work on cases. */
export async function receivers(tx: Transaction, actor: StaffActor): Promise<Receivers> {
  const [agencies, people] = await Promise.all([
    tx.all(sql<{ id: string; name: string }>`select id, name from hub.agency where partnership_id = ${actor.partnershipId} and active and id <> ${actor.agencyId} order by name`),
    tx.all(sql<PartnerPerson>`
      select a.id, a.name, a.job_title, a.agency_id, g.name as agency from hub.account a join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id and g.active
      where a.partnership_id = ${actor.partnershipId} and a.state = 'active' and a.agency_id <> ${actor.agencyId}
        and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor', 'coordinator'))
      order by g.name, a.name`),
  ]);
  return { agencies, people };
}

export interface MadeDisclosure {
  readonly id: string;
  readonly reference: string;
  /** Null where an agency answers from its own records. */
  readonly caseId: string | null;
  readonly given: GroundedDisclosure;
  readonly itemIds: readonly string[];
  readonly requestId?: string | undefined;
  /** Waits for somebody else's decision. */
  readonly asked?: boolean | undefined;
  readonly closed?: boolean | undefined;
}

export function insertGiven(tx: Transaction, actor: StaffActor, made: MadeDisclosure, now: Temporal.Instant): void {
  const { id, given } = made;
  tx.defer(sql`
    insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, to_account, scope, aim, purpose, gateway_id, necessity, proportionality, caveat, handling, retention, withheld, decision, decided_by, decided_at, valid_until,
      agreement_id, outside, asked_by, allowed_reason, request_id, closed)
    values (${actor.partnershipId}, ${id}, ${made.reference}, ${made.caseId}, ${actor.agencyId}, ${given.toAgency}, ${given.toAccount}, ${given.scope}, ${given.aim}, ${given.purpose}, ${given.gateway.id}, ${given.necessity}, ${given.proportionality},
      ${given.caveat}, ${given.handling}, ${given.retention}, ${given.withheld}, ${made.asked === true ? 'asked' : 'given'}, ${actor.accountId}, ${now}, ${given.validUntil},
      ${given.agreementId}, ${[...given.outside]}, ${made.asked === true ? actor.accountId : null}, ${given.allowedReason}, ${made.requestId ?? null}, ${made.closed ?? false})`);
  if (given.items.length > 0) {
    const rows = given.items.map((item, position) => ({ id: made.itemIds[position], kind: item.kind, label: item.label, words: item.words, subject_id: item.subjectId, category: item.category, redacted: item.redacted ?? false, position, copy_key: item.copy?.key ?? null, copy_type: item.copy?.type ?? null, sha256: item.copy?.sha256 ?? null }));
    tx.defer(sql`
      insert into hub.disclosure_item (partnership_id, id, disclosure_id, kind, label, words, subject_id, category, redacted, position, copy_key, copy_type, sha256)
      select ${actor.partnershipId}, i.id, ${id}, i.kind, i.label, i.words, i.subject_id, i.category, i.redacted, i.position, i.copy_key, i.copy_type, i.sha256
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, kind text, label text, words text, subject_id uuid, category text, redacted boolean, position int, copy_key text, copy_type text, sha256 text)`);
  }
}

export function insertRefused(tx: Transaction, actor: StaffActor, made: { id: string; reference: string; caseId: string | null; refused: RefusedDisclosure; requestId?: string | undefined; closed: boolean }, now: Temporal.Instant): void {
  const { refused } = made;
  tx.defer(sql`
    insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, asker_words, purpose, necessity, decision, refusal_reason, decided_by, decided_at, valid_until, request_id, closed)
    values (${actor.partnershipId}, ${made.id}, ${made.reference}, ${made.caseId}, ${actor.agencyId}, ${refused.toAgency}, ${refused.askerWords}, ${refused.purpose}, '', 'refused', ${refused.refusalReason}, ${actor.accountId}, ${now}, ${now}, ${made.requestId ?? null}, ${made.closed})`);
}

export async function refreshAccess(tx: Transaction, actor: StaffActor, caseId: string): Promise<void> {
  await tx.run(sql`select hub.refresh_case_access(${actor.partnershipId}, array[${caseId}]::uuid[])`);
}

/** Whom to write to about a disclosure: the person named, else the supervisors of the agency, else its officers. */
export async function peopleToTell(tx: Transaction, actor: StaffActor, toAgency: string, toAccount: string | null): Promise<string[]> {
  if (toAccount !== null) {
    return [toAccount];
  }
  const rows = await tx.all(sql<{ id: string; role: string }>`
    select a.id, r.role from hub.account a join hub.account_role r on r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('supervisor', 'officer')
    where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${toAgency} and a.state = 'active'`);
  const supervisors = rows.filter(({ role }) => role === 'supervisor');
  return (supervisors.length > 0 ? supervisors : rows).map(({ id }) => id);
}

/** Those who decide on what no agreement covers: supervisors and coordinators of the giver's agency. */
export async function whoDecides(tx: Transaction, actor: StaffActor): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`
    select distinct a.id from hub.account a join hub.account_role r on r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('supervisor', 'coordinator')
    where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${actor.agencyId} and a.state = 'active' and a.id <> ${actor.accountId}`);
  return rows.map(({ id }) => id);
}

export interface FullDisclosure extends DisclosureLine {
  readonly case_id: string | null;
  readonly aim: string;
  readonly proportionality: string;
  readonly handling: string;
  readonly retention: string;
  readonly outside: readonly string[];
  readonly allowed_reason: string | null;
  readonly asked_by: string | null;
  readonly asked_by_name: string | null;
  readonly agreement_id: string | null;
  readonly request_id: string | null;
  readonly request_reference: string | null;
  readonly case_agency: string | null;
  readonly to_account: string | null;
  readonly from_agency_name: string;
  readonly from_phone: string | null;
  readonly gateway: string | null;
  readonly gateway_words: string | null;
  readonly necessity: string;
  readonly caveat: string;
  readonly withdrawn_reason: string | null;
  readonly withdrawn_by_name: string | null;
  /** Only for those who see the case. */
  readonly case_reference: string | null;
  readonly case_title: string | null;
}

export async function disclosureById(tx: Transaction, actor: StaffActor, id: string): Promise<FullDisclosure> {
  return await tx.one(sql<FullDisclosure>`
    select d.id, d.reference, d.case_id, d.scope, d.decision, d.to_agency, g.name as to_agency_name, d.to_account, a.name as to_person, d.asker_words, d.purpose, d.withheld, d.refusal_reason,
      array(select i.label from hub.disclosure_item i where i.partnership_id = d.partnership_id and i.disclosure_id = d.id order by i.position) as labels,
      d.decided_at, b.name as decided_by_name, d.from_agency, f.name as from_agency_name, coalesce(b.phone, f.phone) as from_phone, d.valid_until, d.withdrawn_at, d.withdrawn_reason, w.name as withdrawn_by_name,
      y.name as gateway, y.words as gateway_words, d.necessity, d.proportionality, d.caveat, d.handling, d.retention, d.aim, d.outside, d.allowed_reason, d.asked_by, q.name as asked_by_name, d.agreement_id, m.code as agreement,
      d.request_id, i.reference as request_reference, c.reference as case_reference, c.title as case_title, c.agency_id as case_agency
    from hub.disclosure d
    join hub.agency f on f.partnership_id = d.partnership_id and f.id = d.from_agency
    left join hub.agency g on g.partnership_id = d.partnership_id and g.id = d.to_agency
    left join hub.account a on a.partnership_id = d.partnership_id and a.id = d.to_account
    left join hub.account b on b.partnership_id = d.partnership_id and b.id = d.decided_by
    left join hub.account w on w.partnership_id = d.partnership_id and w.id = d.withdrawn_by
    left join hub.gateway y on y.partnership_id = d.partnership_id and y.id = d.gateway_id
    left join hub.account q on q.partnership_id = d.partnership_id and q.id = d.asked_by
    left join hub.agreement m on m.partnership_id = d.partnership_id and m.id = d.agreement_id
    left join hub.information_request i on i.partnership_id = d.partnership_id and i.id = d.request_id
    left join hub.case_file c on c.partnership_id = d.partnership_id and c.id = d.case_id
    where d.partnership_id = ${actor.partnershipId} and d.id = ${id}`);
}

export interface SharedItem {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly words: string;
  readonly redacted: boolean;
  readonly copy_type: string | null;
}

export async function itemsOf(tx: Transaction, actor: StaffActor, disclosureId: string): Promise<SharedItem[]> {
  return await tx.all(sql<SharedItem>`select id, kind, label, words, redacted, copy_type from hub.disclosure_item where partnership_id = ${actor.partnershipId} and disclosure_id = ${disclosureId} order by position`);
}

export interface DisclosureRead {
  readonly at: Temporal.Instant;
  /** They opened a file in it, not only its words. */
  readonly file: boolean;
  readonly name: string | null;
  readonly agency: string | null;
}

/** Who has opened a disclosure, for those who see the case: newest first. */
export async function readsOf(tx: Transaction, actor: StaffActor, disclosureId: string): Promise<DisclosureRead[]> {
  return await tx.all(sql<DisclosureRead>`
    select e.at, a.name, g.short_name as agency, e.event = 'disclosure.file_read' as file from hub.audit_entry e
    left join hub.account a on a.partnership_id = e.partnership_id and a.id = e.account_id
    left join hub.agency g on g.partnership_id = e.partnership_id and g.id = e.agency_id
    where e.partnership_id = ${actor.partnershipId} and e.subject_id = ${disclosureId} and e.event in ('disclosure.read', 'disclosure.file_read') order by e.at desc limit 30`);
}

export interface SharedLine {
  readonly id: string;
  readonly reference: string;
  readonly scope: 'items' | 'case';
  readonly case_id: string | null;
  readonly from_agency: string;
  readonly from_agency_name: string;
  readonly to_agency_name: string | null;
  readonly to_person: string | null;
  readonly purpose: string;
  readonly labels: readonly string[];
  readonly decided_at: Temporal.Instant;
  readonly valid_until: Temporal.Instant;
  readonly withdrawn_at: Temporal.Instant | null;
  readonly decision: 'given' | 'refused' | 'asked';
  readonly opened: boolean;
}

/** Newest first: what was given to the actor's agency (policies leave out what is over), or what the agency gave. */
export async function sharedLines(tx: Transaction, actor: StaffActor, wanted: { ours: boolean; from: string | undefined }, most: number): Promise<SharedLine[]> {
  const whose = wanted.ours ? sql`d.from_agency = ${actor.agencyId}` : sql`d.to_agency = ${actor.agencyId} and d.decision = 'given' and d.withdrawn_at is null and d.valid_until > now()`;
  const other = wanted.from === undefined ? sql`` : wanted.ours ? sql`and d.to_agency = ${wanted.from}` : sql`and d.from_agency = ${wanted.from}`;
  // The rows first, then their names: few are wanted, and joining before the limit would join them all.
  return await tx.all(sql<SharedLine>`
    select d.id, d.reference, d.scope, d.case_id, d.from_agency, f.name as from_agency_name, coalesce(g.name, d.asker_words) as to_agency_name, a.name as to_person, d.purpose,
      array(select i.label from hub.disclosure_item i where i.partnership_id = d.partnership_id and i.disclosure_id = d.id order by i.position) as labels,
      d.decided_at, d.valid_until, d.withdrawn_at, d.decision, d.id in (select hub.opened_by_us(array[d.id])) as opened
    from (select * from hub.disclosure d where d.partnership_id = ${actor.partnershipId} and ${whose} ${other} order by d.decided_at desc, d.id desc limit ${most}) d
    join hub.agency f on f.partnership_id = d.partnership_id and f.id = d.from_agency
    left join hub.agency g on g.partnership_id = d.partnership_id and g.id = d.to_agency
    left join hub.account a on a.partnership_id = d.partnership_id and a.id = d.to_account
    order by d.decided_at desc, d.id desc`);
}

export async function withdraw(tx: Transaction, actor: StaffActor, id: string, reason: string, now: Temporal.Instant): Promise<void> {
  const done = await tx.run(sql`
    update hub.disclosure set withdrawn_at = ${now}, withdrawn_by = ${actor.accountId}, withdrawn_reason = ${reason}
    where partnership_id = ${actor.partnershipId} and id = ${id} and decision = 'given' and withdrawn_at is null`);
  if (done !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

/** Open tasks that rest on a disclosure. */
export async function tasksOn(tx: Transaction, actor: StaffActor, caseId: string | null, disclosureId: string): Promise<{ id: string; reference: string; title: string }[]> {
  return await tx.all(sql<{ id: string; reference: string; title: string }>`
    select id, reference, title from hub.task where partnership_id = ${actor.partnershipId} and case_id = ${caseId} and disclosure_id = ${disclosureId} and state in ('asked', 'accepted', 'started')`);
}

export function cancelTasksOn(tx: Transaction, actor: StaffActor, caseId: string, disclosureId: string, words: string, now: Temporal.Instant): void {
  tx.defer(sql`
    update hub.task set state = 'cancelled', answer = ${words}, updated_at = ${now}
    where partnership_id = ${actor.partnershipId} and case_id = ${caseId} and disclosure_id = ${disclosureId} and state in ('asked', 'accepted', 'started')`);
}

/** How many in the holding agency work on cases, and how many people have opened the case at all. */
export async function lookers(tx: Transaction, actor: StaffActor, caseId: string): Promise<{ looked: number }> {
  return await tx.one(sql<{ looked: number }>`
    select count(distinct account_id)::int as looked from (
      select account_id from hub.audit_entry where partnership_id = ${actor.partnershipId} and case_id = ${caseId} order by at desc limit 1000) e`);
}
