import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Power } from './power.ts';

/** Every version of every power, newest version first: a step is judged by the version of its day. */
export async function powersTable(tx: Transaction, actor: Pick<StaffActor, 'partnershipId'>): Promise<Power[]> {
  return await tx.all(sql<Power>`
    select id, code, name, rung, aimed_at as "aimedAt", agency_kinds as "agencyKinds", used_by as "usedBy", grades, min_age as "minAge", max_age as "maxAge", tests, checks, consultees, inform, limits_words as "limitsWords",
      notice_words as "noticeWords", letter_template as "letterTemplate", longest, longest_unit as "longestUnit", shortest_months as "shortestMonths", longest_under_18_months as "longestUnder18Months",
      shortest_under_18_months as "shortestUnder18Months", review_under_18_months as "reviewUnder18Months", hearing_hours as "hearingHours", appeal_days as "appealDays", appeal_to as "appealTo", breach,
      fixed_penalty_pounds as "fixedPenaltyPounds", contradicts, after_steps as "afterSteps", act, section, source, commenced_on as "commencedOn", in_force_from as "inForceFrom", in_force_to as "inForceTo"
    from hub.power where partnership_id = ${actor.partnershipId} order by position, name, in_force_from desc limit 500`);
}

export interface LadderCase {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly restricted: boolean;
  readonly risk_band: string | null;
  readonly place_words: string;
  readonly agency_id: string;
  /** Of the reader. */
  readonly agency_kind: string;
  readonly agency_name: string;
  readonly assessed: boolean;
}

export async function ladderCase(tx: Transaction, actor: StaffActor, caseId: string): Promise<LadderCase> {
  return await tx.one(sql<LadderCase>`
    select c.id, c.reference, c.title, c.state, c.restricted, c.risk_band, c.place_words, c.agency_id, g.kind as agency_kind, g.name as agency_name,
      exists (select 1 from hub.risk_assessment r where r.partnership_id = c.partnership_id and r.case_id = c.id) as assessed
    from hub.case_file c join hub.agency g on g.partnership_id = c.partnership_id and g.id = ${actor.agencyId}
    where c.partnership_id = ${actor.partnershipId} and c.id = ${caseId}`);
}

export interface AllegedRow {
  readonly id: string;
  readonly kind: 'person' | 'group' | 'unknown';
  readonly name: string;
  readonly born_on: Temporal.PlainDate | null;
  readonly age_words: string;
  readonly under_18: boolean;
  readonly description: string;
  readonly vulnerability: string;
  readonly address: string | null;
  readonly postcode: string | null;
}

/** People complained of, on the case and its reports. */
export async function alleged(tx: Transaction, actor: StaffActor, caseId: string): Promise<AllegedRow[]> {
  const columns = sql`p.id, p.kind, p.name, p.born_on, p.age_words, p.under_18, p.description, p.vulnerability, p.address, p.postcode, p.created_at`;
  return await tx.all(sql<AllegedRow>`
    select x.* from (
      select ${columns} from hub.party p where p.partnership_id = ${actor.partnershipId} and p.case_id = ${caseId} and p.role = 'alleged'
      union all
      select ${columns} from hub.report r join hub.party p on p.partnership_id = r.partnership_id and p.report_id = r.id and p.case_id is null and p.role = 'alleged'
      where r.partnership_id = ${actor.partnershipId} and r.case_id = ${caseId}) x
    order by x.created_at, x.id limit 60`);
}

export interface SkippedStep {
  readonly code: string;
  readonly reason: string;
}

export interface EvidenceCopy {
  readonly key: string;
  readonly at: string;
  readonly words: string;
}

