import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { openLink } from '../engagement/index.ts';
import { paths } from '../paths.ts';
import { deadlineWords, londonDate, standardFor } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { draftCookie, gatheredRoute, GoFirst, route, seeOther, type GatheredAnswer, type GatheredVisit } from '../platform/http/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import { allAnswers, firstUnanswered, type DraftAnswers, type SentFacts } from './draft.ts';
import { CheckPage } from './pages/check.tsx';
import { SentPage } from './pages/sent.tsx';
import { draftOf, ownDrafts, type DraftRow } from './queries.ts';
import { referenceData, type ReferenceData } from './reference-data.ts';
import { drawReferences, writeReports } from './send.ts';
import { reportOf, type NewReport } from './submission.ts';
import { summaryOf } from './summary.ts';
import { cookieFor, draftOfDevice, elsewhere, receiptSeconds, reportPage } from './visit-draft.ts';

function composed({ now, partnership }: { now: Temporal.Instant; partnership: Partnership }, answers: DraftAnswers, facts: ReferenceData): NewReport | undefined {
  const values = allAnswers(answers, londonDate(now));
  if (values === undefined || answers.spot === undefined) {
    return undefined;
  }
  const report = reportOf({ values, spot: answers.spot, similar: answers.similar, now, channel: 'web', takenBy: undefined, closesAt: partnership.settings.closesAt }, facts);
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

/** What was sent, by draft. */
type SentByDraft = ReadonlyMap<string, { readonly reportId: string; readonly reference: string }>;

function answerOf(visit: GatheredVisit, draft: DraftRow | undefined, sent: SentByDraft, today: Temporal.PlainDate): GatheredAnswer | Error {
  if (draft === undefined) {
    return new GoFirst('start_report');
  }
  if (draft.submitted_report_id !== null) {
    return { reply: seeOther(paths.reportSent(draft.answers.sent?.reference)), subject: { kind: 'report', id: draft.submitted_report_id, detail: { again: true } } };
  }
  const now = sent.get(draft.id);
  if (now === undefined) {
    return { reply: seeOther(paths.reportStep(firstUnanswered(draft.answers, today) ?? 'danger'), { notice: 'One answer is still missing.' }), subject: undefined };
  }
  return { reply: seeOther(paths.reportSent(now.reference), { cookies: [cookieFor(visit.request.cookies[draftCookie] ?? '', true)] }), subject: { kind: 'report', id: now.reportId } };
}

/** Sending is done once: the drafts are locked, and one that has been sent answers with the same reference. */
const send = gatheredRoute({
  path: paths.reportCheck(), audit: { event: 'report.sent' },
  ahead: async (tx, visits) => Promise.all([ownDrafts(tx), drawReferences(tx, visits)]),
  handle: async (gathering) => {
    const { tx, visits, now, partnership, house, ahead: [drafts, references] } = gathering;
    const facts = await referenceData(gathering);
    const sendings = drafts.flatMap((draft, place) => {
      const report = draft.submitted_report_id === null ? composed(gathering, draft.answers, facts) : undefined;
      return report === undefined ? [] : [{ draft, report, reference: references[place] ?? '' }];
    });
    const ids = writeReports({ tx, partnership, secretKey: house.settings.secretKey, now }, sendings);
    const sent = new Map(sendings.map(({ draft, reference }, place) => [draft.id, { reportId: ids[place] ?? '', reference }]));
    const byId = new Map(drafts.map((draft) => [draft.id, draft]));
    return visits.map((visit) => answerOf(visit, byId.get(visit.draftId ?? ''), sent, londonDate(now)));
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
