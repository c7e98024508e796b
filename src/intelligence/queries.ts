import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { isTrained, type StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { Handling, IntelligenceGrade, KeepingRule, Marking, Priority, ReportState, SourceGrade } from './rules.ts';
import type { GradeForm, Submission } from './schema.ts';

/** Where a list may not even say that it is empty. */
export async function onlyTrained(tx: Transaction): Promise<void> {
  if (!(await isTrained(tx))) {
    throw new HubError('not_yours');
  }
}

export interface NewReport {
  readonly id: string;
  readonly reference: string;
  readonly reportId: string | null;
  readonly caseIds: readonly string[];
  readonly marking: Marking;
  readonly form: Pick<Submission, 'words' | 'learned' | 'place' | 'priority'>;
}

export function insertReport(tx: Transaction, actor: StaffActor, made: NewReport, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.intelligence_report (partnership_id, id, reference, agency_id, submitted_by, submitted_at, report_id, marking, priority, words, learned_on, place_words, case_ids)
    values (${actor.partnershipId}, ${made.id}, ${made.reference}, ${actor.agencyId}, ${actor.accountId}, ${now}, ${made.reportId}, ${made.marking}, ${made.form.priority}, ${made.form.words}, ${made.form.learned},
      ${made.form.place}, ${[...made.caseIds]}::uuid[])`);
}

export interface Mine {
  readonly reference: string;
  readonly submitted_at: Temporal.Instant;
  readonly taken_up: boolean;
}

export async function mySubmissions(tx: Transaction): Promise<Mine[]> {
  return await tx.all(sql<Mine>`select reference, submitted_at, taken_up from hub.my_intelligence()`);
}

export interface ReportLine {
  readonly id: string;
  readonly reference: string;
  readonly state: ReportState;
  readonly priority: Priority;
  readonly marking: Marking;
  readonly submitted_at: Temporal.Instant;
  readonly source_grade: SourceGrade | null;
  readonly intelligence_grade: IntelligenceGrade | null;
  readonly handling: Handling | null;
  readonly review_on: Temporal.PlainDate | null;
  readonly weed_on: Temporal.PlainDate | null;
  readonly place_words: string;
  readonly title: string | null;
  readonly written_by: string | null;
}

const lineColumns = sql`r.id, r.reference, r.state, r.priority, r.marking, r.submitted_at, r.source_grade, r.intelligence_grade, r.handling, r.review_on, r.weed_on, r.place_words, v.title, v.written_by`;
const newestVersion = sql`left join lateral (select x.title, x.written_by from hub.intelligence_version x where x.partnership_id = r.partnership_id and x.intelligence_id = r.id order by x.written_at desc limit 1) v on true`;
const urgency = sql`array_position(array['high', 'medium', 'low'], r.priority)`;

export async function deskLines(tx: Transaction, actor: StaffActor, state: ReportState, most: number): Promise<ReportLine[]> {
  return await tx.all(sql<ReportLine>`
    select ${lineColumns} from hub.intelligence_report r ${newestVersion}
    where r.partnership_id = ${actor.partnershipId} and r.agency_id = ${actor.agencyId} and r.state = ${state} order by ${urgency}, r.submitted_at limit ${most}`);
}

/** To be looked at again, or to go. */
export async function dueLines(tx: Transaction, actor: StaffActor, today: Temporal.PlainDate, most: number): Promise<ReportLine[]> {
  return await tx.all(sql<ReportLine>`
    select ${lineColumns} from hub.intelligence_report r ${newestVersion}
    where r.partnership_id = ${actor.partnershipId} and r.agency_id = ${actor.agencyId} and (r.review_on <= ${today} or r.weed_on <= ${today}) order by least(r.review_on, r.weed_on), r.reference limit ${most}`);
}

export type DeskCounts = Readonly<Record<ReportState | 'due' | 'gone', number>>;

export async function deskCounts(tx: Transaction, actor: StaffActor, today: Temporal.PlainDate): Promise<DeskCounts> {
  return await tx.one(sql<DeskCounts>`
    select count(*) filter (where state = 'submitted')::int as submitted, count(*) filter (where state = 'graded')::int as graded, count(*) filter (where state = 'written')::int as written,
      count(*) filter (where state = 'approved')::int as approved, count(*) filter (where review_on <= ${today} or weed_on <= ${today})::int as due,
      (select count(*)::int from hub.intelligence_tombstone where partnership_id = ${actor.partnershipId}) as gone
    from hub.intelligence_report where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId}`);
}

export interface Tombstone {
  readonly reference: string;
  readonly submitted_at: Temporal.Instant;
  readonly weeded_at: Temporal.Instant;
  readonly weeded_by_name: string | null;
  readonly reason: string;
  readonly rule: string;
}

export async function tombstones(tx: Transaction, actor: StaffActor, most: number): Promise<Tombstone[]> {
  return await tx.all(sql<Tombstone>`
    select t.reference, t.submitted_at, t.weeded_at, a.name as weeded_by_name, t.reason, t.rule from hub.intelligence_tombstone t
    left join hub.account a on a.partnership_id = t.partnership_id and a.id = t.weeded_by
    where t.partnership_id = ${actor.partnershipId} order by t.weeded_at desc limit ${most}`);
}

export interface FullReport extends ReportLine {
  readonly agency_id: string;
  readonly words: string;
  readonly learned_on: Temporal.PlainDate | null;
  readonly conditions: string;
  readonly case_ids: readonly string[];
  readonly party_ids: readonly string[];
  readonly place_ids: readonly string[];
  readonly from_report: boolean;
}

/** Everything but who told it, and who handed it in: that may be the source. */
export async function reportById(tx: Transaction, actor: StaffActor, id: string): Promise<FullReport> {
  return await tx.one(sql<FullReport>`
    select ${lineColumns}, r.agency_id, r.words, r.learned_on, r.conditions, r.case_ids, r.party_ids, r.place_ids, r.report_id is not null as from_report
    from hub.intelligence_report r ${newestVersion} where r.partnership_id = ${actor.partnershipId} and r.id = ${id}`);
}

export interface Grading {
  readonly source_grade: SourceGrade;
  readonly intelligence_grade: IntelligenceGrade;
  readonly handling: Handling;
  readonly conditions: string;
  readonly rationale: string;
  readonly original: string | null;
  readonly graded_by_name: string | null;
  readonly graded_at: Temporal.Instant;
}

export async function gradingsOf(tx: Transaction, actor: StaffActor, id: string): Promise<Grading[]> {
  return await tx.all(sql<Grading>`
    select g.source_grade, g.intelligence_grade, g.handling, g.conditions, g.rationale, g.original, a.name as graded_by_name, g.graded_at from hub.intelligence_grading g
    left join hub.account a on a.partnership_id = g.partnership_id and a.id = g.graded_by
    where g.partnership_id = ${actor.partnershipId} and g.intelligence_id = ${id} order by g.graded_at desc, g.id desc limit 50`);
}

export async function keepingRules(tx: Transaction, actor: StaffActor, today: Temporal.PlainDate): Promise<KeepingRule[]> {
  return await tx.all(sql<KeepingRule>`
    select id, name, applies_to, review_months, weed_months from hub.intelligence_rule
    where partnership_id = ${actor.partnershipId} and in_force_from <= ${today} and (in_force_to is null or in_force_to >= ${today}) order by in_force_from desc`);
}

export interface Dates {
  readonly reviewOn: Temporal.PlainDate;
  readonly weedOn: Temporal.PlainDate;
}

/** The grading is added, the report stands as it says. A version that was approved before has to be written anew: the product carries its own grading. */
export function keepGrading(tx: Transaction, actor: StaffActor, of: { id: string; state: ReportState }, form: GradeForm, original: string | null, dates: Dates, now: Temporal.Instant): void {
  const conditions = form.handling === 'C' ? form.conditions : '';
  tx.defer(sql`
    insert into hub.intelligence_grading (partnership_id, id, intelligence_id, source_grade, intelligence_grade, handling, conditions, rationale, original, graded_by, graded_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${of.id}, ${form.source}, ${form.intelligence}, ${form.handling}, ${conditions}, ${form.rationale}, ${original}, ${actor.accountId}, ${now})`);
  tx.defer(sql`
    update hub.intelligence_report set state = ${of.state === 'written' ? 'written' : 'graded'}, source_grade = ${form.source}, intelligence_grade = ${form.intelligence}, handling = ${form.handling}, conditions = ${conditions},
      priority = ${form.priority}, review_on = ${dates.reviewOn}, weed_on = ${dates.weedOn}
    where partnership_id = ${actor.partnershipId} and id = ${of.id}`);
}

export async function keepReview(tx: Transaction, actor: StaffActor, id: string, dates: Dates): Promise<void> {
  const kept = await tx.run(sql`update hub.intelligence_report set review_on = ${dates.reviewOn}, weed_on = greatest(weed_on, ${dates.weedOn}::date) where partnership_id = ${actor.partnershipId} and id = ${id} and review_on is not null`);
  if (kept !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

/** Why it was kept stands among its gradings, with the grading that it had. */
export function noteReview(tx: Transaction, actor: StaffActor, report: FullReport, reason: string, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.intelligence_grading (partnership_id, id, intelligence_id, source_grade, intelligence_grade, handling, conditions, rationale, graded_by, graded_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${report.id}, ${report.source_grade}, ${report.intelligence_grade}, ${report.handling}, ${report.conditions}, ${`Kept at review: ${reason}`}, ${actor.accountId}, ${now})`);
}

export async function weed(tx: Transaction, id: string, why: string, under: string): Promise<void> {
  const { gone } = await tx.one(sql<{ gone: boolean }>`select hub.weed_intelligence(${id}, ${uuidv7()}, ${why}, ${under}) as gone`);
  if (!gone) {
    throw new HubError('not_yours');
  }
}

/** Trained colleagues who can be told that something waits: an administrator's list says who they are, so this is a function of the database. */
export async function trainedColleagues(tx: Transaction): Promise<string[]> {
  return (await tx.all(sql<{ id: string }>`select hub.trained_colleagues() as id`)).map(({ id }) => id);
}
