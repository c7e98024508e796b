import { Temporal } from 'temporal-polyfill';

import { dateWords, daysApart, dayWords, inLondon, londonDate, londonInstant, shortDay } from '../platform/calendar/index.ts';

/** One line of a promise in one version. lineId stays the same through the versions. */
export interface PromiseLine {
  readonly lineId: string;
  readonly who: string;
  readonly what: string;
  readonly dueAt: Temporal.Instant;
  readonly firstDueAt: Temporal.Instant;
  readonly state: 'due' | 'kept' | 'missed' | 'withdrawn';
  readonly keptAt: Temporal.Instant | null;
  readonly keptWords: string | null;
  readonly missedAt: Temporal.Instant | null;
  readonly missedWhy: string | null;
  readonly lostWords: string | null;
}

export interface WantedLine {
  /** Of a line that is already promised. */
  readonly lineId?: string | undefined;
  readonly who: string;
  readonly what: string;
  readonly dueAt: Temporal.Instant;
}

/** "By Friday" holds until Friday is over: what is promised for its evening is not late at five. */
function dayIsOver(dueAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return daysApart(dueAt, now) > 0;
}

// An apology wakes nobody: what was missed at midnight is said in the morning.
const earliestHour = 8;

/** Promises with a date before this moment are missed, and it is an hour at which that may be said. */
export function missedBefore(now: Temporal.Instant): Temporal.Instant {
  const local = inLondon(now);
  return londonInstant(local.hour < earliestHour ? local.toPlainDate().subtract({ days: 1 }) : local.toPlainDate(), '00:00');
}

/** What can still be changed; a kept or withdrawn line is history. */
export function isOpen(line: Pick<PromiseLine, 'state'>): boolean {
  return line.state === 'due' || line.state === 'missed';
}

/**
 * The next version of a promise. Every line of the version before is in it again: kept and withdrawn ones as they were, an open
 * one that is no longer wanted as withdrawn, a missed one with a new date as due again with its miss still written on it.
 */
export function nextVersion(current: readonly PromiseLine[], wanted: readonly WantedLine[], newLineId: () => string): PromiseLine[] {
  const carried = current.map((line): PromiseLine => {
    if (!isOpen(line)) {
      return line;
    }
    const next = wanted.find(({ lineId }) => lineId === line.lineId);
    if (next === undefined) {
      return { ...line, state: 'withdrawn' };
    }
    const moved = !next.dueAt.equals(line.dueAt);
    return { ...line, who: next.who, what: next.what, dueAt: next.dueAt, state: line.state === 'missed' && moved ? 'due' : line.state };
  });
  const known = new Set(current.map(({ lineId }) => lineId));
  const added = wanted
    .filter(({ lineId }) => lineId === undefined || !known.has(lineId))
    .map(({ who, what, dueAt }): PromiseLine => ({
      lineId: newLineId(), who, what, dueAt, firstDueAt: dueAt, state: 'due', keptAt: null, keptWords: null, missedAt: null, missedWhy: null, lostWords: null,
    }));
  return [...carried, ...added];
}

/** The version after a missed date: why, what was lost by it, and the new date. */
export function afterMiss(current: readonly PromiseLine[], lineId: string, miss: { why: string; lost: string; dueAt: Temporal.Instant; now: Temporal.Instant }): PromiseLine[] {
  return current.map((line) =>
    line.lineId === lineId && isOpen(line)
      ? { ...line, state: 'due', dueAt: miss.dueAt, missedAt: line.missedAt ?? miss.now, missedWhy: miss.why, lostWords: miss.lost === '' ? line.lostWords : miss.lost }
      : line,
  );
}

export interface LineFace {
  readonly state: 'due' | 'late' | 'kept' | 'stopped';
  readonly word: string;
  readonly leaf: { readonly weekday: string; readonly day: string; readonly month: string; readonly was?: string };
  /** The day that was said first, when another holds now. */
  readonly firstSaid: Temporal.PlainDate | undefined;
  /** A date has gone by, and no new one has been given. */
  readonly wantsNewDate: boolean;
}

function faceState(line: PromiseLine, now: Temporal.Instant): LineFace['state'] {
  if (line.state === 'kept') {
    return 'kept';
  }
  if (line.state === 'withdrawn') {
    return 'stopped';
  }
  return line.state === 'missed' || line.missedAt !== null || dayIsOver(line.dueAt, now) ? 'late' : 'due';
}

/** How a line looks: a leaf with its day, the first day struck out, and one word. */
export function lineFace(line: PromiseLine, now: Temporal.Instant): LineFace {
  const state = faceState(line, now);
  const shown = londonDate(state === 'kept' ? (line.keptAt ?? line.dueAt) : line.dueAt);
  const first = londonDate(line.firstDueAt);
  const moved = !londonDate(line.dueAt).equals(first);
  const keptLate = line.state === 'kept' && (line.missedAt !== null || (line.keptAt !== null && Temporal.PlainDate.compare(londonDate(line.keptAt), first) > 0));
  const [weekday = '', day = '', month = ''] = shortDay(shown).split(' ');
  return {
    state,
    word: keptLate ? 'Kept late' : { due: 'Due', late: 'Late', kept: 'Kept', stopped: 'Stopped' }[state],
    leaf: { weekday, day, month, ...(moved && state !== 'kept' && state !== 'stopped' ? { was: String(first.day) } : {}) },
    firstSaid: moved || keptLate ? first : undefined,
    wantsNewDate: line.state === 'missed' || (line.state === 'due' && dayIsOver(line.dueAt, now)),
  };
}

