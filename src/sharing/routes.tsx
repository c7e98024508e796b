import type { Temporal } from 'temporal-polyfill';

import { staffPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Route, type Typed } from '../platform/http/index.ts';
import { agencies } from '../platform/partnership/index.ts';
import { paths } from '../paths.ts';
import { giveDisclosure, refuseDisclosure, withdrawDisclosure } from './giving.ts';
import { offeredBy } from './offered.ts';
import { DisclosurePage, WithdrawPage } from './pages/disclosure-page.tsx';
import { SharedPage } from './pages/shared-page.tsx';
import { SharePage, type ShareProps } from './pages/share-page.tsx';
import { sharingPanel } from './panel.ts';
import { disclosureById, gatewaysNow, itemsOf, lookers, readsOf, receivers, sharedCase, sharedLines, tasksOn, type FullDisclosure } from './queries.ts';
import { standingOf } from './rules.ts';
import { caseParams, disclosureParams, readDisclosure, sharedQuery, withdrawForm } from './schema.ts';

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

async function shareProps({ tx, actor, now }: Shown, caseId: string, typed: Typed, errors: readonly FieldError[]): Promise<ShareProps> {
  const [file, panel, groups, gateways, to, { looked }] = await Promise.all([
    sharedCase(tx, actor, caseId), sharingPanel(tx, caseId), offeredBy(tx, actor, caseId), gatewaysNow(tx, actor, now), receivers(tx, actor), lookers(tx, actor, caseId),
  ]);
  return { file, panel, groups, gateways, receivers: to, supervisor: may(actor, 'supervise'), looked, typed, errors, now };
}

const share = route({
  method: 'GET', path: '/cases/:caseId/share', admits: 'work_cases', params: caseParams, audit: { event: 'case.read' },
  handle: async (visit) => {
    const props = await shareProps(visit, visit.params.caseId, firstTerms(visit.now), []);
    visit.about({ kind: 'case', id: props.file.id, caseId: props.file.id });
    return page(await staffPage(visit, { section: 'cases', title: `Share, ${props.file.reference}`, children: <SharePage {...props} /> }));
  },
});

const decide = route({
  method: 'POST', path: '/cases/:caseId/share', admits: 'work_cases', params: caseParams, audit: { event: 'disclosure.decided' },
  handle: async (visit) => {
    const { actor, tx, now } = visit;
    const { typed } = visit.form;
    const props = await shareProps(visit, visit.params.caseId, typed, []);
    const { file } = props;
    visit.about({ kind: 'case', id: file.id, caseId: file.id });
    const read = readDisclosure(typed, { groups: props.groups, gateways: props.gateways, receivers: props.receivers, restricted: file.restricted, supervisor: props.supervisor, now });
    if (!read.ok) {
      return page(await staffPage(visit, { section: 'cases', title: `Share, ${file.reference}`, error: true, children: <SharePage {...props} errors={read.errors} /> }), 422);
    }
    const { value } = read;
    const toName = props.receivers.agencies.find(({ id }) => id === value.toAgency)?.name ?? (value.decision === 'refused' ? value.askerWords : '');
    const about = { actor, caseId: file.id, baseUrl: visit.house.settings.baseUrl, now, toName };
    const made = value.decision === 'given' ? await giveDisclosure(tx, { ...about, given: value }) : refuseDisclosure(tx, { ...about, refused: value });
    visit.about({ kind: 'disclosure', id: made.id, caseId: file.id, detail: { given: value.decision === 'given', items: value.decision === 'given' ? value.items.length : 0 } });
    return seeOther(paths.case(file.id, 'share'), { notice: value.decision === 'given' ? `Shared with ${toName}. Reference ${made.reference}.` : `The refusal is recorded. Reference ${made.reference}.` });
  },
});

