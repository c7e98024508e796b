import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import { typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import { readReceiver, type Gateway, type Receivers } from '../sharing/index.ts';
import { dueAt, type OfficeTime } from './rules.ts';

export const requestParams = z.object({ requestId: z.uuid() });
export const newQuery = z.object({ case: z.uuid().optional().catch(undefined), agency: z.uuid().optional().catch(undefined) });
export const answerQuery = z.object({ case: z.string().trim().max(20).optional().catch(undefined) });
export const listQuery = z.object({ way: z.enum(['to_us', 'by_us']).optional().catch(undefined), state: z.enum(['open', 'late', 'over']).optional().catch(undefined), agency: z.uuid().optional().catch(undefined) });
export type ListQuery = z.output<typeof listQuery>;

export const wordsForm = z.object({ words: z.string().trim().min(1, 'Write it here').max(4000, 'Use 4,000 characters or fewer') });

export interface NewRequest {
  readonly toAgency: string;
  readonly toAccount: string | null;
  readonly about: 'case' | 'person' | 'place';
  readonly aboutWords: string;
  readonly wanted: string;
  readonly purpose: string;
  readonly gateway: Gateway;
  readonly why: string;
  readonly urgent: boolean;
  readonly dueAt: Temporal.Instant;
}

export interface RequestChoices {
  readonly receivers: Receivers;
  readonly gateways: readonly Gateway[];
  readonly restricted: boolean;
  readonly time: OfficeTime;
  readonly now: Temporal.Instant;
}

type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: FieldError[] };

function dayOf(text: string): Temporal.PlainDate | undefined {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : undefined;
  } catch {
    return undefined;
  }
}

export function readRequest(typed: Typed, choices: RequestChoices): Read<NewRequest> {
  const errors: FieldError[] = [];
  const text = (field: string): string => typedText(typed, field).trim();
  const need = (field: string, say: string, most = 4000): string => {
    const words = text(field);
    if (words === '' || words.length > most) {
      errors.push({ field, text: words === '' ? say : `Use ${most.toLocaleString('en-GB')} characters or fewer` });
    }
    return words;
  };
  const receiver = readReceiver(typed, choices);
  const about = (['case', 'person', 'place'] as const).find((one) => one === text('about'));
  if (about === undefined) {
    errors.push({ field: 'about', text: 'Choose what you ask about' });
  }
  const aboutWords = need('about-words', 'Say which case, person or place', 1000);
  const wanted = need('wanted', 'Say what you want to know');
  const purpose = need('purpose', 'Say what it is for');
  const gateway = choices.gateways.find(({ id }) => id === text('gateway'));
  if (gateway === undefined) {
    errors.push({ field: 'gateway', text: 'Choose the law that lets them answer' });
  }
  const why = need('why', 'Say why you need it, and why less would not do');
  const when = text('when');
  const date = dayOf(text('date'));
  const today = londonDate(choices.now);
  if (!['usual', 'urgent', 'date'].includes(when)) {
    errors.push({ field: 'when', text: 'Choose by when' });
  } else if (when === 'date' && (date === undefined || Temporal.PlainDate.compare(date, today) <= 0 || Temporal.PlainDate.compare(date, today.add({ years: 1 })) > 0)) {
    errors.push({ field: 'date', text: 'Give a day from tomorrow, within a year' });
  }
  const all = [...(receiver.ok ? [] : receiver.errors), ...errors];
  if (all.length > 0 || !receiver.ok || about === undefined || gateway === undefined) {
    return { ok: false, errors: all };
  }
  const urgent = when === 'urgent';
  const due = when === 'date' && date !== undefined ? londonInstant(date, choices.time.closesAt) : dueAt(choices.now, urgent, choices.time);
  return { ok: true, value: { ...receiver.value, about, aboutWords, wanted, purpose, gateway, why, urgent, dueAt: due } };
}
