import { z } from 'zod';

import { staffPage } from '../frame/index.ts';
import { page, route, type Route } from '../platform/http/index.ts';
import { ReportLookedPage } from './pages/report-looked-page.tsx';
import { reportCalled, whoLookedAtReport } from './queries.ts';

const looked = route({
  method: 'GET', path: '/reports/:reportId/who-looked', admits: 'read_cases', params: z.object({ reportId: z.uuid() }), audit: { event: 'report.who_looked_read' },
  handle: async (visit) => {
    const { tx, actor, now, params: { reportId } } = visit;
    const [report, lookers] = await Promise.all([reportCalled(tx, actor.partnershipId, reportId), whoLookedAtReport(tx, actor.partnershipId, reportId)]);
    visit.about({ kind: 'report', id: reportId, caseId: report.case_id ?? undefined });
    return page(await staffPage(visit, { section: report.case_id === null ? 'triage' : 'cases', title: `Who looked at ${report.reference}`, children: <ReportLookedPage reportId={reportId} reference={report.reference} lookers={lookers} now={now} /> }));
  },
});

export const reportTrailRoutes: readonly Route[] = [looked];
