import { Temporal } from 'temporal-polyfill';

import { isWorkingDay, type Holidays } from '../platform/calendar/index.ts';
import { bandKeys, type BandKey, type RiskFlag, type RiskOption, type RiskQuestion, type RiskTemplateContent } from './template.ts';

/** What was answered, by the key of the question: the options chosen, or words. */
export interface Given {
  readonly options: readonly string[];
  readonly words: string;
}

export type Answers = Readonly<Record<string, Given>>;

const nothing: Given = { options: [], words: '' };

export function answerTo(answers: Answers, question: Pick<RiskQuestion, 'key'>): Given {
  return answers[question.key] ?? nothing;
}

export function chosenOptions(question: RiskQuestion, answers: Answers): RiskOption[] {
  const { options } = answerTo(answers, question);
  return question.options.filter(({ key }) => options.includes(key));
}

export function rank(band: BandKey): number {
  return bandKeys.indexOf(band);
}

export function higher(one: BandKey, other: BandKey): BandKey {
  return rank(one) >= rank(other) ? one : other;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function pointsOf(question: RiskQuestion, answers: Answers): number {
  return question.kind === 'scored' ? sum(chosenOptions(question, answers).map(({ points }) => points)) : 0;
}

/** The most that a template can give. */
export function mostPoints({ questions }: Pick<RiskTemplateContent, 'questions'>): number {
  return sum(
    questions.list.filter(({ kind }) => kind === 'scored').map(({ many, options }) => {
      const points = options.map((option) => option.points);
      return many ? sum(points) : Math.max(0, ...points);
    }),
  );
}

export interface Outcome {
  readonly score: number;
  readonly outOf: number;
  /** What score and answers give, before anyone's judgement. */
  readonly band: BandKey;
  readonly flags: readonly RiskFlag[];
  /** Question that lifted the band above the score's own. */
  readonly liftedBy: string | undefined;
}

/** Score, band and flags of a filled-in template. */
export function assess(template: Pick<RiskTemplateContent, 'questions' | 'bands'>, answers: Answers): Outcome {
  const { list, flags } = template.questions;
  const score = sum(list.map((question) => pointsOf(question, answers)));
  const scored = template.bands.filter(({ from }) => score >= from).reduce<BandKey>((band, { key }) => higher(band, key), 'standard');
  const raised = new Set<string>();
  let band = scored;
  let liftedBy: string | undefined;
  for (const question of list) {
    for (const option of chosenOptions(question, answers)) {
      if (option.flag !== undefined) {
        raised.add(option.flag);
      }
      if (option.atLeast !== undefined && rank(option.atLeast) > rank(band)) {
        band = option.atLeast;
        liftedBy = question.text;
      }
    }
  }
  return { score, outOf: mostPoints(template), band, flags: flags.filter(({ key }) => raised.has(key)), liftedBy };
}

/** Scored questions, and those with options, that nobody has answered. */
export function unanswered(template: Pick<RiskTemplateContent, 'questions'>, answers: Answers): RiskQuestion[] {
  return template.questions.list.filter((question) => question.options.length > 0 && chosenOptions(question, answers).length === 0);
}

export interface Judgement {
  /** The band that holds from now on. */
  readonly band: BandKey;
  /** What an officer asks a supervisor to lower it to. */
  readonly proposed: BandKey | null;
}

/** Up freely; down only by a supervisor, else the scored band holds until one has answered. */
export function judge(scored: BandKey, wished: BandKey | undefined, supervisor: boolean): Judgement {
  if (wished === undefined || rank(wished) >= rank(scored) || supervisor) {
    return { band: wished ?? scored, proposed: null };
  }
  return { band: scored, proposed: wished };
}

/** The working day on or before a day: a review on a Sunday is done by Friday, not on Monday. */
function workingDayUpTo(date: Temporal.PlainDate, after: Temporal.PlainDate, holidays: Holidays): Temporal.PlainDate {
  let day = date;
  while (!isWorkingDay(day, holidays) && Temporal.PlainDate.compare(day, after) > 0) {
    day = day.subtract({ days: 1 });
  }
  return day;
}

export interface Reviews {
  readonly officer: Temporal.PlainDate;
  readonly supervisor: Temporal.PlainDate | null;
}

/** By when officer and supervisor look again. */
export function reviewDates(bands: RiskTemplateContent['bands'], band: BandKey, on: Temporal.PlainDate, holidays: Holidays): Reviews {
  const rule = bands.find(({ key }) => key === band);
  const after = (days: number): Temporal.PlainDate => workingDayUpTo(on.add({ days }), on, holidays);
  return { officer: after(rule?.officerDays ?? 28), supervisor: rule === undefined || rule.supervisorDays === null ? null : after(rule.supervisorDays) };
}

export interface Move {
  /** The question in a few words. */
  readonly words: string;
  readonly by: number;
}

/** What moved the score since last time, the largest first. Questions are matched by key, so a new wording does not break the comparison. */
export function moves(
  before: { readonly template: Pick<RiskTemplateContent, 'questions'>; readonly answers: Answers },
  after: { readonly template: Pick<RiskTemplateContent, 'questions'>; readonly answers: Answers },
): Move[] {
  const earlier = new Map(before.template.questions.list.map((question) => [question.key, pointsOf(question, before.answers)]));
  const later = new Map(after.template.questions.list.map((question) => [question.key, question]));
  const changed: Move[] = [];
  for (const question of later.values()) {
    const by = pointsOf(question, after.answers) - (earlier.get(question.key) ?? 0);
    if (by !== 0) {
      const answer = chosenOptions(question, after.answers).map(({ text }) => text).join(', ');
      changed.push({ words: `${question.text.replace(/\?$/, '')}: ${answer === '' ? 'no answer' : answer.charAt(0).toLowerCase() + answer.slice(1)}`, by });
    }
  }
  for (const question of before.template.questions.list) {
    const lost = earlier.get(question.key) ?? 0;
    if (!later.has(question.key) && lost !== 0) {
      changed.push({ words: `${question.text.replace(/\?$/, '')}: no longer asked`, by: -lost });
    }
  }
  return changed.toSorted((one, other) => Math.abs(other.by) - Math.abs(one.by));
}

interface Standing {
  readonly partyId: string | null;
  readonly band: BandKey;
}

/**
 * The assessments that hold, of a list with the newest first: for each person the newest. One of the case as a whole gives way to
 * a later one of a person.
 */
export function inForce<A extends Standing>(newestFirst: readonly A[]): A[] {
  const seen = new Set<string>();
  const holding: A[] = [];
  for (const assessment of newestFirst) {
    const key = assessment.partyId ?? 'case';
    const outdone = assessment.partyId === null && holding.length > 0;
    if (!seen.has(key) && !outdone) {
      seen.add(key);
      holding.push(assessment);
    }
  }
  return holding;
}

/** The one that speaks for the case: of those that hold, the highest band, and of equals the newest. */
export function speaksForCase<A extends Standing>(newestFirst: readonly A[]): A | undefined {
  return inForce(newestFirst).reduce<A | undefined>((best, one) => (best === undefined || rank(one.band) > rank(best.band) ? one : best), undefined);
}
