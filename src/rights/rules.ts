import { Temporal } from 'temporal-polyfill';

import { isWorkingDay, nextWorkingDay, type Holidays } from '../platform/calendar/index.ts';

export interface Clock {
  readonly received_on: Temporal.PlainDate;
  /** The day on which we knew who asks; null while we do not. */
  readonly identity_on: Temporal.PlainDate | null;
  readonly extended_on: Temporal.PlainDate | null;
  readonly paused_on: Temporal.PlainDate | null;
  readonly paused_days: number;
}

/** Months beyond the first that a request may take where it is complex, or one of many: UK GDPR Article 12(3). */
export const furtherMonths = 2;

/** By which day it must be answered: a calendar month after we know who asks, longer where it was extended or paused; never on a day when the hub is closed. */
export function dueOn(clock: Clock, today: Temporal.PlainDate, holidays: Holidays): Temporal.PlainDate {
  const from = clock.identity_on !== null && Temporal.PlainDate.compare(clock.identity_on, clock.received_on) > 0 ? clock.identity_on : clock.received_on;
  const paused = clock.paused_days + (clock.paused_on === null ? 0 : clock.paused_on.until(today).days);
  const day = from.add({ months: clock.extended_on === null ? 1 : 1 + furtherMonths }).add({ days: Math.max(0, paused) });
  return isWorkingDay(day, holidays) ? day : nextWorkingDay(day, holidays);
}

export type ClockState = 'identity' | 'paused' | 'runs' | 'late';

export function clockState(clock: Clock, today: Temporal.PlainDate, holidays: Holidays): ClockState {
  if (clock.identity_on === null) {
    return 'identity';
  }
  if (clock.paused_on !== null) {
    return 'paused';
  }
  return Temporal.PlainDate.compare(today, dueOn(clock, today, holidays)) > 0 ? 'late' : 'runs';
}

/** An extension is told within the first month, or it is none. */
export function mayExtend(clock: Clock, today: Temporal.PlainDate, holidays: Holidays): boolean {
  return clock.extended_on === null && clockState(clock, today, holidays) !== 'late';
}

export const requestStates = { open: 'Open', checking: 'Waits for a second pair of eyes', making: 'The pack is being made', ready: 'Ready to give', issued: 'Given', refused: 'Refused', withdrawn: 'Withdrawn', done: 'Done' } as const;
export type RequestState = keyof typeof requestStates;

const phone = /(?<![\d])(?:\+44|0)[\d ]{8,13}\d(?!\d)/g;
const email = /[\w.+-]+@[\w-]+\.[\w.-]+/g;
const postcode = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/gi;

export interface Proposal {
  readonly passage: string;
  readonly what: string;
}

function stands(words: string, passage: string): boolean {
  return words.toLowerCase().includes(passage.toLowerCase());
}

/** The parts of a known name that stand alone in the words: first and family name. */
function namesIn(words: string, name: string): string[] {
  return name.split(/\s+/).filter((part) => part.length > 2 && new RegExp(String.raw`(?<![\p{L}])${part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?![\p{L}])`, 'iu').test(words));
}

/**
 * What may be somebody else's in the words, for a person to decide: who else is named in the same records, and whatever looks like
 * a telephone, e-mail or postcode, except the asker's own.
 */
export function proposalsFor(words: string, others: readonly Proposal[], own: readonly string[]): Proposal[] {
  const known = others.flatMap(({ passage, what }) => (stands(words, passage) ? [{ passage, what }] : what === 'name' ? namesIn(words, passage).map((part) => ({ passage: part, what })) : []));
  const looks = [...[...words.matchAll(phone)].map(([found]) => ({ passage: found.trim(), what: 'telephone' })), ...[...words.matchAll(email)].map(([found]) => ({ passage: found, what: 'e-mail' })), ...[...words.matchAll(postcode)].map(([found]) => ({ passage: found, what: 'postcode' }))];
  const bare = (text: string) => text.toLowerCase().replaceAll(/\s+/g, '');
  const mine = new Set(own.filter((one) => one !== '').flatMap((one) => [bare(one), ...one.split(/\s+/).map(bare)]));
  const found = new Map<string, Proposal>();
  for (const one of [...known, ...looks]) {
    if (!mine.has(bare(one.passage)) && !found.has(bare(one.passage))) {
      found.set(bare(one.passage), one);
    }
  }
  return [...found.values()];
}
