import { Temporal } from 'temporal-polyfill';
import type { Holidays } from './bank-holidays.ts';
import { addHours } from './statutory.ts';
import { addWorkingDays, type Moment } from './working-days.ts';

export type ContactStandardKey = 'acknowledge' | 'named-person' | 'promise' | 'something-new';

/**
 * What a partnership says it will do and by when. Dated and never overwritten: a change ends one line and begins
 * another, so that an old case is still judged by what was promised then.
 */
export type ContactStandard = {
  readonly key: ContactStandardKey;
  /** Priorities or risk bands; 'everyone' is what holds when none fits better. */
  readonly appliesTo: 'everyone' | readonly string[];
  readonly within: number;
  readonly unit: 'workingDays' | 'calendarHours';
  /** First and last day on which the standard is given, ISO dates. */
  readonly from: string;
  readonly to?: string | undefined;
  readonly source: string;
};

const localPolicy = 'Local policy of the partnership, not law';

export const defaultContactStandards: readonly ContactStandard[] = [
  { key: 'acknowledge', appliesTo: 'everyone', within: 0, unit: 'calendarHours', from: '2012-01-01', source: `${localPolicy}: sent automatically, at once` },
  { key: 'named-person', appliesTo: 'everyone', within: 3, unit: 'workingDays', from: '2012-01-01', source: localPolicy },
  { key: 'named-person', appliesTo: ['at-risk', 'high', 'very-high'], within: 1, unit: 'workingDays', from: '2012-01-01', source: localPolicy },
  { key: 'named-person', appliesTo: ['hate'], within: 1, unit: 'workingDays', from: '2012-01-01', source: `${localPolicy}: hate is always seen as serious` },
  { key: 'promise', appliesTo: 'everyone', within: 5, unit: 'workingDays', from: '2012-01-01', source: localPolicy },
  { key: 'something-new', appliesTo: 'everyone', within: 10, unit: 'workingDays', from: '2012-01-01', source: localPolicy },
];

function inForce(standard: ContactStandard, date: string): boolean {
  return standard.from <= date && (standard.to === undefined || date <= standard.to);
}

function hoursOf(standard: ContactStandard): number {
  return standard.unit === 'calendarHours' ? standard.within : standard.within * 24;
}

/**
 * The standard that holds on a day. One that names a priority beats 'everyone'; of several, the shortest
 * holds, because a person who is both at risk and targeted must not wait for the slower promise.
 */
export function standardFor(
  standards: readonly ContactStandard[],
  key: ContactStandardKey,
  priorities: string | readonly string[],
  at: Temporal.PlainDate,
): ContactStandard | undefined {
  const wanted = typeof priorities === 'string' ? [priorities] : priorities;
  const live = standards.filter((standard) => standard.key === key && inForce(standard, at.toString()));
  const named = live.filter(({ appliesTo }) => appliesTo !== 'everyone' && appliesTo.some((priority) => wanted.includes(priority)));
  const choice = named.length > 0 ? named : live.filter(({ appliesTo }) => appliesTo === 'everyone');
  return choice.toSorted((one, other) => hoursOf(one) - hoursOf(other))[0];
}

/** When a standard that starts counting at `from` is due. */
export function dueBy(standard: ContactStandard, from: Moment, hours: { closesAt?: string; holidays?: Holidays } = {}): Temporal.Instant {
  return standard.unit === 'calendarHours' ? addHours(from, standard.within) : addWorkingDays(from, standard.within, hours);
}
