import { sql } from 'kysely';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';

export interface SavedList {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

/** The actor's own lists whose address starts so: "/triage", "/cases". */
export async function savedLists(tx: Transaction, actor: StaffActor, start: string): Promise<SavedList[]> {
  return await tx.all(sql<SavedList>`
    select id, name, address from hub.saved_list
    where partnership_id = ${actor.partnershipId} and account_id = ${actor.accountId} and left(address, ${start.length}) = ${start} order by name limit 30`);
}

export async function saveList(tx: Transaction, actor: StaffActor, list: { name: string; address: string }): Promise<void> {
  await tx.run(sql`insert into hub.saved_list (partnership_id, id, account_id, name, address) values (${actor.partnershipId}, ${uuidv7()}, ${actor.accountId}, ${list.name}, ${list.address})`);
}

export async function dropList(tx: Transaction, actor: StaffActor, listId: string): Promise<void> {
  await tx.run(sql`delete from hub.saved_list where partnership_id = ${actor.partnershipId} and account_id = ${actor.accountId} and id = ${listId}`);
}

/** Only addresses of our own lists are kept: a saved list never leads anywhere else. */
export function isListAddress(address: string): boolean {
  return /^\/(triage|cases|hotspots|hotspots\/map)(\?[\w=&%.,+-]*)?$/.test(address);
}
