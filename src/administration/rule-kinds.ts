import { z } from 'zod';

import { exampleOf, unknownMarks } from '../local-rules/index.ts';
import { spanWords, standardGroups, standardSubjects, standardWords } from './standard-words.ts';

export type RuleValue = string | number | boolean | null | readonly string[];
export type RuleValues = Readonly<Record<string, RuleValue>>;

export interface Choice {
  readonly value: string;
  readonly text: string;
}

export interface RuleField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind: 'line' | 'words' | 'number' | 'choice' | 'many' | 'tick';
  /** Choices, or where they come from. */
  readonly choices?: readonly Choice[] | 'teams' | 'agencies' | 'categories';
  /** Stays as it is when the rule changes: another value is another rule. */
  readonly fixed?: true;
}

export type Lookups = Readonly<Record<'teams' | 'agencies' | 'categories', readonly Choice[]>>;

/** One kind of local rule: how it is asked for, checked, shown and kept. */
export interface RuleKind {
  readonly part: string;
  readonly table: string;
  readonly event: string;
  readonly title: string;
  readonly one: string;
  readonly says: string;
  readonly fields: readonly RuleField[];
  readonly schema: z.ZodType<RuleValues>;
  /** What it is called in the list. */
  readonly label: (values: RuleValues) => string;
  readonly facts: (values: RuleValues, lookups: Lookups) => string;
  readonly preview?: (values: RuleValues) => string;
  /** Two rules in force at once may not have the same. */
  readonly identity: (values: RuleValues) => string;
  /** Columns that nobody types, made when the rule is added. */
  readonly made?: (values: RuleValues) => RuleValues;
  readonly cannotEnd?: (values: RuleValues, others: readonly RuleValues[]) => string | undefined;
  readonly marks?: true;
}