export interface StepRow {
  readonly id: string;
  readonly case_id: string;
  readonly party_id: string | null;
  readonly party: string | null;
  readonly power_id: string;
  readonly code: string;
  readonly power: string;
  readonly state: 'drafted' | 'taken';
  readonly target: 'person' | 'body' | 'premises' | 'area' | 'tenancy';
  readonly target_words: string;
  readonly taken_at: Temporal.Instant;
  readonly words: string;
  readonly grade: string;
  readonly age_at: number | null;
  readonly conditions: readonly string[];
  readonly evidence: readonly EvidenceCopy[];
  readonly answers: Readonly<Record<string, string | readonly string[]>>;
  readonly skipped: readonly SkippedStep[];
  readonly rests_on: string | null;
  readonly served_at: Temporal.Instant | null;
  readonly service: string;
  readonly comply_by: Temporal.Instant | null;
  readonly expires_at: Temporal.Instant | null;
  readonly hearing_by: Temporal.Instant | null;
  readonly appeal_by: Temporal.Instant | null;
  readonly review_on: Temporal.PlainDate | null;
  readonly approval_id: string | null;
  readonly corrects: string | null;
  readonly correction: string;
  readonly by_name: string | null;
  readonly agency: string;
  readonly recorded_at: Temporal.Instant;
}

const stepColumns = sql`s.id, s.case_id, s.party_id, nullif(p.name, '') as party, s.power_id, s.code, w.name as power, s.state, s.target, s.target_words, s.taken_at, s.words, s.grade, s.age_at, s.conditions, s.evidence, s.answers, s.skipped,
  s.rests_on, s.served_at, s.service, s.comply_by, s.expires_at, s.hearing_by, s.appeal_by, s.review_on, s.approval_id, s.corrects, s.correction, a.name as by_name, g.short_name as agency, s.recorded_at`;
const stepNames = sql`
  join hub.power w on w.partnership_id = s.partnership_id and w.id = s.power_id
  join hub.agency g on g.partnership_id = s.partnership_id and g.id = s.agency_id
  left join hub.party p on p.partnership_id = s.partnership_id and p.id = s.party_id
  left join hub.account a on a.partnership_id = s.partnership_id and a.id = s.by_account`;

/** All rows of a case, corrected ones too: what was written once can be read always. */
export async function stepsOf(tx: Transaction, actor: StaffActor, caseId: string): Promise<StepRow[]> {
  return await tx.all(sql<StepRow>`select ${stepColumns} from hub.power_step s ${stepNames} where s.partnership_id = ${actor.partnershipId} and s.case_id = ${caseId} order by s.taken_at, s.recorded_at, s.id limit 300`);
}

export interface EventRow {
  readonly id: string;
  readonly step_id: string;
  readonly kind: EventKind;
  readonly happened_at: Temporal.Instant;
  readonly words: string;
  readonly letter_id: string | null;
  readonly expires_at: Temporal.Instant | null;
  readonly by_name: string | null;
}

export type EventKind = 'breach' | 'appeal' | 'appeal_decided' | 'hearing' | 'review' | 'extended' | 'ended' | 'letter';

export async function eventsOf(tx: Transaction, actor: StaffActor, caseId: string): Promise<EventRow[]> {
  return await tx.all(sql<EventRow>`
    select e.id, e.step_id, e.kind, e.happened_at, e.words, e.letter_id, e.expires_at, a.name as by_name from hub.power_event e
    left join hub.account a on a.partnership_id = e.partnership_id and a.id = e.by_account
    where e.partnership_id = ${actor.partnershipId} and e.case_id = ${caseId} order by e.happened_at, e.id limit 500`);
}

export interface EvidenceChoice {
  readonly key: string;
  readonly at: Temporal.Instant;
  readonly words: string;
}

/** An incident of the case, as a page may have read it already. */
export interface DatedIncident {
  readonly id: string;
  readonly happened_at: Temporal.Instant;
  readonly words: string;
}

const mostIncidents = 60;

