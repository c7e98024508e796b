import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import { momentWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { paths } from '../paths.ts';
import { openActions } from './item-queries.ts';
import { meetings, type Meeting } from './panel-queries.ts';

/** Something about a meeting that waits for this person, for Today. */
export interface PanelWork {
  readonly title: string;
  readonly why: string;
  readonly reference: string;
  readonly href: string;
  readonly action: string;
  readonly at: Temporal.Instant;
  readonly due: boolean;
}

function of(meeting: Meeting, now: Temporal.Instant): PanelWork[] {
  const base = { reference: meeting.panel, href: paths.meeting(meeting.id), at: meeting.starts_at, why: `${momentWords(meeting.starts_at, now)}${meeting.place_words === '' ? '' : `, ${meeting.place_words}`}.` };
  if (meeting.state === 'held' && meeting.runs) {
    return [{ ...base, title: `Approve the minutes: ${meeting.panel}`, href: paths.meetingPart(meeting.id, 'minutes'), action: 'Read and circulate', due: false }];
  }
  if (meeting.state === 'planned' && meeting.runs) {
    return [{ ...base, title: `Agree the agenda: ${meeting.panel}`, href: paths.meetingPart(meeting.id, 'agenda'), action: 'Draw it', due: true }];
  }
  if ((meeting.state === 'agreed' || meeting.state === 'running') && !meeting.signed) {
    return [{ ...base, title: `Sign and read the papers: ${meeting.panel}`, action: 'Open the meeting', due: true }];
  }
  return meeting.state === 'running' ? [{ ...base, title: `${meeting.panel} is running`, action: 'Open the meeting', due: true }] : [];
}

/** How far ahead a meeting is work. */
const aheadDays = 10;

/** Agendas to agree, papers to read, minutes to approve, and open actions of one's agency that are no tasks. */
export async function panelWork(tx: Transaction, actor: StaffActor, now: Temporal.Instant): Promise<PanelWork[]> {
  const near = (await meetings(tx, actor, { from: now.subtract({ hours: 24 * 60 }) }, 40)).filter(({ starts_at }) => starts_at.epochMilliseconds < now.add({ hours: 24 * aheadDays }).epochMilliseconds);
  const panelIds = [...new Set(near.map(({ panel_id }) => panel_id))];
  const actions = (await Promise.all(panelIds.map(async (id) => openActions(tx, actor, id, null)))).flat().filter((action) => action.task_id === null && action.agency_id === actor.agencyId);
  return [
    ...near.flatMap((meeting) => of(meeting, now)),
    ...actions.map((action): PanelWork => ({ title: action.words, why: `Agreed at a panel for ${action.agency}.`, reference: action.item, href: paths.panelItem(action.item_id), action: 'Say what came of it', at: action.due_on.toZonedDateTime({ timeZone: 'Europe/London', plainTime: '17:00' }).toInstant(), due: true })),
  ];
}
