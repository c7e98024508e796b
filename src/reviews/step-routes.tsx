import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';

import { heldBack } from '../approvals/index.ts';
import { chronicle } from '../chronology/index.ts';
import { tell } from '../engagement/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { addWorkingDays, dayWords, londonDate, londonInstant, timeWords } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { route, seeOther, type FieldError, type Reply, type Route, type Visit } from '../platform/http/index.ts';
import { localTime } from '../platform/partnership/index.ts';
import { decisionWanted } from './decision.ts';
import { complaintsOf, moveOn, noteEvent, recommend, reviewOf, ruleOn, type ReviewRow, type ReviewRule } from './queries.ts';
import { countThreshold, nextSteps, type Step } from './rules.ts';
import { appealEndForm, appealForm, decideForm, noForm, outcomeForm, panelForm, recommendForm, reviewParams, withdrawForm } from './schema.ts';
import { showReview } from './show-review.tsx';

type StepVisit<Form> = Visit<'work_cases', { reviewId: string }, unknown, Form>;

interface Doing<Form> {
  readonly visit: StepVisit<Form>;
  readonly actor: StaffActor;
  readonly review: ReviewRow;
  readonly rule: ReviewRule;
  readonly form: Form;
  /** So many working days from now, in this partnership's calendar. */
  readonly due: (days: number) => Temporal.Instant;
}

interface Done {
  readonly changes: Readonly<Record<string, unknown>>;
  /** For the record of the review. */
  readonly says: string;
  /** What the person who asked is told, where the review hangs on a report. */
  readonly tells?: string;
  readonly notice: string;
}

/** Not done now: what is wrong, or who has been asked first. */
type Waits = { readonly errors: readonly FieldError[] } | { readonly asked: string };

/** One step of a review: refused unless it is next, recorded, told to the person who asked, in one transaction. */
function step<Schema extends z.ZodType>(name: Step, event: string, body: Schema, act: (doing: Doing<z.output<Schema>>) => Promise<Done | Waits> | Done): Route {
  return route({
    method: 'POST', path: `/case-reviews/:reviewId/${name}`, admits: 'work_cases', params: reviewParams, body, audit: { event },
    handle: async (visit): Promise<Reply> => {
      const { tx, actor, now, partnership, params: { reviewId } } = visit;
      const review = await reviewOf(tx, actor, reviewId);
      visit.about({ kind: 'review', id: reviewId, ...(review.case_id === null ? {} : { caseId: review.case_id }) });
      if (!nextSteps(review.state).includes(name)) {
        throw new HubError('changed_meanwhile');
      }
      if (!visit.form.ok) {
        return await showReview(visit, name, visit.form.errors, visit.form.typed);
      }
      const [rule, time] = await Promise.all([ruleOn(tx, londonDate(review.applied_at)), localTime(tx)]);
      const hours = { holidays: time.holidays, closesAt: partnership.settings.closesAt };
      const done = await act({ visit, actor, review, rule, form: visit.form.value, due: (days) => addWorkingDays(now, days, hours) });
      if ('errors' in done) {
        return await showReview(visit, name, done.errors, visit.form.typed);
      }
      if ('asked' in done) {
        return seeOther(paths.review(reviewId), { notice: `A ${done.asked} has been asked. Nothing is decided until they agree.` });
      }
      await moveOn(tx, actor, review, done.changes);
      noteEvent(tx, actor, reviewId, done.says, now);
      if (review.case_id !== null) {
        chronicle(tx, { partnershipId: partnership.id, caseId: review.case_id, at: now, kind: 'decision', byAccount: actor.accountId, byAgency: actor.agencyId, words: `Case review ${review.reference}: ${done.says}` });
      }
      if (done.tells !== undefined && review.report_id !== null) {
        await tell(tx, { partnership, reportId: review.report_id, author: actor, words: done.tells, now });
      }
      return seeOther(paths.review(reviewId), { notice: `${done.notice}${done.tells !== undefined && review.report_id === null ? ' Tell the person who asked: the hub has no route to them.' : ''}` });
    },
  });
}

function appealWords(rule: ReviewRule, due: (days: number) => Temporal.Instant, now: Temporal.Instant): string {
  return `If you disagree, you may appeal to ${rule.appealTo} until ${dayWords(due(rule.appealDays), now)}.`;
}

const acknowledge = step('acknowledge', 'review.acknowledged', noForm, ({ visit, review }) => ({
  changes: { state: 'acknowledged', acknowledged_at: visit.now },
  says: 'Application acknowledged.',
  tells: `We have your request for an ASB Case Review, ${review.reference}. We decide by ${dayWords(review.decide_by, visit.now)} whether it meets the rule, and tell you the reason. This is not a complaint about us: for that, ask how to complain at any time.`,
  notice: 'Acknowledged.',
}));

