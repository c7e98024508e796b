import { agreementsOfAgency } from '../agreements/index.ts';
import { staffPage } from '../frame/index.ts';
import { may } from '../platform/access/index.ts';
import { clockTime, dateWords, londonDate, londonInstant } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { json, page, route, seeOther, typedList, typedText, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { agencies } from '../platform/partnership/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { aimsOf, firstTerms, gatewaysNow, giveDisclosure, groundOf, offeredBy, outsideError, readTerms, type GivenDisclosure, type OfferedItem } from '../sharing/index.ts';
import { figuresOf } from './draw-queries.ts';
import { actionById, actionsOf, finishAction, freezePaper, insertAction, itemById, makeTask, minutesOf, namesSomebody, paperOf, saveMinute, setViewers, viewersOf, type Item } from './item-queries.ts';
import { tellInvited } from './meeting-routes.tsx';
import { ItemPage } from './pages/item-page.tsx';
import { PaperPage, type PaperProps } from './pages/paper-page.tsx';
import { caseworkers, inviteToMeeting, invitedTo, meetingById, type Meeting } from './panel-queries.ts';
import { showScreen } from './screen-routes.tsx';
import { actionDoneForm, actionForm, actionParams, itemParams, minuteForm } from './schema.ts';

type Shown = Pick<Visit<'read_cases', unknown, unknown, unknown>, 'tx' | 'actor' | 'now' | 'about' | 'house'> & Parameters<typeof staffPage>[0];
const section = 'panels' as const;
const naming = 'It names somebody who reported or suffered. It stands on the screen: leave names out';

/** An item and its meeting; whoever is no part of the meeting (any more) gets nothing, even for what they proposed. */
async function open(visit: Shown, id: string): Promise<{ item: Item; meeting: Meeting }> {
  const item = await itemById(visit.tx, visit.actor, id);
  visit.about({ kind: 'panel_item', id, caseId: item.case_id ?? undefined });
  return { item, meeting: await meetingById(visit.tx, visit.actor, item.meeting_id) };
}

async function itemPage(visit: Shown, id: string, typed: Typed = {}, errors: readonly FieldError[] = []): Promise<Reply> {
  const { tx, actor, now } = visit;
  const { item, meeting } = await open(visit, id);
  const [paper, viewers, minutes, actions, people, all] = await Promise.all([paperOf(tx, actor, id), viewersOf(tx, actor, id), minutesOf(tx, actor, [id]), actionsOf(tx, actor, [id]), meeting.runs ? caseworkers(tx, actor) : [], agencies(tx)]);
  const prepares = item.agency_id === actor.agencyId || meeting.runs;
  const props = { meeting, item, paper, viewers, minute: minutes[0], actions, people, agencies: all, prepares, now, typed: { by: londonDate(now).add({ days: 7 }).toString(), ...typed }, errors };
  return page(await staffPage(visit, { section, title: item.title, error: errors.length > 0, children: <ItemPage {...props} /> }), errors.length > 0 ? 422 : 200);
}

const one = route({ method: 'GET', path: '/panels/items/:itemId', admits: 'read_cases', params: itemParams, audit: { event: 'panel_item.read' }, handle: async (visit) => await itemPage(visit, visit.params.itemId) });

const minuted = route({
  method: 'POST', path: '/panels/items/:itemId/minutes', admits: 'read_cases', params: itemParams, body: minuteForm, audit: { event: 'panel_item.minuted' },
  handle: async (visit) => {
    const { form, tx, actor, now } = visit;
    const { item, meeting } = await open(visit, visit.params.itemId);
    if (!meeting.runs || !meeting.signed || meeting.state === 'circulated') {
      throw new HubError('not_yours');
    }
    const errors: FieldError[] = form.ok ? [] : [...form.errors];
    if (form.ok && (await namesSomebody(tx, item.case_id, form.value.decision))) {
      errors.push({ field: 'decision', text: naming });
    }
    const saved = form.ok && errors.length === 0 && (await saveMinute(tx, actor, item.id, form.value, now));
    if (form.ok && errors.length === 0 && !saved) {
      errors.push({ field: 'minute', text: 'Somebody else saved these minutes meanwhile. Yours stand here: put them together, then save' });
    }
    if (form.ok && form.value.autosave === 'yes') {
      return json(saved ? { revision: form.value.revision + 1, says: `Saved at ${clockTime(now)}` } : { says: errors[0]?.text ?? '' }, saved ? 200 : 422);
    }
    return saved ? seeOther(paths.panelItem(item.id), { notice: 'The minutes are saved.' }) : await itemPage(visit, item.id, form.typed, errors);
  },
});

const acted = route({
  method: 'POST', path: '/panels/items/:itemId/actions', admits: 'read_cases', params: itemParams, body: actionForm, audit: { event: 'panel_item.action_agreed' },
  handle: async (visit) => {
    const { form, tx, actor, now } = visit;
    const { item, meeting } = await open(visit, visit.params.itemId);
    if (!meeting.runs || !meeting.signed || (meeting.state !== 'running' && meeting.state !== 'held')) {
      throw new HubError('not_yours');
    }
    const [all, people] = await Promise.all([agencies(tx), caseworkers(tx, actor)]);
    const screen = typedText(form.typed, 'from') === 'screen';
    const errors: FieldError[] = form.ok ? [
      ...(all.some(({ id }) => id === form.value.agency) ? [] : [{ field: 'agency', text: 'Choose who does it' }]),
      ...(form.value.person !== null && people.find(({ id }) => id === form.value.person)?.agency_id !== form.value.agency ? [{ field: 'person', text: 'Choose somebody of that agency' }] : []),
      ...(item.restricted && form.value.person === null ? [{ field: 'person', text: 'This item is restricted: name the one person who will see the task' }] : []),
      ...(form.value.by.toString() < londonDate(now).toString() ? [{ field: 'by', text: 'Give a day from today on' }] : []),
      ...((await namesSomebody(tx, item.case_id, form.value.words)) ? [{ field: 'words', text: naming }] : []),
    ] : [...form.errors];
    if (!form.ok || errors.length > 0) {
      return screen ? await showScreen(visit, meeting.id, form.typed, errors) : await itemPage(visit, item.id, form.typed, errors);
    }
    const id = uuidv7();
    insertAction(tx, actor, { id, itemId: item.id, panelId: meeting.panel_id, agencyId: form.value.agency, assigneeId: form.value.person, words: form.value.words, dueOn: form.value.by }, now);
    if (item.case_id !== null) {
      const taskId = uuidv7();
      const made = await makeTask(tx, id, taskId, makeReference('T'), londonInstant(form.value.by, visit.partnership.settings.closesAt));
      const told = form.value.person === null ? people.filter(({ agency_id }) => made && agency_id === form.value.agency).map((one) => one.id) : [form.value.person];
      tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: told.filter((account) => account !== actor.accountId), subject: 'You have a new task in Safer Hub', body: `You have a new task in Safer Hub, agreed at a panel.\n\n${visit.house.settings.baseUrl}${paths.task(taskId)}`, now });
    }
    return seeOther(screen ? paths.meetingPart(meeting.id, 'screen') : paths.panelItem(item.id), screen ? {} : { notice: item.case_id === null ? 'Agreed.' : 'Agreed, and it is a task of theirs now.' });
  },
});

