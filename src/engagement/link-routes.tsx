import type { ComponentChildren } from 'preact';
import type { z } from 'zod';

import { chronicle } from '../chronology/index.ts';
import { publicPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { deadlineWords, dueBy, londonDate, momentWords, standardFor } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed, type UploadOutcome, type Visit } from '../platform/http/index.ts';
import { contactOf } from '../platform/outbox/index.ts';
import { localTime } from '../platform/partnership/index.ts';
import {
  addFiles, addIncident, addMessage, agencyNames, answerReceipt, countTelling, linkConfidence, linkHolder, linkParty, linkPromises, linkReceipt, linkReport, reopen, saveConfidence, saveContact, type LinkReport,
} from './link-queries.ts';
import { momentToAsk } from './confidence.ts';
import { AgainPage, ConfidencePage, ContactPage, CorrectionPage, HistoryPage, MessagePage, ReopenPage, VersionsPage } from './pages/link-forms.tsx';
import { TrackPage } from './pages/track-page.tsx';
import { lineOf } from './promise-lines.ts';
import { againForm, confidenceForm, contactForm, happenedAt, heardAnswerForm, linkMessageForm, linkParams, reopenForm } from './schema.ts';
import { readTracking } from './tracking.ts';
import { timeline } from '../chronology/index.ts';

type LinkVisit<Body = unknown> = Visit<'link', z.output<typeof linkParams>, unknown, Body>;

const params = linkParams;

function linkPage(visit: LinkVisit, content: { title: string; status?: number; error?: boolean; question?: boolean; back?: boolean; children: ComponentChildren }): Reply {
  const html = publicPage(visit, {
    title: content.title, noindex: true, exit: true, error: content.error === true, question: content.question ?? true,
    ...(content.back === false ? {} : { back: { href: paths.link(visit.params.secret), label: 'Your report' } }), children: content.children,
  });
  return page(html, content.status ?? 200);
}

function home(visit: LinkVisit, notice: string, anchor = ''): Reply {
  return seeOther(`${paths.link(visit.params.secret)}${anchor}`, { notice });
}

function about(visit: LinkVisit, caseId?: string | null): void {
  visit.about({ kind: 'report', id: visit.actor.reportId, ...(caseId === null || caseId === undefined ? {} : { caseId }) });
}

/** What they did, for those who work on it, and for their own history. */
function record(visit: LinkVisit, report: Pick<LinkReport, 'case_id'>, entry: { kind: 'contact' | 'incident' | 'state' | 'file'; words: string; residentWords: string }): void {
  chronicle(visit.tx, { partnershipId: visit.actor.partnershipId, reportId: visit.actor.reportId, caseId: report.case_id, at: visit.now, byWords: 'By private link', ...entry });
}

/** Refused files, as errors of the file field; what was typed stays. */
function fileErrors(uploads: readonly UploadOutcome[]): FieldError[] {
  return uploads.flatMap((upload) => (upload.ok ? [] : [{ field: 'files', text: `${upload.name}: ${upload.sentence}` }]));
}

function filesWords(uploads: readonly UploadOutcome[]): string {
  return uploads.length === 0 ? '' : ` With ${uploads.length === 1 ? 'a file' : `${uploads.length} files`}.`;
}

const track = route({
  method: 'GET', path: '/r/:secret', admits: 'link', audit: { event: 'report.read_by_link' }, params,
  handle: async (visit) => {
    const tracking = await readTracking(visit.tx, visit.actor, visit.now);
    about(visit, tracking.report.case_id);
    const children = <TrackPage tracking={tracking} secret={visit.params.secret} now={visit.now} hubPhone={visit.partnership.settings.hubPhone} />;
    return linkPage(visit, { title: 'Your report', question: false, back: false, children });
  },
});

async function who(visit: LinkVisit): Promise<string> {
  const [holder, agencies] = await Promise.all([linkHolder(visit.tx), agencyNames(visit.tx, visit.actor)]);
  return agencies.get(holder.agency_id)?.name ?? 'us';
}

async function messagePage(visit: LinkVisit, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const children = <MessagePage secret={visit.params.secret} typed={typed} errors={errors} who={await who(visit)} />;
  return linkPage(visit, { title: 'Write to us', error: errors.length > 0, status: errors.length > 0 ? 422 : 200, children });
}

