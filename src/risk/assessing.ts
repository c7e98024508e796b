import type { Temporal } from 'temporal-polyfill';

import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate, type Holidays } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import type { Recorded, RiskPanel } from './panel.ts';
import { answerApproval, chronicleRisk, flagHate, insertAssessment, setCaseRisk, supervisorsOf, type CaseAtRisk, type FullAssessment, type PersonAtRisk } from './queries.ts';
import { assess, judge, moves, reviewDates, speaksForCase, type Answers } from './rules.ts';
import type { SentAssessment } from './schema.ts';
import { bandWords, type BandKey, type RiskTemplate } from './template.ts';

export interface Assessing {
  readonly actor: StaffActor;
  readonly file: CaseAtRisk;
  readonly template: RiskTemplate;
  readonly answers: Answers;
  readonly sent: SentAssessment;
  readonly people: readonly PersonAtRisk[];
  readonly panel: RiskPanel;
  /** The last one of the same person, with the template of its time. */
  readonly before: { readonly template: RiskTemplate; readonly answers: Answers; readonly score: number } | undefined;
  readonly holidays: Holidays;
  readonly baseUrl: string;
  readonly now: Temporal.Instant;
}

function bandOf(words: BandKey): string {
  return bandWords[words].toLowerCase();
}

/** Mail to colleagues: that there is something to look at, and where. */
function alert(tx: Transaction, about: Pick<Assessing, 'actor' | 'file' | 'baseUrl' | 'now'>, accountIds: readonly string[], subject: string, path: string): void {
  const others = accountIds.filter((id) => id !== about.actor.accountId);
  tellColleagues(tx, { partnershipId: about.actor.partnershipId, accountIds: others, subject, body: `${subject}: ${about.file.reference}.\n\n${about.baseUrl}${path}`, now: about.now });
}

/** Keeps an assessment: score, band, review dates, chronology, the case's own band, and word to a supervisor when the band has changed. */
export async function recordAssessment(tx: Transaction, about: Assessing): Promise<{ id: string; band: BandKey; asked: boolean }> {
  const { actor, file, template, answers, sent, panel, before, now } = about;
  const outcome = assess(template, answers);
  const { band, proposed } = judge(outcome.band, sent.wished, may(actor, 'supervise'));
  const reviews = reviewDates(template.bands, band, londonDate(now), about.holidays);
  const moved = before === undefined ? [] : moves(before, { template, answers });
  const recorded: Recorded = {
    given: answers, flags: outcome.flags.map(({ key, name }) => ({ key, name })), moved, highFrom: template.bands.find(({ key }) => key === 'high')?.from ?? outcome.outOf,
    ...(sent.safeguarding === '' ? {} : { safeguarding: sent.safeguarding }),
  };
  const id = uuidv7();
  insertAssessment(tx, actor, {
    id, caseId: file.id, partyId: sent.partyId, templateId: template.id, recorded, score: outcome.score, outOf: outcome.outOf, scoredBand: outcome.band, band, proposed,
    judgement: band === outcome.band && proposed === null ? '' : sent.judgement, reviewOn: reviews.officer, supervisorReviewOn: reviews.supervisor,
  }, now);
  const mine = { partyId: sent.partyId, band, score: outcome.score, out_of: outcome.outOf, review_on: reviews.officer, supervisor_review_on: reviews.supervisor };
  const current = speaksForCase([mine, ...panel.history]) ?? mine;
  setCaseRisk(tx, actor, file.id, { band: current.band, score: current.score, outOf: current.out_of, reviewOn: current.review_on, supervisorReviewOn: current.supervisor_review_on });
  if (outcome.flags.some(({ key }) => key === 'hate')) {
    flagHate(tx, actor, file.id, about.people.find((person) => person.id === sent.partyId)?.report_id ?? null);
  }
  const was = before === undefined ? '' : before.score === outcome.score ? ', as before' : `, ${outcome.score > before.score ? 'up' : 'down'} from ${before.score}`;
  const judged = proposed !== null ? ` Asks a supervisor to lower it to ${bandOf(proposed)}: ${sent.judgement}` : band !== outcome.band ? ` The score gives ${bandOf(outcome.band)}; set by judgement: ${sent.judgement}` : '';
  const flags = outcome.flags.length === 0 ? '' : ` ${outcome.flags.map(({ name }) => name).join(', ')}.`;
  const done = sent.safeguarding === '' ? '' : ` Done first: ${sent.safeguarding}`;
  chronicleRisk(tx, actor, file.id, `Risk assessed: ${bandOf(band)}, ${outcome.score} of ${outcome.outOf}${was}.${flags}${judged}${done}`, now);
  const changed = file.risk_band !== null && file.risk_band !== current.band;
  if (changed || (file.risk_band === null && current.band === 'high') || proposed !== null || sent.safeguarding !== '') {
    const subject = proposed !== null ? 'A lower risk band waits for your answer in Safer Hub' : 'The risk of a case has changed in Safer Hub';
    const supervisors = await supervisorsOf(tx, actor, file);
    alert(tx, about, [...supervisors, ...(file.owner_id === null ? [] : [file.owner_id])], subject, paths.riskAssessment(file.id, id));
  }
  return { id, band: current.band, asked: proposed !== null };
}

/** A supervisor lowers the band as asked, or keeps it. */
export async function decideApproval(
  tx: Transaction,
  about: { actor: StaffActor; file: CaseAtRisk; assessment: FullAssessment; template: RiskTemplate; panel: RiskPanel; approved: boolean; words: string; holidays: Holidays; baseUrl: string; now: Temporal.Instant },
): Promise<void> {
  const { actor, file, assessment, now, approved } = about;
  const band = approved && assessment.proposed_band !== null ? assessment.proposed_band : assessment.band;
  const reviews = reviewDates(about.template.bands, band, londonDate(assessment.assessed_at), about.holidays);
  await answerApproval(tx, actor, assessment, { approved, words: about.words, reviewOn: reviews.officer, supervisorReviewOn: reviews.supervisor }, now);
  const history = about.panel.history.map((line) => (line.id === assessment.id ? { ...line, band, review_on: reviews.officer, supervisor_review_on: reviews.supervisor } : line));
  const current = speaksForCase(history);
  if (current !== undefined) {
    setCaseRisk(tx, actor, file.id, { band: current.band, score: current.score, outOf: current.out_of, reviewOn: current.review_on, supervisorReviewOn: current.supervisor_review_on });
  }
  chronicleRisk(tx, actor, file.id, approved ? `Risk lowered to ${bandOf(band)}, as asked: ${about.words}` : `Risk stays ${bandOf(band)}: ${about.words}`, now);
  alert(tx, about, [assessment.assessed_by], 'Your supervisor has answered about a risk band in Safer Hub', paths.riskAssessment(file.id, assessment.id));
}
