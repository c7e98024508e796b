import type { Temporal } from 'temporal-polyfill';

import { approvalRuleFor } from '../approvals/index.ts';
import { staffPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, typedText, type FieldError, type House, type Route, type Typed } from '../platform/http/index.ts';
import { agencies } from '../platform/partnership/index.ts';
import { agreementsOfAgency, type AgreementTerms } from '../agreements/index.ts';
import { paths } from '../paths.ts';
import { askOf } from '../retention/index.ts';
import { decisionRoutes } from './decision-routes.tsx';
import { askToDecide, giveDisclosure, refuseDisclosure, withdrawDisclosure, type MadeReference } from './giving.ts';
import { ledgerRoutes } from './ledger-routes.tsx';
import { fileRoutes } from './file-routes.ts';
import { offeredFiles, withCopies } from './files.ts';
import { offeredBy } from './offered.ts';
import { DisclosurePage, WithdrawPage } from './pages/disclosure-page.tsx';
import { SharedPage } from './pages/shared-page.tsx';
import { SharePage, type ShareProps } from './pages/share-page.tsx';
import { sharingPanel } from './panel.ts';
import { disclosureById, gatewaysNow, itemsOf, lookers, readsOf, receivers, sharedCase, sharedLines, tasksOn } from './queries.ts';
import { noteOpened, noticesOf, noticesWaiting, receiptsOf } from './receipts.ts';
import { mayCorrect, mayDecide } from './rights.ts';
import { aimsOf, caseParams, chosenItems, disclosureParams, groundOf, outsideError, readDisclosure, sharedQuery, withdrawForm } from './schema.ts';

interface Shown {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
}

/** How long a disclosure lasts unless the officer says otherwise. */
const usualDays = 90;
const mostShown = 100;

/** What a form opens with. */
export function firstTerms(now: Temporal.Instant): Typed {
  return { until: londonDate(now).add({ days: usualDays }).toString() };
}

async function shareProps({ tx, actor, now }: Shown, caseId: string, typed: Typed, errors: readonly FieldError[]): Promise<ShareProps & { agreements: readonly AgreementTerms[] }> {
  const [file, panel, facts, files, gateways, to, { looked }, agreements] = await Promise.all([
    sharedCase(tx, actor, caseId), sharingPanel(tx, actor, caseId), offeredBy(tx, actor, caseId), offeredFiles(tx, actor, caseId), gatewaysNow(tx, actor, now), receivers(tx, actor), lookers(tx, actor, caseId), agreementsOfAgency(tx, actor),
  ]);
  return { file, panel, groups: [...facts, ...files], gateways, receivers: to, supervisor: may(actor, 'supervise'), agreements, aims: aimsOf(agreements, now), outside: [], preview: undefined, looked, typed, errors, now };
}

const share = route({
  method: 'GET', path: '/cases/:caseId/share', admits: 'work_cases', params: caseParams, audit: { event: 'case.read' },
  handle: async (visit) => {
    const props = await shareProps(visit, visit.params.caseId, firstTerms(visit.now), []);
    visit.about({ kind: 'case', id: props.file.id, caseId: props.file.id });
    return page(await staffPage(visit, { section: 'cases', title: `Share, ${props.file.reference}`, children: <SharePage {...props} /> }));
  },
});

/** Whom local rules want to decide on what no agreement covers, beside the supervisor who gives it. */
export async function secondPerson({ tx, actor, now }: Shown): Promise<'supervisor' | 'coordinator' | undefined> {
  return (await approvalRuleFor(tx, actor, ['disclosure_outside_agreement'], null, now))?.needed_from;
}

