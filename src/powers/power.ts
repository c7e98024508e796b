import { Temporal } from 'temporal-polyfill';

export type Target = 'person' | 'body' | 'premises' | 'area' | 'tenancy';
export type LengthUnit = 'hours' | 'days' | 'months' | 'years';

/** One version of a legal power as a row of the powers table says it. */
export interface Power {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly rung: number;
  readonly aimedAt: readonly Target[];
  readonly agencyKinds: readonly string[];
  readonly usedBy: string;
  /** Who has to decide: "inspector", or with the hours that this grade may give, "inspector:24". */
  readonly grades: readonly string[];
  readonly minAge: number | null;
  readonly maxAge: number | null;
  /** One sentence a line, each confirmed by whoever uses the power. */
  readonly tests: string;
  readonly checks: readonly string[];
  readonly consultees: readonly string[];
  readonly inform: string;
  readonly limitsWords: string;
  readonly noticeWords: string;
  readonly letterTemplate: string;
  readonly longest: number | null;
  readonly longestUnit: LengthUnit | null;
  readonly shortestMonths: number | null;
  readonly longestUnder18Months: number | null;
  readonly shortestUnder18Months: number | null;
  readonly reviewUnder18Months: number | null;
  readonly hearingHours: number | null;
  readonly appealDays: number | null;
  readonly appealTo: string;
  readonly breach: string;
  readonly fixedPenaltyPounds: number | null;
  readonly contradicts: readonly string[];
  readonly afterSteps: readonly string[];
  readonly act: string;
  readonly section: string;
  readonly source: string;
  /** Null: not commenced, and nobody has said when. */
  readonly commencedOn: Temporal.PlainDate | null;
  readonly inForceFrom: Temporal.PlainDate;
  readonly inForceTo: Temporal.PlainDate | null;
}

export const targetWords: Readonly<Record<Target, string>> = { person: 'a person', body: 'a business or other body', premises: 'premises', area: 'an area', tenancy: 'a tenancy' };

export const rungWords: Readonly<Record<number, string>> = { 1: 'Support and words', 2: 'Warnings and agreements', 3: 'Notices', 4: 'Court orders', 5: 'The home' };

export const agencyKindWords: Readonly<Record<string, string>> = {
  council: 'Council', police: 'Police', fire: 'Fire and rescue', probation: 'Probation', health: 'Health', housing: 'Housing provider', charity: 'Charity', business: 'Business', other: 'Other',
};

export const gradeWords: Readonly<Record<string, string>> = {
  inspector: 'Police inspector or above', superintendent: 'Police superintendent or above', council_officer: 'Authorised council officer', chief_executive: 'Council chief executive, or whoever they designate',
  prosecutor: 'Prosecutor', landlord: 'Landlord’s authorised officer', senior_manager: 'Senior manager of the housing provider', cabinet: 'Council, by its own scheme of decisions', court: 'Court, on our application',
};

/** "inspector:24" as the grade and the hours that it may give. */
export function gradeOf(entry: string): { readonly grade: string; readonly hours: number | undefined } {
  const [grade = '', hours] = entry.split(':');
  return { grade, hours: hours === undefined ? undefined : Number(hours) };
}

export const consulteeWords: Readonly<Record<string, string>> = {
  youth_offending_team: 'Youth offending team', police: 'Chief officer of police and the local policing body', community: 'Community representatives', owners: 'Owners and occupiers of the land', appropriate_persons: 'People and bodies thought appropriate',
  designated_council: 'Parish or county councils that must be told', parents: 'Parent or guardian', landlord: 'Landlord',
};

export const checkWords: Readonly<Record<string, string>> = {
  written_warning: 'A written warning went before', matching_conditions: 'Nothing is required that was not warned of', time_given: 'The time that the warning gave is over', persistence: 'Dated evidence that it goes on',
  arrest: 'Power of arrest only with violence, a threat of it or a significant risk of harm', exclusion: 'Exclusion from home only of adults, with violence or significant risk', risk_assessed: 'Risk assessment recorded', conviction: 'A conviction, with its date',
  grounds: 'Grounds and place in writing', possession: 'One of the conditions for possession, within its time', victim_views: 'The victim’s choice is recorded', closure_notice: 'A closure notice is served and its hearing is within time',
  breach: 'A breach is recorded', vehicle_warning: 'A warning about the vehicle in the last 12 months', agreed: 'The person agrees of their own will', home_excluded: 'Nobody is kept from their home, work, school, court or health care', owner_admitted: 'Owner and those who live there are not kept out',
  conditions: 'At least one condition is written', penalty: 'A fixed penalty up to the amount of this row', published: 'Published, with signs, and the councils told', dated_evidence: 'At least one piece of dated evidence',
};

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

export function testsOf(power: Pick<Power, 'tests'>): string[] {
  return lines(power.tests);
}

export function noticeSentences(power: Pick<Power, 'noticeWords'>): string[] {
  return lines(power.noticeWords);
}

type Force = 'not commenced' | 'later' | 'ended' | undefined;
type Dated = Pick<Power, 'commencedOn' | 'inForceFrom' | 'inForceTo'>;

/** What was last said of a row, and of which day: a ladder asks the same of the same rows all day. */
const lastSaid = new WeakMap<Dated, { readonly on: Temporal.PlainDate; readonly state: Force }>();

/** Why a row does not apply on a day; undefined when it does. */
export function outOfForce(power: Dated, on: Temporal.PlainDate): Force {
  const known = lastSaid.get(power);
  if (known?.on === on) {
    return known.state;
  }
  const state = forceOn(power, on);
  lastSaid.set(power, { on, state });
  return state;
}

function forceOn(power: Dated, on: Temporal.PlainDate): Force {
  if (power.commencedOn === null || Temporal.PlainDate.compare(power.commencedOn, on) > 0) {
    return power.commencedOn === null ? 'not commenced' : 'later';
  }
  if (Temporal.PlainDate.compare(power.inForceFrom, on) > 0) {
    return 'later';
  }
  return power.inForceTo !== null && Temporal.PlainDate.compare(power.inForceTo, on) < 0 ? 'ended' : undefined;
}

const unitWords: Readonly<Record<LengthUnit, readonly [string, string]>> = { hours: ['hour', 'hours'], days: ['day', 'days'], months: ['month', 'months'], years: ['year', 'years'] };

export function lengthWords(amount: number, unit: LengthUnit): string {
  return `${amount} ${unitWords[unit][amount === 1 ? 0 : 1]}`;
}

/** "s.43" for the sentence that cites it. */
export function citation(power: Pick<Power, 'act' | 'section'>, section: string = power.section): string {
  return [section, power.act].filter((part) => part !== '').join(', ');
}