const finished = route({
  method: 'POST', path: '/panels/actions/:actionId', admits: 'work_cases', params: actionParams, body: actionDoneForm, audit: { event: 'panel_item.action_done' },
  handle: async (visit) => {
    const action = await actionById(visit.tx, visit.actor, visit.params.actionId);
    if (!visit.form.ok) {
      return await itemPage(visit, action.item_id, {}, visit.form.errors.map(({ text }) => ({ field: `done-${action.id}`, text })));
    }
    const { meeting } = await open(visit, action.item_id);
    if (action.agency_id !== visit.actor.agencyId && !meeting.runs) {
      throw new HubError('not_yours');
    }
    await finishAction(visit.tx, visit.actor, action.id, visit.form.value.words, visit.now);
    return seeOther(paths.panelItem(action.item_id), { notice: 'Done, and noted.' });
  },
});

/** What the paper form stands on. Only those who see the case choose from it. */
async function ground(visit: Shown, id: string) {
  const { tx, actor, now } = visit;
  const { item, meeting } = await open(visit, id);
  if (item.case_id === null || item.case_reference === null || meeting.state === 'circulated' || (item.agency_id !== actor.agencyId && !meeting.runs)) {
    throw new HubError('not_yours');
  }
  const [all, people, groups, gateways, viewers, agreements] = await Promise.all([agencies(tx), caseworkers(tx, actor), offeredBy(tx, actor, item.case_id), gatewaysNow(tx, actor, now), viewersOf(tx, actor, id), agreementsOfAgency(tx, actor)]);
  return { item, meeting, caseId: item.case_id, agencies: all, people, groups, gateways, viewers, agreements, aims: aimsOf(agreements, now), outside: [], supervisor: may(actor, 'supervise') };
}

async function paperPage(visit: Shown, props: Omit<PaperProps, 'typed' | 'errors'>, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  return page(await staffPage(visit, { section, title: `Paper: ${props.item.title}`, error: errors.length > 0, children: <PaperPage {...props} typed={typed} errors={errors} /> }), errors.length > 0 ? 422 : 200);
}

const preparing = route({
  method: 'GET', path: '/panels/items/:itemId/paper', admits: 'work_cases', params: itemParams, audit: { event: 'panel_item.read' },
  handle: async (visit) => {
    const on = await ground(visit, visit.params.itemId);
    const of = (kind: 'agency' | 'account') => on.viewers.filter((viewer) => viewer.kind === kind).map(({ principal_id }) => principal_id);
    return await paperPage(visit, on, { ...firstTerms(visit.now), agencies: of('agency'), people: of('account'), figures: 'yes' }, []);
  },
});

