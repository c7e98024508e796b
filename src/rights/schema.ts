import { z } from 'zod';

import { readCovers } from '../bundles/index.ts';

const words = (say: string, most = 2000) => z.string(say).trim().min(3, say).max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);
export const requestParams = z.object({ requestId: z.uuid() });
export const itemParams = z.object({ requestId: z.uuid(), itemId: z.uuid() });
export const fileParams = z.object({ requestId: z.uuid(), fileId: z.uuid() });
export const pictureQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1), covers: z.string().max(1000).default('') });
export const newQuery = z.object({ person: z.string().optional() });

export const takeForm = z.object({
  person: z.union([z.uuid(), z.literal('')]).default(''),
  kind: z.enum(['access', 'correction'], 'Choose what they ask'),
  asker: words('Say who asks', 200),
  behalf: z.enum(['own', 'other'], 'Choose for whom they ask'),
  authority: z.string().trim().max(500, 'Use 500 characters or fewer').default(''),
  wanted: words('Say what they ask, in their words'),
  received: z.string().default(''),
}).refine(({ behalf, authority }) => behalf === 'own' || authority.length > 2, { path: ['authority'], message: 'Say by what authority they ask for somebody else' });

export const acts = ['identity', 'pause', 'resume', 'extend', 'search', 'refuse', 'withdraw', 'send', 'check', 'back', 'give'] as const;
export type Act = (typeof acts)[number];
export const actForm = z.object({ act: z.enum(acts, 'Choose what to do'), words: z.string().trim().max(2000, 'Use 2,000 characters or fewer').default('') });

export const decideForm = z.object({
  decision: z.enum(['include', 'redact', 'withhold'], 'Choose whether it goes into the pack'),
  strike: z.union([z.string(), z.array(z.string())]).optional().transform((value) => (value === undefined ? [] : typeof value === 'string' ? [value] : value)),
  more: z.string().max(4000, 'Use 4,000 characters or fewer').default(''),
  covers: z.string().trim().max(1000, 'Use 1,000 characters or fewer').default('').refine((text) => readCovers(text) !== undefined, 'Name squares such as B3:D5, F1. For page 2 of a document write 2: B3:D5'),
  exemption: z.union([z.uuid(), z.literal('')]).default(''),
  reason: z.string().trim().max(1000, 'Use 1,000 characters or fewer').default(''),
}).refine(({ decision, exemption }) => decision !== 'withhold' || exemption !== '', { path: ['exemption'], message: 'Choose the exemption' })
  .refine(({ decision, reason }) => decision !== 'withhold' || reason.length > 4, { path: ['reason'], message: 'Say why the exemption holds here' });

export type DecideForm = z.output<typeof decideForm>;

export const correctForm = z.object({
  kind: z.enum(['correction', 'disagreement'], 'Choose whether it is put right or noted'),
  original: words('Copy what is said to be wrong'),
  words: words('Write what is right, or that they do not agree'),
});
