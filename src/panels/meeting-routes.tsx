import { staffPage } from '../frame/index.ts';
import { londonDate, momentWords } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, typedText, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { openReviews } from '../reviews/index.ts';
import { paths } from '../paths.ts';
import { criteriaFor, liveCases } from './draw-queries.ts';
import { changeItem, insertItem, itemsOf, namesSomebody, openActions, placesOf, type Item } from './item-queries.ts';
import { AgendaPage } from './pages/agenda-page.tsx';
import { MeetingPage } from './pages/meeting-page.tsx';
import { caseworkers, declarationNow, inviteToMeeting, invitedTo, kindsNow, meetingById, moveMeeting, noteAnswer, runMeeting, signDeclaration, type Meeting } from './panel-queries.ts';
import { inOrder, reasonFor } from './rules.ts';
import { answerForm, generalForm, inviteForm, meetingParams, sheetForm, signForm } from './schema.ts';

type Shown = Pick<Visit<'read_cases', unknown, unknown, unknown>, 'tx' | 'actor' | 'now' | 'about' | 'house'> & Parameters<typeof staffPage>[0];
const section = 'panels' as const;

async function meetingPage(visit: Shown, id: string, typed: Typed = {}, errors: readonly FieldError[] = []): Promise<Reply> {
  const { tx, actor, now } = visit;
  const meeting = await meetingById(tx, actor, id);
  visit.about({ kind: 'panel_meeting', id });
  const [items, places, invited, people, declaration, actions] = await Promise.all([
    itemsOf(tx, actor, id), placesOf(tx, id), invitedTo(tx, actor, id), meeting.runs ? caseworkers(tx, actor) : [], declarationNow(tx, actor, londonDate(now)), openActions(tx, actor, meeting.panel_id, null),
  ]);
  const earlier = actions.filter((action) => !items.some((item) => item.id === action.item_id));
  const props = { meeting, items, places, invited, people, declaration, actions: earlier, self: actor.accountId, now, typed, errors };
  return page(await staffPage(visit, { section, title: `${meeting.panel}, ${momentWords(meeting.starts_at, now)}`, error: errors.length > 0, children: <MeetingPage {...props} /> }), errors.length > 0 ? 422 : 200);
}

const one = route({ method: 'GET', path: '/panels/meetings/:meetingId', admits: 'read_cases', params: meetingParams, audit: { event: 'panel_meeting.read' }, handle: async (visit) => await meetingPage(visit, visit.params.meetingId) });

const signed = route({
  method: 'POST', path: '/panels/meetings/:meetingId/sign', admits: 'read_cases', params: meetingParams, body: signForm, audit: { event: 'panel_meeting.signed' },
  handle: async (visit) => {
    const { form, tx, actor, now, params } = visit;
    const meeting = await meetingById(tx, actor, params.meetingId);
    visit.about({ kind: 'panel_meeting', id: meeting.id });
    const declaration = await declarationNow(tx, actor, londonDate(now));
    // What is signed is what was on the page: a declaration that changed meanwhile is read first.
    if (!form.ok || declaration === undefined || form.value.declaration !== declaration.id) {
      return await meetingPage(visit, meeting.id, form.typed, form.ok ? [{ field: 'agree', text: 'The declaration has changed. Read it as it is now' }] : form.errors);
    }
    signDeclaration(tx, actor, meeting.id, declaration, now);
    return seeOther(paths.meeting(meeting.id), { notice: 'Signed. Your papers are open.' });
  },
});

const answered = route({
  method: 'POST', path: '/panels/meetings/:meetingId/answer', admits: 'read_cases', params: meetingParams, body: answerForm, audit: { event: 'panel_meeting.answered' },
  handle: async (visit) => {
    const { form, tx, actor, now, params } = visit;
    const meeting = await meetingById(tx, actor, params.meetingId);
    visit.about({ kind: 'panel_meeting', id: meeting.id });
    if (!form.ok || (form.value.answer === 'here' && !meeting.signed)) {
      return await meetingPage(visit, meeting.id, {}, [{ field: 'agree', text: 'Sign the declaration first' }]);
    }
    await noteAnswer(tx, actor, meeting.id, actor.accountId, form.value.answer, now);
    return seeOther(paths.meeting(meeting.id), { notice: { coming: 'You come.', apologies: 'Your apologies are noted.', here: 'You are on the sheet.', leave: 'You have left. The screen may show more again.' }[form.value.answer] });
  },
});

const sheet = route({
  method: 'POST', path: '/panels/meetings/:meetingId/sheet', admits: 'read_cases', params: meetingParams, body: sheetForm, audit: { event: 'panel_meeting.sheet' },
  handle: async (visit) => {
    const { form, tx, actor, now, params } = visit;
    const meeting = await runMeeting(tx, actor, params.meetingId);
    visit.about({ kind: 'panel_meeting', id: meeting.id });
    if (!form.ok) {
      throw new HubError('bad_request');
    }
    const who = (await invitedTo(tx, actor, meeting.id)).find(({ account_id }) => account_id === form.value.account);
    if (form.value.act === 'came' && who?.signed_at === null) {
      return await meetingPage(visit, meeting.id, {}, [{ field: 'sheet', text: `${who.name} signs the declaration first, on a device of their own` }]);
    }
    await noteAnswer(tx, actor, meeting.id, form.value.account, form.value.act === 'came' ? 'here' : form.value.act === 'left' ? 'leave' : 'apologies', now);
    return seeOther(paths.meeting(meeting.id, 'sheet'));
  },
});

