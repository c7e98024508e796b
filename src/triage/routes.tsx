import { csvFile, savedLists } from '../cases/index.ts';
import { countAhead, staffPage, type Framed } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { file, page, route, seeOther, type Beside, type Route } from '../platform/http/index.ts';
import { categories, localTime } from '../platform/partnership/index.ts';
import { paths } from '../paths.ts';
import { matchesOf, type Match } from './matches.ts';
import type { PreviewProps } from './pages/report-preview.tsx';
import { TriagePage } from './pages/triage-page.tsx';
import { areaNames, filesOf, partiesOf, policeMonths, reportsNear, reportToDecide, triageCount, waitingReports, withKinds, type NearRow, type ReportToDecide, type WaitingReport } from './queries.ts';
import { clockReason } from './rules.ts';
import { reportParams, triageQuery, type TriageQuery } from './schema.ts';

/** How many stand in the list; the shortest clocks come first, so the rest can wait. */
const mostShown = 60;

/** The filters as an address has them. */
export function queryOf(filter: TriageQuery): string {
  const { area, kind, from } = filter;
  const chosen = Object.entries({ area, kind, from }).filter((entry): entry is [string, NonNullable<typeof from>] => entry[1] !== undefined);
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen).toString()}`;
}

interface Place {
  readonly lat: number;
  readonly lon: number;
  readonly easting: number;
  readonly northing: number;
}

/** What a list already knows of a report: when it came and where it is. */
type Spotted = Pick<ReportToDecide, 'id' | 'received_at' | 'lat' | 'lon' | 'easting' | 'northing'>;

function placeOf(report: Spotted): Place | undefined {
  const { lat, lon, easting, northing } = report;
  return lat === null || lon === null || easting === null || northing === null ? undefined : { lat, lon, easting, northing };
}

async function nearbyOf(tx: Transaction, spotted: Spotted): Promise<NearRow[]> {
  const place = placeOf(spotted);
  return place === undefined ? [] : await reportsNear(tx, place, spotted.received_at.subtract({ hours: 24 * 365 }));
}

/** Cases and reports that may be about the same thing. */
export async function matchesFor(tx: Transaction, report: ReportToDecide): Promise<Match[]> {
  return matchesOf(report, await nearbyOf(tx, report));
}

async function previewOf({ tx, actor, now }: Framed<StaffActor>, spotted: Spotted, asked: Promise<ReportToDecide>, query: string): Promise<PreviewProps> {
  const place = placeOf(spotted);
  const [report, parties, files, near, police, time] = await Promise.all([
    asked,
    partiesOf(tx, actor, spotted.id),
    filesOf(tx, actor, spotted.id),
    nearbyOf(tx, spotted),
    place === undefined ? undefined : policeMonths(tx, actor, place),
    localTime(tx, actor.rules),
  ]);
  const matches = matchesOf(report, near);
  const reason = clockReason({ priority: report.priority, hate: report.hate, priorityReason: report.priority_reason }, report.received_at, time);
  return { report, parties, files, matches, police, reason, query, now };
}

async function triageProps(visit: Framed<StaffActor> & Beside, filter: TriageQuery, waiting: readonly WaitingReport[], wanted: Spotted | undefined, asked: Promise<ReportToDecide> | undefined) {
  const { tx, actor, now } = visit;
  countAhead(visit);
  const query = queryOf(filter);
  const [found, counts, areas, kinds, saved, preview] = await Promise.all([
    withKinds(tx, actor, waiting),
    triageCount(tx, actor, now),
    areaNames(tx, actor),
    categories(tx, londonDate(now), actor.rules),
    savedLists(tx, actor, '/triage'),
    wanted === undefined || asked === undefined ? undefined : previewOf(visit, wanted, asked, query),
  ]);
  return { rows: found.slice(0, mostShown), more: found.length > mostShown, counts, filter, query, areas, categories: kinds, saved, preview, now };
}

/** The list itself is asked ahead: the report that stands first in it decides what else is asked. */
const listAhead = async (tx: Transaction, _: unknown, __: unknown, query: TriageQuery): Promise<WaitingReport[]> => waitingReports(tx, query, mostShown + 1);

const list = route({
  method: 'GET', path: '/triage', admits: 'triage', query: triageQuery, audit: { event: 'report.read' },
  ahead: listAhead,
  handle: async (visit) => {
    const [first] = visit.ahead;
    const asking = triageProps(visit, visit.query, visit.ahead, first, first && reportToDecide(visit.tx, visit.actor, first.id));
    if (first !== undefined) {
      visit.aboutLast({ kind: 'report', id: first.id, detail: { listed: Math.min(visit.ahead.length, mostShown) } });
    }
    const props = await asking;
    return page(await staffPage(visit, { section: 'triage', title: 'Triage', children: <TriagePage {...props} /> }));
  },
});

const one = route({
  method: 'GET', path: '/triage/:reportId', admits: 'triage', params: reportParams, query: triageQuery, audit: { event: 'report.read' }, ahead: listAhead,
  handle: async (visit) => {
    const report = await reportToDecide(visit.tx, visit.actor, visit.params.reportId);
    visit.about({ kind: 'report', id: report.id, caseId: report.case_id ?? undefined });
    if (report.state !== 'new') {
      return seeOther(report.case_id === null ? paths.report(report.id) : paths.case(report.case_id), { notice: `${report.reference} has been decided on.` });
    }
    const props = await triageProps(visit, visit.query, visit.ahead, report, Promise.resolve(report));
    return page(await staffPage(visit, { section: 'triage', title: `${report.reference} ${report.title}`, children: <TriagePage {...props} /> }));
  },
});

/** A spreadsheet for a meeting: what the list shows, without words or contact. */
const exported = route({
  method: 'GET', path: '/triage/export', admits: 'triage', query: triageQuery, audit: { event: 'report.exported' },
  handle: async (visit) => {
    const rows = await withKinds(visit.tx, visit.actor, await waitingReports(visit.tx, visit.query, 5000));
    visit.about({ kind: 'agency', id: visit.actor.agencyId, detail: { reports: rows.length } });
    const lines = rows.map((row) => [row.reference, row.title, row.category ?? '', row.place_words, row.channel, row.priority, row.hate ? 'yes' : 'no', row.received_at.toString(), row.answer_by?.toString() ?? '']);
    return file(csvFile(['Reference', 'Title', 'Kind', 'Where', 'From', 'Priority', 'Hate', 'Received', 'Answer by'], lines), 'text/csv; charset=utf-8', `triage-${londonDate(visit.now).toString()}.csv`);
  },
});

export const listRoutes: readonly Route[] = [list, exported, one];
