import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { typedList, typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import { kindsOfData } from './rules.ts';

export const agreementParams = z.object({ agreementId: z.uuid() });
export const endForm = z.object({ why: z.string().trim().min(1, 'Say why it ends').max(1000, 'Use 1,000 characters or fewer') });

export interface AgreementWish {
  readonly code: string;
  readonly title: string;
  readonly parties: readonly { readonly agencyId: string; readonly liaisonId: string | null }[];
  readonly purposes: readonly string[];
  readonly gateways: readonly string[];
  readonly kinds: readonly string[];
  readonly terms: string;
  readonly startsOn: Temporal.PlainDate;
  readonly reviewOn: Temporal.PlainDate;
  readonly expiresOn: Temporal.PlainDate;
}

export interface AgreementLists {
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly { readonly id: string; readonly agency_id: string }[];
  readonly gateways: readonly { readonly code: string }[];
  /** Codes in use; renewing keeps its own. */
  readonly taken: readonly string[];
}

export function readDay(text: string): Temporal.PlainDate | undefined {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : undefined;
  } catch {
    return undefined;
  }
}

type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: FieldError[] };

/** The form of an agreement or of its next version. */
export function readAgreement(typed: Typed, lists: AgreementLists, renews?: string): Read<AgreementWish> {
  const errors: FieldError[] = [];
  const wrong = (field: string, text: string): void => {
    errors.push({ field, text });
  };
  const text = (field: string): string => typedText(typed, field).trim();
  const code = renews ?? text('code').toUpperCase();
  if (!/^[A-Z0-9][A-Z0-9-]{1,19}$/.test(code)) {
    wrong('code', 'Give it a short name of letters, numbers and dashes, such as SHP-04');
  } else if (renews === undefined && lists.taken.includes(code)) {
    wrong('code', 'There is an agreement of this name. Renew that one, or choose another name');
  }
  const title = text('title').slice(0, 200);
  if (title === '') {
    wrong('title', 'Say what it is about');
  }
  const chosen = new Set(typedList(typed, 'party'));
  const parties = lists.agencies.filter(({ id }) => chosen.has(id)).map(({ id }) => {
    const liaison = text(`liaison-${id}`);
    if (liaison !== '' && !lists.people.some((person) => person.id === liaison && person.agency_id === id)) {
      wrong(`liaison-${id}`, 'Choose someone of that agency');
    }
    return { agencyId: id, liaisonId: liaison === '' ? null : liaison };
  });
  if (parties.length < 2) {
    wrong('party', 'Choose two agencies or more');
  }
  const purposes = [...new Set(text('purposes').split('\n').map((line) => line.trim()).filter((line) => line !== ''))];
  if (purposes.length === 0) {
    wrong('purposes', 'Write at least one purpose, each on its own line');
  } else if (purposes.some((line) => line.length > 200) || purposes.length > 20) {
    wrong('purposes', 'Use up to 20 purposes of 200 characters each');
  }
  const gateways = lists.gateways.map((gateway) => gateway.code).filter((one) => typedList(typed, 'gateway').includes(one));
  if (gateways.length === 0) {
    wrong('gateway', 'Choose the laws that it rests on');
  }
  const kinds = kindsOfData.map((kind) => kind.code).filter((one) => typedList(typed, 'kind').includes(one));
  if (kinds.length === 0) {
    wrong('kind', 'Choose the kinds of data that may pass');
  }
  const [startsOn, reviewOn, expiresOn] = ['starts', 'review', 'expires'].map((field) => readDay(text(field)));
  if (startsOn === undefined) {
    wrong('starts', 'Give the first day');
  }
  if (expiresOn === undefined || (startsOn !== undefined && Temporal.PlainDate.compare(expiresOn, startsOn) < 0)) {
    wrong('expires', 'Give the last day, not before the first');
  }
  if (reviewOn === undefined || (startsOn !== undefined && expiresOn !== undefined && (Temporal.PlainDate.compare(reviewOn, startsOn) < 0 || Temporal.PlainDate.compare(reviewOn, expiresOn) > 0))) {
    wrong('review', 'Give a day between the first and the last on which it is looked at again');
  }
  return errors.length > 0 || startsOn === undefined || reviewOn === undefined || expiresOn === undefined
    ? { ok: false, errors }
    : { ok: true, value: { code, title, parties, purposes, gateways, kinds, terms: text('terms').slice(0, 8000), startsOn, reviewOn, expiresOn } };
}
