import type { Temporal } from 'temporal-polyfill';

import { agreementsOfAgency, type AgreementTerms } from '../agreements/index.ts';
import { staffPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { addWorkingDays } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, typedText, type FieldError, type House, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { localTime } from '../platform/partnership/index.ts';
import { paths } from '../paths.ts';
import { aimsOf, firstTerms, gatewaysNow, giveDisclosure, groundOf, itemsOf, noteOpened, offeredBy, offeredFiles, outsideError, readReceiver, readTerms, receivers, sharedCase, withCopies, type GivenDisclosure } from '../sharing/index.ts';
import { holderWords, offerCase, rejectOffer, takeOver, takeReferral, withdrawOffer } from './acts.ts';
import { OfferPage, type OfferProps } from './pages/offer-page.tsx';
import { AcceptPage, ReasonPage, TransferPage, TransfersPage } from './pages/transfer-pages.tsx';
import { colleaguesWhoOwn, isOffered, listTransfers, transferById, type FullTransfer } from './queries.ts';
import { caseParams, readOffer, reasonForm, transferParams } from './schema.ts';

interface Shown {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
}

const list = route({
  method: 'GET', path: paths.transfers(), admits: 'read_cases', audit: { event: 'transfer.listed' },
  handle: async (visit) => {
    const [to, from] = await Promise.all([listTransfers(visit.tx, visit.actor, 'to', 100), listTransfers(visit.tx, visit.actor, 'from', 100)]);
    visit.about({ kind: 'agency', id: visit.actor.agencyId, detail: { listed: to.length + from.length } });
    return page(await staffPage(visit, { section: 'shared', title: 'Transfers', children: <TransfersPage to={to} from={from} /> }));
  },
});

async function offerProps({ tx, actor, now }: Shown, caseId: string, typed: Typed): Promise<OfferProps & { agreements: readonly AgreementTerms[] }> {
  const [file, to, facts, files, gateways, agreements] = await Promise.all([sharedCase(tx, actor, caseId), receivers(tx, actor), offeredBy(tx, actor, caseId), offeredFiles(tx, actor, caseId), gatewaysNow(tx, actor, now), agreementsOfAgency(tx, actor)]);
  if (file.agency_id !== actor.agencyId) {
    throw new HubError('not_permitted');
  }
  return { file, receivers: to, groups: [...facts, ...files], gateways, agreements, aims: aimsOf(agreements, now), outside: [], supervisor: may(actor, 'supervise'), typed, errors: [] };
}

const offering = route({
  method: 'GET', path: '/cases/:caseId/transfer', admits: 'work_cases', params: caseParams, audit: { event: 'case.read' },
  handle: async (visit) => {
    const props = await offerProps(visit, visit.params.caseId, { ...firstTerms(visit.now), days: '5' });
    visit.about({ kind: 'case', id: props.file.id, caseId: props.file.id });
    return page(await staffPage(visit, { section: 'cases', title: `Transfer or refer ${props.file.reference}`, children: <OfferPage {...props} /> }));
  },
});

type OfferOutcome = { readonly reference: string; readonly id: string; readonly toName: string } | { readonly errors: readonly FieldError[]; readonly outside: readonly string[] };

async function makeOffer(visit: Shown & { house: House; closesAt: string }, props: OfferProps & { agreements: readonly AgreementTerms[] }, typed: Typed): Promise<OfferOutcome> {
  const { tx, actor, now, house } = visit;
  const { file } = props;
  const wish = readOffer(typed, { supervisor: props.supervisor, now });
  const receiver = readReceiver(typed, { receivers: props.receivers, restricted: file.restricted });
  const terms = readTerms(typed, { groups: props.groups, gateways: props.gateways, now });
  if (!wish.ok || !receiver.ok || !terms.ok) {
    return { errors: [wish, receiver, terms].flatMap((read) => (read.ok ? [] : read.errors)), outside: [] };
  }
  if (await isOffered(tx, actor, file.id, receiver.value.toAgency, wish.value.kind)) {
    return { errors: [{ field: 'agency', text: 'It is offered to them already, and they have not answered' }], outside: [] };
  }
  const given: GivenDisclosure = { decision: 'given', scope: 'items', ...receiver.value, ...terms.value };
  const ground = groundOf(typed, given, { agreements: props.agreements, ownAgency: actor.agencyId, supervisor: props.supervisor, now });
  if (!ground.ok) {
    const { field, text } = outsideError(ground.reasons);
    return { errors: [{ field, text: `${text}. Choose a shorter summary, or let a supervisor offer it` }], outside: ground.reasons };
  }
  const copied = await withCopies(house, given.items);
  if (!copied.ok) {
    return { errors: copied.errors, outside: [] };
  }
  const toName = props.receivers.agencies.find(({ id }) => id === receiver.value.toAgency)?.name ?? '';
  const { baseUrl } = house.settings;
  const { holidays } = await localTime(tx);
  const summary = await giveDisclosure(tx, { actor, caseId: file.id, baseUrl, now, toName, quiet: true, given: { ...given, ...ground.value, items: copied.items } });
  const answerBy = addWorkingDays(now, wish.value.days, { closesAt: visit.closesAt, holidays });
  return { ...(await offerCase(tx, { actor, baseUrl, now, caseId: file.id, ...receiver.value, toName, disclosureId: summary.id, wish: wish.value, answerBy })), toName };
}

const offered = route({
  method: 'POST', path: '/cases/:caseId/transfer', admits: 'work_cases', params: caseParams, audit: { event: 'transfer.offered' },
  handle: async (visit) => {
    const { typed } = visit.form;
    const props = await offerProps(visit, visit.params.caseId, typed);
    visit.about({ kind: 'case', id: props.file.id, caseId: props.file.id });
    const outcome = await makeOffer({ tx: visit.tx, actor: visit.actor, now: visit.now, house: visit.house, closesAt: visit.partnership.settings.closesAt }, props, typed);
    if ('errors' in outcome) {
      return page(await staffPage(visit, { section: 'cases', title: `Transfer or refer ${props.file.reference}`, error: true, children: <OfferPage {...props} {...outcome} /> }), 422);
    }
    visit.about({ kind: 'transfer', id: outcome.id, caseId: props.file.id });
    return seeOther(paths.case(props.file.id, 'share'), { notice: `Offered to ${outcome.toName}. Reference ${outcome.reference}.` });
  },
});

function answersIt(actor: StaffActor, transfer: FullTransfer): boolean {
  return transfer.state === 'offered' && transfer.to_agency === actor.agencyId && may(actor, 'work_cases');
}

function withdrawsIt(actor: StaffActor, transfer: FullTransfer): boolean {
  return transfer.state === 'offered' && transfer.from_agency === actor.agencyId && transfer.case_id !== null && may(actor, 'work_cases');
}

const one = route({
  method: 'GET', path: '/sharing/transfers/:transferId', admits: 'read_cases', params: transferParams, audit: { event: 'transfer.read' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const transfer = await transferById(tx, actor, visit.params.transferId);
    const items = await itemsOf(tx, actor, transfer.disclosure_id);
    visit.about({ kind: 'transfer', id: transfer.id, caseId: transfer.case_id ?? undefined });
    if (items.length > 0 && transfer.to_agency === actor.agencyId) {
      visit.audit('disclosure.read', { kind: 'disclosure', id: transfer.disclosure_id, caseId: transfer.case_id ?? undefined });
      noteOpened(tx, actor, transfer.disclosure_id, now);
    }
    return page(await staffPage(visit, { section: 'shared', title: `${transfer.reference}, ${transfer.kind}`, children: <TransferPage transfer={transfer} items={items} answers={answersIt(actor, transfer)} withdraws={withdrawsIt(actor, transfer)} now={now} /> }));
  },
});

async function toAnswer({ tx, actor }: Shown, id: string, allowed: typeof answersIt): Promise<FullTransfer> {
  const transfer = await transferById(tx, actor, id);
  if (!allowed(actor, transfer)) {
    throw new HubError(transfer.state === 'offered' ? 'not_permitted' : 'changed_meanwhile');
  }
  return transfer;
}

const accepting = route({
  method: 'GET', path: '/sharing/transfers/:transferId/accept', admits: 'work_cases', params: transferParams, audit: { event: 'transfer.read' },
  handle: async (visit) => {
    const transfer = await toAnswer(visit, visit.params.transferId, answersIt);
    visit.about({ kind: 'transfer', id: transfer.id });
    const colleagues = await colleaguesWhoOwn(visit.tx, visit.actor);
    return page(await staffPage(visit, { section: 'shared', title: `Accept ${transfer.reference}`, children: <AcceptPage transfer={transfer} colleagues={colleagues} typed={{ owner: visit.actor.accountId, title: `Referred by ${transfer.from_agency_name}` }} errors={[]} /> }));
  },
});

const accepted = route({
  method: 'POST', path: '/sharing/transfers/:transferId/accept', admits: 'work_cases', params: transferParams, audit: { event: 'transfer.accepted' },
  handle: async (visit) => {
    const { tx, actor, now, partnership } = visit;
    const { typed } = visit.form;
    const transfer = await toAnswer(visit, visit.params.transferId, answersIt);
    visit.about({ kind: 'transfer', id: transfer.id });
    const [colleagues, items] = await Promise.all([colleaguesWhoOwn(tx, actor), itemsOf(tx, actor, transfer.disclosure_id)]);
    const owner = colleagues.find(({ id }) => id === typedText(typed, 'owner'));
    const title = typedText(typed, 'title').trim();
    const errors: FieldError[] = [
      ...(owner === undefined ? [{ field: 'owner', text: 'Choose who owns it' }] : []),
      ...(transfer.kind === 'referral' && (title.length < 3 || title.length > 120) ? [{ field: 'title', text: 'Give your case a title of 3 to 120 characters' }] : []),
      ...(typedText(typed, 'words').length > 4000 ? [{ field: 'words', text: 'Use 4,000 characters or fewer' }] : []),
    ];
    if (owner === undefined || errors.length > 0) {
      return page(await staffPage(visit, { section: 'shared', title: `Accept ${transfer.reference}`, error: true, children: <AcceptPage transfer={transfer} colleagues={colleagues} typed={typed} errors={errors} /> }), 422);
    }
    const about = { actor, baseUrl: visit.house.settings.baseUrl, now, partnership, transfer, owner };
    const words = typedText(typed, 'words').trim();
    const caseId = transfer.kind === 'transfer'
      ? await takeOver(tx, { ...about, words: words === '' ? holderWords(owner, transfer.to_agency_name, transfer.from_agency_name) : words })
      : await takeReferral(tx, { ...about, title, items });
    visit.about({ kind: 'transfer', id: transfer.id, caseId });
    return seeOther(paths.case(caseId), { notice: transfer.kind === 'transfer' ? `The case is yours. The people who reported are told that ${owner.name} has it.` : 'Accepted. This is your case for it.' });
  },
});

async function showReason(visit: Parameters<typeof staffPage>[0], props: Parameters<typeof ReasonPage>[0]): Promise<Reply> {
  const wrong = props.errors.length > 0;
  return page(await staffPage(visit, { section: 'shared', title: props.transfer.reference, error: wrong, children: <ReasonPage {...props} /> }), wrong ? 422 : 200);
}

const reasonRoutes = (['reject', 'withdraw'] as const).flatMap((act) => [
  route({
    method: 'GET', path: `/sharing/transfers/:transferId/${act}`, admits: 'work_cases', params: transferParams, audit: { event: 'transfer.read' },
    handle: async (visit) => {
      const transfer = await toAnswer(visit, visit.params.transferId, act === 'reject' ? answersIt : withdrawsIt);
      visit.about({ kind: 'transfer', id: transfer.id });
      return await showReason(visit, { transfer, act, typed: {}, errors: [] });
    },
  }),
  route({
    method: 'POST', path: `/sharing/transfers/:transferId/${act}`, admits: 'work_cases', params: transferParams, body: reasonForm, audit: { event: act === 'reject' ? 'transfer.rejected' : 'transfer.withdrawn' },
    handle: async (visit) => {
      const { tx, actor, now, form } = visit;
      const transfer = await toAnswer(visit, visit.params.transferId, act === 'reject' ? answersIt : withdrawsIt);
      visit.about({ kind: 'transfer', id: transfer.id, caseId: transfer.case_id ?? undefined });
      if (!form.ok) {
        return await showReason(visit, { transfer, act, typed: form.typed, errors: form.errors });
      }
      const about = { actor, baseUrl: visit.house.settings.baseUrl, now, transfer, reason: form.value.reason };
      if (act === 'reject') {
        await rejectOffer(tx, about);
      } else if (transfer.case_id !== null) {
        await withdrawOffer(tx, { ...about, caseId: transfer.case_id });
      }
      return seeOther(paths.transfers(), { notice: act === 'reject' ? 'Answered. The case stays with them.' : 'Taken back.' });
    },
  }),
]);

export const routes: readonly Route[] = [list, offering, offered, one, accepting, accepted, ...reasonRoutes];
