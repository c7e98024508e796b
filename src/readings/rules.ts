import { Temporal } from 'temporal-polyfill';

export const readingRules = ['many_files', 'own_street', 'own_name', 'colleague', 'out_of_hours', 'behind_wall', 'no_link'] as const;
export type ReadingRuleCode = (typeof readingRules)[number];

export const ruleWords: Readonly<Record<ReadingRuleCode, { name: string; why: string }>> = {
  many_files: { name: 'Many files', why: 'Many more files in a day than this person usually reads' },
  own_street: { name: 'Own street', why: 'Somebody in the record has the reader’s own postcode' },
  own_name: { name: 'Own surname', why: 'Somebody in the record has the reader’s surname' },
  colleague: { name: 'A colleague', why: 'Somebody in the record is called like a person of the reader’s own agency' },
  out_of_hours: { name: 'Out of hours', why: 'Files read at night or at a weekend' },
  behind_wall: { name: 'After a conflict of interest', why: 'Read after a conflict of interest was raised against the reader' },
  no_link: { name: 'Nothing to do with it', why: 'Cases of which the reader is not the owner, is not named, has no task, and wrote nothing' },
};

export interface ReadingRule {
  readonly rule: ReadingRuleCode;
  readonly times: number;
  readonly least: number;
  readonly from_hour: number;
  readonly to_hour: number;
  readonly in_force_from: Temporal.PlainDate;
  readonly in_force_to: Temporal.PlainDate | null;
}

/** What one person did on one day, as a number, or a record that they read. */
export interface ReadingFact {
  readonly account_id: string;
  readonly agency_id: string;
  readonly fact: ReadingRuleCode;
  readonly number: number;
  /** Their own average of the four weeks before; null when they read nothing then. */
  readonly usual: number | null;
  readonly subject_id: string | null;
}

/** The rule of each kind that is in force on a day; where two are, the newer. */
export function rulesOn(rules: readonly ReadingRule[], day: Temporal.PlainDate): ReadonlyMap<ReadingRuleCode, ReadingRule> {
  const inForce = rules.filter((rule) => Temporal.PlainDate.compare(rule.in_force_from, day) <= 0 && (rule.in_force_to === null || Temporal.PlainDate.compare(rule.in_force_to, day) >= 0));
  return new Map(inForce.toSorted((one, other) => Temporal.PlainDate.compare(one.in_force_from, other.in_force_from)).map((rule) => [rule.rule, rule]));
}

/** Whether a fact is unusual under the rule of its kind. Somebody who never read before has no usual day: only the least number counts. */
export function isUnusual(fact: ReadingFact, rules: ReadonlyMap<ReadingRuleCode, ReadingRule>): boolean {
  const rule = rules.get(fact.fact);
  return rule !== undefined && fact.number >= rule.least && (fact.fact !== 'many_files' || fact.usual === null || fact.number >= fact.usual * rule.times);
}

export const readingStates = { found: 'Found', asked: 'Supervisor asked', explained: 'Explained', closed: 'Closed' } as const;
export type ReadingState = keyof typeof readingStates;
export const outcomes = { in_order: 'In order', reminded: 'Reminded of the rules', misuse: 'Misuse: passed to their employer', passed_on: 'Passed on for investigation' } as const;
export type ReadingOutcome = keyof typeof outcomes;

/** What the numbers say, in a sentence. */
export function factWords({ rule, number, usual }: { readonly rule: ReadingRuleCode; readonly number: number; readonly usual: number | null }): string {
  if (rule === 'many_files') {
    return `${number} files; ${usual === null ? 'none in the four weeks before' : `usually ${Math.round(usual * 10) / 10} a day`}`;
  }
  return rule === 'out_of_hours' || rule === 'no_link' ? `${number} ${number === 1 ? 'file' : 'files'}` : 'One record';
}