async function figureItems({ tx, actor, now }: Shown, caseId: string): Promise<OfferedItem[]> {
  const facts = await figuresOf(tx, actor, caseId, now);
  const item = (label: string, words: string): OfferedItem => ({ key: label, kind: 'words', label, words, subjectId: caseId, category: 'case' });
  return [item('Incidents', `${facts.incidents} in six weeks`), ...(facts.risk_score === null ? [] : [item('Risk', `${facts.risk_score} of ${facts.risk_of ?? ''}, ${facts.risk_band ?? ''}, on ${dateWords(now)}`)])];
}

const frozen = route({
  method: 'POST', path: '/panels/items/:itemId/paper', admits: 'work_cases', params: itemParams, audit: { event: 'panel_item.paper_given' },
  handle: async (visit) => {
    const { tx, actor, now, form } = visit;
    const on = await ground(visit, visit.params.itemId);
    const { item, meeting, caseId } = on;
    const chosenAgencies = item.restricted ? [] : on.agencies.filter(({ id }) => typedList(form.typed, 'agencies').includes(id));
    const chosenPeople = on.people.filter(({ id }) => typedList(form.typed, 'people').includes(id));
    const figures = typedText(form.typed, 'figures') === 'yes' ? await figureItems(visit, caseId) : [];
    const read = readTerms({ ...form.typed, ...(figures.length > 0 && typedText(form.typed, 'free').trim() === '' && typedList(form.typed, 'items').length === 0 ? { free: 'Figures of the case' } : {}) }, { groups: on.groups, gateways: on.gateways, now });
    const errors: FieldError[] = [...(read.ok ? [] : read.errors), ...(item.restricted && chosenPeople.length === 0 ? [{ field: 'people', text: 'This item is restricted: name at least one person' }] : [])];
    if (!read.ok || errors.length > 0) {
      return await paperPage(visit, on, form.typed, errors);
    }
    const terms = { ...read.value, items: [...figures, ...read.value.items] };
    // Those of the agency whose case it is see it anyway, or may not: nothing is disclosed to them.
    const receivers = [...chosenAgencies.filter(({ id }) => id !== actor.agencyId).map(({ id, name }) => ({ agency: id, account: null, name })), ...chosenPeople.filter(({ agency_id }) => agency_id !== actor.agencyId).map((one) => ({ agency: one.agency_id, account: one.id, name: `${one.name}, ${one.agency}` }))];
    const grounded = receivers.map((to) => {
      const wish: GivenDisclosure = { decision: 'given', scope: 'items', toAgency: to.agency, toAccount: to.account, ...terms };
      return { to, wish, ground: groundOf(form.typed, wish, { agreements: on.agreements, ownAgency: actor.agencyId, supervisor: on.supervisor, now }) };
    });
    const outside = grounded.flatMap(({ to, ground }) => (ground.ok ? [] : ground.reasons.map((reason) => `${to.name}: ${reason}`)));
    if (outside.length > 0) {
      return await paperPage(visit, { ...on, outside }, form.typed, [outsideError(outside)]);
    }
    const given = [];
    for (const { to, wish, ground } of grounded) {
      if (!ground.ok) continue;
      const disclosure = await giveDisclosure(tx, { actor, caseId, baseUrl: visit.house.settings.baseUrl, now, toName: to.name, quiet: true, given: { ...wish, ...ground.value } });
      given.push({ disclosureId: disclosure.id, agencyId: to.agency, accountId: to.account });
    }
    const before = (await paperOf(tx, actor, item.id))[0]?.version ?? 0;
    setViewers(tx, actor, item.id, [...(item.restricted ? [] : [{ principal: item.agency_id, kind: 'agency' as const }]), ...chosenAgencies.filter(({ id }) => id !== item.agency_id).map(({ id }) => ({ principal: id, kind: 'agency' as const })), ...chosenPeople.map(({ id }) => ({ principal: id, kind: 'account' as const }))]);
    freezePaper(tx, actor, item.id, { version: before + 1, lines: terms.items.map((line, place) => ({ label: line.label, words: line.words, figure: place < figures.length })), given });
    const invited = await invitedTo(tx, actor, meeting.id);
    const fresh = chosenPeople.filter(({ id }) => !invited.some(({ account_id }) => account_id === id)).map(({ id }) => id);
    if (fresh.length > 0 && meeting.runs) {
      inviteToMeeting(tx, actor, meeting.id, fresh);
    }
    tellInvited(visit, meeting, [...invited.filter(({ agency_id }) => chosenAgencies.some(({ id }) => id === agency_id)).map(({ account_id }) => account_id), ...chosenPeople.map(({ id }) => id)], 'A paper for a panel is ready in Safer Hub');
    return seeOther(paths.panelItem(item.id), { notice: `Frozen as version ${before + 1}, with ${given.length} ${given.length === 1 ? 'disclosure' : 'disclosures'} in the ledger.${fresh.length > 0 && !meeting.runs ? ' Ask the chair to invite those whom you named.' : ''}` });
  },
});

export const itemRoutes: readonly Route[] = [one, minuted, acted, finished, preparing, frozen];