const messages: Route[] = [
  route({ method: 'GET', path: '/r/:secret/message', admits: 'link', audit: { none: 'an empty form' }, params, handle: async (visit) => messagePage(visit, {}, []) }),
  route({
    method: 'POST', path: '/r/:secret/message', admits: 'link', audit: { event: 'message.sent_by_link' }, params, body: linkMessageForm, takesFiles: true,
    handle: async (visit) => {
      const { form, uploads, tx, actor, now } = visit;
      const missing = form.ok && form.value.words === '' && uploads.length === 0 ? [{ field: 'words', text: 'Write your message, or add a file' }] : [];
      const errors = [...(form.ok ? missing : form.errors), ...fileErrors(uploads)];
      if (!form.ok || errors.length > 0) {
        return await messagePage(visit, form.typed, errors);
      }
      const report = await linkReport(tx, actor);
      about(visit, report.case_id);
      const words = form.value.words === '' ? 'I have added a file.' : form.value.words;
      addMessage(tx, actor, words, now);
      addFiles(tx, actor, report.case_id, uploads, now);
      record(visit, report, { kind: 'contact', words: `“${words}”${filesWords(uploads)}`, residentWords: `You wrote to us.${filesWords(uploads)}` });
      return home(visit, 'We have your message.', '#write');
    },
  }),
];

async function correctionPage(visit: LinkVisit, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const [report, receipt] = await Promise.all([linkReport(visit.tx, visit.actor), linkReceipt(visit.tx, visit.actor)]);
  about(visit, report.case_id);
  if (receipt === undefined) {
    throw new HubError('not_found');
  }
  const children = <CorrectionPage secret={visit.params.secret} typed={typed} errors={errors} receipt={receipt} theirWords={report.words} />;
  return linkPage(visit, { title: 'What is wrong or missing?', question: false, error: errors.length > 0, status: errors.length > 0 ? 422 : 200, children });
}

const heard: Route[] = [
  route({ method: 'GET', path: '/r/:secret/heard', admits: 'link', audit: { event: 'report.read_by_link' }, params, handle: async (visit) => correctionPage(visit, {}, []) }),
  route({
    method: 'POST', path: '/r/:secret/heard', admits: 'link', audit: { event: 'heard.answered' }, params, body: heardAnswerForm,
    handle: async (visit) => {
      const { form, tx, actor, now } = visit;
      if (!form.ok) {
        return await correctionPage(visit, form.typed, form.errors);
      }
      const report = await linkReport(tx, actor);
      about(visit, report.case_id);
      const { answer, correction, receipt } = form.value;
      if (!(await answerReceipt(tx, actor, { receiptId: receipt, answer, correction: answer === 'wrong' ? correction : '' }, now))) {
        throw new HubError('changed_meanwhile');
      }
      if (answer === 'right') {
        record(visit, report, { kind: 'contact', words: 'They said that our summary is right.', residentWords: 'You said that our summary is right.' });
        return home(visit, 'Thank you. We go on from here.', '#right');
      }
      // They had to explain it once more: that counts, and an officer reads it like any message.
      countTelling(tx, actor);
      addMessage(tx, actor, `About your summary: ${correction}`, now);
      record(visit, report, { kind: 'contact', words: `They corrected our summary: “${correction}”`, residentWords: 'You told us what is wrong in our summary.' });
      return home(visit, 'Thank you. We write the summary again.', '#right');
    },
  }),
];

/** A report that was over opens again, with its case; by when a person answers. */
async function openAgain(visit: LinkVisit, report: LinkReport): Promise<boolean> {
  return await reopen(visit.tx, visit.now, await answerBy(visit, report));
}

async function answerBy(visit: LinkVisit, report: LinkReport) {
  const time = await localTime(visit.tx);
  const standard = standardFor(time.standards, 'named-person', [report.priority, ...(report.hate ? ['hate'] : [])], londonDate(visit.now));
  const hours = { closesAt: visit.partnership.settings.closesAt, holidays: time.holidays };
  return standard === undefined ? visit.now.add({ hours: 72 }) : dueBy(standard, visit.now, hours);
}

