import { Temporal } from 'temporal-polyfill';

import { dateWords } from '../platform/calendar/index.ts';

export const sourceGrades = ['1', '2', '3'] as const;
export const intelligenceGrades = ['A', 'B', 'C', 'D', 'E'] as const;
export const handlings = ['P', 'C'] as const;
export type SourceGrade = (typeof sourceGrades)[number];
export type IntelligenceGrade = (typeof intelligenceGrades)[number];
export type Handling = (typeof handlings)[number];

export interface Grades {
  readonly source: SourceGrade;
  readonly intelligence: IntelligenceGrade;
  readonly handling: Handling;
}

export const sourceWords: Record<SourceGrade, string> = { '1': 'Reliable', '2': 'Untested', '3': 'Not reliable' };
export const intelligenceWords: Record<IntelligenceGrade, string> = {
  A: 'Known directly to the source', B: 'Known indirectly, but corroborated', C: 'Known indirectly', D: 'Not known', E: 'Suspected to be false',
};
export const handlingWords: Record<Handling, string> = { P: 'Lawful sharing permitted', C: 'Lawful sharing permitted with conditions' };

export type Marking = 'official' | 'official_sensitive';
export const markingWords: Record<Marking, string> = { official: 'OFFICIAL', official_sensitive: 'OFFICIAL-SENSITIVE' };

export type Priority = 'high' | 'medium' | 'low';
export const priorityWords: Record<Priority, string> = { high: 'High: danger to life, or to a child', medium: 'Medium: worth less if it waits', low: 'Low' };

export type ReportState = 'submitted' | 'graded' | 'written' | 'approved';
export const stateWords: Record<ReportState, string> = { submitted: 'To grade', graded: 'To sanitise', written: 'To approve', approved: 'Approved' };

/** "2 C P" */
export function gradeCode(grades: { readonly source_grade: string | null; readonly intelligence_grade: string | null; readonly handling: string | null }): string {
  return grades.source_grade === null ? 'Not graded' : `${grades.source_grade} ${grades.intelligence_grade ?? ''} ${grades.handling ?? ''}`;
}

/** The marking that the hub may not hold, as it stands in a text; undefined when there is none. */
export function markingAbove(text: string): string | undefined {
  return /(?:^|[\n\r.:;([*_\s])((?:UK[ -])?(?:TOP[ -]SECRET|SECRET)(?![A-Za-z]))/.exec(text)?.[1];
}

export const tooHigh = 'The hub must not hold anything above OFFICIAL-SENSITIVE, and nothing of it was kept. Pass it on by your agency’s own secure route, ring your force intelligence desk, and do not type it here again';

const originalPattern = /^([A-E])([1-5])([1-5])$/;

/** An older 5x5x5 grading, such as "B24". */
export function readOriginal(text: string): string | undefined {
  const code = text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return originalPattern.test(code) ? code : undefined;
}

const oldSource: Readonly<Record<string, readonly [words: string, now: SourceGrade]>> = {
  A: ['Always reliable', '1'], B: ['Mostly reliable', '1'], C: ['Sometimes reliable', '3'], D: ['Unreliable', '3'], E: ['Untested', '2'],
};
const oldIntelligence: Readonly<Record<string, readonly [words: string, now: IntelligenceGrade]>> = {
  '1': ['Known to be true', 'A'], '2': ['Known personally to the source', 'A'], '3': ['Not known personally, but corroborated', 'B'], '4': ['Cannot be judged', 'D'], '5': ['Suspected to be false', 'E'],
};
const oldHandling: Readonly<Record<string, readonly [words: string, now: Handling, conditions: string]>> = {
  '1': ['Police and law enforcement in the UK', 'C', 'Only to police and other law enforcement in the UK (5x5x5 handling 1).'],
  '2': ['Also to others in the UK', 'P', ''],
  '3': ['To law enforcement abroad', 'C', 'To law enforcement abroad only as the originator allowed (5x5x5 handling 3). Ask the originator.'],
  '4': ['Only within the originating agency', 'C', 'Stays within the originating agency (5x5x5 handling 4).'],
  '5': ['With conditions', 'C', 'As the originator stated (5x5x5 handling 5): write the conditions here.'],
};

export interface Converted extends Grades {
  readonly conditions: string;
  /** The old grading in words. */
  readonly words: string;
  /** What nobody should take over unread. */
  readonly doubt: string | undefined;
}

/** What an older grading comes to today. It is a proposal: a trained person decides, and the old one is kept as it was. */
export function convertOriginal(code: string): Converted {
  const [, source = 'E', intelligence = '4', handling = '4'] = originalPattern.exec(code) ?? [];
  const [sourceIs, sourceNow] = oldSource[source] ?? ['', '2'];
  const [intelligenceIs, intelligenceNow] = oldIntelligence[intelligence] ?? ['', 'D'];
  const [handlingIs, handlingNow, conditions] = oldHandling[handling] ?? ['', 'C', ''];
  return {
    source: sourceNow, intelligence: intelligenceNow, handling: handlingNow, conditions,
    words: `Source ${source}: ${sourceIs.toLowerCase()}. Intelligence ${intelligence}: ${intelligenceIs.toLowerCase()}. Handling ${handling}: ${handlingIs.toLowerCase()}`,
    doubt: source === 'C' ? '“Sometimes reliable” has no like today: it is proposed as not reliable. Decide it yourself' : undefined,
  };
}

export interface KeepingRule {
  readonly id: string;
  readonly name: string;
  readonly applies_to: 'any' | 'suspected_false' | 'high_priority';
  readonly review_months: number;
  readonly weed_months: number;
}

/** Suspected false goes before high priority: what is probably untrue about someone is not kept the longer for being grave. */
const narrowness = ['suspected_false', 'high_priority', 'any'] as const;

export function ruleFor(rules: readonly KeepingRule[], of: { readonly intelligence: IntelligenceGrade; readonly priority: Priority }): KeepingRule | undefined {
  const fits = (rule: KeepingRule): boolean => rule.applies_to === 'any' || (rule.applies_to === 'suspected_false' ? of.intelligence === 'E' : of.priority === 'high');
  return rules.filter(fits).toSorted((one, other) => narrowness.indexOf(one.applies_to) - narrowness.indexOf(other.applies_to))[0];
}

/** Review counts from today, weeding from the day it came in: looking again does not make it younger. */
export function keepingDates(rule: KeepingRule, submitted: Temporal.PlainDate, today: Temporal.PlainDate): { reviewOn: Temporal.PlainDate; weedOn: Temporal.PlainDate } {
  const weedOn = submitted.add({ months: rule.weed_months });
  const next = today.add({ months: rule.review_months });
  return { reviewOn: Temporal.PlainDate.compare(next, weedOn) > 0 ? weedOn : next, weedOn };
}

export function isDue(day: Temporal.PlainDate | null, today: Temporal.PlainDate): boolean {
  return day !== null && Temporal.PlainDate.compare(day, today) <= 0;
}

/** Parts of names that stand in a text where no name may stand. */
export function stillNamed(words: string, names: readonly string[]): string[] {
  const text = ` ${words.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return [...new Set(names.flatMap((name) => name.split(/\s+/)).filter((part) => part.length > 2 && text.includes(` ${part.toLowerCase()} `)))];
}

/** What a receiver agrees to, kept word for word with the acceptance. */
export function acceptanceWords(conditions: string, purpose: string, until: Temporal.Instant): string {
  return `I use it only for this purpose: ${purpose} I keep to these conditions: ${conditions} I do not pass it on, and I delete copies after ${dateWords(until)}.`;
}
