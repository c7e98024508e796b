import type { Temporal } from 'temporal-polyfill';

import { approvalRuleFor } from '../approvals/index.ts';
import { staffPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type Route } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { correctDisclosure, decideAsked } from './giving.ts';
import { CorrectPage, DecidePage, NoticePage } from './pages/decision-pages.tsx';
import { disclosureById, itemsOf, type FullDisclosure, type SharedItem } from './queries.ts';
import { acknowledge, noticeById, type NoticeRow } from './receipts.ts';
import { mayCorrect } from './rights.ts';
import { correctForm, decideForm, disclosureParams, noticeParams } from './schema.ts';

interface Found {
  readonly disclosure: FullDisclosure;
  readonly items: readonly SharedItem[];
}

async function found(tx: Transaction, actor: StaffActor, id: string): Promise<Found> {
  const [disclosure, items] = await Promise.all([disclosureById(tx, actor, id), itemsOf(tx, actor, id)]);
  return { disclosure, items };
}

async function toDecide({ tx, actor, now }: { tx: Transaction; actor: StaffActor; now: Temporal.Instant }, id: string): Promise<Found> {
  const one = await found(tx, actor, id);
  if (one.disclosure.from_agency !== actor.agencyId || one.disclosure.asked_by === actor.accountId) {
    throw new HubError('not_permitted');
  }
  const rule = await approvalRuleFor(tx, actor, ['disclosure_outside_agreement'], null, now);
  if (rule?.needed_from === 'coordinator' && !actor.roles.includes('coordinator')) {
    throw new HubError('not_permitted', 'local rules want a coordinator to decide');
  }
  if (one.disclosure.decision !== 'asked') {
    throw new HubError('changed_meanwhile');
  }
  return one;
}

const deciding = route({
  method: 'GET', path: '/shared/:disclosureId/decide', admits: 'supervise', params: disclosureParams, audit: { event: 'disclosure.read' },
  handle: async (visit) => {
    const one = await toDecide(visit, visit.params.disclosureId);
    visit.about({ kind: 'disclosure', id: one.disclosure.id, caseId: one.disclosure.case_id ?? undefined });
    return page(await staffPage(visit, { section: 'shared', title: `Decide on ${one.disclosure.reference}`, children: <DecidePage {...one} typed={{}} errors={[]} /> }));
  },
});

const decided = route({
  method: 'POST', path: '/shared/:disclosureId/decide', admits: 'supervise', params: disclosureParams, body: decideForm, audit: { event: 'disclosure.settled' },
  handle: async (visit) => {
    const { tx, actor, now, form } = visit;
    const one = await toDecide(visit, visit.params.disclosureId);
    const { disclosure } = one;
    visit.about({ kind: 'disclosure', id: disclosure.id, caseId: disclosure.case_id ?? undefined, detail: { decision: form.ok ? form.value.decision : 'unclear' } });
    if (!form.ok) {
      return page(await staffPage(visit, { section: 'shared', title: `Decide on ${disclosure.reference}`, error: true, children: <DecidePage {...one} typed={form.typed} errors={form.errors} /> }), 422);
    }
    await decideAsked(tx, { actor, caseId: disclosure.case_id, baseUrl: visit.house.settings.baseUrl, now, disclosure, decision: form.value.decision, reason: form.value.reason });
    return seeOther(paths.disclosure(disclosure.id), { notice: form.value.decision === 'allow' ? 'Allowed. They see it now.' : 'Refused. The refusal is in the ledger.' });
  },
});

async function toCorrect(visit: { tx: Transaction; actor: StaffActor; now: Temporal.Instant }, id: string): Promise<Found> {
  const one = await found(visit.tx, visit.actor, id);
  if (!mayCorrect(visit.actor, one.disclosure, visit.now)) {
    throw new HubError(one.disclosure.withdrawn_at === null ? 'not_yours' : 'changed_meanwhile');
  }
  return one;
}

const correcting = route({
  method: 'GET', path: '/shared/:disclosureId/correct', admits: 'work_cases', params: disclosureParams, audit: { event: 'disclosure.read' },
  handle: async (visit) => {
    const one = await toCorrect(visit, visit.params.disclosureId);
    visit.about({ kind: 'disclosure', id: one.disclosure.id, caseId: one.disclosure.case_id ?? undefined });
    return page(await staffPage(visit, { section: 'shared', title: `Correct ${one.disclosure.reference}`, children: <CorrectPage {...one} typed={{}} errors={[]} /> }));
  },
});

const corrected = route({
  method: 'POST', path: '/shared/:disclosureId/correct', admits: 'work_cases', params: disclosureParams, body: correctForm, audit: { event: 'disclosure.corrected' },
  handle: async (visit) => {
    const { tx, actor, now, form } = visit;
    const one = await toCorrect(visit, visit.params.disclosureId);
    const { disclosure } = one;
    visit.about({ kind: 'disclosure', id: disclosure.id, caseId: disclosure.case_id ?? undefined });
    if (!form.ok) {
      return page(await staffPage(visit, { section: 'shared', title: `Correct ${disclosure.reference}`, error: true, children: <CorrectPage {...one} typed={form.typed} errors={form.errors} /> }), 422);
    }
    await correctDisclosure(tx, { actor, caseId: disclosure.case_id, baseUrl: visit.house.settings.baseUrl, now, disclosure, words: form.value.words });
    return seeOther(paths.disclosure(disclosure.id), { notice: 'The correction is on their copy, and they are told.' });
  },
});

function acknowledges(actor: StaffActor, notice: NoticeRow): boolean {
  return notice.to_agency === actor.agencyId && may(actor, 'work_cases') && notice.acknowledged.every(({ account_id }) => account_id !== actor.accountId);
}

const notice = route({
  method: 'GET', path: '/sharing/notices/:noticeId', admits: 'read_cases', params: noticeParams, audit: { event: 'sharing_notice.read' },
  handle: async (visit) => {
    const row = await noticeById(visit.tx, visit.actor, visit.params.noticeId);
    visit.about({ kind: 'disclosure', id: row.disclosure_id, caseId: row.case_id ?? undefined });
    return page(await staffPage(visit, { section: 'shared', title: `${row.reference} ${row.kind}`, children: <NoticePage notice={row} acknowledges={acknowledges(visit.actor, row)} now={visit.now} /> }));
  },
});

const acknowledged = route({
  method: 'POST', path: '/sharing/notices/:noticeId', admits: 'work_cases', params: noticeParams, audit: { event: 'sharing_notice.acknowledged' },
  handle: async (visit) => {
    const row = await noticeById(visit.tx, visit.actor, visit.params.noticeId);
    visit.about({ kind: 'disclosure', id: row.disclosure_id, caseId: row.case_id ?? undefined });
    if (row.to_agency !== visit.actor.agencyId) {
      throw new HubError('not_permitted');
    }
    acknowledge(visit.tx, visit.actor, row.id, visit.now);
    return seeOther(paths.sharingNotice(row.id), { notice: `${row.from_agency_name} can see that you have read it.` });
  },
});

export const decisionRoutes: readonly Route[] = [deciding, decided, correcting, corrected, notice, acknowledged];
