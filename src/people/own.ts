import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Typed } from '../platform/http/index.ts';

/** People of the actor's agency who work on cases. */
export async function colleagues(tx: Transaction, actor: StaffActor): Promise<{ id: string; name: string }[]> {
  return await tx.all(sql<{ id: string; name: string }>`
    select a.id, a.name from hub.account a where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${actor.agencyId} and a.state = 'active'
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor', 'coordinator')) order by a.name`);
}

interface OwnRow {
  readonly kind: string;
  readonly role: string;
  readonly name: string;
  readonly born_on: Temporal.PlainDate | null;
  readonly age_words: string;
  readonly under_18: boolean;
  readonly description: string;
  readonly vulnerability: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
}

/** What the agency itself holds, as its form shows it. */
export async function ownRecord(tx: Transaction, actor: StaffActor, id: string): Promise<Typed> {
  const row = await tx.one(sql<OwnRow>`select * from hub.held_person where partnership_id = ${actor.partnershipId} and id = ${id}`);
  const born = row.born_on === null ? '' : `${row.born_on.day}/${row.born_on.month}/${row.born_on.year}`;
  return { kind: row.kind, role: row.role, name: row.name, born, age: row.age_words, ...(row.under_18 ? { under18: ['yes'] } : {}), description: row.description, vulnerability: row.vulnerability,
    phone: row.phone ?? '', email: row.email ?? '', address: row.address ?? '', postcode: row.postcode ?? '' };
}
