import { Temporal } from 'temporal-polyfill';

import { dateWords, inLondon, londonDate, momentWords } from '../platform/calendar/index.ts';
import { withinMonths } from './deadlines.ts';
import type { EvidenceFact, Facts, StepFact, StepWish } from './facts.ts';
import type { Power } from './power.ts';

/** What a check found wrong: which field of the form it belongs to, and the sentence. */
export interface Found {
  readonly field: string;
  readonly text: string;
}

/** Judged with the form of a step, or without one: what can be said beforehand. */
export type Check = (power: Power, facts: Facts, wish: StepWish | undefined) => Found | undefined;

const never = undefined;

function before(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

function newest(steps: readonly StepFact[]): StepFact | undefined {
  return steps.toSorted((one, other) => Temporal.Instant.compare(other.at, one.at))[0];
}

function taken(facts: Facts, code: string, at: Temporal.Instant): StepFact | undefined {
  return newest(facts.steps.filter((step) => step.code === code && !step.ended && !before(at, step.at)));
}

/** The warning that a notice rests on: written, served, and before the notice. */
export function warningOf(facts: Facts, at: Temporal.Instant): StepFact | undefined {
  return newest(facts.steps.filter((step) => step.code === 'cpw' && !step.ended && step.servedAt !== null && !before(at, step.servedAt)));
}

function plain(condition: string): string {
  return condition.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

const atOf = (facts: Facts, wish: StepWish | undefined): Temporal.Instant => wish?.takenAt ?? facts.now;

function writtenWarning(_power: Power, facts: Facts, wish: StepWish | undefined): Found | undefined {
  return warningOf(facts, atOf(facts, wish)) === undefined ? { field: 'form', text: 'No written warning has been served. Warn in writing first, and give time to change' } : never;
}

function timeGiven(_power: Power, facts: Facts, wish: StepWish | undefined): Found | undefined {
  const at = atOf(facts, wish);
  const warning = warningOf(facts, at);
  if (warning === undefined) {
    return never;
  }
  if (warning.complyBy === null) {
    return { field: 'form', text: 'The warning gave no time to change. Warn again and say by when' };
  }
  return before(at, warning.complyBy) ? { field: 'takenOn', text: `The warning gives until ${momentWords(warning.complyBy)}. Wait until then` } : never;
}

/** Whether evidence is of two days or more. */
function ofSeveralDays(evidence: readonly EvidenceFact[]): boolean {
  const [first, ...others] = evidence.map((one) => londonDate(one.at));
  return first !== undefined && others.some((day) => !day.equals(first));
}

function persistence(_power: Power, facts: Facts, wish: StepWish | undefined): Found | undefined {
  const at = atOf(facts, wish);
  const chosen = (wish?.evidence ?? facts.evidence).filter((one) => !before(at, one.at));
  if (!ofSeveralDays(chosen)) {
    return { field: 'evidence', text: wish === undefined ? 'There is no dated evidence of two or more days' : 'Choose dated evidence of two or more days: it has to be persistent or continuing' };
  }
  const warning = warningOf(facts, at);
  const since = warning?.complyBy;
  return since !== undefined && since !== null && !chosen.some((one) => before(since, one.at))
    ? { field: 'evidence', text: `${wish === undefined ? 'Nothing is recorded' : 'Choose something'} from after ${momentWords(since)}: it has to go on although time was given` } : never;
}

function matchingConditions(_power: Power, facts: Facts, wish: StepWish | undefined): Found | undefined {
  const warning = wish === undefined ? undefined : warningOf(facts, wish.takenAt);
  if (wish === undefined || warning === undefined) {
    return never;
  }
  const warned = new Set(warning.conditions.map(plain));
  const strange = wish.conditions.find((condition) => !warned.has(plain(condition)));
  return strange === undefined ? never : { field: 'conditions', text: `The warning of ${dateWords(warning.servedAt ?? warning.at)} did not say: ${strange}` };
}

function arrest(_power: Power, _facts: Facts, wish: StepWish | undefined): Found | undefined {
  return wish?.arrest === true && wish.violence === '' ? { field: 'violence', text: 'A power of arrest needs violence, a threat of it, or a significant risk of harm. Say which, or leave it out' } : never;
}

function exclusion(_power: Power, facts: Facts, wish: StepWish | undefined): Found | undefined {
  if (wish?.exclusion !== true) {
    return never;
  }
  if (facts.subject.age === undefined || facts.subject.age.years < 18) {
    return { field: 'exclusion', text: 'Only an adult can be kept from their own home' };
  }
  return wish.violence === '' ? { field: 'violence', text: 'Keeping someone from home needs violence, a threat of it, or a significant risk of harm. Say which, or leave it out' } : never;
}

function closureNotice(_power: Power, facts: Facts, wish: StepWish | undefined): Found | undefined {
  const at = atOf(facts, wish);
  const notice = taken(facts, 'closure_notice', at) ?? taken(facts, 'provider_closure_notice', at);
  if (notice === undefined || notice.servedAt === null) {
    return { field: 'form', text: 'No closure notice is served. The order follows a notice' };
  }
  const heard = notice.heardAt ?? at;
  return notice.hearingBy !== null && before(notice.hearingBy, heard) ? { field: 'takenOn', text: `The court had to hear it by ${momentWords(notice.hearingBy)}. Record the hearing, or serve a new notice` } : never;
}

/** Steps whose breach a fixed penalty answers. */
const penaltyFor: Readonly<Record<string, readonly string[]>> = { cpn_fixed_penalty: ['cpn'], fixed_penalty_500: ['cpn', 'pspo'] };

function breach(power: Power, facts: Facts, wish: StepWish | undefined): Found | undefined {
  const of = penaltyFor[power.code] ?? power.afterSteps;
  const at = atOf(facts, wish);
  return facts.steps.some((step) => of.includes(step.code) && step.breaches.some((one) => !before(at, one.at))) ? never : { field: 'form', text: 'No breach is recorded. Record it on the notice first, with its date' };
}

function vehicleWarning(_power: Power, facts: Facts, wish: StepWish | undefined): Found | undefined {
  const at = atOf(facts, wish);
  const warning = taken(facts, 'vehicle_warning', at);
  const recent = warning !== undefined && !before(warning.at, inLondon(at).subtract({ months: 12 }).toInstant());
  return recent ? never : { field: 'form', text: 'No warning about the vehicle in the last 12 months' };
}

/** Conditions of the absolute ground, with the months in which the notice has to be served. */
export const possessionConditions: Readonly<Record<string, { readonly words: string; readonly months: number }>> = {
  offence: { words: 'Conviction of a serious offence', months: 12 }, injunction: { words: 'A court found a breach of an injunction', months: 12 }, cbo: { words: 'Conviction for breach of a criminal behaviour order', months: 12 },
  closure: { words: 'Closure order that closed the home for more than 48 hours', months: 3 }, noise: { words: 'Conviction for breach of a noise abatement notice or order', months: 12 },
};

function possession(_power: Power, _facts: Facts, wish: StepWish | undefined): Found | undefined {
  if (wish === undefined) {
    return never;
  }
  const condition = possessionConditions[wish.possession];
  if (condition === undefined) {
    return { field: 'possession', text: 'Choose the condition on which we rely' };
  }
  if (wish.possessionOn === undefined) {
    return { field: 'possessionOn', text: 'Give the day of the conviction, finding or closure order' };
  }
  return withinMonths(wish.possessionOn, londonDate(wish.servedAt ?? wish.takenAt), condition.months) ? never
    : { field: 'possessionOn', text: `The notice has to be served within ${condition.months} months beginning with that day` };
}

/** A check that only asks whether the form says something. */
function asks(field: string, missing: (wish: StepWish) => boolean, text: string): Check {
  return (_power, _facts, wish) => (wish !== undefined && missing(wish) ? { field, text } : never);
}

export const checks: Readonly<Record<string, Check>> = {
  written_warning: writtenWarning, time_given: timeGiven, persistence, matching_conditions: matchingConditions, arrest, exclusion, closure_notice: closureNotice, breach, vehicle_warning: vehicleWarning, possession,
  risk_assessed: (_power, facts) => (facts.riskAssessed ? never : { field: 'form', text: 'No risk assessment is recorded. Assess the risk first' }),
  conviction: (_power, _facts, wish) => (wish === undefined ? never : wish.convictedOn === undefined ? { field: 'convictedOn', text: 'Give the day of the conviction' }
    : Temporal.PlainDate.compare(wish.convictedOn, londonDate(wish.takenAt)) > 0 ? { field: 'convictedOn', text: 'The conviction comes before the order' } : wish.conviction === '' ? { field: 'conviction', text: 'Say of what offence' } : never),
  grounds: asks('grounds', (wish) => wish.grounds === '', 'Write the grounds and the place'),
  victim_views: asks('victimViews', (wish) => wish.victimViews === '', 'Write what the victim chose and said'),
  agreed: asks('agreed', (wish) => !wish.agreed, 'Confirm that they agree of their own will'),
  home_excluded: asks('nobodyKeptOut', (wish) => !wish.nobodyKeptOut, 'Confirm that nobody is kept from home, work, school, court or health care'),
  owner_admitted: asks('nobodyKeptOut', (wish) => !wish.nobodyKeptOut, 'Confirm that the owner and those who live there are not kept out'),
  conditions: asks('conditions', (wish) => wish.conditions.length === 0, 'Write at least one condition'),
  published: asks('published', (wish) => wish.published === '', 'Say where it was published, which signs stand, and who was told'),
  dated_evidence: (_power, facts, wish) => ((wish?.evidence ?? facts.evidence).length > 0 ? never : { field: 'evidence', text: wish === undefined ? 'There is no dated evidence' : 'Choose at least one piece of dated evidence' }),
  penalty: (power, _facts, wish) => (wish === undefined || power.fixedPenaltyPounds === null ? never : wish.pounds === undefined ? { field: 'pounds', text: 'Give the amount in pounds' }
    : wish.pounds > power.fixedPenaltyPounds || wish.pounds <= 0 ? { field: 'pounds', text: `At most £${power.fixedPenaltyPounds}` } : never),
};
