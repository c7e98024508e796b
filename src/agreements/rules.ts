import { Temporal } from 'temporal-polyfill';

import { dateWords } from '../platform/calendar/index.ts';

/** A kind of data, as an agreement names it: each field of a person on its own, and of whom. */
export interface KindOfData {
  readonly code: string;
  readonly name: string;
}

const fields = [['name', 'names'], ['age', 'ages'], ['description', 'descriptions'], ['vulnerability', 'health and vulnerability'], ['contact', 'telephone numbers and e-mail addresses'], ['address', 'addresses']] as const;

/** The kinds of data that the hub can tell apart. The codes are stored with every item of the ledger. */
export const kindsOfData: readonly KindOfData[] = [
  { code: 'place', name: 'Places' },
  { code: 'dates', name: 'Dates and times' },
  { code: 'account', name: 'What happened, in words' },
  ...fields.map(([code, name]) => ({ code: `harmed-${code}`, name: `People who reported or were harmed: ${name}` })),
  ...fields.map(([code, name]) => ({ code: `alleged-${code}`, name: `People complained of, and others: ${name}` })),
  { code: 'risk', name: 'Risk and warnings' },
  { code: 'file', name: 'Photos and files' },
  { code: 'case', name: 'A whole case, to work on it jointly' },
];

export function kindName(code: string): string {
  return kindsOfData.find((kind) => kind.code === code)?.name ?? code;
}

/** What an agreement allows, and when. */
export interface AgreementTerms {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly parties: readonly string[];
  readonly purposes: readonly string[];
  /** Codes of gateways. */
  readonly gateways: readonly string[];
  readonly kinds: readonly string[];
  readonly starts_on: Temporal.PlainDate;
  readonly review_on: Temporal.PlainDate;
  /** The last day on which it holds. */
  readonly expires_on: Temporal.PlainDate;
  /** The first day on which it no longer holds. */
  readonly ended_on: Temporal.PlainDate | null;
}

export type AgreementStanding = 'not_yet' | 'live' | 'expired' | 'ended';

export function standingOn(agreement: Pick<AgreementTerms, 'starts_on' | 'expires_on' | 'ended_on'>, day: Temporal.PlainDate): AgreementStanding {
  if (agreement.ended_on !== null && Temporal.PlainDate.compare(agreement.ended_on, day) <= 0) {
    return 'ended';
  }
  if (Temporal.PlainDate.compare(day, agreement.starts_on) < 0) {
    return 'not_yet';
  }
  return Temporal.PlainDate.compare(day, agreement.expires_on) > 0 ? 'expired' : 'live';
}

/** A disclosure as an agreement looks at it. */
export interface Wish {
  readonly from: string;
  readonly to: string;
  readonly purpose: string;
  readonly gateway: { readonly code: string; readonly name: string };
  readonly kinds: readonly string[];
  readonly day: Temporal.PlainDate;
}

export type Coverage = { readonly covered: true; readonly agreement: AgreementTerms } | { readonly covered: false; readonly reasons: readonly string[] };

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Everything that stands between a disclosure and this agreement. */
export function gaps(agreement: AgreementTerms, wish: Wish): string[] {
  const standing = standingOn(agreement, wish.day);
  const missing = [...new Set(wish.kinds)].filter((kind) => !agreement.kinds.includes(kind));
  return [
    ...(standing === 'expired' ? [`${agreement.code} expired on ${dateWords(agreement.expires_on)}`] : []),
    ...(standing === 'ended' && agreement.ended_on !== null ? [`${agreement.code} ended on ${dateWords(agreement.ended_on)}`] : []),
    ...(standing === 'not_yet' ? [`${agreement.code} begins on ${dateWords(agreement.starts_on)}`] : []),
    ...(agreement.purposes.includes(wish.purpose) ? [] : [`${agreement.code} is not for this purpose`]),
    ...(agreement.gateways.includes(wish.gateway.code) ? [] : [`${agreement.code} does not name this law: ${wish.gateway.name}`]),
    ...(missing.length === 0 ? [] : [`${agreement.code} does not cover: ${lower(list(missing.map(kindName)))}`]),
  ];
}

/** Which agreement covers a disclosure; else why none does, by the one that comes nearest. Of several, the one that lasts longest. */
export function coverageOf(agreements: readonly AgreementTerms[], wish: Wish): Coverage {
  const between = agreements.filter(({ parties }) => parties.includes(wish.from) && parties.includes(wish.to));
  const weighed = between.map((agreement) => ({ agreement, reasons: gaps(agreement, wish) }));
  const covering = weighed.filter(({ reasons }) => reasons.length === 0).map(({ agreement }) => agreement)
    .toSorted((one, other) => Temporal.PlainDate.compare(other.expires_on, one.expires_on) || one.code.localeCompare(other.code) || other.version - one.version);
  const [first] = covering;
  if (first !== undefined) {
    return { covered: true, agreement: first };
  }
  const live = weighed.filter(({ agreement }) => standingOn(agreement, wish.day) === 'live');
  const [nearest] = (live.length > 0 ? live : weighed).toSorted((one, other) => one.reasons.length - other.reasons.length || other.agreement.version - one.agreement.version);
  return { covered: false, reasons: nearest?.reasons ?? ['No agreement is between these two agencies'] };
}

export type Reminder = 'expired' | 'expires' | 'review';

/** For how many days before, Today says that an agreement is to be looked at. */
export const reminderDays = 30;

/** Whether a version that nobody has renewed or ended has to be looked at. */
export function reminderOf(agreement: AgreementTerms, today: Temporal.PlainDate): Reminder | undefined {
  const soon = today.add({ days: reminderDays });
  if (agreement.ended_on !== null) {
    return undefined;
  }
  if (standingOn(agreement, today) === 'expired') {
    return 'expired';
  }
  if (Temporal.PlainDate.compare(agreement.expires_on, soon) <= 0) {
    return 'expires';
  }
  return Temporal.PlainDate.compare(agreement.review_on, soon) <= 0 ? 'review' : undefined;
}