export function tellInvited(visit: Shown, meeting: Pick<Meeting, 'id'>, accountIds: readonly string[], subject: string): void {
  const { tx, actor, now, house } = visit;
  tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: accountIds.filter((id) => id !== actor.accountId), subject, body: `${subject}.\n\n${house.settings.baseUrl}${paths.meeting(meeting.id)}`, now });
}

const inviting = route({
  method: 'POST', path: '/panels/meetings/:meetingId/invite', admits: 'read_cases', params: meetingParams, body: inviteForm, audit: { event: 'panel_meeting.invited' },
  handle: async (visit) => {
    const { form, tx, actor, params } = visit;
    const meeting = await runMeeting(tx, actor, params.meetingId);
    visit.about({ kind: 'panel_meeting', id: meeting.id });
    const people = await caseworkers(tx, actor);
    if (!form.ok || !form.value.people.every((id) => people.some((one) => one.id === id))) {
      return await meetingPage(visit, meeting.id, form.typed, [{ field: 'people', text: 'Choose somebody who does casework' }]);
    }
    inviteToMeeting(tx, actor, meeting.id, form.value.people);
    tellInvited(visit, meeting, form.value.people, 'You are invited to a panel in Safer Hub');
    return seeOther(paths.meeting(meeting.id, 'sheet'), { notice: 'Invited. They see an item only once it is named for them.' });
  },
});

const general = route({
  method: 'POST', path: '/panels/meetings/:meetingId/general', admits: 'read_cases', params: meetingParams, body: generalForm, audit: { event: 'panel_meeting.item_added' },
  handle: async (visit) => {
    const { form, tx, actor, now, params } = visit;
    const meeting = await runMeeting(tx, actor, params.meetingId);
    visit.about({ kind: 'panel_meeting', id: meeting.id });
    if (!form.ok) {
      return await meetingPage(visit, meeting.id, form.typed, form.errors);
    }
    insertItem(tx, actor, { id: uuidv7(), meetingId: meeting.id, caseId: null, agencyId: actor.agencyId, ...form.value, restricted: false, everyone: true, reasons: [], position: 900 }, 'agreed', now);
    return seeOther(paths.meeting(meeting.id, 'agenda'), { notice: 'Added.' });
  },
});

async function agendaPage(visit: Shown, meeting: Meeting, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const items = await itemsOf(visit.tx, visit.actor, meeting.id);
  return page(await staffPage(visit, { section, title: `Agenda: ${meeting.panel}`, error: errors.length > 0, children: <AgendaPage meeting={meeting} items={items} typed={typed} errors={errors} /> }), errors.length > 0 ? 422 : 200);
}

const agenda = route({
  method: 'GET', path: '/panels/meetings/:meetingId/agenda', admits: 'read_cases', params: meetingParams, audit: { event: 'panel_meeting.read' },
  handle: async (visit) => {
    const meeting = await runMeeting(visit.tx, visit.actor, visit.params.meetingId);
    visit.about({ kind: 'panel_meeting', id: meeting.id });
    return await agendaPage(visit, meeting, {}, []);
  },
});

/** New items from live cases that meet the criteria, and the actions of last time in front. */
async function draw({ tx, actor, now }: Shown, meeting: Meeting): Promise<number> {
  const today = londonDate(now);
  const [criteria, items, kinds, reviews, last] = await Promise.all([criteriaFor(tx, actor, meeting.kind_code, today), itemsOf(tx, actor, meeting.id), kindsNow(tx, actor, today), openReviews(tx, actor), openActions(tx, actor, meeting.panel_id, null)]);
  const reasons = new Map<string, string[]>();
  const facts = new Map<string, { title: string; agency_id: string; restricted: boolean }>();
  for (const criterion of criteria) {
    for (const file of await liveCases(tx, actor, criterion.days, [...reviews.keys()], now)) {
      const reason = reasonFor(criterion, { ...file, review: reviews.get(file.id) ?? null });
      if (reason !== undefined && !items.some(({ case_id }) => case_id === file.id)) {
        reasons.set(file.id, [...(reasons.get(file.id) ?? []), reason]);
        facts.set(file.id, file);
      }
    }
  }
  const minutes = kinds.find(({ code }) => code === meeting.kind_code)?.item_minutes ?? 15;
  if (last.length > 0 && !items.some(({ everyone }) => everyone)) {
    insertItem(tx, actor, { id: uuidv7(), meetingId: meeting.id, caseId: null, agencyId: actor.agencyId, title: 'Last actions', question: 'What came of what we agreed last time?', minutes: 10, restricted: false, everyone: true, reasons: [], position: 0 }, 'proposed', now);
  }
  // The gravest first: whoever meets most criteria.
  const drawn = [...reasons].toSorted(([, one], [, other]) => other.length - one.length).slice(0, 20);
  for (const [place, [caseId, why]] of drawn.entries()) {
    const file = facts.get(caseId);
    if (file !== undefined) {
      const named = await namesSomebody(tx, caseId, file.title);
      insertItem(tx, actor, { id: uuidv7(), meetingId: meeting.id, caseId, agencyId: file.agency_id, title: named ? 'A case: give it a title' : file.title.slice(0, 120), question: '', minutes, restricted: file.restricted, everyone: false, reasons: why, position: items.length + place + 1 }, 'proposed', now);
    }
  }
  return drawn.length;
}

