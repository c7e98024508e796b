import { Temporal } from 'temporal-polyfill';

import type { Chance } from './random.ts';

/** How reports of one kind come over the year, the week and the day. Weights, not probabilities. */
export interface Rhythm {
  /** Share of all reports. */
  readonly share: number;
  /** January to December. */
  readonly months: readonly number[];
  /** Monday to Sunday. */
  readonly days: readonly number[];
  /** Hours 0 to 23 at which it happens. */
  readonly hours: readonly number[];
}

const flatYear = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
const summer = [0.7, 0.7, 0.9, 1, 1.2, 1.3, 1.4, 1.4, 1.1, 1, 0.7, 0.6];
const autumn = [0.8, 0.7, 0.7, 0.8, 0.9, 0.9, 1, 1, 1.1, 1.6, 1.5, 0.9];
const weekend = [0.7, 0.7, 0.8, 0.9, 1.5, 1.8, 1.1];
const flatWeek = [1, 1, 1, 1, 1, 1, 1];
const night = [6, 5, 3, 1.5, 0.7, 0.5, 0.5, 0.8, 1, 1, 1, 1.2, 1.4, 1.4, 1.5, 2, 2.5, 3, 3.5, 4.5, 6, 7.5, 8.5, 8];
const evening = [2, 1, 0.5, 0.3, 0.2, 0.3, 0.6, 1, 1.2, 1.3, 1.5, 1.8, 2, 2, 2.4, 4, 5, 5.5, 5.5, 6, 6, 5.5, 4.5, 3];
const daylight = [0.2, 0.1, 0.1, 0.1, 0.2, 0.8, 2, 4, 5, 5, 5, 5, 5, 4.5, 4.5, 4.5, 4, 4, 3, 2.5, 1.5, 1, 0.6, 0.4];

export const rhythms: Readonly<Record<string, Rhythm>> = {
  noise: { share: 22, months: summer, days: weekend, hours: night },
  neighbours: { share: 12, months: summer, days: flatWeek, hours: evening },
  threats: { share: 9, months: flatYear, days: weekend, hours: night },
  groups: { share: 15, months: autumn, days: weekend, hours: evening },
  damage: { share: 7, months: autumn, days: weekend, hours: night },
  drugs: { share: 9, months: flatYear, days: flatWeek, hours: evening },
  'street-drinking': { share: 4, months: summer, days: [1, 1, 1, 1.1, 1.3, 1.2, 0.9], hours: evening },
  vehicles: { share: 6, months: summer, days: weekend, hours: evening },
  rubbish: { share: 8, months: flatYear, days: [1.6, 1.1, 1, 1, 0.9, 0.8, 0.8], hours: daylight },
  animals: { share: 2, months: flatYear, days: flatWeek, hours: daylight },
  fireworks: { share: 1.5, months: [0.6, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3, 3, 6, 0.8], days: weekend, hours: evening },
  begging: { share: 1.5, months: flatYear, days: flatWeek, hours: daylight },
  hate: { share: 1.5, months: flatYear, days: flatWeek, hours: evening },
  place: { share: 2, months: [1.6, 1.3, 1, 0.7, 0.6, 0.5, 0.5, 0.6, 0.9, 1.3, 1.6, 1.7], days: flatWeek, hours: evening },
  exploitation: { share: 0.5, months: flatYear, days: flatWeek, hours: daylight },
  domestic: { share: 1, months: [1.2, 1, 1, 1, 1, 1.1, 1.1, 1.1, 1, 1, 1, 1.4], days: weekend, hours: night },
};

/** A place that draws reports of some kinds, for a while. */
export interface Hotspot {
  readonly place: string;
  readonly kinds: readonly string[];
  readonly weight: number;
  /** Days before now at which it begins and ends. */
  readonly fromDaysAgo: number;
  readonly toDaysAgo: number;
}

export const hotspots: readonly Hotspot[] = [
  { place: 'The Stow flats, stairwells', kinds: ['groups', 'threats', 'noise', 'damage'], weight: 40, fromDaysAgo: 110, toDaysAgo: 0 },
  { place: 'Harlow bus station', kinds: ['groups', 'street-drinking', 'threats', 'begging'], weight: 45, fromDaysAgo: 760, toDaysAgo: 0 },
  { place: 'Bush Fair shops', kinds: ['drugs', 'groups', 'street-drinking'], weight: 22, fromDaysAgo: 760, toDaysAgo: 0 },
  { place: 'Bush Fair underpass', kinds: ['place', 'groups', 'damage'], weight: 26, fromDaysAgo: 420, toDaysAgo: 0 },
  { place: 'Staple Tye multi-storey car park', kinds: ['vehicles', 'groups', 'damage'], weight: 26, fromDaysAgo: 300, toDaysAgo: 60 },
  { place: 'Town Park play area', kinds: ['drugs', 'street-drinking', 'groups', 'rubbish'], weight: 18, fromDaysAgo: 760, toDaysAgo: 30 },
  { place: 'Tillwicks Road', kinds: ['drugs', 'neighbours'], weight: 20, fromDaysAgo: 90, toDaysAgo: 0 },
  { place: 'Second Avenue', kinds: ['vehicles'], weight: 24, fromDaysAgo: 200, toDaysAgo: 0 },
  { place: 'Old Harlow High Street', kinds: ['damage', 'rubbish', 'street-drinking'], weight: 12, fromDaysAgo: 760, toDaysAgo: 0 },
  { place: 'Market Square', kinds: ['street-drinking', 'begging', 'hate', 'groups'], weight: 22, fromDaysAgo: 760, toDaysAgo: 0 },
];

/** The moment at which something of this kind happened on a day, London time; after midnight it belongs to the night before. */
export function momentOn(chance: Chance, rhythm: Rhythm, day: Temporal.PlainDate): Temporal.Instant {
  const hour = chance.weighted(rhythm.hours.map((weight, index) => [index, weight] as const));
  const date = hour < 5 ? day.add({ days: 1 }) : day;
  return date.toZonedDateTime({ timeZone: 'Europe/London', plainTime: new Temporal.PlainTime(hour, chance.whole(60)) }).toInstant();
}

/** How many reports of all kinds a day brings, for a town of this size. */
export function meanOn(day: Temporal.PlainDate, kind: string, perDay: number): number {
  const rhythm = rhythms[kind];
  if (rhythm === undefined) {
    return 0;
  }
  const shares = Object.values(rhythms).reduce((sum, one) => sum + one.share, 0);
  const average = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return (perDay * rhythm.share) / shares * ((rhythm.months[day.month - 1] ?? 1) / average(rhythm.months)) * ((rhythm.days[day.dayOfWeek - 1] ?? 1) / average(rhythm.days));
}
