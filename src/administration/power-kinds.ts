import { z } from 'zod';

import { approvalActions } from '../approvals/index.ts';
import { agencyKindWords, checkWords, consulteeWords, gradeWords, rungWords, targetWords } from '../powers/index.ts';
import { readDay } from '../platform/calendar/index.ts';
import { codeOf, type Choice, type RuleKind, type RuleValue } from './rule-kinds.ts';

const choicesOf = (words: Readonly<Record<string, string>>): Choice[] => Object.entries(words).map(([value, text]) => ({ value, text }));
const text = (value: RuleValue | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const listOf = (value: RuleValue | undefined): readonly string[] => (Array.isArray(value) ? value : []);
const line = (say: string, most = 300) => z.string(say).trim().min(2, say).max(most, `Use ${most} characters or fewer`);
const optional = (most = 4000) => z.string().trim().max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`).default('');
const many = (known: Readonly<Record<string, string>>) => z.union([z.string(), z.array(z.string())]).optional().transform((value) => (value === undefined ? [] : typeof value === 'string' ? [value] : value))
  .pipe(z.array(z.string().refine((one) => Object.hasOwn(known, one), 'Choose from the list')));
const number = (say: string) => z.string().trim().regex(/^\d{0,5}$/, say).default('').transform((value) => (value === '' ? null : Number(value)));
/** One of several codes in one field, separated by commas or spaces. */
const codes = z.string().trim().max(300).default('').transform((value) => value.split(/[\s,]+/).filter((one) => one !== '')).pipe(z.array(z.string().regex(/^[a-z0-9_-]+$/, 'Write codes such as cpn, separated by commas')));
const units: readonly Choice[] = [{ value: '', text: 'No limit' }, ...['hours', 'days', 'months', 'years'].map((unit) => ({ value: unit, text: unit }))];
const day = z.string().trim().default('').transform((value, context) => {
  const read = readDay(value);
  if (value !== '' && read === undefined) {
    context.addIssue({ code: 'custom', message: 'Give a day, like 24/11/2026, or leave it empty' });
  }
  return read === undefined ? null : read.toString();
});

/** A grade, or a grade with the hours that it may give. */
const gradeChoices: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(gradeWords).flatMap(([grade, words]) => [[grade, words], ...(['inspector', 'superintendent', 'council_officer', 'chief_executive', 'landlord', 'senior_manager'].includes(grade) ? [24, 48, 72].map((hours) => [`${grade}:${hours}`, `${words}, up to ${hours} hours`]) : [])]));

export const powerKind: RuleKind = {
  part: 'powers', table: 'hub.power', event: 'power', title: 'Legal powers', one: 'power',
  says: 'What may be used, by whom, against whom. A change makes a new version; a step keeps the version of its day. Have your adviser read what you change.',
  fields: [
    { name: 'code', label: 'Code', hint: 'Short, such as cpn. Other powers name it', kind: 'line', fixed: true },
    { name: 'name', label: 'Name', kind: 'line' },
    { name: 'rung', label: 'Rung of the ladder', kind: 'choice', choices: choicesOf(Object.fromEntries(Object.entries(rungWords))) },
    { name: 'aimed_at', label: 'Against', kind: 'many', choices: choicesOf(targetWords) },
    { name: 'agency_kinds', label: 'Agencies that may use it', kind: 'many', choices: choicesOf(agencyKindWords) },
    { name: 'used_by', label: 'Who uses it, in words', kind: 'line' },
    { name: 'grades', label: 'Who has to decide', hint: 'Nothing ticked: nobody in particular', kind: 'many', choices: choicesOf(gradeChoices) },
    { name: 'min_age', label: 'Youngest age', kind: 'number' }, { name: 'max_age', label: 'Oldest age', kind: 'number' },
    { name: 'tests', label: 'What the law asks', hint: 'One sentence a line: each is confirmed', kind: 'words' },
    { name: 'checks', label: 'What the hub checks', kind: 'many', choices: choicesOf(checkWords) },
    { name: 'consultees', label: 'Who is consulted', kind: 'many', choices: choicesOf(consulteeWords) },
    { name: 'inform', label: 'Who is told', kind: 'line' },
    { name: 'limits_words', label: 'Limits, in words', kind: 'words' },
    { name: 'notice_words', label: 'Words that the notice carries', hint: 'One sentence a line', kind: 'words' },
    { name: 'letter_template', label: 'Letter template', hint: 'By its name', kind: 'line' },
    { name: 'longest', label: 'Lasts at most', kind: 'number' }, { name: 'longest_unit', label: 'Counted in', kind: 'choice', choices: units },
    { name: 'shortest_months', label: 'Lasts at least, in months', kind: 'number' }, { name: 'longest_under_18_months', label: 'Under 18: at most, in months', kind: 'number' },
    { name: 'shortest_under_18_months', label: 'Under 18: at least, in months', kind: 'number' }, { name: 'review_under_18_months', label: 'Under 18: reviewed after, in months', kind: 'number' },
    { name: 'hearing_hours', label: 'Court hears it within, in hours', kind: 'number' }, { name: 'appeal_days', label: 'Days to appeal', hint: 'Beginning with the day it is given', kind: 'number' }, { name: 'appeal_to', label: 'Appeal to', kind: 'line' },
    { name: 'breach', label: 'Breach', kind: 'line' }, { name: 'fixed_penalty_pounds', label: 'Fixed penalty up to, in pounds', kind: 'number' },
    { name: 'contradicts', label: 'Contradicts', hint: 'Codes, separated by commas', kind: 'line' }, { name: 'after_steps', label: 'Try first', hint: 'Codes, separated by commas', kind: 'line' },
    { name: 'act', label: 'Act', kind: 'line' }, { name: 'section', label: 'Section', kind: 'line' }, { name: 'source', label: 'Where this row comes from', kind: 'line' },
    { name: 'commenced_on', label: 'Commenced on', hint: 'Leave empty while the date is unknown: the power is not offered', kind: 'line' },
    { name: 'position', label: 'Place in the list', kind: 'number' },
  ],
  schema: z.object({
    code: z.string().trim().regex(/^[a-z0-9_-]{2,60}$/, 'Give a code of small letters, such as cpn'), name: line('Give the power a name'), rung: z.string().regex(/^[1-5]$/, 'Choose the rung').transform(Number),
    aimed_at: many(targetWords).pipe(z.array(z.string()).min(1, 'Choose against what')), agency_kinds: many(agencyKindWords).pipe(z.array(z.string()).min(1, 'Choose who may use it')), used_by: line('Say who uses it'), grades: many(gradeChoices),
    min_age: number('Give an age'), max_age: number('Give an age'), tests: optional(), checks: many(checkWords), consultees: many(consulteeWords), inform: optional(300), limits_words: optional(), notice_words: optional(), letter_template: optional(100),
    longest: number('Give a whole number'), longest_unit: z.enum(['', 'hours', 'days', 'months', 'years']).default('').transform((unit) => (unit === '' ? null : unit)), shortest_months: number('Give a whole number'), longest_under_18_months: number('Give a whole number'),
    shortest_under_18_months: number('Give a whole number'), review_under_18_months: number('Give a whole number'), hearing_hours: number('Give a whole number'), appeal_days: number('Give a whole number'), appeal_to: optional(200), breach: optional(300), fixed_penalty_pounds: number('Give an amount in pounds'),
    contradicts: codes, after_steps: codes, act: optional(200), section: line('Give the section', 100), source: line('Say where this row comes from'), commenced_on: day, position: number('Give a whole number').transform((place) => place ?? 0),
  }).refine(({ longest, longest_unit }) => (longest === null) === (longest_unit === null), { path: ['longest'], message: 'Give the number and what it is counted in, or neither' }),
  label: (values) => text(values['name']),
  facts: (values) => [text(values['section']), text(values['act']), values['commenced_on'] === null ? 'Not commenced: commencement date unknown' : ''].filter((part) => part !== '').join(', '),
  identity: (values) => text(values['code']),
};

export const approvalKind: RuleKind = {
  part: 'approvals', table: 'hub.approval_rule', event: 'approval_rule', title: 'Approvals', one: 'rule',
  says: 'What needs a second person, and who that is. Whoever asks never answers.',
  fields: [
    { name: 'action', label: 'What', kind: 'choice', choices: choicesOf(approvalActions), fixed: true },
    { name: 'needed_from', label: 'Whose approval', kind: 'choice', choices: [{ value: 'supervisor', text: 'A supervisor or coordinator' }, { value: 'coordinator', text: 'A coordinator' }] },
    { name: 'bands', label: 'Only at this risk', hint: 'Nothing ticked is always', kind: 'many', choices: [{ value: 'standard', text: 'Standard' }, { value: 'medium', text: 'Medium' }, { value: 'high', text: 'High' }] },
    { name: 'source', label: 'Where it comes from', hint: 'Such as: scheme of delegation, 3 March 2026', kind: 'line' },
  ],
  schema: z.object({
    action: z.string().refine((action) => Object.hasOwn(approvalActions, action), 'Choose what needs approval'), needed_from: z.enum(['supervisor', 'coordinator'], 'Choose whose approval'),
    bands: many({ standard: '', medium: '', high: '' }), source: line('Say where this rule comes from', 200),
  }),
  label: (values) => approvalActions[text(values['action'])] ?? text(values['action']),
  facts: (values) => `Needs a ${text(values['needed_from'])}${listOf(values['bands']).length === 0 ? '' : `, at ${listOf(values['bands']).join(' or ')} risk`}. ${text(values['source'])}`,
  identity: (values) => codeOf(text(values['action'])),
};
