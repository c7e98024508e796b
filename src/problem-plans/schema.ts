import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

export const caseParams = z.object({ caseId: z.uuid() });

const words = z.string().trim().max(4000, 'Use 4,000 characters or fewer').default('');
const metres = (say: string, least: number, most: number) => z.string(say).trim().regex(/^\d{1,4}$/, say).transform(Number).pipe(z.number().min(least, say).max(most, say));

export const planForm = z.object({
  objective: z.string('Say what should be different').trim().min(3, 'Say what should be different').max(4000, 'Use 4,000 characters or fewer'),
  scanning: words, analysis: words, response: words, assessment: words,
  place: z.string().default(''),
  radius: metres('Give a radius from 50 to 2000 metres', 50, 2000),
  ring: metres('Give a ring from 0 to 1000 metres', 0, 1000),
  comparison: z.string().default(''),
  started: z.string().trim().default('').transform((text, context) => {
    if (text === '') {
      return null;
    }
    try {
      return Temporal.PlainDate.from(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'Give a real date' });
      return z.NEVER;
    }
  }),
  months: z.string().trim().regex(/^\d{1,2}$/, 'Give a number of months from 1 to 24').transform(Number).pipe(z.number().min(1, 'Give a number of months from 1 to 24').max(24, 'Give a number of months from 1 to 24')),
});
export type PlanForm = z.output<typeof planForm>;
