import { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';
import { defaultPanelDeclarations } from '../panels/index.ts';
import type { Telling } from './casework.ts';
import { demoId } from './random.ts';

function atTwo(now: Temporal.Instant, days: number): Temporal.Instant {
  return londonDate(now).add({ days }).toZonedDateTime({ timeZone: 'Europe/London', plainTime: Temporal.PlainTime.from('14:00') }).toInstant();
}

const members = ['dawn', 'priya', 'owen', 'leah', 'sol'] as const;
const paperLines = [
  { label: 'Incidents', words: '4 in six weeks', figure: true }, { label: 'Risk', words: '27 of 45, high', figure: true },
  { label: 'What happens', words: 'Three or four young men kick the doors on the second landing, most Fridays and Saturdays. One threatened a neighbour.', figure: false },
] as const;

/** A fortnightly tasking panel: a meeting two weeks ago with minutes and an action that is still open, and the next one, whose agenda is agreed. */
export function tellPanels(telling: Telling, storyCaseId: string, declarationId: string): void {
  const { town, ledger, chance, now } = telling;
  const id = (at: Temporal.Instant): string => demoId(chance, at.epochMilliseconds);
  const who = (key: string): string | undefined => town.accountIds.get(key);
  const agency = (key: string): string | undefined => town.agencyIds.get(key);
  const base = { partnership_id: town.partnershipId };
  const [past, coming] = [atTwo(now, -12), atTwo(now, 2)];
  const panelId = id(past);
  ledger.add('panel', { ...base, id: panelId, name: 'Harlow tasking panel', kind_code: 'tasking', purpose: 'Places and groups: who does what in the next two weeks.', agency_id: agency('council'), chair_id: who('dawn'), deputy_id: who('tomas'), place_words: 'Civic Centre, room 4', created_by: who('dawn'), created_at: atTwo(now, -100).toString() });
  for (const key of [...members, 'tomas']) {
    ledger.add('panel_member', { ...base, panel_id: panelId, account_id: who(key), added_at: atTwo(now, -100).toString() });
  }
  const meeting = (at: Temporal.Instant, held: boolean): string => {
    const meetingId = id(at);
    ledger.add('panel_meeting', { ...base, id: meetingId, panel_id: panelId, starts_at: at.toString(), minutes: 90, place_words: 'Civic Centre, room 4', marking: 'official_sensitive', state: held ? 'circulated' : 'agreed', agreed_by: who('dawn'), agreed_at: at.subtract({ hours: 50 }).toString(), started_at: held ? at.toString() : null, held_at: held ? at.add({ minutes: 85 }).toString() : null, circulated_by: held ? who('dawn') : null, circulated_at: held ? at.add({ hours: 20 }).toString() : null });
    for (const key of [...members, 'tomas']) {
      const came = held && key !== 'tomas';
      ledger.add('panel_invitation', { ...base, meeting_id: meetingId, account_id: who(key), answer: came || !held ? (held ? 'coming' : 'invited') : 'apologies', came_at: came ? at.toString() : null, left_at: came ? at.add({ minutes: 85 }).toString() : null });
      if (came || key === 'dawn') {
        ledger.add('panel_signature', { ...base, meeting_id: meetingId, account_id: who(key), declaration_id: declarationId, words: defaultPanelDeclarations[0].words, signed_at: at.subtract({ hours: 3 }).toString() });
      }
    }
    return meetingId;
  };
  const item = (meetingId: string, at: Temporal.Instant, position: number, words: { title: string; question: string; reasons: readonly string[]; caseId: string | null; done: boolean }): string => {
    const itemId = id(at);
    ledger.add('panel_item', { ...base, id: itemId, meeting_id: meetingId, position, case_id: words.caseId, agency_id: agency('council'), title: words.title, question: words.question, minutes: words.caseId === null ? 10 : 15, restricted: false, everyone: words.caseId === null, reasons: [...words.reasons], proposed_by: who('dawn'), state: words.done ? 'done' : 'agreed', created_at: at.subtract({ hours: 72 }).toString() });
    if (words.caseId !== null) {
      for (const key of ['council', 'police', 'housing']) ledger.add('panel_item_viewer', { ...base, item_id: itemId, principal_id: agency(key), kind: 'agency' });
      paper(itemId, at);
    }
    return itemId;
  };
  const paper = (itemId: string, at: Temporal.Instant): void => {
    for (const [position, line] of paperLines.entries()) ledger.add('panel_paper', { ...base, id: id(at), item_id: itemId, version: 1, position, ...line });
  };
  const held = meeting(past, true);
  const stow = item(held, past, 1, { title: 'The Stow stairwells', question: 'Who walks past on Fridays, and who speaks to the landlord?', reasons: ['The risk is high', '3 reports in 42 days'], caseId: storyCaseId, done: true });
  const other = item(held, past, 2, { title: 'Christmas patrols', question: 'Which evenings need wardens in December?', reasons: [], caseId: null, done: true });
  const minute = (itemId: string, words: string, decision: string): void => ledger.add('panel_minute', { ...base, item_id: itemId, words, decision, revision: 3, saved_by: who('dawn'), saved_at: past.add({ minutes: 60 }).toString() });
  minute(stow, 'Police can pass at nine, not at seven. Eastgate Homes has had two complaints about the entry door and will look at the lock.', 'Wardens at seven, police at nine, until the next meeting.');
  minute(other, 'The market closes at eight on three evenings.', 'Wardens on the three market evenings.');
  ledger.add('panel_action', { ...base, id: id(past), item_id: other, panel_id: panelId, agency_id: agency('council'), assignee_id: who('priya'), words: 'Tell the traders which evenings have wardens', due_on: londonDate(now).add({ days: 3 }).toString(), created_by: who('dawn'), created_at: past.add({ minutes: 70 }).toString(), done_at: null });
  const next = meeting(coming, false);
  item(next, coming, 1, { title: 'Last actions', question: 'What came of what we agreed last time?', reasons: [], caseId: null, done: false });
  item(next, coming, 2, { title: 'The Stow stairwells', question: 'Do we ask for an injunction now, or finish the behaviour contract first?', reasons: ['The risk is high', 'It reaches the case review threshold: 3 reports in 182 days'], caseId: storyCaseId, done: false });
}