const list = route({
  method: 'GET', path: '/shared', admits: 'read_cases', query: sharedQuery, audit: { event: 'disclosures.listed' },
  handle: async (visit) => {
    const ours = visit.query.show === 'ours';
    const [found, all] = await Promise.all([sharedLines(visit.tx, visit.actor, { ours, from: visit.query.from }, mostShown + 1), agencies(visit.tx)]);
    visit.about({ kind: 'agency', id: visit.actor.agencyId, detail: { listed: Math.min(found.length, mostShown) } });
    const others = all.filter(({ id }) => id !== visit.actor.agencyId);
    return page(await staffPage(visit, { section: 'shared', title: ours ? 'Shared by us' : 'Shared with us', children: <SharedPage lines={found.slice(0, mostShown)} more={found.length > mostShown} ours={ours} from={visit.query.from} agencies={others} now={visit.now} /> }));
  },
});

function mayWithdraw(actor: StaffActor, disclosure: FullDisclosure, now: Temporal.Instant): boolean {
  return disclosure.from_agency === actor.agencyId && disclosure.case_reference !== null && may(actor, 'work_cases') && standingOf(disclosure, now) === 'live';
}

const one = route({
  method: 'GET', path: '/shared/:disclosureId', admits: 'read_cases', params: disclosureParams, audit: { event: 'disclosure.read' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const id = visit.params.disclosureId;
    const [disclosure, items, reads] = await Promise.all([disclosureById(tx, actor, id), itemsOf(tx, actor, id), readsOf(tx, actor, id)]);
    visit.about({ kind: 'disclosure', id, caseId: disclosure.case_id });
    const props = { disclosure, items, reads, seesCase: disclosure.case_reference !== null, mayWithdraw: mayWithdraw(actor, disclosure, now), now };
    return page(await staffPage(visit, { section: disclosure.from_agency === actor.agencyId ? 'cases' : 'shared', title: `${disclosure.reference}, shared`, children: <DisclosurePage {...props} /> }));
  },
});

async function toWithdraw({ tx, actor, now }: Shown, id: string) {
  const disclosure = await disclosureById(tx, actor, id);
  if (!mayWithdraw(actor, disclosure, now)) {
    throw new HubError(disclosure.withdrawn_at === null ? 'not_yours' : 'changed_meanwhile');
  }
  return { disclosure, tasks: await tasksOn(tx, actor, disclosure.case_id, id) };
}

const withdrawing = route({
  method: 'GET', path: '/shared/:disclosureId/withdraw', admits: 'work_cases', params: disclosureParams, audit: { event: 'disclosure.read' },
  handle: async (visit) => {
    const { disclosure, tasks } = await toWithdraw(visit, visit.params.disclosureId);
    visit.about({ kind: 'disclosure', id: disclosure.id, caseId: disclosure.case_id });
    return page(await staffPage(visit, { section: 'cases', title: `Withdraw ${disclosure.reference}`, children: <WithdrawPage disclosure={disclosure} tasks={tasks} typed={{}} errors={[]} /> }));
  },
});

const withdrawn = route({
  method: 'POST', path: '/shared/:disclosureId/withdraw', admits: 'work_cases', params: disclosureParams, body: withdrawForm, audit: { event: 'disclosure.withdrawn' },
  handle: async (visit) => {
    const { disclosure, tasks } = await toWithdraw(visit, visit.params.disclosureId);
    visit.about({ kind: 'disclosure', id: disclosure.id, caseId: disclosure.case_id });
    const { form } = visit;
    if (!form.ok) {
      return page(await staffPage(visit, { section: 'cases', title: `Withdraw ${disclosure.reference}`, error: true, children: <WithdrawPage disclosure={disclosure} tasks={tasks} typed={form.typed} errors={form.errors} /> }), 422);
    }
    await withdrawDisclosure(visit.tx, {
      actor: visit.actor, caseId: disclosure.case_id, baseUrl: visit.house.settings.baseUrl, now: visit.now, disclosure, reason: form.value.reason, cancelTasks: form.value.tasks === 'cancel',
    });
    return seeOther(paths.case(disclosure.case_id, 'share'), { notice: `${disclosure.reference} is withdrawn. They no longer see it.` });
  },
});

export const routes: readonly Route[] = [share, decide, list, one, withdrawing, withdrawn];
