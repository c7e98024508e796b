import { colleagues, teamsOf } from '../cases/index.ts';
import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { accept } from './deciding.ts';
import { SeveralPage } from './pages/several-page.tsx';
import { assignToTeam, reportToDecide, waitingReports, withKinds } from './queries.ts';
import { queryOf } from './routes.tsx';
import { severalForm, triageQuery, type TriageQuery } from './schema.ts';

type SeveralVisit = Framed<StaffActor> & { readonly query: TriageQuery };

const mostShown = 100;

async function show(visit: SeveralVisit, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, query, now } = visit;
  const [rows, people, teams] = await Promise.all([waitingReports(tx, query, mostShown).then(async (waiting) => withKinds(tx, actor, waiting)), colleagues(tx, actor), teamsOf(tx, actor)]);
  const children = <SeveralPage rows={rows} query={queryOf(query)} colleagues={people} teams={teams} me={actor.accountId} errors={errors} typed={typed} now={now} />;
  return page(await staffPage(visit, { section: 'triage', title: 'Choose several reports', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

export const severalRoutes: readonly Route[] = [
  route({
    method: 'GET', path: '/triage/several', admits: 'triage', query: triageQuery, audit: { event: 'report.listed' },
    handle: async (visit) => {
      visit.about({ kind: 'agency', id: visit.actor.agencyId });
      return await show(visit);
    },
  }),
  route({
    method: 'POST', path: '/triage/several', admits: 'triage', query: triageQuery, body: severalForm, audit: { event: 'report.several' },
    handle: async (visit) => {
      const { tx, actor, form } = visit;
      if (!form.ok) {
        return await show(visit, form.errors, form.typed);
      }
      const { reports: ids, act, title, owner, team } = form.value;
      visit.about({ kind: 'agency', id: actor.agencyId, detail: { reports: ids.length, act } });
      const [people, teams] = await Promise.all([colleagues(tx, actor), teamsOf(tx, actor)]);
      if (act === 'assign') {
        const chosen = teams.find(({ id }) => id === team);
        if (chosen === undefined) {
          return await show(visit, [{ field: 'team', text: 'Choose a team' }], form.typed);
        }
        await assignToTeam(tx, actor, ids, chosen.id);
        return seeOther(paths.triage(queryOf(visit.query)), { notice: `${ids.length === 1 ? '1 report is' : `${ids.length} reports are`} with ${chosen.name}.` });
      }
      const chosen = people.find(({ id }) => id === owner);
      if (chosen === undefined) {
        return await show(visit, [{ field: 'owner', text: 'Choose who will own the case' }], form.typed);
      }
      const reports = await Promise.all(ids.map(async (id) => reportToDecide(tx, actor, id)));
      if (reports.some(({ state }) => state !== 'new')) {
        throw new HubError('changed_meanwhile');
      }
      const opened = await accept(visit, reports, { title, owner: chosen.id, restricted: false, words: '' });
      return seeOther(paths.case(opened.caseId), { notice: `Case ${opened.reference} is open with ${reports.length} reports. Everyone who reported has been told.` });
    },
  }),
];
