import { Temporal } from 'temporal-polyfill';

import { inLondon, londonDate, londonInstant } from '../platform/calendar/index.ts';
import { typedList, typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import type { EvidenceFact, StepWish } from './facts.ts';
import type { LengthUnit, Power } from './power.ts';

const most = 4000;

/** A day as a date field sends it, or as people write it. */
export function readDay(text: string): Temporal.PlainDate | undefined {
  const written = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text.trim());
  const iso = written === null ? text.trim() : `${written[3]}-${(written[2] ?? '').padStart(2, '0')}-${(written[1] ?? '').padStart(2, '0')}`;
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Temporal.PlainDate.from(iso, { overflow: 'reject' }) : undefined;
  } catch {
    return undefined;
  }
}

function readTime(text: string): string | undefined {
  return /^([01]?\d|2[0-3])[:.][0-5]\d$/.test(text.trim()) ? text.trim().replace('.', ':').padStart(5, '0') : undefined;
}

/** Day and time fields of one name; the time may be left out. */
export function readMoment(typed: Typed, name: string, without: string): Temporal.Instant | undefined {
  const day = readDay(typedText(typed, `${name}On`));
  const time = typedText(typed, `${name}At`).trim() === '' ? without : readTime(typedText(typed, `${name}At`));
  return day === undefined || time === undefined ? undefined : londonInstant(day, time);
}

export interface ReadStep {
  readonly wish: StepWish;
  /** What cannot be read at all: days that are none, words that are missing. */
  readonly errors: readonly FieldError[];
}

function words(typed: Typed, name: string): string {
  return typedText(typed, name).trim().slice(0, most);
}

function byPrefix(typed: Typed, prefix: string): Record<string, string> {
  return Object.fromEntries(Object.keys(typed).filter((name) => name.startsWith(prefix)).map((name) => [name.slice(prefix.length), words(typed, name)]));
}

const units: readonly LengthUnit[] = ['hours', 'days', 'months', 'years'];

function readLength(typed: Typed): { length: StepWish['length']; error: FieldError[] } {
  const amount = typedText(typed, 'length').trim();
  const unit = units.find((one) => one === typedText(typed, 'lengthUnit'));
  if (amount === '') {
    return { length: undefined, error: [] };
  }
  return /^[1-9]\d{0,3}$/.test(amount) && unit !== undefined ? { length: { amount: Number(amount), unit }, error: [] } : { length: undefined, error: [{ field: 'length', text: 'Give a whole number, such as 48 hours or 12 months' }] };
}

function dayErrors(typed: Typed, names: readonly string[]): FieldError[] {
  return names.filter((name) => typedText(typed, name).trim() !== '' && readDay(typedText(typed, name)) === undefined).map((field) => ({ field, text: 'Give a day, like 24/11/2026' }));
}

/** A step as it was typed. What the form does not offer is not read. */
export function readStep(typed: Typed, power: Pick<Power, 'name'>, offered: readonly EvidenceFact[], now: Temporal.Instant): ReadStep {
  const takenAt = readMoment(typed, 'taken', typedText(typed, 'takenOn') === londonDate(now).toString() ? inLondon(now).toPlainTime().toString({ smallestUnit: 'minute' }) : '12:00');
  // Given on the day it was done, with no time of its own: at the time it was done.
  const sameDay = takenAt !== undefined && readDay(typedText(typed, 'servedOn'))?.equals(londonDate(takenAt)) === true;
  const servedAt = readMoment(typed, 'served', sameDay ? inLondon(takenAt).toPlainTime().toString({ smallestUnit: 'minute' }) : '12:00');
  const comply = readDay(typedText(typed, 'complyBy'));
  const chosen = new Set(typedList(typed, 'evidence'));
  const { length, error } = readLength(typed);
  const pounds = typedText(typed, 'pounds').trim().replace('£', '');
  const errors: FieldError[] = [
    ...(takenAt === undefined ? [{ field: 'takenOn', text: 'Give the day and time, like 24/11/2026 and 14:30' }] : Temporal.Instant.compare(takenAt, now.add({ minutes: 5 })) > 0 ? [{ field: 'takenOn', text: 'This day has not come yet' }] : []),
    ...(typedText(typed, 'servedOn').trim() !== '' && servedAt === undefined ? [{ field: 'servedOn', text: 'Give the day and time, like 24/11/2026 and 14:30' }] : []),
    ...(servedAt !== undefined && takenAt !== undefined && Temporal.Instant.compare(servedAt, takenAt) < 0 ? [{ field: 'servedOn', text: 'It cannot be served before it was made' }] : []),
    ...(servedAt !== undefined && Temporal.Instant.compare(servedAt, now.add({ minutes: 5 })) > 0 ? [{ field: 'servedOn', text: 'This day has not come yet' }] : []),
    ...(words(typed, 'words') === '' ? [{ field: 'words', text: `Say what was done and why: ${power.name.toLowerCase()}` }] : []),
    ...dayErrors(typed, ['complyBy', 'convictedOn', 'possessionOn', 'reviewOn']), ...error,
  ];
  return {
    errors,
    wish: {
      takenAt: takenAt ?? now, servedAt, service: words(typed, 'service'), words: words(typed, 'words'), grade: words(typed, 'grade'), length,
      conditions: typedText(typed, 'conditions').split('\n').map((line) => line.trim().slice(0, 500)).filter((line) => line !== '').slice(0, 30),
      evidence: offered.filter(({ key }) => chosen.has(key)), confirmed: [...typedList(typed, 'tests')], consulted: byPrefix(typed, 'consulted-'), informed: words(typed, 'informed'),
      arrest: typedText(typed, 'arrest') === 'yes', exclusion: typedText(typed, 'exclusion') === 'yes', violence: words(typed, 'violence'), ageChecked: words(typed, 'ageChecked'),
      convictedOn: readDay(typedText(typed, 'convictedOn')), conviction: words(typed, 'conviction'), possession: words(typed, 'possession'), possessionOn: readDay(typedText(typed, 'possessionOn')),
      grounds: words(typed, 'grounds'), published: words(typed, 'published'), victimViews: words(typed, 'victimViews'), agreed: typedText(typed, 'agreed') === 'yes', nobodyKeptOut: typedText(typed, 'nobodyKeptOut') === 'yes',
      complyBy: comply === undefined ? undefined : londonInstant(comply, '23:59'), pounds: /^\d{1,5}$/.test(pounds) ? Number(pounds) : undefined, skipped: byPrefix(typed, 'skipped-'), reviewOn: readDay(typedText(typed, 'reviewOn')),
    },
  };
}

/** What is typed into a step again when it goes on: everything but who, when and how it was served. */
const notTheSubstance = new Set(['takenOn', 'takenAt', 'servedOn', 'servedAt', 'service', 'from', 'do', 'target', 'correction', 'reviewOn']);

const notTheCorrection = new Set(['from', 'do', 'target']);

/** Whether two forms ask for the same: an approval opens what was approved, and nothing else. Of a correction the dates are its substance too. */
export function sameSubstance(one: Typed, other: Typed, correcting = false): boolean {
  const apart = correcting ? notTheCorrection : notTheSubstance;
  const of = (typed: Typed): string => JSON.stringify(Object.keys(typed).filter((name) => !apart.has(name)).toSorted().map((name) => [name, [...typedList(typed, name)].toSorted()]).filter(([, values]) => values?.length !== 0 && String(values) !== ''));
  return of(one) === of(other);
}
