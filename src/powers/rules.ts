import { Temporal } from 'temporal-polyfill';

import { addCalendarMonths, dateWords, londonDate } from '../platform/calendar/index.ts';
import { checks } from './checks.ts';
import { daysBeginningWith, endOf, statutoryHours } from './deadlines.ts';
import type { Facts, StepFact, StepWish } from './facts.ts';
import { agencyKindWords, consulteeWords, gradeOf, gradeWords, lengthWords, outOfForce, testsOf, type Power, type Target } from './power.ts';
import { cites } from './sections.ts';

export interface Reason {
  readonly text: string;
  readonly cites: string;
}

export interface Problem extends Reason {
  readonly field: string;
}

export type Verdict = 'open' | 'not_open' | 'contradicts';

/** Where one power stands for one person, premises or area. */
export interface Standing {
  readonly power: Power;
  readonly verdict: Verdict;
  /** Why it is not open, or what it contradicts. */
  readonly reasons: readonly Reason[];
  /** Open, but this has to be thought of first. */
  readonly cautions: readonly Reason[];
  readonly tried: readonly StepFact[];
}

/** What a ladder of someone or something shows. */
export function concerns(power: Pick<Power, 'aimedAt'>, target: Target): boolean {
  return power.aimedAt.includes(target) || (target === 'person' && power.aimedAt.includes('tenancy'));
}

function isOver(step: StepFact, now: Temporal.Instant): boolean {
  return step.ended || (step.expiresAt !== null && Temporal.Instant.compare(step.expiresAt, now) <= 0);
}

function ageReasons(power: Power, facts: Facts): Reason[] {
  const { subject } = facts;
  if (subject.target !== 'person' || (power.minAge === null && power.maxAge === null)) {
    return [];
  }
  const needs = power.minAge === null ? `${power.maxAge ?? ''} or younger` : power.maxAge === null ? `${power.minAge} or over` : `${power.minAge} to ${power.maxAge}`;
  const says = (text: string): Reason[] => [{ text, cites: cites(power, 'age') }];
  if (subject.age === undefined) {
    return says(`Nobody has recorded their age: it needs someone ${needs}`);
  }
  const { years } = subject.age;
  return (power.minAge !== null && years < power.minAge) || (power.maxAge !== null && years > power.maxAge) ? says(`They are ${years}: it needs someone ${needs}`) : [];
}

function laterWords({ commencedOn, inForceFrom }: Power): string {
  return `In force later${commencedOn === null ? '' : `, from ${dateWords(Temporal.PlainDate.compare(commencedOn, inForceFrom) > 0 ? commencedOn : inForceFrom)}`}`;
}

function forceReason(power: Power, on: Temporal.PlainDate): Reason[] {
  const state = outOfForce(power, on);
  const text = state === 'later' ? laterWords(power) : state === 'ended' ? 'No longer in force' : 'Not commenced: commencement date unknown';
  return state === undefined ? [] : [{ text, cites: cites(power, 'force') }];
}

/** The words of each row, as often as a ladder shows them. */
const agencyWords = new WeakMap<Power, string>();

function agenciesOf(power: Power): string {
  const words = agencyWords.get(power) ?? power.agencyKinds.map((kind) => (agencyKindWords[kind] ?? kind).toLowerCase()).join(', ');
  agencyWords.set(power, words);
  return words;
}

/** Why a power cannot be used at all against this subject by this agency, whatever the form says. */
function barriers(power: Power, facts: Facts, on: Temporal.PlainDate): Reason[] {
  const { subject } = facts;
  return [
    ...forceReason(power, on),
    ...(concerns(power, subject.target) ? [] : [{ text: 'Not for this kind of subject', cites: cites(power, 'target') }]),
    ...(power.agencyKinds.includes(facts.agencyKind) ? [] : [{ text: `Not ours to use. Ask one of these: ${agenciesOf(power)}`, cites: cites(power, 'agency') }]),
    ...(subject.target === 'person' && power.rung >= 2 && subject.group ? [{ text: 'A group: add each person by name first', cites: cites(power, 'target') }] : []),
    ...(subject.target === 'person' && power.rung >= 2 && !subject.group && !subject.named ? [{ text: 'Nobody is named yet', cites: cites(power, 'target') }] : []),
    ...ageReasons(power, facts),
  ];
}

/** Orders for the same conduct that stand beside each other without adding anything, or against each other. */
function contradictions(power: Power, powers: readonly Power[], facts: Facts, at: Temporal.Instant): Reason[] {
  return facts.steps.filter((step) => power.contradicts.includes(step.code) && !isOver(step, at))
    .map((step) => ({ text: `${powers.find(({ code }) => code === step.code)?.name ?? step.code} of ${dateWords(step.at)} is still in force: the two contradict`, cites: cites(power, 'contradicts') }));
}

