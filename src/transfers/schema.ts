import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import { typedText, type FieldError, type Typed } from '../platform/http/index.ts';

export const caseParams = z.object({ caseId: z.uuid() });
export const transferParams = z.object({ transferId: z.uuid() });
export const reasonForm = z.object({ reason: z.string().trim().min(1, 'Say why').max(2000, 'Use 2,000 characters or fewer') });

export type TransferKind = 'transfer' | 'referral';

export interface OfferWish {
  readonly kind: TransferKind;
  readonly reason: string;
  readonly keeps: 'nothing' | 'until';
  readonly keepUntil: Temporal.Instant | null;
  readonly days: number;
}

type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: FieldError[] };

function dayOf(text: string): Temporal.PlainDate | undefined {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : undefined;
  } catch {
    return undefined;
  }
}

/** The part of the offer that is no disclosure. */
export function readOffer(typed: Typed, choices: { readonly supervisor: boolean; readonly now: Temporal.Instant }): Read<OfferWish> {
  const errors: FieldError[] = [];
  const text = (field: string): string => typedText(typed, field).trim();
  const kind = (['transfer', 'referral'] as const).find((one) => one === text('kind'));
  if (kind === undefined) {
    errors.push({ field: 'kind', text: 'Choose whether they take it over or help as well' });
  } else if (kind === 'transfer' && !choices.supervisor) {
    errors.push({ field: 'kind', text: 'A supervisor decides to give a case away. Ask yours, or refer it' });
  }
  const reason = text('reason');
  if (reason === '' || reason.length > 2000) {
    errors.push({ field: 'reason', text: 'Say why they should have it, in 2,000 characters or fewer' });
  }
  const keeps = kind === 'referral' ? 'nothing' : (['nothing', 'until'] as const).find((one) => one === text('keeps'));
  const until = dayOf(text('keep-until'));
  const today = londonDate(choices.now);
  if (keeps === undefined) {
    errors.push({ field: 'keeps', text: 'Choose what your agency still sees afterwards' });
  } else if (keeps === 'until' && (until === undefined || Temporal.PlainDate.compare(until, today) <= 0 || Temporal.PlainDate.compare(until, today.add({ years: 1 })) > 0)) {
    errors.push({ field: 'keep-until', text: 'Give a last day from tomorrow, within a year' });
  }
  const days = /^\d{1,2}$/.test(text('days')) ? Number(text('days')) : 0;
  if (days < 1 || days > 30) {
    errors.push({ field: 'days', text: 'Give 1 to 30 working days' });
  }
  return errors.length > 0 || kind === undefined || keeps === undefined
    ? { ok: false, errors }
    : { ok: true, value: { kind, reason, keeps, keepUntil: keeps === 'until' && until !== undefined ? londonInstant(until, '23:59') : null, days } };
}