async function incidentsOf(tx: Transaction, actor: StaffActor, caseId: string): Promise<DatedIncident[]> {
  return await tx.all(sql<DatedIncident>`
    select i.id, i.happened_at, i.words from hub.incident i where i.partnership_id = ${actor.partnershipId} and i.case_id = ${caseId} order by i.happened_at desc limit ${mostIncidents}`);
}

/** What is dated on the case and may be relied on: incidents first, then what staff saw and were told, then files. `read` are its incidents, newest first. */
export async function evidenceChoices(tx: Transaction, actor: StaffActor, caseId: string, read?: Promise<readonly DatedIncident[]>): Promise<EvidenceChoice[]> {
  const [incidents, others] = await Promise.all([read ?? incidentsOf(tx, actor, caseId), tx.all(sql<EvidenceChoice>`
    (select 'entry:' || c.id as key, c.at, c.words from hub.chronology c where c.partnership_id = ${actor.partnershipId} and c.case_id = ${caseId} and c.audience = 'case' and c.kind in ('call', 'visit', 'note') order by c.at desc limit 30)
    union all
    (select 'file:' || e.id, e.received_at, e.name from hub.evidence e where e.partnership_id = ${actor.partnershipId} and e.case_id = ${caseId} and e.received_from <> 'hub' order by e.received_at desc limit 20)`)]);
  return [...incidents.slice(0, mostIncidents).map(({ id, happened_at, words }) => ({ key: `incident:${id}`, at: happened_at, words })), ...others];
}

export interface NewStep {
  readonly id: string;
  readonly caseId: string;
  readonly partyId: string | null;
  readonly powerId: string;
  readonly code: string;
  readonly state: 'drafted' | 'taken';
  readonly target: string;
  readonly targetWords: string;
  readonly takenAt: Temporal.Instant;
  readonly words: string;
  readonly grade: string;
  readonly age: number | null;
  readonly conditions: readonly string[];
  readonly evidence: readonly EvidenceCopy[];
  readonly answers: Readonly<Record<string, string | readonly string[]>>;
  readonly skipped: readonly SkippedStep[];
  readonly restsOn: string | null;
  readonly servedAt: Temporal.Instant | null;
  readonly service: string;
  readonly complyBy: Temporal.Instant | null;
  readonly expiresAt: Temporal.Instant | null;
  readonly hearingBy: Temporal.Instant | null;
  readonly appealBy: Temporal.Instant | null;
  readonly reviewOn: Temporal.PlainDate | null;
  readonly approvalId: string | null;
  readonly corrects: string | null;
  readonly correction: string;
}

/** Waits for the database: a step that two people correct at once is a conflict, which the unique index says. */
export async function insertStep(tx: Transaction, actor: StaffActor, step: NewStep, now: Temporal.Instant): Promise<boolean> {
  const rows = await tx.run(sql`
    insert into hub.power_step (partnership_id, id, case_id, party_id, agency_id, power_id, code, state, target, target_words, taken_at, words, grade, age_at, conditions, evidence, answers, skipped, rests_on, served_at, service,
      comply_by, expires_at, hearing_by, appeal_by, review_on, approval_id, corrects, correction, by_account, recorded_at)
    values (${actor.partnershipId}, ${step.id}, ${step.caseId}, ${step.partyId}, ${actor.agencyId}, ${step.powerId}, ${step.code}, ${step.state}, ${step.target}, ${step.targetWords}, ${step.takenAt}, ${step.words}, ${step.grade}, ${step.age},
      ${[...step.conditions]}, ${JSON.stringify(step.evidence)}, ${JSON.stringify(step.answers)}, ${JSON.stringify(step.skipped)}, ${step.restsOn}, ${step.servedAt}, ${step.service}, ${step.complyBy}, ${step.expiresAt}, ${step.hearingBy},
      ${step.appealBy}, ${step.reviewOn}, ${step.approvalId}, ${step.corrects}, ${step.correction}, ${actor.accountId}, ${now}) on conflict (partnership_id, corrects) where corrects is not null do nothing`);
  return rows === 1;
}

