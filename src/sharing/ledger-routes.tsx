import type { Temporal } from 'temporal-polyfill';

import { agreementsOfAgency } from '../agreements/index.ts';
import { csvFile } from '../platform/files/index.ts';
import { publicPage, staffPage } from '../frame/index.ts';
import { file, page, route, type Route } from '../platform/http/index.ts';
import { agencies } from '../platform/partnership/index.ts';
import { paths } from '../paths.ts';
import { ledgerLines, ledgerQuery, type LedgerLine } from './ledger.ts';
import { LedgerPage } from './pages/ledger-page.tsx';
import { SharingTotalsPage } from './pages/totals-page.tsx';
import { gatewaysNow } from './queries.ts';
import { itemsWords, standingOf } from './rules.ts';
import { sharingTotals } from './totals-queries.ts';
import { yearTables } from './totals-rules.ts';

const mostShown = 100;
const mostExported = 10_000;

const ledger = route({
  method: 'GET', path: paths.ledger(), admits: 'read_cases', query: ledgerQuery, audit: { event: 'disclosures.listed' },
  handle: async (visit) => {
    const { tx, actor, now, query } = visit;
    const [found, all, gateways, agreements] = await Promise.all([ledgerLines(tx, actor, query, mostShown + 1), agencies(tx), gatewaysNow(tx, actor, now), agreementsOfAgency(tx, actor)]);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { listed: Math.min(found.length, mostShown) } });
    return page(await staffPage(visit, {
      section: 'shared', title: 'Ledger',
      children: <LedgerPage lines={found.slice(0, mostShown)} more={found.length > mostShown} wanted={query} agencies={all.filter(({ id }) => id !== actor.agencyId)} gateways={gateways} agreements={[...new Set(agreements.map(({ code }) => code))]} now={now} />,
    }));
  },
});

const columns = ['Reference', 'Decided (UTC)', 'Decided by', 'From', 'To', 'Named person', 'Decision', 'State', 'What', 'Held back', 'Purpose of the agreement', 'Purpose', 'Law', 'Agreement', 'Why no agreement covers it', 'Why it was allowed',
  'Why refused', 'Necessity', 'Proportionality', 'How sure', 'Handling', 'Until (UTC)', 'Retention', 'Withdrawn (UTC)', 'Why withdrawn', 'First opened (UTC)', 'First opened by', 'People who opened it'] as const;

function exportRow(line: LedgerLine, now: Temporal.Instant): (string | number)[] {
  return [
    line.reference, line.decided_at.toString(), line.decided_by_name ?? '', line.from_agency_name, line.to_agency_name, line.to_person ?? '', line.decision, standingOf(line, now),
    line.scope === 'case' ? 'A whole case' : itemsWords(line.labels, 100), line.withheld, line.aim, line.purpose, line.gateway ?? '', line.agreement ?? '', line.outside.join('. '), line.allowed_reason ?? '', line.refusal_reason ?? '',
    line.necessity, line.proportionality, line.caveat, line.handling, line.valid_until.toString(), line.retention, line.withdrawn_at?.toString() ?? '', line.withdrawn_reason ?? '', line.opened_first?.toString() ?? '', line.opened_by ?? '', line.readers,
  ];
}

const ledgerExport = route({
  method: 'GET', path: paths.ledgerExport(), admits: 'read_cases', query: ledgerQuery, audit: { event: 'disclosures.exported' },
  handle: async (visit) => {
    const lines = await ledgerLines(visit.tx, visit.actor, visit.query, mostExported);
    visit.about({ kind: 'agency', id: visit.actor.agencyId, detail: { exported: lines.length } });
    return file(csvFile(columns, lines.map((line) => exportRow(line, visit.now))), 'text/csv; charset=utf-8', 'disclosures.csv');
  },
});

const totals = route({
  method: 'GET', path: paths.aboutPage('sharing'), admits: 'public', audit: { none: 'numbers only, small ones hidden' },
  handle: async (visit) => {
    const rows = await sharingTotals(visit.tx);
    return page(publicPage(visit, { title: 'What we share with each other', back: { href: paths.aboutPage('privacy') }, children: <SharingTotalsPage years={yearTables(rows)} /> }));
  },
});

export const ledgerRoutes: readonly Route[] = [ledger, ledgerExport, totals];
