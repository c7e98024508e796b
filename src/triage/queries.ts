import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { PartyContact } from '../engagement/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { cellsWithin } from '../platform/geography/index.ts';
import { keptNames, keptRules } from '../platform/partnership/index.ts';
import type { Priority } from './rules.ts';

export type FromWhom = 'trusted' | 'desk' | 'web' | 'anonymous';

export interface TriageFilter {
  readonly area?: string | undefined;
  readonly kind?: string | undefined;
  readonly from?: FromWhom | undefined;
}

export interface WaitingReport {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly received_at: Temporal.Instant;
  readonly answer_by: Temporal.Instant | null;
  readonly hate: boolean;
  readonly restricted: boolean;
  readonly priority: Priority;
  readonly channel: string;
  readonly anonymous: boolean;
  readonly place_words: string;
  readonly category_id: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly easting: number | null;
  readonly northing: number | null;
}

export interface WaitingRow extends WaitingReport {
  /** The name of its kind. */
  readonly category: string | null;
}

const fromSql = {
  trusted: sql`and r.channel in ('trusted', 'api')`,
  desk: sql`and r.channel in ('phone', 'desk')`,
  web: sql`and r.channel = 'web'`,
  anonymous: sql`and r.anonymous`,
};

/** Reports of the agency of whoever asks that wait for a decision, shortest clock first: one probe of report_triage. */
export async function waitingReports(tx: Transaction, filter: TriageFilter, most: number): Promise<WaitingReport[]> {
  const area = filter.area === undefined ? sql`` : sql`and r.area_ids @> array[${filter.area}]::uuid[]`;
  const kind = filter.kind === undefined ? sql`` : filter.kind === 'hate' ? sql`and r.hate` : sql`and r.category_id = ${filter.kind}`;
  const from = filter.from === undefined ? sql`` : fromSql[filter.from];
  return await tx.all(sql<WaitingReport>`
    select r.id, r.reference, r.title, r.received_at, r.answer_by, r.hate, r.restricted, r.priority, r.channel, r.anonymous, r.place_words, r.category_id, r.lat, r.lon, r.easting, r.northing from hub.report r
    where r.partnership_id = (select hub.actor_partnership()) and r.agency_id = (select hub.actor_agency()) and r.state = 'new' ${area} ${kind} ${from}
    order by r.answer_by limit ${most}`);
}

/** The same with the name of each one's kind. */
export async function withKinds(tx: Transaction, actor: StaffActor, waiting: readonly WaitingReport[]): Promise<WaitingRow[]> {
  const { categories } = await keptNames(tx, actor);
  return waiting.map((row) => ({ ...row, category: row.category_id === null ? null : (categories.get(row.category_id) ?? null) }));
}

export interface TriageCounts {
  readonly waiting: number;
  readonly late: number;
}

/** The most that is counted: beyond it the number says nothing more. */
const mostCounted = 200;

/** How many reports wait, and how many of them are late, for the navigation and the title. */
export async function triageCount(tx: Transaction, actor: StaffActor, now?: Temporal.Instant): Promise<TriageCounts> {
  return await tx.one(sql<TriageCounts>`
    select count(*) as waiting, count(*) filter (where w.answer_by < coalesce(${now ?? null}::timestamptz, now())) as late
    from (select r.answer_by from hub.report r where r.partnership_id = ${actor.partnershipId} and r.agency_id = ${actor.agencyId} and r.state = 'new' order by r.answer_by limit ${mostCounted}) w`);
}

export interface ReportToDecide extends WaitingRow {
  readonly agency_id: string;
  readonly team_id: string | null;
  readonly case_id: string | null;
  readonly state: string;
  readonly priority_reason: string;
  readonly refer_to: string | null;
  readonly words: string;
  readonly wants: string;
  readonly happened_on: Temporal.PlainDate | null;
  readonly happened_words: string;
  readonly frequency: string;
  readonly impact_words: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly easting: number | null;
  readonly northing: number | null;
}

/** One report of the actor's agency, to decide on. 403 for any other. */
export async function reportToDecide(tx: Transaction, actor: StaffActor, reportId: string): Promise<ReportToDecide> {
  return await tx.one(sql<ReportToDecide>`
    select r.id, r.reference, r.title, r.received_at, r.answer_by, r.hate, r.restricted, r.priority, r.channel, r.anonymous, r.place_words, c.name as category,
      r.agency_id, r.team_id, r.case_id, r.state, r.priority_reason, r.category_id, c.refer_to, r.words, r.wants, r.happened_on, r.happened_words, r.frequency, r.impact_words, r.lat, r.lon, r.easting, r.northing
    from hub.report r left join hub.category c on c.partnership_id = r.partnership_id and c.id = r.category_id
    where r.partnership_id = ${actor.partnershipId} and r.id = ${reportId}`);
}