export interface NewEvent {
  readonly id: string;
  readonly caseId: string;
  readonly stepId: string;
  readonly kind: EventKind;
  readonly happenedAt: Temporal.Instant;
  readonly words: string;
  readonly letterId: string | null;
  readonly expiresAt: Temporal.Instant | null;
}

export function insertEvent(tx: Transaction, actor: StaffActor, event: NewEvent, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.power_event (partnership_id, id, case_id, step_id, kind, happened_at, words, letter_id, expires_at, by_account, by_agency, recorded_at)
    values (${actor.partnershipId}, ${event.id}, ${event.caseId}, ${event.stepId}, ${event.kind}, ${event.happenedAt}, ${event.words}, ${event.letterId}, ${event.expiresAt}, ${actor.accountId}, ${actor.agencyId}, ${now})`);
}

export interface RunningStep extends Pick<StepRow, 'id' | 'case_id' | 'power' | 'code' | 'party' | 'target_words' | 'comply_by' | 'expires_at' | 'hearing_by' | 'appeal_by' | 'review_on'> {
  readonly case_reference: string;
  readonly heard: boolean;
  readonly reviewed_on: Temporal.Instant | null;
  readonly followed: boolean;
}

/** Steps of one's own open cases whose dates come round: neither corrected nor ended. */
export async function runningSteps(tx: Transaction, actor: StaffActor): Promise<RunningStep[]> {
  return await tx.all(sql<RunningStep>`
    select s.id, s.case_id, w.name as power, s.code, nullif(p.name, '') as party, s.target_words, s.comply_by, coalesce(x.expires_at, s.expires_at) as expires_at, s.hearing_by, s.appeal_by, s.review_on, c.reference as case_reference,
      coalesce(x.heard, false) as heard, x.reviewed_on,
      exists (select 1 from hub.power_step f where f.partnership_id = s.partnership_id and f.case_id = s.case_id and f.rests_on = s.id and f.state = 'taken') as followed
    from hub.case_file c join hub.power_step s on s.partnership_id = c.partnership_id and s.case_id = c.id
    join hub.power w on w.partnership_id = s.partnership_id and w.id = s.power_id
    left join hub.party p on p.partnership_id = s.partnership_id and p.id = s.party_id
    left join lateral (
      with recursive chain as (
        select s.id as id, s.corrects as corrects
        union all
        select o.id, o.corrects from chain join hub.power_step o on o.partnership_id = s.partnership_id and o.id = chain.corrects
      )
      select max(e.expires_at) as expires_at, bool_or(e.kind = 'hearing') as heard, max(e.happened_at) filter (where e.kind = 'review') as reviewed_on, bool_or(e.kind = 'ended') as ended
      from hub.power_event e where e.partnership_id = s.partnership_id and e.case_id = s.case_id and e.step_id in (select id from chain)) x on true
    where c.partnership_id = ${actor.partnershipId} and c.owner_id = ${actor.accountId} and c.state = 'open' and s.state = 'taken' and not coalesce(x.ended, false)
      and not exists (select 1 from hub.power_step o where o.partnership_id = s.partnership_id and o.corrects = s.id)
    limit 200`);
}

export interface CaseAgainst {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
}

/** The newest cases that the actor sees and in which one of these records is complained of. */
export async function casesAgainst(tx: Transaction, actor: StaffActor, records: readonly string[]): Promise<CaseAgainst[]> {
  return await tx.all(sql<CaseAgainst>`
    select distinct c.id, c.reference, c.title, c.opened_at from hub.party p
    left join hub.report r on r.partnership_id = p.partnership_id and r.id = p.report_id
    join hub.case_file c on c.partnership_id = p.partnership_id and c.id = coalesce(p.case_id, r.case_id)
    where p.partnership_id = ${actor.partnershipId} and p.id = any(${[...records]}) and p.role = 'alleged' order by c.opened_at desc limit 6`);
}
