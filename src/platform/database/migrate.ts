import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

export type Migration = { number: number; name: string; sql: string; checksum: string; };
export type AppliedMigration = { number: number; name: string; checksum: string; };

export type MigrateOptions = {
  folder: string;
  log: (sentence: string) => void;
  /** Stop after this number (a restore goes to the version of its backup). */
  upTo?: number;
  /** Only the restore itself may work on a database whose restore is not finished. */
  restoring?: boolean;
};

/** Any number that all migrators of the hub agree on; held until each migration's transaction ends. */
const LOCK = 7_205_991_845n;

/** Brings the database up to the migrations in the folder. Two programs may do it at once: the second waits and finds nothing to do. */
export async function migrate(connection: pg.ClientConfig, options: MigrateOptions): Promise<{ applied: string[]; }> {
  const migrations = readMigrations(options.folder).filter((migration) => migration.number <= (options.upTo ?? Infinity));
  const client = new pg.Client({ ...connection, application_name: 'safer-hub migrate', statement_timeout: 0 });
  await client.connect();
  const applied: string[] = [];
  try {
    await refuseOldServer(client);
    await prepare(client, migrations, options);
    for (const migration of migrations) {
      if (await apply(client, migration, options)) applied.push(migration.name);
    }
  } finally {
    await client.end();
  }
  return { applied };
}

/** The numbered files of the folder, in order. */
export function readMigrations(folder: string): Migration[] {
  const migrations: Migration[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.sql')) continue;
    const [, digits] = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file) ?? [];
    if (!digits) throw new Error(`${join(folder, file)} is not named like a migration. Call it 0001_some_words.sql, with the next free number.`);
    const number = Number(digits);
    const previous = migrations.at(-1);
    if (number !== (previous?.number ?? 0) + 1) {
      throw new Error(
        `${join(folder, file)} does not follow ${previous ? `${previous.name}.sql` : 'the beginning'}: migrations are numbered 0001, 0002 and so on, each number once.`,
      );
    }
    // Line ends are the checkout's business, not the migration's.
    const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    migrations.push({ number, name: file.replace(/\.sql$/, ''), sql, checksum: createHash('sha256').update(sql).digest('hex') });
  }
  return migrations;
}

/** What has been applied, oldest first; undefined when the database has never been migrated. */
export async function appliedMigrations(client: pg.ClientBase): Promise<AppliedMigration[] | undefined> {
  const { rows } = await client.query<{ there: boolean; }>(`select to_regclass('hub_meta.hub_migration') is not null as there`);
  if (!rows[0]?.there) return undefined;
  const found = await client.query<AppliedMigration>('select number, name, checksum from hub_meta.hub_migration order by number');
  return found.rows;
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; name: string; }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as name`,
  );
  if ((rows[0]?.version ?? 0) < 150_000) {
    throw new Error(`DATABASE_URL leads to PostgreSQL ${rows[0]?.name}. The hub needs PostgreSQL 15 or newer.`);
  }
}

/** Makes the table of migrations and holds what was applied against the files. */
async function prepare(client: pg.Client, migrations: Migration[], options: MigrateOptions): Promise<void> {
  await inLockedTransaction(client, async () => {
    await client.query(`
      create schema if not exists hub_meta;
      create table if not exists hub_meta.hub_migration (
        number int primary key,
        name text not null unique,
        checksum text not null,
        applied_at timestamptz not null default clock_timestamp()
      )`);
    if (!options.restoring) await refuseHalfRestored(client);
    compare((await appliedMigrations(client)) ?? [], migrations, options.folder);
  });
}

async function refuseHalfRestored(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean; }>(`select to_regclass('hub_meta.hub_restore') is not null as there`);
  if (rows[0]?.there) {
    throw new Error('A backup was being restored into this database and the restore did not finish. Run the restore again before anything else.');
  }
}

function compare(applied: AppliedMigration[], migrations: Migration[], folder: string): void {
  for (const row of applied) {
    const file = migrations.find((migration) => migration.number === row.number);
    if (!file) {
      throw new Error(
        `The database has the migration ${row.name}, which ${folder} lacks: a newer version of the hub has used it. Start that version, or restore a backup made before it.`,
      );
    }
    if (file.name !== row.name || file.checksum !== row.checksum) {
      throw new Error(
        `${join(folder, `${file.name}.sql`)} has changed since it was applied to this database as ${row.name}. Put the file back as it was and write the change as a new migration, numbered ${String(migrations.length + 1).padStart(4, '0')}.`,
      );
    }
  }
}

async function apply(client: pg.Client, migration: Migration, options: MigrateOptions): Promise<boolean> {
  return inLockedTransaction(client, async () => {
    // The row first: whoever gets it in is the one that applies the migration.
    const claimed = await client.query(
      'insert into hub_meta.hub_migration (number, name, checksum) values ($1, $2, $3) on conflict (number) do nothing',
      [migration.number, migration.name, migration.checksum],
    );
    if (claimed.rowCount === 0) return false;
    options.log(`Applying the migration ${migration.name}.`);
    try {
      await client.query(migration.sql);
    } catch (error) {
      throw explain(error, migration, options.folder);
    }
    return true;
  });
}

async function inLockedTransaction<Result>(client: pg.Client, work: () => Promise<Result>): Promise<Result> {
  await client.query('begin');
  try {
    await client.query(`select pg_advisory_xact_lock(${LOCK})`);
    const result = await work();
    await client.query('commit');
    // A migration may set its own search path and the like; the next one starts plain.
    await client.query('reset all');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** The database's complaint as an operator can use it: file, line, what was said, what to do. */
function explain(error: unknown, migration: Migration, folder: string): Error {
  const complaint = error as Partial<pg.DatabaseError>;
  const line = complaint.position ? migration.sql.slice(0, Number(complaint.position) - 1).split('\n').length : undefined;
  const where = `${join(folder, `${migration.name}.sql`)}${line ? `, line ${line}` : ''}`;
  const details = [complaint.detail, complaint.hint, complaint.where].filter(Boolean).join(' ');
  return new Error(
    `${where}: ${complaint.message ?? String(error)}${details ? ` (${details})` : ''}. Nothing of this migration was kept. Correct the cause and start again.`,
    { cause: error },
  );
}