/** Steps that usually come first and were not taken. */
export function untried(power: Power, powers: readonly Power[], facts: Facts): Power[] {
  return power.afterSteps.filter((code) => !facts.steps.some((step) => step.code === code)).flatMap((code) => {
    const row = powers.find((one) => one.code === code && outOfForce(one, londonDate(facts.now)) === undefined);
    return row === undefined || !concerns(row, facts.subject.target) ? [] : [row];
  });
}

export function supportFirst(power: Power, facts: Facts): boolean {
  const { subject } = facts;
  return power.rung >= 3 && subject.target === 'person' && (subject.youth || subject.vulnerability !== '') && !facts.steps.some(({ code }) => code === 'support_referral');
}

function cautionsOf(power: Power, powers: readonly Power[], facts: Facts): Reason[] {
  const { subject } = facts;
  return [
    ...(supportFirst(power, facts) ? [{ text: `${subject.youth ? 'Under 18' : 'Vulnerable'}: support or diversion first, or a recorded reason`, cites: 'Statutory guidance' }] : []),
    ...untried(power, powers, facts).filter(({ code }) => code !== 'support_referral' || !supportFirst(power, facts)).map((one) => ({ text: `Not tried: ${one.name.charAt(0).toLowerCase()}${one.name.slice(1)}. A reason is asked for`, cites: 'Proportionality' })),
    ...(subject.target === 'person' && power.minAge !== null && subject.age?.sure === false ? [{ text: `“About ${subject.age.years}” is a guess: check the age`, cites: cites(power, 'age') }] : []),
    ...(subject.target === 'person' && subject.youth && power.consultees.includes('youth_offending_team') ? [{ text: 'Consult the youth offending team', cites: cites(power, 'consultees') }] : []),
  ];
}

export function standingOf(power: Power, powers: readonly Power[], facts: Facts): Standing {
  const barred = barriers(power, facts, londonDate(facts.now));
  const found = power.checks.flatMap((key) => {
    const one = checks[key]?.(power, facts, undefined);
    return one === undefined ? [] : [{ text: one.text, cites: cites(power, key) }];
  });
  const reasons = [...barred, ...found];
  const against = contradictions(power, powers, facts, facts.now);
  const tried = facts.steps.filter(({ code }) => code === power.code);
  if (reasons.length > 0) {
    return { power, verdict: 'not_open', reasons, cautions: [], tried };
  }
  return against.length > 0 ? { power, verdict: 'contradicts', reasons: against, cautions: [], tried } : { power, verdict: 'open', reasons: [], cautions: cautionsOf(power, powers, facts), tried };
}

/** Every power for one subject, lowest rung first. Not commenced ones come last on their rung. */
export function ladderOf(powers: readonly Power[], facts: Facts): Standing[] {
  return powers.filter((power) => concerns(power, facts.subject.target)).map((power) => standingOf(power, powers, facts))
    .toSorted((one, other) => one.power.rung - other.power.rung || Number(one.power.commencedOn === null) - Number(other.power.commencedOn === null));
}

const gradeAgencies: Readonly<Record<string, readonly string[]>> = { inspector: ['police'], superintendent: ['police'], council_officer: ['council'], chief_executive: ['council'], cabinet: ['council'], landlord: ['housing', 'council'], senior_manager: ['housing'] };

/** Who may decide, of those that the row names, in this agency. */
export function gradesFor(power: Power, agencyKind: string): string[] {
  return power.grades.filter((entry) => gradeAgencies[gradeOf(entry).grade]?.includes(agencyKind) ?? true);
}

/** Christmas Day is left out of the 48 hours of a closure notice, and of its hearing. */
function christmasOut(power: Power, hours: number): boolean {
  return power.hearingHours !== null && hours === 48;
}

function lengthProblem(power: Power, facts: Facts, wish: StepWish): string | undefined {
  const { length, takenAt } = wish;
  const years = facts.subject.target === 'person' ? facts.subject.age?.years : undefined;
  const under18 = years !== undefined && years < 18;
  const grade = power.grades.map(gradeOf).find((one) => one.grade === wish.grade);
  const until = length === undefined ? undefined : endOf(takenAt, length.amount, length.unit);
  const tooLong = (amount: number, unit: 'hours' | 'days' | 'months' | 'years'): boolean => until !== undefined && Temporal.Instant.compare(until, endOf(takenAt, amount, unit)) > 0;
  const needed = power.longest !== null || (under18 && power.longestUnder18Months !== null);
  if (needed && until === undefined) {
    return 'Say how long it lasts';
  }
  if (power.longest !== null && power.longestUnit !== null && tooLong(power.longest, power.longestUnit)) {
    return `At most ${lengthWords(power.longest, power.longestUnit)}`;
  }
  if (grade?.hours !== undefined && tooLong(grade.hours, 'hours')) {
    return `${gradeWords[grade.grade] ?? grade.grade}: at most ${grade.hours} hours`;
  }
  if (under18 && power.longestUnder18Months !== null && tooLong(power.longestUnder18Months, 'months')) {
    return `Under 18: at most ${power.longestUnder18Months} months`;
  }
  const least = under18 ? power.shortestUnder18Months : power.shortestMonths;
  return least !== null && until !== undefined && Temporal.Instant.compare(until, addCalendarMonths(takenAt, least)) < 0 ? `At least ${least} months${under18 ? '' : ', or no end'}` : undefined;
}

