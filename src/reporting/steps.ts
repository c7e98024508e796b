import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { parsePostcode } from '../platform/geography/index.ts';
import { besideTheRest, checkForm, type Sent, type Typed } from '../platform/http/index.ts';
import { choice, choices, neededWords, ticked, words } from './form-fields.ts';
import { parseEmail, parseMobile, parsePhone } from './ways-to-reach.ts';

/** The seven questions, in the order they are asked. */
export const stepKeys = ['danger', 'what', 'where', 'when', 'impact', 'wants', 'you'] as const;
export type StepKey = (typeof stepKeys)[number];

export const strands = ['race', 'religion', 'disability', 'orientation', 'transgender', 'other'] as const;
export const affectedPeople = ['me', 'household', 'child', 'neighbours', 'someone-else', 'public'] as const;
export const vulnerabilities = ['child', 'health', 'mental', 'older', 'pregnant', 'alone', 'afraid'] as const;
export const frequencies = ['once', 'few', 'weekly', 'most-days', 'every-day', 'unsure'] as const;
export const routesOffered = ['text', 'email', 'phone', 'letter', 'link'] as const;

const danger = z.object({ danger: choice(['yes', 'now', 'no'], 'Say whether anyone is in danger now') });

const what = z.object({
  words: neededWords(10_000, 'Tell us what happened, in your own words', 'What happened'),
  category: neededWords(60, 'Choose the one it is closest to, or “I am not sure”', 'The kind'),
  harm: choice(['hurt', 'threatened', 'no'], 'Say whether anyone was hurt or threatened'),
  hate: choice(['yes', 'no', 'unsure'], 'Say whether you think it was because of who you are. “I am not sure” is an answer too'),
  strands: choices(strands),
});

const where = z
  .object({
    where: words(200, 'What you search for'),
    place: words(60, 'The place'),
    else: words(1000, 'Your description of the place'),
  })
  .superRefine((answer, context) => {
    if (answer.place === '') {
      context.addIssue({ code: 'custom', path: ['place'], message: 'Choose the closest place, or “Somewhere else”. What you typed is still here' });
    }
    if (answer.place === 'else' && answer.else === '') {
      context.addIssue({ code: 'custom', path: ['else'], message: 'Describe the place in your own words, for example “the path behind the shops”' });
    }
  });