export interface PartyRow extends PartyContact {
  readonly role: string;
  readonly name: string;
  readonly vulnerability: string;
  readonly under_18: boolean;
  readonly description: string;
}

export async function partiesOf(tx: Transaction, actor: StaffActor, reportId: string): Promise<PartyRow[]> {
  return await tx.all(sql<PartyRow>`
    select role, name, vulnerability, under_18, description, email, phone, address, postcode, safe_contact
    from hub.party where partnership_id = ${actor.partnershipId} and report_id = ${reportId} order by created_at`);
}

export interface FileRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly copy_state: string;
}

export async function filesOf(tx: Transaction, actor: StaffActor, reportId: string): Promise<FileRow[]> {
  return await tx.all(sql<FileRow>`select id, name, kind, copy_state from hub.evidence where partnership_id = ${actor.partnershipId} and report_id = ${reportId} order by received_at`);
}

export interface NearRow {
  readonly id: string;
  readonly reference: string;
  readonly case_id: string | null;
  readonly title: string;
  readonly state: string;
  readonly received_at: Temporal.Instant;
  readonly category_id: string | null;
  readonly easting: number | null;
  readonly northing: number | null;
  readonly words: string;
  readonly place_words: string;
  readonly happened_words: string;
  readonly case_reference: string | null;
  readonly case_title: string | null;
  readonly case_state: string | null;
  readonly case_outcome: string | null;
  readonly owner: string | null;
}

/** Reports within 300 metres in the last year that the actor may see, with their cases. */
export async function reportsNear(tx: Transaction, point: { lat: number; lon: number }, since: Temporal.Instant): Promise<NearRow[]> {
  return await tx.all(sql<NearRow>`select * from hub.reports_near(${cellsWithin(point.lat, point.lon, 300)}, ${since}, 60)`);
}

export interface PoliceMonth {
  readonly month: Temporal.PlainDate;
  readonly counted: number;
}

/** Police-recorded anti-social behaviour within 250 metres in the newest six months there are; months without any are 0. */
export async function policeMonths(tx: Transaction, actor: StaffActor, point: { lat: number; lon: number; easting: number; northing: number }): Promise<PoliceMonth[]> {
  return await tx.all(sql<PoliceMonth>`
    with newest as (select max(month) as month from hub.police_incident where partnership_id = ${actor.partnershipId}),
    here as (
      select p.month from hub.police_incident p, newest
      where p.partnership_id = ${actor.partnershipId} and p.cell = any(${cellsWithin(point.lat, point.lon, 250)}) and p.month >= newest.month - interval '5 months'
        and translate(lower(p.category), '-', ' ') = 'anti social behaviour'
        and (p.easting - ${point.easting}) ^ 2 + (p.northing - ${point.northing}) ^ 2 <= 250 ^ 2)
    select m.month::date as month, (select count(*) from here h where h.month = m.month::date) as counted
    from newest, generate_series(newest.month - interval '5 months', newest.month, interval '1 month') m(month)
    where newest.month is not null order by 1`);
}

export interface AreaName {
  readonly id: string;
  readonly name: string;
}

/** Wards, or whatever the partnership has instead of them. */
export async function areaNames(tx: Transaction, actor: StaffActor): Promise<AreaName[]> {
  return await keptRules(actor.rules, 'areas', async () => tx.all(sql<AreaName>`select id, name from hub.area where partnership_id = ${actor.partnershipId} and kind in ('ward', 'neighbourhood') and in_force_to is null order by name limit 60`));
}

export interface DecisionReason {
  readonly id: string;
  readonly name: string;
  readonly words: string;
}

export async function decisionReasons(tx: Transaction, actor: StaffActor, kind: 'no_further_action' | 'refer', on: Temporal.PlainDate): Promise<DecisionReason[]> {
  return await tx.all(sql<DecisionReason>`
    select id, name, words from hub.decision_reason
    where partnership_id = ${actor.partnershipId} and kind = ${kind} and in_force_from <= ${on} and (in_force_to is null or in_force_to >= ${on}) order by position, name`);
}

