import { sql } from 'kysely';

import { drivers as driversOf } from '../people/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Wanted } from './wanted.ts';

/* Each search is one call of a function that applies the access rule itself; access.test.ts compares them with the policies. */

export interface FoundParty {
  readonly party_id: string;
  readonly case_id: string | null;
  readonly report_id: string | null;
  readonly name: string;
  readonly role: string;
  readonly kind: string;
  readonly case_reference: string | null;
  readonly report_reference: string | null;
  readonly case_title: string | null;
}

export interface FoundCase {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly place_words: string;
}

export interface FoundReference {
  readonly kind: 'case' | 'report' | 'task' | 'disclosure';
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly case_id: string | null;
  readonly state: string;
}

/** Somebody who was noted with the vehicle whose registration was typed. */
export interface FoundDriver {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly description: string;
}

export interface Found {
  readonly drivers: readonly FoundDriver[];
  readonly references: readonly FoundReference[];
  readonly people: readonly FoundParty[];
  readonly cases: readonly FoundCase[];
}

export async function find(tx: Transaction, wanted: Wanted, most: number): Promise<Found> {
  const [drivers, references, people, cases] = await Promise.all([
    driversOf(tx, wanted.words, most),
    wanted.reference === undefined ? [] : tx.all(sql<FoundReference>`select * from hub.search_references(${wanted.reference}, ${most})`),
    wanted.nameKey.length < 2 ? [] : tx.all(sql<FoundParty>`select * from hub.search_parties(${wanted.nameKey}, ${most})`),
    wanted.words.length < 3 ? [] : tx.all(sql<FoundCase>`select * from hub.search_cases(${wanted.words}, ${most})`),
  ]);
  return { drivers, references, people, cases };
}
