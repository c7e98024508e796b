import type { RecordKind } from './rules.ts';

export interface StartingRetention {
  readonly kind: RecordKind;
  readonly months: number;
  readonly minors_to_age: number | null;
  readonly outcomes: readonly string[];
  readonly source: string;
}

const own = 'The hub’s own starting value; your board decides';

/** What a partnership starts with. Intelligence has rules of its own. */
export const startingRetention: readonly StartingRetention[] = [
  { kind: 'case', months: 72, minors_to_age: 25, outcomes: [], source: 'Limitation Act 1980: six years for most claims; longer for children' },
  { kind: 'case_no_action', months: 24, minors_to_age: null, outcomes: ['We could not find enough to act on', 'It is not antisocial behaviour'], source: own },
  { kind: 'report_not_taken', months: 12, minors_to_age: null, outcomes: [], source: own },
  { kind: 'held_person', months: 24, minors_to_age: null, outcomes: [], source: own },
  { kind: 'file', months: 36, minors_to_age: null, outcomes: [], source: own },
  { kind: 'risk_assessment', months: 72, minors_to_age: 25, outcomes: [], source: 'As long as the case' },
  { kind: 'message', months: 36, minors_to_age: null, outcomes: [], source: own },
  { kind: 'disclosure', months: 72, minors_to_age: null, outcomes: [], source: 'As long as a claim about it can be brought: Limitation Act 1980' },
  { kind: 'request', months: 24, minors_to_age: null, outcomes: [], source: own },
  { kind: 'subject_request', months: 36, minors_to_age: null, outcomes: [], source: own },
  { kind: 'audit_entry', months: 84, minors_to_age: null, outcomes: [], source: 'Who looked at what: six years at least' },
];
