import { z } from 'zod';

import { paths } from '../paths.ts';
import { enterDraft } from '../platform/access/index.ts';
import { dayWords, inLondon, londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { draftCookie, route, secretHash, seeOther, typedText, type FieldError, type Reply, type Typed } from '../platform/http/index.ts';
import { plainMessage, put, type SafeRoute } from '../platform/outbox/index.ts';
import { ComeBackPage } from './pages/come-back.tsx';
import { draftOf, saveAnswers, type DraftRow } from './queries.ts';
import { cookieFor, draftDays, elsewhere, goOnAt, reportPage, type ReportVisit } from './visit-draft.ts';
import { parseEmail, parseMobile } from './ways-to-reach.ts';

/** Enough for a mistyped address or two; more would let a stranger's phone be filled. */
const mostLinksSent = 3;

function linkOf(visit: ReportVisit): string {
  return new URL(paths.reportResume(visit.request.cookies[draftCookie] ?? ''), visit.house.settings.baseUrl).href;
}

function comeBackPage(visit: ReportVisit, draft: DraftRow, typed: Typed, errors: readonly FieldError[]): Reply {
  const today = londonDate(visit.now);
  return reportPage(visit, {
    title: 'A link to come back', back: goOnAt(draft.answers, today), error: errors.length > 0,
    children: <ComeBackPage link={linkOf(visit)} goOn={goOnAt(draft.answers, today)} until={dayWords(inLondon(draft.updated_at).add({ days: draftDays }), today)} typed={typed} errors={errors} />,
  });
}

const show = route({
  method: 'GET', path: paths.reportStep('come-back'), admits: 'draft', audit: { none: 'a report that is being written is its writer’s alone' },
  handle: async (visit) => {
    const draft = await draftOf(visit.tx, visit.actor.draftId);
    return elsewhere(draft, londonDate(visit.now)) ?? comeBackPage(visit, draft, {}, []);
  },
});

function routeTo(text: string): SafeRoute | undefined {
  const [phone, email] = [parseMobile(text), parseEmail(text)];
  return phone !== undefined ? { channel: 'sms', address: phone } : email === undefined ? undefined : { channel: 'email', address: email };
}

const sendLink = route({
  method: 'POST', path: paths.reportStep('come-back'), admits: 'draft', audit: { none: 'a report that is being written is its writer’s alone' },
  handle: async (visit) => {
    const { typed } = visit.form;
    const draft = await draftOf(visit.tx, visit.actor.draftId, true);
    const away = elsewhere(draft, londonDate(visit.now));
    if (away !== undefined) {
      return away;
    }
    const to = routeTo(typedText(typed, 'to'));
    const sent = draft.answers.linksSent ?? 0;
    if (to === undefined) {
      return comeBackPage(visit, draft, typed, [{ field: 'to', text: 'Give a mobile number that begins with 07, or an e-mail address like name@example.org' }]);
    }
    if (sent >= mostLinksSent) {
      return comeBackPage(visit, draft, typed, [{ field: 'to', text: `We have sent this link ${mostLinksSent} times, the most we can. Copy it from this page instead` }]);
    }
    // There is no report yet that could say which routes are safe: the address was typed for this, and the words give nothing away.
    put(visit.tx, {
      partnershipId: visit.partnership.id, to, subject: to.channel === 'email' ? plainMessage.subject : '', body: `The page you asked for: ${linkOf(visit)}`, unbranded: true, automatic: true, now: visit.now,
    });
    saveAnswers(visit.tx, draft.id, { ...draft.answers, linksSent: sent + 1 }, visit.now);
    return seeOther(paths.reportStep('come-back'), { notice: 'The link is on its way. It may take a few minutes.' });
  },
});

/** Opens an unfinished report on this device. Nothing is changed but what the device remembers. */
const resume = route({
  method: 'GET', path: '/report/resume/:secret', admits: 'public', audit: { none: 'a report that is being written is its writer’s alone' },
  params: z.object({ secret: z.string().min(20).max(100) }),
  handle: async (visit) => {
    const actor = await enterDraft(visit.tx, secretHash(visit.params.secret));
    if (actor === undefined || actor.partnershipId !== visit.partnership.id) {
      throw new HubError('link_unknown');
    }
    const draft = await draftOf(visit.tx, actor.draftId);
    const to = draft.submitted_report_id === null ? goOnAt(draft.answers, londonDate(visit.now)) : paths.reportSent(draft.answers.sent?.reference);
    return seeOther(to, { cookies: [cookieFor(visit.params.secret, draft.submitted_report_id !== null)] });
  },
});

export const comeBackRoutes = [show, sendLink, resume];
