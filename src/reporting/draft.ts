import type { Temporal } from 'temporal-polyfill';

import type { Typed } from '../platform/http/index.ts';
import { checkStep, stepKeys, type StepKey, type StepValues } from './steps.ts';

/** A place that was found, chosen or pointed at. */
export interface Spot {
  readonly placeId: string | null;
  readonly words: string;
  /** null: described in words only. */
  readonly point: { readonly lat: number; readonly lon: number } | null;
}

/** The neighbour's choice: the same thing as others have reported, or another. */
export interface SimilarAnswer {
  readonly answer: 'same' | 'different';
  readonly category: string;
  readonly place: string;
}

/** What stays of a draft once it has been sent; the answers leave it. */
export interface SentFacts {
  readonly reference: string;
  readonly linkSealed: string;
  readonly at: string;
  readonly answerBy: string;
  readonly promiseBy: string;
  readonly urgent: boolean;
  readonly holder: string;
  /** How the link was sent, in words that do not give the address away; '' when nothing was sent. */
  readonly sentTo: string;
  readonly anonymous: boolean;
  readonly restricted: boolean;
}

/** What hub.report_draft.answers holds: what was typed in each step, and what the hub found out from it. */
export interface DraftAnswers {
  readonly steps: Readonly<Partial<Record<StepKey, Typed>>>;
  readonly spot?: Spot;
  readonly similar?: SimilarAnswer;
  /** The part of the map that was looked at last, as text. */
  readonly map?: string;
  readonly linksSent?: number;
  readonly sent?: SentFacts;
}

export const noAnswers: DraftAnswers = { steps: {} };

/** A step's answers, put in or changed. Whatever else has been answered stays. */
export function withStep(answers: DraftAnswers, step: StepKey, typed: Typed): DraftAnswers {
  return { ...answers, steps: { ...answers.steps, [step]: typed } };
}

function answered<Key extends StepKey>(answers: DraftAnswers, step: Key, today: Temporal.PlainDate): StepValues[Key] | undefined {
  const typed = answers.steps[step];
  const checked = typed && checkStep(step, typed, today);
  return checked?.ok === true && (step !== 'where' || answers.spot !== undefined) ? checked.value : undefined;
}

/** The first question that has no good answer yet; undefined when the report can be sent. */
export function firstUnanswered(answers: DraftAnswers, today: Temporal.PlainDate): StepKey | undefined {
  return stepKeys.find((step) => answered(answers, step, today) === undefined);
}

/** All answers, when each is there and good. */
export function allAnswers(answers: DraftAnswers, today: Temporal.PlainDate): StepValues | undefined {
  const danger = answered(answers, 'danger', today);
  const what = answered(answers, 'what', today);
  const where = answered(answers, 'where', today);
  const when = answered(answers, 'when', today);
  const impact = answered(answers, 'impact', today);
  const wants = answered(answers, 'wants', today);
  const you = answered(answers, 'you', today);
  return danger && what && where && when && impact && wants && you ? { danger, what, where, when, impact, wants, you } : undefined;
}

export function stepNumber(step: StepKey): number {
  return stepKeys.indexOf(step) + 1;
}

export function stepBefore(step: StepKey): StepKey | undefined {
  return stepKeys[stepKeys.indexOf(step) - 1];
}

/** Where to go once a step is saved: on to the next; back to the check page when the person came from there or has answered all. */
export function stepAfter(answers: DraftAnswers, step: StepKey, fromCheck: boolean, today: Temporal.PlainDate): StepKey | 'check' {
  const next = stepKeys[stepKeys.indexOf(step) + 1];
  return next === undefined || fromCheck ? (firstUnanswered(answers, today) ?? 'check') : next;
}

const minutesLeft: Readonly<Record<StepKey, number>> = { danger: 4, what: 4, where: 3, when: 2, impact: 2, wants: 1, you: 1 };

export function timeLeft(step: StepKey): string {
  const minutes = minutesLeft[step];
  return `about ${minutes} minute${minutes === 1 ? '' : 's'} left`;
}
