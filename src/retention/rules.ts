import { Temporal } from 'temporal-polyfill';

export const recordKinds = ['case', 'case_no_action', 'report_not_taken', 'held_person', 'file', 'risk_assessment', 'message', 'disclosure', 'request', 'subject_request', 'audit_entry'] as const;
export type RecordKind = (typeof recordKinds)[number];

/** What a rule is about, and from which day it counts. */
export const kindWords: Readonly<Record<RecordKind, { name: string; counts: string }>> = {
  case: { name: 'Closed case', counts: 'from closing' },
  case_no_action: { name: 'Case closed without action', counts: 'from closing' },
  report_not_taken: { name: 'Report not taken on', counts: 'from the decision' },
  held_person: { name: 'Person held outside a case', counts: 'from the last change' },
  file: { name: 'Files of a closed case', counts: 'from closing, unless an evidence bundle was made' },
  risk_assessment: { name: 'Risk assessments of a closed case', counts: 'from closing' },
  message: { name: 'Messages of a closed case', counts: 'from closing' },
  disclosure: { name: 'Disclosure outside a case', counts: 'from its end' },
  request: { name: 'Request between partners', counts: 'from its answer' },
  subject_request: { name: 'Subject request, with its pack', counts: 'from its end' },
  audit_entry: { name: 'Audit trail', counts: 'from the entry' },
};

export interface RetentionRule {
  readonly id: string;
  readonly kind: RecordKind;
  readonly months: number;
  readonly minors_to_age: number | null;
  readonly outcomes: readonly string[];
  readonly source: string;
  readonly in_force_from: Temporal.PlainDate;
  readonly in_force_to: Temporal.PlainDate | null;
}

/** Facts of a record that may be due. */
export interface Candidate {
  readonly subject_id: string;
  readonly agency_id: string;
  readonly counted_from: Temporal.PlainDate;
  /** The youngest who was under 18 on that day; null where nobody was, or no date of birth is known. */
  readonly youngest_born: Temporal.PlainDate | null;
  readonly minor_unknown: boolean;
  /** The last day on which a partner may still use something of it. */
  readonly shared_until: Temporal.PlainDate | null;
}

/** Somebody under 18 whose date of birth nobody knows is counted as this old. */
export const ageWhenUnknown = 10;

function spanWords(months: number): string {
  return months % 12 === 0 ? `${months / 12} ${months === 12 ? 'year' : 'years'}` : `${months} ${months === 1 ? 'month' : 'months'}`;
}

export function ruleWords(rule: Pick<RetentionRule, 'kind' | 'months' | 'minors_to_age' | 'source'>): string {
  const { name, counts } = kindWords[rule.kind];
  return `${name}: ${spanWords(rule.months)} ${counts}${rule.minors_to_age === null ? '' : `; where a child was in it, until the youngest is ${rule.minors_to_age}`}. ${rule.source}`;
}

function later(one: Temporal.PlainDate, other: Temporal.PlainDate | null): Temporal.PlainDate {
  return other !== null && Temporal.PlainDate.compare(other, one) > 0 ? other : one;
}

/** The day from which a record need not be kept any longer. */
export function dueOn(rule: Pick<RetentionRule, 'months' | 'minors_to_age'>, facts: Omit<Candidate, 'subject_id' | 'agency_id'>): Temporal.PlainDate {
  const { counted_from: from } = facts;
  const age = rule.minors_to_age;
  const grown = age === null || facts.youngest_born === null ? null : facts.youngest_born.add({ years: age });
  const grownPerhaps = age === null || !facts.minor_unknown ? null : from.add({ years: age - ageWhenUnknown });
  return later(later(later(from.add({ months: rule.months }), grown), grownPerhaps), facts.shared_until?.add({ days: 1 }) ?? null);
}

/** The rule of each kind that is in force on a day; where two are, the newer. */
export function rulesOn(rules: readonly RetentionRule[], day: Temporal.PlainDate): ReadonlyMap<RecordKind, RetentionRule> {
  const inForce = rules.filter((rule) => Temporal.PlainDate.compare(rule.in_force_from, day) <= 0 && (rule.in_force_to === null || Temporal.PlainDate.compare(rule.in_force_to, day) >= 0));
  return new Map(inForce.toSorted((one, other) => Temporal.PlainDate.compare(one.in_force_from, other.in_force_from)).map((rule) => [rule.kind, rule]));
}

/** Everything before this day is too old for the trail: the first of a month, so that one review takes a month. */
export function trailBoundary(rule: Pick<RetentionRule, 'months'>, today: Temporal.PlainDate): Temporal.PlainDate {
  return today.subtract({ months: rule.months }).with({ day: 1 });
}

export type ItemState = 'waiting' | 'kept' | 'deleted' | 'gone';

/** Why the day to which something is kept cannot be, or undefined. */
export function keepProblem(day: Temporal.PlainDate | undefined, today: Temporal.PlainDate): string | undefined {
  if (day === undefined) {
    return `Give a day, like ${today.day}/${today.month}/${today.year + 1}`;
  }
  if (Temporal.PlainDate.compare(day, today) <= 0) {
    return 'Choose a day after today';
  }
  return Temporal.PlainDate.compare(day, today.add({ years: 10 })) > 0 ? 'Choose a day within ten years. It is looked at again then' : undefined;
}

/** Why a hold cannot be looked at again on that day, or undefined. */
export function holdProblem(day: Temporal.PlainDate | undefined, today: Temporal.PlainDate): string | undefined {
  if (day === undefined || Temporal.PlainDate.compare(day, today) <= 0) {
    return 'Give a day after today on which the hold is looked at again';
  }
  return Temporal.PlainDate.compare(day, today.add({ years: 1 })) > 0 ? 'Look at the hold again within a year' : undefined;
}
