/** What a person may be in an agency; domain roles, not technical ones. */
export type Role = 'officer' | 'supervisor' | 'coordinator' | 'analyst' | 'auditor' | 'administrator';

export const roles: readonly Role[] = ['officer', 'supervisor', 'coordinator', 'analyst', 'auditor', 'administrator'];

/** Someone signed in with both factors. */
export interface StaffActor {
  readonly kind: 'staff';
  readonly partnershipId: string;
  readonly accountId: string;
  readonly agencyId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly sessionId: string;
  /** Names the state of the partnership's rules and names: see `keptRules`. */
  readonly rules: string | null;
}

/** Someone who gave the password and still owes (or must set up) the second factor. */
export interface ArrivingActor {
  readonly kind: 'arriving';
  readonly partnershipId: string;
  readonly accountId: string;
  readonly agencyId: string;
  readonly name: string;
  readonly stage: 'password' | 'enrol';
  readonly sessionId: string;
}

export interface PublicActor {
  readonly kind: 'public';
  readonly partnershipId: string;
}

/** Whoever holds the private link of one report. */
export interface LinkActor {
  readonly kind: 'link';
  readonly partnershipId: string;
  readonly reportId: string;
}

/** Whoever is writing one report. */
export interface DraftActor {
  readonly kind: 'draft';
  readonly partnershipId: string;
  readonly draftId: string;
}

export interface SystemActor {
  readonly kind: 'system';
  readonly partnershipId: string;
}

export type Actor = StaffActor | ArrivingActor | PublicActor | LinkActor | DraftActor | SystemActor;
