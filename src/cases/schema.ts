import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { outcomes } from './rules.ts';

export const caseParams = z.object({ caseId: z.uuid() });
export const partyParams = z.object({ caseId: z.uuid(), partyId: z.uuid() });

export const caseListQuery = z.object({
  whose: z.enum(['mine', 'agency']).optional().catch(undefined),
  state: z.enum(['open', 'closed']).optional().catch(undefined),
  risk: z.enum(['none', 'standard', 'medium', 'high']).optional().catch(undefined),
  stage: z.enum(['investigating', 'acting', 'monitoring']).optional().catch(undefined),
  area: z.uuid().optional().catch(undefined),
  /** The last case of the page before: its opening and its id. */
  after: z.string().regex(/^[0-9TZ:.-]+_[0-9a-f-]{36}$/).optional().catch(undefined),
});
export type CaseListQuery = z.output<typeof caseListQuery>;

export const shownKinds = ['contact', 'incident', 'decision', 'shared', 'file', 'task', 'risk', 'promise', 'note', 'state'] as const;
export const casePageQuery = z.object({ show: z.enum(shownKinds).optional().catch(undefined), all: z.literal('yes').optional().catch(undefined) });
export const chronologyQuery = z.object({ show: z.enum(shownKinds).optional().catch(undefined), audience: z.enum(['case', 'agency']).optional().catch(undefined) });

const long = (say: string) => z.string().trim().min(1, say).max(8000, 'Use 8,000 characters or fewer');
const short = (most = 200) => z.string().trim().max(most, `Use ${most} characters or fewer`).default('');

export const entryForm = z
  .object({
    words: long('Write what happened'),
    // An incident has its own form, which asks when it was: here it would be dated now.
    kind: z.enum(['note', 'call', 'visit', 'decision'], 'Choose a kind'),
    audience: z.enum(['case', 'agency'], 'Choose who sees it'),
    told: z.union([z.string(), z.array(z.string())]).optional().transform((ids) => (ids === undefined ? [] : typeof ids === 'string' ? [ids] : ids)).pipe(z.array(z.uuid())),
  })
  .refine(({ told, kind }) => told.length === 0 || kind === 'call' || kind === 'visit', { path: ['kind'], message: 'Say how they were told: choose Call or Visit. To write to them, use Write' })
  .refine(({ told, audience }) => told.length === 0 || audience === 'case', { path: ['audience'], message: 'What somebody was told is seen by everyone who works on the case' });

/** A day of birth as people write it, or nothing. */
const bornOn = z.string().trim().default('').transform((text, context) => {
  const [, day, month, year] = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text) ?? [];
  try {
    return text === '' ? null : Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' });
  } catch {
    context.addIssue({ code: 'custom', message: 'Give the date of birth like 7/6/1988, or leave it empty' });
    return z.NEVER;
  }
});

export const partyForm = z
  .object({
    role: z.enum(['victim', 'witness', 'alleged', 'other', 'complainant'], 'Choose their part in this'),
    kind: z.enum(['person', 'group', 'unknown'], 'Choose a person, a group, or someone not yet named'),
    name: short(120), age: short(60), born: bornOn, under18: z.literal('yes').optional(), description: short(2000), vulnerability: short(2000),
  })
  .refine(({ kind, name }) => kind === 'unknown' || name !== '', { path: ['name'], message: 'Give a name, or choose “not yet named”' })
  .refine(({ kind, description }) => kind !== 'unknown' || description !== '', { path: ['description'], message: 'Describe the person who is not yet named' });

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Give the day it happened');
export const incidentForm = z.object({
  on: day,
  at: z.union([z.literal(''), z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give the time like 23:30')]).default(''),
  words: long('Write what happened'),
  place: short(200),
});

export const editForm = z.object({
  title: z.string().trim().min(3, 'Give the case a title').max(120, 'Use 120 characters or fewer'),
  stage: z.enum(['investigating', 'acting', 'monitoring'], 'Choose a stage'),
  warning: short(500),
});

export const ownerForm = z.object({ owner: z.uuid('Choose who will own the case'), team: z.union([z.uuid(), z.literal('')]).default(''), why: long('Say why') });

export const restrictForm = z.object({
  restricted: z.enum(['yes', 'no'], 'Choose whether the case is restricted'),
  named: z.union([z.string(), z.array(z.string())]).optional().transform((ids) => (ids === undefined ? [] : typeof ids === 'string' ? [ids] : ids)).pipe(z.array(z.uuid())),
  why: long('Say why'),
});

export const conflictForm = z.object({ person: z.uuid('Choose the person'), why: long('Say what the conflict is. Only supervisors, auditors and that person can read it') });

export const closeForm = z.object({
  outcome: z.enum(outcomes, 'Choose how it ended'),
  reason: long('Say why the case closes'),
  withdraw: short(2000),
  lessons: short(4000),
  cost: z.union([z.literal(''), z.string().regex(/^\d{1,7}(\.\d{1,2})?$/, 'Give the cost in pounds, like 250 or 250.50')]).default(''),
});

export const reopenForm = z.object({ words: long('Say why it opens again. The people who reported read this') });

export const newCaseForm = z.object({ title: z.string().trim().min(3, 'Give the case a title').max(120, 'Use 120 characters or fewer'), owner: z.uuid('Choose who will own the case'), category: z.union([z.uuid(), z.literal('')]).default(''), restricted: z.literal('yes').optional() });

export const saveListForm = z.object({ name: z.string().trim().min(1, 'Give the list a name').max(60, 'Use 60 characters or fewer'), address: z.string() });
