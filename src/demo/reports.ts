import { Temporal } from 'temporal-polyfill';

import { addWorkingDays, inLondon, isWorkingDay, londonDate } from '../platform/calendar/index.ts';
import { cellOf, toGrid } from '../platform/geography/index.ts';
import { sealLink } from '../engagement/index.ts';
import { nameKey } from '../platform/names/index.ts';
import { hashSecret, makeReference } from '../platform/references/index.ts';
import { categories } from '../local-rules/index.ts';
import { familyNames, firstNames } from './people.ts';
import { type Chance, demoId } from './random.ts';
import { hotspots, meanOn, momentOn, rhythms } from './rhythm.ts';
import { nights, said, sinces, troublemakers, wanted } from './sentences.ts';
import type { Row } from '../platform/database/index.ts';
import type { Town, TownPlace } from './town.ts';

/** One invented report before anyone has decided on it. */
export interface InventedReport {
  readonly id: string;
  readonly reference: string;
  readonly kind: string;
  readonly title: string;
  readonly happenedAt: Temporal.Instant;
  readonly receivedAt: Temporal.Instant;
  readonly place: TownPlace;
  readonly urgent: boolean;
  readonly person: InventedPerson | undefined;
  readonly words: string;
  readonly wants: string;
  readonly answerBy: Temporal.Instant;
  readonly secret: string;
  readonly report: Row;
  readonly party: Row | undefined;
}

