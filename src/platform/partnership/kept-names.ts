import type { Transaction } from '../database/index.ts';
import { sql } from 'kysely';

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
}

/** The names of all staff and agencies of the partnership, from memory while `version` names their state (see `keptRules`). Only for staff. */
export async function keptNames(tx: Transaction, version: string | null): Promise<KeptNames> {
  return await keptRules(version, 'names', async () => {
    const [staff, agencies] = await Promise.all([
      tx.all(sql<StaffName>`select n.* from hub.staff_names(array(select a.id from hub.account a where a.partnership_id = (select hub.actor_partnership()))) n`),
      tx.all(sql<KeptAgency>`select id, name, short_name, kind from hub.agency where partnership_id = (select hub.actor_partnership())`),
    ]);
    return { staff: new Map(staff.map((row) => [row.id, row])), agencies: new Map(agencies.map((row) => [row.id, row])) };
  });
}
