import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';

import { inTransaction, openPool, type ConnectionConfig } from '../platform/database/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { columnsFor, importPartner, openPartnerFile } from './partner.ts';
import type { ImportOutcome, Progress } from './police.ts';

/** The same as the page does, for the command: as the owner of the database, for the agency named. All or nothing. */
export async function importPartnerFile(owner: ConnectionConfig, partnershipId: string, agency: string | undefined, file: string, progress: Progress = () => undefined): Promise<ImportOutcome> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) {
    throw new Error(`There is no file ${file}.`);
  }
  const opened = openPartnerFile(path.basename(file), bytes);
  if ('problem' in opened) {
    throw new Error(`${opened.problem}.`);
  }
  const pool = openPool(owner, 1);
  try {
    return await inTransaction(pool, async () => undefined, async (tx) => {
      const agencies = await tx.all(sql<{ id: string; name: string; short_name: string }>`select id, name, short_name from hub.agency where partnership_id = ${partnershipId} and active order by name`);
      const one = agencies.find(({ id, name, short_name }) => [id, name.toLowerCase(), short_name.toLowerCase()].includes(agency?.toLowerCase() ?? ''));
      if (one === undefined) {
        throw new Error(`Say whose records these are with --agency: ${agencies.map(({ short_name }) => short_name).join(', ')}.`);
      }
      const columns = await columnsFor(tx, partnershipId, one.id, opened);
      const outcome = await importPartner(tx, { partnershipId, agencyId: one.id, accountId: null, file: opened, columns, today: londonDate(Temporal.Now.instant()).toString(), progress });
      if ('problem' in outcome) {
        throw new Error(`${outcome.problem}. Choose the columns once on the page "Bring in your records"; they are remembered.`);
      }
      return { ...outcome, updated: 0, withoutPlace: 0 };
    });
  } finally {
    await pool.end();
  }
}
