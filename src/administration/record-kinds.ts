import { z } from 'zod';

import { caseOutcomes } from '../cases/index.ts';
import { readingRules, readingRuleWords } from '../readings/index.ts';
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

export const exemptionKind: RuleKind = {
  part: 'exemptions', table: 'hub.exemption', event: 'exemption', title: 'Exemptions', one: 'exemption',
  says: 'Why something may be held back from a person who asks what is held about them. The name, the words and the source stand in the pack.',
  fields: [
    { name: 'name', label: 'Name', kind: 'line' }, { name: 'words', label: 'In words that the person reads', kind: 'words' }, { name: 'source', label: 'Law', hint: 'Such as: DPA 2018, Schedule 2, paragraph 16', kind: 'line' },
    { name: 'position', label: 'Place in the list', kind: 'number' },
  ],
  schema: z.object({
    name: z.string('Give it a name').trim().min(2, 'Give it a name').max(120, 'Use 120 characters or fewer'), words: z.string('Say what it means').trim().min(5, 'Say what it means').max(1000, 'Use 1,000 characters or fewer'),
    source: z.string('Name the law').trim().min(2, 'Name the law').max(200, 'Use 200 characters or fewer'), position: z.string().trim().regex(/^\d{0,3}$/, 'Give a whole number from 0 to 999').default('').transform((place) => (place === '' ? 0 : Number(place))),
  }),
  label: (values) => text(values['name']),
  facts: (values) => `${text(values['words'])} ${text(values['source'])}`,
  identity: (values) => text(values['name']).toLowerCase(),
};

const within = (say: string, from: number, to: number) => z.string(say).trim().regex(/^\d{1,4}(\.\d)?$/, say).transform(Number).pipe(z.number().min(from, say).max(to, say));
const readingRuleOf = (values: Readonly<Record<string, RuleValue>>) => readingRuleWords[readingRules.find((rule) => rule === values['rule']) ?? 'many_files'];

export const readingKind: RuleKind = {
  part: 'unusual-reading', table: 'hub.reading_rule', event: 'reading_rule', title: 'Unusual reading', one: 'rule',
  says: 'What stands out in the trail of a day and is shown to auditors. A rule that has ended looks for nothing.',
  fields: [
    { name: 'rule', label: 'What stands out', kind: 'choice', choices: readingRules.map((rule) => ({ value: rule, text: `${readingRuleWords[rule].name}: ${readingRuleWords[rule].why}` })), fixed: true },
    { name: 'least', label: 'At least so many files in a day', kind: 'number' },
    { name: 'times', label: 'How many times their own usual day', hint: 'Only for many files; otherwise 1', kind: 'number' },
    { name: 'from_hour', label: 'Duty begins at, full hour', kind: 'number' }, { name: 'to_hour', label: 'Duty ends at, full hour', hint: 'Only for out of hours', kind: 'number' },
    { name: 'source', label: 'Where it comes from', kind: 'line' },
  ],
  schema: z.object({
    rule: z.enum(readingRules, 'Choose what stands out'), least: within('Give a whole number from 1 to 1,000', 1, 1000), times: within('Give a number from 1 to 50', 1, 50), from_hour: within('Give an hour from 0 to 23', 0, 23), to_hour: within('Give an hour from 1 to 24', 1, 24),
    source: z.string('Say where this rule comes from').trim().min(2, 'Say where this rule comes from').max(200, 'Use 200 characters or fewer'),
  }).refine(({ from_hour, to_hour }) => from_hour < to_hour, { path: ['to_hour'], message: 'Duty ends after it begins' }).refine(({ least, from_hour, to_hour }) => [least, from_hour, to_hour].every((one) => Number.isInteger(one)), { path: ['least'], message: 'Give whole numbers' }),
  label: (values) => readingRuleOf(values).name,
  facts: (values) => `${readingRuleOf(values).why}. At least ${text(values['least'])}${values['rule'] === 'many_files' ? `, ${text(values['times'])} times their usual day` : ''}. ${text(values['source'])}`,
  identity: (values) => text(values['rule']),
};
