import { z } from 'zod';

import { readCovers } from './rules.ts';

export const caseParams = z.object({ caseId: z.uuid() });
export const bundleParams = caseParams.extend({ bundleId: z.uuid() });
export const itemParams = bundleParams.extend({ itemId: z.uuid() });
export const pictureQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) });

const lines = z.string().max(4_000, 'Use 4,000 characters or fewer').transform((text) => [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))]);

export const startForm = z.object({
  title: z.string().trim().min(1, 'Give the bundle a title').max(160, 'Use 160 characters or fewer'),
  court: z.string().trim().max(200, 'Use 200 characters or fewer'),
});

export const wholeForm = startForm.extend({
  statement: z.string().trim().max(20_000, 'Use 20,000 characters or fewer'),
  black_out: lines.refine((all) => all.every((one) => one.length >= 2), 'Give words of two letters or more'),
  black_out_reason: z.string().trim().max(300, 'Use 300 characters or fewer'),
});

export const chosenForm = z.object({ included: z.union([z.uuid(), z.array(z.uuid())]).optional().transform((one) => (one === undefined ? [] : Array.isArray(one) ? one : [one])) });

export const itemForm = z.object({
  title: z.string().trim().min(1, 'Say what it is').max(200, 'Use 200 characters or fewer'),
  position: z.coerce.number('Give a whole number').int('Give a whole number').min(1, 'Use 1 or more').max(9_999, 'Use 9,999 or less'),
  limits: z.string().trim().max(2_000, 'Use 2,000 characters or fewer').default(''),
  strikes: lines,
  strikes_reason: z.string().trim().max(300, 'Use 300 characters or fewer').default(''),
  covers: z.string().trim().max(1_000, 'Use 1,000 characters or fewer').default('').refine((text) => readCovers(text) !== undefined, 'Name squares such as B3:D5, F1. For page 2 of a document write 2: B3:D5'),
  covers_reason: z.string().trim().max(300, 'Use 300 characters or fewer').default(''),
}).superRefine((form, context) => {
  if (form.strikes.length > 0 && form.strikes_reason === '') {
    context.addIssue({ code: 'custom', path: ['strikes_reason'], message: 'Say why these passages are blacked out' });
  }
  if (form.covers !== '' && form.covers_reason === '') {
    context.addIssue({ code: 'custom', path: ['covers_reason'], message: 'Say why these parts are covered' });
  }
});