/** Whether what was read may pass, must be decided by somebody else, or is sent back with what is wrong. */
async function decideSent(visit: Shown & { house: House }, props: ShareProps & { agreements: readonly AgreementTerms[] }, typed: Typed): Promise<{ made: MadeReference; notice: string; detail: Record<string, string | number | boolean> } | { errors: readonly FieldError[]; outside: readonly string[] }> {
  const { actor, tx, now } = visit;
  const { file } = props;
  const read = readDisclosure(typed, { groups: props.groups, gateways: props.gateways, receivers: props.receivers, restricted: file.restricted, supervisor: props.supervisor, now });
  if (!read.ok) {
    return { errors: read.errors, outside: [] };
  }
  const { value } = read;
  const toName = props.receivers.agencies.find(({ id }) => id === value.toAgency)?.name ?? (value.decision === 'refused' ? value.askerWords : '');
  const about = { actor, caseId: file.id, baseUrl: visit.house.settings.baseUrl, now, toName };
  if (value.decision === 'refused') {
    const made = refuseDisclosure(tx, { ...about, refused: value });
    return { made, notice: `The refusal is recorded. Reference ${made.reference}.`, detail: { decision: 'refused' } };
  }
  const asks = typedText(typed, 'act') === 'ask';
  const ground = groundOf(typed, value, { agreements: props.agreements, ownAgency: actor.agencyId, supervisor: props.supervisor, now });
  if (!ground.ok && !asks) {
    return { errors: [outsideError(ground.reasons)], outside: ground.reasons };
  }
  const second = ground.ok && ground.value.outside.length > 0 ? await secondPerson(visit) : undefined;
  if (ground.ok && second !== undefined && !asks) {
    return { errors: [{ field: 'allow', text: `Our rules want a ${second} to decide on this. Ask for the decision` }], outside: ground.value.outside };
  }
  const copied = await withCopies(visit.house, value.items);
  if (!copied.ok) {
    return { errors: copied.errors, outside: [] };
  }
  const { items } = copied;
  if (ground.ok && second === undefined) {
    const made = await giveDisclosure(tx, { ...about, given: { ...value, items, ...ground.value } });
    return { made, notice: `Shared with ${toName}. Reference ${made.reference}.`, detail: { decision: 'given', items: value.items.length, outside: ground.value.outside.length > 0 } };
  }
  const made = await askToDecide(tx, { ...about, given: { ...value, items, agreementId: null, agreementCode: null, allowedReason: null, outside: ground.ok ? ground.value.outside : ground.reasons } });
  return { made, notice: `A ${second ?? 'supervisor'} is asked to decide. Reference ${made.reference}. ${toName} sees nothing until then.`, detail: { decision: 'asked', items: items.length } };
}

const decide = route({
  method: 'POST', path: '/cases/:caseId/share', admits: 'work_cases', params: caseParams, audit: { event: 'disclosure.decided' },
  handle: async (visit) => {
    const { typed } = visit.form;
    const props = await shareProps(visit, visit.params.caseId, typed, []);
    const { file } = props;
    visit.about({ kind: 'case', id: file.id, caseId: file.id });
    if (typedText(typed, 'act') === 'preview') {
      return page(await staffPage(visit, { section: 'cases', title: `Share, ${file.reference}`, children: <SharePage {...props} preview={chosenItems(typed, props.groups)} /> }));
    }
    const outcome = await decideSent(visit, props, typed);
    if ('errors' in outcome) {
      return page(await staffPage(visit, { section: 'cases', title: `Share, ${file.reference}`, error: true, children: <SharePage {...props} {...outcome} /> }), 422);
    }
    visit.about({ kind: 'disclosure', id: outcome.made.id, caseId: file.id, detail: outcome.detail });
    return seeOther(paths.case(file.id, 'share'), { notice: outcome.notice });
  },
});

const list = route({
  method: 'GET', path: '/shared', admits: 'read_cases', query: sharedQuery, audit: { event: 'disclosures.listed' },
  handle: async (visit) => {
    const ours = visit.query.show === 'ours';
    const [found, all, notices] = await Promise.all([sharedLines(visit.tx, visit.actor, { ours, from: visit.query.from }, mostShown + 1), agencies(visit.tx), noticesWaiting(visit.tx, visit.actor)]);
    visit.about({ kind: 'agency', id: visit.actor.agencyId, detail: { listed: Math.min(found.length, mostShown) } });
    const others = all.filter(({ id }) => id !== visit.actor.agencyId);
    return page(await staffPage(visit, { section: 'shared', title: ours ? 'Shared by us' : 'Shared with us', children: <SharedPage lines={found.slice(0, mostShown)} more={found.length > mostShown} ours={ours} from={visit.query.from} agencies={others} now={visit.now} notices={notices} /> }));
  },
});

