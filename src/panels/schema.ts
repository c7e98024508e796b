import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

const uuid = z.uuid();
const many = z.union([z.string(), z.array(z.string())]).optional().transform((value) => (value === undefined ? [] : typeof value === 'string' ? [value] : value));
const line = (say: string, most = 120) => z.string(say).trim().min(3, say).max(most, `Use ${most} characters or fewer`);
const optional = (most: number) => z.string().trim().max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`).default('');
const whole = (say: string, from: number, to: number) => z.string(say).trim().regex(/^\d{1,4}$/, say).transform(Number).pipe(z.number().min(from, say).max(to, say));
const idOrNone = z.union([uuid, z.literal('').transform(() => null)]).nullish().transform((id) => id ?? null);
const day = (say: string) => z.string(say).trim().transform((text, context) => {
  try {
    return Temporal.PlainDate.from(/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : '', { overflow: 'reject' });
  } catch {
    context.addIssue({ code: 'custom', message: say });
    return z.NEVER;
  }
});

export const panelParams = z.object({ panelId: uuid });
export const meetingParams = z.object({ meetingId: uuid });
export const itemParams = z.object({ itemId: uuid });
export const actionParams = z.object({ actionId: uuid });

export const panelForm = z.object({
  name: line('Give the panel a name', 80), kind: line('Choose what kind of panel it is', 40), purpose: line('Say what it is for', 1000), place: optional(120),
  chair: z.uuid('Choose who chairs'), deputy: idOrNone, members: many.pipe(z.array(uuid)),
}).refine(({ chair, deputy }) => chair !== deputy, { path: ['deputy'], message: 'Choose somebody other than the chair' });
export type PanelForm = z.output<typeof panelForm>;

export const planForm = z.object({
  first: day('Give the first day'), time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give the time, like 14:00'), minutes: whole('Give minutes from 10 to 600', 10, 600), place: optional(120),
  every: z.enum(['0', '1', '2', '4', '8', '13'], 'Choose how often').transform(Number), count: whole('Give a number from 1 to 26', 1, 26).catch(1), marking: z.enum(['official', 'official_sensitive'], 'Choose the marking'),
});
export type PlanForm = z.output<typeof planForm>;

export const proposeForm = z.object({ meeting: z.uuid('Choose the meeting'), case: line('Give the reference of the case', 20), title: line('Give it a title'), question: line('Say what the panel is asked', 300), reason: line('Say why it belongs there', 500) });
export const generalForm = z.object({ title: line('Give it a title'), question: optional(300), minutes: whole('Give minutes from 1 to 240', 1, 240) });
export const answerForm = z.object({ answer: z.enum(['coming', 'apologies', 'here', 'leave'], 'Choose an answer') });
export const signForm = z.object({ agree: z.literal('yes', 'Tick that you agree, or do not open the papers'), declaration: uuid });
export const sheetForm = z.object({ account: uuid, act: z.enum(['came', 'left', 'apologies']) });
export const inviteForm = z.object({ people: many.pipe(z.array(uuid).min(1, 'Choose at least one person')) });

export const minuteForm = z.object({ words: optional(8000), decision: optional(2000), revision: z.string().regex(/^\d{1,6}$/).transform(Number), autosave: z.literal('yes').optional() });
export const actionForm = z.object({ agency: z.uuid('Choose who does it'), person: idOrNone, words: line('Say what they will do', 300), by: day('Give the day'), from: z.enum(['screen', 'item']).default('item') });
export const actionDoneForm = z.object({ words: line('Say what came of it', 500) });
export const screenForm = z.object({ act: z.enum(['go', 'next', 'blank', 'show', 'start', 'end']), item: idOrNone, decision: optional(2000) });
