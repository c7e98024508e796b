import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { CopyAskPage, CopyListPage } from './pages/copy-pages.tsx';
import { answerAsk, copyAsk, copyAsks, giversSupervisors, type AskRow } from './receiver-queries.ts';
import { answerForm, askParams } from './schema.ts';

const list = route({
  method: 'GET', path: '/records/copies', admits: 'work_cases', audit: { event: 'copies.listed' },
  handle: async (visit) => {
    const asks = await copyAsks(visit.tx, visit.actor, 300);
    visit.about({ kind: 'account', id: visit.actor.accountId, detail: { rows: asks.length } });
    return page(await staffPage(visit, { section: 'records', title: 'Copies at partners', children: <CopyListPage actor={visit.actor} asks={asks} today={londonDate(visit.now)} /> }));
  },
});

async function showAsk(visit: Framed<StaffActor>, ask: AskRow, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const answers = ask.answer === null && ask.to_agency === visit.actor.agencyId && may(visit.actor, 'work_cases');
  const children = <CopyAskPage ask={ask} answers={answers} today={londonDate(visit.now)} now={visit.now} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'records', title: `Copies of ${ask.reference}`, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const read = route({
  method: 'GET', path: '/records/copies/:askId', admits: 'work_cases', params: askParams, audit: { event: 'copies.read' },
  handle: async (visit) => {
    const ask = await copyAsk(visit.tx, visit.actor, visit.params.askId);
    visit.about({ kind: 'copies', id: ask.id });
    return await showAsk(visit, ask);
  },
});

const answer = route({
  method: 'POST', path: '/records/copies/:askId', admits: 'work_cases', params: askParams, body: answerForm, audit: { event: 'copies.answered' },
  handle: async (visit) => {
    const { tx, actor, form, now } = visit;
    const ask = await copyAsk(tx, actor, visit.params.askId);
    visit.about({ kind: 'copies', id: ask.id, detail: form.ok ? { answer: form.value.answer } : {} });
    if (ask.answer !== null || ask.to_agency !== actor.agencyId) {
      throw new HubError(ask.answer === null ? 'not_permitted' : 'changed_meanwhile');
    }
    if (!form.ok) {
      return await showAsk(visit, ask, form.errors, form.typed);
    }
    if (!(await answerAsk(tx, actor, ask.id, form.value.answer, form.value.words, now))) {
      throw new HubError('changed_meanwhile');
    }
    if (form.value.answer === 'kept') {
      const accountIds = await giversSupervisors(tx, actor.partnershipId, ask.from_agency);
      tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds, subject: 'A partner keeps a copy of something that you shared in Safer Hub', body: `${ask.reference} has run out, and ${ask.to_name} keeps something of it. What, and why, is here:\n\n${visit.house.settings.baseUrl}${paths.copyAsk(ask.id)}`, now });
    }
    return seeOther(paths.copyAsks(), { notice: 'Thank you. The agency that shared it sees your answer.' });
  },
});

export const copyRoutes: readonly Route[] = [list, read, answer];
