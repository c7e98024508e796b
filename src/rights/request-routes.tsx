import { Readable } from 'node:stream';

import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate, readDay } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { crc32, readWhole, zipOf, type ZipEntry } from '../platform/files/index.ts';
import { file as sendFile, page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { localTime } from '../platform/partnership/index.ts';
import { isUuid } from '../platform/references/index.ts';
import { stepOf } from './acting.ts';
import { fitsZip, givenFiles, packFiles, type GivenFile } from './files.ts';
import { assemblePack } from './pack.ts';
import { RequestListPage, RequestPage, TakePage } from './pages/request-pages.tsx';
import { addEvent, allRequests, changeRequest, collect, countsOf, eventsOf, itemsOf, otherCheckers, packRows, recordById, requestById, takeRequest, type RequestRow } from './queries.ts';
import { actForm, fileParams, newQuery, requestParams, takeForm, type Act } from './schema.ts';

const list = route({
  method: 'GET', path: '/records/requests', admits: 'supervise', audit: { event: 'subject_request.listed' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const [requests, time] = await Promise.all([allRequests(tx, actor, 300), localTime(tx)]);
    visit.about({ kind: 'account', id: actor.accountId, detail: { rows: requests.length } });
    return page(await staffPage(visit, { section: 'records', title: 'Subject requests', children: <RequestListPage actor={actor} requests={requests} today={londonDate(now)} holidays={time.holidays} now={now} /> }));
  },
});

async function showTake(visit: Framed<StaffActor>, personId: string | undefined, errors: readonly FieldError[], typed: Typed): Promise<Reply> {
  const record = personId === undefined || personId === '' ? undefined : await recordById(visit.tx, visit.actor, personId);
  return page(await staffPage(visit, { section: 'records', title: 'Take a subject request', error: errors.length > 0, children: <TakePage person={record} errors={errors} typed={typed} /> }), errors.length > 0 ? 422 : 200);
}

const begin = route({
  method: 'GET', path: '/records/requests/new', admits: 'supervise', query: newQuery, audit: { event: 'subject_request.read' },
  handle: async (visit) => {
    const person = visit.query.person !== undefined && isUuid(visit.query.person) ? visit.query.person : undefined;
    visit.about(person === undefined ? { kind: 'account', id: visit.actor.accountId } : { kind: 'person', id: person });
    return await showTake(visit, person, [], {});
  },
});

const take = route({
  method: 'POST', path: '/records/requests', admits: 'supervise', body: takeForm, audit: { event: 'subject_request.taken' },
  handle: async (visit) => {
    const { tx, actor, form, now } = visit;
    const typedPerson = typeof form.typed['person'] === 'string' && isUuid(form.typed['person']) ? form.typed['person'] : undefined;
    if (!form.ok) {
      return await showTake(visit, typedPerson, form.errors, form.typed);
    }
    const today = londonDate(now);
    const received = form.value.received === '' ? today : readDay(form.value.received);
    if (received === undefined || received.toString() > today.toString()) {
      return await showTake(visit, typedPerson, [{ field: 'received', text: 'Give the day on which it came, not later than today' }], form.typed);
    }
    const { person, kind, asker, behalf, authority, wanted } = form.value;
    const id = await takeRequest(tx, actor, { kind, recordId: person === '' ? null : person, asker, forOther: behalf === 'other', authority, wanted, receivedOn: received });
    addEvent(tx, actor, id, 'Taken', now);
    visit.about({ kind: 'subject_request', id, detail: { kind } });
    return seeOther(paths.subjectRequest(id), { notice: 'The request is taken. Check who asks: the clock runs from then.' });
  },
});

async function show(visit: Framed<StaffActor>, request: RequestRow, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, now } = visit;
  const [events, items, counts, files, time] = await Promise.all([eventsOf(tx, actor, request.id), itemsOf(tx, actor, request.id, 1000), countsOf(tx, request.id), givenFiles(tx, actor, request.id), localTime(tx)]);
  const children = <RequestPage request={request} events={events} items={items} counts={counts} files={files} accountId={actor.accountId} today={londonDate(now)} holidays={time.holidays} now={now} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'records', title: request.reference, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const read = route({
  method: 'GET', path: '/records/requests/:requestId', admits: 'supervise', params: requestParams, audit: { event: 'subject_request.read' },
  handle: async (visit) => {
    const request = await requestById(visit.tx, visit.actor, visit.params.requestId);
    visit.about({ kind: 'subject_request', id: request.id });
    return await show(visit, request);
  },
});

/** What an act does beside the columns it changes. */
async function besides(visit: Framed<StaffActor>, act: Act, request: RequestRow): Promise<{ notice?: string; columns?: Readonly<Record<string, unknown>> }> {
  const { tx, actor, now, house } = visit;
  if (act === 'search') {
    const added = await collect(tx, request.id);
    return { notice: request.record_id === null ? 'Nothing is known to be theirs.' : added === 0 ? 'Nothing new was found.' : `${added} ${added === 1 ? 'thing was' : 'things were'} found.` };
  }
  if (act === 'check') {
    const [rows, files] = await Promise.all([packRows(tx, request.id), packFiles(tx, actor, request.id)]);
    return { columns: { content: JSON.stringify(assemblePack(request, rows, files, now)), total: rows.length } };
  }
  if (act === 'send') {
    tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: await otherCheckers(tx, actor), subject: 'Safer Hub: a subject access pack waits for a second pair of eyes', body: `${request.reference} is decided and waits to be checked.\n\n${house.settings.baseUrl}${paths.subjectRequest(request.id)}`, now });
  }
  return {};
}

