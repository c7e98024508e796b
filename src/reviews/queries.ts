import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import type { Complaint, Counting, ReviewState, Threshold } from './rules.ts';
import { startingReviewRule } from './starting-rule.ts';

export interface ReviewRule extends Threshold {
  /** None where the procedure is the hub's own. */
  readonly id: string | null;
  readonly ackDays: number;
  readonly decideDays: number;
  readonly meetDays: number;
  readonly outcomeDays: number;
  readonly appealDays: number;
  readonly appealTo: string;
  readonly source: string;
}

const start = startingReviewRule;
const ownRule: ReviewRule = {
  id: null, reportsNeeded: start.reports_needed, inMonths: start.in_months, severalNeeded: start.several_needed, hateAlone: start.hate_alone, complaintDays: start.complaint_days, applyMonths: start.apply_months,
  ackDays: start.ack_days, decideDays: start.decide_days, meetDays: start.meet_days, outcomeDays: start.outcome_days, appealDays: start.appeal_days, appealTo: start.appeal_to, source: start.source,
};

/** The local procedure on a day; where none was set up, the one that every partnership starts with holds, so that nobody is turned away. */
export async function ruleOn(tx: Transaction, on: Temporal.PlainDate): Promise<ReviewRule> {
  const rule = await tx.maybe(sql<ReviewRule>`
    select id, reports_needed as "reportsNeeded", in_months as "inMonths", several_needed as "severalNeeded", hate_alone as "hateAlone", complaint_days as "complaintDays", apply_months as "applyMonths",
      ack_days as "ackDays", decide_days as "decideDays", meet_days as "meetDays", outcome_days as "outcomeDays", appeal_days as "appealDays", appeal_to as "appealTo", source
    from hub.review_rule where partnership_id = (select hub.actor_partnership()) and in_force_from <= ${on} and (in_force_to is null or in_force_to >= ${on}) order by in_force_from desc limit 1`);
  return rule ?? ownRule;
}

export interface ReviewRow {
  readonly id: string;
  readonly reference: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly case_id: string | null;
  readonly case_reference: string | null;
  readonly report_id: string | null;
  readonly rule_id: string | null;
  readonly state: ReviewState;
  readonly applied_via: 'link' | 'web' | 'staff';
  readonly applied_at: Temporal.Instant;
  readonly applicant_kind: 'victim' | 'family' | 'councillor' | 'mp' | 'other';
  readonly applicant_name: string;
  readonly applicant_contact: string;
  readonly consent_words: string;
  readonly words: string;
  readonly told_words: string;
  readonly ack_by: Temporal.Instant;
  readonly decide_by: Temporal.Instant;
  readonly meet_by: Temporal.Instant | null;
  readonly outcome_by: Temporal.Instant | null;
  readonly acknowledged_at: Temporal.Instant | null;
  readonly counted: Counting | null;
  readonly threshold_met: boolean | null;
  readonly decision_words: string | null;
  readonly decided_at: Temporal.Instant | null;
  readonly spoc_id: string | null;
  readonly spoc: string | null;
  readonly chair_name: string | null;
  readonly chair_words: string | null;
  readonly meeting_at: Temporal.Instant | null;
  readonly victim_part: 'attends' | 'represented' | 'written' | 'declined' | null;
  readonly victim_words: string | null;
  readonly persistence: string | null;
  readonly harm: string | null;
  readonly adequacy: string | null;
  readonly outcome_words: string | null;
  readonly outcome_at: Temporal.Instant | null;
  readonly appeal_until: Temporal.Instant | null;
  readonly appealed_at: Temporal.Instant | null;
  readonly appeal_words: string | null;
  readonly appeal_notified_on: Temporal.PlainDate | null;
  readonly appeal_outcome: string | null;
  readonly closed_at: Temporal.Instant | null;
}

const reviewSql = sql`select r.*, g.name as agency, c.reference as case_reference, s.name as spoc from hub.asb_review r
  join hub.agency g on g.partnership_id = r.partnership_id and g.id = r.agency_id
  left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
  left join hub.account s on s.partnership_id = r.partnership_id and s.id = r.spoc_id`;

