import type { KeepingRule } from './rules.ts';

/** What a partnership starts with; a migration wrote the same for those that were here before. */
export const defaultKeepingRules: readonly (Omit<KeepingRule, 'id'> & { readonly source: string })[] = [
  { name: 'Intelligence in general', applies_to: 'any', review_months: 12, weed_months: 72, source: 'Management of police information: six years, looked at again each year' },
  { name: 'Suspected to be false', applies_to: 'suspected_false', review_months: 3, weed_months: 12, source: 'Local rule: kept only as long as it must be shown why it was not acted on' },
  { name: 'High priority: danger to life, or a child', applies_to: 'high_priority', review_months: 6, weed_months: 120, source: 'Management of police information: ten years for serious harm' },
];
