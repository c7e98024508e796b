import { Temporal } from 'temporal-polyfill';

import { addWorkingDays, dayWords, inLondon } from '../platform/calendar/index.ts';
import { makeReference } from '../platform/references/index.ts';
import { type Chance, demoId } from './random.ts';
import type { InventedReport } from './reports.ts';
import type { Row } from '../platform/database/index.ts';
import type { Town } from './town.ts';

/** Rows by table, filled as the history is told. */
export class Ledger {
  readonly tables = new Map<string, Row[]>();

  add(table: string, row: Row): void {
    const rows = this.tables.get(table);
    if (rows === undefined) {
      this.tables.set(table, [row]);
    } else {
      rows.push(row);
    }
  }
}

export interface InventedCase {
  readonly id: string;
  readonly owner: 'priya' | 'tomas';
  readonly placeName: string;
  readonly openedAt: Temporal.Instant;
  readonly closedAt: Temporal.Instant | undefined;
  size: number;
  readonly row: Record<string, unknown>;
}

const largestCase = 3;

const outcomes = ['It has stopped', 'We did what we promised', 'No power to do more', 'Passed to another agency'] as const;
const promises = [
  ['Priya or a colleague will speak to the people you told us about, without saying who reported it', 6],
  ['Wardens will walk past on Friday and Saturday evening and tell us what they see', 8],
  ['We will ask the landlord for the camera footage', 4],
  ['We will tell you what the police can do', 9],
  ['We will have the broken lights and doors mended', 12],
] as const;

export interface Telling {
  readonly chance: Chance;
  readonly town: Town;
  readonly ledger: Ledger;
  readonly now: Temporal.Instant;
}

function earlier(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

/** A working moment some hours after another: nobody answers at three in the morning. */
function workingMoment(chance: Chance, after: Temporal.Instant, workingDays: number): Temporal.Instant {
  return inLondon(addWorkingDays(after, workingDays)).with({ hour: 9 + chance.whole(7), minute: chance.whole(60) }).toInstant();
}

/** Decides on every report as the hub would have: new ones wait, others go into cases, to partners, or end with a reason. */
export function tellHistory(telling: Telling, reports: readonly InventedReport[]): InventedCase[] {
  const cases: InventedCase[] = [];
  for (const report of reports) {
    const { chance, ledger, now } = telling;
    const row: Record<string, unknown> = { ...report.report };
    ledger.add('report', row);
    if (report.party !== undefined) {
      ledger.add('party', report.party);
    }
    note(telling, report, { at: report.receivedAt, kind: 'state', words: 'Report received', resident: `You reported it. Harlow Council has it, reference ${report.reference}.` });
    const decidedAt = workingMoment(chance, report.receivedAt, report.urgent ? 1 : chance.whole(3) + 1);
    if (!earlier(decidedAt, now) || (earlier(now.subtract({ hours: 96 }), report.receivedAt) && chance.happens(0.5))) {
      row['next_told_by'] = addWorkingDays(report.receivedAt, 5).toString();
      continue;
    }
    const owner = chance.pick(['priya', 'tomas'] as const);
    row['decided_at'] = decidedAt.toString();
    row['decided_by'] = telling.town.accountIds.get(owner);
    if (report.kind === 'domestic' || chance.happens(0.36)) {
      intoCase(telling, cases, report, row, decidedAt, owner);
    } else {
      noFurtherAction(telling, report, row, decidedAt, owner);
    }
  }
  return cases;
}

export interface Note {
  readonly at: Temporal.Instant;
  readonly kind: string;
  readonly words: string;
  readonly by?: string;
  readonly told?: boolean;
  readonly missed?: boolean;
  readonly resident?: string;
  readonly caseId?: string;
}

export function note({ chance, town, ledger: book }: Telling, report: InventedReport | undefined, { at, kind, words, by, told, missed, resident, caseId }: Note): void {
  book.add('chronology', {
    partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), case_id: caseId ?? null, report_id: report?.id ?? null, at: at.toString(), kind, words,
    by_account: by === undefined ? null : town.accountIds.get(by), by_agency: by === undefined ? null : town.agencyIds.get('council'), by_words: by === undefined ? 'System' : '', audience: 'case',
    told: told ?? false, missed: missed ?? false, resident_words: resident ?? null,
  });
}

export function message({ chance, town, ledger: book }: Telling, report: InventedReport, at: Temporal.Instant, words: string, from: string | undefined, caseRead = true): void {
  book.add('message', {
    partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), report_id: report.id, direction: from === undefined ? 'in' : 'out', automatic: false, words,
    author_id: from === undefined ? null : town.accountIds.get(from), at: at.toString(), read_at: from === undefined && caseRead ? at.add({ hours: 14 }).toString() : null,
  });
}