export async function reviewOf(tx: Transaction, actor: StaffActor, reviewId: string): Promise<ReviewRow> {
  return await tx.one(sql<ReviewRow>`${reviewSql} where r.partnership_id = ${actor.partnershipId} and r.id = ${reviewId}`);
}

/** The reviews that the actor's agency runs, newest first; those of its cases that others run are on the case. */
export async function reviewsOf(tx: Transaction, actor: StaffActor): Promise<ReviewRow[]> {
  return await tx.all(sql<ReviewRow>`${reviewSql} where r.partnership_id = ${actor.partnershipId} and r.agency_id = ${actor.agencyId} order by r.applied_at desc limit 200`);
}

export async function reviewsOfCase(tx: Transaction, caseId: string): Promise<ReviewRow[]> {
  return await tx.all(sql<ReviewRow>`${reviewSql} where r.partnership_id = (select hub.actor_partnership()) and r.case_id = ${caseId} order by r.applied_at desc limit 20`);
}

/** Cases of the actor's agency with a review that nobody has given an outcome to yet; the newest review speaks. */
export async function openStatesOfCases(tx: Transaction, actor: StaffActor): Promise<{ case_id: string; state: ReviewState }[]> {
  return await tx.all(sql<{ case_id: string; state: ReviewState }>`
    select r.case_id, r.state from hub.asb_review r join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
    where r.partnership_id = ${actor.partnershipId} and c.agency_id = ${actor.agencyId} and c.state = 'open' and r.state in ('applied', 'acknowledged', 'panel', 'appealed') order by r.applied_at limit 500`);
}

export interface EventRow {
  readonly at: Temporal.Instant;
  readonly words: string;
  readonly by: string | null;
}

export async function eventsOf(tx: Transaction, actor: StaffActor, reviewId: string): Promise<EventRow[]> {
  return await tx.all(sql<EventRow>`
    select e.at, e.words, a.name as by from hub.review_event e left join hub.account a on a.partnership_id = e.partnership_id and a.id = e.by_account
    where e.partnership_id = ${actor.partnershipId} and e.review_id = ${reviewId} order by e.at desc, e.id desc limit 200`);
}

export function noteEvent(tx: Transaction, actor: StaffActor, reviewId: string, words: string, now: Temporal.Instant): void {
  tx.defer(sql`insert into hub.review_event (partnership_id, id, review_id, at, words, by_account) values (${actor.partnershipId}, ${uuidv7()}, ${reviewId}, ${now}, ${words}, ${actor.accountId})`);
}

export interface RecommendationRow {
  readonly id: string;
  readonly review_id: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly words: string;
  readonly answer_by: Temporal.PlainDate;
  readonly answer: 'accepted' | 'part' | 'refused' | null;
  readonly answer_words: string | null;
  readonly answered_at: Temporal.Instant | null;
}

const recommendationSql = sql`select m.id, m.review_id, m.agency_id, g.name as agency, m.words, m.answer_by, m.answer, m.answer_words, m.answered_at
  from hub.review_recommendation m join hub.agency g on g.partnership_id = m.partnership_id and g.id = m.agency_id`;

export async function recommendationsOf(tx: Transaction, actor: StaffActor, reviewId: string): Promise<RecommendationRow[]> {
  return await tx.all(sql<RecommendationRow>`${recommendationSql} where m.partnership_id = ${actor.partnershipId} and m.review_id = ${reviewId} order by m.made_at, m.id`);
}

/** Recommendations made to the actor's agency, unanswered first. */
export async function recommendationsToUs(tx: Transaction, actor: StaffActor): Promise<RecommendationRow[]> {
  return await tx.all(sql<RecommendationRow>`${recommendationSql} where m.partnership_id = ${actor.partnershipId} and m.agency_id = ${actor.agencyId} order by m.answer is not null, m.answer_by, m.made_at desc limit 100`);
}

export async function recommendationToUs(tx: Transaction, actor: StaffActor, id: string): Promise<RecommendationRow> {
  return await tx.one(sql<RecommendationRow>`${recommendationSql} where m.partnership_id = ${actor.partnershipId} and m.agency_id = ${actor.agencyId} and m.id = ${id}`);
}

