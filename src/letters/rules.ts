import type { Temporal } from 'temporal-polyfill';

import { dateWords, dayWords } from '../platform/calendar/index.ts';

/** What the open places of a template are filled with. undefined: the case does not say, so the officer must. */
export type LetterFacts = Readonly<Record<string, string | undefined>>;

export interface LetterSubject {
  readonly name: string;
  readonly reportReference: string | undefined;
  readonly caseReference: string;
  readonly caseTitle: string;
  readonly promise: readonly { readonly who: string; readonly what: string; readonly dueAt: Temporal.Instant }[];
  readonly outcome: string | null;
  readonly outcomeReason: string | null;
  readonly nextToldBy: Temporal.Instant | null;
  readonly officer: string;
  readonly officerPhone: string | null;
  readonly agency: string;
  readonly hubPhone: string;
}

function known(text: string | null | undefined): string | undefined {
  return text === null || text === undefined || text.trim() === '' ? undefined : text;
}

export function factsOf(subject: LetterSubject, now: Temporal.Instant): LetterFacts {
  const promise = subject.promise.map(({ who, what, dueAt }) => `${what}: ${who}, by ${dayWords(dueAt, now)}.`).join('\n');
  return {
    name: known(subject.name),
    report_reference: subject.reportReference,
    case_reference: subject.caseReference,
    case_title: subject.caseTitle,
    promise: known(promise),
    outcome: subject.outcome === null ? undefined : [`${subject.outcome}.`, subject.outcomeReason ?? ''].join(' ').trim(),
    next_date: subject.nextToldBy === null ? undefined : dayWords(subject.nextToldBy, now),
    date_today: `${dayWords(now)} ${dateWords(now).slice(-4)}`,
    date_in_7_days: dayWords(now.add({ hours: 7 * 24 }), now),
    officer_name: subject.officer,
    officer_phone: known(subject.officerPhone) ?? known(subject.hubPhone),
    agency_name: subject.agency,
    hub_phone: known(subject.hubPhone),
  };
}

const openPlace = /\{([^{}\n]*)\}/g;

/** Fills the places it knows. What it does not know stays as it is written, and is said. Filled words are never filled again. */
export function fill(template: string, facts: LetterFacts): string {
  return template.replaceAll(openPlace, (whole, name: string) => (Object.hasOwn(facts, name) ? (facts[name] ?? whole) : whole));
}

/** Open places that are still in a text: a letter with one of them does not go out. */
export function openPlaces(text: string): string[] {
  return [...new Set([...text.matchAll(openPlace)].map(([whole]) => whole))];
}
