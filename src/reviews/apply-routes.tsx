import { chronicle } from '../chronology/index.ts';
import { publicPage, staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { LinkActor, PublicActor, StaffActor } from '../platform/access/index.ts';
import { addWorkingDays, londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { localTime, type Partnership } from '../platform/partnership/index.ts';
import { ApplyByLink, ApplyByStaff, ApplyOnWeb, ReviewsExplained } from './pages/apply-pages.tsx';
import { caseForReview, complaintsOf, figuresOf, noteEvent, publicAgency, reportOfLink, ruleOn, takeApplication, type ReviewRule } from './queries.ts';
import { countThreshold, reportingYear } from './rules.ts';
import { caseParams, linkForm, linkParams, staffForm, webForm } from './schema.ts';

type LinkVisit = Framed<LinkActor> & { readonly params: { readonly secret: string } };
type StaffVisit = Framed<StaffActor> & { readonly params: { readonly caseId: string } };
type Now = Framed['now'];

/** The local procedure today, and the deadlines of an application that comes in now. */
async function procedure(tx: Transaction, partnership: Partnership, now: Now): Promise<{ rule: ReviewRule; ackBy: Now; decideBy: Now }> {
  const [rule, time] = await Promise.all([ruleOn(tx, londonDate(now)), localTime(tx)]);
  const hours = { holidays: time.holidays, closesAt: partnership.settings.closesAt };
  return { rule, ackBy: addWorkingDays(now, rule.ackDays, hours), decideBy: addWorkingDays(now, rule.decideDays, hours) };
}

async function linkPage(visit: LinkVisit, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, now, params: { secret } } = visit;
  const [rule, complaints] = await Promise.all([ruleOn(tx, londonDate(now)), complaintsOf(tx, { reportId: actor.reportId })]);
  const children = <ApplyByLink secret={secret} rule={rule} counting={countThreshold(complaints, rule, now, 'as it stands')} errors={errors} typed={typed} />;
  return page(publicPage(visit, { title: 'Ask for a case review', noindex: true, exit: true, question: true, error: errors.length > 0, back: { href: paths.link(secret), label: 'Your report' }, children }), errors.length > 0 ? 422 : 200);
}

const byLink: Route[] = [
  route({ method: 'GET', path: '/r/:secret/review', admits: 'link', audit: { event: 'report.read_by_link' }, params: linkParams, handle: async (visit) => {
    visit.about({ kind: 'report', id: visit.actor.reportId });
    return await linkPage(visit);
  } }),
  route({
    method: 'POST', path: '/r/:secret/review', admits: 'link', audit: { event: 'review.asked_by_link' }, params: linkParams, body: linkForm,
    handle: async (visit) => {
      const { tx, actor, now, partnership, params: { secret }, form } = visit;
      if (!form.ok) {
        return await linkPage(visit, form.errors, form.typed);
      }
      const [report, { rule, ackBy, decideBy }] = await Promise.all([reportOfLink(tx, actor.reportId), procedure(tx, partnership, now)]);
      visit.about({ kind: 'report', id: report.id, ...(report.case_id === null ? {} : { caseId: report.case_id }) });
      const { reference } = takeApplication(tx, {
        partnershipId: partnership.id, agencyId: report.agency_id, caseId: report.case_id, reportId: report.id, ruleId: rule.id, via: 'link', kind: 'victim', name: '', contact: '', consent: '', words: form.value.words, told: '', ackBy, decideBy, now,
      });
      chronicle(tx, { partnershipId: partnership.id, reportId: report.id, caseId: report.case_id, at: now, kind: 'contact', byWords: 'By private link', words: `They ask for an ASB Case Review (${reference}): “${form.value.words}”`, residentWords: `You asked for a case review, ${reference}.` });
      return seeOther(paths.link(secret), { notice: `We have your request for a case review. Its number is ${reference}. We answer within ${rule.ackDays} working days.` });
    },
  }),
];

type WebVisit = Framed<PublicActor>;

async function explained(visit: WebVisit): Promise<Reply> {
  const { tx, now } = visit;
  const year = reportingYear(londonDate(now));
  const [rule, agency, figures] = await Promise.all([ruleOn(tx, londonDate(now)), publicAgency(tx), Promise.all([year, year - 1, year - 2].map(async (one) => ({ year: one, ...(await figuresOf(tx, one)) })))]);
  return page(publicPage(visit, { title: 'ASB Case Review', children: <ReviewsExplained rule={rule} agency={agency} figures={figures} /> }));
}

async function webPage(visit: WebVisit, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const rule = await ruleOn(visit.tx, londonDate(visit.now));
  return page(publicPage(visit, { title: 'Ask for a case review', exit: true, question: true, error: errors.length > 0, back: { href: paths.caseReview() }, children: <ApplyOnWeb rule={rule} errors={errors} typed={typed} /> }), errors.length > 0 ? 422 : 200);
}

const onWeb: Route[] = [
  route({ method: 'GET', path: '/case-review', admits: 'public', audit: { none: 'a public page without personal data' }, handle: async (visit) => explained(visit) }),
  route({ method: 'GET', path: '/case-review/apply', admits: 'public', audit: { none: 'an empty form' }, handle: async (visit) => webPage(visit) }),
  route({
    method: 'POST', path: '/case-review/apply', admits: 'public', audit: { event: 'review.asked_on_web' }, body: webForm,
    handle: async (visit) => {
      const { tx, now, partnership, form } = visit;
      if (!form.ok) {
        return await webPage(visit, form.errors, form.typed);
      }
      const [agency, { rule, ackBy, decideBy }] = await Promise.all([publicAgency(tx), procedure(tx, partnership, now)]);
      const { applicant_kind: kind, applicant_name: name, applicant_contact: contact, consent_words: consent, words, told_words: told } = form.value;
      const { id, reference } = takeApplication(tx, { partnershipId: partnership.id, agencyId: agency.id, caseId: null, reportId: null, ruleId: rule.id, via: 'web', kind, name, contact, consent, words, told, ackBy, decideBy, now });
      visit.about({ kind: 'review', id });
      return seeOther(paths.caseReview(), { notice: `We have your request. Its number is ${reference}: keep it. ${agency.name} answers within ${rule.ackDays} working days.` });
    },
  }),
];

async function staffApplication(visit: StaffVisit, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, now, params: { caseId } } = visit;
  const [file, rule, complaints] = await Promise.all([caseForReview(tx, actor, caseId), ruleOn(tx, londonDate(now)), complaintsOf(tx, { caseId })]);
  const children = <ApplyByStaff file={file} rule={rule} counting={countThreshold(complaints, rule, now, 'as it stands')} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'reviews', title: 'Take an application for a case review', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const byStaff: Route[] = [
  route({ method: 'GET', path: '/cases/:caseId/review', admits: 'work_cases', audit: { event: 'case.read' }, params: caseParams, handle: async (visit) => {
    visit.about({ kind: 'case', id: visit.params.caseId, caseId: visit.params.caseId });
    return await staffApplication(visit);
  } }),
  route({
    method: 'POST', path: '/cases/:caseId/review', admits: 'work_cases', audit: { event: 'review.taken' }, params: caseParams, body: staffForm,
    handle: async (visit) => {
      const { tx, actor, now, partnership, params: { caseId }, form } = visit;
      visit.about({ kind: 'case', id: caseId, caseId });
      if (!form.ok) {
        return await staffApplication(visit, form.errors, form.typed);
      }
      const [file, { rule, ackBy, decideBy }] = await Promise.all([caseForReview(tx, actor, caseId), procedure(tx, partnership, now)]);
      const { applicant_kind: kind, applicant_name: name, applicant_contact: contact, consent_words: consent, words, told_words: told } = form.value;
      const { id, reference } = takeApplication(tx, { partnershipId: partnership.id, agencyId: actor.agencyId, caseId, reportId: file.report_id, ruleId: rule.id, via: 'staff', kind, name, contact, consent, words, told, ackBy, decideBy, now });
      noteEvent(tx, actor, id, `Application taken by phone or at a desk: “${words}”`, now);
      chronicle(tx, { partnershipId: partnership.id, caseId, at: now, kind: 'contact', byAccount: actor.accountId, byAgency: actor.agencyId, words: `ASB Case Review asked for (${reference}): “${words}”` });
      return seeOther(paths.review(id), { notice: `Taken: ${reference}.` });
    },
  }),
];

export const applyRoutes: readonly Route[] = [...byLink, ...onWeb, ...byStaff];
