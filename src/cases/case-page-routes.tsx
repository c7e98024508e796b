import { timeline } from '../chronology/index.ts';
import { caseClock, HeardSection, MessagesSection, PromiseSection } from '../engagement/index.ts';
import { countAhead, staffPage, type Framed } from '../frame/index.ts';
import { may, openCase, viewCase, type CaseHolds, type StaffActor } from '../platform/access/index.ts';
import { momentWords } from '../platform/calendar/index.ts';
import { page, route, type Beside, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { staffNames } from '../platform/partnership/index.ts';
import { laddersOf, LadderSection } from '../powers/index.ts';
import { ReviewSection } from '../reviews/index.ts';
import { PatrolsSection } from '../patrols/index.ts';
import { PlanSection } from '../problem-plans/index.ts';
import { RiskSection } from '../risk/index.ts';
import { SharingSection } from '../sharing/index.ts';
import { isOpen, TasksSection } from '../tasks/index.ts';
import { readCase } from './case-reading.ts';
import { CasePage } from './pages/case-page.tsx';
import { ChronologyPage } from './pages/chronology-page.tsx';
import { kindsShown } from './pages/timeline-section.tsx';
import { LookedPage } from './pages/looked-page.tsx';
import { caseFile, timelineCounts, whoLooked } from './queries.ts';
import { caseParams, casePageQuery, chronologyQuery, type shownKinds } from './schema.ts';

type Show = (typeof shownKinds)[number] | undefined;

interface CaseVisit extends Framed<StaffActor>, Beside {
  readonly params: { readonly caseId: string };
}

/** How many entries the page shows before "earlier entries". */
const firstEntries = 20;
const mostEntries = 500;

function printedLine({ partnership, actor, now }: CaseVisit, what: string): string {
  return `${partnership.settings.service} ${partnership.town}. Official, sensitive: personal. ${what} printed for ${actor.name}, ${momentWords(now)}. The reading of this case is recorded.`;
}

/** The case page. What there is to read has been asked first. */
export async function showCase(visit: CaseVisit, holds: CaseHolds, query: { show?: Show; all?: 'yes' | undefined }, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, now, params: { caseId } } = visit;
  const kinds = query.show === undefined ? [] : (kindsShown[query.show] ?? [query.show]);
  const most = query.all === 'yes' ? mostEntries : firstEntries;
  countAhead(visit);
  const { file, reports, parties, names, incidents, files, entries, counts, time, risk, tasks, sharing, ground, review, plan, patrols, dangers, emergency, threads, messages, around } = await readCase({ tx, actor, now, caseId, holds, kinds, most });
  const { promises, heard, silence } = threads;
  const mayWork = may(actor, 'work_cases') && emergency === undefined;
  const works = mayWork && file.state === 'open';
  const shown = (query.show === undefined ? [...counts.keys()] : kinds).reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0);
  const children = (
    <CasePage
      file={file} reports={reports} parties={parties} incidents={incidents} around={around} files={files} dangers={dangers} mayWork={mayWork} now={now} emergency={emergency}
      clock={caseClock(silence, now, time.holidays)}
      timeline={{ entries, counts, names: names.staff, show: query.show, earlier: Math.max(0, shown - entries.length), errors, typed }}
      panels={{
        promise: <PromiseSection panels={promises} heard={heard} now={now} mayWork={works} />,
        promises: promises.reduce((sum, panel) => sum + panel.lines.length, 0),
        heard: <HeardSection panels={heard} now={now} mayWork={works} />,
        messages: <MessagesSection panel={messages} correspondents={heard} now={now} mayWork={mayWork} />,
        tasks: <TasksSection caseId={caseId} panel={tasks} now={now} works={works} />,
        ladder: <LadderSection caseId={caseId} ladders={laddersOf(ground, now)} steps={ground.steps} now={now} works={works} />,
        steps: ground.steps.length,
        plan: <PlanSection caseId={caseId} panel={plan} works={works} />,
        patrols: patrols.length === 0 && plan === undefined ? null : <PatrolsSection caseId={caseId} patrols={patrols} works={works} />,
        openTasks: tasks.filter((task) => isOpen(task.state)).length,
        risk: <RiskSection caseId={caseId} panel={risk} now={now} works={works} />,
        review: <ReviewSection caseId={caseId} panel={review} now={now} works={works} />,
        sharing: <SharingSection caseId={caseId} panel={sharing} now={now} works={works} own={file.agency_id === actor.agencyId} />,
      }}
    />
  );
  return page(await staffPage(visit, { section: 'cases', title: `${file.reference} ${file.title}`, printed: printedLine(visit, `Case ${file.reference}`), error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const one = route({
  method: 'GET', path: '/cases/:caseId', admits: 'read_cases', params: caseParams, query: casePageQuery, audit: { event: 'case.read' },
  ahead: async (tx, { caseId }) => openCase(tx, caseId),
  handle: async (visit) => {
    const shown = showCase(visit, visit.ahead, visit.query);
    visit.aboutLast({ kind: 'case', id: visit.params.caseId, caseId: visit.params.caseId });
    return await shown;
  },
});

const chronology = route({
  method: 'GET', path: '/cases/:caseId/chronology', admits: 'read_cases', params: caseParams, query: chronologyQuery, audit: { event: 'case.chronology_read' },
  handle: async (visit) => {
    const { tx, actor, now, params: { caseId }, query } = visit;
    visit.about({ kind: 'case', id: caseId, caseId });
    const kinds = query.show === undefined ? [] : (kindsShown[query.show] ?? [query.show]);
    viewCase(tx, caseId);
    const [file, entries, counts] = await Promise.all([caseFile(tx, actor, caseId), timeline(tx, { caseId }, kinds, 2000), timelineCounts(tx, actor, caseId)]);
    const names = await staffNames(tx, entries.map(({ by_account }) => by_account));
    const read = query.audience === 'case' ? entries.filter(({ audience }) => audience === 'case') : entries;
    const children = <ChronologyPage file={file} entries={read} counts={counts} names={names} show={query.show} audience={query.audience} now={now} />;
    return page(await staffPage(visit, { section: 'cases', title: `Chronology of ${file.reference}`, printed: printedLine(visit, `Chronology of case ${file.reference}`), children }));
  },
});

const looked = route({
  method: 'GET', path: '/cases/:caseId/who-looked', admits: 'read_cases', params: caseParams, audit: { event: 'case.who_looked_read' },
  handle: async (visit) => {
    const { tx, actor, now, params: { caseId } } = visit;
    visit.about({ kind: 'case', id: caseId, caseId });
    viewCase(tx, caseId);
    const [file, lookers] = await Promise.all([caseFile(tx, actor, caseId), whoLooked(tx, actor, caseId)]);
    return page(await staffPage(visit, { section: 'cases', title: `Who looked at ${file.reference}`, printed: printedLine(visit, `Case ${file.reference}`), children: <LookedPage file={file} lookers={lookers} now={now} /> }));
  },
});

export const casePageRoutes: readonly Route[] = [one, chronology, looked];
