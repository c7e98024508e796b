import { staffPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Route, type Typed } from '../platform/http/index.ts';
import { agencies, localTime } from '../platform/partnership/index.ts';
import { paths } from '../paths.ts';
import { gatewaysNow, receivers, sharedCase } from '../sharing/index.ts';
import { askBack, askPartner, clarify, refuse, withdrawRequest } from './acts.ts';
import { NewRequestPage, type NewRequestProps } from './pages/new-request-page.tsx';
import { RequestPage, WordsPage, type WordsAct } from './pages/request-page.tsx';
import { RequestsPage } from './pages/requests-page.tsx';
import { answersOf, escalationsOf, listRequests, messagesOf, requestById, takeRequest, type FullRequest } from './queries.ts';
import { actsFor, daysToAnswer, mayEver, type OfficeTime, type RequestAct, type Side } from './rules.ts';
import { listQuery, newQuery, readRequest, requestParams, wordsForm } from './schema.ts';

const mostShown = 100;

const list = route({
  method: 'GET', path: paths.requests(), admits: 'read_cases', query: listQuery, audit: { event: 'request.listed' },
  handle: async (visit) => {
    const { tx, actor, now, query } = visit;
    const [lines, all] = await Promise.all([listRequests(tx, actor, query, now, mostShown + 1), agencies(tx)]);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { listed: Math.min(lines.length, mostShown) } });
    return page(await staffPage(visit, {
      section: 'shared', title: 'Requests',
      children: <RequestsPage lines={lines.slice(0, mostShown)} more={lines.length > mostShown} wanted={query} agencies={all.filter(({ id }) => id !== actor.agencyId)} works={may(actor, 'work_cases')} now={now} />,
    }));
  },
});

interface Asking {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: import('temporal-polyfill').Temporal.Instant;
  readonly partnership: import('../platform/partnership/index.ts').Partnership;
}

async function newProps({ tx, actor, now, partnership }: Asking, caseId: string | undefined, typed: Typed, errors: readonly FieldError[]): Promise<NewRequestProps & { time: OfficeTime }> {
  const [file, to, gateways, time] = await Promise.all([caseId === undefined ? undefined : sharedCase(tx, actor, caseId), receivers(tx, actor), gatewaysNow(tx, actor, now), localTime(tx)]);
  const on = londonDate(now);
  return { file, receivers: to, gateways, days: { usual: daysToAnswer(time.standards, false, on), urgent: daysToAnswer(time.standards, true, on) }, typed, errors, time: { ...time, closesAt: partnership.settings.closesAt } };
}

const asking = route({
  method: 'GET', path: '/sharing/requests/new', admits: 'work_cases', query: newQuery, audit: { event: 'case.read' },
  handle: async (visit) => {
    const { agency } = visit.query;
    const props = await newProps(visit, visit.query.case, { when: 'usual', ...(agency === undefined ? {} : { agency, about: 'person' }) }, []);
    visit.about(props.file === undefined ? { kind: 'agency', id: visit.actor.agencyId } : { kind: 'case', id: props.file.id, caseId: props.file.id });
    return page(await staffPage(visit, { section: 'shared', title: 'Ask a partner', children: <NewRequestPage {...props} /> }));
  },
});

const asked = route({
  method: 'POST', path: '/sharing/requests/new', admits: 'work_cases', query: newQuery, audit: { event: 'request.asked' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const { typed } = visit.form;
    const props = await newProps(visit, visit.query.case, typed, []);
    const read = readRequest(typed, { receivers: props.receivers, gateways: props.gateways, restricted: props.file?.restricted === true, time: props.time, now });
    if (!read.ok) {
      return page(await staffPage(visit, { section: 'shared', title: 'Ask a partner', error: true, children: <NewRequestPage {...props} errors={read.errors} /> }), 422);
    }
    const toName = props.receivers.agencies.find(({ id }) => id === read.value.toAgency)?.name ?? '';
    const made = await askPartner(tx, { actor, baseUrl: visit.house.settings.baseUrl, now, wish: read.value, caseId: props.file?.id ?? null, toName });
    visit.about({ kind: 'request', id: made.id, caseId: props.file?.id });
    return seeOther(paths.request(made.id), { notice: `Asked. Reference ${made.reference}.` });
  },
});

function sideOf(actor: StaffActor, request: FullRequest): Side {
  return request.to_agency === actor.agencyId ? 'asked' : 'asker';
}

