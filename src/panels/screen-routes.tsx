import { staffPage } from '../frame/index.ts';
import { recordPdf } from '../letters/index.ts';
import { dateWords, momentWords, shortDay, londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file, json, page, route, seeOther, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { agencies } from '../platform/partnership/index.ts';
import { hashSecret } from '../platform/references/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { paths } from '../paths.ts';
import { actionsOf, closeItem, itemsOf, minutesOf, namesSomebody, openActions, paperVersion, placesOf, saveDecision, screenOf } from './item-queries.ts';
import { MinutesPage, type MinutesProps } from './pages/minutes-page.tsx';
import { ScreenPage, type ScreenPlace } from './pages/screen-page.tsx';
import { invitedTo, meetingById, moveMeeting, runMeeting, setScreen, type Meeting } from './panel-queries.ts';
import { markingWords, taskStateWords } from './rules.ts';
import { meetingParams, screenForm } from './schema.ts';

type Shown = Pick<Visit<'read_cases', unknown, unknown, unknown>, 'tx' | 'actor' | 'now' | 'about' | 'house'> & Parameters<typeof staffPage>[0];
const section = 'panels' as const;

/** The agenda as the room may see it. An item's row is used only where the database said that everyone in the room sees it. */
async function roomPlaces({ tx, actor }: Pick<Shown, 'tx' | 'actor'>, meetingId: string): Promise<{ places: ScreenPlace[]; versions: Map<string, number | null> }> {
  const [all, items, shown] = await Promise.all([placesOf(tx, meetingId), itemsOf(tx, actor, meetingId), screenOf(tx, meetingId)]);
  const visible = new Map(shown.filter((one) => one.shown).map((one) => [one.item_id, one.paper_version]));
  return { places: all.map((place) => ({ ...place, item: visible.has(place.id) ? items.find(({ id }) => id === place.id) : undefined })), versions: visible };
}

/** Changes whenever the screen would: the page asks for it and loads itself anew. */
function stampOf(meeting: Meeting, places: readonly ScreenPlace[], versions: ReadonlyMap<string, number | null>, here: readonly string[]): string {
  return hashSecret(JSON.stringify([meeting.item_id, meeting.blank, meeting.state, places.map(({ id, state, item }) => [id, state, item?.title, versions.get(id)]), here])).slice(0, 16);
}

async function screenState(visit: Pick<Shown, 'tx' | 'actor' | 'about'>, id: string) {
  const { tx, actor } = visit;
  const meeting = await runMeeting(tx, actor, id);
  visit.about({ kind: 'panel_meeting', id });
  const [{ places, versions }, invited] = await Promise.all([roomPlaces(visit, id), invitedTo(tx, actor, id)]);
  const here = invited.filter(({ came_at, left_at }) => came_at !== null && left_at === null).map(({ account_id }) => account_id);
  return { meeting, places, versions, invited, stamp: stampOf(meeting, places, versions, here) };
}

export async function showScreen(visit: Shown, id: string, typed: Typed = {}, errors: readonly FieldError[] = []): Promise<Reply> {
  const { tx, actor, now } = visit;
  const { meeting, places, versions, invited, stamp } = await screenState(visit, id);
  if (meeting.state !== 'running') {
    return seeOther(paths.meeting(id), { notice: 'The meeting is not running.' });
  }
  const current = places.find((place) => place.id === meeting.item_id);
  const item = current?.item;
  const version = item === undefined ? null : (versions.get(item.id) ?? null);
  const [figures, actions, minutes, last, all] = await Promise.all([
    item === undefined || version === null ? [] : paperVersion(tx, actor, item.id, version), item === undefined ? [] : actionsOf(tx, actor, [item.id]), item === undefined ? [] : minutesOf(tx, actor, [item.id]),
    item?.everyone === true ? openActions(tx, actor, meeting.panel_id, meeting.id) : [], agencies(tx),
  ]);
  const children = (
    <ScreenPage meeting={meeting} places={places} current={current} figures={figures.filter(({ figure }) => figure)} actions={actions} decision={minutes[0]?.decision ?? ''} last={last} invited={invited} agencies={all} people={[]}
      stamp={stamp} now={now} typed={{ by: londonDate(now).add({ days: 7 }).toString(), ...typed }} errors={errors} />
  );
  return page(await staffPage(visit, { section, title: `${meeting.panel}, on the screen`, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const screen = route({ method: 'GET', path: '/panels/meetings/:meetingId/screen', admits: 'read_cases', params: meetingParams, audit: { event: 'panel_meeting.screen' }, handle: async (visit) => await showScreen(visit, visit.params.meetingId) });

const pulse = route({
  method: 'GET', path: '/panels/meetings/:meetingId/pulse', admits: 'read_cases', params: meetingParams, audit: { none: 'whether the screen has changed, asked every few seconds' },
  handle: async (visit) => json({ stamp: (await screenState(visit, visit.params.meetingId)).stamp }),
});

/** The next item that is not done, after this one and then from the top. */
function nextOf(places: readonly ScreenPlace[], after: string | null): string | null {
  const at = places.findIndex(({ id }) => id === after);
  return [...places.slice(at + 1), ...places.slice(0, Math.max(at, 0))].find(({ state }) => state === 'agreed')?.id ?? null;
}

const moved = route({
  method: 'POST', path: '/panels/meetings/:meetingId/screen', admits: 'read_cases', params: meetingParams, body: screenForm, audit: { event: 'panel_meeting.run' },
  handle: async (visit) => {
    const { form, tx, actor, now, params } = visit;
    const { meeting, places } = await screenState(visit, params.meetingId);
    if (!form.ok) {
      return await showScreen(visit, meeting.id, form.typed, form.errors);
    }
    const { act, item, decision } = form.value;
    visit.about({ kind: 'panel_meeting', id: meeting.id, detail: { act } });
    if (act === 'start') {
      await moveMeeting(tx, actor, meeting, ['agreed'], 'running', now);
      await setScreen(tx, actor, meeting.id, { itemId: nextOf(places, null), blank: false }, now);
      return seeOther(paths.meetingPart(meeting.id, 'screen'));
    }
    if (act === 'end') {
      await moveMeeting(tx, actor, meeting, ['running'], 'held', now);
      return seeOther(paths.meeting(meeting.id), { notice: 'The meeting is over. Approve the minutes, then circulate them.' });
    }
    if (meeting.state !== 'running') {
      throw new HubError('changed_meanwhile');
    }
    const here = places.find(({ id }) => id === item);
    if (act === 'next' && here?.item !== undefined && decision !== '') {
      if (await namesSomebody(tx, here.item.case_id, decision)) {
        return await showScreen(visit, meeting.id, form.typed, [{ field: 'decision', text: 'It names somebody who reported or suffered. It stands on the screen: leave names out' }]);
      }
      if (!meeting.signed) {
        return seeOther(paths.meeting(meeting.id, 'sign'), { notice: 'Sign the declaration first.' });
      }
      await saveDecision(tx, actor, here.item.id, decision, now);
    }
    if (act === 'next' && here !== undefined) {
      closeItem(tx, actor, here.id);
    }
    await setScreen(tx, actor, meeting.id, act === 'next' ? { itemId: nextOf(places.map((place) => (place.id === here?.id ? { ...place, state: 'done' } : place)), here?.id ?? null), blank: false } : act === 'go' ? { itemId: here?.id ?? null, blank: false } : { blank: act === 'blank' }, now);
    return seeOther(paths.meetingPart(meeting.id, 'screen'));
  },
});

/** The minutes, as far as this reader may see them. */
async function minutesFor(visit: Shown, id: string): Promise<MinutesProps> {
  const { tx, actor, now } = visit;
  const meeting = await meetingById(tx, actor, id);
  visit.about({ kind: 'panel_meeting', id });
  if (!meeting.signed || (!meeting.runs && meeting.state !== 'circulated')) {
    throw new HubError('not_yours');
  }
  const [places, items, invited] = await Promise.all([placesOf(tx, id), itemsOf(tx, actor, id), invitedTo(tx, actor, id)]);
  const ids = items.map((item) => item.id);
  const [minutes, actions] = await Promise.all([minutesOf(tx, actor, ids), actionsOf(tx, actor, ids)]);
  return { meeting, places, items, minutes, actions, invited, now };
}

const minutesPage = route({
  method: 'GET', path: '/panels/meetings/:meetingId/minutes', admits: 'read_cases', params: meetingParams, audit: { event: 'panel_meeting.minutes_read' },
  handle: async (visit) => {
    const { meeting } = { meeting: await meetingById(visit.tx, visit.actor, visit.params.meetingId) };
    if (!meeting.signed) {
      visit.about({ kind: 'panel_meeting', id: meeting.id });
      return seeOther(paths.meeting(meeting.id, 'sign'), { notice: 'Sign the declaration first: then the minutes open.' });
    }
    const props = await minutesFor(visit, meeting.id);
    return page(await staffPage(visit, { section, title: `Minutes: ${props.meeting.panel}`, children: <MinutesPage {...props} /> }));
  },
});

const minutesPdf = route({
  method: 'GET', path: '/panels/meetings/:meetingId/minutes.pdf', admits: 'read_cases', params: meetingParams, audit: { event: 'panel_meeting.minutes_printed' },
  handle: async (visit) => {
    const { meeting, places, items, minutes, actions, invited, now } = await minutesFor(visit, visit.params.meetingId);
    const marking = markingWords[meeting.marking];
    const came = invited.filter(({ came_at }) => came_at !== null).map(({ name, agency }) => `${name}, ${agency}`);
    const sections = places.map((place) => {
      const item = items.find(({ id }) => id === place.id);
      const minute = minutes.find(({ item_id }) => item_id === place.id);
      const agreed = actions.filter(({ item_id }) => item_id === place.id).map((one) => `${one.assignee ?? one.agency}: ${one.words} By ${shortDay(one.due_on)}. ${taskStateWords[one.state] ?? ''}.`);
      return { heading: `${place.position}. ${item?.title ?? 'Closed item'}`, words: item === undefined ? 'This item is closed to you.' : [minute?.words ?? '', ...(minute === undefined || minute.decision === '' ? [] : [`Decided: ${minute.decision}`]), ...agreed].join('\n') };
    });
    const body = await recordPdf({
      marking, title: `Minutes: ${meeting.panel}, ${dateWords(meeting.starts_at)}`, reference: momentWords(meeting.starts_at), from: visit.partnership.name, madeAt: new Date(now.epochMilliseconds),
      sections: [{ heading: 'Present', words: came.join('\n') }, ...sections, { heading: 'This copy', words: `As ${visit.actor.name} may see it, ${momentWords(now)}. Do not pass it on.` }],
    });
    return file(body, 'application/pdf', `${marking}-minutes-${londonDate(meeting.starts_at).toString()}.pdf`);
  },
});

const circulated = route({
  method: 'POST', path: '/panels/meetings/:meetingId/circulate', admits: 'read_cases', params: meetingParams, audit: { event: 'panel_meeting.circulated' },
  handle: async (visit) => {
    const { tx, actor, now, house } = visit;
    const meeting = await runMeeting(tx, actor, visit.params.meetingId);
    visit.about({ kind: 'panel_meeting', id: meeting.id });
    const invited = await invitedTo(tx, actor, meeting.id);
    await moveMeeting(tx, actor, meeting, ['held'], 'circulated', now);
    tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: invited.map(({ account_id }) => account_id).filter((id) => id !== actor.accountId), subject: 'The minutes of a panel are ready in Safer Hub', body: `The minutes of a panel are ready in Safer Hub. You see the items that you may see.\n\n${house.settings.baseUrl}${paths.meetingPart(meeting.id, 'minutes')}`, now });
    return seeOther(paths.meetingPart(meeting.id, 'minutes'), { notice: 'Circulated: each reader sees their items. They cannot be changed any more.' });
  },
});

export const screenRoutes: readonly Route[] = [screen, pulse, moved, minutesPage, minutesPdf, circulated];