export function recommend(tx: Transaction, actor: StaffActor, reviewId: string, wish: { agency: string; words: string; answerBy: string }, now: Temporal.Instant): void {
  tx.defer(sql`insert into hub.review_recommendation (partnership_id, id, review_id, agency_id, words, answer_by, made_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${reviewId}, ${wish.agency}, ${wish.words}, ${wish.answerBy}, ${now})`);
}

export async function answerRecommendation(tx: Transaction, actor: StaffActor, id: string, wish: { answer: string; words: string }, now: Temporal.Instant): Promise<boolean> {
  return (await tx.run(sql`update hub.review_recommendation set answer = ${wish.answer}, answer_words = ${wish.words}, answered_at = ${now}, answered_by = ${actor.accountId}
    where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and id = ${id} and answer is null`)) === 1;
}

export interface NewReview {
  readonly partnershipId: string;
  readonly agencyId: string;
  readonly caseId: string | null;
  readonly reportId: string | null;
  readonly ruleId: string | null;
  readonly via: 'link' | 'web' | 'staff';
  readonly kind: string;
  readonly name: string;
  readonly contact: string;
  readonly consent: string;
  readonly words: string;
  readonly told: string;
  readonly ackBy: Temporal.Instant;
  readonly decideBy: Temporal.Instant;
  readonly now: Temporal.Instant;
}

/** Takes an application in. No answer of the row comes back: an applicant from the web may not read it. */
export function takeApplication(tx: Transaction, review: NewReview): { id: string; reference: string } {
  const [id, reference] = [uuidv7(), makeReference('V')];
  tx.defer(sql`
    insert into hub.asb_review (partnership_id, id, reference, agency_id, case_id, report_id, rule_id, applied_via, applied_at, applicant_kind, applicant_name, applicant_contact, consent_words, words, told_words, ack_by, decide_by)
    values (${review.partnershipId}, ${id}, ${reference}, ${review.agencyId}, ${review.caseId}, ${review.reportId}, ${review.ruleId}, ${review.via}, ${review.now}, ${review.kind}, ${review.name}, ${review.contact}, ${review.consent}, ${review.words}, ${review.told}, ${review.ackBy}, ${review.decideBy})`);
  return { id, reference };
}

