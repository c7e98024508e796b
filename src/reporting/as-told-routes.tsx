import { z } from 'zod';

import { staffPage } from '../frame/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, type Route } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { TitleLine } from '../ui/index.ts';
import { reportDetails } from './details.ts';
import { ReportPanel } from './pages/report-panel.tsx';

/** All that was reported, in the person's own words, for those who work on it. */
export const asToldRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/reports/:reportId/as-told',
    admits: 'read_cases',
    audit: { event: 'report.read' },
    params: z.object({ reportId: z.uuid() }),
    handle: async (visit) => {
      const [report] = await reportDetails(visit.tx, [visit.params.reportId]);
      if (report === undefined) {
        throw new HubError('not_yours');
      }
      visit.about({ kind: 'report', id: report.id, caseId: report.case_id ?? undefined });
      const back = report.case_id === null ? { href: paths.triageReport(report.id), label: 'Triage' } : { href: paths.report(report.id), label: 'Conversation' };
      return page(
        await staffPage(visit, {
          section: report.case_id === null ? 'triage' : 'cases',
          title: `As told, ${report.reference}`,
          back,
          children: (
            <>
              <TitleLine title={report.title} says={report.reference} />
              <ReportPanel report={report} now={visit.now} />
            </>
          ),
        }),
      );
    },
  }),
];
