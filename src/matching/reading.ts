import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { inLondon } from '../platform/calendar/index.ts';
import { inTransaction, type Database, type Transaction } from '../platform/database/index.ts';
import { readWhole, type FileStore } from '../platform/files/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { FileRow, Mapping } from './file-rules.ts';
import { inThread } from './thread.ts';

interface Reading {
  readonly database: Database;
  readonly files: FileStore;
  readonly now: () => Temporal.Instant;
}

interface WaitingFile {
  readonly partnership_id: string;
  readonly id: string;
  readonly agency_id: string;
  readonly sealed_key: string;
  readonly shape: string;
  readonly source_words: string;
  readonly columns: readonly string[];
  readonly mapping: { readonly fields: Mapping; readonly role: string };
  readonly created_by: string;
}

const aStep = 500;
const mostBadKept = 500;

async function work<Result>(database: Database, act: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return await inTransaction(database.worker, async () => undefined, act);
}

/** Takes rows in, a step at a time. Each row has a key, so doing a step again after a kill changes nothing. */
async function takeRows(tx: Transaction, file: WaitingFile, rows: readonly FileRow[], now: Temporal.Instant): Promise<void> {
  const given = rows.map((row) => ({
    id: uuidv7(), source_key: row.key, name: row.name, name_key: row.nameKey, born_on: row.born, address: row.address, postcode: row.postcode, phone: row.phone, email: row.email, description: row.description, vulnerability: row.vulnerability,
    under_18: row.born !== null && inLondon(now).toPlainDate().subtract({ years: 18 }).toString() < row.born,
  }));
  const { added, changed } = await tx.one(sql<{ added: number; changed: number }>`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as g(id uuid, source_key text, name text, name_key text, born_on date, address text, postcode text, phone text, email text, description text, vulnerability text, under_18 boolean)),
    written as (
      insert into hub.held_person as h (partnership_id, id, agency_id, file_id, source_shape, source_key, source_words, role, kind, name, name_key, born_on, under_18, description, vulnerability, phone, email, address, postcode, created_at, created_by, changed_at)
      select ${file.partnership_id}, g.id, ${file.agency_id}, ${file.id}, ${file.shape}, g.source_key, ${file.source_words}, ${file.mapping.role}, 'person', g.name, g.name_key, g.born_on, g.under_18, g.description, g.vulnerability,
        nullif(g.phone, ''), nullif(g.email, ''), nullif(g.address, ''), nullif(g.postcode, ''), ${now}, ${file.created_by}, ${now} from given g
      on conflict (partnership_id, agency_id, source_shape, source_key) where source_key <> '' do update set name = excluded.name, name_key = excluded.name_key, born_on = excluded.born_on, under_18 = excluded.under_18, description = excluded.description,
        vulnerability = excluded.vulnerability, phone = excluded.phone, email = excluded.email, address = excluded.address, postcode = excluded.postcode, changed_at = excluded.changed_at
      where (h.name, h.born_on, h.description, h.vulnerability, h.phone, h.email, h.address, h.postcode)
        is distinct from (excluded.name, excluded.born_on, excluded.description, excluded.vulnerability, excluded.phone, excluded.email, excluded.address, excluded.postcode)
      returning h.id)
    select count(*) filter (where w.id in (select id from given))::int as added, count(*) filter (where w.id not in (select id from given))::int as changed from written w`);
  await tx.run(sql`
    update hub.person_file set rows_read = rows_read + ${rows.length}, rows_added = rows_added + ${added}, rows_changed = rows_changed + ${changed}, rows_same = rows_same + ${rows.length - added - changed}
    where partnership_id = ${file.partnership_id} and id = ${file.id}`);
}

async function readOne({ database, files, now }: Reading, file: WaitingFile): Promise<number> {
  const bytes = await readWhole(files, file.sealed_key);
  const { rows, bad } = await inThread({ kind: 'read', bytes, mapping: file.mapping.fields, columns: file.columns.length, thisYear: inLondon(now()).year });
  const already = await work(database, async (tx) => {
    await tx.run(sql`
      update hub.person_file set state = 'reading', rows_total = ${rows.length + bad.length}, rows_bad = ${bad.length}, bad = ${JSON.stringify(bad.slice(0, mostBadKept))}::jsonb where partnership_id = ${file.partnership_id} and id = ${file.id}`);
    return await tx.one(sql<{ rows_read: number }>`select rows_read from hub.person_file where partnership_id = ${file.partnership_id} and id = ${file.id}`);
  });
  for (let start = already.rows_read; start < rows.length; start += aStep) {
    await work(database, async (tx) => takeRows(tx, file, rows.slice(start, start + aStep), now()));
  }
  await work(database, async (tx) => tx.run(sql`update hub.person_file set state = 'matching' where partnership_id = ${file.partnership_id} and id = ${file.id}`));
  return rows.length;
}

/** Reads files whose columns somebody has named. A file that cannot be read says so and holds nothing up. */
export async function readWaitingFiles(facts: Reading): Promise<number> {
  const { database, now } = facts;
  const waiting = await work(database, async (tx) => tx.all(sql<WaitingFile>`
    select partnership_id, id, agency_id, sealed_key, shape, source_words, columns, mapping, created_by from hub.person_file where state in ('waiting', 'reading') order by created_at limit 20`));
  let read = 0;
  for (const file of waiting) {
    try {
      read += await readOne(facts, file);
    } catch (error) {
      // A file that is no table fails for good; a database that is away is tried again.
      const { code }: { code?: unknown } = Object(error);
      if (typeof code === 'string' && !code.startsWith('CSV')) {
        throw error;
      }
      await work(database, async (tx) => tx.run(sql`
        update hub.person_file set state = 'failed', problem = 'The file could not be read as a table. Save it as CSV (UTF-8) and send it again.', finished_at = ${now()} where partnership_id = ${file.partnership_id} and id = ${file.id}`));
    }
  }
  return read;
}
