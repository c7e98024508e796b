import type { Temporal } from 'temporal-polyfill';

import { linkReport, openCase, type OpenedCase } from '../cases/index.ts';
import { chronicle } from '../chronology/index.ts';
import { resetTriageClock, tell } from '../engagement/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { deadlineWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { localTime, staffNames, type Agency, type Partnership } from '../platform/partnership/index.ts';
import { changePriority, closeWithoutAction, mergedInto, mergeReport, promiseDueBy, referReport, type ReportToDecide } from './queries.ts';
import { answerBy, promiseBy, type Priority } from './rules.ts';
import { gotAnotherWords, linkedWords, mergedWords, noFurtherActionWords, referredWords, takenOnWords } from './telling.ts';

/** Where and when a decision is made, and by whom. */
export interface Deciding {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly partnership: Partnership;
  readonly now: Temporal.Instant;
}

type Clocked = Pick<ReportToDecide, 'id' | 'priority' | 'hate'>;

async function promiseDue({ tx, partnership, now }: Deciding, report: Clocked): Promise<Temporal.Instant | undefined> {
  return promiseBy(now, report, await localTime(tx), partnership.settings.closesAt);
}

/** Tells the person, and everyone whose report was merged into theirs. */
async function tellAll(where: Deciding, reportIds: readonly string[], words: string, residentWords: string): Promise<void> {
  const { tx, actor, partnership, now } = where;
  for (const reportId of reportIds) {
    await tell(tx, { partnership, reportId, author: actor, words, residentWords, now });
    resetTriageClock(tx, reportId, now);
  }
}

export interface Acceptance {
  readonly title: string;
  readonly owner: string;
  readonly team?: string | undefined;
  readonly restricted: boolean;
  readonly words: string;
}

/** Opens a case from reports and tells each person who has it and by when they get a promise. */
export async function accept(where: Deciding, reports: readonly ReportToDecide[], wish: Acceptance): Promise<OpenedCase> {
  const { tx, actor, partnership, now } = where;
  const merged = await Promise.all(reports.map(async ({ id }) => mergedInto(tx, actor, id)));
  const opened = await openCase(tx, {
    actor, partnership, now, title: wish.title, categoryId: reports[0]?.category_id ?? null, reportIds: reports.map(({ id }) => id), ownerId: wish.owner, teamId: wish.team, restricted: wish.restricted,
  });
  const owner = (await staffNames(tx, [wish.owner])).get(wish.owner) ?? { name: actor.name, agency: partnership.name, phone: null };
  for (const [place, report] of reports.entries()) {
    const due = await promiseDue(where, report);
    const told = [report.id, ...(merged[place] ?? [])];
    await tellAll(where, told, takenOnWords(owner, due, now, wish.words), `${owner.name} of ${owner.agency} now has your report.`);
    for (const id of told) {
      promiseDueBy(tx, actor, id, due);
    }
  }
  return opened;
}

/** Puts a report into a case that somebody already works on. */
export async function link(where: Deciding, report: ReportToDecide, wish: { caseId: string; ownerId: string | null; words: string }): Promise<void> {
  const { tx, actor, partnership, now } = where;
  const told = [report.id, ...(await mergedInto(tx, actor, report.id))];
  await linkReport(tx, { actor, caseId: wish.caseId, reportId: report.id, now });
  const [due, names] = await Promise.all([promiseDue(where, report), staffNames(tx, [wish.ownerId])]);
  const owner = wish.ownerId === null ? undefined : names.get(wish.ownerId);
  const who = owner === undefined ? partnership.name : `${owner.name} of ${owner.agency}`;
  await tellAll(where, told, linkedWords(owner, partnership.name, due, now, wish.words), `${who} now has your report.`);
  for (const id of told) {
    promiseDueBy(tx, actor, id, due);
  }
}

/** Puts a report under another one that waits. Both people are told. */
export async function merge(where: Deciding, report: ReportToDecide, into: { id: string; reference: string }): Promise<void> {
  const { tx, actor, now } = where;
  await tellAll(where, [report.id], mergedWords, 'Your report was put with another one about the same thing.');
  // Told once more that somebody else saw it too, but still waiting for the decision: the triage clock of that report goes on.
  await tell(tx, { partnership: where.partnership, reportId: into.id, author: actor, words: gotAnotherWords, residentWords: 'Someone else told us about the same thing.', now, automatic: true });
  await mergeReport(tx, actor, report.id, into.id, now);
  for (const [reportId, words] of [[report.id, `Merged into ${into.reference}.`], [into.id, `${report.reference} merged into this report.`]] as const) {
    chronicle(tx, { partnershipId: actor.partnershipId, reportId, at: now, kind: 'decision', words, byAccount: actor.accountId, byAgency: actor.agencyId });
  }
}

/** Hands a report to another agency. The person is told first: afterwards it is theirs, and we no longer see it. */
export async function refer(where: Deciding, report: ReportToDecide, agency: Agency, why: string): Promise<void> {
  const { tx, actor, partnership, now } = where;
  const time = await localTime(tx);
  const due = answerBy(now, report, time, partnership.settings.closesAt);
  const told = [report.id, ...(await mergedInto(tx, actor, report.id))];
  await tellAll(where, told, referredWords(agency, due, now, why), `${agency.name} now has your report.`);
  chronicle(tx, {
    partnershipId: actor.partnershipId, reportId: report.id, at: now, kind: 'decision', byAccount: actor.accountId, byAgency: actor.agencyId,
    words: `Referred to ${agency.name}: ${why}${due === undefined ? '' : ` Answer ${deadlineWords(due, now)}.`}`,
  });
  await referReport(tx, report.id, agency.id, due);
}

/** Ends a report without action, with the reason and the officer's own words, which are sent. */
export async function takeNoFurtherAction(where: Deciding, report: ReportToDecide, reason: { name: string; words: string }, own: string): Promise<void> {
  const { tx, actor, now } = where;
  const told = [report.id, ...(await mergedInto(tx, actor, report.id))];
  await tellAll(where, told, noFurtherActionWords(reason.words, own), 'We decided not to take your report further, and told you why.');
  for (const reportId of told) {
    await closeWithoutAction(tx, actor, reportId, reason.name, now);
    chronicle(tx, { partnershipId: actor.partnershipId, reportId, at: now, kind: 'decision', words: `No further action: ${reason.name}. ${own}`, byAccount: actor.accountId, byAgency: actor.agencyId });
  }
}

/** Moves the clock, with the reason. */
export async function prioritise(where: Deciding, report: ReportToDecide, to: Priority, reason: string): Promise<void> {
  const { tx, actor, partnership, now } = where;
  const due = answerBy(report.received_at, { priority: to, hate: report.hate }, await localTime(tx), partnership.settings.closesAt);
  await changePriority(tx, actor, report.id, { from: report.priority, to, reason, answerBy: due });
  chronicle(tx, { partnershipId: actor.partnershipId, reportId: report.id, at: now, kind: 'decision', words: `Priority changed from ${report.priority} to ${to}: ${reason}`, byAccount: actor.accountId, byAgency: actor.agencyId });
}
