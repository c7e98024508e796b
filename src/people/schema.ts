import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { nameKey } from '../platform/names/index.ts';
import { associationKinds, factKinds, warningKinds } from './words.ts';

export const personParams = z.object({ personId: z.uuid() });
export const factParams = z.object({ personId: z.uuid(), kind: z.enum(Object.keys(factKinds) as [keyof typeof factKinds, ...(keyof typeof factKinds)[]]) });
export const endParams = z.object({ personId: z.uuid(), what: z.enum(['fact', 'warning', 'associate']), id: z.uuid() });
export const undoParams = z.object({ personId: z.uuid(), linkId: z.uuid() });

const optional = (most: number) => z.string().trim().max(most, `Use ${most} characters or fewer`).default('');
const asked = (say: string, most: number) => z.string(say).trim().min(2, say).max(most, `Use ${most} characters or fewer`);
export const reasonForm = z.object({ why: asked('Say why', 500) });

/** A day as a date field sends it, or as people write it. */
export function readDate(text: string): Temporal.PlainDate | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  const written = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text.trim());
  const [year, month, day] = iso === null ? [written?.[3], written?.[2], written?.[1]] : iso.slice(1);
  try {
    return year === undefined ? undefined : Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

const bornBefore = (today: Temporal.PlainDate) => z.string().default('').transform((text, context) => {
  if (text.trim() === '') {
    return null;
  }
  const day = readDate(text);
  if (day === undefined || day.toString() > today.toString() || day.year < today.year - 120) {
    context.addIssue({ code: 'custom', message: 'Give the date of birth like 7/6/1988, or leave it empty' });
    return z.NEVER;
  }
  return day;
});

const orNone = (text: string): string | null => (text === '' ? null : text);
const postcode = z.string().trim().toUpperCase().refine((text) => text === '' || /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/.test(text), 'Give the postcode like CM20 1AA, or leave it empty').default('');

/** Somebody whom an agency knows outside any report or case. */
export function personForm(today: Temporal.PlainDate) {
  return z.object({
    kind: z.enum(['person', 'group', 'unknown'], 'Say whether this is a person, a group or someone not yet named'), role: z.enum(['victim', 'witness', 'alleged', 'other'], 'Choose their part'),
    name: optional(120), born: bornBefore(today), age: optional(40), under18: z.literal('yes').optional().transform((value) => value === 'yes'), description: optional(500), vulnerability: optional(500),
    phone: optional(40).transform(orNone), email: optional(200).refine((text) => text === '' || /^\S+@\S+$/.test(text), 'Give the e-mail address like name@example.org, or leave it empty').transform(orNone), address: optional(300).transform(orNone), postcode: postcode.transform(orNone),
  }).superRefine((form, context) => {
    if (form.kind === 'unknown' ? form.description === '' : nameKey(form.name) === '') {
      context.addIssue({ code: 'custom', path: [form.kind === 'unknown' ? 'description' : 'name'], message: form.kind === 'unknown' ? 'Describe them: “tall man, red moped, The Stow”' : 'Give the name, or choose “Someone not yet named”' });
    }
  });
}
export type PersonForm = z.output<ReturnType<typeof personForm>>;

export const factForm = z.object({ value: asked('Fill this in', 300), postcode, note: optional(300) });
export const warningForm = z.object({
  kind: z.enum(Object.keys(warningKinds) as [keyof typeof warningKinds, ...(keyof typeof warningKinds)[]], 'Choose what the danger is'), words: asked('Say what an officer at the door must know', 300), reason: asked('Say what it rests on: what happened, when, who saw it', 500),
  owner: z.uuid('Choose who looks after this warning'), review: z.string().default(''),
});
export const associateForm = z.object({ kind: z.enum(Object.keys(associationKinds) as [keyof typeof associationKinds, ...(keyof typeof associationKinds)[]], 'Choose how they are connected'), words: optional(300), other: z.string().default(''), name: optional(120) });
export const decideForm = z.object({ other: z.uuid(), verdict: z.enum(['same', 'different', 'unsure'], 'Choose one') });
export const typingForm = z.object({ name: optional(120).catch(''), born: z.string().default('').catch(''), postcode: z.string().default('').catch(''), phone: z.string().default('').catch(''), email: z.string().default('').catch(''), address: z.string().default('').catch('') });

export const listQuery = z.object({
  role: z.enum(['alleged', 'victim', 'witness', 'other']).optional().catch(undefined), kind: z.enum(['person', 'group', 'unknown']).optional().catch(undefined), flag: z.enum(['under18', 'vulnerable']).optional().catch(undefined),
  after: z.string().regex(/^[0-9T:.Z-]+_[0-9a-f-]{36}$/).optional().catch(undefined),
});
export const rankedParams = z.object({ kind: z.enum(['perpetrators', 'victims', 'places']) });