function againPage(visit: LinkVisit, typed: Typed, errors: readonly FieldError[]): Reply {
  const children = <AgainPage secret={visit.params.secret} typed={typed} errors={errors} />;
  return linkPage(visit, { title: 'It happened again', error: errors.length > 0, status: errors.length > 0 ? 422 : 200, children });
}

const again: Route[] = [
  route({ method: 'GET', path: '/r/:secret/again', admits: 'link', audit: { none: 'an empty form' }, params, handle: async (visit) => againPage(visit, {}, []) }),
  route({
    method: 'POST', path: '/r/:secret/again', admits: 'link', audit: { event: 'incident.added_by_link' }, params, body: againForm, takesFiles: true,
    handle: async (visit) => {
      const { form, uploads, tx, actor, now } = visit;
      const at = form.ok ? happenedAt(form.value, londonDate(now)) : undefined;
      const future = at !== undefined && londonDate(at).since(londonDate(now)).days > 0 ? [{ field: 'when-day', text: 'That day has not come yet' }] : [];
      const errors = [...(form.ok ? future : form.errors), ...fileErrors(uploads)];
      if (!form.ok || at === undefined || errors.length > 0) {
        return againPage(visit, form.typed, errors);
      }
      const report = await linkReport(tx, actor);
      about(visit, report.case_id);
      const words = form.value.time === '' ? `${form.value.words} (time not known)` : form.value.words;
      addIncident(tx, actor, report.case_id, { happenedAt: at, words, place: form.value.place }, now);
      addFiles(tx, actor, report.case_id, uploads, now);
      countTelling(tx, actor);
      addMessage(tx, actor, `It happened again, ${momentWords(at, now)}. ${form.value.words}`, now);
      const reopened = await openAgain(visit, report);
      record(visit, report, { kind: 'incident', words: `It happened again, ${momentWords(at, now)}: “${form.value.words}”${filesWords(uploads)}`, residentWords: `You told us that it happened again.${filesWords(uploads)}` });
      if (reopened) {
        record(visit, report, { kind: 'state', words: 'Opened again: it happened again after the report was closed.', residentWords: 'Your report was opened again.' });
      }
      return home(visit, reopened ? 'We have added it and opened your report again.' : 'We have added it to your report.');
    },
  }),
];

function contactPage(visit: LinkVisit, typed: Typed, errors: readonly FieldError[]): Reply {
  const children = <ContactPage secret={visit.params.secret} typed={typed} errors={errors} />;
  return linkPage(visit, { title: 'How is it safe to contact you?', error: errors.length > 0, status: errors.length > 0 ? 422 : 200, children });
}

const contact: Route[] = [
  route({
    method: 'GET', path: '/r/:secret/contact', admits: 'link', audit: { event: 'report.read_by_link' }, params,
    handle: async (visit) => {
      about(visit);
      const party = await linkParty(visit.tx, visit.actor);
      const now = party && contactOf(party);
      const typed: Typed = now === undefined
        ? {}
        : { routes: now.routes, phone: now.phone ?? '', email: now.email ?? '', address: party?.address ?? '', never: now.never ?? '', note: now.note ?? '', plain: now.plain ? 'yes' : 'no' };
      return contactPage(visit, typed, []);
    },
  }),
  route({
    method: 'POST', path: '/r/:secret/contact', admits: 'link', audit: { event: 'contact.changed_by_link' }, params, body: contactForm,
    handle: async (visit) => {
      const { form, tx, actor } = visit;
      if (!form.ok) {
        return contactPage(visit, form.typed, form.errors);
      }
      const [report, party] = await Promise.all([linkReport(tx, actor), linkParty(tx, actor)]);
      about(visit, report.case_id);
      saveContact(tx, actor, report.agency_id, party?.id, { ...form.value, plain: form.value.plain === 'yes' }, visit.now);
      record(visit, report, { kind: 'contact', words: 'They changed how it is safe to contact them. Look before you ring, write or visit.', residentWords: 'You changed how we contact you.' });
      return home(visit, 'From now on we use only what you chose.');
    },
  }),
];

