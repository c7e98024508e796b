import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import type { Recorded, RiskLine } from './panel.ts';
import { templateBands, templateQuestions, type BandKey, type RiskTemplate, type RiskTemplateContent } from './template.ts';

export interface CaseAtRisk {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly restricted: boolean;
  readonly agency_id: string;
  readonly owner_id: string | null;
  readonly risk_band: BandKey | null;
}

export async function caseAtRisk(tx: Transaction, actor: StaffActor, caseId: string): Promise<CaseAtRisk> {
  return await tx.one(sql<CaseAtRisk>`
    select id, reference, title, state, restricted, agency_id, owner_id, risk_band from hub.case_file where partnership_id = ${actor.partnershipId} and id = ${caseId}`);
}

export interface PersonAtRisk {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly report_id: string | null;
}

/** Those who may be asked: complainants, victims and witnesses of the case and its reports. */
export async function peopleAtRisk(tx: Transaction, actor: StaffActor, caseId: string): Promise<PersonAtRisk[]> {
  return await tx.all(sql<PersonAtRisk>`
    select id, name, role, report_id from hub.party where partnership_id = ${actor.partnershipId} and role in ('victim', 'complainant', 'witness')
      and (case_id = ${caseId} or report_id in (select r.id from hub.report r where r.partnership_id = ${actor.partnershipId} and r.case_id = ${caseId}))
    order by role, created_at limit 30`);
}

interface TemplateRow {
  id: string;
  name: string;
  version: number;
  questions: unknown;
  bands: unknown;
  in_force_from: Temporal.PlainDate;
  in_force_to: Temporal.PlainDate | null;
}

export interface DatedTemplate extends RiskTemplate {
  readonly inForceFrom: Temporal.PlainDate;
  readonly inForceTo: Temporal.PlainDate | null;
}

function readTemplate(row: TemplateRow): DatedTemplate {
  return {
    id: row.id, name: row.name, version: row.version, inForceFrom: row.in_force_from, inForceTo: row.in_force_to,
    questions: templateQuestions.parse(row.questions), bands: templateBands.parse(row.bands),
  };
}

const templateColumns = sql`id, name, version, questions, bands, in_force_from, in_force_to`;

/** Templates in force on a day, by name. */
export async function templatesOn(tx: Transaction, actor: StaffActor, day: Temporal.PlainDate): Promise<DatedTemplate[]> {
  const rows = await tx.all(sql<TemplateRow>`
    select distinct on (name) ${templateColumns} from hub.risk_template
    where partnership_id = ${actor.partnershipId} and in_force_from <= ${day} and (in_force_to is null or in_force_to >= ${day}) order by name, version desc`);
  return rows.map(readTemplate);
}

/** Every version of every template, newest first. */
export async function allTemplates(tx: Transaction, actor: StaffActor): Promise<DatedTemplate[]> {
  return (await tx.all(sql<TemplateRow>`select ${templateColumns} from hub.risk_template where partnership_id = ${actor.partnershipId} order by name, version desc`)).map(readTemplate);
}

export async function templateById(tx: Transaction, actor: StaffActor, id: string): Promise<DatedTemplate> {
  return readTemplate(await tx.one(sql<TemplateRow>`select ${templateColumns} from hub.risk_template where partnership_id = ${actor.partnershipId} and id = ${id}`));
}

