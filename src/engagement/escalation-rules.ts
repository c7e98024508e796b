import { Temporal } from 'temporal-polyfill';

import { londonDate, type ContactStandard, type Holidays } from '../platform/calendar/index.ts';
import { workingDaysAfter } from './clock.ts';

export type EscalationLevel = 'officer' | 'supervisor' | 'portfolio';

export const levels: readonly EscalationLevel[] = ['officer', 'supervisor', 'portfolio'];

/** Whole working days from the missed moment to the supervisor, and from there to the portfolio holder. */
export interface EscalationSteps {
  readonly supervisorAfter: number;
  readonly portfolioAfter: number;
}

const defaults: EscalationSteps = { supervisorAfter: 1, portfolioAfter: 3 };

function amountOf(standards: readonly ContactStandard[], key: string, on: Temporal.PlainDate, otherwise: number): number {
  const day = on.toString();
  const found = standards.find((standard) => {
    const its: string = standard.key;
    return its === key && standard.unit === 'working_days' && standard.inForceFrom <= day && (standard.inForceTo == null || day <= standard.inForceTo);
  });
  return found?.amount ?? otherwise;
}

/** The steps in force on the day that something fell due: dated local rules, kept among the contact standards. */
export function escalationSteps(standards: readonly ContactStandard[], dueAt: Temporal.Instant): EscalationSteps {
  const on = londonDate(dueAt);
  return {
    supervisorAfter: amountOf(standards, 'escalate-supervisor', on, defaults.supervisorAfter),
    portfolioAfter: amountOf(standards, 'escalate-portfolio', on, defaults.portfolioAfter),
  };
}

/** When each level learns of something that fell due. */
export function escalationTimes(dueAt: Temporal.Instant, steps: EscalationSteps, holidays: Holidays): Record<EscalationLevel, Temporal.Instant> {
  const supervisor = workingDaysAfter(dueAt, steps.supervisorAfter, holidays);
  return { officer: dueAt, supervisor, portfolio: workingDaysAfter(supervisor, steps.portfolioAfter, holidays) };
}

/** The levels that know by now: the officer at once, then one after the other. */
export function levelsReached(dueAt: Temporal.Instant, steps: EscalationSteps, holidays: Holidays, now: Temporal.Instant): EscalationLevel[] {
  const times = escalationTimes(dueAt, steps, holidays);
  return levels.filter((level) => Temporal.Instant.compare(times[level], now) <= 0);
}