function dateOf(day: string, month: string, year: string): Temporal.PlainDate | undefined {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) {
    return undefined;
  }
  try {
    return Temporal.PlainDate.from({ day: Number(day), month: Number(month), year: Number(year) }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

interface DatedAnswer {
  readonly when: string;
  readonly 'date-day': string;
  readonly 'date-month': string;
  readonly 'date-year': string;
}

function happenedOnOf(answer: DatedAnswer, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  if (answer.when === 'today') {
    return today;
  }
  if (answer.when === 'yesterday') {
    return today.subtract({ days: 1 });
  }
  return answer.when === 'date' ? dateOf(answer['date-day'], answer['date-month'], answer['date-year']) : undefined;
}

function whenUntil(today: Temporal.PlainDate) {
  return z
    .object({
      when: choice(['today', 'yesterday', 'date', 'roughly'], 'Say when it happened. Roughly is fine'),
      'date-day': words(2, 'The day'),
      'date-month': words(2, 'The month'),
      'date-year': words(4, 'The year'),
      roughly: words(300, 'When it happened'),
      time: words(100, 'The time of day'),
      frequency: choice(frequencies, 'Say how often it happens'),
      since: words(300, 'Since when'),
    })
    .superRefine((answer, context) => {
      const happenedOn = happenedOnOf(answer, today);
      if (answer.when === 'date' && happenedOn === undefined) {
        context.addIssue({ code: 'custom', path: ['date-day'], message: 'Give the day, month and year, for example 6 11 2026, or choose “Roughly”' });
      } else if (happenedOn !== undefined && Temporal.PlainDate.compare(happenedOn, today) > 0) {
        context.addIssue({ code: 'custom', path: ['date-day'], message: 'The date must be today or earlier' });
      } else if (happenedOn !== undefined && happenedOn.year < 1950) {
        context.addIssue({ code: 'custom', path: ['date-day'], message: 'Check the year' });
      }
      if (answer.when === 'roughly' && answer.roughly === '') {
        context.addIssue({ code: 'custom', path: ['roughly'], message: 'Say roughly when, for example “one night last week”' });
      }
    }, besideTheRest)
    .transform((answer) => ({ ...answer, happenedOn: happenedOnOf(answer, today) }));
}

type WhenSchema = ReturnType<typeof whenUntil>;

let whenToday: { readonly today: string; readonly schema: WhenSchema } | undefined;

/** Making a schema costs more than using it, and this one changes once a day. */
function when(today: Temporal.PlainDate): WhenSchema {
  const day = today.toString();
  if (whenToday?.today !== day) {
    whenToday = { today: day, schema: whenUntil(today) };
  }
  return whenToday.schema;
}

const impact = z.object({
  impact: choice(['lot', 'some', 'little'], 'Say how much it affects you'),
  impactWords: words(5000, 'What it does to you'),
  affected: choices(affectedPeople),
  vulnerable: choices(vulnerabilities),
});

const wants = z.object({ wants: words(5000, 'What you want to happen') });

const you = z
  .object({
    who: choice(['named', 'anonymous'], 'Say whether we may contact you, or whether you want to stay anonymous'),
    name: words(200, 'Your name'),
    routes: choices(routesOffered),
    email: words(254, 'Your e-mail address'),
    phone: words(30, 'Your phone number'),
    address: words(500, 'Your address'),
    postcode: words(12, 'Your postcode'),
    never: words(500, 'When it is not safe'),
    note: words(1000, 'Your note'),
    plain: ticked,
    under18: ticked,
  })
  .superRefine((answer, context) => {
    if (answer.who === 'anonymous') {
      return;
    }
    const problem = (field: string, message: string): void => context.addIssue({ code: 'custom', path: [field], message });
    const uses = (route: (typeof routesOffered)[number]): boolean => answer.who === 'named' && answer.routes.includes(route);
    if (answer.who === 'named' && answer.routes.length === 0) {
      problem('routes', 'Choose at least one way that is safe, or choose to stay anonymous');
    }
    if (answer.email === '' && uses('email')) {
      problem('email', 'Give your e-mail address, or take the tick from “E-mail”');
    } else if (answer.email !== '' && parseEmail(answer.email) === undefined) {
      problem('email', 'Give an e-mail address like name@example.org');
    }
    if (answer.phone === '' && (uses('text') || uses('phone'))) {
      problem('phone', 'Give your phone number, or take the tick from text and phone');
    } else if (answer.phone !== '' && parsePhone(answer.phone) === undefined) {
      problem('phone', 'Give a UK phone number, like 07700 900123 or 01632 960123');
    } else if (uses('text') && parseMobile(answer.phone) === undefined) {
      problem('phone', 'We can only text a mobile number, one that begins with 07');
    }
    if (answer.address === '' && uses('letter')) {
      problem('address', 'Give the address a letter may go to, or take the tick from “Letter”');
    }
    if (answer.postcode !== '' && parsePostcode(answer.postcode) === undefined) {
      problem('postcode', 'Give a whole postcode, like CM20 1AB, or leave it empty');
    }
  }, besideTheRest)
  .transform((answer) => (answer.who === 'anonymous'
    ? { ...answer, name: '', routes: [], email: '', phone: '', address: '', postcode: '', never: '', note: '', plain: true }
    : { ...answer, email: parseEmail(answer.email) ?? '', phone: parsePhone(answer.phone) ?? '', postcode: parsePostcode(answer.postcode)?.whole ?? '' }));

export interface StepValues {
  readonly danger: z.output<typeof danger>;
  readonly what: z.output<typeof what>;
  readonly where: z.output<typeof where>;
  readonly when: z.output<WhenSchema>;
  readonly impact: z.output<typeof impact>;
  readonly wants: z.output<typeof wants>;
  readonly you: z.output<typeof you>;
}

const schemas: { readonly [Key in StepKey]: (today: Temporal.PlainDate) => z.ZodType<StepValues[Key]> } = {
  danger: () => danger, what: () => what, where: () => where, when, impact: () => impact, wants: () => wants, you: () => you,
};

/** What each step's form sends; anything else in a form is not kept. */
export const stepFields: Readonly<Record<StepKey, readonly string[]>> = {
  danger: ['danger'],
  what: ['category', 'words', 'harm', 'hate', 'strands'],
  where: ['where', 'place', 'else'],
  when: ['when', 'date-day', 'date-month', 'date-year', 'roughly', 'time', 'frequency', 'since'],
  impact: ['impact', 'impactWords', 'affected', 'vulnerable'],
  wants: ['wants'],
  you: ['who', 'name', 'routes', 'email', 'phone', 'address', 'postcode', 'never', 'note', 'plain', 'under18'],
};

/** The fields of one step out of what was sent. */
export function fieldsOf(step: StepKey, typed: Typed): Typed {
  const kept: Record<string, string | readonly string[]> = {};
  for (const field of stepFields[step]) {
    const value = typed[field];
    if (value !== undefined) {
      kept[field] = value;
    }
  }
  return kept;
}

/** Checks one step. The same check runs when the step is sent and again when the whole report is. */
export function checkStep<Key extends StepKey>(step: Key, typed: Typed, today: Temporal.PlainDate): Sent<StepValues[Key]> {
  const schema: z.ZodType<StepValues[Key]> = schemas[step](today);
  return checkForm(schema, fieldsOf(step, typed));
}

/** "Today" is a date by tomorrow: days that depend on when the form was filled in are kept as dates. */
export function datedWhen(typed: Typed, value: StepValues['when']): Typed {
  const on = value.happenedOn;
  return on === undefined || value.when === 'roughly'
    ? typed
    : { ...typed, when: 'date', 'date-day': String(on.day), 'date-month': String(on.month), 'date-year': String(on.year) };
}
