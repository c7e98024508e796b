import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate, readDay } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { allHolds, calledFor, holdById, holdLonger, holdsOf, liftHold, placeHold, type HoldRow } from './hold-queries.ts';
import { HoldListPage, HoldPage, NewHoldPage, RecordHoldsPage } from './pages/hold-pages.tsx';
import { holdProblem } from './rules.ts';
import { holdChange, holdForm, holdParams, holdQuery, holdSubject, type HoldSubject } from './schema.ts';

function subjectPage({ kind, subject }: HoldSubject): string {
  return kind === 'case' ? paths.case(subject) : kind === 'report' ? paths.report(subject) : paths.person(subject);
}

function askedFor(query: unknown): HoldSubject {
  const asked = holdSubject.safeParse(query);
  if (!asked.success) {
    throw new HubError('bad_request');
  }
  return asked.data;
}

const list = route({
  method: 'GET', path: '/records/holds', admits: 'keep_records', audit: { event: 'hold.listed' },
  handle: async (visit) => {
    const holds = await allHolds(visit.tx, visit.actor, 300);
    visit.about({ kind: 'account', id: visit.actor.accountId, detail: { rows: holds.length } });
    return page(await staffPage(visit, { section: 'records', title: 'Legal holds', children: <HoldListPage actor={visit.actor} holds={holds} today={londonDate(visit.now)} /> }));
  },
});

async function showNew(visit: Framed<StaffActor>, subject: HoldSubject, errors: readonly FieldError[], typed: Typed): Promise<Reply> {
  const { called } = await calledFor(visit.tx, visit.actor, subject);
  const section = subject.kind === 'person' ? 'people' : 'cases';
  return page(await staffPage(visit, { section, title: 'Place a legal hold', error: errors.length > 0, children: <NewHoldPage subject={subject} called={called} errors={errors} typed={typed} /> }), errors.length > 0 ? 422 : 200);
}

const ofRecord = route({
  method: 'GET', path: '/records/holds/of', admits: 'read_cases', query: holdQuery, audit: { event: 'hold.read' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const query = askedFor(visit.query);
    const [about, holds] = await Promise.all([calledFor(tx, actor, query), holdsOf(tx, actor, query)]);
    visit.about({ kind: query.kind, id: query.subject, caseId: about.case_id ?? undefined });
    const children = <RecordHoldsPage called={about.called} back={subjectPage(query)} holds={holds} today={londonDate(now)} />;
    return page(await staffPage(visit, { section: query.kind === 'person' ? 'people' : 'cases', title: 'Legal holds', children }));
  },
});

const begin = route({
  method: 'GET', path: '/records/holds/new', admits: 'work_cases', query: holdQuery, audit: { event: 'hold.read' },
  handle: async (visit) => {
    const subject = askedFor(visit.query);
    visit.about({ kind: subject.kind, id: subject.subject });
    return await showNew(visit, subject, [], {});
  },
});

const place = route({
  method: 'POST', path: '/records/holds', admits: 'work_cases', body: holdForm, audit: { event: 'hold.placed' },
  handle: async (visit) => {
    const { tx, actor, form, now } = visit;
    const subject = askedFor(form.typed);
    const about = await calledFor(tx, actor, subject);
    visit.about({ kind: subject.kind, id: subject.subject, caseId: about.case_id ?? undefined });
    const review = readDay(form.ok ? form.value.review : '');
    const problem = form.ok ? holdProblem(review, londonDate(now)) : undefined;
    if (!form.ok || review === undefined || problem !== undefined) {
      return await showNew(visit, subject, form.ok ? [{ field: 'review', text: problem ?? '' }] : form.errors, form.typed);
    }
    const id = await placeHold(tx, actor, subject, form.value.reason, review, now);
    return seeOther(subjectPage(subject), { notice: id === undefined ? 'It is on hold already.' : 'It is on legal hold. Nothing of it can be deleted until the hold is lifted.' });
  },
});

async function showHold(visit: Framed<StaffActor>, hold: HoldRow, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const lifts = hold.lifted_at === null && hold.agency_id === visit.actor.agencyId && may(visit.actor, 'supervise');
  const children = <HoldPage hold={hold} lifts={lifts} today={londonDate(visit.now)} now={visit.now} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'records', title: 'Legal hold', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const read = route({
  method: 'GET', path: '/records/holds/:holdId', admits: 'signed_in', params: holdParams, audit: { event: 'hold.read' },
  handle: async (visit) => {
    const hold = await holdById(visit.tx, visit.actor, visit.params.holdId);
    visit.about({ kind: 'hold', id: hold.id, caseId: hold.case_id ?? undefined });
    return await showHold(visit, hold);
  },
});

const change = route({
  method: 'POST', path: '/records/holds/:holdId', admits: 'supervise', params: holdParams, body: holdChange, audit: { event: 'hold.changed' },
  handle: async (visit) => {
    const { tx, actor, form, now } = visit;
    const hold = await holdById(tx, actor, visit.params.holdId);
    visit.about({ kind: 'hold', id: hold.id, caseId: hold.case_id ?? undefined, detail: form.ok ? { act: form.value.act } : {} });
    if (hold.lifted_at !== null || hold.agency_id !== actor.agencyId) {
      throw new HubError(hold.lifted_at !== null ? 'changed_meanwhile' : 'not_permitted');
    }
    if (!form.ok) {
      return await showHold(visit, hold, form.errors, form.typed);
    }
    const review = readDay(form.value.review);
    const problem = form.value.act === 'longer' ? holdProblem(review, londonDate(now)) : undefined;
    if (problem !== undefined) {
      return await showHold(visit, hold, [{ field: 'review', text: problem }], form.typed);
    }
    const done = form.value.act === 'longer' && review !== undefined ? await holdLonger(tx, actor, hold.id, review) : await liftHold(tx, actor, hold.id, form.value.why, now);
    if (!done) {
      throw new HubError('changed_meanwhile');
    }
    return seeOther(paths.hold(hold.id), { notice: form.value.act === 'longer' ? 'The hold stays.' : 'The hold is lifted. What is due is listed for review tonight.' });
  },
});

export const holdRoutes: readonly Route[] = [list, ofRecord, begin, place, read, change];
