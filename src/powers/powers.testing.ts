import { Temporal } from 'temporal-polyfill';

import { startingPowers } from '../local-rules/index.ts';
import type { EvidenceFact, Facts, StepFact, StepWish, Subject } from './facts.ts';
import type { Power, Target } from './power.ts';
import { testsOf } from './power.ts';

export function at(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/London').toInstant();
}

/** The starting rows as the table gives them. */
export const table: readonly Power[] = startingPowers.map((row) => ({
  id: row.code, code: row.code, name: row.name, rung: row.rung, aimedAt: row.aimed_at as readonly Target[], agencyKinds: row.agency_kinds, usedBy: row.used_by, grades: row.grades ?? [], minAge: row.min_age ?? null, maxAge: row.max_age ?? null,
  tests: row.tests ?? '', checks: row.checks ?? [], consultees: row.consultees ?? [], inform: row.inform ?? '', limitsWords: row.limits_words ?? '', noticeWords: row.notice_words ?? '', letterTemplate: row.letter_template ?? '',
  longest: row.longest ?? null, longestUnit: row.longest_unit ?? null, shortestMonths: row.shortest_months ?? null, longestUnder18Months: row.longest_under_18_months ?? null, shortestUnder18Months: row.shortest_under_18_months ?? null,
  reviewUnder18Months: row.review_under_18_months ?? null, hearingHours: row.hearing_hours ?? null, appealDays: row.appeal_days ?? null, appealTo: row.appeal_to ?? '', breach: row.breach ?? '', fixedPenaltyPounds: row.fixed_penalty_pounds ?? null,
  contradicts: row.contradicts ?? [], afterSteps: row.after_steps ?? [], act: row.act, section: row.section, source: row.source, commencedOn: row.commenced_on === null ? null : Temporal.PlainDate.from(row.commenced_on),
  inForceFrom: Temporal.PlainDate.from('2014-01-01'), inForceTo: null,
}));

export function power(code: string): Power {
  const row = table.find((one) => one.code === code);
  if (row === undefined) {
    throw new Error(`No power ${code}`);
  }
  return row;
}

export const now = at('2026-11-24T10:00');

export function person(years: number | undefined, more: Partial<Subject> = {}): Subject {
  return { target: 'person', partyId: 'p', name: 'Jaz Holt', named: true, group: false, age: years === undefined ? undefined : { years, sure: true }, youth: years !== undefined && years < 18, vulnerability: '', ...more };
}

export function place(target: Exclude<Target, 'person'>): Subject {
  return { target, partyId: null, name: 'The flat', named: true, group: false, age: undefined, youth: false, vulnerability: '' };
}

export function step(code: string, day: string, more: Partial<StepFact> = {}): StepFact {
  return { id: `${code}-${day}`, code, at: at(`${day}T12:00`), servedAt: at(`${day}T12:00`), conditions: [], complyBy: null, expiresAt: null, hearingBy: null, heardAt: null, breaches: [], ended: false, ...more };
}

export const warning = step('cpw', '2026-11-02', { conditions: ['Stop playing music after 11pm'], complyBy: at('2026-11-16T23:59') });

export function seen(...days: readonly string[]): EvidenceFact[] {
  return days.map((day) => ({ key: day, at: at(`${day}T22:00`), words: 'Music after 11pm' }));
}

export const goesOn = seen('2026-10-30', '2026-11-20', '2026-11-22');

export function facts(subject: Subject, more: Partial<Facts> = {}): Facts {
  return { subject, agencyKind: 'council', steps: [], evidence: goesOn, riskAssessed: false, now, ...more };
}

/** A form on which nothing is missing for the power. */
export function wish(code: string, more: Partial<StepWish> = {}): StepWish {
  const row = power(code);
  return {
    takenAt: now, servedAt: now, service: 'hand', words: 'Because it goes on', grade: row.grades[0]?.split(':')[0] ?? '', length: undefined, conditions: ['Stop playing music after 11pm'], evidence: goesOn,
    confirmed: testsOf(row).map((_test, placed) => String(placed)), consulted: Object.fromEntries(row.consultees.map((who) => [who, 'Asked on 20 November, agreed'])), informed: 'The landlord, by phone', arrest: false, exclusion: false, violence: '', ageChecked: '',
    convictedOn: Temporal.PlainDate.from('2026-11-01'), conviction: 'Affray, Chelmsford Crown Court', possession: 'offence', possessionOn: Temporal.PlainDate.from('2026-11-01'), grounds: 'Fights at the bus station', published: 'On the website, four signs', victimViews: 'An apology', agreed: true, nobodyKeptOut: true,
    complyBy: at('2026-12-08T23:59'), pounds: 75, skipped: Object.fromEntries([...row.afterSteps, 'support_referral'].map((one) => [one, 'It would not stop a threat'])), reviewOn: undefined, ...more,
  };
}