/** Moves a review on, if it still stands where the officer saw it. */
export async function moveOn(tx: Transaction, actor: StaffActor, review: Pick<ReviewRow, 'id' | 'state'>, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const set = sql.join(Object.entries(changes).map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
  const moved = await tx.run(sql`update hub.asb_review set ${set} where partnership_id = ${actor.partnershipId} and id = ${review.id} and state = ${review.state}`);
  if (moved === 0) {
    throw new HubError('changed_meanwhile');
  }
}

/** A report as the threshold counts it. */
export interface ReportTold {
  readonly id: string;
  readonly reference: string;
  readonly happened_on: Temporal.PlainDate | null;
  readonly received_at: Temporal.Instant;
  readonly hate: boolean;
  readonly merged_into: string | null;
}

interface AddedTold {
  readonly id: string;
  readonly report_id: string;
  readonly name: string;
  readonly happened_on: Temporal.PlainDate;
  readonly told_at: Temporal.Instant;
}

interface ToldOf {
  readonly reports: readonly ReportTold[];
  /** Who complains in each report, as the name is compared. */
  readonly complainants: readonly { readonly report_id: string | null; readonly name_key: string }[];
  readonly added: readonly AddedTold[];
}

/** What was told: the reports, and what people added to them by their links. */
export function complaintsFrom({ reports, complainants, added }: ToldOf): Complaint[] {
  const keys = new Map(complainants.toReversed().map(({ report_id, name_key }) => [report_id, name_key]));
  const whoIn = (reportId: string): string => {
    const key = keys.get(reportId) ?? '';
    return key === '' ? reportId : key;
  };
  const hate = new Set(reports.filter((report) => report.hate).map(({ id }) => id));
  return [
    ...reports.map((report) => ({ id: report.id, name: report.reference, happenedOn: report.happened_on, toldAt: report.received_at, hate: report.hate, who: whoIn(report.id), sameAs: report.merged_into })),
    ...added.map((one) => ({ id: one.id, name: one.name, happenedOn: one.happened_on, toldAt: one.told_at, hate: hate.has(one.report_id), who: whoIn(one.report_id), sameAs: null })),
  ];
}

/** What people added to these reports by their links. */
export async function addedByLink(tx: Transaction, whose: { reportIds: readonly string[] } | { caseId: string }): Promise<AddedTold[]> {
  const of = 'caseId' in whose ? sql`join hub.report r on r.partnership_id = i.partnership_id and r.id = i.report_id and r.case_id = ${whose.caseId} where` : sql`where i.report_id = any(${[...whose.reportIds]}) and`;
  return await tx.all(sql<AddedTold>`
    select i.id, i.report_id, 'It happened again, ' || to_char(i.happened_at at time zone 'Europe/London', 'FMDD FMMonth') as name, (i.happened_at at time zone 'Europe/London')::date as happened_on, i.created_at as told_at
    from hub.incident i ${of} i.partnership_id = (select hub.actor_partnership()) and i.created_by is null`);
}

/** What was told about a case or, without one, in one report. */
export async function complaintsOf(tx: Transaction, of: { caseId: string } | { reportId: string }): Promise<Complaint[]> {
  const whose = 'caseId' in of ? sql`r.case_id = ${of.caseId}` : sql`r.id = ${of.reportId}`;
  const [reports, complainants, added] = await Promise.all([
    tx.all(sql<ReportTold>`select r.id, r.reference, r.happened_on, r.received_at, r.hate, r.merged_into from hub.report r where r.partnership_id = (select hub.actor_partnership()) and ${whose}`),
    tx.all(sql<ToldOf['complainants'][number]>`
      select p.report_id, p.name_key from hub.report r join hub.party p on p.partnership_id = r.partnership_id and p.report_id = r.id and p.role = 'complainant'
      where r.partnership_id = (select hub.actor_partnership()) and ${whose} order by p.created_at`),
    addedByLink(tx, 'caseId' in of ? of : { reportIds: [of.reportId] }),
  ]);
  return complaintsFrom({ reports, complainants, added });
}

export interface ReportForReview {
  readonly id: string;
  readonly reference: string;
  readonly agency_id: string;
  readonly case_id: string | null;
}

export async function reportOfLink(tx: Transaction, reportId: string): Promise<ReportForReview> {
  return await tx.one(sql<ReportForReview>`select id, reference, agency_id, case_id from hub.report where partnership_id = (select hub.actor_partnership()) and id = ${reportId}`);
}

export interface CaseForReview {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly agency_id: string;
  readonly report_id: string | null;
}

export async function caseForReview(tx: Transaction, actor: StaffActor, caseId: string): Promise<CaseForReview> {
  return await tx.one(sql<CaseForReview>`
    select c.id, c.reference, c.title, c.agency_id,
      (select r.id from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id order by r.received_at limit 1) as report_id
    from hub.case_file c where c.partnership_id = ${actor.partnershipId} and c.id = ${caseId}`);
}

/** The agency that takes what the public brings. */
export async function publicAgency(tx: Transaction): Promise<{ id: string; name: string; phone: string | null }> {
  return await tx.one(sql<{ id: string; name: string; phone: string | null }>`select id, name, phone from hub.agency where partnership_id = (select hub.actor_partnership()) and takes_reports and active order by name limit 1`);
}

export async function colleaguesOf(tx: Transaction, actor: StaffActor): Promise<{ id: string; name: string }[]> {
  return await tx.all(sql<{ id: string; name: string }>`select id, name from hub.account where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and state = 'active' order by name`);
}

export interface FiguresRow {
  readonly applications: number;
  readonly not_met: number;
  readonly held: number;
  readonly with_recommendations: number;
  readonly appeals: number;
}

export async function figuresOf(tx: Transaction, year: number): Promise<FiguresRow> {
  return await tx.one(sql<FiguresRow>`select applications, not_met, held, with_recommendations, appeals from hub.review_figures(${year})`);
}