async function confidencePage(visit: LinkVisit, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const [report, holder, rows] = await Promise.all([linkReport(visit.tx, visit.actor), linkHolder(visit.tx), linkConfidence(visit.tx, visit.actor)]);
  const over = report.state === 'closed' || report.state === 'no_further_action' || (report.state === 'in_case' && holder.case_state === 'closed');
  const moment = momentToAsk(over, rows, report.received_at, visit.now);
  if (moment === undefined) {
    return home(visit, 'You have answered these questions. Thank you.');
  }
  const children = <ConfidencePage secret={visit.params.secret} typed={typed} errors={errors} moment={moment} />;
  return linkPage(visit, { title: 'Three questions', error: errors.length > 0, status: errors.length > 0 ? 422 : 200, children });
}

const confidence: Route[] = [
  route({ method: 'GET', path: '/r/:secret/confidence', admits: 'link', audit: { none: 'an empty form' }, params, handle: async (visit) => confidencePage(visit, {}, []) }),
  route({
    method: 'POST', path: '/r/:secret/confidence', admits: 'link', audit: { event: 'confidence.answered' }, params, body: confidenceForm,
    handle: async (visit) => {
      const { form } = visit;
      if (!form.ok) {
        return await confidencePage(visit, form.typed, form.errors);
      }
      about(visit);
      saveConfidence(visit.tx, visit.actor, { moment: form.value.moment, reportAgain: form.value.report_again, feltHeard: form.value.felt_heard, knewNext: form.value.knew_next, words: form.value.words }, visit.now);
      return home(visit, 'Thank you. Your answers count.');
    },
  }),
];

async function reopenPage(visit: LinkVisit, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const report = await linkReport(visit.tx, visit.actor);
  const heardBy = deadlineWords(await answerBy(visit, report), visit.now);
  const children = <ReopenPage secret={visit.params.secret} typed={typed} errors={errors} heardBy={heardBy} />;
  return linkPage(visit, { title: 'It is not over', error: errors.length > 0, status: errors.length > 0 ? 422 : 200, children });
}

const reopening: Route[] = [
  route({ method: 'GET', path: '/r/:secret/reopen', admits: 'link', audit: { none: 'an empty form' }, params, handle: async (visit) => reopenPage(visit, {}, []) }),
  route({
    method: 'POST', path: '/r/:secret/reopen', admits: 'link', audit: { event: 'report.reopened' }, params, body: reopenForm,
    handle: async (visit) => {
      const { form, tx, actor, now } = visit;
      if (!form.ok) {
        return await reopenPage(visit, form.typed, form.errors);
      }
      const report = await linkReport(tx, actor);
      about(visit, report.case_id);
      addMessage(tx, actor, form.value.words, now);
      if (!(await openAgain(visit, report))) {
        record(visit, report, { kind: 'contact', words: `“${form.value.words}”`, residentWords: 'You wrote to us.' });
        return home(visit, 'Your report is open. We have your message.', '#write');
      }
      record(visit, report, { kind: 'state', words: `Opened again by the person who reported: “${form.value.words}”`, residentWords: 'You opened your report again.' });
      return home(visit, 'Your report is open again, and the people who deal with it have been told.');
    },
  }),
];

const reading: Route[] = [
  route({
    method: 'GET', path: '/r/:secret/promise', admits: 'link', audit: { event: 'report.read_by_link' }, params,
    handle: async (visit) => {
      about(visit);
      const promises = await linkPromises(visit.tx, visit.actor);
      return linkPage(visit, { title: 'How the promise changed', question: false, children: <VersionsPage promises={promises.map((promise) => ({ ...promise, lines: promise.lines.map(lineOf) }))} now={visit.now} /> });
    },
  }),
  route({
    method: 'GET', path: '/r/:secret/history', admits: 'link', audit: { event: 'report.read_by_link' }, params,
    handle: async (visit) => {
      about(visit);
      const [report, history] = await Promise.all([linkReport(visit.tx, visit.actor), timeline(visit.tx, { reportId: visit.actor.reportId }, [], 1000)]);
      return linkPage(visit, { title: 'Everything that has happened', question: false, children: <HistoryPage history={history} receivedAt={report.received_at} /> });
    },
  }),
];

/** What the holder of a private link can see and do. */
export const linkRoutes: readonly Route[] = [track, ...messages, ...heard, ...again, ...contact, ...confidence, ...reopening, ...reading];

