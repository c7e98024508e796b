import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import { typedList, typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import type { OfferedGroup, OfferedItem } from './offered.ts';

export const caseParams = z.object({ caseId: z.uuid() });
export const disclosureParams = z.object({ disclosureId: z.uuid() });
export const sharedQuery = z.object({ from: z.uuid().optional().catch(undefined), show: z.enum(['live', 'ours', 'all']).optional().catch(undefined) });

export const withdrawForm = z.object({
  reason: z.string().trim().min(1, 'Say why it is withdrawn').max(2000, 'Use 2,000 characters or fewer'),
  tasks: z.literal('cancel').optional(),
});

/** Someone of another agency who may be named as the receiver. */
export interface PartnerPerson {
  readonly id: string;
  readonly name: string;
  readonly job_title: string;
  readonly agency_id: string;
  readonly agency: string;
}

export interface Receivers {
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly PartnerPerson[];
}

export interface Gateway {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly words: string;
  readonly source: string;
}

/** What may be chosen: whatever is not here was made up, or is gone since the form was opened. */
export interface Choices {
  readonly groups: readonly OfferedGroup[];
  readonly gateways: readonly Gateway[];
  readonly receivers: Receivers;
  readonly restricted: boolean;
  readonly supervisor: boolean;
  readonly now: Temporal.Instant;
}

/** Why and what, whoever it goes to. */
export interface Terms {
  readonly items: readonly OfferedItem[];
  readonly purpose: string;
  readonly gateway: Gateway;
  readonly necessity: string;
  readonly withheld: string;
  readonly caveat: string;
  readonly validUntil: Temporal.Instant;
}

export interface GivenDisclosure extends Terms {
  readonly decision: 'given';
  readonly scope: 'items' | 'case';
  readonly toAgency: string;
  readonly toAccount: string | null;
}

export interface RefusedDisclosure {
  readonly decision: 'refused';
  readonly toAgency: string | null;
  readonly askerWords: string;
  readonly purpose: string;
  readonly refusalReason: string;
}

type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: FieldError[] };

const longest = 366;

function field(typed: Typed, name: string): string {
  return typedText(typed, name).trim();
}

/** Everything on offer by its key. */
function itemsByKey(groups: readonly OfferedGroup[]): Map<string, OfferedItem> {
  return new Map(groups.flatMap(({ items }) => items).map((item) => [item.key, item]));
}

export function chosenItems(typed: Typed, groups: readonly OfferedGroup[]): OfferedItem[] {
  const offered = itemsByKey(groups);
  const chosen = [...new Set(typedList(typed, 'items'))].flatMap((key) => offered.get(key) ?? []);
  const free = field(typed, 'free');
  return free === '' ? chosen : [...chosen, { key: 'free', kind: 'words', label: 'words written for this disclosure', words: free.slice(0, 4000), subjectId: null }];
}

function readDay(text: string): Temporal.PlainDate | undefined {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : undefined;
  } catch {
    return undefined;
  }
}

/** What, why, under which gateway, until when. */
export function readTerms(typed: Typed, choices: Pick<Choices, 'groups' | 'gateways' | 'now'>, wholeCase = false): Read<Terms> {
  const errors: FieldError[] = [];
  const need = (name: string, text: string): string => {
    const words = field(typed, name);
    if (words === '') {
      errors.push({ field: name, text });
    } else if (words.length > 4000) {
      errors.push({ field: name, text: 'Use 4,000 characters or fewer' });
    }
    return words;
  };
  const items = wholeCase ? [] : chosenItems(typed, choices.groups);
  const offered = itemsByKey(choices.groups);
  if (!wholeCase && typedList(typed, 'items').some((key) => !offered.has(key))) {
    errors.push({ field: 'items', text: 'Something you chose has changed on the case since. Choose again' });
  } else if (!wholeCase && items.length === 0) {
    errors.push({ field: 'items', text: 'Choose what to share' });
  }
  const purpose = need('purpose', 'Say what it is for');
  const gateway = choices.gateways.find(({ id }) => id === field(typed, 'gateway'));
  if (gateway === undefined) {
    errors.push({ field: 'gateway', text: 'Choose the law that lets you share it' });
  }
  const necessity = need('necessity', 'Say why it is necessary, and why no less would do');
  const today = londonDate(choices.now);
  const until = readDay(field(typed, 'until'));
  if (until === undefined || Temporal.PlainDate.compare(until, today) < 0 || today.until(until, { largestUnit: 'days' }).days > longest) {
    errors.push({ field: 'until', text: 'Give the last day on which they see it, within a year' });
  }
  return errors.length > 0 || gateway === undefined || until === undefined
    ? { ok: false, errors }
    : { ok: true, value: { items, purpose, gateway, necessity, withheld: field(typed, 'withheld').slice(0, 4000), caveat: field(typed, 'caveat').slice(0, 4000), validUntil: londonInstant(until, '23:59') } };
}

