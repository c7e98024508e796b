import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { HomePage, ReadingListPage, ReadingPage } from './pages/reading-pages.tsx';
import { changeReading, homeSaid, sayHome, supervisorsOf, unusualReading, unusualReadings, type ReadingRow } from './queries.ts';

const params = z.object({ readingId: z.uuid() });
const words = z.string().trim().max(2000, 'Use 2,000 characters or fewer').default('');
const actForm = z.object({ act: z.enum(['ask', 'explain', 'close'], 'Choose what to do'), words, outcome: z.enum(['in_order', 'reminded', 'misuse', 'passed_on']).optional().catch(undefined) })
  .refine(({ act, outcome }) => act !== 'close' || outcome !== undefined, { path: ['outcome'], message: 'Choose what you found' })
  .refine(({ words: said }) => said.length > 4, { path: ['words'], message: 'Write it in a sentence' });
const homeForm = z.object({ postcode: z.string('Give your postcode').trim().toUpperCase().regex(/^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/, 'Give a whole postcode, like CM20 1AA') });

const audits = (actor: StaffActor, one: ReadingRow): boolean => may(actor, 'audit') && one.state !== 'closed';
const explains = (actor: StaffActor, one: ReadingRow): boolean => may(actor, 'supervise') && one.state === 'asked' && one.agency_id === actor.agencyId;

const list = route({
  method: 'GET', path: '/records/unusual', admits: 'keep_records', query: z.object({ show: z.literal('closed').optional().catch(undefined) }), audit: { event: 'unusual_reading.listed' },
  handle: async (visit) => {
    const closed = visit.query.show === 'closed';
    const lines = await unusualReadings(visit.tx, visit.actor, closed, 300);
    visit.about({ kind: 'account', id: visit.actor.accountId, detail: { rows: lines.length } });
    return page(await staffPage(visit, { section: 'records', title: 'Unusual reading', children: <ReadingListPage actor={visit.actor} lines={lines} closed={closed} /> }));
  },
});

async function showOne(visit: Framed<StaffActor>, one: ReadingRow, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const children = <ReadingPage one={one} audits={audits(visit.actor, one)} explains={explains(visit.actor, one)} now={visit.now} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'records', title: 'Unusual reading', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const read = route({
  method: 'GET', path: '/records/unusual/:readingId', admits: 'keep_records', params, audit: { event: 'unusual_reading.read' },
  handle: async (visit) => {
    const one = await unusualReading(visit.tx, visit.actor, visit.params.readingId);
    visit.about({ kind: 'unusual_reading', id: one.id });
    return await showOne(visit, one);
  },
});

const act = route({
  method: 'POST', path: '/records/unusual/:readingId', admits: 'keep_records', params, body: actForm, audit: { event: 'unusual_reading.acted' },
  handle: async (visit) => {
    const { tx, actor, form, now, house } = visit;
    const one = await unusualReading(tx, actor, visit.params.readingId);
    visit.about({ kind: 'unusual_reading', id: one.id, detail: form.ok ? { act: form.value.act } : {} });
    const wanted = form.ok ? form.value.act : form.typed['act'];
    if (wanted === 'explain' ? !explains(actor, one) : !audits(actor, one) || (wanted === 'ask' && one.state !== 'found')) {
      throw new HubError(one.state === 'closed' ? 'changed_meanwhile' : 'not_permitted');
    }
    if (!form.ok) {
      return await showOne(visit, one, form.errors, form.typed);
    }
    const { words: said, outcome } = form.value;
    const columns = {
      ask: { state: 'asked', asked_by: actor.accountId, asked_at: now, question: said }, explain: { state: 'explained', explanation: said, explained_by: actor.accountId, explained_at: now },
      close: { state: 'closed', outcome, outcome_words: said, closed_by: actor.accountId, closed_at: now },
    }[form.value.act];
    if (!(await changeReading(tx, actor, one, columns))) {
      throw new HubError('changed_meanwhile');
    }
    if (form.value.act === 'ask') {
      tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: await supervisorsOf(tx, actor.partnershipId, one.agency_id, one.account_id), subject: 'Safer Hub: an auditor asks about reading in your agency', body: `Please say why it was read.\n\n${house.settings.baseUrl}${paths.unusualReading(one.id)}`, now });
    }
    return seeOther(paths.unusualReadings(), { notice: { ask: 'Their supervisors are asked.', explain: 'Thank you. The auditor sees it.', close: 'Closed.' }[form.value.act] });
  },
});

async function showHome(visit: Framed<StaffActor>, errors: readonly FieldError[], typed: Typed): Promise<Reply> {
  const said = await homeSaid(visit.tx, visit.actor);
  return page(await staffPage(visit, { section: 'account', title: 'Your own postcode', error: errors.length > 0, children: <HomePage said={said} errors={errors} typed={typed} now={visit.now} /> }), errors.length > 0 ? 422 : 200);
}

const home = route({ method: 'GET', path: '/account/home', admits: 'signed_in', audit: { none: 'one’s own account' }, handle: async (visit) => showHome(visit, [], {}) });

const saved = route({
  method: 'POST', path: '/account/home', admits: 'signed_in', body: homeForm, audit: { event: 'account.home_said' },
  handle: async (visit) => {
    visit.about({ kind: 'account', id: visit.actor.accountId });
    if (!visit.form.ok) {
      return await showHome(visit, visit.form.errors, visit.form.typed);
    }
    await sayHome(visit.tx, visit.form.value.postcode);
    return seeOther(paths.account(), { notice: 'Saved. Only a hash of it is kept.' });
  },
});

export const routes: readonly Route[] = [list, read, act, home, saved];