const drawn = route({
  method: 'POST', path: '/panels/meetings/:meetingId/draw', admits: 'read_cases', params: meetingParams, audit: { event: 'panel_meeting.agenda_drawn' },
  handle: async (visit) => {
    const meeting = await runMeeting(visit.tx, visit.actor, visit.params.meetingId);
    const count = await draw(visit, meeting);
    visit.about({ kind: 'panel_meeting', id: meeting.id, detail: { drawn: count } });
    return seeOther(paths.meetingPart(meeting.id, 'agenda'), { notice: count === 0 ? 'No further live case meets the criteria.' : `${count} ${count === 1 ? 'case meets' : 'cases meet'} the criteria. Choose, and agree the agenda.` });
  },
});

interface AgendaLine {
  readonly item: Item;
  readonly position: number;
  readonly minutes: number;
  readonly title: string;
  readonly question: string;
  readonly on: boolean;
  readonly restricted: boolean;
}

function readLine(item: Item, typed: Typed, errors: FieldError[]): AgendaLine {
  const text = (name: string): string => typedText(typed, `${name}-${item.id}`).trim();
  const number = (name: string, most: number, say: string): number => {
    const value = /^\d{1,3}$/.test(text(name)) ? Number(text(name)) : -1;
    if (value < 1 || value > most) errors.push({ field: `${name}-${item.id}`, text: say });
    return value;
  };
  if (text('title').length < 3 || text('title').length > 120) errors.push({ field: `title-${item.id}`, text: 'Use 3 to 120 characters' });
  if (text('question').length > 300) errors.push({ field: `question-${item.id}`, text: 'Use 300 characters or fewer' });
  return { item, position: number('position', 999, 'Give its place as a whole number'), minutes: number('minutes', 240, 'Give minutes from 1 to 240'), title: text('title'), question: text('question'), on: text('in') === 'yes', restricted: text('restricted') === 'yes' };
}

const agreed = route({
  method: 'POST', path: '/panels/meetings/:meetingId/agenda', admits: 'read_cases', params: meetingParams, audit: { event: 'panel_meeting.agenda_agreed' },
  handle: async (visit) => {
    const { tx, actor, now, form, params } = visit;
    const meeting = await runMeeting(tx, actor, params.meetingId);
    visit.about({ kind: 'panel_meeting', id: meeting.id });
    const errors: FieldError[] = [];
    const lines = (await itemsOf(tx, actor, meeting.id)).map((item) => readLine(item, form.typed, errors));
    for (const line of lines.filter(({ on }) => on)) {
      for (const field of ['title', 'question'] as const) {
        if (await namesSomebody(tx, line.item.case_id, line[field])) errors.push({ field: `${field}-${line.item.id}`, text: 'It names somebody who reported or suffered. It stands on the screen: leave names out' });
      }
      if (line.item.case_id !== null && line.question === '') errors.push({ field: `question-${line.item.id}`, text: 'Say what the panel is asked' });
    }
    if (lines.length === 0 || errors.length > 0) {
      return await agendaPage(visit, meeting, form.typed, errors.length > 0 ? errors : [{ field: 'agenda', text: 'Draw the agenda first' }]);
    }
    for (const [place, { item, on, ...line }] of inOrder(lines.map((line) => ({ ...line, id: line.item.id }))).entries()) {
      // Once restricted because of its case, an item does not open again by a tick.
      changeItem(tx, actor, { ...line, id: item.id, position: place + 1, state: item.state === 'done' ? 'done' : on ? 'agreed' : 'left_out' });
    }
    if (meeting.state === 'planned') {
      await moveMeeting(tx, actor, meeting, ['planned'], 'agreed', now);
      tellInvited(visit, meeting, (await invitedTo(tx, actor, meeting.id)).map(({ account_id }) => account_id), 'The agenda of a panel is agreed in Safer Hub');
    }
    return seeOther(paths.meeting(meeting.id), { notice: 'The agenda is agreed, and everyone invited has been told.' });
  },
});

export const meetingRoutes: readonly Route[] = [one, signed, answered, sheet, inviting, general, agenda, drawn, agreed];
