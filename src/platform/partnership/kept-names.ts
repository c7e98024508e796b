import { sql } from 'kysely';

import type { StaffActor } from '../access/index.ts';
import type { Transaction } from '../database/index.ts';

import { keptRules } from './kept-rules.ts';
import type { StaffName } from './queries.ts';

export interface KeptAgency {
  readonly id: string;
  readonly name: string;
  readonly short_name: string;
  readonly kind: string;
}

/** What everyone in the partnership may know of each other: who is called what, and where they work. */
export interface KeptNames {
  readonly staff: ReadonlyMap<string, StaffName>;
  readonly agencies: ReadonlyMap<string, KeptAgency>;
  readonly teams: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, string>;
}

/** The name of a colleague; null when nobody or nobody of the partnership is meant. */
export function staffName({ staff }: KeptNames, id: string | null): string | null {
  return id === null ? null : (staff.get(id)?.name ?? null);
}

/** The names of all staff, agencies, teams and categories of the partnership, from memory while their state has the same name (see `keptRules`). */
export async function keptNames(tx: Transaction, actor: StaffActor): Promise<KeptNames> {
  const inPartnership = sql`where partnership_id = ${actor.partnershipId}`;
  return await keptRules(actor.rules, 'names', async () => {
    const [staff, agencies, teams, categories] = await Promise.all([
      tx.all(sql<StaffName>`select n.* from hub.staff_names(array(select id from hub.account ${inPartnership})) n`),
      tx.all(sql<KeptAgency>`select id, name, short_name, kind from hub.agency ${inPartnership}`),
      tx.all(sql<{ id: string; name: string }>`select id, name from hub.team ${inPartnership}`),
      tx.all(sql<{ id: string; name: string }>`select id, name from hub.category ${inPartnership}`),
    ]);
    return { staff: new Map(staff.map((row) => [row.id, row])), agencies: new Map(agencies.map((row) => [row.id, row])), teams: new Map(teams.map(({ id, name }) => [id, name])), categories: new Map(categories.map(({ id, name }) => [id, name])) };
  });
}