/** Agency and, where one is named, person. On a restricted case a person must be named. */
export function readReceiver(typed: Typed, choices: Pick<Choices, 'receivers' | 'restricted'>, names = { agency: 'agency', person: 'person' }): Read<{ toAgency: string; toAccount: string | null }> {
  const agency = choices.receivers.agencies.find(({ id }) => id === field(typed, names.agency));
  const chosen = field(typed, names.person);
  const person = choices.receivers.people.find(({ id }) => id === chosen);
  if (agency === undefined) {
    return { ok: false, errors: [{ field: names.agency, text: 'Choose the agency' }] };
  }
  if (chosen !== '' && person?.agency_id !== agency.id) {
    return { ok: false, errors: [{ field: names.person, text: `Choose someone of ${agency.name}, or nobody` }] };
  }
  if (person === undefined && choices.restricted) {
    return { ok: false, errors: [{ field: names.person, text: 'This case is restricted: name the one person who will see it' }] };
  }
  return { ok: true, value: { toAgency: agency.id, toAccount: person?.id ?? null } };
}

function readRefusal(typed: Typed, choices: Choices): Read<RefusedDisclosure> {
  const agency = choices.receivers.agencies.find(({ id }) => id === field(typed, 'agency'));
  const askerWords = field(typed, 'asker').slice(0, 200);
  const refusalReason = field(typed, 'refusal');
  const errors: FieldError[] = [];
  if (agency === undefined && askerWords === '') {
    errors.push({ field: 'agency', text: 'Choose the agency that asked, or write who did' });
  }
  if (refusalReason === '') {
    errors.push({ field: 'refusal', text: 'Say why you refuse' });
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { decision: 'refused', toAgency: agency?.id ?? null, askerWords: agency === undefined ? askerWords : '', purpose: field(typed, 'purpose').slice(0, 4000), refusalReason: refusalReason.slice(0, 4000) } };
}

/** The whole form of a decision to share, or not to. */
export function readDisclosure(typed: Typed, choices: Choices): Read<GivenDisclosure | RefusedDisclosure> {
  const decision = field(typed, 'decision');
  if (decision === 'refuse') {
    return readRefusal(typed, choices);
  }
  const scope = decision === 'items' || decision === 'case' ? decision : undefined;
  if (scope === undefined) {
    return { ok: false, errors: [{ field: 'decision', text: 'Choose what you have decided' }] };
  }
  const problems: FieldError[] = scope === 'case' && !choices.supervisor ? [{ field: 'decision', text: 'A supervisor decides on joint work on a whole case. Ask yours, or share only what is needed' }] : [];
  const receiver = readReceiver(typed, choices);
  const terms = readTerms(typed, choices, scope === 'case');
  const errors = [...problems, ...(receiver.ok ? [] : receiver.errors), ...(terms.ok ? [] : terms.errors)];
  return receiver.ok && terms.ok && errors.length === 0 ? { ok: true, value: { decision: 'given', scope, ...receiver.value, ...terms.value } } : { ok: false, errors };
}
