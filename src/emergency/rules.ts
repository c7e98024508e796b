import { Temporal } from 'temporal-polyfill';

export type Danger = 'life' | 'serious_harm';

export const dangerWords: Readonly<Record<Danger, string>> = { life: 'A threat to life', serious_harm: 'A risk of serious harm' };

/** What a case is asked for by: its reference, that of a report, task or disclosure of it, or the address of its page. */
export function readWanted(typed: string): string {
  const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.exec(typed)?.[0];
  return id?.toLowerCase() ?? typed.trim().toUpperCase();
}

export interface EmergencyRule {
  readonly hours: number;
  readonly review_days: number;
  readonly in_force_from: Temporal.PlainDate;
  readonly in_force_to: Temporal.PlainDate | null;
}

/** The rule of a day. Without one: four hours, looked at within three working days. */
export function emergencyRuleOn(rules: readonly EmergencyRule[], on: Temporal.PlainDate): Pick<EmergencyRule, 'hours' | 'review_days'> {
  const inForce = rules.filter((rule) => Temporal.PlainDate.compare(rule.in_force_from, on) <= 0 && (rule.in_force_to === null || Temporal.PlainDate.compare(rule.in_force_to, on) >= 0));
  return inForce.toSorted((one, other) => Temporal.PlainDate.compare(other.in_force_from, one.in_force_from))[0] ?? { hours: 4, review_days: 3 };
}

export type EmergencyState = 'late' | 'waits' | 'justified' | 'not_justified';

export function stateOf(one: { readonly justified: boolean | null; readonly review_by: Temporal.Instant }, now: Temporal.Instant): EmergencyState {
  if (one.justified !== null) {
    return one.justified ? 'justified' : 'not_justified';
  }
  return Temporal.Instant.compare(one.review_by, now) < 0 ? 'late' : 'waits';
}

export const stateWords: Readonly<Record<EmergencyState, string>> = { late: 'Review overdue', waits: 'Waits for review', justified: 'Justified', not_justified: 'Not justified' };

/** Who may judge it: a supervisor or coordinator of the agency that owned the case, never whoever opened it. */
export function mayReview(one: { readonly agency_id: string; readonly account_id: string; readonly justified: boolean | null }, actor: { readonly accountId: string; readonly agencyId: string; readonly roles: readonly string[] }): boolean {
  return one.justified === null && one.agency_id === actor.agencyId && one.account_id !== actor.accountId && actor.roles.some((role) => role === 'supervisor' || role === 'coordinator');
}
