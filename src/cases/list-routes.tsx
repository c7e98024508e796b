import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { staffPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file, page, route, seeOther, typedText, type Route } from '../platform/http/index.ts';
import { visibleCases, type After } from './case-list.ts';
import { csvFile } from '../platform/files/index.ts';
import { CaseListPage } from './pages/list-page.tsx';
import { SaveListForm } from './pages/save-list.tsx';
import { dropList, isListAddress, savedLists, saveList } from './saved-lists.ts';
import { caseListQuery, saveListForm, type CaseListQuery } from './schema.ts';

const aPage = 50;
const mostExported = 5000;

function queryOf({ whose, state, risk, stage, area }: CaseListQuery): string {
  const chosen = Object.entries({ whose, state, risk, stage, area }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen).toString()}`;
}

function afterOf(text: string | undefined): After | undefined {
  const [openedAt, caseId] = text?.split('_') ?? [];
  if (openedAt === undefined || caseId === undefined) {
    return undefined;
  }
  try {
    return { openedAt: Temporal.Instant.from(openedAt), caseId };
  } catch {
    throw new HubError('bad_request');
  }
}

async function wards(tx: Transaction, actor: StaffActor): Promise<{ id: string; name: string }[]> {
  return await tx.all(sql<{ id: string; name: string }>`select id, name from hub.area where partnership_id = ${actor.partnershipId} and kind in ('ward', 'neighbourhood') and in_force_to is null order by name limit 60`);
}

const list = route({
  method: 'GET', path: '/cases', admits: 'read_cases', query: caseListQuery, audit: { event: 'case.listed' },
  handle: async (visit) => {
    const { tx, actor, query, now } = visit;
    const [found, areas, saved] = await Promise.all([visibleCases(tx, actor, query, aPage + 1, afterOf(query.after)), wards(tx, actor), savedLists(tx, actor, '/cases')]);
    const rows = found.slice(0, aPage);
    const last = rows.at(-1);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { cases: rows.length } });
    const address = queryOf(query);
    const next = found.length > aPage && last !== undefined ? `${paths.cases(address)}${address === '' ? '?' : '&'}after=${last.opened_at.toString()}_${last.id}` : undefined;
    const children = <CaseListPage rows={rows} filter={query} query={address} next={next} areas={areas} saved={saved} mayWork={may(actor, 'work_cases')} now={now} />;
    return page(await staffPage(visit, { section: 'cases', title: 'Cases', children }));
  },
});

const exported = route({
  method: 'GET', path: '/cases/export', admits: 'read_cases', query: caseListQuery, audit: { event: 'case.exported' },
  handle: async (visit) => {
    const rows = await visibleCases(visit.tx, visit.actor, visit.query, mostExported);
    visit.about({ kind: 'agency', id: visit.actor.agencyId, detail: { cases: rows.length } });
    const lines = rows.map((row) => [row.reference, row.title, row.state, row.stage, row.risk_band ?? '', row.owner ?? '', row.agency, row.place_words, row.restricted ? 'yes' : 'no', row.opened_at.toString(), row.next_told_by?.toString() ?? '']);
    return file(csvFile(['Reference', 'Title', 'State', 'Stage', 'Risk', 'Owner', 'Agency', 'Where', 'Restricted', 'Opened', 'Next word due'], lines), 'text/csv; charset=utf-8', `cases-${londonDate(visit.now).toString()}.csv`);
  },
});

const address = z.object({ address: z.string().refine(isListAddress).catch('/cases') });

const saving = [
  route({
    method: 'GET', path: '/lists/save', admits: 'read_cases', query: address, audit: { none: 'a name for a list of one’s own' },
    handle: async (visit) => page(await staffPage(visit, { section: 'cases', title: 'Save this list', children: <SaveListForm address={visit.query.address} saved={await savedLists(visit.tx, visit.actor, '/')} errors={[]} name="" /> })),
  }),
  route({
    method: 'POST', path: '/lists/save', admits: 'read_cases', query: address, body: saveListForm, audit: { none: 'a name for a list of one’s own' },
    handle: async (visit) => {
      const { form } = visit;
      if (!form.ok || !isListAddress(form.value.address)) {
        const errors = form.ok ? [{ field: 'name', text: 'Only lists of triage and of cases, and hotspots, can be saved' }] : form.errors;
        return page(await staffPage(visit, { section: 'cases', title: 'Save this list', error: true, children: <SaveListForm address={visit.query.address} saved={await savedLists(visit.tx, visit.actor, '/')} errors={errors} name={typedText(form.typed, 'name')} /> }), 422);
      }
      await saveList(visit.tx, visit.actor, form.value);
      return seeOther(form.value.address, { notice: `Saved as “${form.value.name}”.` });
    },
  }),
  route({
    method: 'POST', path: '/lists/:listId/drop', admits: 'read_cases', params: z.object({ listId: z.uuid() }), audit: { none: 'a list of one’s own' },
    handle: async (visit) => {
      await dropList(visit.tx, visit.actor, visit.params.listId);
      return seeOther(paths.saveList('/cases'), { notice: 'The list is no longer saved.' });
    },
  }),
];

export const listRoutes: readonly Route[] = [list, exported, ...saving];
