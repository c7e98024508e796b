import { Temporal } from 'temporal-polyfill';
import type { Holidays } from './bank-holidays.ts';
import { addHours } from './statutory.ts';
import type { Moment } from './london.ts';
import { addWorkingDays } from './working-days.ts';

export type ContactStandardKey = 'acknowledge' | 'named-person' | 'promise' | 'something-new';

/**
 * What a partnership says it will do and by when. Dated and never overwritten: a change ends one line and begins
 * another, so that an old case is still judged by what was promised then.
 */
export type ContactStandard = {
  readonly key: ContactStandardKey;
  /** Priorities or risk bands; empty is everyone, which holds when nothing fits better. */
  readonly appliesTo: readonly string[];
  readonly amount: number;
  readonly unit: 'working_days' | 'hours';
  /** First and last day on which the standard is given, ISO dates. Hours are calendar hours. */
  readonly inForceFrom: string;
  readonly inForceTo?: string | null | undefined;
  readonly source: string;
};

const localPolicy = 'Local policy of the partnership, not law';

export const defaultContactStandards: readonly ContactStandard[] = [
  { key: 'acknowledge', appliesTo: [], amount: 0, unit: 'hours', inForceFrom: '2012-01-01', source: `${localPolicy}: sent automatically, at once` },
  { key: 'named-person', appliesTo: [], amount: 3, unit: 'working_days', inForceFrom: '2012-01-01', source: localPolicy },
  { key: 'named-person', appliesTo: ['urgent', 'at-risk', 'high', 'very-high'], amount: 1, unit: 'working_days', inForceFrom: '2012-01-01', source: localPolicy },
  { key: 'named-person', appliesTo: ['hate'], amount: 1, unit: 'working_days', inForceFrom: '2012-01-01', source: `${localPolicy}: hate is always seen as serious` },
  { key: 'promise', appliesTo: [], amount: 5, unit: 'working_days', inForceFrom: '2012-01-01', source: localPolicy },
  { key: 'something-new', appliesTo: [], amount: 10, unit: 'working_days', inForceFrom: '2012-01-01', source: localPolicy },
];

function inForce(standard: ContactStandard, date: string): boolean {
  return standard.inForceFrom <= date && (standard.inForceTo == null || date <= standard.inForceTo);
}

function hoursOf(standard: ContactStandard): number {
  return standard.unit === 'hours' ? standard.amount : standard.amount * 24;
}

/**
 * The standard that holds on a day. One that names a priority beats one for everyone; of several, the shortest
 * holds, because a person who is both at risk and targeted must not wait for the slower promise.
 */
export function standardFor(
  standards: readonly ContactStandard[],
  key: ContactStandardKey,
  priorities: string | readonly string[],
  at: Temporal.PlainDate,
): ContactStandard | undefined {
  const wanted = typeof priorities === 'string' ? [priorities] : priorities;
  const day = at.toString();
  const live = standards.filter((standard) => standard.key === key && inForce(standard, day));
  const named = live.filter(({ appliesTo }) => appliesTo.some((priority) => wanted.includes(priority)));
  const choice = named.length > 0 ? named : live.filter(({ appliesTo }) => appliesTo.length === 0);
  return choice.toSorted((one, other) => hoursOf(one) - hoursOf(other))[0];
}

/** When a standard that starts counting at `from` is due. */
export function dueBy(standard: ContactStandard, from: Moment, hours: { closesAt?: string; holidays?: Holidays } = {}): Temporal.Instant {
  return standard.unit === 'hours' ? addHours(from, standard.amount) : addWorkingDays(from, standard.amount, hours);
}
