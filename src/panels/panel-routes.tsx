import { staffPage } from '../frame/index.ts';
import { may } from '../platform/access/index.ts';
import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { localTime } from '../platform/partnership/index.ts';
import { parseReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { caseToPropose } from './draw-queries.ts';
import { insertItem, namesSomebody } from './item-queries.ts';
import { NewPanelPage, PanelPage, PanelsPage, PlanPage, ProposePage } from './pages/panels-pages.tsx';
import { caseworkers, insertMeetings, insertPanel, kindsNow, meetings, membersOf, panelById, panels, type PanelLine } from './panel-queries.ts';
import { recurring } from './rules.ts';
import { panelForm, panelParams, planForm, proposeForm } from './schema.ts';

type Shown = Pick<Visit<'read_cases', unknown, unknown, unknown>, 'tx' | 'actor' | 'now' | 'about'> & Parameters<typeof staffPage>[0];
const section = 'panels' as const;
const status = (errors: readonly FieldError[]): number => (errors.length > 0 ? 422 : 200);

const list = route({
  method: 'GET', path: '/panels', admits: 'read_cases', audit: { event: 'panels.listed' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const [all, coming] = await Promise.all([panels(tx, actor), meetings(tx, actor, { from: now.subtract({ hours: 24 * 14 }) }, 50)]);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { listed: coming.length } });
    return page(await staffPage(visit, { section, title: 'Panels', children: <PanelsPage panels={all} coming={coming} supervises={may(actor, 'supervise')} now={now} /> }));
  },
});

async function newPage(visit: Shown, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const [kinds, people] = await Promise.all([kindsNow(visit.tx, visit.actor, londonDate(visit.now)), caseworkers(visit.tx, visit.actor)]);
  return page(await staffPage(visit, { section, title: 'New panel', error: errors.length > 0, children: <NewPanelPage kinds={kinds} people={people} typed={typed} errors={errors} /> }), status(errors));
}

const newPanel = route({ method: 'GET', path: '/panels/new', admits: 'supervise', audit: { none: 'an empty form' }, handle: async (visit) => await newPage(visit, { chair: visit.actor.accountId }, []) });

const made = route({
  method: 'POST', path: '/panels/new', admits: 'supervise', body: panelForm, audit: { event: 'panel.made' },
  handle: async (visit) => {
    const { form, tx, actor, now } = visit;
    const [kinds, people] = await Promise.all([kindsNow(tx, actor, londonDate(now)), caseworkers(tx, actor)]);
    const known = (id: string): boolean => people.some((one) => one.id === id);
    const errors: readonly FieldError[] = form.ok ? [
      ...(kinds.some(({ code }) => code === form.value.kind) ? [] : [{ field: 'kind', text: 'Choose what kind of panel it is' }]),
      ...(known(form.value.chair) ? [] : [{ field: 'chair', text: 'Choose who chairs' }]), ...(form.value.deputy === null || known(form.value.deputy) ? [] : [{ field: 'deputy', text: 'Choose somebody from the list' }]),
      ...(form.value.members.every(known) ? [] : [{ field: 'members', text: 'Choose people from the list' }]),
    ] : form.errors;
    if (!form.ok || errors.length > 0) {
      return await newPage(visit, form.typed, errors);
    }
    const id = uuidv7();
    insertPanel(tx, actor, id, form.value, now);
    visit.about({ kind: 'panel', id });
    return seeOther(paths.panel(id), { notice: `${form.value.name} is there. Plan its meetings.` });
  },
});

const one = route({
  method: 'GET', path: '/panels/:panelId', admits: 'read_cases', params: panelParams, audit: { event: 'panel.read' },
  handle: async (visit) => {
    const { tx, actor, now, params } = visit;
    const [panel, members, dates] = await Promise.all([panelById(tx, actor, params.panelId), membersOf(tx, actor, params.panelId), meetings(tx, actor, { panelId: params.panelId }, 40)]);
    visit.about({ kind: 'panel', id: panel.id });
    return page(await staffPage(visit, { section, title: panel.name, children: <PanelPage panel={panel} members={members} dates={dates} runs={panel.chair_id === actor.accountId || panel.deputy_id === actor.accountId} now={now} /> }));
  },
});

async function runPanel(visit: Shown, id: string): Promise<PanelLine> {
  const panel = await panelById(visit.tx, visit.actor, id);
  visit.about({ kind: 'panel', id });
  if (visit.actor.accountId !== panel.chair_id && visit.actor.accountId !== panel.deputy_id) {
    throw new HubError('not_yours');
  }
  return panel;
}

