import { Temporal } from 'temporal-polyfill';

import { addWorkingDays, inLondon, londonDate } from '../platform/calendar/index.ts';
import { nameKey } from '../platform/names/index.ts';
import { note, type InventedCase, type Telling } from './casework.ts';
import { demoId } from './random.ts';

interface Taken {
  readonly code: string;
  readonly at: Temporal.Instant;
  readonly words: string;
  readonly state?: 'drafted';
  readonly columns?: Readonly<Record<string, unknown>>;
}

function powerIds({ town }: Telling): Map<string, string> {
  const rows = town.tables.find(([name]) => name === 'power')?.[1] ?? [];
  return new Map(rows.map((row) => [String(row['code']), String(row['id'])]));
}

/** The first moment of a day in London that so many days have passed. */
function daysAgo(now: Temporal.Instant, days: number, time: string): Temporal.Instant {
  return londonDate(now).subtract({ days }).toZonedDateTime({ timeZone: 'Europe/London', plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

function addStep(telling: Telling, file: InventedCase, partyId: string, by: 'priya' | 'tomas', { code, at, words, state, columns }: Taken): string {
  const { chance, town, ledger } = telling;
  const id = demoId(chance, at.epochMilliseconds);
  ledger.add('power_step', {
    partnership_id: town.partnershipId, id, case_id: file.id, party_id: partyId, person_id: null, agency_id: town.agencyIds.get('council'), power_id: powerIds(telling).get(code), code, state: state ?? 'taken', target: 'person', target_words: '',
    taken_at: at.toString(), words, grade: '', age_at: null, conditions: [], evidence: [], answers: {}, skipped: [], rests_on: null, served_at: null, service: '', comply_by: null, expires_at: null, hearing_by: null, appeal_by: null, review_on: null,
    approval_id: null, corrects: null, correction: '', by_account: town.accountIds.get(by), recorded_at: at.toString(), ...columns,
  });
  return id;
}

/** The story’s case: a warning was given, an agreement is drafted. */
function storyLadder(telling: Telling, story: InventedCase): void {
  const party = telling.ledger.tables.get('party')?.find((row) => row['case_id'] === story.id && row['name'] === 'Jaz');
  if (party === undefined) {
    return;
  }
  const warnedAt = inLondon(addWorkingDays(story.openedAt, 3)).with({ hour: 14, minute: 20 }).toInstant();
  const words = 'Spoken to by the block with a warden, without saying who reported it. He said it was not him, and that he would tell the others.';
  addStep(telling, story, String(party['id']), 'priya', { code: 'informal_warning', at: warnedAt, words, columns: { served_at: warnedAt.toString(), service: 'spoken' } });
  note(telling, undefined, { at: warnedAt, kind: 'decision', words: `Informal warning: Jaz. ${words}`, by: 'priya', caseId: story.id });
  const draftedAt = inLondon(addWorkingDays(warnedAt, 2)).with({ hour: 10 }).toInstant();
  const conditions = ['Keep off the second landing between 9pm and 7am', 'Do not speak to anyone who lives on the landing', 'Come to the Friday boxing session for eight weeks'];
  const agreement = 'Drafted for him to read with the youth worker. He is about 19; his age has to be checked first.';
  addStep(telling, story, String(party['id']), 'priya', {
    code: 'abc', at: draftedAt, words: agreement, state: 'drafted',
    columns: { conditions, answers: { takenOn: londonDate(draftedAt).toString(), words: agreement, conditions: conditions.join('\n'), length: '6', lengthUnit: 'months' } },
  });
}

/** The supervisor agreed before the notice was issued. */
function approvedNotice({ chance, town, ledger }: Telling, file: InventedCase, at: Temporal.Instant): string {
  const id = demoId(chance, at.epochMilliseconds);
  const base = { partnership_id: town.partnershipId };
  ledger.add('approval', {
    ...base, id, agency_id: town.agencyIds.get('council'), case_id: file.id, action: 'power:cpn', needed_from: 'supervisor', subject_id: null, title: `Community protection notice, ${String(file.row['reference'])}`,
    why: 'Two more nights after the time that the warning gave.', goes_on: `/cases/${file.id}/ladder`, typed: {}, asked_by: town.accountIds.get(file.owner), asked_at: at.toString(),
  });
  ledger.add('approval_answer', { ...base, approval_id: id, answer: 'approved', reason: 'Warned in writing, with two weeks to change. Send the support visit as well.', answered_by: town.accountIds.get('dawn'), answered_at: at.add({ hours: 1 }).toString() });
  ledger.add('approval_use', { ...base, approval_id: id, used_by: town.accountIds.get(file.owner), used_at: at.add({ hours: 19 }).toString() });
  return id;
}

/** Something waits for the supervisor. */
function askToClose({ chance, town, ledger, now }: Telling, file: InventedCase): void {
  const at = daysAgo(now, 1, '16:10');
  ledger.add('approval', {
    partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), agency_id: town.agencyIds.get('council'), case_id: file.id, action: 'close_case', needed_from: 'supervisor', subject_id: null, title: `Close ${String(file.row['reference'])}`,
    why: 'It has stopped. Nothing for six weeks, and they say that it is quiet.', goes_on: `/cases/${file.id}/close`, typed: { outcome: 'It has stopped', reason: 'Nothing for six weeks, and they say that it is quiet.' }, asked_by: town.accountIds.get(file.owner), asked_at: at.toString(),
  });
}

/** An older case: warning, notice, breach. */
function olderLadder(telling: Telling, file: InventedCase): void {
  const { chance, town, ledger, now } = telling;
  const by = file.owner;
  const partyId = demoId(chance, file.openedAt.epochMilliseconds);
  const conditions = ['Stop playing music that is heard next door between 11pm and 7am'];
  const [warnedAt, issuedAt, breachedAt] = [daysAgo(now, 45, '11:00'), daysAgo(now, 17, '10:30'), daysAgo(now, 4, '23:40')];
  const complyBy = daysAgo(now, 31, '23:59');
  ledger.add('party', {
    partnership_id: town.partnershipId, agency_id: town.agencyIds.get('council'), report_id: null, case_id: file.id, vulnerability: '', phone: null, email: null, address: null, postcode: null, safe_contact: {}, created_at: warnedAt.toString(), id: partyId,
    role: 'alleged', kind: 'person', name: 'Corin Vale', name_key: nameKey('Corin Vale'), description: 'Tenant, named by three neighbours', age_words: '34', under_18: false,
  });
  const seen = ([[52, '23:50'], [48, '00:40'], [28, '23:55'], [20, '01:10']] as const).map(([days, time], place) => ({ key: `demo:${place}`, at: daysAgo(now, days, time).toString(), words: 'Music heard next door past midnight' }));
  for (const one of seen) {
    ledger.add('incident', {
      partnership_id: town.partnershipId, id: demoId(chance, Temporal.Instant.from(one.at).epochMilliseconds), case_id: file.id, report_id: null, happened_at: one.at, words: one.words, place_words: file.placeName, lat: null, lon: null, easting: null, northing: null, cell: null, created_at: one.at,
    });
  }
  const spoken = daysAgo(now, 50, '15:00');
  addStep(telling, file, partyId, by, { code: 'informal_warning', at: spoken, words: 'Spoken to at the door. He offered headphones.', columns: { served_at: spoken.toString(), service: 'spoken' } });
  const warningId = addStep(telling, file, partyId, by, {
    code: 'cpw', at: warnedAt, words: 'It went on every weekend after he was spoken to.',
    columns: { conditions, evidence: seen.slice(0, 2), served_at: warnedAt.toString(), service: 'hand', comply_by: complyBy.toString(), age_at: 34, answers: { tests: ['0', '1'], informed: 'Eastgate Homes, his landlord, by e-mail' } },
  });
  const approvalId = approvedNotice(telling, file, daysAgo(now, 18, '15:00'));
  const noticeId = addStep(telling, file, partyId, by, {
    code: 'cpn', at: issuedAt, words: 'Two more nights after the time that the warning gave. A notice is the least that may stop it.',
    columns: { conditions, evidence: seen, served_at: issuedAt.toString(), service: 'hand', rests_on: warningId, approval_id: approvalId, age_at: 34, appeal_by: daysAgo(now, -4, '00:00').toString(), answers: { tests: ['0', '1', '2'], informed: 'Eastgate Homes', 'consulted-appropriate_persons': 'Eastgate Homes agrees, and offers a support visit' } },
  });
  const heard = 'Music until 1am, heard by the night warden from the landing.';
  ledger.add('power_event', {
    partnership_id: town.partnershipId, id: demoId(chance, breachedAt.epochMilliseconds), case_id: file.id, step_id: noticeId, kind: 'breach', happened_at: breachedAt.toString(), words: heard, letter_id: null, expires_at: null,
    by_account: town.accountIds.get(by), by_agency: town.agencyIds.get('council'), recorded_at: breachedAt.add({ hours: 10 }).toString(),
  });
  for (const [at, words] of [[spoken, 'Informal warning: Corin Vale.'], [warnedAt, `Community protection warning: Corin Vale. Conditions: ${conditions.join('; ')}.`], [issuedAt, `Community protection notice: Corin Vale. Conditions: ${conditions.join('; ')}.`], [breachedAt.add({ hours: 10 }), `Community protection notice: breached. ${heard}`]] as const) {
    note(telling, undefined, { at, kind: 'decision', words, by, caseId: file.id });
  }
}

/** Two ladders: one at its beginning, one that was climbed. */
export function climbLadders(telling: Telling, cases: readonly InventedCase[], story: InventedCase): void {
  storyLadder(telling, story);
  const before = telling.now.subtract({ hours: 24 * 54 });
  const open = cases.filter(({ closedAt, row }) => closedAt === undefined && row['restricted'] !== true);
  const older = open.find(({ openedAt, owner }) => owner === 'priya' && Temporal.Instant.compare(openedAt, before) < 0) ?? open.find(({ openedAt }) => Temporal.Instant.compare(openedAt, before) < 0) ?? open[0];
  if (older !== undefined) {
    olderLadder(telling, older);
  }
  const high = open.find((one) => one !== older && one.owner === 'tomas' && one.row['risk_band'] === 'high') ?? open.find((one) => one !== older && one.owner === 'tomas');
  if (high !== undefined) {
    askToClose(telling, high);
  }
}
