import type { Temporal } from 'temporal-polyfill';

import { daysApart } from '../platform/calendar/index.ts';

export const stageNames = { investigating: 'Being investigated', acting: 'Action under way', monitoring: 'Being watched' } as const;

/** Why a case ended; the same words go to the person. */
export const outcomes = ['It has stopped', 'Someone was warned or signed an agreement', 'A legal order was made', 'Another agency leads now', 'The victim asked us to stop', 'We could not find enough to act on', 'It is not antisocial behaviour'] as const;
export type Outcome = (typeof outcomes)[number];

export interface Closure {
  /** Reports that are not closed yet: each person hears in words of their own. */
  readonly reportIds: readonly string[];
  readonly messages: ReadonlyMap<string, string>;
  readonly openPromises: number;
  readonly withdrawWords: string;
}

export interface ClosureProblem {
  readonly field: string;
  readonly text: string;
}

/** What still stands in the way of closing: nobody is left without a word, and no promise lapses in silence. */
export function closureProblems(closure: Closure): ClosureProblem[] {
  const promises = closure.openPromises > 0 && closure.withdrawWords.trim() === ''
    ? [{ field: 'withdraw', text: closure.openPromises === 1 ? 'A promise is still open. Keep it first, or say why it is withdrawn' : `${closure.openPromises} promises are still open. Keep them first, or say why they are withdrawn` }]
    : [];
  const silent = closure.reportIds.filter((id) => (closure.messages.get(id) ?? '').trim() === '').map((id) => ({ field: `message-${id}`, text: 'Write what this person is told' }));
  return [...promises, ...silent];
}

/** What the person reads when the case closes. */
export function closingWords(outcome: string, message: string, withdrawn: { what: readonly string[]; why: string }): string {
  const promises = withdrawn.what.length === 0 ? '' : `\n\nWe had promised: ${withdrawn.what.join('; ')}. We will not do this, and we are sorry. ${withdrawn.why.trim()}`;
  return `We have closed your report. ${outcome}.\n\n${message.trim()}${promises}\n\nIf it starts again, or you think we are wrong, you can open it again on this page.`;
}

/** "4 in 18 days", from the first to the last. */
export function incidentsWords(happened: readonly Temporal.Instant[]): string {
  const sorted = happened.toSorted((one, other) => one.epochMilliseconds - other.epochMilliseconds);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) {
    return 'None recorded';
  }
  const days = daysApart(first, last) + 1;
  return sorted.length === 1 ? '1' : `${sorted.length} in ${days} ${days === 1 ? 'day' : 'days'}`;
}

export type Band = 'none' | 'standard' | 'medium' | 'high';

/** A band of a local template as one of the three that are drawn. */
export function bandOf(riskBand: string | null): Band {
  if (riskBand === null || riskBand === '') {
    return 'none';
  }
  const key = riskBand.toLowerCase();
  return key.includes('high') ? 'high' : key.includes('med') ? 'medium' : 'standard';
}

/** "Amara Okafor" as the rest of the team needs it in a head: first name and initial. */
export function shortPerson(name: string): string {
  const parts = name.trim().split(/\s+/);
  const last = parts.at(-1);
  return parts.length < 2 || last === undefined ? name.trim() : `${parts[0]} ${last.charAt(0)}.`;
}
