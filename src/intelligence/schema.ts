import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import { besideTheRest, typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import { handlings, intelligenceGrades, markingAbove, sourceGrades, tooHigh, type Handling } from './rules.ts';

export const idParams = z.object({ intelligenceId: z.uuid() });
export const sharedParams = z.object({ disseminationId: z.uuid() });
export const versionParams = z.object({ intelligenceId: z.uuid(), versionId: z.uuid() });
export const reportParams = z.object({ reportId: z.uuid() });
export const homeQuery = z.object({ q: z.string().trim().max(100).optional().catch(undefined) });
export const newQuery = z.object({ case: z.string().trim().max(20).optional().catch(undefined) });
export const deskQuery = z.object({ show: z.enum(['submitted', 'graded', 'written', 'approved', 'due', 'gone']).optional().catch(undefined) });

const long = (say: string, most = 8000) => z.string(say).trim().min(3, say).max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);
const optional = (most: number) => z.string().trim().max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`).default('');
const dayOrNone = z.string().trim().default('').refine((text) => text === '' || dayOf(text) !== undefined, 'Give a day, or leave it empty').transform((text) => dayOf(text) ?? null);

function dayOf(text: string): Temporal.PlainDate | undefined {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : undefined;
  } catch {
    return undefined;
  }
}

export const submitForm = z.object({
  marking: z.enum(['official', 'official_sensitive', 'above'], 'Choose how it is marked'),
  words: long('Write what you heard or saw'),
  learned: dayOrNone,
  place: optional(200),
  case: optional(20),
  priority: z.enum(['high', 'medium', 'low'], 'Choose how soon it is needed').default('medium'),
  source: long('Say who or what it came from. “Myself” is an answer', 2000),
  known: optional(2000),
  danger: optional(2000),
}).superRefine((form, context) => {
  const found = [form.words, form.source, form.known, form.danger, form.place].map((text) => markingAbove(text ?? '')).find((marking) => marking !== undefined);
  if (form.marking === 'above' || found !== undefined) {
    // Beside the words where no marking was chosen: that field has its own sentence then.
    context.addIssue({ code: 'custom', path: [form.marking === undefined ? 'words' : 'marking'], message: found === undefined ? tooHigh : `It carries the marking ${found}. ${tooHigh}` });
  }
}, besideTheRest);
export type Submission = z.output<typeof submitForm>;

/** Whether what was sent is marked too high, in its marking or anywhere in its words. */
export function isTooHigh(typed: Typed): boolean {
  return typedText(typed, 'marking') === 'above' || ['words', 'source', 'known', 'danger', 'place'].some((field) => markingAbove(typedText(typed, field)) !== undefined);
}

/** What is marked too high is not given back to the screen: the hub holds it as little as it can. */
export function withoutWords(typed: Typed): Typed {
  return { marking: typedText(typed, 'marking'), priority: typedText(typed, 'priority') };
}

export const gradeForm = z.object({
  original: optional(12),
  source: z.enum(sourceGrades, 'Grade the source'),
  intelligence: z.enum(intelligenceGrades, 'Grade the intelligence'),
  handling: z.enum(handlings, 'Choose how it may be shared'),
  conditions: optional(2000),
  rationale: long('Say why you grade it so', 2000),
  priority: z.enum(['high', 'medium', 'low'], 'Choose how soon it is needed'),
}).refine(({ handling, conditions }) => handling === 'P' || conditions !== '', { path: ['conditions'], message: 'State the conditions: without them nobody can keep to them' });
export type GradeForm = z.output<typeof gradeForm>;

export const versionForm = z.object({
  title: z.string('Give it a title').trim().min(3, 'Give it a title').max(120, 'Use 120 characters or fewer'),
  words: long('Write the sanitised version'),
  removed: long('Say what you took out, and why', 2000),
  links: z.union([z.string(), z.array(z.string())]).optional().transform((value) => (value === undefined ? [] : typeof value === 'string' ? [value] : value)),
}).superRefine((form, context) => {
  const found = markingAbove(`${form.title}\n${form.words}`);
  if (found !== undefined) {
    context.addIssue({ code: 'custom', path: ['words'], message: `It carries the marking ${found}. ${tooHigh}` });
  }
}, besideTheRest);

export const decideForm = z.object({
  decision: z.enum(['approve', 'send_back'], 'Choose whether it may go out'),
  words: optional(2000),
}).refine(({ decision, words }) => decision === 'approve' || words !== '', { path: ['words'], message: 'Say what has to change' });

export const withdrawForm = z.object({ reason: long('Say why it is withdrawn', 2000) });
export const acceptForm = z.object({ accept: z.literal('yes', 'Tick that you accept the conditions, or do not read it') });

export const reviewForm = z.object({ decision: z.enum(['keep', 'weed'], 'Choose whether it stays'), reason: long('Say why', 2000), sure: z.literal('yes').optional() })
  .refine(({ decision, sure }) => decision === 'keep' || sure === 'yes', { path: ['sure'], message: 'Tick that you are sure. Nobody can bring it back' });

export const linkForm = z.object({ case: optional(20), party: z.union([z.uuid(), z.literal('')]).default(''), place: optional(120) })
  .refine((form) => form.case !== '' || form.party !== '' || form.place !== '', { path: ['case'], message: 'Give a case, a person or a place' });

export interface Receivers {
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly { readonly id: string; readonly agency_id: string }[];
  readonly gateways: readonly { readonly id: string }[];
}

export interface DisseminationForm {
  readonly toAgency: string;
  readonly toAccount: string | null;
  readonly purpose: string;
  readonly need: string;
  readonly gatewayId: string;
  readonly conditions: string;
  readonly validUntil: Temporal.Instant;
}

/** To whom, what for, under which law, on which conditions, until when. */
export function readDissemination(typed: Typed, about: Receivers & { readonly handling: Handling; readonly now: Temporal.Instant }): { ok: true; value: DisseminationForm } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const field = (name: string): string => typedText(typed, name).trim();
  const need = (name: string, text: string): string => {
    const words = field(name);
    if (words === '' || words.length > 4000) {
      errors.push({ field: name, text: words === '' ? text : 'Use 4,000 characters or fewer' });
    }
    return words;
  };
  const agency = about.agencies.find(({ id }) => id === field('agency'));
  if (agency === undefined) {
    errors.push({ field: 'agency', text: 'Choose the agency' });
  }
  const person = about.people.find(({ id }) => id === field('person'));
  if (field('person') !== '' && person?.agency_id !== agency?.id) {
    errors.push({ field: 'person', text: 'Choose someone of that agency, or nobody' });
  }
  const purpose = need('purpose', 'Say what they need it for');
  const needed = need('need', 'Say why they need it, and why less would not do');
  const gateway = about.gateways.find(({ id }) => id === field('gateway'));
  if (gateway === undefined) {
    errors.push({ field: 'gateway', text: 'Choose the law that lets you share it' });
  }
  const conditions = about.handling === 'C' ? need('conditions', 'State the conditions that they accept before they read it') : field('conditions').slice(0, 4000);
  const until = dayOf(field('until'));
  const today = londonDate(about.now);
  if (until === undefined || Temporal.PlainDate.compare(until, today) < 0 || today.until(until, { largestUnit: 'days' }).days > 366) {
    errors.push({ field: 'until', text: 'Give the last day on which they see it, within a year' });
  }
  return errors.length > 0 || agency === undefined || gateway === undefined || until === undefined
    ? { ok: false, errors }
    : { ok: true, value: { toAgency: agency.id, toAccount: person?.id ?? null, purpose, need: needed, gatewayId: gateway.id, conditions, validUntil: londonInstant(until, '23:59') } };
}
