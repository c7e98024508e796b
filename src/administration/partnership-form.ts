import { z } from 'zod';

import { typedList, type FieldError, type Sent, type Typed } from '../platform/http/index.ts';
import { partnershipSettings, type PartnershipSettings } from '../platform/partnership/index.ts';
import { accentProblem } from '../ui/index.ts';
import { phone } from './schema.ts';

const words = (say: string, most: number) => z.string(say).trim().min(2, say).max(most, `Use ${most} characters or fewer`);
const time = z.string().trim().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time, like 09:00');

export const aboutForm = z
  .object({
    name: words('Give the partnership a name', 120), service: words('Give the service a name', 40), hubPhone: phone,
    runBy: z.string().trim().max(200, 'Use 200 characters or fewer').default(''), portfolioHolder: z.string().trim().max(120, 'Use 120 characters or fewer').default(''),
    exitAddress: z.string().trim().pipe(z.url({ protocol: /^https$/, error: 'Give the address of a harmless page that begins with https://' })),
    opensAt: time, closesAt: time,
    basemap: z.string().trim().refine((url) => url === '' || (url.startsWith('https://') && URL.canParse(url.replaceAll(/[{}]/g, ''))), 'Give an address that begins with https://, or leave it empty').default(''),
    basemapCredit: z.string().trim().max(200, 'Use 200 characters or fewer').default(''),
  })
  .refine(({ opensAt, closesAt }) => opensAt < closesAt, { path: ['closesAt'], message: 'The hub closes after it opens' });

export const colourForm = z.object({
  accent: z.string().trim().toLowerCase().superRefine((accent, context) => {
    const problem = accentProblem(accent);
    if (problem !== undefined) {
      context.addIssue({ code: 'custom', message: problem });
    }
  }),
});

export interface ListColumn {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly long?: true;
  readonly tick?: true;
}

/** A setting that is a list of lines: edited as rows, of which empty ones fall away. */
export interface ListPart {
  readonly key: 'helplines' | 'directory' | 'meetings' | 'saidDid';
  readonly part: string;
  readonly title: string;
  readonly one: string;
  readonly says: string;
  readonly columns: readonly ListColumn[];
  readonly row: z.ZodType<object>;
}

export const listParts: readonly ListPart[] = [
  {
    key: 'helplines', part: 'helplines', title: 'Helplines', one: 'Helpline', says: 'Shown where someone may need help now.',
    columns: [{ name: 'name', label: 'Name' }, { name: 'phone', label: 'Phone' }, { name: 'words', label: 'What it is for', hint: 'Such as: free and private, day and night' }],
    row: z.object({ name: words('Give its name', 80), phone: phone.pipe(z.string().min(3, 'Give its phone number')), words: words('Say what it is for', 160) }),
  },
  {
    key: 'directory', part: 'directory', title: 'Who deals with what', one: 'Line', says: 'The list on the front page that says who to turn to.',
    columns: [{ name: 'about', label: 'About' }, { name: 'by', label: 'Who deals with it' }, { name: 'phone', label: 'Phone' }, { name: 'when', label: 'When they answer' }],
    row: z.object({ about: words('Say what it is about', 100), by: words('Say who deals with it', 120), phone: phone.pipe(z.string().min(3, 'Give the phone number')), when: words('Say when they answer', 80) }),
  },
  {
    key: 'meetings', part: 'meetings', title: 'Meet us', one: 'Meeting', says: 'Where and when people can come and talk.',
    columns: [{ name: 'when', label: 'When' }, { name: 'words', label: 'Where and who', long: true }],
    row: z.object({ when: words('Say when it is', 100), words: words('Say where it is and who is there', 300) }),
  },
  {
    key: 'saidDid', part: 'said-did', title: 'You said, we did', one: 'Entry', says: 'What residents said and what came of it. Say also what was not done, and why.',
    columns: [{ name: 'place', label: 'Where' }, { name: 'said', label: 'You said', long: true }, { name: 'did', label: 'We did', long: true }, { name: 'not', label: 'We could not do what was asked', tick: true }],
    row: z.object({ place: words('Say where', 80), said: words('Write what people said', 300), did: words('Write what was done, or why not', 300), not: z.boolean() }),
  },
];

/** Rows as their fields came: the first names of all rows, then the second ... A ticked box gives the number of its row. */
export function rowsOf(part: ListPart, typed: Typed): Readonly<Record<string, string>>[] {
  const length = Math.min(60, Math.max(0, ...part.columns.map(({ name, tick }) => (tick === true ? 0 : typedList(typed, name).length))));
  return Array.from({ length }, (_, at) => Object.fromEntries(part.columns.map(({ name, tick }) => [name, tick === true ? (typedList(typed, name).includes(String(at)) ? 'yes' : '') : (typedList(typed, name)[at] ?? '')])));
}

export function rowIsEmpty(part: ListPart, row: Readonly<Record<string, string>>): boolean {
  return part.columns.every(({ name, tick }) => tick === true || (row[name] ?? '').trim() === '');
}

/** The list as it is kept, or what is wrong in which row: errors name their field `name-row`. */
export function checkRows(part: ListPart, typed: Typed): Sent<readonly object[]> {
  const errors: FieldError[] = [];
  const value: object[] = [];
  for (const [at, row] of rowsOf(part, typed).entries()) {
    if (rowIsEmpty(part, row)) {
      continue;
    }
    const candidate = Object.fromEntries(part.columns.map(({ name, tick }) => [name, tick === true ? row[name] === 'yes' : row[name]]));
    const result = part.row.safeParse(candidate);
    if (result.success) {
      value.push(result.data);
    } else {
      errors.push(...result.error.issues.map((issue) => ({ field: `${String(issue.path[0] ?? part.columns[0]?.name)}-${at}`, text: `${part.one} ${at + 1}: ${issue.message}` })));
    }
  }
  return errors.length > 0 ? { ok: false, errors, typed } : { ok: true, value, typed };
}

/** What a row of the list looks like in its form. */
export function typedRows(part: ListPart, settings: PartnershipSettings): Readonly<Record<string, string>>[] {
  return settings[part.key].map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'boolean' ? (value ? 'yes' : '') : value])));
}

export function settingsOf(stored: unknown): PartnershipSettings {
  return partnershipSettings.parse(stored);
}