function consultationProblems(power: Power, facts: Facts, wish: StepWish): Problem[] {
  const under18 = facts.subject.target === 'person' && (facts.subject.age?.years ?? (facts.subject.youth ? 0 : 18)) < 18;
  const asked = power.consultees.filter((who) => (who === 'youth_offending_team' || who === 'parents' ? under18 : true));
  return asked.filter((who) => (wish.consulted[who] ?? '') === '').map((who) => ({ field: `consulted-${who}`, text: `Say when and how consulted, and the answer: ${(consulteeWords[who] ?? who).toLowerCase()}`, cites: cites(power, 'consultees') }));
}

function skippingProblems(power: Power, powers: readonly Power[], facts: Facts, wish: StepWish): Problem[] {
  const missing = untried(power, powers, facts).map(({ code, name }) => ({ code, text: `Say why this was not tried first: ${name.charAt(0).toLowerCase()}${name.slice(1)}` }));
  const support = supportFirst(power, facts) && !missing.some(({ code }) => code === 'support_referral') ? [{ code: 'support_referral', text: 'Say why support or diversion did not come first' }] : [];
  return [...support, ...missing].filter(({ code }) => (wish.skipped[code] ?? '') === '').map(({ code, text }) => ({ field: `skipped-${code}`, text, cites: 'Proportionality' }));
}

/** Everything that stops a step from being taken as its form says it. Empty: it may be taken. */
export function problemsOf(power: Power, powers: readonly Power[], facts: Facts, wish: StepWish): Problem[] {
  const at = (field: string, check: string, text: string | undefined): Problem[] => (text === undefined ? [] : [{ field, text, cites: cites(power, check) }]);
  const barred = barriers(power, facts, londonDate(wish.takenAt)).map((reason) => ({ ...reason, field: 'form' }));
  const grades = gradesFor(power, facts.agencyKind).map((entry) => gradeOf(entry).grade);
  const tests = testsOf(power);
  return [
    ...barred,
    ...contradictions(power, powers, facts, wish.takenAt).map((reason) => ({ ...reason, field: 'form' })),
    ...power.checks.flatMap((key) => {
      const one = checks[key]?.(power, facts, wish);
      return one === undefined ? [] : [{ ...one, cites: cites(power, key) }];
    }),
    ...at('ageChecked', 'age', facts.subject.target === 'person' && power.minAge !== null && facts.subject.age?.sure === false && wish.ageChecked === '' ? 'Say how their age was checked' : undefined),
    ...at('grade', 'grade', power.grades.length > 0 && !grades.includes(wish.grade) ? 'Choose who decided' : undefined),
    ...at('length', 'length', lengthProblem(power, facts, wish)),
    ...at('tests', 'tests', tests.some((_test, place) => !wish.confirmed.includes(String(place))) ? 'Confirm each of these, or do not use the power' : undefined),
    ...at('informed', 'inform', power.inform !== '' && wish.informed === '' ? `Say who was told, and when: ${power.inform.charAt(0).toLowerCase()}${power.inform.slice(1)}` : undefined),
    ...at('complyBy', 'time_given', power.code === 'cpw' && wish.complyBy === undefined ? 'Say by when it has to change' : undefined),
    ...consultationProblems(power, facts, wish),
    ...skippingProblems(power, powers, facts, wish),
  ];
}

/** What runs from a step once it is taken. */
export interface StepDates {
  readonly expiresAt: Temporal.Instant | null;
  readonly hearingBy: Temporal.Instant | null;
  readonly appealBy: Temporal.Instant | null;
  readonly reviewOn: Temporal.PlainDate | null;
}

export function datesOf(power: Power, facts: Facts, wish: StepWish): StepDates {
  const { length, takenAt, servedAt } = wish;
  const from = servedAt ?? takenAt;
  const under18 = facts.subject.target === 'person' && (facts.subject.age?.years ?? 18) < 18;
  const review = under18 && power.reviewUnder18Months !== null ? londonDate(takenAt).add({ months: power.reviewUnder18Months }) : null;
  return {
    expiresAt: length === undefined ? null : length.unit === 'hours' ? statutoryHours(takenAt, length.amount, christmasOut(power, length.amount)) : endOf(takenAt, length.amount, length.unit),
    hearingBy: power.hearingHours === null ? null : statutoryHours(from, power.hearingHours, christmasOut(power, power.hearingHours)),
    appealBy: power.appealDays === null ? null : daysBeginningWith(from, power.appealDays),
    reviewOn: wish.reviewOn ?? review,
  };
}
