import { chronicle } from '../chronology/index.ts';
import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { viewCase, type StaffActor } from '../platform/access/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file, page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { patrolsPanel } from '../patrols/index.ts';
import { tasksPanel } from '../tasks/index.ts';
import { briefPdf } from './brief.ts';
import { PlanFormPage } from './pages/plan-form.tsx';
import { planPanel } from './panel.ts';
import { knownPlaces, plannedCase, planOf, savePlan, type PlannedCase, type PlanRow } from './queries.ts';
import { placesClear } from './rules.ts';
import { caseParams, planForm, type PlanForm } from './schema.ts';

type PlanVisit = Framed<StaffActor> & { readonly params: { caseId: string } };

function typedOf(plan: PlanRow | undefined): Typed {
  return plan === undefined ? { radius: '150', ring: '150', months: '3' } : {
    objective: plan.objective, scanning: plan.scanning, analysis: plan.analysis, response: plan.response, assessment: plan.assessment,
    radius: String(plan.radius), ring: String(plan.ring), started: plan.started_on?.toString() ?? '', months: String(plan.months),
  };
}

async function openFile({ tx, actor, params: { caseId } }: PlanVisit): Promise<PlannedCase> {
  const row = await plannedCase(tx, actor, caseId);
  if (row.state !== 'open') {
    throw new HubError('changed_meanwhile');
  }
  return row;
}

async function show(visit: PlanVisit, errors: readonly FieldError[] = [], typed?: Typed): Promise<Reply> {
  const { tx, actor, params: { caseId } } = visit;
  const row = await openFile(visit);
  const [plan, places] = await Promise.all([planOf(tx, caseId), knownPlaces(tx, actor)]);
  const compared = places.find(({ name }) => name === plan?.comparison_name)?.id ?? '';
  const children = <PlanFormPage file={row} places={places} typed={typed ?? { ...typedOf(plan), comparison: compared }} errors={errors} placed={plan !== undefined || row.lat !== null} />;
  return page(await staffPage(visit, { section: 'cases', title: `Problem-solving plan: ${row.reference}`, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

/** Where the plan stands: a place that was chosen, where it stood before, or the place of the case. */
async function placed(visit: PlanVisit, form: PlanForm, row: PlannedCase): Promise<PlanRow | readonly FieldError[]> {
  const { tx, actor, params: { caseId }, now } = visit;
  const [before, places] = await Promise.all([planOf(tx, caseId), knownPlaces(tx, actor)]);
  const chosen = places.find(({ id }) => id === form.place);
  const comparison = places.find(({ id }) => id === form.comparison);
  const at = chosen ?? before ?? (row.lat === null || row.lon === null ? undefined : { lat: row.lat, lon: row.lon });
  if (at === undefined) {
    return [{ field: 'place', text: 'Choose where it is' }];
  }
  const plan: PlanRow = {
    case_id: caseId, objective: form.objective, scanning: form.scanning, analysis: form.analysis, response: form.response, assessment: form.assessment, category_id: before?.category_id ?? row.category_id,
    lat: at.lat, lon: at.lon, radius: form.radius, ring: form.ring, comparison_name: comparison?.name ?? '', comparison_lat: comparison?.lat ?? null, comparison_lon: comparison?.lon ?? null,
    started_on: form.started, months: form.months, updated_at: now,
  };
  return placesClear(plan) ? plan : [{ field: 'comparison', text: 'Choose a place further away: with their rings the two overlap' }];
}

const form = [
  route({
    method: 'GET', path: '/cases/:caseId/plan', admits: 'work_cases', params: caseParams, audit: { event: 'plan.opened' },
    handle: async (visit) => {
      visit.about({ kind: 'case', id: visit.params.caseId, caseId: visit.params.caseId });
      return await show(visit);
    },
  }),
  route({
    method: 'POST', path: '/cases/:caseId/plan', admits: 'work_cases', params: caseParams, body: planForm, audit: { event: 'plan.saved' },
    handle: async (visit) => {
      const { tx, actor, now, params: { caseId }, form: sent } = visit;
      visit.about({ kind: 'case', id: caseId, caseId });
      const row = await openFile(visit);
      if (!sent.ok) {
        return await show(visit, sent.errors, sent.typed);
      }
      const plan = await placed(visit, sent.value, row);
      if (!('case_id' in plan)) {
        return await show(visit, plan, sent.typed);
      }
      savePlan(tx, actor, { ...plan, caseId }, now);
      chronicle(tx, { partnershipId: actor.partnershipId, caseId, at: now, kind: 'decision', words: `Problem-solving plan: ${plan.objective}`, byAccount: actor.accountId, byAgency: actor.agencyId });
      return seeOther(paths.case(caseId, 'plan'), { notice: 'The plan is saved.' });
    },
  }),
];

const brief = route({
  method: 'GET', path: '/cases/:caseId/plan/brief', admits: 'read_cases', params: caseParams, audit: { event: 'plan.printed' },
  handle: async (visit) => {
    const { tx, actor, now, partnership, params: { caseId } } = visit;
    visit.about({ kind: 'case', id: caseId, caseId });
    viewCase(tx, caseId);
    const [row, panel, tasks, patrols] = await Promise.all([plannedCase(tx, actor, caseId), planPanel(tx, caseId, now), tasksPanel(tx, actor, caseId), patrolsPanel(tx, caseId)]);
    if (panel === undefined) {
      throw new HubError('not_found');
    }
    return file(await briefPdf({ service: `${partnership.settings.service} ${partnership.town}`, file: row, panel, tasks, patrols, printedFor: actor.name, now }), 'application/pdf', `plan-${row.reference}.pdf`, true);
  },
});

export const routes: readonly Route[] = [...form, brief];
