import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { ChronologyKind } from '../chronology/index.ts';
import type { PartyContact } from '../engagement/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { keptNames, staffName } from '../platform/partnership/index.ts';

export type Stage = 'investigating' | 'acting' | 'monitoring';

export interface CaseRow {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly team_id: string | null;
  readonly team: string | null;
  readonly owner_id: string | null;
  readonly owner: string | null;
  readonly state: 'open' | 'closed';
  readonly stage: Stage;
  readonly restricted: boolean;
  readonly category: string | null;
  readonly risk_band: string | null;
  readonly risk_score: number | null;
  readonly risk_of: number | null;
  readonly review_on: Temporal.PlainDate | null;
  readonly warning: string;
  readonly place_words: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly opened_at: Temporal.Instant;
  readonly closed_at: Temporal.Instant | null;
  readonly outcome: string | null;
  readonly outcome_reason: string | null;
  readonly lessons: string | null;
  readonly cost_pounds: number | null;
  /** On legal hold: it, a report in it, or a person in it. */
  readonly held: boolean;
}

/** One case, with the names a page needs. 403 when it is not the actor's. */
export async function caseFile(tx: Transaction, actor: StaffActor, caseId: string): Promise<CaseRow> {
  const [row, names] = await Promise.all([tx.one(sql<Omit<CaseRow, 'agency' | 'team' | 'owner' | 'category'> & { category_id: string | null }>`
    select c.id, c.reference, c.title, c.agency_id, c.team_id, c.owner_id, c.state, c.stage, c.restricted, c.category_id, c.risk_band, c.risk_score, c.risk_of, c.review_on, c.warning, c.place_words, c.lat, c.lon, c.opened_at, c.closed_at, c.outcome, c.outcome_reason, c.lessons, c.cost_pounds,
      hub.held(c.partnership_id, c.id, null, null) as held
    from hub.case_file c where c.partnership_id = ${actor.partnershipId} and c.id = ${caseId}`), keptNames(tx, actor)]);
  return {
    ...row, agency: names.agencies.get(row.agency_id)?.name ?? '', team: row.team_id === null ? null : (names.teams.get(row.team_id) ?? null), owner: staffName(names, row.owner_id),
    category: row.category_id === null ? null : (names.categories.get(row.category_id) ?? null),
  };
}

export interface CaseReport {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly received_at: Temporal.Instant;
  readonly hate: boolean;
  readonly anonymous: boolean;
  readonly happened_on: Temporal.PlainDate | null;
  readonly merged_into: string | null;
}

/** Reports of the case, oldest first: each has one person to keep informed. */
export async function caseReports(tx: Transaction, actor: StaffActor, caseId: string): Promise<CaseReport[]> {
  return await tx.all(sql<CaseReport>`
    select id, reference, title, state, received_at, hate, anonymous, happened_on, merged_into from hub.report where partnership_id = ${actor.partnershipId} and case_id = ${caseId} order by received_at limit 100`);
}

export type PartyRole = 'complainant' | 'victim' | 'witness' | 'alleged' | 'other';
export type PartyKind = 'person' | 'group' | 'unknown';

export interface PartyRow extends PartyContact {
  readonly id: string;
  readonly report_id: string | null;
  readonly case_id: string | null;
  readonly role: PartyRole;
  readonly kind: PartyKind;
  readonly name: string;
  /** As it is compared with others. */
  readonly name_key: string;
  readonly born_on: Temporal.PlainDate | null;
  readonly age_words: string;
  readonly under_18: boolean;
  readonly description: string;
  readonly vulnerability: string;
}

const partyColumns = sql`p.id, p.report_id, p.case_id, p.role, p.kind, p.name, p.name_key, p.born_on, p.age_words, p.under_18, p.description, p.vulnerability, p.email, p.phone, p.address, p.postcode, p.safe_contact`;

/** People of the case and of its reports, whose ids a page may know already. */
export async function caseParties(tx: Transaction, actor: StaffActor, caseId: string, reportIds?: readonly string[]): Promise<PartyRow[]> {
  const ofReports = reportIds === undefined
    ? sql`from hub.report r join hub.party p on p.partnership_id = r.partnership_id and p.report_id = r.id and p.case_id is null where r.partnership_id = ${actor.partnershipId} and r.case_id = ${caseId}`
    : sql`from hub.party p where p.partnership_id = ${actor.partnershipId} and p.report_id = any(${[...reportIds]}) and p.case_id is null`;
  return await tx.all(sql<PartyRow>`
    select x.* from (
      select ${partyColumns}, p.created_at from hub.party p where p.partnership_id = ${actor.partnershipId} and p.case_id = ${caseId}
      union all
      select ${partyColumns}, p.created_at ${ofReports}) x
    order by array_position(array['complainant', 'victim', 'alleged', 'witness', 'other'], x.role), x.created_at, x.id limit 200`);
}

