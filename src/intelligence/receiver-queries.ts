import { sql } from 'kysely';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';

export interface ReceiverChoices {
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly agency_id: string; readonly agency: string }[];
}

/** Who may be given intelligence: those who do casework, partners first and then one's own agency. */
export async function receiverChoices(tx: Transaction, actor: StaffActor): Promise<ReceiverChoices> {
  const [agencies, people] = await Promise.all([
    tx.all(sql<{ id: string; name: string }>`select id, name from hub.agency where partnership_id = ${actor.partnershipId} and active order by id = ${actor.agencyId}, name`),
    tx.all(sql<ReceiverChoices['people'][number]>`
      select a.id, a.name, a.agency_id, g.name as agency from hub.account a join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id and g.active
      where a.partnership_id = ${actor.partnershipId} and a.state = 'active' and a.id <> ${actor.accountId}
        and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor', 'coordinator', 'analyst'))
      order by a.agency_id = ${actor.agencyId}, g.name, a.name`),
  ]);
  return { agencies, people };
}

/** Whom to write to: the person named, or the agency's supervisors, or else all who do casework there. */
export async function receiversToTell(tx: Transaction, actor: StaffActor, toAgency: string, toAccount: string | null): Promise<string[]> {
  if (toAccount !== null) {
    return [toAccount];
  }
  const rows = await tx.all(sql<{ id: string; leads: boolean }>`
    select a.id, bool_or(r.role = 'supervisor') as leads from hub.account a join hub.account_role r on r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor')
    where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${toAgency} and a.state = 'active' group by a.id`);
  const leading = rows.filter(({ leads }) => leads);
  return (leading.length > 0 ? leading : rows).map(({ id }) => id);
}