export interface InventedPerson {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

const perDay = 4;
export const daysBack = 730;

const kindNames: ReadonlyMap<string, string> = new Map(categories.map(({ code, name }) => [code, name]));
const urgentKinds = new Set(categories.filter(({ priority }) => priority === 'urgent').map(({ code }) => code));

/** Two years of reports, oldest first. */
export function inventReports(chance: Chance, town: Town, now: Temporal.Instant, secretKey: string): InventedReport[] {
  const today = londonDate(now);
  const reports: InventedReport[] = [];
  for (let ago = daysBack; ago >= 0; ago -= 1) {
    const day = today.subtract({ days: ago });
    for (const kind of Object.keys(rhythms)) {
      const drawn = hotspots.filter((spot) => spot.kinds.includes(kind) && ago <= spot.fromDaysAgo && ago >= spot.toDaysAgo);
      for (let count = chance.poisson(meanOn(day, kind, perDay)); count > 0; count -= 1) {
        const spot = drawn.length > 0 && chance.happens(0.5) ? chance.weighted(drawn.map((one) => [one, one.weight] as const)) : undefined;
        const place = town.places.find(({ name }) => name === spot?.place) ?? chance.pick(town.places);
        const report = inventReport(chance, town, { kind, day, place, secretKey });
        if (report !== undefined && Temporal.Instant.compare(report.receivedAt, now) < 0) {
          reports.push(report);
        }
      }
    }
  }
  return reports.sort((one, other) => Temporal.Instant.compare(one.receivedAt, other.receivedAt));
}

function fill(chance: Chance, sentence: string): string {
  return sentence.replace('{night}', chance.pick(nights)).replace('{since}', chance.pick(sinces)).replace('{who}', chance.pick(troublemakers)).replace(/(^|\. )([a-z])/g, (_match, before: string, letter: string) => before + letter.toUpperCase());
}

export function inventPerson(chance: Chance): InventedPerson {
  const first = chance.pick(firstNames);
  const family = chance.pick(familyNames);
  return { name: `${first} ${family}`, email: `${first}.${family}${chance.whole(90) + 10}@example.org`.toLowerCase(), phone: `07700 900${String(chance.whole(1000)).padStart(3, '0')}` };
}

interface Wanted {
  readonly kind: string;
  readonly day: Temporal.PlainDate;
  readonly place: TownPlace;
  readonly secretKey: string;
}

function inventReport(chance: Chance, town: Town, { kind, day, place, secretKey }: Wanted): InventedReport | undefined {
  const rhythm = rhythms[kind];
  const sentences = said[kind];
  if (rhythm === undefined || sentences === undefined) {
    return undefined;
  }
  const happenedAt = momentOn(chance, rhythm, day);
  // Most people report within hours; some sleep on it for days.
  const sentAt = happenedAt.add({ minutes: Math.round(chance.happens(0.6) ? 20 + chance.whole(300) : 600 + chance.whole(4000)) });
  const channel = chance.weighted([['web', 70], ['phone', 22], ['desk', 8]] as const);
  const receivedAt = channel === 'web' ? sentAt : inOfficeHours(chance, sentAt);
  const person = chance.happens(0.82) ? inventPerson(chance) : undefined;
  const words = fill(chance, chance.pick(sentences));
  return dressReport(chance, town, { kind, channel, place, secretKey, happenedAt, receivedAt, person, words, wants: chance.pick([...(wanted[kind] ?? []), ...(wanted['any'] ?? [])]) });
}

/** Telephone and desk are open on working days from nine to five. */
function inOfficeHours(chance: Chance, wished: Temporal.Instant): Temporal.Instant {
  const { hour } = inLondon(wished);
  if (hour >= 9 && hour < 17 && isWorkingDay(londonDate(wished))) {
    return wished;
  }
  return inLondon(addWorkingDays(wished, 1)).with({ hour: 9 + chance.whole(8), minute: chance.whole(60) }).toInstant();
}

export interface Dress {
  readonly kind: string;
  readonly channel: 'web' | 'phone' | 'desk';
  readonly place: TownPlace;
  readonly secretKey: string;
  readonly happenedAt: Temporal.Instant;
  readonly receivedAt: Temporal.Instant;
  readonly person: InventedPerson | undefined;
  readonly words: string;
  readonly wants: string;
  readonly safeContact?: Row;
  readonly vulnerability?: string;
  readonly title?: string;
  readonly frequency?: string;
  readonly impact?: string;
}

/** The rows of one report, as the report form would have written them. */
export function dressReport(chance: Chance, town: Town, dress: Dress): InventedReport {
  const { kind, place, receivedAt, happenedAt, person } = dress;
  const id = demoId(chance, receivedAt.epochMilliseconds);
  const secret = Array.from({ length: 43 }, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.charAt(chance.whole(62))).join('');
  const reference = makeReference('R', (size) => Uint8Array.from({ length: size }, () => chance.whole(256)));
  const urgent = urgentKinds.has(kind);
  const answerBy = addWorkingDays(receivedAt, urgent ? 1 : 3);
  const { channel } = dress;
  const grid = toGrid(place);
  const domestic = kind === 'domestic';
  const title = dress.title ?? (domestic ? (kindNames.get(kind) ?? kind) : `${kindNames.get(kind) ?? kind}, ${place.name}`);
  const local = inLondon(happenedAt);
  const frequency = dress.frequency ?? chance.pick(['Only this once', 'A few times', 'Every week or most weekends', 'Most days']);
  const report: Row = {
    partnership_id: town.partnershipId, id, reference, link_hash: `\\x${hashSecret(secret)}`, link_sealed: sealLink(secret, dress.secretKey),
    agency_id: town.agencyIds.get('council'), team_id: domestic ? town.teamIds.get('domestic') : town.teamIds.get('safety'),
    case_id: null, state: 'new', restricted: domestic, channel, taken_by: channel === 'web' ? null : town.accountIds.get(chance.pick(['priya', 'tomas'])),
    received_at: receivedAt.toString(), priority: urgent ? 'urgent' : 'standard', priority_reason: urgent ? 'It speaks of a threat or of harm' : '',
    hate: kind === 'hate', title, category_id: town.categoryIds.get(kind), words: dress.words, wants: dress.wants,
    happened_on: local.toPlainDate().toString(), happened_words: `About ${local.hour === 0 ? 'midnight' : local.hour === 12 ? 'midday' : `${local.hour % 12 || 12}${local.hour < 12 ? 'am' : 'pm'}`}`, frequency,
    impact_words: dress.impact ?? chance.pick(['A lot. I cannot sleep', 'Quite a bit', 'A little. I worry about others', 'A lot. The children are frightened']),
    answers: { danger: 'no', harm: kind === 'threats' ? 'threatened' : 'no', hate: kind === 'hate' ? 'yes' : 'no', strands: kind === 'hate' ? [chance.pick(['race', 'religion', 'disability'])] : [], when: 'day', time: '', frequency: 'few', since: '', impact: 'some', affected: ['me'], vulnerable: [], under18: false, similar: null },
    anonymous: person === undefined, place_id: place.id, place_words: place.kind === 'street' ? place.name : `${place.name}${place.detail === '' ? '' : `, ${place.detail}`}`,
    lat: place.lat, lon: place.lon, ...grid, cell: cellOf(place.lat, place.lon), area_ids: town.areas.filter(({ name }) => name === place.neighbourhood).map((area) => area.id),
    answer_by: answerBy.toString(), decided_at: null, decided_by: null, decision_reason: null, last_told_at: null, next_told_by: null, told_it_times: 1, closed_at: null,
  };
  return {
    id, reference, kind, title, happenedAt, receivedAt, place, urgent, person, words: dress.words, wants: dress.wants, answerBy, secret, report,
    party: person === undefined ? undefined : partyRow(chance, town, { reportId: id, person, dress }),
  };
}

function partyRow(chance: Chance, town: Town, { reportId, person, dress }: { reportId: string; person: InventedPerson; dress: Dress }): Row {
  const routes = chance.weighted([[['email', 'link'], 4], [['text', 'link'], 3], [['email', 'phone'], 2], [['link'], 1]] as const);
  return {
    partnership_id: town.partnershipId, id: demoId(chance, dress.receivedAt.epochMilliseconds), agency_id: town.agencyIds.get('council'), report_id: reportId, case_id: null,
    role: 'complainant', kind: 'person', name: person.name, name_key: nameKey(person.name), vulnerability: dress.vulnerability ?? '', phone: person.phone, email: person.email, address: null, postcode: null,
    safe_contact: dress.safeContact ?? { routes, never: '', note: '', plain: dress.kind === 'domestic' || chance.happens(0.1) }, under_18: false, age_words: '', description: '', created_at: dress.receivedAt.toString(),
  };
}
