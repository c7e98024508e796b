import { Temporal } from 'temporal-polyfill';

import { addWorkingDays, inLondon, londonDate } from '../platform/calendar/index.ts';
import { incident, message, note, openedCase, type InventedCase, type Telling } from './casework.ts';
import { nameKey } from '../platform/names/index.ts';
import { askPartner, lookAtRisk, type PartnerFacts } from './partners.ts';
import { demoId } from './random.ts';
import { dressReport, type InventedReport } from './reports.ts';

/** A moment some calendar days ago, at a time of day in London. */
function ago(now: Temporal.Instant, days: number, time: string): Temporal.Instant {
  return londonDate(now).subtract({ days }).toZonedDateTime({ timeZone: 'Europe/London', plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

const words = 'They were kicking the doors on our landing again and one of them said he knows what time I get home. My girl won’t sleep in her own room now.';

/**
 * One story told in full, so that a visitor finds a case with everything in it: a threat on a landing, a late promise with its
 * apology, partners who see only their part, and an anonymous neighbour whose report waits in triage.
 */
export function tellStory(telling: Telling, secretKey: string, facts: PartnerFacts): { story: InventedCase; secret: string } {
  const { chance, town, ledger, now } = telling;
  const place = town.places.find(({ name }) => name === 'The Stow flats, stairwells');
  if (place === undefined) {
    throw new Error('The story has lost its place');
  }
  const person = { name: 'Amara Okonjo', email: 'amara.okonjo@example.org', phone: '07700 900417' };
  const report = dressReport(chance, town, {
    kind: 'threats', channel: 'web', place, secretKey, happenedAt: ago(now, 17, '22:00'), receivedAt: ago(now, 14, '23:52'), person, words, wants: 'I want it to stop. I do not want them to know it was me.',
    title: 'Threats and doors kicked, The Stow flats', frequency: 'Every week or most weekends, since September', impact: 'A lot. My daughter is 7', vulnerability: 'someone affected is under 18',
    safeContact: { routes: ['text', 'link'], never: 'Never ring after 4pm', note: 'The people I report live on the same landing and can hear me', plain: true },
  });
  const taken = inLondon(addWorkingDays(report.receivedAt, 0)).with({ hour: 8, minute: 40 }).toInstant();
  const home = openedCase(telling, report, taken, 'priya');
  Object.assign(home.row, { stage: 'investigating', state: 'open', closed_at: null, closed_by: null, outcome: null, outcome_reason: null, cost_pounds: null, warning: 'Threat to life considered when it was opened, not found. Look again at every new incident.' });
  const story: InventedCase = { ...home, closedAt: undefined, size: 3, row: home.row };
  const row: Record<string, unknown> = { ...report.report, state: 'in_case', case_id: home.id, decided_at: taken.toString(), decided_by: town.accountIds.get('priya') };
  ledger.add('report', row);
  if (report.party !== undefined) {
    ledger.add('party', report.party);
  }
  incidents(telling, report, story);
  people(telling, story);
  note(telling, report, { at: report.receivedAt, kind: 'state', words: 'Report received', resident: `You reported it. Harlow Council has it, reference ${report.reference}.` });
  note(telling, undefined, { at: taken, kind: 'state', words: 'Case opened', by: 'priya', caseId: home.id });
  const spoken = inLondon(addWorkingDays(taken, 1)).with({ hour: 11, minute: 30 }).toInstant();
  note(telling, report, { at: spoken, kind: 'call', words: 'Rang her at 11.30, 25 minutes. Wrote the summary.', by: 'priya', told: true, resident: 'Priya rang you and wrote the summary above.', caseId: home.id });
  ledger.add('heard_receipt', {
    partnership_id: town.partnershipId, id: demoId(chance, spoken.epochMilliseconds), report_id: report.id, version: 1,
    points: ['Three or four young men kick doors on the second landing, most Fridays and Saturdays since September.', 'One of them threatened you.', 'Your daughter, 7, is too frightened to sleep in her room.'],
    wants: report.wants, written_by: town.accountIds.get('priya'), written_at: spoken.toString(), answer: null, answered_at: null,
  });
  promises(telling, report, story, spoken, row);
  askPartners(telling, story, spoken, facts);
  const first = lookAtRisk(telling, story, spoken, 0.45, facts);
  lookAtRisk(telling, story, inLondon(addWorkingDays(spoken, 4)).with({ hour: 15 }).toInstant(), 1, facts, first);
  neighbour(telling, secretKey, place);
  return { story, secret: report.secret };
}

function incidents(telling: Telling, report: InventedReport, story: InventedCase): void {
  incident(telling, report, story);
  for (const [days, time, what] of [[10, '22:15', 'Doors kicked again, shouting on the landing for an hour.'], [9, '22:00', 'They were there again Saturday, about ten o’clock.'], [3, '22:30', 'Bottles thrown down the stairs. One of them called up to my window.']] as const) {
    const { lat, lon, easting, northing, cell, place_words } = report.report;
    const happened = ago(telling.now, days, time);
    telling.ledger.add('incident', {
      partnership_id: telling.town.partnershipId, id: demoId(telling.chance, happened.epochMilliseconds), case_id: story.id, report_id: report.id, happened_at: happened.toString(), words: what,
      place_words, lat, lon, easting, northing, cell, created_at: happened.add({ hours: 12 }).toString(),
    });
    note(telling, report, { at: happened.add({ hours: 12 }), kind: 'incident', words: `It happened again: ${what}`, resident: 'You told us that it happened again.', caseId: story.id });
  }
}

function people({ chance, town, ledger, now }: Telling, story: InventedCase): void {
  const base = {
    partnership_id: town.partnershipId, agency_id: town.agencyIds.get('council'), report_id: null, case_id: story.id, vulnerability: '', phone: null, email: null, address: null, postcode: null, safe_contact: {}, created_at: now.toString(),
  };
  const add = (entry: { role: string; kind: string; name: string; description: string; age_words: string; under_18: boolean }): void =>
    ledger.add('party', { ...base, id: demoId(chance, now.epochMilliseconds), ...entry, name_key: nameKey(entry.name) });
  add({ role: 'victim', kind: 'person', name: '', description: 'Daughter of the person who reported', age_words: '7', under_18: true });
  add({ role: 'alleged', kind: 'unknown', name: 'Jaz', description: 'Known as “Jaz”. Tall, red moped', age_words: 'about 19', under_18: false });
  add({ role: 'alleged', kind: 'group', name: '', description: 'Three or four young men, one looks under 18', age_words: '', under_18: true });
}

function promises(telling: Telling, report: InventedReport, story: InventedCase, spoken: Temporal.Instant, row: Record<string, unknown>): void {
  const { chance, town, ledger, now } = telling;
  const promiseIds = [demoId(chance, spoken.epochMilliseconds), demoId(chance, spoken.epochMilliseconds + 1)];
  const madeAt = inLondon(addWorkingDays(spoken, 1)).with({ hour: 11, minute: 45 }).toInstant();
  const missedAt = inLondon(addWorkingDays(madeAt, 2)).toInstant();
  const changedAt = inLondon(addWorkingDays(missedAt, 1)).with({ hour: 15, minute: 20 }).toInstant();
  const line = (promise: number, position: number, lineId: string, columns: Record<string, unknown>): void =>
    ledger.add('promise_line', {
      partnership_id: town.partnershipId, id: demoId(chance, madeAt.epochMilliseconds), promise_id: promiseIds[promise], report_id: report.id, line_id: lineId, position, state: 'due', kept_at: null, kept_words: null, missed_at: null, missed_why: null, lost_words: null, ...columns,
    });
  const due = (days: number): string => inLondon(addWorkingDays(now, days)).toInstant().toString();
  const [footage, police, wardens, speak] = [1, 2, 3, 4].map((offset) => demoId(chance, madeAt.epochMilliseconds + offset));
  const cannot = { cannot: 'We cannot move the people you told us about out of their home now.', cannot_why: 'A court decides that, and it will ask what else was tried first. The steps above are part of that record.' };
  ledger.add('promise', { partnership_id: town.partnershipId, id: promiseIds[0], report_id: report.id, version: 1, ...cannot, change_words: '', made_by: town.accountIds.get('priya'), made_at: madeAt.toString(), superseded_at: changedAt.toString() });
  ledger.add('promise', { partnership_id: town.partnershipId, id: promiseIds[1], report_id: report.id, version: 2, ...cannot, change_words: 'A new date for the footage, and the wardens’ walks', made_by: town.accountIds.get('priya'), made_at: changedAt.toString(), superseded_at: null });
  for (const version of [0, 1]) {
    line(version, 0, footage ?? '', {
      who: 'Priya Nair, Harlow Council', what: 'We will get the stairwell camera footage from Eastgate Homes', first_due_at: missedAt.toString(), due_at: version === 0 ? missedAt.toString() : due(2), state: version === 0 ? 'missed' : 'due',
      missed_at: missedAt.toString(), missed_why: 'our form went to a mailbox nobody reads', lost_words: 'Footage of the first weekend has been recorded over. Everything since is safe and held for you.',
    });
    line(version, 1, police ?? '', { who: 'PC Owen Marsh, Essex Police, through Priya', what: 'We will tell you what the police can do about the threats', first_due_at: due(3), due_at: due(3) });
    line(version, 3, speak ?? '', { who: 'Priya Nair, Harlow Council', what: 'We will speak to you', first_due_at: madeAt.toString(), due_at: madeAt.toString(), state: 'kept', kept_at: spoken.toString(), kept_words: 'Priya spoke to you for 25 minutes.' });
  }
  line(1, 2, wardens ?? '', { who: 'Wardens, Harlow Council. They will not knock on your door', what: 'We will walk your landing between 7pm and 11pm on Friday and Saturday', first_due_at: due(5), due_at: due(5) });
  note(telling, report, { at: madeAt, kind: 'promise', words: 'Promise made, version 1', by: 'priya', told: true, resident: 'You and Priya agreed the first promise.', caseId: story.id });
  note(telling, report, { at: missedAt, kind: 'promise', words: 'Promise missed: stairwell footage. The request form went to a closed mailbox.', missed: true, resident: 'We missed a promise: getting the camera footage. Priya’s supervisor was told.', caseId: story.id });
  note(telling, report, { at: changedAt, kind: 'contact', words: 'Told her the footage was late, why, and the new date.', by: 'priya', told: true, resident: 'Priya told you the footage was late, why, and the new date.', caseId: story.id });
  message(telling, report, changedAt, 'I missed my own date for the camera footage and I am sorry. I have now spoken to Eastgate Homes. They have locked what they still hold. I will have the copy by the new date in the promise.', 'priya');
  message(telling, report, changedAt.add({ hours: 5 }), 'Thank you for being straight. They were there again Saturday, about ten o’clock.', undefined);
  Object.assign(row, { last_told_at: changedAt.toString(), next_told_by: addWorkingDays(changedAt, 10).toString(), told_it_times: 1 });
}

function askPartners(telling: Telling, story: InventedCase, spoken: Temporal.Instant, facts: PartnerFacts): void {
  const at = (days: number): Temporal.Instant => inLondon(addWorkingDays(spoken, days)).with({ hour: 16 }).toInstant();
  askPartner(telling, story, {
    agency: 'police', person: 'owen', title: 'Say whether police will speak to the man known as “Jaz”', brief: 'We promised the person an answer this week.', at: at(3), days: 6, state: 'accepted', purpose: 'To decide with the police how to stop the threats',
    items: [['incident', 'Two incidents, dates and times', 'Doors kicked on the second landing on two Fridays, about 10pm; a threat on the first of them: “he knows what time I get home”.'], ['person', 'Description', 'Known as “Jaz”, about 19, tall, red moped.']],
  }, facts);
  askPartner(telling, story, {
    agency: 'housing', person: 'leah', title: 'Lock and copy the stairwell camera footage', brief: 'From the first weekend on, 9pm to midnight.', at: at(1), days: 3, state: 'started', purpose: 'To keep evidence before it is recorded over',
    items: [['place', 'The stairwell', 'Second landing, stairwell between numbers 20 and 28'], ['times', 'Dates', 'Fridays and Saturdays, 9pm to midnight']],
  }, facts);
  askPartner(telling, story, { agency: 'youth', person: 'sol', title: 'Offer a Friday boxing place', brief: 'To the youngest of the group, under 18.', at: at(4), days: 8, state: 'asked', items: [['person', 'Who', 'One of the group looks under 18. Name not known yet.']] }, facts);
  askPartner(telling, story, { agency: 'council', person: 'priya', title: 'Draft a good neighbour agreement', brief: '', at: at(4), days: 9, state: 'started' }, facts);
}

/** An anonymous report of last night, which triage should find to be the same. */
function neighbour(telling: Telling, secretKey: string, place: Parameters<typeof dressReport>[2]['place']): void {
  const { chance, town, ledger, now } = telling;
  const lastNight = ago(now, 1, '23:30');
  const report = dressReport(chance, town, {
    kind: 'threats', channel: 'web', place, secretKey, happenedAt: lastNight, receivedAt: lastNight.add({ minutes: 22 }), person: undefined, title: 'Doors kicked and a threat on the landing',
    words: 'Lads on our landing again kicking every door. One shouted we are all dead if the police come. My nan is 81 and on her own at 26. I won’t give a name.', wants: 'Someone to come when it is happening', frequency: 'Every week or most weekends', impact: 'A lot. My nan is 81',
  });
  ledger.add('report', { ...report.report, next_told_by: report.answerBy.toString() });
  note(telling, report, { at: report.receivedAt, kind: 'state', words: 'Report received', resident: `You reported it. Harlow Council has it, reference ${report.reference}.` });
}
