import type { Temporal } from 'temporal-polyfill';

import { dueBy, londonDate, standardFor } from '../platform/calendar/index.ts';
import type { LocalTime } from '../platform/partnership/index.ts';

export type Priority = 'standard' | 'urgent';

/** What a contact standard is chosen by. */
function kindsOf(priority: Priority, hate: boolean): string[] {
  return [priority, ...(hate ? ['hate'] : [])];
}

/** By when a named person answers a report, counted from when it came. */
export function answerBy(from: Temporal.Instant, report: { priority: Priority; hate: boolean }, time: LocalTime, closesAt: string): Temporal.Instant | undefined {
  const standard = standardFor(time.standards, 'named-person', kindsOf(report.priority, report.hate), londonDate(from));
  return standard && dueBy(standard, from, { closesAt, holidays: time.holidays });
}

/** By when a report that has been taken on has a promise. */
export function promiseBy(from: Temporal.Instant, report: { priority: Priority; hate: boolean }, time: LocalTime, closesAt: string): Temporal.Instant | undefined {
  const standard = standardFor(time.standards, 'promise', kindsOf(report.priority, report.hate), londonDate(from));
  return standard && dueBy(standard, from, { closesAt, holidays: time.holidays });
}

const smallNumbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Why the clock is as it is: "It speaks of a threat, so our one-day standard applies." */
export function clockReason(report: { priority: Priority; hate: boolean; priorityReason: string }, receivedAt: Temporal.Instant, time: LocalTime): string {
  const standard = standardFor(time.standards, 'named-person', kindsOf(report.priority, report.hate), londonDate(receivedAt));
  if (standard === undefined) {
    return 'No contact standard covers this report.';
  }
  const unit = standard.unit === 'hours' ? 'hour' : 'working-day';
  const applies = `our ${smallNumbers[standard.amount] ?? standard.amount}-${unit} standard applies`;
  const why = report.priorityReason !== '' ? report.priorityReason.replace(/[.\s]+$/, '') : report.hate ? 'It may be hate' : report.priority === 'urgent' ? 'It is marked urgent' : 'Nothing in it says danger';
  return `${why}, so ${applies}.`;
}

/** What is said against a report so that two of them can be compared. */
export interface Told {
  readonly words: string;
  readonly placeWords: string;
  readonly happenedWords: string;
  readonly categoryId: string | null;
  readonly easting: number | null;
  readonly northing: number | null;
  readonly receivedAt: Temporal.Instant;
}

type Spoken = Pick<Told, 'words' | 'placeWords'>;

export interface Likeness {
  readonly score: number;
  readonly metres: number | undefined;
  /** "Same place", "same kind", "“landing”, “kicking”". */
  readonly reasons: readonly string[];
}

// Words that say nothing about which event is meant.
const commonWords = new Set(
  `about after again against all also always and another any anyone area around away back because been before being but came come could day days did does doing done down each
  even ever every everyone feel from get getting gets give goes going gone got group had happen happened happening has have having hear heard help her here him his home hour hours house how into
  its just keep keeps know last late like little live living look long lot made make many maybe men more most much must nan need never next night nights noise noisy not nothing now off often old once
  one only onto other our out outside over own people person place please police report reported right said same saw saying scared see seen several she should since some someone something sometimes
  still street such take tell than that the their them then there these they thing things think this those through time times today told took two under until upon very want was way week weeks well
  went were what when where which while who whole why will with without would year years yesterday you young your lads boys kids neighbour neighbours start started`.split(/\s+/),
);

/** The stem of an English word, roughly: "kicking" and "kicked" are one. */
function stem(word: string): string {
  const cut = word.replace(/(?:ings?|ed|es|s|er|ers)$/, '');
  return cut.length >= 3 ? cut : word;
}