const act = route({
  method: 'POST', path: '/records/requests/:requestId/act', admits: 'supervise', params: requestParams, body: actForm, audit: { event: 'subject_request.acted' },
  handle: async (visit) => {
    const { tx, actor, form, now } = visit;
    const request = await requestById(tx, actor, visit.params.requestId);
    visit.about({ kind: 'subject_request', id: request.id, detail: form.ok ? { act: form.value.act } : {} });
    if (!form.ok) {
      return await show(visit, request, form.errors, form.typed);
    }
    const [counts, time] = await Promise.all([countsOf(tx, request.id), localTime(tx)]);
    const step = stepOf(form.value.act, { request, counts, actor, today: londonDate(now), holidays: time.holidays, now, words: form.value.words });
    if (step === undefined) {
      throw new HubError('changed_meanwhile');
    }
    if (typeof step === 'string') {
      return await show(visit, request, [{ field: 'words', text: step }], form.typed);
    }
    const more = await besides(visit, form.value.act, request);
    const columns = { ...step.columns, ...more.columns };
    if (Object.keys(columns).length > 0 && !(await changeRequest(tx, actor, request, columns))) {
      throw new HubError('changed_meanwhile');
    }
    addEvent(tx, actor, request.id, step.event, now);
    return seeOther(paths.subjectRequest(request.id), { notice: more.notice ?? step.notice });
  },
});

/** A finished pack for somebody who may see all that is in it. */
async function packOf({ tx, actor }: Framed<StaffActor>, requestId: string): Promise<RequestRow & { readonly sealed_key: string }> {
  const [request, { hidden }] = await Promise.all([requestById(tx, actor, requestId), countsOf(tx, requestId)]);
  if (request.sealed_key === null || hidden > 0) {
    throw new HubError('not_yours');
  }
  return { ...request, sealed_key: request.sealed_key };
}

const pack = route({
  method: 'GET', path: '/records/requests/:requestId/pack', admits: 'supervise', params: requestParams, audit: { event: 'subject_request.pack_taken' },
  handle: async (visit) => {
    const request = await packOf(visit, visit.params.requestId);
    visit.about({ kind: 'subject_request', id: request.id });
    return sendFile(await visit.house.files.get(request.sealed_key), 'application/pdf', `${request.reference}.pdf`);
  },
});

const oneFile = route({
  method: 'GET', path: '/records/requests/:requestId/files/:fileId', admits: 'supervise', params: fileParams, audit: { event: 'subject_request.file_taken' },
  handle: async (visit) => {
    const { tx, actor, house, params } = visit;
    const request = await packOf(visit, params.requestId);
    visit.about({ kind: 'subject_request', id: request.id });
    const found = (await givenFiles(tx, actor, request.id)).find(({ id }) => id === params.fileId);
    if (found === undefined) {
      throw new HubError('not_yours');
    }
    visit.about({ kind: 'subject_request', id: request.id, detail: { file: found.name } });
    return sendFile(await house.files.get(found.sealed_key), found.content_type, `${request.reference} ${found.name}`);
  },
});

/** The pack and its files in one, as they are handed over. */
const everything = route({
  method: 'GET', path: '/records/requests/:requestId/everything', admits: 'supervise', params: requestParams, audit: { event: 'subject_request.pack_taken' },
  handle: async (visit) => {
    const { tx, actor, house } = visit;
    const request = await packOf(visit, visit.params.requestId);
    const [given, pdf] = await Promise.all([givenFiles(tx, actor, request.id), readWhole(house.files, request.sealed_key)]);
    visit.about({ kind: 'subject_request', id: request.id, detail: { files: given.length } });
    if (!fitsZip(given)) {
      throw new HubError('not_yours');
    }
    const entry = ({ name, size, crc32: sum, sealed_key: key }: GivenFile): ZipEntry => ({ name: `files/${name}`, size, crc32: sum, open: async () => house.files.get(key) });
    const whole: ZipEntry = { name: `${request.reference}.pdf`, size: pdf.length, crc32: crc32(pdf), open: async () => Readable.from([pdf]) };
    return sendFile(zipOf([whole, ...given.map(entry)]), 'application/zip', `${request.reference}.zip`);
  },
});

export const requestRoutes: readonly Route[] = [list, begin, take, read, act, pack, oneFile, everything];
