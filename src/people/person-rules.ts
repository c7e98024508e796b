import type { Temporal } from 'temporal-polyfill';

import type { Role } from './words.ts';

/* What a page says of a person, from the records that its reader may see. */

interface Part {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'group' | 'unknown';
  readonly role: Role;
  readonly description: string;
  readonly born_on: Temporal.PlainDate | null;
  readonly under_18: boolean;
  readonly vulnerability: string;
  readonly address: string | null;
  readonly postcode: string | null;
}

export interface Summary {
  /** The smallest of the records that the reader sees: the person's address, and what the audit trail names. */
  readonly id: string;
  readonly name: string;
  readonly otherNames: readonly string[];
  readonly kind: Part['kind'];
  readonly description: string;
  readonly roles: readonly Role[];
  /** More than one is a question, not an answer. */
  readonly birthDates: readonly string[];
  /** By a birth date, or as somebody wrote. */
  readonly under18: boolean;
  readonly vulnerabilities: readonly string[];
  readonly addresses: readonly string[];
}

function distinct(values: readonly string[], same: (value: string) => string = (value) => value.toLowerCase()): string[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = same(value).trim();
    return key !== '' && !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** The fullest name counts; of two equally full ones the newer. */
function nameOf(parts: readonly Part[]): string {
  return parts.map(({ name }) => name).filter((name) => name !== '').toReversed().toSorted((a, b) => b.split(' ').length - a.split(' ').length)[0] ?? '';
}

export function summaryOf(parts: readonly Part[], today: Temporal.PlainDate): Summary {
  const names = distinct(parts.map(({ name }) => name));
  const name = nameOf(parts);
  const eighteen = today.subtract({ years: 18 }).toString();
  const birthDates = distinct(parts.map(({ born_on }) => born_on?.toString() ?? '')).toSorted();
  const known = parts.find(({ name: own }) => own !== '') ?? parts[0];
  const born = birthDates.at(-1);
  return {
    id: parts.map(({ id }) => id).toSorted()[0] ?? '', name, otherNames: names.filter((one) => one.toLowerCase() !== name.toLowerCase()), kind: known?.kind ?? 'person',
    description: parts.map(({ description }) => description).findLast((words) => words !== '') ?? '', roles: [...new Set(parts.map(({ role }) => role))], birthDates,
    under18: born === undefined ? parts.some(({ under_18 }) => under_18) : born > eighteen,
    vulnerabilities: distinct(parts.map(({ vulnerability }) => vulnerability)),
    addresses: distinct(parts.map(({ address, postcode }) => [address, postcode].filter(Boolean).join(', ')), (value) => value.toLowerCase().replace(/[^a-z0-9]/g, '')),
  };
}

/** When a warning is to be looked at again at the latest. */
export const longestWarning = { months: 12 } as const;

/** Why a warning cannot be reviewed on that day, or undefined. */
export function reviewProblem(day: Temporal.PlainDate | undefined, today: Temporal.PlainDate): string | undefined {
  if (day === undefined) {
    return `Give a day, like ${today.day}/${today.month}/${today.year}`;
  }
  const text = day.toString();
  return text <= today.toString() ? 'Choose a day after today' : text > today.add(longestWarning).toString() ? 'A warning is looked at again within a year. Choose an earlier day' : undefined;
}

/** As vehicles have been registered since 2001, and before that with the letter of the year in front or behind. */
const registration = /\b(?:[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z])\b/i;

/** The registration that a text names, without its blank: the form in which vehicles are looked for. */
export function registrationIn(words: string): string | undefined {
  return registration.exec(words)?.[0].toUpperCase().replace(' ', '');
}
