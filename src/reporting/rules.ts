import type { Temporal } from 'temporal-polyfill';

import { defaultContactStandards, dueBy, londonDate, standardFor, type ContactStandardKey } from '../platform/calendar/index.ts';
import type { LocalTime } from '../platform/partnership/index.ts';
import type { ReferenceData, ReportCategory } from './reference-data.ts';
import type { StepValues } from './steps.ts';

export interface Urgency {
  readonly priority: 'standard' | 'urgent';
  /** Why, for triage: every reason that holds. */
  readonly reasons: readonly string[];
  readonly hate: boolean;
}

/** Which promise a report gets. Anything that may mean harm makes it urgent; only then is it sorted by kind. */
export function urgencyOf(values: Pick<StepValues, 'danger' | 'what' | 'impact'>, category: ReportCategory | undefined): Urgency {
  const hate = values.what.hate === 'yes';
  const reasons = [
    values.danger.danger === 'yes' ? 'someone was in danger' : '',
    values.what.harm === 'hurt' ? 'someone was hurt' : '',
    values.what.harm === 'threatened' ? 'a threat was made' : '',
    hate ? 'they see it as hate' : '',
    values.impact.vulnerable.includes('afraid') ? 'someone is afraid' : '',
    values.impact.affected.includes('child') || values.impact.vulnerable.includes('child') ? 'a child is affected' : '',
    values.impact.vulnerable.some((one) => one !== 'child' && one !== 'afraid') ? 'someone is more at risk of harm' : '',
    category?.priority === 'urgent' ? 'reports of this kind are urgent' : '',
  ].filter((reason) => reason !== '');
  return { priority: reasons.length === 0 ? 'standard' : 'urgent', reasons, hate };
}

/** The reasons as one sentence without its full stop: triage goes on with what follows from it. */
export function urgencyWords({ reasons }: Pick<Urgency, 'reasons'>): string {
  const words = reasons.length > 1 ? `${reasons.slice(0, -1).join(', ')} and ${reasons.at(-1) ?? ''}` : reasons.join('');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// Whoever sets categories up may forget the box; these are never shown to a whole agency all the same.
const alwaysRestricted = new Set(['domestic-abuse', 'domestic_abuse']);

export function isRestricted(category: ReportCategory | undefined): boolean {
  return category !== undefined && (category.restricted || alwaysRestricted.has(category.code));
}

/** Words in the name of a team that is used to such reports, for partnerships that have named none. */
const specialist = /domestic|safeguard|victim|vulnerab/i;

export interface Holder {
  readonly agencyId: string;
  readonly teamId: string | null;
  readonly restricted: boolean;
  readonly name: string;
}

/**
 * Who gets a report. A restricted one goes to one team. Without any team it stays open to the agency: a report that nobody
 * can see would be lost, which is worse.
 */
export function holderOf(category: ReportCategory | undefined, facts: Pick<ReferenceData, 'agencies' | 'teams'>, takenByAgency: string | undefined): Holder | undefined {
  const agency = facts.agencies.find(({ id }) => id === takenByAgency) ?? facts.agencies[0];
  if (agency === undefined) {
    return undefined;
  }
  const restricted = isRestricted(category);
  const ofAgency = facts.teams.filter((team) => team.agency_id === agency.id);
  const team = facts.teams.find(({ id }) => id === category?.team_id) ?? (restricted ? (ofAgency.find(({ name }) => specialist.test(name)) ?? ofAgency[0]) : undefined);
  const holding = facts.agencies.find(({ id }) => id === team?.agency_id) ?? agency;
  return {
    agencyId: team?.agency_id ?? agency.id,
    teamId: team?.id ?? null,
    restricted: restricted && team !== undefined,
    name: team === undefined ? holding.name : `${holding.name}, ${team.name}`,
  };
}

/** When a contact standard that starts now is due. A partnership without one of its own gives the usual one. */
export function dueUnder(key: ContactStandardKey, urgency: Pick<Urgency, 'priority' | 'hate'>, now: Temporal.Instant, time: LocalTime, closesAt: string): Temporal.Instant {
  const priorities = [urgency.priority, ...(urgency.hate ? ['hate'] : [])];
  const on = londonDate(now);
  const standard = standardFor(time.standards, key, priorities, on) ?? standardFor(defaultContactStandards, key, priorities, on);
  return standard === undefined ? now : dueBy(standard, now, { closesAt, holidays: time.holidays });
}
