import type { Temporal } from 'temporal-polyfill';

import type { LengthUnit, Target } from './power.ts';

/** How old someone is, and whether that is known from a date of birth or was checked. */
export interface Age {
  readonly years: number;
  readonly sure: boolean;
}

/** Against whom or what a step would be. */
export interface Subject {
  readonly target: Target;
  readonly partyId: string | null;
  readonly name: string;
  readonly named: boolean;
  readonly group: boolean;
  readonly age: Age | undefined;
  /** Under 18, or looks it. */
  readonly youth: boolean;
  readonly vulnerability: string;
}

export interface Breach {
  readonly at: Temporal.Instant;
  readonly words: string;
}

/** A step that was taken, as the rules see it: corrected ones are replaced, drafts are left out. */
export interface StepFact {
  readonly id: string;
  readonly code: string;
  readonly at: Temporal.Instant;
  readonly servedAt: Temporal.Instant | null;
  readonly conditions: readonly string[];
  readonly complyBy: Temporal.Instant | null;
  readonly expiresAt: Temporal.Instant | null;
  readonly hearingBy: Temporal.Instant | null;
  readonly heardAt: Temporal.Instant | null;
  readonly breaches: readonly Breach[];
  readonly ended: boolean;
}

/** Something dated that a step may rest on. */
export interface EvidenceFact {
  readonly key: string;
  readonly at: Temporal.Instant;
  readonly words: string;
}

export interface Facts {
  readonly subject: Subject;
  readonly agencyKind: string;
  readonly steps: readonly StepFact[];
  readonly evidence: readonly EvidenceFact[];
  readonly riskAssessed: boolean;
  readonly now: Temporal.Instant;
}

/** A step as its form says it, before it is judged. */
export interface StepWish {
  readonly takenAt: Temporal.Instant;
  readonly servedAt: Temporal.Instant | undefined;
  readonly service: string;
  readonly words: string;
  readonly grade: string;
  readonly length: { readonly amount: number; readonly unit: LengthUnit } | undefined;
  readonly conditions: readonly string[];
  readonly evidence: readonly EvidenceFact[];
  readonly confirmed: readonly string[];
  readonly consulted: Readonly<Record<string, string>>;
  readonly informed: string;
  readonly arrest: boolean;
  readonly exclusion: boolean;
  readonly violence: string;
  readonly ageChecked: string;
  readonly convictedOn: Temporal.PlainDate | undefined;
  readonly conviction: string;
  readonly possession: string;
  readonly possessionOn: Temporal.PlainDate | undefined;
  readonly grounds: string;
  readonly published: string;
  readonly victimViews: string;
  readonly agreed: boolean;
  readonly nobodyKeptOut: boolean;
  readonly complyBy: Temporal.Instant | undefined;
  readonly pounds: number | undefined;
  readonly skipped: Readonly<Record<string, string>>;
  readonly reviewOn: Temporal.PlainDate | undefined;
}