/** The newest version of a template's name ends the day before the next begins; the old stays as it was for what was assessed with it. */
export async function addVersion(tx: Transaction, actor: StaffActor, version: { id: string; content: RiskTemplateContent; from: Temporal.PlainDate; after: DatedTemplate | undefined }): Promise<void> {
  const { content, after, from } = version;
  if (after !== undefined) {
    // One that never came into force ends before it begins: nothing was assessed with it.
    const ended = await tx.run(sql`
      update hub.risk_template set in_force_to = ${from.subtract({ days: 1 })} where partnership_id = ${actor.partnershipId} and id = ${after.id}
        and not exists (select 1 from hub.risk_template n where n.partnership_id = ${actor.partnershipId} and n.name = ${after.name} and n.version > ${after.version})`);
    if (ended !== 1) {
      throw new HubError('changed_meanwhile');
    }
  }
  const added = await tx.run(sql`
    insert into hub.risk_template (partnership_id, id, name, version, questions, bands, in_force_from)
    values (${actor.partnershipId}, ${version.id}, ${content.name}, ${(after?.version ?? 0) + 1}, ${JSON.stringify(content.questions)}::jsonb, ${JSON.stringify(content.bands)}::jsonb, ${from})
    on conflict (partnership_id, name, version) do nothing`);
  if (added !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

export interface FullAssessment extends RiskLine {
  readonly case_id: string;
  readonly template_id: string;
  readonly answers: Recorded;
  readonly approval_words: string | null;
  readonly approval_at: Temporal.Instant | null;
  readonly approval_by_name: string | null;
}

/** One assessment with its answers. */
export async function assessmentById(tx: Transaction, actor: StaffActor, caseId: string, id: string): Promise<FullAssessment> {
  return await tx.one(sql<FullAssessment>`
    select a.id, a.case_id, a.template_id, a.answers, a.party_id as "partyId", nullif(p.name, '') as party, a.score, a.out_of, a.scored_band, a.band, a.proposed_band, a.approval,
      a.judgement, a.answers -> 'flags' as flags, a.answers -> 'moved' as moved, (a.answers ->> 'highFrom')::int as "highFrom", a.review_on, a.supervisor_review_on,
      a.assessed_at, a.assessed_by, n.name as assessed_by_name, a.approval_words, a.approval_at, b.name as approval_by_name
    from hub.risk_assessment a
    left join hub.party p on p.partnership_id = a.partnership_id and p.id = a.party_id
    left join hub.account n on n.partnership_id = a.partnership_id and n.id = a.assessed_by
    left join hub.account b on b.partnership_id = a.partnership_id and b.id = a.approval_by
    where a.partnership_id = ${actor.partnershipId} and a.case_id = ${caseId} and a.id = ${id}`);
}

export interface NewAssessment {
  readonly id: string;
  readonly caseId: string;
  readonly partyId: string | null;
  readonly templateId: string;
  readonly recorded: Recorded;
  readonly score: number;
  readonly outOf: number;
  readonly scoredBand: BandKey;
  readonly band: BandKey;
  readonly proposed: BandKey | null;
  readonly judgement: string;
  readonly reviewOn: Temporal.PlainDate;
  readonly supervisorReviewOn: Temporal.PlainDate | null;
}

export function insertAssessment(tx: Transaction, actor: StaffActor, assessment: NewAssessment, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.risk_assessment (partnership_id, id, case_id, party_id, template_id, answers, score, out_of, scored_band, band, proposed_band, approval, judgement, review_on, supervisor_review_on, assessed_by, assessed_at)
    values (${actor.partnershipId}, ${assessment.id}, ${assessment.caseId}, ${assessment.partyId}, ${assessment.templateId}, ${JSON.stringify(assessment.recorded)}::jsonb, ${assessment.score}, ${assessment.outOf},
      ${assessment.scoredBand}, ${assessment.band}, ${assessment.proposed}, ${assessment.proposed === null ? null : 'asked'}, ${assessment.judgement}, ${assessment.reviewOn}, ${assessment.supervisorReviewOn}, ${actor.accountId}, ${now})`);
}

/** What speaks for the case goes onto the case: lists and Today read it there. */
export function setCaseRisk(tx: Transaction, actor: StaffActor, caseId: string, current: { band: BandKey; score: number; outOf: number; reviewOn: Temporal.PlainDate; supervisorReviewOn: Temporal.PlainDate | null }): void {
  tx.defer(sql`
    update hub.case_file set risk_band = ${current.band}, risk_score = ${current.score}, risk_of = ${current.outOf}, review_on = ${current.reviewOn}, supervisor_review_on = ${current.supervisorReviewOn}
    where partnership_id = ${actor.partnershipId} and id = ${caseId}`);
}

/** A hate flag stands whatever the score: it goes onto the report of the person, or all of the case's. */
export function flagHate(tx: Transaction, actor: StaffActor, caseId: string, reportId: string | null): void {
  tx.defer(sql`
    update hub.report set hate = true where partnership_id = ${actor.partnershipId} and case_id = ${caseId} and (${reportId}::uuid is null or id = ${reportId}) and not hate`);
}

/** Supervisors who look after a case of their agency; of a restricted one, those named on it. */
export async function supervisorsOf(tx: Transaction, actor: StaffActor, file: CaseAtRisk): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`
    select a.id from hub.account a join hub.account_role r on r.partnership_id = a.partnership_id and r.account_id = a.id and r.role = 'supervisor'
    where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${file.agency_id} and a.state = 'active'
      and (not ${file.restricted} or exists (select 1 from hub.case_principal p where p.partnership_id = a.partnership_id and p.case_id = ${file.id} and p.principal_id = a.id))`);
  return rows.map(({ id }) => id);
}

/** A supervisor's answer to a wish for a lower band. */
export async function answerApproval(tx: Transaction, actor: StaffActor, assessment: FullAssessment, answer: { approved: boolean; words: string; reviewOn: Temporal.PlainDate; supervisorReviewOn: Temporal.PlainDate | null }, now: Temporal.Instant): Promise<void> {
  const answered = await tx.run(sql`
    update hub.risk_assessment set approval = ${answer.approved ? 'approved' : 'refused'}, approval_by = ${actor.accountId}, approval_at = ${now}, approval_words = ${answer.words},
      band = case when ${answer.approved} then proposed_band else band end, review_on = ${answer.reviewOn}, supervisor_review_on = ${answer.supervisorReviewOn}
    where partnership_id = ${actor.partnershipId} and id = ${assessment.id} and approval = 'asked'`);
  if (answered !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

export function chronicleRisk(tx: Transaction, actor: StaffActor, caseId: string, words: string, now: Temporal.Instant): void {
  chronicle(tx, { partnershipId: actor.partnershipId, caseId, at: now, kind: 'risk', words, byAccount: actor.accountId, byAgency: actor.agencyId });
}