async function planPage(visit: Shown, panel: PanelLine, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  return page(await staffPage(visit, { section, title: `Plan meetings: ${panel.name}`, error: errors.length > 0, children: <PlanPage panel={panel} typed={typed} errors={errors} /> }), status(errors));
}

const planning = route({
  method: 'GET', path: '/panels/:panelId/plan', admits: 'read_cases', params: panelParams, audit: { event: 'panel.read' },
  handle: async (visit) => {
    const panel = await runPanel(visit, visit.params.panelId);
    return await planPage(visit, panel, { first: londonDate(visit.now).add({ days: 7 }).toString(), time: '14:00', minutes: '90', place: panel.place_words, every: '2', count: '6', marking: 'official_sensitive' }, []);
  },
});

const planned = route({
  method: 'POST', path: '/panels/:panelId/plan', admits: 'read_cases', params: panelParams, body: planForm, audit: { event: 'panel.planned' },
  handle: async (visit) => {
    const { form, tx, actor, now } = visit;
    const panel = await runPanel(visit, visit.params.panelId);
    const past = form.ok && form.value.first.toString() < londonDate(now).toString();
    if (!form.ok || past) {
      return await planPage(visit, panel, form.typed, form.ok ? [{ field: 'first', text: 'Give a day from today on' }] : form.errors);
    }
    const { value } = form;
    const days = recurring(value.first, value.every, value.count, (await localTime(tx)).holidays);
    insertMeetings(tx, actor, panel.id, days.map((day) => ({ id: uuidv7(), startsAt: londonInstant(day, value.time) })), value);
    return seeOther(paths.panel(panel.id), { notice: `${days.length} ${days.length === 1 ? 'meeting is' : 'meetings are'} planned, and the members are invited.` });
  },
});

async function proposePage(visit: Shown, panel: PanelLine, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const dates = (await meetings(visit.tx, visit.actor, { panelId: panel.id, from: visit.now }, 12)).filter(({ state }) => state === 'planned' || state === 'agreed');
  return page(await staffPage(visit, { section, title: `Propose a case: ${panel.name}`, error: errors.length > 0, children: <ProposePage panel={panel} dates={dates} typed={typed} errors={errors} now={visit.now} /> }), status(errors));
}

const proposing = route({
  method: 'GET', path: '/panels/:panelId/propose', admits: 'work_cases', params: panelParams, audit: { event: 'panel.read' },
  handle: async (visit) => await proposePage(visit, await panelById(visit.tx, visit.actor, visit.params.panelId), {}, []),
});

const proposed = route({
  method: 'POST', path: '/panels/:panelId/propose', admits: 'work_cases', params: panelParams, body: proposeForm, audit: { event: 'panel.proposed' },
  handle: async (visit) => {
    const { form, tx, actor, now } = visit;
    const panel = await panelById(tx, actor, visit.params.panelId);
    visit.about({ kind: 'panel', id: panel.id });
    if (!form.ok) {
      return await proposePage(visit, panel, form.typed, form.errors);
    }
    const { value } = form;
    const [file, dates, kinds] = await Promise.all([caseToPropose(tx, actor, parseReference(value.case) ?? value.case), meetings(tx, actor, { panelId: panel.id, from: now }, 30), kindsNow(tx, actor, londonDate(now))]);
    const meeting = dates.find(({ id, state }) => id === value.meeting && (state === 'planned' || state === 'agreed'));
    const errors: FieldError[] = [...(file === undefined || file.agency_id !== actor.agencyId ? [{ field: 'case', text: 'You see no open case of your agency with this reference' }] : []), ...(meeting === undefined ? [{ field: 'meeting', text: 'Choose a meeting whose agenda is open' }] : [])];
    for (const field of ['title', 'question'] as const) {
      if (file !== undefined && (await namesSomebody(tx, file.id, value[field]))) {
        errors.push({ field, text: 'It names somebody who reported or suffered. It stands on the screen: leave names out' });
      }
    }
    if (file === undefined || meeting === undefined || errors.length > 0) {
      return await proposePage(visit, panel, form.typed, errors);
    }
    const minutes = kinds.find(({ code }) => code === panel.kind_code)?.item_minutes ?? 15;
    const id = uuidv7();
    insertItem(tx, actor, { id, meetingId: meeting.id, caseId: file.id, agencyId: file.agency_id, title: value.title, question: value.question, minutes, restricted: file.restricted, everyone: false, reasons: [`${actor.name} proposes it: ${value.reason}`], position: 500 }, 'proposed', now);
    visit.about({ kind: 'panel_item', id, caseId: file.id });
    return seeOther(paths.panel(panel.id), { notice: 'Proposed. The chair decides when the agenda is agreed.' });
  },
});

export const panelRoutes: readonly Route[] = [list, newPanel, made, one, planning, planned, proposing, proposed];
