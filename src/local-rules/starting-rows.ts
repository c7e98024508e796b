import type { Row } from '../platform/database/index.ts';
import { defaultKeepingRules } from '../intelligence/index.ts';
import { startingReviewRule } from '../reviews/index.ts';
import { defaultPanelCriteria, defaultPanelDeclarations, defaultPanelKinds } from '../panels/index.ts';
import { startingReadingRules } from '../readings/index.ts';
import { startingExemptions } from '../rights/index.ts';
import { startingRetention } from '../retention/index.ts';
import { defaultRiskTemplate } from '../risk/index.ts';
import { defaultGateways } from '../sharing/index.ts';
import { startingApprovals, startingPowers } from './starting-powers.ts';
import { categories, contactStandards, decisionReasons, inForceFrom, letterTemplates, matchingRules, rankingRules, recordingBreaks, taskTemplates } from './starting-rules.ts';

export interface StartingRules {
  readonly partnershipId: string;
  readonly newId: () => string;
  /** The team that alone sees reports of restricted kinds. */
  readonly restrictedTeamId: string;
  /** Where a kind of report usually goes: the agency of that kind, if there is one. */
  readonly agencyOfKind: (kind: string) => string | null;
  readonly categoryIds?: ReadonlyMap<string, string>;
}

/** What a power leaves unsaid: the rows of one insert have the same columns. */
const everyPower: Row = {
  grades: [], min_age: null, max_age: null, tests: '', checks: [], consultees: [], inform: '', limits_words: '', notice_words: '', letter_template: '', longest: null, longest_unit: null, shortest_months: null, longest_under_18_months: null,
  shortest_under_18_months: null, review_under_18_months: null, hearing_hours: null, appeal_days: null, appeal_to: '', breach: '', fixed_penalty_pounds: null, contradicts: [], after_steps: [],
};

/** The rules that every new partnership starts with, as rows by table. */
export function startingRows({ partnershipId, newId, restrictedTeamId, agencyOfKind, categoryIds = new Map() }: StartingRules): readonly (readonly [table: string, rows: readonly Row[]])[] {
  const row = (columns: Row): Row => ({ partnership_id: partnershipId, id: newId(), ...columns });
  return [
    ['contact_standard', contactStandards.map((standard) => row({ key: standard.key, applies_to: standard.appliesTo, amount: standard.amount, unit: standard.unit, in_force_from: standard.inForceFrom, source: standard.source }))],
    ['category', categories.map((category, position) => row({
      id: categoryIds.get(category.code) ?? newId(), code: category.code, name: category.name, hint: category.hint, priority: category.priority, sensitive: category.sensitive ?? false,
      restricted: category.restricted ?? false, team_id: category.restricted === true ? restrictedTeamId : null,
      refer_to: category.referKind === undefined ? null : agencyOfKind(category.referKind), position, in_force_from: inForceFrom,
    }))],
    ['decision_reason', decisionReasons.map((reason, position) => row({ ...reason, position, in_force_from: inForceFrom }))],
    ['task_template', taskTemplates.map((template, position) => row({ ...template, position, in_force_from: inForceFrom }))],
    ['letter_template', letterTemplates.map((template, position) => row({ ...template, position, in_force_from: inForceFrom }))],
    ['gateway', defaultGateways.map((gateway) => row({ code: gateway.code, name: gateway.name, words: gateway.words, source: gateway.source, in_force_from: gateway.inForceFrom, in_force_to: gateway.inForceTo }))],
    ['panel_kind', defaultPanelKinds.map((kind) => row({ ...kind, in_force_from: inForceFrom }))],
    ['panel_criterion', defaultPanelCriteria.map((criterion) => row({ ...criterion, in_force_from: inForceFrom }))],
    ['panel_declaration', defaultPanelDeclarations.map((declaration) => row({ ...declaration, in_force_from: inForceFrom }))],
    ['intelligence_rule', defaultKeepingRules.map((rule) => row({ ...rule, in_force_from: inForceFrom }))],
    ['power', startingPowers.map((power, position) => row({ ...everyPower, ...power, position, in_force_from: inForceFrom }))],
    ['approval_rule', startingApprovals.map((rule) => row({ ...rule, in_force_from: inForceFrom }))],
    ['review_rule', [row({ ...startingReviewRule })]],
    ['matching_rule', matchingRules.map((rule) => row({ ...rule, in_force_from: inForceFrom }))],
    ['ranking_rule', rankingRules.map((rule) => row({ ...rule, in_force_from: inForceFrom }))],
    ['recording_break', recordingBreaks.map((rule) => row({ ...rule, in_force_from: inForceFrom }))],
    ['emergency_rule', [row({ hours: 4, review_days: 3, source: 'The hub’s own starting value; your board decides', in_force_from: inForceFrom })]],
    ['reading_rule', startingReadingRules.map((rule) => row({ ...rule, in_force_from: inForceFrom }))],
    ['exemption', startingExemptions.map((exemption, position) => row({ ...exemption, position, in_force_from: '2018-05-25' }))],
    ['retention_rule', startingRetention.map((rule) => row({ ...rule, in_force_from: inForceFrom }))],
    ['risk_template', [row({ name: defaultRiskTemplate.name, version: 1, questions: defaultRiskTemplate.questions, bands: defaultRiskTemplate.bands, in_force_from: inForceFrom })]],
  ];
}
