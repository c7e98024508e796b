import { Temporal } from 'temporal-polyfill';

/** What may need somebody's approval. Rooms ask for these; local rules say when. */
export const approvalActions: Readonly<Record<string, string>> = {
  'power:cpn': 'Issue a community protection notice', 'power:cpn_fixed_penalty': 'Give a fixed penalty', 'power:closure_notice': 'Serve a closure notice', 'power:closure_order': 'Apply for a closure order', 'power:injunction': 'Apply for an injunction',
  'power:cbo': 'Ask for a criminal behaviour order', 'power:possession': 'Serve notice on the absolute ground for possession', 'power:pspo': 'Make a public spaces protection order', 'power:dispersal_authorisation': 'Authorise a dispersal', 'power:cpw': 'Send a community protection warning',
  close_case: 'Close a case', close_restricted: 'Close a restricted case', disclosure_outside_agreement: 'Share outside every agreement', intelligence_release: 'Release intelligence', review_decision: 'Decide an ASB case review',
};

export type NeededFrom = 'supervisor' | 'coordinator';

export interface ApprovalRule {
  readonly id: string;
  readonly action: string;
  readonly needed_from: NeededFrom;
  readonly bands: readonly string[];
  readonly in_force_from: Temporal.PlainDate;
  readonly in_force_to: Temporal.PlainDate | null;
}

/** The rule that asks for approval of an action on a day; the stricter one where two do. */
export function ruleFor(rules: readonly ApprovalRule[], actions: readonly string[], band: string | null, on: Temporal.PlainDate): ApprovalRule | undefined {
  const inForce = rules.filter((rule) => actions.includes(rule.action) && Temporal.PlainDate.compare(rule.in_force_from, on) <= 0 && (rule.in_force_to === null || Temporal.PlainDate.compare(rule.in_force_to, on) >= 0)
    && (rule.bands.length === 0 || (band !== null && rule.bands.includes(band))));
  return inForce.find((rule) => rule.needed_from === 'coordinator') ?? inForce[0];
}

export type ApprovalState = 'asked' | 'approved' | 'refused' | 'withdrawn' | 'used';

export function stateOf(approval: { readonly answer: 'approved' | 'refused' | 'withdrawn' | null; readonly used_at: Temporal.Instant | null }): ApprovalState {
  return approval.used_at !== null ? 'used' : (approval.answer ?? 'asked');
}

export const stateWords: Readonly<Record<ApprovalState, string>> = { asked: 'Asked', approved: 'Approved', refused: 'Refused', withdrawn: 'Withdrawn', used: 'Approved and done' };

/** Who may answer: the role that the rule names, in the same agency, and never whoever asked. */
export function mayAnswer(approval: { readonly asked_by: string; readonly agency_id: string; readonly needed_from: NeededFrom; readonly answer: string | null }, actor: { readonly accountId: string; readonly agencyId: string; readonly roles: readonly string[] }): boolean {
  const roles = approval.needed_from === 'coordinator' ? ['coordinator'] : ['supervisor', 'coordinator'];
  return approval.answer === null && approval.asked_by !== actor.accountId && approval.agency_id === actor.agencyId && actor.roles.some((role) => roles.includes(role));
}
