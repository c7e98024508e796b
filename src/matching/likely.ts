import { sql } from 'kysely';

import type { LinkageModelJson } from '@safer-hub/linkage';

import type { Transaction } from '../platform/database/index.ts';
import { nameKey } from '../platform/names/index.ts';
import { comparable, likeness, reasons, type Held } from './likeness-rules.ts';
import { defaultModel } from './model.ts';

/** What is known of somebody who may be in the hub already. */
export interface WantedPerson {
  readonly name: string;
  /** 1988-06-07 */
  readonly born?: string | undefined;
  readonly postcode?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly address?: string | undefined;
}

export interface Candidate extends Held {
  readonly id: string;
  /** Joins records of one person; never shown. */
  readonly person_id: string;
  readonly source: 'party' | 'held';
  readonly agency_id: string;
  readonly case_id: string | null;
  readonly report_id: string | null;
  readonly role: string;
  readonly kind: string;
  readonly name: string;
  readonly under_18: boolean;
  readonly vulnerable: boolean;
  readonly description: string;
}

export interface LikelyPerson {
  /** The record that is most alike. */
  readonly record: Candidate;
  readonly probability: number;
  readonly reasons: readonly string[];
  /** How many of the person's records were found. */
  readonly records: number;
}

export interface ModelInForce {
  /** 0: the model that the hub comes with. */
  readonly version: number;
  readonly model: LinkageModelJson;
  readonly records: number;
  readonly labels: number;
}

/** The model that the partnership's own people taught, or the one that the hub comes with. */
export async function modelInForce(tx: Transaction, partnershipId: string): Promise<ModelInForce> {
  const row = await tx.maybe(sql<ModelInForce>`select version, model, records, labels from hub.match_model where partnership_id = ${partnershipId} order by version desc limit 1`);
  return row ?? { version: 0, model: defaultModel, records: 0, labels: 0 };
}

/** Looked through for each question; what shares most comes first. */
const mostCandidates = 40;
/** Less likely than one in a hundred is not worth a line, unless the name begins as it was typed. */
const leastLikely = 0.01;

/** Who in the hub, of those whom the actor may see, may be this person, most likely first. */
export async function likelyPeople(tx: Transaction, partnershipId: string, wanted: WantedPerson, most: number, without: readonly string[] = []): Promise<LikelyPerson[]> {
  const key = nameKey(wanted.name);
  const { born = null, postcode = '', phone = '', email = '', address = '' } = wanted;
  const [found, inForce] = await Promise.all([
    tx.all(sql<Candidate>`select * from hub.likely_records(hub.person_keys(${key}, ${born}::date, ${postcode}, ${phone}, ${email}, ${address}), ${key}, ${mostCandidates})`),
    modelInForce(tx, partnershipId),
  ]);
  const asked = comparable({ name_key: key, born_on: born, postcode: postcode.toUpperCase().replace(/[^A-Z0-9]/g, ''), phone: phone.replace(/\D/g, '').replace(/^(0044|44)/, '0'), email: email.trim().toLowerCase(), address: address.toLowerCase() });
  return likelyOf(found.filter(({ id }) => !without.includes(id)), key, (record) => likeness(inForce.model, asked, comparable(record)), most);
}

/** One line for each person: their record that is most alike. */
function likelyOf(found: readonly Candidate[], key: string, scored: (record: Candidate) => ReturnType<typeof likeness>, most: number): LikelyPerson[] {
  const people = new Map<string, LikelyPerson>();
  for (const record of found) {
    const score = scored(record);
    const begins = key.length > 2 && record.name_key.startsWith(key);
    const why = reasons(score);
    const words = why.length === 0 && begins ? ['name begins so'] : why;
    if (words.length === 0 || (score.probability < leastLikely && !begins)) {
      continue;
    }
    const before = people.get(record.person_id);
    const better = before === undefined || score.probability > before.probability;
    people.set(record.person_id, { ...(better ? { record, probability: score.probability, reasons: words } : before), records: (before?.records ?? 0) + 1 });
  }
  return [...people.values()].toSorted((a, b) => b.probability - a.probability).slice(0, most);
}
