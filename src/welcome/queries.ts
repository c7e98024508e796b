import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';

export interface PromiseFigure {
  readonly kept: number;
  readonly total: number;
}

/** Promises that fell due in a span of days, if there were enough to publish. */
export async function promisesDue(tx: Transaction, from: Temporal.PlainDate, to: Temporal.PlainDate): Promise<PromiseFigure | undefined> {
  return await tx.maybe(sql<PromiseFigure>`select kept, total from hub.promises_last_month(${from}, ${to})`);
}

export interface TeamHours {
  readonly agency: string;
  readonly team: string | null;
  readonly phone: string | null;
  readonly hours: string | null;
}

/** Every agency and team of the partnership with a phone, and when it answers. */
export async function teamHours(tx: Transaction): Promise<TeamHours[]> {
  return await tx.all(sql<TeamHours>`
    select name as agency, null::text as team, phone, hours from hub.agency where active and phone is not null
    union all
    select a.name, t.name, t.phone, t.hours from hub.team t join hub.agency a on a.partnership_id = t.partnership_id and a.id = t.agency_id where a.active and t.phone is not null
    order by 1, 2 nulls first`);
}
