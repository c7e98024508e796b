import type { ComponentChildren } from 'preact';
import { z } from 'zod';

import { chronicle } from '../chronology/index.ts';
import { staffPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { isTrained, may } from '../platform/access/index.ts';
import { addCalendarDays, dayWords, londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { contactOf, safeRoute, type Contact } from '../platform/outbox/index.ts';
import { localTime, staffNames } from '../platform/partnership/index.ts';
import { messagesPanel, threadPanels } from './panel-queries.ts';
import { ConversationPage } from './pages/conversation-page.tsx';
import { contactWarning } from './pages/contact-words.ts';
import { HeardFormPage, SafeContactFormPage, ToldFormPage } from './pages/staff-forms.tsx';
import { contactForm, heardForm, messageForm, reportParams, stoppedParams, toldForm } from './schema.ts';
import { addReceipt, conversationReport, markRead, messageTemplates, partyContact, saveSafeContact, settleStopped, type ConversationReport } from './staff-queries.ts';
import { fillTemplate, openMarks } from './template-words.ts';
import { tell, toldByOtherMeans } from './telling.ts';

export type StaffVisit<Params = z.output<typeof reportParams>, Query = unknown, Body = unknown> = Visit<'read_cases' | 'work_cases', Params, Query, Body>;

export async function staffFormPage(visit: Parameters<typeof staffPage>[0], content: { title: string; errors: readonly FieldError[]; reportId: string; children: ComponentChildren }): Promise<Reply> {
  const html = await staffPage(visit, { section: 'cases', title: content.title, error: content.errors.length > 0, back: { href: paths.report(content.reportId), label: 'The conversation' }, children: content.children });
  return page(html, content.errors.length > 0 ? 422 : 200);
}

export function aboutReport(visit: Pick<StaffVisit, 'about'>, report: Pick<ConversationReport, 'id' | 'case_id'>): void {
  visit.about({ kind: 'report', id: report.id, caseId: report.case_id ?? undefined });
}

export function contactOfReport(report: ConversationReport): Contact | undefined {
  const party = partyContact(report);
  return party && contactOf(party);
}

const channelWords = { email: 'e-mail', sms: 'text message', letter: 'letter' } as const;

async function conversation(visit: StaffVisit, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const { tx, actor, now, params } = visit;
  const ids = [params.reportId];
  const [report, { promises, heard, silence }, messages, templates, time, trained] = await Promise.all([
    conversationReport(tx, actor, params.reportId), threadPanels(tx, actor, ids), messagesPanel(tx, actor, ids, { most: 200 }), messageTemplates(tx, actor, londonDate(now)), localTime(tx, actor.rules), isTrained(tx),
  ]);
  aboutReport(visit, report);
  const contact = contactOfReport(report);
  const leaves = safeRoute(contact);
  const children = (
    <ConversationPage
      report={report} contact={contact} leavesBy={leaves && channelWords[leaves.channel]} promises={promises} heard={heard} messages={messages} silence={silence} templates={templates}
      holidays={time.holidays} now={now} mayWork={may(actor, 'work_cases')} trained={trained} typed={typed} errors={errors}
    />
  );
  const back = report.case_id === null ? { href: paths.triageReport(report.id), label: 'The report' } : { href: paths.case(report.case_id), label: `Case ${report.case_reference ?? ''}` };
  return page(await staffPage(visit, { section: 'cases', title: `Conversation, ${report.reference}`, error: errors.length > 0, back, children }), errors.length > 0 ? 422 : 200);
}

/** A template's words with what is known filled in. */
async function beginWith(visit: StaffVisit<z.output<typeof reportParams>, { template?: string | undefined }>): Promise<Typed> {
  const { tx, actor, now, query, params } = visit;
  if (query.template === undefined) {
    return {};
  }
  const [report, templates, names] = await Promise.all([conversationReport(tx, actor, params.reportId), messageTemplates(tx, actor, londonDate(now)), staffNames(tx, [actor.accountId])]);
  const template = templates.find(({ id }) => id === query.template);
  const me = names.get(actor.accountId);
  const next = report.next_told_by;
  const values = {
    name: report.person ?? '', officer_name: actor.name, officer_phone: me?.phone ?? me?.team_phone ?? undefined, agency_name: me?.agency, report_reference: report.reference, case_reference: report.case_reference ?? undefined,
    case_title: report.case_title ?? undefined, next_date: next === null ? undefined : dayWords(next, now), date_in_7_days: dayWords(addCalendarDays(now, 7), now),
  };
  return template === undefined ? {} : { words: fillTemplate(template.body, values) };
}

const reading: Route[] = [
  route({
    method: 'GET', path: '/reports/:reportId', admits: 'read_cases', audit: { event: 'conversation.read' }, params: reportParams, query: z.object({ template: z.uuid().optional() }),
    handle: async (visit) => conversation(visit, await beginWith(visit), []),
  }),
  route({
    method: 'POST', path: '/reports/:reportId/read', admits: 'work_cases', audit: { event: 'messages.read' }, params: reportParams,
    handle: async (visit) => {
      const report = await conversationReport(visit.tx, visit.actor, visit.params.reportId);
      aboutReport(visit, report);
      markRead(visit.tx, visit.actor, report.id, visit.now);
      return seeOther(paths.report(report.id), { notice: 'Marked as read. They see that you have read it.' });
    },
  }),
];

const writing: Route[] = [
  // The form stands on the conversation; an address of its own leads back there.
  route({ method: 'GET', path: '/reports/:reportId/message', admits: 'work_cases', audit: { event: 'conversation.read' }, params: reportParams, handle: async (visit) => conversation(visit, {}, []) }),
  route({
    method: 'POST', path: '/reports/:reportId/message', admits: 'work_cases', audit: { event: 'message.sent' }, params: reportParams, body: messageForm,
    handle: async (visit) => {
      const { form, tx, actor, now, partnership, params } = visit;
      const marks = form.ok ? openMarks(form.value.words) : [];
      const errors = form.ok ? marks.map((mark) => ({ field: 'words', text: `Replace ${mark} before you send` })).slice(0, 1) : form.errors;
      if (!form.ok || errors.length > 0) {
        return await conversation(visit, form.typed, errors);
      }
      const report = await conversationReport(tx, actor, params.reportId);
      aboutReport(visit, report);
      const { sent } = await tell(tx, { partnership, reportId: report.id, author: actor, words: form.value.words, now });
      markRead(tx, actor, report.id, now);
      return seeOther(`${paths.report(report.id)}#messages`, { notice: sent ? 'Your message is on its way, and the silence clock starts again.' : 'Your message is on their private page. Nothing was sent, because no route is safe.' });
    },
  }),
];

async function heardPage(visit: StaffVisit, typed: Typed | undefined, errors: readonly FieldError[]): Promise<Reply> {
  const { tx, actor, params } = visit;
  const [report, { heard: [panel] }] = await Promise.all([conversationReport(tx, actor, params.reportId), threadPanels(tx, actor, [params.reportId])]);
  aboutReport(visit, report);
  if (panel === undefined) {
    throw new HubError('not_yours');
  }
  const shown: Typed = typed ?? { points: panel.points?.join('\n') ?? '', wants: panel.wants ?? panel.their_wants };
  return await staffFormPage(visit, { title: 'What we understood', errors, reportId: report.id, children: <HeardFormPage reportId={report.id} person={report.person} typed={shown} errors={errors} panel={panel} /> });
}

const heard: Route[] = [
  route({ method: 'GET', path: '/reports/:reportId/heard', admits: 'work_cases', audit: { event: 'conversation.read' }, params: reportParams, handle: async (visit) => heardPage(visit, undefined, []) }),
  route({
    method: 'POST', path: '/reports/:reportId/heard', admits: 'work_cases', audit: { event: 'heard.written' }, params: reportParams, body: z.intersection(heardForm, z.object({ after: z.coerce.number().int().min(0) })),
    handle: async (visit) => {
      const { form, tx, actor, now, partnership, params } = visit;
      if (!form.ok) {
        return await heardPage(visit, form.typed, form.errors);
      }
      const report = await conversationReport(tx, actor, params.reportId);
      aboutReport(visit, report);
      const { after, points, wants } = form.value;
      if (!(await addReceipt(tx, actor, report.id, { after, points, wants }, now))) {
        throw new HubError('changed_meanwhile');
      }
      await tell(tx, {
        partnership, reportId: report.id, author: actor, now,
        words: after === 0 ? 'I have written down what I understood from you. Please look at “Is this right?” on this page and tell me.' : 'I have written the summary again. Please look at “Is this right?” on this page and tell me.',
        residentWords: `${actor.name} wrote ${after === 0 ? 'the summary' : 'a new summary'} of what you told us.`,
      });
      return seeOther(`${paths.report(report.id)}#heard`, { notice: 'Saved. They are asked whether it is right.' });
    },
  }),
];

async function toldPage(visit: StaffVisit, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const report = await conversationReport(visit.tx, visit.actor, visit.params.reportId);
  aboutReport(visit, report);
  const contact = contactOfReport(report);
  const children = <ToldFormPage reportId={report.id} person={report.person} typed={typed} errors={errors} warning={contactWarning(contact)} mayRing={contact?.routes.includes('phone') === true} />;
  return await staffFormPage(visit, { title: 'What did you tell them?', errors, reportId: report.id, children });
}

const told: Route[] = [
  route({ method: 'GET', path: '/reports/:reportId/told', admits: 'work_cases', audit: { event: 'conversation.read' }, params: reportParams, handle: async (visit) => toldPage(visit, {}, []) }),
  route({
    method: 'POST', path: '/reports/:reportId/told', admits: 'work_cases', audit: { event: 'told.by_other_means' }, params: reportParams, body: toldForm,
    handle: async (visit) => {
      const { form, tx, actor, now, partnership, params } = visit;
      if (!form.ok) {
        return await toldPage(visit, form.typed, form.errors);
      }
      const report = await conversationReport(tx, actor, params.reportId);
      aboutReport(visit, report);
      const { means, words, resident } = form.value;
      await toldByOtherMeans(tx, { partnership, reportId: report.id, author: actor, means, words, now, ...(resident === '' ? {} : { residentWords: resident }) });
      return seeOther(paths.report(report.id), { notice: 'Added, and the silence clock starts again.' });
    },
  }),
];

async function safeContactPage(visit: StaffVisit, typed: Typed | undefined, errors: readonly FieldError[]): Promise<Reply> {
  const report = await conversationReport(visit.tx, visit.actor, visit.params.reportId);
  aboutReport(visit, report);
  const contact = contactOfReport(report);
  const before: Typed = contact === undefined
    ? {}
    : { routes: contact.routes, phone: contact.phone ?? '', email: contact.email ?? '', address: report.address ?? '', never: contact.never ?? '', note: contact.note ?? '', plain: contact.plain ? 'yes' : 'no' };
  return await staffFormPage(visit, { title: 'Safe contact', errors, reportId: report.id, children: <SafeContactFormPage reportId={report.id} person={report.person} typed={typed ?? before} errors={errors} /> });
}

/** Both names of the address lead here: `contact` is the older one. */
const safeContact: Route[] = (['safe-contact', 'contact'] as const).flatMap((part) => [
  route({ method: 'GET', path: `/reports/:reportId/${part}`, admits: 'work_cases', audit: { event: 'conversation.read' }, params: reportParams, handle: async (visit) => safeContactPage(visit, undefined, []) }),
  route({
    method: 'POST', path: `/reports/:reportId/${part}`, admits: 'work_cases', audit: { event: 'contact.changed' }, params: reportParams, body: contactForm,
    handle: async (visit) => {
      const { form, tx, actor, now, params } = visit;
      if (!form.ok) {
        return await safeContactPage(visit, form.typed, form.errors);
      }
      const report = await conversationReport(tx, actor, params.reportId);
      aboutReport(visit, report);
      saveSafeContact(tx, actor, report, { ...form.value, plain: form.value.plain === 'yes' }, now);
      chronicle(tx, {
        partnershipId: actor.partnershipId, reportId: report.id, caseId: report.case_id, at: now, kind: 'contact', words: 'Safe contact changed.', byAccount: actor.accountId, byAgency: actor.agencyId,
        residentWords: `${actor.name} changed how we contact you. Look whether it is right.`,
      });
      return seeOther(paths.report(report.id), { notice: 'Saved. From now on only these routes are used.' });
    },
  }),
]);

const stopped: Route[] = [
  route({
    method: 'POST', path: '/reports/:reportId/undelivered/:messageId', admits: 'work_cases', audit: { event: 'message.released' }, params: stoppedParams, body: z.object({ act: z.enum(['again', 'settled']) }),
    handle: async (visit) => {
      const { form, tx, actor, now, params } = visit;
      if (!form.ok) {
        throw new HubError('bad_request');
      }
      const report = await conversationReport(tx, actor, params.reportId);
      aboutReport(visit, report);
      if (!(await settleStopped(tx, actor, report.id, params.messageId, form.value.act, now))) {
        throw new HubError('changed_meanwhile');
      }
      return seeOther(paths.report(report.id), { notice: form.value.act === 'again' ? 'It is sent again, by a route that is safe now.' : 'Settled. Nothing more is sent.' });
    },
  }),
];

export const staffRoutes: readonly Route[] = [...reading, ...writing, ...heard, ...told, ...safeContact, ...stopped];

