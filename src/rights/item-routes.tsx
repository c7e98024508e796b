import { staffPage, type Framed } from '../frame/index.ts';
import { drawPreview, occurs, readCovers, storeOf } from '../bundles/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file as sendFile, page, route, seeOther, type FieldError, type House, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { disclosureById, correctDisclosure } from '../sharing/index.ts';
import { keepCorrection, livingDisclosures } from './correction-queries.ts';
import { coverProblem, fileOfItem } from './files.ts';
import { CorrectPage } from './pages/correction-page.tsx';
import { ItemPage, typedOf } from './pages/item-page.tsx';
import { addEvent, changeRequest, decideItem, exemptionsOn, itemById, itemsOf, ownWords, recordById, requestById, thirdParties, type ItemDecision, type ItemRow, type RequestRow } from './queries.ts';
import { proposalsFor } from './rules.ts';
import { correctForm, decideForm, itemParams, pictureQuery, requestParams, type DecideForm } from './schema.ts';

async function proposalsOf({ tx, actor }: Framed<StaffActor>, request: RequestRow, item: ItemRow) {
  const [others, own] = await Promise.all([thirdParties(tx, item.id), ownWords(tx, actor, request.record_id)]);
  return proposalsFor(item.words, others, own);
}

async function showItem(visit: Framed<StaffActor>, request: RequestRow, item: ItemRow, errors: readonly FieldError[] = [], typed?: Typed): Promise<Reply> {
  const [proposals, exemptions, found] = await Promise.all([proposalsOf(visit, request, item), exemptionsOn(visit.tx, visit.actor, londonDate(visit.now)), item.source === 'file' ? fileOfItem(visit.tx, visit.actor, request.id, item.id) : undefined]);
  const children = <ItemPage request={request} item={item} file={found} proposals={proposals} exemptions={exemptions} errors={errors} typed={typed ?? typedOf(item, proposals)} now={visit.now} />;
  return page(await staffPage(visit, { section: 'records', title: item.label, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const read = route({
  method: 'GET', path: '/records/requests/:requestId/items/:itemId', admits: 'supervise', params: itemParams, audit: { event: 'subject_request.item_read' },
  handle: async (visit) => {
    const { requestId, itemId } = visit.params;
    const [request, item] = await Promise.all([requestById(visit.tx, visit.actor, requestId), itemById(visit.tx, visit.actor, requestId, itemId)]);
    visit.about({ kind: 'subject_item', id: item.id, caseId: item.case_id ?? undefined });
    return await showItem(visit, request, item);
  },
});

/** What was decided, or what is wrong with it. Squares are covered in a trial first: what cannot be drawn is not promised. */
async function readDecision({ tx, actor, house }: Framed<StaffActor> & { readonly house: House }, request: RequestRow, item: ItemRow, form: DecideForm): Promise<ItemDecision | FieldError> {
  const { decision, strike, more, exemption, reason } = form;
  if (decision !== 'redact') {
    return { decision, strikes: [], covers: '', exemptionId: decision === 'withhold' ? exemption : null, reason };
  }
  const typedMore = more.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const missing = typedMore.find((passage) => !occurs(item.words, passage));
  if (missing !== undefined) {
    return { field: 'more', text: `“${missing}” does not stand in it. Copy it as it stands` };
  }
  const strikes = [...new Set([...strike.filter((passage) => occurs(item.words, passage)), ...typedMore])];
  const file = item.source === 'file' ? await fileOfItem(tx, actor, request.id, item.id) : undefined;
  if (strikes.length === 0 && (file === undefined || form.covers === '')) {
    return file === undefined ? { field: 'more', text: 'Say what is taken out' } : { field: 'covers', text: 'Name the squares that are covered' };
  }
  const problem = file === undefined ? undefined : await coverProblem(house, file, form.covers);
  return problem ?? { decision, strikes, covers: file === undefined ? '' : form.covers, exemptionId: null, reason };
}

const picture = route({
  method: 'GET', path: '/records/requests/:requestId/items/:itemId/picture', admits: 'supervise', params: itemParams, query: pictureQuery, audit: { event: 'evidence.seen' },
  handle: async (visit) => {
    const { tx, actor, house, query, params: { requestId, itemId } } = visit;
    const [item, found] = await Promise.all([itemById(tx, actor, requestId, itemId), fileOfItem(tx, actor, requestId, itemId)]);
    visit.about({ kind: 'evidence', id: found?.id ?? itemId, caseId: item.case_id ?? undefined });
    const drawn = found && (await drawPreview(storeOf(house), found.shown, query.page, readCovers(query.covers) ?? []));
    if (drawn === undefined) {
      throw new HubError('not_found', 'the file has no such page');
    }
    return sendFile(drawn.bytes, 'image/jpeg', `page-${query.page}.jpg`, true);
  },
});

const decide = route({
  method: 'POST', path: '/records/requests/:requestId/items/:itemId', admits: 'supervise', params: itemParams, body: decideForm, audit: { event: 'subject_request.item_decided' },
  handle: async (visit) => {
    const { tx, actor, form, now, params: { requestId, itemId } } = visit;
    const [request, item] = await Promise.all([requestById(tx, actor, requestId), itemById(tx, actor, requestId, itemId)]);
    visit.about({ kind: 'subject_item', id: item.id, caseId: item.case_id ?? undefined, detail: form.ok ? { decision: form.value.decision } : {} });
    if (request.state !== 'open') {
      throw new HubError('changed_meanwhile');
    }
    if (!form.ok) {
      return await showItem(visit, request, item, form.errors, form.typed);
    }
    const decided = await readDecision(visit, request, item, form.value);
    if ('field' in decided) {
      return await showItem(visit, request, item, [decided], form.typed);
    }
    if (!(await decideItem(tx, actor, item.id, decided, now))) {
      throw new HubError('changed_meanwhile');
    }
    const next = (await itemsOf(tx, actor, request.id, 1))[0];
    return seeOther(next === undefined || next.decision !== null ? paths.subjectRequest(request.id, 'items') : paths.subjectItem(request.id, next.id), { notice: 'Saved.' });
  },
});

interface Correcting extends Framed<StaffActor> {
  readonly params: { readonly requestId: string };
}

/** A correction that is still open, with the record it is about as the actor sees it. */
async function correctionOf({ tx, actor, params }: Correcting) {
  const request = await requestById(tx, actor, params.requestId);
  if (request.kind !== 'correction' || request.state !== 'open' || request.record_id === null) {
    throw new HubError('changed_meanwhile');
  }
  const record = await recordById(tx, actor, request.record_id);
  return { request, record, receivers: await livingDisclosures(tx, actor, record) };
}

const correcting = route({
  method: 'GET', path: '/records/requests/:requestId/correct', admits: 'supervise', params: requestParams, audit: { event: 'subject_request.read' },
  handle: async (visit) => {
    const { request, receivers } = await correctionOf(visit);
    visit.about({ kind: 'subject_request', id: request.id });
    return page(await staffPage(visit, { section: 'records', title: 'Put a record right', children: <CorrectPage request={request} receivers={receivers.length} errors={[]} typed={{}} /> }));
  },
});

const corrected = route({
  method: 'POST', path: '/records/requests/:requestId/correct', admits: 'supervise', params: requestParams, body: correctForm, audit: { event: 'subject_request.corrected' },
  handle: async (visit) => {
    const { tx, actor, form, now, house } = visit;
    const { request, record, receivers } = await correctionOf(visit);
    visit.about({ kind: 'subject_request', id: request.id, caseId: record.case_id ?? undefined, detail: form.ok ? { kind: form.value.kind, receivers: receivers.length } : {} });
    if (!form.ok) {
      return page(await staffPage(visit, { section: 'records', title: 'Put a record right', error: true, children: <CorrectPage request={request} receivers={receivers.length} errors={form.errors} typed={form.typed} /> }), 422);
    }
    const { kind, original, words } = form.value;
    keepCorrection(tx, actor, { requestId: request.id, record, kind, original, words, receivers: receivers.length }, now);
    const told = kind === 'correction' ? words : `The person does not agree with what is written of them: ${words}`;
    for (const id of receivers) {
      const disclosure = await disclosureById(tx, actor, id);
      await correctDisclosure(tx, { actor, caseId: disclosure.case_id, baseUrl: house.settings.baseUrl, now, disclosure, words: told });
    }
    if (!(await changeRequest(tx, actor, request, { state: 'done', ended_words: kind === 'correction' ? 'Corrected' : 'Noted that they do not agree', ended_by: actor.accountId, ended_at: now }))) {
      throw new HubError('changed_meanwhile');
    }
    addEvent(tx, actor, request.id, kind === 'correction' ? 'Put right' : 'Noted that they do not agree', now);
    return seeOther(paths.subjectRequest(request.id), { notice: `Saved beside the record. ${receivers.length === 0 ? 'Nobody had received it.' : `${receivers.length} ${receivers.length === 1 ? 'receiver is' : 'receivers are'} told.`} Tell the person what you did.` });
  },
});

export const itemRoutes: readonly Route[] = [read, picture, decide, correcting, corrected];