const line = (say: string, most = 120) => z.string(say).trim().min(2, say).max(most, `Use ${most} characters or fewer`);
const words = (say: string, most = 4000) => z.string(say).trim().min(2, say).max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);
const optionalWords = (most: number) => z.string().trim().max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`).default('');
const whole = (say: string, from: number, to: number) => z.string(say).trim().regex(/^\d{1,4}$/, say).transform(Number).pipe(z.number().min(from, say).max(to, say));
const tick = z.literal('yes').optional().transform((value) => value === 'yes');
const idOrNone = z.union([z.uuid(), z.literal('').transform(() => null)]).nullish().transform((id) => id ?? null);
const many = z.union([z.string(), z.array(z.string())]).optional().transform((value) => (value === undefined ? [] : typeof value === 'string' ? [value] : value));
const position = whole('Give a whole number from 0 to 999', 0, 999);
const marked = (say: string) => words(say).superRefine((text, context) => {
  const unknown = unknownMarks(text);
  if (unknown.length > 0) {
    context.addIssue({ code: 'custom', message: `Nothing will fill ${unknown.join(', ')}. Use the marks listed under the form, written exactly so` });
  }
});

const placeField: RuleField = { name: 'position', label: 'Place in the list', hint: 'Smaller numbers come first', kind: 'number' };
const spanFields: readonly RuleField[] = [
  { name: 'amount', label: 'How many', kind: 'number' },
  { name: 'unit', label: 'Counted in', kind: 'choice', choices: [{ value: 'working_days', text: 'working days, until the hub closes' }, { value: 'hours', text: 'hours, day and night' }] },
];
const unit = z.enum(['working_days', 'hours'], 'Choose working days or hours');

export function codeOf(name: string): string {
  return name.toLowerCase().normalize('NFKD').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').slice(0, 40);
}

const text = (value: RuleValue | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const chosen = (lookup: readonly Choice[], value: RuleValue | undefined): string | undefined => lookup.find((choice) => choice.value === value)?.text;
const lines = (facts: readonly (string | false | undefined)[]): string => facts.filter((fact) => fact !== false && fact !== undefined && fact !== '').join('. ');
const listOf = (value: RuleValue | undefined): readonly string[] => (Array.isArray(value) ? value : []);
const standardOf = (values: RuleValues) => ({ key: text(values['key']), appliesTo: listOf(values['applies_to']), amount: Number(values['amount']), unit: text(values['unit']) });

const categories: RuleKind = {
  part: 'categories', table: 'hub.category', event: 'category', title: 'Categories', one: 'category',
  says: 'What people choose from when they report. A report keeps the category of its day.',
  fields: [
    { name: 'name', label: 'Name', hint: 'As a resident would say it', kind: 'line' },
    { name: 'hint', label: 'Hint', hint: 'Examples, shown under the name', kind: 'line' },
    { name: 'priority', label: 'How urgent', kind: 'choice', choices: [{ value: 'standard', text: 'Standard' }, { value: 'urgent', text: 'Urgent: a named person by the urgent standard' }] },
    { name: 'sensitive', label: 'Sensitive: never a point on a map, never shown to neighbours as similar', kind: 'tick' },
    { name: 'restricted', label: 'Restricted: seen by one team alone', kind: 'tick' },
    { name: 'team_id', label: 'Team', hint: 'Reports of this kind go to it. A restricted kind needs one', kind: 'choice', choices: 'teams' },
    { name: 'refer_to', label: 'Usual partner for a referral', kind: 'choice', choices: 'agencies' },
    placeField,
  ],
  schema: z.object({ name: line('Give the category a name', 80), hint: optionalWords(200), priority: z.enum(['standard', 'urgent'], 'Choose standard or urgent'), sensitive: tick, restricted: tick, team_id: idOrNone, refer_to: idOrNone, position })
    .refine(({ restricted, team_id }) => !restricted || team_id !== null, { path: ['team_id'], message: 'Choose the team that sees these reports. Without one, nobody would' })
    .transform((values) => ({ ...values, sensitive: values.sensitive || values.restricted })),
  label: (values) => text(values['name']),
  facts: (values, lookups) => lines([values['priority'] === 'urgent' && 'Urgent', values['restricted'] === true ? 'Restricted' : values['sensitive'] === true && 'Sensitive',
    chosen(lookups.teams, values['team_id']), chosen(lookups.agencies, values['refer_to']) === undefined ? undefined : `Usually referred to ${chosen(lookups.agencies, values['refer_to']) ?? ''}`]),
  identity: (values) => codeOf(text(values['name'])),
  made: (values) => ({ code: codeOf(text(values['name'])) }),
};

const reasonKinds: readonly Choice[] = [{ value: 'no_further_action', text: 'No further action' }, { value: 'refer', text: 'Referral' }, { value: 'close', text: 'Closing a case' }];

const reasons: RuleKind = {
  part: 'reasons', table: 'hub.decision_reason', event: 'decision_reason', title: 'Decision reasons', one: 'reason',
  says: 'Why a report is not taken on, passed on or closed, with the words that the person reads.',
  fields: [
    { name: 'kind', label: 'For which decision', kind: 'choice', choices: reasonKinds, fixed: true },
    { name: 'name', label: 'Name', hint: 'Staff choose by it', kind: 'line' },
    { name: 'words', label: 'Words for the person who reported', hint: 'Say what it means and what they can do', kind: 'words' },
    placeField,
  ],
  schema: z.object({ kind: z.enum(['no_further_action', 'refer', 'close'], 'Choose for which decision'), name: line('Give the reason a name', 100), words: words('Write what the person will read', 2000), position }),
  label: (values) => text(values['name']),
  facts: (values) => lines([chosen(reasonKinds, values['kind']), text(values['words'])]),
  identity: (values) => `${text(values['kind'])} ${codeOf(text(values['name']))}`,
  cannotEnd: (values, others) => (others.some((other) => other['kind'] === values['kind']) ? undefined : 'This is the last reason for this decision. Add another first'),
};

const standards: RuleKind = {
  part: 'standards', table: 'hub.contact_standard', event: 'contact_standard', title: 'Contact standards', one: 'standard',
  says: 'What we say we will do, and by when. Clocks that run already keep the standard of their day.',
  fields: [
    { name: 'key', label: 'What for', kind: 'choice', choices: Object.entries(standardSubjects).map(([value, words_]) => ({ value, text: words_ })), fixed: true },
    { name: 'applies_to', label: 'For whom', hint: 'Nothing ticked is everyone', kind: 'many', choices: Object.entries(standardGroups).map(([value, words_]) => ({ value, text: words_ })), fixed: true },
    ...spanFields,
    { name: 'source', label: 'Where it comes from', hint: 'Such as: decided by the partnership board on 3 March 2026', kind: 'line' },
  ],
  schema: z.object({
    key: z.string().refine((key) => Object.hasOwn(standardSubjects, key), 'Choose what the standard is for'),
    applies_to: many.pipe(z.array(z.string().refine((group) => Object.hasOwn(standardGroups, group), 'Choose from the list')).max(6)),
    amount: whole('Give a whole number from 0 to 720', 0, 720), unit, source: line('Say where this standard comes from', 200),
  }),
  label: (values) => standardWords(standardOf(values)),
  facts: (values) => text(values['source']),
  preview: (values) => standardWords(standardOf(values)),
  identity: (values) => `${text(values['key'])} ${[...listOf(values['applies_to'])].sort().join(' ')}`,
  cannotEnd: (values, others) => (listOf(values['applies_to']).length > 0 || others.some((other) => other['key'] === values['key'] && listOf(other['applies_to']).length === 0) ? undefined : 'Everyone needs this standard. Change it instead of ending it'),
};

const uses: readonly Choice[] = [{ value: 'letter', text: 'Letter' }, { value: 'message', text: 'Message on the private page' }];

const templates: RuleKind = {
  part: 'templates', table: 'hub.letter_template', event: 'letter_template', title: 'Letter and message templates', one: 'template', marks: true,
  says: 'Officers start from these and change the words before anything is sent.',
  fields: [
    { name: 'name', label: 'Name', kind: 'line' },
    { name: 'use', label: 'Used for', kind: 'choice', choices: uses, fixed: true },
    { name: 'subject', label: 'Subject', kind: 'line' },
    { name: 'body', label: 'Words', kind: 'words' },
    placeField,
  ],
  schema: z.object({ name: line('Give the template a name', 100), use: z.enum(['letter', 'message'], 'Choose letter or message'), subject: marked('Give a subject').pipe(z.string().max(150, 'Use 150 characters or fewer')), body: marked('Write the template'), position }),
  label: (values) => text(values['name']),
  facts: (values) => lines([chosen(uses, values['use']), text(values['subject'])]),
  preview: (values) => exampleOf(`${text(values['subject'])}\n\n${text(values['body'])}`),
  identity: (values) => `${text(values['use'])} ${codeOf(text(values['name']))}`,
};

const taskTemplates: RuleKind = {
  part: 'tasks', table: 'hub.task_template', event: 'task_template', title: 'Task templates', one: 'template',
  says: 'Tasks that come again and again, with the time that they usually take.',
  fields: [
    { name: 'title', label: 'What to do', kind: 'line' },
    { name: 'brief', label: 'How', kind: 'words' },
    ...spanFields,
    { name: 'category_id', label: 'Only for', kind: 'choice', choices: 'categories' },
    placeField,
  ],
  schema: z.object({ title: line('Say what to do'), brief: optionalWords(2000), amount: whole('Give a whole number from 1 to 365', 1, 365), unit, category_id: idOrNone, position }),
  label: (values) => text(values['title']),
  facts: (values, lookups) => lines([spanWords(Number(values['amount']), text(values['unit'])).replace('within', 'Due within'), text(values['brief']), chosen(lookups.categories, values['category_id'])]),
  identity: (values) => `${codeOf(text(values['title']))} ${text(values['category_id'])}`,
};

const gateways: RuleKind = {
  part: 'gateways', table: 'hub.gateway', event: 'gateway', title: 'Legal gateways', one: 'gateway',
  says: 'Ways through which facts may lawfully pass to another agency. Your adviser checks them.',
  fields: [
    { name: 'name', label: 'Name', hint: 'The Act and section', kind: 'line' },
    { name: 'words', label: 'What it allows', hint: 'In plain words, for the person who decides', kind: 'words' },
    { name: 'source', label: 'Source', kind: 'line' },
  ],
  schema: z.object({ name: line('Give the gateway a name', 160), words: words('Say what it allows', 2000), source: line('Give the source', 200) }),
  label: (values) => text(values['name']),
  facts: (values) => lines([text(values['words']), text(values['source'])]),
  identity: (values) => codeOf(text(values['name'])),
  made: (values) => ({ code: codeOf(text(values['name'])) }),
};

const keepingChoices: readonly Choice[] = [{ value: 'any', text: 'All intelligence' }, { value: 'suspected_false', text: 'Suspected to be false (grade E)' }, { value: 'high_priority', text: 'High priority' }];

const keeping: RuleKind = {
  part: 'intelligence-rules', table: 'hub.intelligence_rule', event: 'intelligence_rule', title: 'Intelligence rules', one: 'rule',
  says: 'When intelligence is looked at again, and when it is weeded. The narrowest rule that fits holds.',
  fields: [
    { name: 'name', label: 'Name', kind: 'line' },
    { name: 'applies_to', label: 'For which intelligence', kind: 'choice', choices: keepingChoices, fixed: true },
    { name: 'review_months', label: 'Looked at again after how many months', kind: 'number' },
    { name: 'weed_months', label: 'Weeded after how many months', hint: 'Counted from the day it came in', kind: 'number' },
    { name: 'source', label: 'Source', kind: 'line' },
  ],
  schema: z.object({ name: line('Give the rule a name'), applies_to: z.enum(['any', 'suspected_false', 'high_priority'], 'Choose which intelligence'), review_months: whole('Give whole months from 1 to 120', 1, 120), weed_months: whole('Give whole months from 1 to 1200', 1, 1200), source: line('Give the source', 200) })
    .refine(({ review_months, weed_months }) => review_months <= weed_months, { path: ['review_months'], message: 'Look at it again before it is weeded' }),
  label: (values) => text(values['name']),
  facts: (values) => lines([chosen(keepingChoices, values['applies_to']), `Again after ${text(values['review_months'])} months, weeded after ${text(values['weed_months'])}`, text(values['source'])]),
  identity: (values) => text(values['applies_to']),
  cannotEnd: (values, others) => (values['applies_to'] === 'any' && !others.some((other) => other['applies_to'] === 'any') ? 'Without a rule for all intelligence, nothing can be graded. Add another first' : undefined),
};

const days = (name: string, label: string): RuleField => ({ name, label, kind: 'number' });

const reviewRules: RuleKind = {
  part: 'case-reviews', table: 'hub.review_rule', event: 'review_rule', title: 'Case review procedure', one: 'procedure',
  says: 'When a victim may have an ASB Case Review, and by when each step is due. An application keeps the procedure of its day.',
  fields: [
    { name: 'name', label: 'Name', kind: 'line' },
    { name: 'reports_needed', label: 'Reports by one person', hint: 'The Act allows no more than 3', kind: 'number' },
    days('in_months', 'In how many months'),
    { name: 'several_needed', label: 'Or reports by so many different people', hint: '0 if that is not a way in', kind: 'number' },
    { name: 'hate_alone', label: 'One hate incident is enough', kind: 'tick' },
    days('complaint_days', 'A report counts when made within so many days of what happened'), days('apply_months', 'And when a review is asked for within so many months of it'),
    days('ack_days', 'Working days to acknowledge'), days('decide_days', 'Working days to decide'), days('meet_days', 'Working days from the decision to the panel'), days('outcome_days', 'Working days from the panel to the outcome'), days('appeal_days', 'Working days to appeal'),
    { name: 'appeal_to', label: 'Who hears an appeal', kind: 'line' }, { name: 'source', label: 'Source', kind: 'line' },
  ],
  schema: z.object({
    name: line('Give the procedure a name', 80), reports_needed: whole('Give 1, 2 or 3', 1, 3), in_months: whole('Give 1 to 24', 1, 24), several_needed: whole('Give 0 to 20', 0, 20), hate_alone: tick,
    complaint_days: whole('Give 28 to 366', 28, 366), apply_months: whole('Give 6 to 24', 6, 24), ack_days: whole('Give 1 to 20', 1, 20), decide_days: whole('Give 1 to 40', 1, 40), meet_days: whole('Give 1 to 60', 1, 60),
    outcome_days: whole('Give 1 to 40', 1, 40), appeal_days: whole('Give 1 to 60', 1, 60), appeal_to: line('Say who hears an appeal', 160), source: line('Say where the procedure comes from', 200),
  }),
  label: (values) => text(values['name']),
  facts: (values) => lines([`${text(values['reports_needed'])} reports in ${text(values['in_months'])} months`, values['hate_alone'] === true && 'One hate incident is enough', Number(values['several_needed']) > 0 && `Or reports by ${text(values['several_needed'])} people`, text(values['source'])]),
  identity: () => 'procedure',
  cannotEnd: () => 'Victims need a procedure. Change it instead of ending it',
};

const machine = z.string().trim().regex(/^(9\d|100)?$/, 'Give a whole number from 90 to 100, or leave it empty').default('').transform((given) => (given === '' ? null : Number(given)));

const matching: RuleKind = {
  part: 'matching', table: 'hub.matching_rule', event: 'matching_rule', title: 'Matching of people', one: 'rule',
  says: 'When two records are shown as perhaps one person, and what a partner may learn of records that are not shared. One rule holds at a time.',
  fields: [
    { name: 'review_from', label: 'Show pairs from this many in a hundred', hint: 'Somebody decides about each. 50 is usual', kind: 'number' },
    { name: 'machine_from', label: 'Join without anybody deciding from this many in a hundred (optional)', hint: 'Empty: never. A wrong join puts one person’s record on another. 90 to 100', kind: 'number' },
    { name: 'named_agencies', label: 'Agencies that agreed to be named', hint: 'A partner who asks learns that this agency holds something about a person, and whom to ask. Only with the agency’s written agreement', kind: 'many', choices: 'agencies' },
    { name: 'named_for', label: 'Named for', kind: 'choice', choices: [{ value: 'alleged', text: 'People alleged to have done something' }, { value: 'anyone', text: 'Anyone, victims too' }] },
  ],
  schema: z.object({ review_from: whole('Give a whole number from 1 to 99', 1, 99), machine_from: machine, named_agencies: many.pipe(z.array(z.uuid('Choose from the list')).max(100)), named_for: z.enum(['alleged', 'anyone'], 'Choose for whom') }),
  label: (values) => `Pairs from ${text(values['review_from'])} in a hundred`,
  facts: (values, lookups) => lines([values['machine_from'] === null || values['machine_from'] === undefined ? 'Nobody is joined by machine' : `Joined by machine from ${text(values['machine_from'])} in a hundred`,
    listOf(values['named_agencies']).length === 0 ? 'No agency is named to others' : `Named to others: ${listOf(values['named_agencies']).map((id) => chosen(lookups.agencies, id) ?? '').join(', ')}`]),
  identity: () => 'matching',
};

const rankings: readonly Choice[] = [{ value: 'perpetrators', text: 'Persistent perpetrators' }, { value: 'victims', text: 'Repeat victims' }, { value: 'places', text: 'Repeat places' }];

const ranking: RuleKind = {
  part: 'ranking', table: 'hub.ranking_rule', event: 'ranking_rule', title: 'Who counts as repeat', one: 'rule',
  says: 'From how many reports in how many days somebody, or a place, stands in the lists of repeats.',
  fields: [
    { name: 'kind', label: 'Which list', kind: 'choice', choices: rankings, fixed: true },
    { name: 'least', label: 'Reports at least', kind: 'number' },
    { name: 'days', label: 'In how many days', kind: 'number' },
    { name: 'source', label: 'Where it comes from', kind: 'line' },
  ],
  schema: z.object({ kind: z.enum(['perpetrators', 'victims', 'places'], 'Choose which list'), least: whole('Give a whole number from 2 to 50', 2, 50), days: whole('Give a whole number from 7 to 1095', 7, 1095), source: line('Say where this comes from', 200) }),
  label: (values) => `${chosen(rankings, values['kind']) ?? ''}: ${text(values['least'])} or more in ${text(values['days'])} days`,
  facts: (values) => text(values['source']),
  identity: (values) => text(values['kind']),
  cannotEnd: (values, others) => (others.some((other) => other['kind'] === values['kind']) ? undefined : 'This list needs a rule. Change it instead of ending it'),
};

const measures: readonly Choice[] = [
  { value: 'risk_band', text: 'Risk band: 2 is medium and above, 3 is high' }, { value: 'repeat_reports', text: 'So many reports in so many days' }, { value: 'silence', text: 'So many days past the day on which we promised to speak' },
  { value: 'hate', text: 'So many reports of hate in so many days' }, { value: 'case_review', text: 'So many reports in so many days, or hate: the case review threshold' },
];

const panelKinds: RuleKind = {
  part: 'panel-kinds', table: 'hub.panel_kind', event: 'panel_kind', title: 'Kinds of panel', one: 'kind',
  says: 'What kinds of meetings there are, and how long an item usually takes.',
  fields: [{ name: 'name', label: 'Name', kind: 'line' }, { name: 'says', label: 'What it is for', kind: 'line' }, { name: 'item_minutes', label: 'Minutes for an item', kind: 'number' }],
  schema: z.object({ name: line('Give the kind a name', 60), says: optionalWords(200), item_minutes: whole('Give whole minutes from 1 to 240', 1, 240) }),
  label: (values) => text(values['name']),
  facts: (values) => lines([text(values['says']), `${text(values['item_minutes'])} minutes an item`]),
  identity: (values) => codeOf(text(values['name'])),
  made: (values) => ({ code: codeOf(text(values['name'])) }),
};

const panelCriteria: RuleKind = {
  part: 'panel-criteria', table: 'hub.panel_criterion', event: 'panel_criterion', title: 'Panel criteria', one: 'criterion',
  says: 'When a live case comes onto the agenda of a panel by itself. The reason stands beside it.',
  fields: [
    { name: 'kind_code', label: 'Code of the kind of panel', hint: 'As in its list: tasking, case-conference, high-risk', kind: 'line', fixed: true },
    { name: 'measure', label: 'What is looked at', kind: 'choice', choices: measures, fixed: true },
    { name: 'threshold', label: 'From how many', kind: 'number' }, { name: 'days', label: 'In how many days', hint: '0 where days do not count', kind: 'number' }, { name: 'source', label: 'Source', kind: 'line' },
  ],
  schema: z.object({
    kind_code: line('Give the code of the kind', 40), measure: z.enum(['risk_band', 'repeat_reports', 'silence', 'hate', 'case_review'], 'Choose what is looked at'), threshold: whole('Give a whole number from 1 to 100', 1, 100),
    days: whole('Give whole days from 0 to 1000', 0, 1000), source: line('Give the source', 200),
  }),
  label: (values) => `${text(values['kind_code'])}: ${chosen(measures, values['measure']) ?? ''}`,
  facts: (values) => lines([`From ${text(values['threshold'])}`, values['days'] === 0 ? undefined : `in ${text(values['days'])} days`, text(values['source'])]),
  identity: (values) => `${text(values['kind_code'])} ${text(values['measure'])}`,
};

const declarations: RuleKind = {
  part: 'panel-declarations', table: 'hub.panel_declaration', event: 'panel_declaration', title: 'Confidentiality declarations', one: 'declaration',
  says: 'What everyone signs before the papers of a panel open. Signatures keep the words that were signed.',
  fields: [{ name: 'name', label: 'Name', kind: 'line' }, { name: 'words', label: 'What is signed', kind: 'words' }],
  schema: z.object({ name: line('Give it a name', 80), words: words('Write what is signed') }),
  label: (values) => text(values['name']),
  facts: (values) => text(values['words']),
  identity: (values) => codeOf(text(values['name'])),
};

const emergencies: RuleKind = {
  part: 'emergencies', table: 'hub.emergency_rule', event: 'emergency_rule', title: 'Emergency access', one: 'rule',
  says: 'For how long a case opens to someone in an emergency, and by when that is reviewed.',
  fields: [
    { name: 'hours', label: 'Open for how many hours', kind: 'number' },
    { name: 'review_days', label: 'Reviewed within how many working days', kind: 'number' },
    { name: 'source', label: 'Where it comes from', hint: 'Such as: decided by the partnership board on 3 March 2026', kind: 'line' },
  ],
  schema: z.object({ hours: whole('Give whole hours from 1 to 72', 1, 72), review_days: whole('Give whole working days from 1 to 20', 1, 20), source: line('Say where this rule comes from', 200) }),
  label: (values) => `${text(values['hours'])} hours`,
  facts: (values) => lines([`Reviewed within ${text(values['review_days'])} working days`, text(values['source'])]),
  identity: () => 'emergency',
  cannotEnd: () => 'Change it instead of ending it: without a rule, four hours and three working days hold',
};

export const ruleKinds: readonly RuleKind[] = [standards, categories, reasons, templates, taskTemplates, gateways, keeping, reviewRules, matching, ranking, panelKinds, panelCriteria, declarations, emergencies];