const decide = step('decide', 'review.decided', decideForm, async ({ visit, actor, review, rule, form, due }) => {
  const met = form.met === 'yes';
  const held = await heldBack(visit.tx, {
    actor, baseUrl: visit.house.settings.baseUrl, now: visit.now, wanted: decisionWanted(review), title: `${met ? 'Accept' : 'Turn down'} case review ${review.reference}`, why: form.decision_words, goesOn: paths.review(review.id),
    typed: visit.form.typed, fields: ['met', 'decision_words'],
  });
  if (held !== undefined) {
    return held;
  }
  const complaints = review.case_id !== null ? await complaintsOf(visit.tx, { caseId: review.case_id }) : review.report_id !== null ? await complaintsOf(visit.tx, { reportId: review.report_id }) : [];
  const counted = countThreshold(complaints, rule, review.applied_at);
  return {
    changes: {
      state: met ? 'panel' : 'not_met', counted: JSON.stringify(counted), threshold_met: met, decision_words: form.decision_words, decided_at: visit.now,
      ...(met ? { meet_by: due(rule.meetDays) } : { appeal_until: due(rule.appealDays) }),
    },
    says: `Threshold ${met ? 'met' : 'not met'}: ${form.decision_words}${counted.met === met ? '' : ` (counted by the rule: ${counted.met ? 'met' : 'not met'}. ${counted.why})`}`,
    tells: met
      ? `Your request for a case review (${review.reference}) is accepted. ${form.decision_words} A panel of agencies meets by ${dayWords(due(rule.meetDays), visit.now)}. You may take part, and bring someone with you. We ask you how.`
      : `Your request for a case review (${review.reference}) does not meet the rule. ${form.decision_words} ${appealWords(rule, due, visit.now)}`,
    notice: met ? 'The threshold is met. Set up the panel.' : 'The person is told, and how to appeal.',
  };
});

const panel = step('panel', 'review.panel_set', panelForm, ({ visit, review, rule, form, due }) => {
  const at = londonInstant(Temporal.PlainDate.from(form.on), form.at);
  const when = `${dayWords(at, visit.now)} at ${timeWords(at)}`;
  return {
    changes: {
      spoc_id: form.spoc, chair_name: form.chair_name, chair_words: form.chair_words, meeting_at: at, victim_part: form.victim_part, victim_words: form.victim_words,
      outcome_by: review.outcome_by ?? due(rule.meetDays + rule.outcomeDays),
    },
    says: `Panel set for ${when}. Chair: ${form.chair_name} (${form.chair_words})`,
    tells: `The panel for your case review (${review.reference}) meets on ${when}. The chair is ${form.chair_name}, who is independent of your case.`,
    notice: 'The panel is set.',
  };
});

const outcome = step('outcome', 'review.outcome_given', outcomeForm, async ({ visit, review, rule, form, due }) => {
  if (review.meeting_at === null) {
    throw new HubError('bad_request', 'a panel has an outcome only after it was set');
  }
  if (Temporal.Instant.compare(review.meeting_at, visit.now) > 0) {
    return { errors: [{ field: 'outcome_words', text: `The panel meets on ${dayWords(review.meeting_at, visit.now)} at ${timeWords(review.meeting_at)}. Record the outcome after it, or change the day of the panel` }] };
  }
  return {
    changes: { state: 'outcome', persistence: form.persistence, harm: form.harm, adequacy: form.adequacy, outcome_words: form.outcome_words, outcome_at: visit.now, appeal_until: due(rule.appealDays) },
    says: `Outcome: ${form.outcome_words}`,
    tells: `The outcome of your case review (${review.reference}): ${form.outcome_words} ${appealWords(rule, due, visit.now)}`,
    notice: 'The outcome is recorded and told.',
  };
});

const recommendation = step('recommend', 'review.recommended', recommendForm, ({ visit, actor, review, form }) => {
  recommend(visit.tx, actor, review.id, { agency: form.agency, words: form.words, answerBy: form.answer_by }, visit.now);
  return { changes: { state: review.state }, says: `Recommendation: ${form.words}`, notice: 'The agency sees it, and must have regard to it.' };
});

const appeal = step('appeal', 'review.appealed', appealForm, ({ visit, form }) => ({
  changes: { state: 'appealed', appealed_at: visit.now, appeal_words: form.appeal_words, appeal_notified_on: form.notified_on },
  says: `Appeal: ${form.appeal_words} The commissioner was told on ${dayWords(Temporal.PlainDate.from(form.notified_on), visit.now)}.`,
  notice: 'The appeal is recorded.',
}));

const appealEnd = step('appeal-end', 'review.appeal_ended', appealEndForm, ({ visit, review, form }) => ({
  changes: { state: 'closed', appeal_outcome: form.appeal_outcome, closed_at: visit.now },
  says: `Outcome of the appeal: ${form.appeal_outcome}`,
  tells: `The outcome of your appeal on case review ${review.reference}: ${form.appeal_outcome}`,
  notice: 'The appeal is over.',
}));

const close = step('close', 'review.closed', noForm, ({ visit }) => ({ changes: { state: 'closed', closed_at: visit.now }, says: 'The review is closed.', notice: 'Closed.' }));

const withdraw = step('withdraw', 'review.withdrawn', withdrawForm, ({ visit, form }) => ({ changes: { state: 'withdrawn', closed_at: visit.now }, says: `Withdrawn: ${form.why}`, notice: 'Withdrawn.' }));

export const stepRoutes: readonly Route[] = [acknowledge, decide, panel, outcome, recommendation, appeal, appealEnd, close, withdraw];