const one = route({
  method: 'GET', path: '/sharing/requests/:requestId', admits: 'read_cases', params: requestParams, audit: { event: 'request.read' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const id = visit.params.requestId;
    const [request, messages, answers, escalations] = await Promise.all([requestById(tx, actor, id), messagesOf(tx, actor, id), answersOf(tx, actor, id), escalationsOf(tx, actor, id)]);
    const side = sideOf(actor, request);
    visit.about({ kind: 'request', id, caseId: request.case_id ?? undefined });
    return page(await staffPage(visit, {
      section: 'shared', title: `${request.reference}, request`,
      children: <RequestPage request={request} messages={messages} answers={answers} escalations={escalations} asked={side === 'asked'} acts={may(actor, 'work_cases') ? actsFor(request.state, side) : []} mine={request.holder_id === actor.accountId} now={now} />,
    }));
  },
});

/** The request, if this side may do this to it now. */
export async function toAct({ tx, actor }: Pick<Asking, 'tx' | 'actor'>, id: string, act: RequestAct): Promise<FullRequest> {
  const request = await requestById(tx, actor, id);
  const side = sideOf(actor, request);
  if (!mayEver(act, side)) {
    throw new HubError('not_permitted');
  }
  if (!actsFor(request.state, side).includes(act)) {
    throw new HubError('changed_meanwhile');
  }
  return request;
}

const wordsActs: readonly WordsAct[] = ['question', 'clarify', 'refuse', 'withdraw'];
const events: Readonly<Record<WordsAct, string>> = { question: 'request.messaged', clarify: 'request.messaged', refuse: 'request.refused', withdraw: 'request.withdrawn' };
const notices: Readonly<Record<WordsAct, string>> = { question: 'Asked. The clock stands until they explain.', clarify: 'Sent. The clock goes on.', refuse: 'Refused. They are told why.', withdraw: 'Taken back.' };

const wordsRoutes = wordsActs.flatMap((act) => [
  route({
    method: 'GET', path: `/sharing/requests/:requestId/${act}`, admits: 'work_cases', params: requestParams, audit: { event: 'request.read' },
    handle: async (visit) => {
      const request = await toAct(visit, visit.params.requestId, act);
      visit.about({ kind: 'request', id: request.id });
      return page(await staffPage(visit, { section: 'shared', title: request.reference, children: <WordsPage request={request} act={act} typed={{}} errors={[]} /> }));
    },
  }),
  route({
    method: 'POST', path: `/sharing/requests/:requestId/${act}`, admits: 'work_cases', params: requestParams, body: wordsForm, audit: { event: events[act] },
    handle: async (visit) => {
      const { tx, actor, now, form } = visit;
      const request = await toAct(visit, visit.params.requestId, act);
      visit.about({ kind: 'request', id: request.id, detail: { act } });
      if (!form.ok) {
        return page(await staffPage(visit, { section: 'shared', title: request.reference, error: true, children: <WordsPage request={request} act={act} typed={form.typed} errors={form.errors} /> }), 422);
      }
      const about = { actor, baseUrl: visit.house.settings.baseUrl, now, request, words: form.value.words };
      if (act === 'question') {
        await askBack(tx, about);
      } else if (act === 'refuse') {
        await refuse(tx, about);
      } else if (act === 'withdraw') {
        await withdrawRequest(tx, about);
      } else {
        const [answers, time] = await Promise.all([answersOf(tx, actor, request.id), localTime(tx)]);
        await clarify(tx, { ...about, answered: answers.some(({ decision }) => decision === 'given'), time: { ...time, closesAt: visit.partnership.settings.closesAt } });
      }
      return seeOther(paths.request(request.id), { notice: notices[act] });
    },
  }),
]);

const take = route({
  method: 'POST', path: '/sharing/requests/:requestId/take', admits: 'work_cases', params: requestParams, audit: { event: 'request.taken' },
  handle: async (visit) => {
    const request = await toAct(visit, visit.params.requestId, 'take');
    visit.about({ kind: 'request', id: request.id });
    await takeRequest(visit.tx, visit.actor, request, visit.now);
    return seeOther(paths.request(request.id), { notice: 'You have it now.' });
  },
});

export const requestRoutes: readonly Route[] = [list, asking, asked, one, ...wordsRoutes, take];
