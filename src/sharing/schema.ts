import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { readCovers } from '../bundles/index.ts';
import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import { coverageOf, standingOn, type AgreementTerms } from '../agreements/index.ts';
import { typedList, typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import type { OfferedGroup, OfferedItem } from './offered.ts';
import { partsToStrike, strikeOut } from './redaction.ts';

export const caseParams = z.object({ caseId: z.uuid() });
export const disclosureParams = z.object({ disclosureId: z.uuid() });
export const sharedQuery = z.object({ from: z.uuid().optional().catch(undefined), show: z.enum(['live', 'ours', 'all']).optional().catch(undefined) });

export const fileParams = caseParams.extend({ evidenceId: z.uuid() });
export const fileQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1), covers: z.string().max(1_000).default('').catch(''), plain: z.literal('yes').optional().catch(undefined) });
export const sharedFileParams = disclosureParams.extend({ itemId: z.uuid() });

export const noticeParams = z.object({ noticeId: z.uuid() });
export const decideForm = z.object({
  decision: z.enum(['allow', 'refuse'], 'Choose what you decide'),
  reason: z.string().trim().min(1, 'Say why').max(2000, 'Use 2,000 characters or fewer'),
});
export const correctForm = z.object({ words: z.string().trim().min(1, 'Say what is wrong, and what is right').max(4000, 'Use 4,000 characters or fewer') });