const one = route({
  method: 'GET', path: '/shared/:disclosureId', admits: 'read_cases', params: disclosureParams, audit: { event: 'disclosure.read' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const id = visit.params.disclosureId;
    const [disclosure, items, reads, receipts, notices, copies] = await Promise.all([disclosureById(tx, actor, id), itemsOf(tx, actor, id), readsOf(tx, actor, id), receiptsOf(tx, actor, id), noticesOf(tx, actor, id), askOf(tx, actor, id)]);
    visit.about({ kind: 'disclosure', id, caseId: disclosure.case_id ?? undefined });
    if (disclosure.to_agency === actor.agencyId && disclosure.decision === 'given') {
      noteOpened(tx, actor, id, now);
    }
    const props = {
      disclosure, items, reads, receipts, notices, copies, ownAgency: actor.agencyId, now,
      seesCase: disclosure.case_reference !== null || disclosure.from_agency === actor.agencyId, mayWithdraw: mayCorrect(actor, disclosure, now), decides: mayDecide(actor, disclosure),
    };
    return page(await staffPage(visit, { section: disclosure.from_agency === actor.agencyId ? 'cases' : 'shared', title: `${disclosure.reference}, shared`, children: <DisclosurePage {...props} /> }));
  },
});

async function toWithdraw({ tx, actor, now }: Shown, id: string) {
  const disclosure = await disclosureById(tx, actor, id);
  if (!mayCorrect(actor, disclosure, now)) {
    throw new HubError(disclosure.withdrawn_at === null ? 'not_yours' : 'changed_meanwhile');
  }
  return { disclosure, tasks: await tasksOn(tx, actor, disclosure.case_id, id) };
}

const withdrawing = route({
  method: 'GET', path: '/shared/:disclosureId/withdraw', admits: 'work_cases', params: disclosureParams, audit: { event: 'disclosure.read' },
  handle: async (visit) => {
    const { disclosure, tasks } = await toWithdraw(visit, visit.params.disclosureId);
    visit.about({ kind: 'disclosure', id: disclosure.id, caseId: disclosure.case_id ?? undefined });
    return page(await staffPage(visit, { section: 'cases', title: `Withdraw ${disclosure.reference}`, children: <WithdrawPage disclosure={disclosure} tasks={tasks} typed={{}} errors={[]} /> }));
  },
});

const withdrawn = route({
  method: 'POST', path: '/shared/:disclosureId/withdraw', admits: 'work_cases', params: disclosureParams, body: withdrawForm, audit: { event: 'disclosure.withdrawn' },
  handle: async (visit) => {
    const { disclosure, tasks } = await toWithdraw(visit, visit.params.disclosureId);
    visit.about({ kind: 'disclosure', id: disclosure.id, caseId: disclosure.case_id ?? undefined });
    const { form } = visit;
    if (!form.ok) {
      return page(await staffPage(visit, { section: 'cases', title: `Withdraw ${disclosure.reference}`, error: true, children: <WithdrawPage disclosure={disclosure} tasks={tasks} typed={form.typed} errors={form.errors} /> }), 422);
    }
    await withdrawDisclosure(visit.tx, {
      actor: visit.actor, caseId: disclosure.case_id, baseUrl: visit.house.settings.baseUrl, now: visit.now, disclosure, reason: form.value.reason, told: form.value.told, cancelTasks: form.value.tasks === 'cancel',
    });
    return seeOther(disclosure.case_id === null ? paths.disclosure(disclosure.id) : paths.case(disclosure.case_id, 'share'), { notice: `${disclosure.reference} is withdrawn. They no longer see it.` });
  },
});

export const routes: readonly Route[] = [share, decide, list, one, withdrawing, withdrawn, ...decisionRoutes, ...fileRoutes, ...ledgerRoutes];