/** Moves the clock of a waiting report. */
export async function changePriority(tx: Transaction, actor: StaffActor, reportId: string, change: { from: Priority; to: Priority; reason: string; answerBy: Temporal.Instant | undefined }): Promise<void> {
  await oneOrChanged(tx.run(sql`
    update hub.report set priority = ${change.to}, priority_reason = ${change.reason}, answer_by = ${change.answerBy ?? null}
    where partnership_id = ${actor.partnershipId} and id = ${reportId} and state = 'new' and priority = ${change.from}`));
}

async function oneOrChanged(touched: Promise<number>): Promise<void> {
  if ((await touched) !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

/** The person hears the promise by then at the latest. */
export function promiseDueBy(tx: Transaction, actor: StaffActor, reportId: string, due: Temporal.Instant | undefined): void {
  if (due !== undefined) {
    tx.defer(sql`update hub.report set next_told_by = least(next_told_by, ${due}) where partnership_id = ${actor.partnershipId} and id = ${reportId}`);
  }
}

/** Closes a waiting report with its reason. */
export async function closeWithoutAction(tx: Transaction, actor: StaffActor, reportId: string, reason: string, now: Temporal.Instant): Promise<void> {
  await oneOrChanged(tx.run(sql`
    update hub.report set state = 'no_further_action', decided_at = ${now}, decided_by = ${actor.accountId}, decision_reason = ${reason}, closed_at = ${now}, next_told_by = null
    where partnership_id = ${actor.partnershipId} and id = ${reportId} and state in ('new', 'merged') and case_id is null`));
}

/** Puts a waiting report, with what was merged into it, under another waiting one. */
export async function mergeReport(tx: Transaction, actor: StaffActor, reportId: string, into: string, now: Temporal.Instant): Promise<void> {
  const held = await tx.all(sql`select 1 from hub.report where partnership_id = ${actor.partnershipId} and id = ${into} and state = 'new' and case_id is null for no key update`);
  if (held.length !== 1) {
    throw new HubError('changed_meanwhile');
  }
  await oneOrChanged(tx.run(sql`
    update hub.report set state = 'merged', merged_into = ${into}, decided_at = ${now}, decided_by = ${actor.accountId}
    where partnership_id = ${actor.partnershipId} and id = ${reportId} and id <> ${into} and state = 'new' and case_id is null`));
  tx.defer(sql`update hub.report set merged_into = ${into} where partnership_id = ${actor.partnershipId} and merged_into = ${reportId} and state = 'merged'`);
}

/** Reports whose people hear whatever is decided on this one. */
export async function mergedInto(tx: Transaction, actor: StaffActor, reportId: string): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`select id from hub.report where partnership_id = ${actor.partnershipId} and merged_into = ${reportId} and state = 'merged' and case_id is null`);
  return rows.map(({ id }) => id);
}

export async function referReport(tx: Transaction, reportId: string, toAgency: string, due: Temporal.Instant | undefined): Promise<void> {
  const row = await tx.one(sql<{ referred: boolean }>`select hub.refer_report(${reportId}, ${toAgency}, ${due ?? null}) as referred`);
  if (!row.referred) {
    throw new HubError('changed_meanwhile');
  }
}

export async function assignToTeam(tx: Transaction, actor: StaffActor, reportIds: readonly string[], teamId: string): Promise<void> {
  const touched = await tx.run(sql`
    update hub.report set team_id = ${teamId} where partnership_id = ${actor.partnershipId} and id = any(${[...reportIds]}) and state = 'new' and agency_id = ${actor.agencyId} and not restricted`);
  if (touched !== new Set(reportIds).size) {
    throw new HubError('changed_meanwhile');
  }
}

export interface FoundReport {
  readonly id: string;
  readonly reference: string;
  readonly agency_id: string;
  readonly state: string;
  readonly restricted: boolean;
  readonly case_id: string | null;
}

/** A report by its reference or id, if the actor sees it. */
export async function reportByReference(tx: Transaction, actor: StaffActor, wanted: { reference: string } | { id: string }): Promise<FoundReport | undefined> {
  const which = 'id' in wanted ? sql`id = ${wanted.id}` : sql`reference = ${wanted.reference}`;
  return await tx.maybe(sql<FoundReport>`select id, reference, agency_id, state, restricted, case_id from hub.report where partnership_id = ${actor.partnershipId} and ${which}`);
}
