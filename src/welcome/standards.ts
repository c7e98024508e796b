import { standardFor, type ContactStandard, type ContactStandardKey } from '../platform/calendar/index.ts';
import type { Temporal } from 'temporal-polyfill';

const numberWords = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** "3 working days", "48 hours", "at once" */
export function amountWords(standard: Pick<ContactStandard, 'amount' | 'unit'>): string {
  if (standard.amount === 0) {
    return 'at once';
  }
  const unit = standard.unit === 'working_days' ? 'working day' : 'hour';
  return `${standard.amount} ${unit}${standard.amount === 1 ? '' : 's'}`;
}

export interface StandardWords {
  readonly urgent: string;
  readonly usual: string;
  readonly promise: string;
  readonly something: string;
}

function heldOn(standards: readonly ContactStandard[], on: Temporal.PlainDate) {
  return (key: ContactStandardKey, priority: string): string => {
    const standard = standardFor(standards, key, priority, on);
    return standard === undefined ? 'as soon as we can' : amountWords(standard);
  };
}

/** The standards that hold on a day, in words. */
export function standardWords(standards: readonly ContactStandard[], on: Temporal.PlainDate): StandardWords {
  const held = heldOn(standards, on);
  return { urgent: held('named-person', 'urgent'), usual: held('named-person', 'standard'), promise: held('promise', 'standard'), something: held('something-new', 'standard') };
}

/** Small numbers in running text: "within three working days". */
export function spelled(words: string): string {
  return words.replace(/^\d+/, (digits) => numberWords[Number(digits)] ?? digits);
}

const keyWords: Readonly<Record<ContactStandardKey, string>> = {
  acknowledge: 'We tell you that we have your report, and send your private link', 'named-person': 'A named person has your report and tells you so', promise: 'You have a promise: who does what, by when',
  'something-new': 'You hear something new, at least this often',
};

const priorityWords: Readonly<Record<string, string>> = { urgent: 'urgent reports', 'at-risk': 'people at risk of harm', high: 'high risk', 'very-high': 'very high risk', hate: 'hate', standard: 'other reports' };

export interface StandardRow {
  readonly what: string;
  readonly forWhom: string;
  readonly howSoon: string;
  readonly source: string;
}

const order: readonly ContactStandardKey[] = ['acknowledge', 'named-person', 'promise', 'something-new'];

/** Every standard in force, as the public page lists them: read from the same data that the clocks run on. */
export function standardRows(standards: readonly ContactStandard[], on: Temporal.PlainDate): StandardRow[] {
  const day = on.toString();
  return standards
    // What partners owe each other is not for the public's list.
    .filter((one) => order.includes(one.key) && one.inForceFrom <= day && (one.inForceTo == null || day <= one.inForceTo))
    .toSorted((one, other) => order.indexOf(one.key) - order.indexOf(other.key) || other.amount - one.amount)
    .map((one) => ({
      what: keyWords[one.key], forWhom: one.appliesTo.length === 0 ? 'Everyone' : one.appliesTo.map((priority) => priorityWords[priority] ?? priority).join(', ').replace(/^./, (letter) => letter.toUpperCase()),
      howSoon: amountWords(one), source: one.source,
    }));
}
