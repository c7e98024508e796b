import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { uuidv7 } from '../platform/references/index.ts';

export interface Capability {
  readonly id: string;
  readonly basis: string;
  readonly given_from: Temporal.PlainDate;
  readonly given_to: Temporal.PlainDate | null;
  readonly given_by_name: string | null;
  readonly ended_by_name: string | null;
}

/** What a person was given beyond their roles, the newest first. */
export async function capabilitiesOf(tx: Transaction, partnershipId: string, accountId: string): Promise<Capability[]> {
  return await tx.all(sql<Capability>`
    select c.id, c.basis, c.given_from, c.given_to, g.name as given_by_name, e.name as ended_by_name from hub.account_capability c
    left join hub.account g on g.partnership_id = c.partnership_id and g.id = c.given_by
    left join hub.account e on e.partnership_id = c.partnership_id and e.id = c.ended_by
    where c.partnership_id = ${partnershipId} and c.account_id = ${accountId} order by c.given_at desc limit 20`);
}

export interface NewCapability {
  readonly basis: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate | null;
}

export function giveCapability(tx: Transaction, actor: StaffActor, accountId: string, wish: NewCapability, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.account_capability (partnership_id, id, account_id, capability, basis, given_from, given_to, given_by, given_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${accountId}, 'intelligence', ${wish.basis}, ${wish.from}, ${wish.to}, ${actor.accountId}, ${now})`);
}

/** Ended the day before, so that it is over now. */
export async function endCapability(tx: Transaction, actor: StaffActor, accountId: string, id: string, today: Temporal.PlainDate, now: Temporal.Instant): Promise<void> {
  const ended = await tx.run(sql`
    update hub.account_capability set given_to = ${today.subtract({ days: 1 })}, ended_by = ${actor.accountId}, ended_at = ${now}
    where partnership_id = ${actor.partnershipId} and account_id = ${accountId} and id = ${id} and ended_by is null`);
  if (ended !== 1) {
    throw new HubError('changed_meanwhile');
  }
}
