import { Temporal } from 'temporal-polyfill';

import { addCalendarMonths, londonDate } from '../platform/calendar/index.ts';

/** One thing that someone told an agency. */
export interface Complaint {
  readonly id: string;
  /** "R-7KQ", or "It happened again, 3 November". */
  readonly name: string;
  readonly happenedOn: Temporal.PlainDate | null;
  readonly toldAt: Temporal.Instant;
  readonly hate: boolean;
  /** Who told it; the same person has the same key. */
  readonly who: string;
  /** The report that it was found to be the same as. */
  readonly sameAs: string | null;
}

export interface Threshold {
  readonly reportsNeeded: number;
  readonly inMonths: number;
  readonly severalNeeded: number;
  readonly hateAlone: boolean;
  readonly complaintDays: number;
  readonly applyMonths: number;
}

export interface Counting {
  readonly met: boolean;
  /** In one sentence. */
  readonly why: string;
  readonly counted: readonly string[];
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

function happened(complaint: Complaint): Temporal.PlainDate {
  return complaint.happenedOn ?? londonDate(complaint.toldAt);
}

/** `from`: the first moment of the months that count. */
function tooLate(complaint: Complaint, rule: Threshold, from: Temporal.Instant, appliedAt: Temporal.Instant): string | undefined {
  if (complaint.happenedOn !== null && complaint.happenedOn.until(londonDate(complaint.toldAt), { largestUnit: 'days' }).days > rule.complaintDays) {
    return `told more than ${rule.complaintDays} days after it happened`;
  }
  if (Temporal.Instant.compare(complaint.toldAt, from) < 0) {
    return `told more than ${Math.min(rule.inMonths, rule.applyMonths)} months before the review was asked for`;
  }
  return Temporal.Instant.compare(complaint.toldAt, appliedAt) > 0 ? 'told after the review was asked for' : undefined;
}

function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function listed(needs: readonly string[]): string {
  return needs.length < 2 ? needs.join('') : `${needs.slice(0, -1).join(', ')} or ${needs.at(-1) ?? ''}`;
}

/** What the rule asks for, in words: "3 reports in 6 months or 1 hate incident in 6 months". */
export function ruleWords(rule: Threshold): string {
  return listed([
    `${plural(rule.reportsNeeded, 'report')} in ${plural(rule.inMonths, 'month')}`,
    ...(rule.severalNeeded > 0 ? [`reports by ${rule.severalNeeded} different people in ${plural(rule.inMonths, 'month')}`] : []),
    ...(rule.hateAlone ? [`1 hate incident in ${plural(rule.inMonths, 'month')}`] : []),
  ]);
}

/**
 * Counts what a person told against the local threshold. One incident told to three agencies is one: reports that were merged, and
 * reports of one person about one day, count once. Nothing else is asked of a victim: not that the case is closed, nor that it is proved.
 * Source: Anti-social Behaviour, Crime and Policing Act 2014, s.104(4) and (11); Essex procedure.
 */
export function countThreshold(complaints: readonly Complaint[], rule: Threshold, appliedAt: Temporal.Instant, when: 'asked for' | 'as it stands' = 'asked for'): Counting {
  const counted: Complaint[] = [];
  const from = addCalendarMonths(appliedAt, -Math.min(rule.inMonths, rule.applyMonths));
  const left: { name: string; why: string }[] = [];
  for (const complaint of complaints.toSorted((a, b) => Temporal.Instant.compare(a.toldAt, b.toldAt) || (a.id < b.id ? -1 : 1))) {
    const same = counted.find((one) => one.id === complaint.sameAs || one.sameAs === complaint.id || (complaint.sameAs !== null && one.sameAs === complaint.sameAs) || (one.who === complaint.who && happened(one).equals(happened(complaint))));
    const late = tooLate(complaint, rule, from, appliedAt);
    if (late !== undefined) {
      left.push({ name: complaint.name, why: late });
    } else if (same !== undefined) {
      left.push({ name: complaint.name, why: `the same incident as ${same.name}` });
      if (complaint.hate && !same.hate) {
        counted[counted.indexOf(same)] = { ...same, hate: true };
      }
    } else {
      counted.push(complaint);
    }
  }
  const byPerson = new Map<string, number>();
  for (const { who } of counted) {
    byPerson.set(who, (byPerson.get(who) ?? 0) + 1);
  }
  const most = Math.max(0, ...byPerson.values());
  const hate = counted.filter((one) => one.hate).length;
  const months = when === 'as it stands' ? `the last ${plural(rule.inMonths, 'month')}` : `the ${plural(rule.inMonths, 'month')} before the review was asked for`;
  const why = most >= rule.reportsNeeded
    ? `${plural(most, 'report')} by one person in ${months}.`
    : rule.hateAlone && hate > 0
      ? `${plural(hate, 'hate incident')} in ${months}.`
      : rule.severalNeeded > 0 && byPerson.size >= rule.severalNeeded
        ? `Reports by ${byPerson.size} different people in ${months}.`
        : `${plural(most, 'report')} in ${months}; the rule asks for ${ruleWords(rule)}.`;
  const met = most >= rule.reportsNeeded || (rule.hateAlone && hate > 0) || (rule.severalNeeded > 0 && byPerson.size >= rule.severalNeeded);
  return { met, why, counted: counted.map(({ name }) => name), left };
}

export type ReviewState = 'applied' | 'acknowledged' | 'not_met' | 'panel' | 'outcome' | 'appealed' | 'closed' | 'withdrawn';
export type Step = 'acknowledge' | 'decide' | 'panel' | 'outcome' | 'recommend' | 'appeal' | 'appeal-end' | 'close' | 'withdraw';

const stepsFrom: Readonly<Record<ReviewState, readonly Step[]>> = {
  applied: ['acknowledge', 'withdraw'],
  acknowledged: ['decide', 'withdraw'],
  not_met: ['appeal', 'close'],
  panel: ['panel', 'outcome', 'recommend', 'withdraw'],
  outcome: ['recommend', 'appeal', 'close'],
  appealed: ['appeal-end'],
  closed: [],
  withdrawn: [],
};

/** What can be done next, and nothing else. */
export function nextSteps(state: ReviewState): readonly Step[] {
  return stepsFrom[state];
}

export interface Deadlines {
  readonly state: ReviewState;
  readonly ackBy: Temporal.Instant;
  readonly decideBy: Temporal.Instant;
  readonly meetBy: Temporal.Instant | null;
  readonly outcomeBy: Temporal.Instant | null;
  readonly meetingAt: Temporal.Instant | null;
}

/** What is owed next and by when; nothing once it is over. */
export function owedNext(review: Deadlines): { readonly what: string; readonly by: Temporal.Instant } | undefined {
  switch (review.state) {
    case 'applied':
      return { what: 'Acknowledge the application', by: review.ackBy };
    case 'acknowledged':
      return { what: 'Decide whether the threshold is met', by: review.decideBy };
    case 'panel':
      return review.meetingAt === null
        ? review.meetBy === null ? undefined : { what: 'Hold the panel', by: review.meetBy }
        : review.outcomeBy === null ? undefined : { what: 'Send the outcome', by: review.outcomeBy };
    default:
      return undefined;
  }
}

/** Numbers under five could point at a person: they are published as "fewer than 5". */
export function published(count: number): string {
  return count > 0 && count < 5 ? 'fewer than 5' : String(count);
}

/** The reporting year that a day lies in: April to March, named by its first year. */
export function reportingYear(on: Temporal.PlainDate): number {
  return on.month >= 4 ? on.year : on.year - 1;
}
