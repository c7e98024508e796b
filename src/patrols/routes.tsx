import { z } from 'zod';

import { chronicle } from '../chronology/index.ts';
import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { isInGreatBritain, metresBetween, type LatLon } from '../platform/geography/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { PatrolsPage } from './pages/patrols-page.tsx';
import { listPatrols, patrolById, patrolCases, patrolPlaces, startPatrol, stopPatrol, type PatrolPlace } from './queries.ts';

const startForm = z.object({
  place: z.string().default(''), words: z.string().trim().max(120, 'Use 120 characters or fewer').default(''), case: z.union([z.uuid(), z.literal('')]).default(''),
  // Two numbers, or nothing: a phone gives them only when its owner says so.
  position: z.string().regex(/^(-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?)?$/).catch('').default(''),
});
const stopForm = z.object({
  seen: z.string().trim().max(2000, 'Use 2,000 characters or fewer').default(''),
  spoke: z.string().trim().regex(/^\d{0,3}$/, 'Give a whole number').default('').transform((text) => (text === '' ? null : Number(text))),
});

/** The phone's position, if it gave one and it lies in Great Britain. */
function givenPlace(position: string): LatLon | undefined {
  const [lat, lon] = position === '' ? [] : position.split(',').map(Number);
  return lat !== undefined && lon !== undefined && isInGreatBritain({ lat, lon }) ? { lat, lon } : undefined;
}

/** What a position is called that nobody named: the nearest place that the hub knows. */
function nearName(given: LatLon, places: readonly PatrolPlace[]): string {
  const [nearest] = places.map(({ name, lat, lon }) => ({ name, metres: metresBetween(given, { lat, lon }) })).toSorted((one, other) => one.metres - other.metres);
  return nearest === undefined || nearest.metres > 1_000 ? 'At the position of the phone' : nearest.metres < 60 ? nearest.name : `Near ${nearest.name}`;
}

async function show(visit: Framed<StaffActor>, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor } = visit;
  const [patrols, places, cases] = await Promise.all([listPatrols(tx, actor), patrolPlaces(tx, actor), patrolCases(tx, actor)]);
  const going = patrols.find(({ account_id, ended_at }) => account_id === actor.accountId && ended_at === null);
  const children = <PatrolsPage going={going} patrols={patrols} places={places} cases={cases} typed={typed} errors={errors} />;
  return page(await staffPage(visit, { section: 'hotspots', title: 'Patrols', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const list = route({
  method: 'GET', path: '/patrols', admits: 'work_cases', query: z.object({ case: z.uuid().optional() }), audit: { event: 'patrol.listed' },
  handle: async (visit) => await show(visit, [], { case: visit.query.case ?? '' }),
});

const start = route({
  method: 'POST', path: '/patrols/start', admits: 'work_cases', body: startForm, audit: { event: 'patrol.started' },
  handle: async (visit) => {
    const { tx, actor, now, form } = visit;
    if (!form.ok) {
      return await show(visit, form.errors, form.typed);
    }
    const [places, cases, before] = await Promise.all([patrolPlaces(tx, actor), patrolCases(tx, actor), listPatrols(tx, actor)]);
    const place = places.find(({ id }) => id === form.value.place);
    const given = givenPlace(form.value.position);
    const name = form.value.words !== '' ? form.value.words : (place?.name ?? (given === undefined ? undefined : nearName(given, places)));
    if (name === undefined) {
      return await show(visit, [{ field: 'place', text: 'Choose where you are, or write it' }], form.typed);
    }
    const caseId = form.value.case === '' ? null : form.value.case;
    if (caseId !== null && !cases.some(({ id }) => id === caseId)) {
      throw new HubError('not_yours');
    }
    if (before.some(({ account_id, ended_at }) => account_id === actor.accountId && ended_at === null)) {
      throw new HubError('changed_meanwhile');
    }
    const id = uuidv7();
    startPatrol(tx, actor, { id, caseId, place: name, at: given ?? place }, now);
    visit.about({ kind: 'patrol', id, ...(caseId === null ? {} : { caseId }) });
    return seeOther(paths.patrols(), { notice: 'The patrol has started.' });
  },
});

const stop = route({
  method: 'POST', path: '/patrols/:patrolId', admits: 'work_cases', params: z.object({ patrolId: z.uuid() }), body: stopForm, audit: { event: 'patrol.stopped' },
  handle: async (visit) => {
    const { tx, actor, now, params, form } = visit;
    const patrol = await patrolById(tx, actor, params.patrolId);
    visit.about({ kind: 'patrol', id: patrol.id, ...(patrol.case_id === null ? {} : { caseId: patrol.case_id }) });
    if (patrol.account_id !== actor.accountId) {
      throw new HubError('not_yours');
    }
    if (!form.ok) {
      return await show(visit, form.errors, form.typed);
    }
    if (!(await stopPatrol(tx, actor, patrol.id, { seen: form.value.seen, spokeTo: form.value.spoke }, now))) {
      throw new HubError('changed_meanwhile');
    }
    if (patrol.case_id !== null) {
      chronicle(tx, { partnershipId: actor.partnershipId, caseId: patrol.case_id, at: now, kind: 'visit', words: `Patrol, ${patrol.place_words}: ${form.value.seen === '' ? 'nothing seen' : form.value.seen}`, byAccount: actor.accountId, byAgency: actor.agencyId });
    }
    return seeOther(paths.patrols(), { notice: 'The patrol is over, and kept.' });
  },
});

export const routes: readonly Route[] = [list, start, stop];
