import { z } from 'zod';

const optionalId = z.union([z.uuid(), z.literal('').transform(() => undefined)]).optional();

/** Filters of the list, as they stand in the address. A choice that is unknown chooses nothing. */
export const triageQuery = z.object({
  area: z.uuid().optional().catch(undefined),
  kind: z.union([z.uuid(), z.literal('hate')]).optional().catch(undefined),
  from: z.enum(['trusted', 'desk', 'web', 'anonymous']).optional().catch(undefined),
});
export type TriageQuery = z.output<typeof triageQuery>;

export const reportParams = z.object({ reportId: z.uuid() });

const ownWords = (say: string) => z.string().trim().min(1, say).max(4000, 'Use 4,000 characters or fewer');

export const acceptForm = z.object({
  title: z.string().trim().min(3, 'Give the case a title').max(120, 'Use 120 characters or fewer'),
  owner: z.uuid('Choose who will own the case'),
  team: optionalId,
  restricted: z.literal('yes').optional(),
  words: z.string().trim().max(4000, 'Use 4,000 characters or fewer').default(''),
});

export const linkForm = z
  .object({ case: z.string('Choose a case, or give its reference'), reference: z.string().trim().default(''), words: z.string().trim().max(4000, 'Use 4,000 characters or fewer').default('') })
  .refine(({ case: chosen, reference }) => chosen !== 'other' || reference !== '', { path: ['reference'], message: 'Give the reference of the case' })
  .refine(({ case: chosen }) => chosen === 'other' || z.uuid().safeParse(chosen).success, { path: ['case'], message: 'Choose a case, or give its reference' });

export const mergeForm = z
  .object({ report: z.string('Choose a report, or give its reference'), reference: z.string().trim().default('') })
  .refine(({ report, reference }) => report !== 'other' || reference !== '', { path: ['reference'], message: 'Give the reference of the report' })
  .refine(({ report }) => report === 'other' || z.uuid().safeParse(report).success, { path: ['report'], message: 'Choose a report, or give its reference' });

export const referForm = z.object({ agency: z.uuid('Choose the agency that will have this report'), why: ownWords('Say why it is theirs. The person reads this') });

export const noFurtherActionForm = z.object({ reason: z.uuid('Choose a reason'), words: ownWords('Say it in your own words. The person reads this') });

export const priorityForm = z.object({ priority: z.enum(['standard', 'urgent'], 'Choose standard or urgent'), reason: ownWords('Say why. It is kept with the report') });

const several = z.union([z.string(), z.array(z.string())]).optional().transform((ids) => (ids === undefined ? [] : typeof ids === 'string' ? [ids] : ids));

export const severalForm = z
  .object({
    reports: several.pipe(z.array(z.uuid()).min(1, 'Choose at least one report').max(50, 'Choose 50 reports or fewer')),
    act: z.enum(['accept', 'assign']),
    title: z.string().trim().max(120, 'Use 120 characters or fewer').default(''),
    owner: optionalId,
    team: optionalId,
  })
  .refine(({ act, title }) => act !== 'accept' || title.length >= 3, { path: ['title'], message: 'Give the case a title' })
  .refine(({ act, owner }) => act !== 'accept' || owner !== undefined, { path: ['owner'], message: 'Choose who will own the case' })
  .refine(({ act, team }) => act !== 'assign' || team !== undefined, { path: ['team'], message: 'Choose a team' });
