import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';

export interface AskedOfUs {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly asker: string;
  readonly agency: string;
  readonly why: string;
  readonly record_id: string;
  readonly name: string;
}

export interface AskedByUs {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly asker: string;
  readonly why: string;
  readonly record_id: string;
  readonly name: string;
  readonly named: string | null;
  readonly phone: string | null;
}

export async function askedOfUs(tx: Transaction, actor: StaffActor, most: number): Promise<AskedOfUs[]> {
  return await tx.all(sql<AskedOfUs>`
    select q.id, q.at, coalesce(n.name, '') as asker, g.name as agency, q.why, q.record_id, q.name
    from hub.asked_of_us(${most}) q left join hub.account n on n.partnership_id = ${actor.partnershipId} and n.id = q.asked_by join hub.agency g on g.partnership_id = ${actor.partnershipId} and g.id = q.asked_agency order by q.at desc`);
}

export async function askedByUs(tx: Transaction, actor: StaffActor, most: number): Promise<AskedByUs[]> {
  return await tx.all(sql<AskedByUs>`
    select q.id, q.at, coalesce(n.name, '') as asker, q.why, q.record_id, r.name, g.name as named, g.phone
    from hub.person_asked q join hub.person_record r on r.partnership_id = q.partnership_id and r.id = q.record_id
    left join hub.account n on n.partnership_id = q.partnership_id and n.id = q.asked_by left join hub.agency g on g.partnership_id = q.partnership_id and g.id = q.named_agency
    where q.partnership_id = ${actor.partnershipId} order by q.at desc limit ${most}`);
}