/** "get the camera footage" becomes "We will get the camera footage by Wednesday 25 November." */
export function lineSentence(line: Pick<PromiseLine, 'what' | 'dueAt'>, today: Temporal.Instant): string {
  const what = line.what.trim().replace(/[.\s]+$/, '').replace(/^we(?: will|['’]ll)\s+/i, '');
  const day = dayWords(line.dueAt, today);
  // "Walk your landing on Saturday 28 November" has its day already.
  return what.includes(day.split(' ').slice(1, 3).join(' ')) ? `We will ${lowerFirst(what)}.` : `We will ${lowerFirst(what)} by ${day}.`;
}

/** "Get the footage" goes into a sentence as "get the footage"; "PC Marsh" and "CCTV" stay. */
function lowerFirst(words: string): string {
  return /^[A-Z][a-z]*(?:\s|$)/.test(words) && !/^[A-Z][a-z]+\s[A-Z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}

/** The apology on the leaf: what we said and missed, why, and what was lost by it. */
export function apology(line: PromiseLine, today: Temporal.Instant): { lead: string; rest: string } {
  const said = dayWords(line.firstDueAt, today);
  // Said before the day had come: not missed, but not going to be kept either.
  const ahead = line.missedAt !== null && Temporal.Instant.compare(line.missedAt, line.firstDueAt) < 0;
  const lead = `We are sorry. We said ${said} and ${ahead ? 'cannot keep it' : 'missed it'}${line.missedWhy === null || line.missedWhy === '' ? '.' : ','}`;
  const why = line.missedWhy === null || line.missedWhy === '' ? '' : `${because(line.missedWhy)} `;
  const lost = line.lostWords === null || line.lostWords === '' ? '' : `${sentence(line.lostWords)} `;
  const next = line.state === 'missed' ? 'You will be told the new date and why this happened.' : '';
  return { lead, rest: `${why}${lost}${next}`.trim() };
}

function because(why: string): string {
  const words = why.trim().replace(/[.\s]+$/, '').replace(/^because\s+/i, '');
  return `because ${lowerFirst(words)}.`;
}

function sentence(words: string): string {
  const trimmed = words.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** The message that goes with a new date. */
export function apologyMessage(line: PromiseLine, now: Temporal.Instant): string {
  const { lead, rest } = apology(line, now);
  return `${lead} ${rest}\n\nThe new date: ${lineSentence(line, now)}`;
}

/** The automatic message at the moment a date has gone by. */
export function automaticApology(line: Pick<PromiseLine, 'what' | 'dueAt'>, now: Temporal.Instant): string {
  const what = lowerFirst(line.what.trim().replace(/[.\s]+$/, '').replace(/^we(?: will|['’]ll)\s+/i, ''));
  return `We said we would ${what} by ${dayWords(line.dueAt, now)}, and we have not. We are sorry. The person who has your report has been asked to tell you why, and to give you a new date.`;
}

export interface VersionChange {
  readonly lineId: string;
  readonly words: string;
}

/** What changed from one version to the next, line by line, in plain words. */
export function changesBetween(before: readonly PromiseLine[], after: readonly PromiseLine[]): VersionChange[] {
  const earlier = new Map(before.map((line) => [line.lineId, line]));
  const changes: VersionChange[] = [];
  for (const line of after) {
    const was = earlier.get(line.lineId);
    if (was === undefined) {
      changes.push({ lineId: line.lineId, words: `New: ${line.what}, by ${dateWords(line.dueAt)}.` });
    } else if (line.state === 'withdrawn' && was.state !== 'withdrawn') {
      changes.push({ lineId: line.lineId, words: `No longer promised: ${was.what}.` });
    } else if (!line.dueAt.equals(was.dueAt)) {
      const missed = line.missedAt !== null && Temporal.Instant.compare(line.missedAt, was.dueAt) >= 0 ? ' The date before was missed.' : '';
      const why = line.missedWhy === null || line.missedWhy === was.missedWhy ? '' : ` Why: ${sentence(line.missedWhy)}`;
      changes.push({ lineId: line.lineId, words: `${line.what}: ${dateWords(was.dueAt)} became ${dateWords(line.dueAt)}.${missed}${why}` });
    } else if (line.what !== was.what || line.who !== was.who) {
      changes.push({ lineId: line.lineId, words: `“${was.what}” (${was.who}) now reads “${line.what}” (${line.who}).` });
    }
  }
  return changes;
}
