import { z } from 'zod';

export const reviewParams = z.object({ reviewId: z.uuid() });
export const caseParams = z.object({ caseId: z.uuid() });
export const linkParams = z.object({ secret: z.string() });
export const figuresQuery = z.object({ year: z.coerce.number().int().min(2014).max(2100).optional() });
export const recommendationParams = z.object({ recommendationId: z.uuid() });

const words = (say: string, most = 4_000) => z.string(say).trim().min(2, say).max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);
const optional = (most = 4_000) => z.string().trim().max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`).default('');
const day = (say: string) => z.string(say).trim().regex(/^\d{4}-\d{2}-\d{2}$/, say);
const time = z.string('Give a time').trim().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time such as 14:00');

export const linkForm = z.object({ words: words('Write what the review should look at') });

const kinds = z.enum(['victim', 'family', 'councillor', 'mp', 'other'], 'Say who you are');
const application = { applicant_kind: kinds, consent_words: optional(500), words: words('Write what the review should look at'), told_words: optional() };
function consented(form: { applicant_kind: string; consent_words: string }, context: z.RefinementCtx): void {
  if (form.applicant_kind !== 'victim' && form.consent_words === '') {
    context.addIssue({ code: 'custom', path: ['consent_words'], message: 'Say how the victim agreed to this' });
  }
}

export const webForm = z.object({ ...application, applicant_name: words('Give your name', 120), applicant_contact: words('Say how it is safe to reach you', 300), told_words: words('Say whom you told, and about when') }).superRefine(consented);
export const staffForm = z.object({ ...application, applicant_name: optional(120), applicant_contact: optional(300) }).superRefine(consented);

export const noForm = z.object({});
export const decideForm = z.object({ met: z.enum(['yes', 'no'], 'Say whether the threshold is met'), decision_words: words('Give the reason. The person who asked reads it') });
export const panelForm = z.object({
  spoc: z.uuid('Choose who is the one contact for this review'),
  chair_name: words('Name the chair', 120),
  chair_words: words('Say why the chair is independent of the case', 500),
  on: day('Give the day of the meeting'),
  at: time,
  victim_part: z.enum(['attends', 'represented', 'written', 'declined'], 'Say how the victim takes part'),
  victim_words: optional(),
});
export const outcomeForm = z.object({
  persistence: words('Say what the panel found on persistence'), harm: words('Say what the panel found on harm, and harm that could come'), adequacy: words('Say what the panel found on how agencies responded'),
  outcome_words: words('Write what the person who asked will read'),
});
export const recommendForm = z.object({ agency: z.uuid('Choose the agency'), words: words('Write the recommendation', 1_000), answer_by: day('Give the day by which they answer') });
export const answerForm = z.object({ answer: z.enum(['accepted', 'part', 'refused'], 'Say whether your agency accepts it'), answer_words: words('Say what your agency will do, or why not', 2_000) });
export const appealForm = z.object({ appeal_words: words('Write what the appeal says'), notified_on: day('Give the day on which the police, fire and crime commissioner was told') });
export const appealEndForm = z.object({ appeal_outcome: words('Write the outcome. The person who asked reads it') });
export const withdrawForm = z.object({ why: words('Say who withdrew it and why', 500) });