export const withdrawForm = z.object({
  told: z.string().trim().max(2000, 'Use 2,000 characters or fewer').default(''),
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

/** What a disclosure is held against: the agreements of the giver's agency. */
export interface Agreed {
  readonly agreements: readonly AgreementTerms[];
  readonly ownAgency: string;
  readonly supervisor: boolean;
  readonly now: Temporal.Instant;
}

/** Under which agreement it is given, or why it may be given without. */
export interface Ground {
  readonly agreementId: string | null;
  readonly agreementCode: string | null;
  readonly outside: readonly string[];
  readonly allowedReason: string | null;
}

/** Why and what, whoever it goes to. */
export interface Terms {
  readonly items: readonly OfferedItem[];
  /** The purpose as the agreement has it; empty where none fits. */
  readonly aim: string;
  readonly purpose: string;
  readonly gateway: Gateway;
  readonly necessity: string;
  readonly proportionality: string;
  readonly withheld: string;
  readonly caveat: string;
  readonly handling: string;
  readonly retention: string;
  readonly validUntil: Temporal.Instant;
}

export interface GivenDisclosure extends Terms {
  readonly decision: 'given';
  readonly scope: 'items' | 'case';
  readonly toAgency: string;
  readonly toAccount: string | null;
}

/** A disclosure with the ground that it stands on. */
export type GroundedDisclosure = GivenDisclosure & Ground;

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
  const chosen = [...new Set(typedList(typed, 'items'))].flatMap((key) => offered.get(key) ?? []).map((item) => withoutStruck(item, partsToStrike(typedText(typed, `strike-${item.key}`)))).map((item) => withCovers(item, field(typed, `cover-${item.key}`)));
  const free = field(typed, 'free').slice(0, 4000);
  if (free === '') {
    return chosen;
  }
  // Words of one's own may hold several kinds of data: each is held against the agreement.
  const kinds = [...new Set(typedList(typed, 'freekinds'))].filter((kind) => kind !== '');
  return [...chosen, { key: 'free', kind: 'words', label: 'words written for this disclosure', words: free, subjectId: null, category: kinds.length === 0 ? 'account' : kinds.join(' ') }];
}

function withoutStruck(item: OfferedItem, parts: readonly string[]): OfferedItem {
  return parts.length === 0 || item.strikes !== true ? item : { ...item, words: strikeOut(item.words, parts).words, label: `${item.label}, parts struck out`, redacted: true };
}

function withCovers(item: OfferedItem, squares: string): OfferedItem {
  const covers = readCovers(squares) ?? [];
  return item.file === undefined || covers.length === 0 ? item : { ...item, covered: { typed: squares, covers }, label: `${item.label}, parts covered`, redacted: true };
}

/** Squares that cannot be read cover nothing, so they are asked for again. */
function coverErrors(typed: Typed, groups: readonly OfferedGroup[]): FieldError[] {
  const offered = itemsByKey(groups);
  return [...new Set(typedList(typed, 'items'))].filter((key) => offered.get(key)?.file !== undefined && readCovers(field(typed, `cover-${key}`)) === undefined)
    .map((key) => ({ field: `cover-${key}`, text: 'Name squares such as B3:D5, F1. For page 2 of a document write 2: B3:D5' }));
}

/** Parts that were to be struck and do not stand in the text: a slip of the pen would give away what was to be hidden. */
function strikeErrors(typed: Typed, groups: readonly OfferedGroup[]): FieldError[] {
  const offered = itemsByKey(groups);
  return [...new Set(typedList(typed, 'items'))].flatMap((key) => {
    const item = offered.get(key);
    const name = `strike-${key}`;
    const { missing } = item === undefined ? { missing: [] } : strikeOut(item.words, partsToStrike(typedText(typed, name)));
    return missing.map((part) => ({ field: name, text: `“${part}” is not in the ${item?.label ?? 'text'}. Copy it exactly` }));
  });
}

/** The kinds of data in what was chosen. */
export function kindsIn(scope: 'items' | 'case', items: readonly OfferedItem[]): string[] {
  return scope === 'case' ? ['case'] : [...new Set(items.flatMap(({ category }) => category.split(' ')))];
}

/** Holds a disclosure against every agreement. Outside of them all, a supervisor's written reason lets this one pass. */
export function groundOf(typed: Typed, given: GivenDisclosure, agreed: Agreed): { readonly ok: true; readonly value: Ground } | { readonly ok: false; readonly reasons: readonly string[] } {
  const coverage = coverageOf(agreed.agreements, { from: agreed.ownAgency, to: given.toAgency, purpose: given.aim, gateway: given.gateway, kinds: kindsIn(given.scope, given.items), day: londonDate(agreed.now) });
  if (coverage.covered) {
    return { ok: true, value: { agreementId: coverage.agreement.id, agreementCode: coverage.agreement.code, outside: [], allowedReason: null } };
  }
  const allowed = field(typed, 'allow').slice(0, 2000);
  return agreed.supervisor && allowed !== ''
    ? { ok: true, value: { agreementId: null, agreementCode: null, outside: coverage.reasons, allowedReason: allowed } }
    : { ok: false, reasons: coverage.reasons };
}

/** The purposes that the agreements in force give to choose from. */
export function aimsOf(agreements: readonly AgreementTerms[], now: Temporal.Instant): string[] {
  const today = londonDate(now);
  return [...new Set(agreements.filter((agreement) => standingOn(agreement, today) === 'live').flatMap(({ purposes }) => purposes))].toSorted();
}

/** What is said beside the purpose when no agreement covers it. */
export function outsideError(reasons: readonly string[]): FieldError {
  return { field: 'aim', text: `No agreement covers this. ${reasons.join('. ')}` };
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
  errors.push(...(wholeCase ? [] : [...strikeErrors(typed, choices.groups), ...coverErrors(typed, choices.groups)]));
  const aim = field(typed, 'aim');
  if (aim === '') {
    errors.push({ field: 'aim', text: 'Choose the purpose that an agreement names, or “None of these”' });
  }
  const purpose = need('purpose', 'Say what it is for');
  const gateway = choices.gateways.find(({ id }) => id === field(typed, 'gateway'));
  if (gateway === undefined) {
    errors.push({ field: 'gateway', text: 'Choose the law that lets you share it' });
  }
  const necessity = need('necessity', 'Say why they need it');
  const proportionality = need('proportionality', 'Say why less would not do, and what it means for the people concerned');
  const today = londonDate(choices.now);
  const until = readDay(field(typed, 'until'));
  if (until === undefined || Temporal.PlainDate.compare(until, today) < 0 || today.until(until, { largestUnit: 'days' }).days > longest) {
    errors.push({ field: 'until', text: 'Give the last day on which they see it, within a year' });
  }
  return errors.length > 0 || gateway === undefined || until === undefined
    ? { ok: false, errors }
    : { ok: true, value: {
      items, aim: aim === 'none' ? '' : aim, purpose, gateway, necessity, proportionality, withheld: field(typed, 'withheld').slice(0, 4000), caveat: field(typed, 'caveat').slice(0, 4000),
      handling: field(typed, 'handling').slice(0, 4000), retention: field(typed, 'retention').slice(0, 2000), validUntil: londonInstant(until, '23:59'),
    } };
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