export async function party(tx: Transaction, actor: StaffActor, partyId: string): Promise<PartyRow> {
  return await tx.one(sql<PartyRow>`select ${partyColumns} from hub.party p where p.partnership_id = ${actor.partnershipId} and p.id = ${partyId}`);
}

export interface IncidentRow {
  readonly id: string;
  readonly report_id: string | null;
  readonly happened_at: Temporal.Instant;
  readonly words: string;
  readonly place_words: string;
  readonly lat: number | null;
  readonly lon: number | null;
}

export async function caseIncidents(tx: Transaction, actor: StaffActor, caseId: string): Promise<IncidentRow[]> {
  return await tx.all(sql<IncidentRow>`
    select id, report_id, happened_at, words, place_words, lat, lon from hub.incident where partnership_id = ${actor.partnershipId} and case_id = ${caseId} order by happened_at desc limit 200`);
}

export interface CaseFileRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly copy_state: string;
  readonly received_at: Temporal.Instant;
  readonly received_from: string;
}

export async function caseEvidence(tx: Transaction, actor: StaffActor, caseId: string): Promise<CaseFileRow[]> {
  return await tx.all(sql<CaseFileRow>`
    select id, name, kind, copy_state, received_at, received_from from hub.evidence where partnership_id = ${actor.partnershipId} and case_id = ${caseId} order by received_at desc limit 60`);
}

/** How many entries of each kind the actor may read. */
export async function timelineCounts(tx: Transaction, actor: StaffActor, caseId: string): Promise<Map<ChronologyKind, number>> {
  const rows = await tx.all(sql<{ kind: ChronologyKind; count: number }>`select kind, count(*) as count from hub.chronology where partnership_id = ${actor.partnershipId} and case_id = ${caseId} group by kind`);
  return new Map(rows.map(({ kind, count }) => [kind, count]));
}

export interface Looker {
  readonly name: string | null;
  readonly agency: string | null;
  readonly looks: number;
  readonly last_at: Temporal.Instant;
}

/** Who opened this case, how often and when last. */
export async function whoLooked(tx: Transaction, actor: StaffActor, caseId: string): Promise<Looker[]> {
  return await tx.all(sql<Looker>`
    select a.name, g.name as agency, x.looks, x.last_at from (
      select e.account_id, e.agency_id, count(*) as looks, max(e.at) as last_at from hub.audit_entry e
      where e.partnership_id = ${actor.partnershipId} and e.case_id = ${caseId} group by e.account_id, e.agency_id) x
    left join hub.account a on a.partnership_id = ${actor.partnershipId} and a.id = x.account_id
    left join hub.agency g on g.partnership_id = ${actor.partnershipId} and g.id = x.agency_id
    order by x.last_at desc limit 200`);
}

export interface NamedPrincipal {
  readonly principal_id: string;
  readonly kind: 'account' | 'team';
  readonly name: string | null;
}

/** People and teams named on the case. */
export async function namedOn(tx: Transaction, actor: StaffActor, caseId: string): Promise<NamedPrincipal[]> {
  return await tx.all(sql<NamedPrincipal>`
    select p.principal_id, p.kind, coalesce(a.name, t.name) as name from hub.case_principal p
    left join hub.account a on a.partnership_id = p.partnership_id and a.id = p.principal_id
    left join hub.team t on t.partnership_id = p.partnership_id and t.id = p.principal_id
    where p.partnership_id = ${actor.partnershipId} and p.case_id = ${caseId} order by 3`);
}

export interface OpenPromise {
  readonly report_id: string;
  readonly line_id: string;
  readonly what: string;
  readonly due_at: Temporal.Instant;
}

/** Lines of promises in force that are neither kept nor withdrawn. */
export async function openPromises(tx: Transaction, actor: StaffActor, caseId: string): Promise<OpenPromise[]> {
  return await tx.all(sql<OpenPromise>`
    select l.report_id, l.line_id, l.what, l.due_at from hub.report r
    join hub.promise p on p.partnership_id = r.partnership_id and p.report_id = r.id and p.superseded_at is null
    join hub.promise_line l on l.partnership_id = p.partnership_id and l.promise_id = p.id and l.state in ('due', 'missed')
    where r.partnership_id = ${actor.partnershipId} and r.case_id = ${caseId} order by l.due_at`);
}

/** The persons' own words, to answer them when a case closes. */
export async function reportWords(tx: Transaction, actor: StaffActor, reportIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.all(sql<{ id: string; words: string }>`select id, words from hub.report where partnership_id = ${actor.partnershipId} and id = any(${[...reportIds]})`);
  return new Map(rows.map(({ id, words }) => [id, words]));
}
