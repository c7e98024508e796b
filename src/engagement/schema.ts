import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { londonInstant } from '../platform/calendar/index.ts';
import { besideTheRest } from '../platform/http/index.ts';
import { contactRoutes } from '../platform/outbox/index.ts';

/** What comes in through the forms of this room. The sentences are read beside the field. */

const longest = 5000;

export function words(missing: string, most = longest): z.ZodString {
  return z.string({ error: missing }).trim().min(1, missing).max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);
}

export function optionalWords(most = longest): z.ZodDefault<z.ZodString> {
  return z.string().trim().max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`).default('');
}

export const linkParams = z.object({ secret: z.string() });
export const reportParams = z.object({ reportId: z.uuid() });
export const lineParams = z.object({ reportId: z.uuid(), lineId: z.uuid() });
export const stoppedParams = z.object({ reportId: z.uuid(), messageId: z.uuid() });

export const messageForm = z.object({ words: words('Write your message') });

/** The person who reported: with a file, words may be missing. */
export const linkMessageForm = z.object({ words: optionalWords() });

export const heardAnswerForm = z
  .object({ receipt: z.uuid(), answer: z.enum(['right', 'wrong'], { error: 'Say whether it is right' }), correction: optionalWords() })
  .refine((form) => form.answer === 'right' || form.correction !== '', { path: ['correction'], message: 'Write what is wrong or missing' });

/** "10pm", "10.30 pm", "22:30"; undefined when it is no time. */
export function readTime(text: string): Temporal.PlainTime | undefined {
  const match = /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\s*$/i.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, hourText = '', minuteText = '0', half = ''] = match;
  let hour = Number(hourText);
  if (half !== '') {
    if (hour < 1 || hour > 12) {
      return undefined;
    }
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  const minute = Number(minuteText);
  return hour < 24 && minute < 60 ? new Temporal.PlainTime(hour, minute) : undefined;
}

/** A date from three boxes; undefined when it does not exist. */
export function readDate(day: string, month: string, year: string): Temporal.PlainDate | undefined {
  const [d, m, y] = [day, month, year].map((part) => (/^\d{1,4}$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (d === undefined || m === undefined || y === undefined || [d, m, y].some(Number.isNaN) || y < 1900) {
    return undefined;
  }
  try {
    return Temporal.PlainDate.from({ year: y, month: m, day: d }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

const dateText = z.string().default('');

export const againForm = z
  .object({
    when: z.enum(['today', 'yesterday', 'other'], { error: 'Choose when it happened' }),
    'when-day': dateText, 'when-month': dateText, 'when-year': dateText,
    time: z.string().trim().default(''),
    place: optionalWords(200),
    words: words('Write what happened'),
  })
  .superRefine((form, context) => {
    if (form.when === 'other' && readDate(form['when-day'], form['when-month'], form['when-year']) === undefined) {
      context.addIssue({ code: 'custom', path: ['when-day'], message: 'Give the day, month and year, for example 14 11 2026' });
    }
    if (form.time !== '' && readTime(form.time) === undefined) {
      context.addIssue({ code: 'custom', path: ['time'], message: 'Give a time such as 10pm or 22:30, or leave it empty' });
    }
  }, besideTheRest);

/** When it happened. Without a time, midday stands for the day. */
export function happenedAt(form: z.output<typeof againForm>, today: Temporal.PlainDate): Temporal.Instant {
  const date = form.when === 'today' ? today : form.when === 'yesterday' ? today.subtract({ days: 1 }) : (readDate(form['when-day'], form['when-month'], form['when-year']) ?? today);
  return londonInstant(date, (readTime(form.time) ?? new Temporal.PlainTime(12)).toString());
}

const listOf = <Item extends z.ZodType>(item: Item) => z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(item));

export const contactForm = z
  .object({
    routes: listOf(z.enum(contactRoutes)),
    phone: z.string().trim().max(40, 'Give one telephone number').default(''),
    email: z.string().trim().max(200, 'Give one e-mail address').default(''),
    address: optionalWords(500),
    never: optionalWords(500),
    note: optionalWords(500),
    plain: z.enum(['yes', 'no'], { error: 'Choose whether messages may say who they are from' }),
  })
  .superRefine((form, context) => {
    if (form.routes.length === 0) {
      context.addIssue({ code: 'custom', path: ['routes'], message: 'Choose at least one way. “I will look at my page” is one' });
    }
    const needed: [boolean, boolean, string, string][] = [
      [form.routes.includes('text') || form.routes.includes('phone'), /^[+\d][\d\s().-]{8,}$/.test(form.phone), 'phone', 'Give your telephone number, for example 07700 900142'],
      [form.routes.includes('email'), /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.email), 'email', 'Give your e-mail address, for example name@example.org'],
      [form.routes.includes('letter'), form.address !== '', 'address', 'Give the address that is safe for letters'],
    ];
    for (const [wanted, good, field, message] of needed) {
      if (wanted && !good) {
        context.addIssue({ code: 'custom', path: [field], message });
      }
    }
  }, besideTheRest);

const scale = (missing: string) => z.coerce.number({ error: missing }).int(missing).min(1, missing).max(5, missing);

export const confidenceForm = z.object({
  moment: z.enum(['report', 'midpoint', 'closure']),
  report_again: scale('Choose how likely you are to report again'),
  felt_heard: scale('Choose how far you felt listened to'),
  knew_next: scale('Choose how far you know what happens next'),
  words: optionalWords(2000),
});

export const reopenForm = z.object({ words: words('Write what is still happening, or what we got wrong') });

export const heardForm = z
  .object({ points: words('Write what you understood, one point on each line'), wants: words('Write what they want to happen', 1000) })
  .transform((form) => ({ points: form.points.split('\n').map((point) => point.replace(/^[-•*\s]+/, '').trim()).filter((point) => point !== ''), wants: form.wants }));

export const toldForm = z.object({
  means: z.enum(['call', 'visit', 'letter'], { error: 'Choose how you told them' }),
  words: words('Write what you told them that was new'),
  resident: optionalWords(1000),
});

export const keptForm = z.object({ words: words('Write in a sentence how it was kept: the person reads it', 1000) });

export const newDateForm = z.object({
  why: words('Write why the date was or will be missed. The person reads it', 1000),
  lost: optionalWords(1000),
  'due-day': dateText, 'due-month': dateText, 'due-year': dateText,
});