function noFurtherAction(telling: Telling, report: InventedReport, row: Record<string, unknown>, at: Temporal.Instant, owner: string): void {
  const words = telling.chance.pick([
    'We looked into it and cannot find out who did it. If it happens again, add it from your private link: it joins this report and we look at both together.',
    'We went there and it has been put right.',
    'What you describe is hard to live with, but the law sees it as ordinary living. Mediation is free and often helps; tell us if you want it.',
  ]);
  Object.assign(row, { state: 'no_further_action', decision_reason: words, last_told_at: at.toString(), closed_at: at.toString() });
  note(telling, report, { at, kind: 'decision', words: `No further action. ${words}`, by: owner, told: true, resident: `We decided to take no further action. ${words}` });
  message(telling, report, at, words, owner);
}

function intoCase(telling: Telling, cases: InventedCase[], report: InventedReport, row: Record<string, unknown>, at: Temporal.Instant, chosenOwner: 'priya' | 'tomas'): void {
  const open = report.kind === 'domestic' ? undefined : cases.find((one) => joinable(one, report, at));
  const home = open ?? openedCase(telling, report, at, chosenOwner);
  if (open === undefined) {
    cases.push(home);
    note(telling, undefined, { at, kind: 'state', words: 'Case opened', by: home.owner, caseId: home.id });
  }
  Object.assign(row, { state: 'in_case', case_id: home.id, decided_by: telling.town.accountIds.get(home.owner) });
  home.size += 1;
  incident(telling, report, home);
  engage(telling, report, row, home, at);
}

/** A report joins a case at its place that is open and young and has not grown past what one officer can hold in mind. */
function joinable(one: InventedCase, report: InventedReport, at: Temporal.Instant): boolean {
  return one.placeName === report.place.name && one.size < largestCase && earlier(one.openedAt, at) && earlier(at, one.openedAt.add({ hours: 24 * 45 })) && (one.closedAt === undefined || earlier(at, one.closedAt));
}

export function openedCase({ chance, town, now }: Telling, report: InventedReport, at: Temporal.Instant, owner: 'priya' | 'tomas'): InventedCase {
  const id = demoId(chance, at.epochMilliseconds);
  const lasts = workingMoment(chance, at, 15 + chance.whole(50));
  const closedAt = earlier(lasts, now) ? lasts : undefined;
  const domestic = report.kind === 'domestic';
  const { place } = report;
  const { lat, lon, easting, northing, cell } = report.report;
  return {
    id, owner: domestic ? 'tomas' : owner, placeName: domestic ? id : place.name, openedAt: at, closedAt, size: 0,
    row: {
      partnership_id: town.partnershipId, id, reference: makeReference('C', (size) => Uint8Array.from({ length: size }, () => chance.whole(256))), title: report.title,
      agency_id: town.agencyIds.get('council'), team_id: town.teamIds.get(domestic ? 'domestic' : 'safety'), owner_id: town.accountIds.get(domestic ? 'tomas' : owner),
      state: closedAt === undefined ? 'open' : 'closed', stage: closedAt === undefined ? chance.pick(['investigating', 'acting', 'monitoring']) : 'monitoring', restricted: domestic,
      category_id: report.report['category_id'], risk_band: null, risk_score: null, risk_of: null, review_on: null, supervisor_review_on: null, warning: '', place_words: report.report['place_words'],
      lat, lon, easting, northing, cell, opened_at: at.toString(), opened_by: town.accountIds.get(owner), closed_at: closedAt?.toString() ?? null, closed_by: closedAt === undefined ? null : town.accountIds.get(owner),
      outcome: closedAt === undefined ? null : chance.pick(outcomes), outcome_reason: closedAt === undefined ? null : 'Nothing new for four weeks, and everyone who reported agreed.', cost_pounds: closedAt === undefined ? null : 40 + chance.whole(900),
    },
  };
}

export function incident({ chance, town, ledger: book }: Telling, report: InventedReport, home: InventedCase): void {
  const { lat, lon, easting, northing, cell, place_words } = report.report;
  book.add('incident', {
    partnership_id: town.partnershipId, id: demoId(chance, report.happenedAt.epochMilliseconds), case_id: home.id, report_id: report.id, happened_at: report.happenedAt.toString(), words: report.words,
    place_words, lat, lon, easting, northing, cell, created_at: report.receivedAt.toString(),
  });
}

