import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { openLink } from '../engagement/index.ts';
import { paths } from '../paths.ts';
import { deadlineWords, londonDate, standardFor } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { draftCookie, route, seeOther } from '../platform/http/index.ts';
import { allAnswers, firstUnanswered, type DraftAnswers, type SentFacts } from './draft.ts';
import { CheckPage } from './pages/check.tsx';
import { SentPage } from './pages/sent.tsx';
import { draftOf, ownDraft } from './queries.ts';
import { referenceData, type ReferenceData } from './reference-data.ts';
import { drawReference, writeReport } from './send.ts';
import { reportOf, type NewReport } from './submission.ts';
import { summaryOf } from './summary.ts';
import { cookieFor, draftOfDevice, elsewhere, receiptSeconds, reportPage, type ReportVisit } from './visit-draft.ts';

function composed(visit: ReportVisit, answers: DraftAnswers, facts: ReferenceData): NewReport | undefined {
  const values = allAnswers(answers, londonDate(visit.now));
  if (values === undefined || answers.spot === undefined) {
    return undefined;
  }
  const report = reportOf({ values, spot: answers.spot, similar: answers.similar, now: visit.now, channel: 'web', takenBy: undefined, closesAt: visit.partnership.settings.closesAt }, facts);
  if (report === undefined) {
    throw new HubError('busy', 'no agency of the partnership takes reports');
  }
  return report;
}

/** Whoever gave no way to be reached is not promised a conversation. */
function namedPerson(report: Pick<NewReport, 'anonymous' | 'urgency' | 'answerBy'>, now: Temporal.Instant): string {
  const reasons = report.urgency.reasons[0];
  const because = report.urgency.priority === 'urgent' && reasons !== undefined ? 'Because of what you told us, ' : '';
  const words = report.anonymous ? `a named person will have read it and answered on your page ${deadlineWords(report.answerBy, now)}.` : `a named person will have it and tell you so ${deadlineWords(report.answerBy, now)}.`;
  return `You get a private link at once. ${because === '' ? words.charAt(0).toUpperCase() + words.slice(1) : because + words}`;
}

const check = route({
  method: 'GET', path: paths.reportCheck(), admits: 'draft', audit: { none: 'a report that is being written is its writer’s alone' },
  handle: async (visit) => {
    const [draft, facts] = await Promise.all([draftOf(visit.tx, visit.actor.draftId), referenceData(visit)]);
    const today = londonDate(visit.now);
    const away = elsewhere(draft, today);
    if (away !== undefined) {
      return away;
    }
    const missing = firstUnanswered(draft.answers, today);
    const report = missing === undefined ? composed(visit, draft.answers, facts) : undefined;
    if (missing !== undefined || report === undefined) {
      return seeOther(paths.reportStep(missing ?? 'danger'));
    }
    const answers = summaryOf(draft.answers, { categories: facts.categories, today, files: draft.files }, true);
    return reportPage(visit, {
      title: 'Check what you want to tell us', back: paths.reportStep('you'),
      children: <CheckPage answers={answers} holder={report.holder.name} restricted={report.holder.restricted} anonymous={report.anonymous} happensNext={namedPerson(report, visit.now)} />,
    });
  },
});

/** Sending is done once: the draft is locked, and one that has been sent answers with the same reference. */
const send = route({
  method: 'POST', path: paths.reportCheck(), admits: 'draft', audit: { event: 'report.sent' },
  ahead: async (tx) => Promise.all([ownDraft(tx), drawReference(tx)]),
  handle: async (visit) => {
    const [draft, reference] = visit.ahead;
    const facts = await referenceData(visit);
    const secret = visit.request.cookies[draftCookie] ?? '';
    if (draft.submitted_report_id !== null) {
      visit.about({ kind: 'report', id: draft.submitted_report_id, detail: { again: true } });
      return seeOther(paths.reportSent(draft.answers.sent?.reference));
    }
    const report = composed(visit, draft.answers, facts);
    if (report === undefined) {
      return seeOther(paths.reportStep(firstUnanswered(draft.answers, londonDate(visit.now)) ?? 'danger'), { notice: 'One answer is still missing.' });
    }
    const { reportId } = writeReport({ tx: visit.tx, partnership: visit.partnership, secretKey: visit.house.settings.secretKey, now: visit.now }, draft, report, reference);
    visit.about({ kind: 'report', id: reportId });
    return seeOther(paths.reportSent(reference), { cookies: [cookieFor(secret, true)] });
  },
});

/** What happens next, with the dates of the contact standards. */
export function nextSteps(sent: SentFacts, facts: ReferenceData, now: Temporal.Instant): { when: string; what: string }[] {
  const something = standardFor(facts.time.standards, 'something-new', sent.urgent ? 'urgent' : 'standard', londonDate(now));
  const by = (instant: string): string => {
    const words = deadlineWords(Temporal.Instant.from(instant), now);
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  };
  const often = something === undefined ? '' : something.unit === 'working_days' ? `At least every ${something.amount} working days` : `At least every ${something.amount} hours`;
  return [
    { when: by(sent.answerBy), what: sent.anonymous ? 'a named person has read it and has answered on your page.' : 'a named person has it and has told you so, in a way you said is safe.' },
    { when: by(sent.promiseBy), what: 'you have a promise: who will do what, by when, and what we cannot do.' },
    ...(often === '' ? [] : [{ when: often, what: 'you hear something new. If we go quiet for longer, a supervisor is told before you have to chase.' }]),
  ];
}

const sentQuery = z.object({ reference: z.string().max(20).optional().catch(undefined) });

const sentPage = route({
  method: 'GET', path: '/report/sent', admits: 'public', audit: { none: 'a receipt that the writer’s own device opens' }, query: sentQuery,
  handle: async (visit) => {
    const draft = await draftOfDevice(visit);
    const sent = draft?.answers.sent;
    if (draft !== undefined && draft.submitted_report_id === null) {
      return seeOther(paths.reportCheck());
    }
    if (sent === undefined) {
      return seeOther(paths.find());
    }
    const facts = await referenceData(visit);
    const at = Temporal.Instant.from(sent.at);
    const fresh = visit.now.since(at).total('seconds') < receiptSeconds;
    const link = fresh ? new URL(paths.link(openLink(sent.linkSealed, visit.house.settings.secretKey)), visit.house.settings.baseUrl).href : undefined;
    return reportPage(visit, {
      title: 'We have your report',
      children: <SentPage reference={sent.reference} link={link} sentTo={sent.sentTo} holder={sent.holder} steps={nextSteps(sent, facts, visit.now)} anonymous={sent.anonymous} />,
    });
  },
});

export const sendRoutes = [check, send, sentPage];
