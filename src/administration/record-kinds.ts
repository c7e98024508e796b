import { z } from 'zod';

import { caseOutcomes } from '../cases/index.ts';
import { kindWords, recordKinds, type RecordKind } from '../retention/index.ts';
import type { Choice, RuleKind, RuleValue } from './rule-kinds.ts';

const text = (value: RuleValue | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const many = z.union([z.string(), z.array(z.string())]).optional().transform((value) => (value === undefined ? [] : typeof value === 'string' ? [value] : value));
const kindOf = (values: Readonly<Record<string, RuleValue>>): RecordKind => recordKinds.find((kind) => kind === values['kind']) ?? 'case';

const retentionChoices: readonly Choice[] = recordKinds.map((kind) => ({ value: kind, text: `${kindWords[kind].name}, ${kindWords[kind].counts}` }));
const ageOrNone = z.string().trim().default('').transform((value) => (value === '' ? null : Number(value))).pipe(z.number('Give an age from 18 to 100, or leave it empty').int().min(18, 'Give an age from 18 to 100, or leave it empty').max(100, 'Give an age from 18 to 100, or leave it empty').nullable());

export const retentionKind: RuleKind = {
  part: 'retention', table: 'hub.retention_rule', event: 'retention_rule', title: 'How long records are kept', one: 'rule',
  says: 'When a record need not be kept any longer. Then a person looks at it: nothing is deleted by a rule alone. Intelligence has rules of its own.',
  fields: [
    { name: 'kind', label: 'Kind of record', kind: 'choice', choices: retentionChoices, fixed: true },
    { name: 'months', label: 'Kept for how many months', kind: 'number' },
    { name: 'minors_to_age', label: 'Where a child is in it: until the youngest is how old', hint: 'Leave empty where age makes no difference', kind: 'number' },
    { name: 'outcomes', label: 'Outcomes that count as no action', hint: 'Only for a case closed without action', kind: 'many', choices: caseOutcomes.map((outcome) => ({ value: outcome, text: outcome })) },
    { name: 'source', label: 'Where it comes from', hint: 'Such as: the council’s retention schedule, row 14', kind: 'line' },
  ],
  schema: z.object({ kind: z.enum(recordKinds, 'Choose the kind of record'), months: z.string('Give whole months from 1 to 1,200').trim().regex(/^\d{1,4}$/, 'Give whole months from 1 to 1,200').transform(Number).pipe(z.number().min(1, 'Give whole months from 1 to 1,200').max(1200, 'Give whole months from 1 to 1,200')), minors_to_age: ageOrNone, outcomes: many.pipe(z.array(z.enum(caseOutcomes, 'Choose from the list'))), source: z.string('Say where this rule comes from').trim().min(2, 'Say where this rule comes from').max(200, 'Use 200 characters or fewer') })
    .refine(({ kind, months }) => kind !== 'audit_entry' || months >= 72, { path: ['months'], message: 'The trail is kept six years at least: give 72 months or more' })
    .refine(({ kind, outcomes }) => kind !== 'case_no_action' || outcomes.length > 0, { path: ['outcomes'], message: 'Choose which outcomes count as no action' }),
  label: (values) => kindWords[kindOf(values)].name,
  facts: (values) => [`${text(values['months'])} months ${kindWords[kindOf(values)].counts}`, text(values['minors_to_age']) === '' ? '' : `Where a child is in it, until the youngest is ${text(values['minors_to_age'])}`, Array.isArray(values['outcomes']) ? values['outcomes'].join('; ') : '', text(values['source'])].filter((part) => part !== '').join('. '),
  identity: (values) => text(values['kind']),
};