/** A call, a summary, a promise with its dates kept or missed, messages, and the end. */
function engage(telling: Telling, report: InventedReport, row: Record<string, unknown>, home: InventedCase, decidedAt: Temporal.Instant): void {
  const { chance, town, ledger: book, now } = telling;
  const called = workingMoment(chance, decidedAt, 1);
  if (!earlier(called, now)) {
    row['next_told_by'] = addWorkingDays(decidedAt, 5).toString();
    return;
  }
  let lastTold = called;
  note(telling, report, { at: called, kind: 'call', words: 'Spoke to the person who reported. Wrote the summary.', by: home.owner, told: true, resident: 'We rang you and wrote down what we understood.', caseId: home.id });
  const answered = chance.happens(0.7);
  book.add('heard_receipt', {
    partnership_id: town.partnershipId, id: demoId(chance, called.epochMilliseconds), report_id: report.id, version: 1, points: [report.words.split('. ')[0] ?? report.words, `It happened at ${report.place.name}.`],
    wants: report.wants, written_by: town.accountIds.get(home.owner), written_at: called.toString(), answer: answered ? 'right' : null, answered_at: answered ? called.add({ hours: 8 }).toString() : null,
  });
  const madeAt = workingMoment(chance, called, 1 + chance.whole(3));
  if (earlier(madeAt, now)) {
    lastTold = madeAt;
    promise(telling, report, home, madeAt);
  }
  for (let update = workingMoment(chance, madeAt, 7); earlier(update, home.closedAt ?? now); update = workingMoment(chance, update, 8 + chance.whole(2))) {
    message(telling, report, update, chance.pick(['The wardens were there twice and spoke to the group. I will write again within ten working days.', 'No news yet: we wait for an answer from the landlord. I am chasing it.', 'The lights are mended. Please tell me if it is quieter now.']), home.owner);
    note(telling, report, { at: update, kind: 'contact', words: 'Wrote to the person who reported.', by: home.owner, told: true, resident: 'We wrote to you.', caseId: home.id });
    lastTold = update;
    if (chance.happens(0.4)) {
      message(telling, report, update.add({ hours: 5 }), chance.pick(['Thank you for telling me.', 'They were there again on Saturday, about ten o’clock.', 'It is a bit better since.']), undefined, earlier(update, now.subtract({ hours: 60 })));
    }
  }
  if (home.closedAt === undefined || !earlier(home.closedAt, now)) {
    Object.assign(row, { last_told_at: lastTold.toString(), next_told_by: addWorkingDays(lastTold, 10).toString() });
    return;
  }
  Object.assign(row, { state: 'closed', last_told_at: home.closedAt.toString(), closed_at: home.closedAt.toString() });
  note(telling, report, { at: home.closedAt, kind: 'state', words: 'Case closed, and the person who reported was told why.', by: home.owner, told: true, resident: `We closed the case. ${String(home.row['outcome'])}. You can open it again from this page.`, caseId: home.id });
  message(telling, report, home.closedAt, 'We have closed the case, because nothing new has happened for four weeks. If it starts again, open your private link and tell us.', home.owner);
  const answeredAt = home.closedAt.add({ hours: 30 });
  if (chance.happens(0.45) && earlier(answeredAt, now)) {
    book.add('confidence', { partnership_id: town.partnershipId, id: demoId(chance, home.closedAt.epochMilliseconds), report_id: report.id, moment: 'closure', report_again: 2 + chance.whole(4), felt_heard: 2 + chance.whole(4), knew_next: 2 + chance.whole(4), words: '', at: answeredAt.toString() });
  }
}

function promise(telling: Telling, report: InventedReport, home: InventedCase, madeAt: Temporal.Instant): void {
  const { chance, town, ledger: book, now } = telling;
  const promiseId = demoId(chance, madeAt.epochMilliseconds);
  book.add('promise', {
    partnership_id: town.partnershipId, id: promiseId, report_id: report.id, version: 1, cannot: chance.happens(0.5) ? 'We cannot move the people you told us about out of their home now.' : '',
    cannot_why: 'A court decides that, and it will ask what else was tried first. The steps above are part of that record.', change_words: '', made_by: town.accountIds.get(home.owner), made_at: madeAt.toString(), superseded_at: null,
  });
  const count = 1 + chance.whole(3);
  for (let position = 0; position < count; position += 1) {
    const [what, days] = chance.pick(promises);
    const due = inLondon(addWorkingDays(madeAt, days + position)).with({ hour: 17, minute: 0 }).toInstant();
    const past = earlier(due, home.closedAt ?? now);
    // A promise missed long ago has had its new date; only recent ones still stand open.
    const kept = past && (chance.happens(0.94) || (home.closedAt === undefined && earlier(due, now.subtract({ hours: 24 * 6 }))));
    const missed = past && !kept;
    const id = demoId(chance, madeAt.epochMilliseconds);
    book.add('promise_line', {
      partnership_id: town.partnershipId, id, promise_id: promiseId, report_id: report.id, line_id: id, position, who: home.owner === 'priya' ? 'Priya Nair, Harlow Council' : 'Tomas Reyes, Harlow Council', what,
      due_at: due.toString(), first_due_at: due.toString(), state: kept ? 'kept' : missed ? (home.closedAt === undefined ? 'missed' : 'withdrawn') : home.closedAt === undefined ? 'due' : 'withdrawn',
      kept_at: kept ? due.subtract({ hours: 3 + chance.whole(30) }).toString() : null, kept_words: kept ? `Kept on ${dayWords(due)}.` : null,
      missed_at: missed ? due.add({ hours: 1 }).toString() : null, missed_why: missed ? 'We waited for an answer that did not come.' : null, lost_words: null,
    });
  }
  note(telling, report, { at: madeAt, kind: 'promise', words: 'Promise made, version 1', by: home.owner, told: true, resident: 'We agreed the first promise with you.', caseId: home.id });
}
