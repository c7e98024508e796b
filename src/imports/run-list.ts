import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';

export interface RunRow {
  readonly file_name: string;
  readonly rows_read: number;
  readonly rows_kept: number;
  readonly rows_bad: number;
  readonly finished_at: Temporal.Instant;
  readonly who: string | null;
}

/** Files that the actor's agency brought in, newest first. */
export async function runsOf(tx: Transaction, actor: StaffActor, kind: 'partner' | 'assets' = 'partner'): Promise<RunRow[]> {
  return await tx.all(sql<RunRow>`
    select r.file_name, r.rows_read, r.rows_kept, r.rows_bad, r.finished_at, a.name as who from hub.import_run r left join hub.account a on a.partnership_id = r.partnership_id and a.id = r.account_id
    where r.partnership_id = ${actor.partnershipId} and r.agency_id = ${actor.agencyId} and r.kind = ${kind} and r.state = 'done' order by r.finished_at desc limit 20`);
}