/** From their own words alone: titles repeat the kind and the place, which are compared by themselves. */
export function tellingWords({ words, placeWords }: Spoken): Map<string, string> {
  const found = new Map<string, string>();
  const place = new Set((placeWords.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map(stem));
  for (const word of words.toLowerCase().match(/\p{L}{4,}/gu) ?? []) {
    const root = commonWords.has(word) ? '' : stem(word);
    if (root !== '' && !place.has(root) && !found.has(root)) {
      found.set(root, word);
    }
  }
  return found;
}

/** Words that both use and that say something, as the first of the two wrote them. */
export function sharedWords(one: Spoken, other: Spoken, own: ReadonlyMap<string, string> = tellingWords(one)): string[] {
  const others = tellingWords(other);
  return [...own].filter(([root]) => others.has(root)).map(([, word]) => word);
}

const partsOfDay: readonly (readonly [RegExp, number])[] = [[/midnight/, 0], [/midday|noon|lunch/, 12], [/morning/, 9], [/afternoon|after school/, 15], [/evening/, 19], [/night/, 23]];

/** The hour that somebody means by "about 11.30pm", "23:30" or "late at night". */
export function hourOf(words: string): number | undefined {
  const text = words.toLowerCase();
  const clock = /\b(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\b/.exec(text) ?? /\b([01]?\d|2[0-3])[:.]([0-5]\d)\b/.exec(text);
  if (clock !== null) {
    const hour = Number(clock[1]);
    const half = clock[3];
    return half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  }
  return partsOfDay.find(([pattern]) => pattern.test(text))?.[1];
}

function sameHours(one: string, other: string): boolean {
  const [first, second] = [hourOf(one), hourOf(other)];
  if (first === undefined || second === undefined) {
    return false;
  }
  const apart = Math.abs(first - second);
  return Math.min(apart, 24 - apart) <= 2;
}

function metresApart(one: Told, other: Told): number | undefined {
  return one.easting === null || one.northing === null || other.easting === null || other.northing === null ? undefined : Math.hypot(one.easting - other.easting, one.northing - other.northing);
}

function distanceWords(metres: number): string {
  return metres < 15 ? 'Same spot' : `${metres < 100 ? Math.round(metres / 5) * 5 : Math.round(metres / 10) * 10} m away`;
}

const monthMilliseconds = 30 * 24 * 3_600_000;

/** How like one another two reports are, and why. From 5 they are probably about the same thing. `own` are the telling words of the first, for whoever compares it with many. */
export function likeness(one: Told, other: Told, own: ReadonlyMap<string, string> = tellingWords(one)): Likeness {
  const metres = metresApart(one, other);
  const samePlace = one.placeWords !== '' && one.placeWords.toLowerCase() === other.placeWords.toLowerCase();
  const words = sharedWords(one, other, own);
  const reasons: string[] = [];
  let score = 0;
  if (samePlace || metres !== undefined) {
    score += samePlace || (metres ?? Infinity) < 30 ? 3 : (metres ?? Infinity) < 120 ? 2 : 1;
    reasons.push(samePlace ? 'Same place' : distanceWords(metres ?? 0));
  }
  if (one.categoryId !== null && one.categoryId === other.categoryId) {
    score += 1;
    reasons.push('same kind');
  }
  if (sameHours(one.happenedWords, other.happenedWords)) {
    score += 1;
    reasons.push('same hours');
  }
  if (words.length > 0) {
    score += Math.min(3, words.length);
    reasons.push(words.slice(0, 3).map((word) => `“${word}”`).join(', '));
  }
  if (Math.abs(one.receivedAt.epochMilliseconds - other.receivedAt.epochMilliseconds) <= monthMilliseconds) {
    score += 1;
  }
  return { score, metres, reasons };
}

export const probablyFrom = 5;

/** What the police counts say, as the title of their picture. Small numbers say nothing, and the title says so. */
export function policeFinding(months: readonly { label: string; value: number }[]): string {
  const [first, last] = [months[0], months.at(-1)];
  const total = months.reduce((sum, { value }) => sum + value, 0);
  if (first === undefined || last === undefined || total === 0) {
    return 'Police recorded nothing here in these months';
  }
  if (total < 12) {
    return 'Too few police counts here to see a trend';
  }
  const half = Math.floor(months.length / 2);
  const sum = (part: readonly { value: number }[]): number => part.reduce((all, { value }) => all + value, 0);
  const [before, after] = [sum(months.slice(0, half)), sum(months.slice(-half))];
  // Two counts differ beyond chance when their difference is more than twice the root of their sum.
  if (Math.abs(after - before) <= 2 * Math.sqrt(after + before)) {
    return `Police counts here are much the same since ${first.label}`;
  }
  if (after > before) {
    return before > 0 && after >= 2 * before ? `Police counts here have more than doubled since ${first.label}` : `Police counts here have risen since ${first.label}`;
  }
  return `Police counts here have fallen since ${first.label}`;
}
