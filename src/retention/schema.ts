import { z } from 'zod';

export const itemParams = z.object({ itemId: z.uuid() });
export const holdParams = z.object({ holdId: z.uuid() });
export const askParams = z.object({ askId: z.uuid() });

export const reviewForm = z.object({
  decision: z.enum(['keep', 'delete'], 'Choose whether it is kept or deleted'),
  until: z.string().default(''),
  reason: z.string('Say why').trim().min(3, 'Say why').max(1000, 'Use 1,000 characters or fewer'),
  sure: z.literal('yes').optional(),
}).refine(({ decision, sure }) => decision === 'keep' || sure === 'yes', { path: ['sure'], message: 'Confirm that it goes for ever' });

export const handForm = z.object({ account: z.uuid('Choose a person') });

export const holdSubject = z.object({ kind: z.enum(['case', 'report', 'person']), subject: z.uuid() });
export type HoldSubject = z.output<typeof holdSubject>;
/** As the address has it: asked in full only once it is known who asks. */
export const holdQuery = z.object({ kind: z.string().optional(), subject: z.string().optional() });
const holdReason = z.string('Say why it must be kept').trim().min(5, 'Say why it must be kept').max(1000, 'Use 1,000 characters or fewer');
export const holdForm = holdSubject.extend({ reason: holdReason, review: z.string().default('') });
export const holdChange = z.object({
  act: z.enum(['lift', 'longer'], 'Choose whether it is lifted or stays'),
  review: z.string().default(''),
  why: z.string().trim().max(1000, 'Use 1,000 characters or fewer').default(''),
}).refine(({ act, why }) => act === 'longer' || why.length > 4, { path: ['why'], message: 'Say why it is lifted' });

export const answerForm = z.object({
  answer: z.enum(['deleted', 'none', 'kept'], 'Choose what became of your copies'),
  words: z.string().trim().max(1000, 'Use 1,000 characters or fewer').default(''),
}).refine(({ answer, words }) => answer !== 'kept' || words.length > 4, { path: ['words'], message: 'Say what you keep, why, and until when' });

export const deletedQuery = z.object({ reference: z.string().trim().max(40).optional().catch(undefined) });
export const reviewQuery = z.object({ show: z.enum(['mine', 'decided']).optional().catch(undefined) });
