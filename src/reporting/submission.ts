import type { Temporal } from 'temporal-polyfill';

import { contactOf, safeRoute, type Contact } from '../engagement/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { cellOf, toGrid } from '../platform/geography/index.ts';
import { nameKey } from '../platform/names/index.ts';
import { affectedWords, frequencyWords, happenedWords, harmWords, impactWords, lowerFirst, strandWords, vulnerableWords } from './answer-words.ts';
import type { SimilarAnswer, Spot } from './draft.ts';
import type { ReferenceData } from './reference-data.ts';
import { dueUnder, holderOf, urgencyOf, type Holder, type Urgency } from './rules.ts';
import type { StepValues } from './steps.ts';
import { ending, shortEmail } from './ways-to-reach.ts';

export type ReportChannel = 'web' | 'phone' | 'desk';

/** What a report's answers column holds: chosen answers as codes, for triage, rules and figures. */
export interface ReportAnswers {
  readonly danger: StepValues['danger']['danger'];
  readonly harm: StepValues['what']['harm'];
  readonly hate: StepValues['what']['hate'];
  readonly strands: StepValues['what']['strands'];
  readonly when: StepValues['when']['when'];
  readonly time: string;
  readonly frequency: StepValues['when']['frequency'];
  readonly since: string;
  readonly impact: StepValues['impact']['impact'];
  readonly affected: StepValues['impact']['affected'];
  readonly vulnerable: StepValues['impact']['vulnerable'];
  readonly under18: boolean;
  /** "The same as others have reported": a hint to triage, never a merge. */
  readonly similar: SimilarAnswer | null;
}

export interface NewParty {
  readonly name: string;
  readonly nameKey: string;
  readonly under18: boolean;
  readonly vulnerability: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly safeContact: { readonly routes: readonly string[]; readonly never: string; readonly note: string; readonly plain: boolean };
}

export interface NewReport {
  readonly channel: ReportChannel;
  readonly takenBy: string | null;
  readonly receivedAt: Temporal.Instant;
  readonly holder: Holder;
  readonly urgency: Urgency;
  readonly title: string;
  readonly categoryId: string | null;
  readonly words: string;
  readonly wants: string;
  readonly happenedOn: Temporal.PlainDate | null;
  readonly happenedWords: string;
  readonly frequency: string;
  readonly impactWords: string;
  readonly answers: ReportAnswers;
  readonly anonymous: boolean;
  readonly spot: Spot;
  readonly grid: { readonly easting: number; readonly northing: number } | null;
  readonly cell: string | null;
  readonly areaIds: readonly string[];
  readonly answerBy: Temporal.Instant;
  readonly promiseBy: Temporal.Instant;
  readonly party: NewParty | null;
  readonly contact: Contact | undefined;
}

export interface Sending {
  readonly values: StepValues;
  readonly spot: Spot;
  readonly similar: SimilarAnswer | undefined;
  readonly now: Temporal.Instant;
  readonly channel: ReportChannel;
  readonly takenBy: { readonly accountId: string; readonly agencyId: string } | undefined;
  readonly closesAt: string;
}

/** Street or place without what follows the comma, so that a title stays short. */
function shortPlace(words: string): string {
  const first = words.split(/[,\n]/)[0]?.trim() ?? '';
  return first.length > 60 ? `${first.slice(0, 57).trimEnd()}…` : first;
}

function partyOf({ you, impact }: StepValues, restricted: boolean): NewParty | null {
  if (you.who === 'anonymous') {
    return null;
  }
  return {
    name: you.name, nameKey: nameKey(you.name), under18: you.under18, vulnerability: impact.vulnerable.length === 0 ? '' : `someone affected ${impact.vulnerable.map((one) => vulnerableWords[one].toLowerCase()).join(', ')}`,
    phone: you.phone || null, email: you.email || null, address: you.address || null, postcode: you.postcode || null,
    // Whoever reports something at home may not think of the envelope; the hub does.
    safeContact: { routes: you.routes, never: you.never, note: you.note, plain: you.plain || restricted },
  };
}

function impactOf({ impact }: StepValues): string {
  const who = impact.affected.map((one) => lowerFirst(affectedWords[one])).join(', ');
  return [impactWords[impact.impact], impact.impactWords, who === '' ? '' : `Affects: ${who}.`].filter((part) => part !== '').join('. ').replace(/([.!?])\. /g, '$1 ');
}

/** The report that a set of good answers makes. Undefined only in a partnership that has no agency to take it. */
export function reportOf(sending: Sending, facts: ReferenceData): NewReport | undefined {
  const { values, spot, now } = sending;
  // A kind that has been withdrawn since it was chosen is left to triage.
  const category = facts.categories.find(({ id }) => id === values.what.category);
  const holder = holderOf(category, facts, sending.takenBy?.agencyId);
  if (holder === undefined) {
    return undefined;
  }
  const urgency = urgencyOf(values, category);
  const kind = category?.name ?? 'Not sure what kind';
  const party = partyOf(values, holder.restricted);
  return {
    channel: sending.channel, takenBy: sending.takenBy?.accountId ?? null, receivedAt: now, holder, urgency,
    title: holder.restricted ? kind : [kind, shortPlace(spot.words)].filter((part) => part !== '').join(', '),
    categoryId: category?.id ?? null,
    words: values.what.words, wants: values.wants.wants,
    happenedOn: values.when.happenedOn ?? null, happenedWords: happenedWords(values.when, londonDate(now)), frequency: frequencyWords[values.when.frequency],
    impactWords: impactOf(values),
    answers: {
      danger: values.danger.danger, harm: values.what.harm, hate: values.what.hate, strands: values.what.hate === 'no' ? [] : values.what.strands,
      when: values.when.when, time: values.when.time, frequency: values.when.frequency, since: values.when.since,
      impact: values.impact.impact, affected: values.impact.affected, vulnerable: values.impact.vulnerable, under18: values.you.under18,
      similar: sending.similar ?? null,
    },
    anonymous: values.you.who === 'anonymous',
    spot, grid: spot.point && toGrid(spot.point), cell: spot.point && cellOf(spot.point.lat, spot.point.lon),
    areaIds: spot.point === null ? [] : facts.areas.containing(spot.point).map(({ id }) => id),
    answerBy: dueUnder('named-person', urgency, now, facts.time, sending.closesAt),
    promiseBy: dueUnder('promise', urgency, now, facts.time, sending.closesAt),
    party,
    contact: party === null ? undefined : contactOf({ email: party.email, phone: party.phone, address: party.address, postcode: party.postcode, safe_contact: party.safeContact }),
  };
}

/** How the link was sent, in words that do not give the address away to whoever looks over the shoulder. */
export function sentWords(contact: Contact | undefined): string {
  const route = safeRoute(contact);
  if (route === undefined) {
    return '';
  }
  return { sms: `by text to the number ${ending(route.address)}`, email: `by e-mail to ${shortEmail(route.address)}`, letter: 'by letter to the address you gave' }[route.channel];
}

/** What triage reads in one line about the harm, the kind of hate and how often. */
export function flagsOf(answers: ReportAnswers): string[] {
  return [
    answers.harm === 'no' ? '' : harmWords[answers.harm].replace('Yes, ', ''),
    answers.hate === 'yes' ? `hate: ${answers.strands.length === 0 ? 'strand not given' : answers.strands.map((strand) => strandWords[strand].toLowerCase()).join(', ')}` : '',
    answers.under18 ? 'the person who reported is under 18' : '',
  ].filter((flag) => flag !== '');
}
