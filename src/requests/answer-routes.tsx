import { agreementsOfAgency, type AgreementTerms } from '../agreements/index.ts';
import { staffPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { page, route, seeOther, typedText, type FieldError, type House, type Route, type Typed } from '../platform/http/index.ts';
import { parseReference } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { aimsOf, askToDecide, firstTerms, gatewaysNow, giveDisclosure, groundOf, offeredBy, offeredFiles, outsideError, readTerms, withCopies, type GivenDisclosure } from '../sharing/index.ts';
import { finish, noteAnswer } from './acts.ts';
import { AnswerPage, type AnswerProps } from './pages/answer-page.tsx';
import { caseCalled, type FullRequest } from './queries.ts';
import { toAct } from './routes.tsx';
import { answerQuery, requestParams } from './schema.ts';

interface Answering {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: import('temporal-polyfill').Temporal.Instant;
}

async function answerProps({ tx, actor, now }: Answering, request: FullRequest, caseWanted: string, typed: Typed): Promise<AnswerProps & { agreements: readonly AgreementTerms[] }> {
  const [file, gateways, agreements] = await Promise.all([caseWanted === '' ? undefined : caseCalled(tx, actor, parseReference(caseWanted) ?? caseWanted), gatewaysNow(tx, actor, now), agreementsOfAgency(tx, actor)]);
  const groups = file === undefined ? [] : (await Promise.all([offeredBy(tx, actor, file.id), offeredFiles(tx, actor, file.id)])).flat();
  return { request, file, caseWanted, groups, gateways, agreements, aims: aimsOf(agreements, now), outside: [], supervisor: may(actor, 'supervise'), typed, errors: [] };
}

const answering = route({
  method: 'GET', path: '/sharing/requests/:requestId/answer', admits: 'work_cases', params: requestParams, query: answerQuery, audit: { event: 'request.read' },
  handle: async (visit) => {
    const request = await toAct(visit, visit.params.requestId, 'answer');
    const props = await answerProps(visit, request, visit.query.case ?? '', { ...firstTerms(visit.now), purpose: request.purpose, gateway: request.gateway_id });
    visit.about({ kind: 'request', id: request.id, caseId: props.file?.id });
    return page(await staffPage(visit, { section: 'shared', title: `Answer ${request.reference}`, children: <AnswerPage {...props} /> }));
  },
});

type Outcome = { readonly notice: string } | { readonly errors: readonly FieldError[]; readonly outside: readonly string[] };

async function answer(visit: Answering & { house: House }, props: AnswerProps & { agreements: readonly AgreementTerms[] }, typed: Typed): Promise<Outcome> {
  const { tx, actor, now, house } = visit;
  const { baseUrl } = house.settings;
  const { request } = props;
  const kind = (['whole', 'part', 'nothing'] as const).find((one) => one === typedText(typed, 'answer'));
  const acting = { actor, baseUrl, now, request };
  if (kind === 'nothing') {
    const words = typedText(typed, 'nothing').trim().slice(0, 4000);
    if (words === '') {
      return { errors: [{ field: 'nothing', text: 'Say what you hold, or that you hold nothing' }], outside: [] };
    }
    await finish(tx, { ...acting, words });
    return { notice: 'Answered.' };
  }
  const terms = readTerms(typed, { groups: props.groups, gateways: props.gateways, now });
  if (kind === undefined || !terms.ok) {
    return { errors: [...(kind === undefined ? [{ field: 'answer', text: 'Choose what you answer' }] : []), ...(terms.ok ? [] : terms.errors)], outside: [] };
  }
  const between = request.to_account !== null;
  const given: GivenDisclosure = { decision: 'given', scope: 'items', toAgency: request.from_agency, toAccount: between ? request.asked_by : null, ...terms.value };
  const ground = groundOf(typed, given, { agreements: props.agreements, ownAgency: actor.agencyId, supervisor: props.supervisor, now });
  const giving = { actor, caseId: props.file?.id ?? null, baseUrl, now, toName: request.from_agency_name, quiet: true, requestId: request.id, closed: between };
  const asks = typedText(typed, 'act') === 'ask';
  if (!ground.ok && !asks) {
    return { errors: [outsideError(ground.reasons)], outside: ground.reasons };
  }
  const copied = await withCopies(house, given.items);
  if (!copied.ok) {
    return { errors: copied.errors, outside: [] };
  }
  const { items } = copied;
  if (ground.ok) {
    const made = await giveDisclosure(tx, { ...giving, given: { ...given, items, ...ground.value } });
    await noteAnswer(tx, { ...acting, whole: kind === 'whole', words: `See ${made.reference}.` });
    return { notice: `Sent. Reference ${made.reference}.` };
  }
  const made = await askToDecide(tx, { ...giving, given: { ...given, items, agreementId: null, agreementCode: null, allowedReason: null, outside: ground.reasons } });
  return { notice: `A supervisor is asked to decide. Reference ${made.reference}. They see nothing until then.` };
}

const answered = route({
  method: 'POST', path: '/sharing/requests/:requestId/answer', admits: 'work_cases', params: requestParams, audit: { event: 'request.answered' },
  handle: async (visit) => {
    const { typed } = visit.form;
    const request = await toAct(visit, visit.params.requestId, 'answer');
    const props = await answerProps(visit, request, typedText(typed, 'case').trim(), typed);
    visit.about({ kind: 'request', id: request.id, caseId: props.file?.id, detail: { answer: typedText(typed, 'answer').slice(0, 10) } });
    const outcome = await answer({ tx: visit.tx, actor: visit.actor, now: visit.now, house: visit.house }, props, typed);
    if ('errors' in outcome) {
      return page(await staffPage(visit, { section: 'shared', title: `Answer ${request.reference}`, error: true, children: <AnswerPage {...props} {...outcome} /> }), 422);
    }
    return seeOther(paths.request(request.id), { notice: outcome.notice });
  },
});

export const answerRoutes: readonly Route[] = [answering, answered];
