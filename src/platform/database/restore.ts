import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ArchiveReader, DamagedArchive } from './archive.ts';
import { columnList, connectForCopy, FILES, listTables, type Manifest, MANIFEST, MANIFEST_SUM, manifestSchema, quoted, readTable, SECRET_KEY, type TableRows } from './backup-contents.ts';
import { migrate, readMigrations } from './migrate.ts';

export type RestoreOptions = {
  /** The owner of an empty database. */
  connection: pg.ClientConfig;
  filesFolder?: string;
  secretKeyFile?: string;
  source: string;
  migrationsFolder: string;
  log: (sentence: string) => void;
};

const DRAFTS = '.restoring';

/**
 * Puts a backup into an empty database: checks the whole archive first, migrates to the backup's version, loads all rows in one
 * transaction, reads them back and compares. A restore that was interrupted marks the database; the hub does not start on it, and
 * running the restore again completes it.
 */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const archive = await ArchiveReader.open(options.source);
  const manifest = await readManifest(archive);
  refuseOtherMigrations(manifest, options.migrationsFolder);
  if (filesOf(manifest).length > 0 && !options.filesFolder) {
    throw new Error('The backup holds uploaded files, but the files of this hub are kept elsewhere (S3). Unset the S3 settings for the restore, then move the files.');
  }
  options.log(`Checking ${options.source}.`);
  await checkMembers(archive, manifest);
  const client = await connectForCopy(options.connection, 'restore');
  try {
    await refuseOccupied(client, options.filesFolder);
    await client.query('create schema if not exists hub_meta; create table if not exists hub_meta.hub_restore (begun_at timestamptz not null default now())');
    const upTo = manifest.migrations.at(-1)?.number ?? 0;
    await migrate(options.connection, { folder: options.migrationsFolder, log: () => undefined, upTo, restoring: true });
    await loadRows(client, archive, manifest, options.log);
    await restoreFiles(archive, manifest, options);
    await client.query('drop table hub_meta.hub_restore');
    await client.query('analyze');
  } finally {
    await client.end();
  }
  options.log(`Restored ${manifest.tables.length} tables and ${filesOf(manifest).length} files as they were on ${manifest.madeAt.slice(0, 16)} UTC, and compared every row.`);
  return manifest;
}

const filesOf = (manifest: Manifest) => manifest.members.filter((member) => member.name.startsWith(FILES));

async function readManifest(archive: ArchiveReader): Promise<Manifest> {
  const text = await archive.readText(MANIFEST);
  const sum = await archive.readText(MANIFEST_SUM);
  if (!sum.startsWith(createHash('sha256').update(text).digest('hex'))) throw new DamagedArchive(archive.path, 'its table of contents has changed');
  const content: unknown = JSON.parse(text);
  const manifest = manifestSchema.safeParse(content);
  if (!manifest.success) throw new Error(`${archive.path} was made by another version of the hub, whose backups this one cannot read. Restore it with the version that made it.`);
  return manifest.data;
}

function refuseOtherMigrations(manifest: Manifest, folder: string): void {
  const ours = readMigrations(folder);
  for (const theirs of manifest.migrations) {
    const own = ours.find((migration) => migration.number === theirs.number);
    if (!own) {
      throw new Error(`The backup was made by a newer version of the hub (it has the migration ${theirs.name}). Install that version or a newer one, then restore.`);
    }
    if (own.checksum !== theirs.checksum) {
      throw new Error(`The backup was made by a version of the hub whose migration ${theirs.name} differs from this one's (${own.name}). Restore it with the version that made it.`);
    }
  }
}

async function checkMembers(archive: ArchiveReader, manifest: Manifest): Promise<void> {
  for (const member of manifest.members) {
    const hash = createHash('sha256');
    for await (const chunk of archive.read(member.name)) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== member.sha256) throw new DamagedArchive(archive.path, `${member.name} is not as it was written`);
  }
}

async function refuseOccupied(client: pg.Client, filesFolder: string | undefined): Promise<void> {
  const { rows } = await client.query<{ interrupted: boolean; tables: string }>(
    `select to_regclass('hub_meta.hub_restore') is not null as interrupted,
       (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_') as tables`,
  );
  if (rows[0]?.interrupted) return;
  if (Number(rows[0]?.tables) > 0) {
    throw new Error('The database is not empty. A backup is restored into an empty one only: choose another DATA_DIR, or make a new database and set DATABASE_URL to it.');
  }
  if (filesFolder && existsSync(filesFolder) && (await readdir(filesFolder)).length > 0) {
    throw new Error(`The folder ${filesFolder} is not empty. A backup is restored beside nothing else: move its contents away first.`);
  }
}

async function loadRows(client: pg.Client, archive: ArchiveReader, manifest: Manifest, log: (sentence: string) => void): Promise<void> {
  await client.query('begin');
  try {
    await silenceTriggers(client);
    const present = new Map((await listTables(client)).map((table) => [quoted(table), table]));
    const unknown = manifest.tables.find((table) => columnList(present.get(quoted(table)) ?? { ...table, columns: [] }) !== columnList(table));
    if (unknown) throw new Error(`The backup has the table ${unknown.schema}.${unknown.name} with columns that the migrations of this version do not make. Restore it with the version that made it.`);
    // Migrations may have put rows of their own here; the backup has them too.
    await client.query(`truncate ${[...present.keys()].join(', ')}`);
    for (const table of manifest.tables) await loadTable(client, archive, table);
    for (const sequence of manifest.sequences) {
      await client.query('select setval($1::regclass, $2, $3)', [quoted(sequence), sequence.lastValue, sequence.called]);
    }
    log(`Loaded ${manifest.tables.length} tables. Comparing.`);
    for (const table of manifest.tables) await compareTable(client, table, archive.path);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** The rows were consistent when they were copied: triggers and foreign keys must not judge them again half way. */
async function silenceTriggers(client: pg.Client): Promise<void> {
  try {
    await client.query(`set local session_replication_role = replica`);
  } catch {
    throw new Error(
      'The user in DATABASE_URL may not restore: it must be a superuser, or (from PostgreSQL 15 on) have been granted "set on parameter session_replication_role". Restore as such a user.',
    );
  }
}

async function loadTable(client: pg.Client, archive: ArchiveReader, table: TableRows): Promise<void> {
  const copy = client.query(copyFrom(`copy ${quoted(table)} ${table.columns.length > 0 ? `(${columnList(table)})` : ''} from stdin`));
  await pipeline(archive.read(table.member), createGunzip(), copy);
  if (copy.rowCount !== table.rows) throw new DamagedArchive(archive.path, `${table.schema}.${table.name} should have ${table.rows} rows and has ${copy.rowCount}`);
}

async function compareTable(client: pg.Client, table: TableRows, archive: string): Promise<void> {
  const reading = readTable(client, table);
  await finished(reading.stream.resume());
  const { rows, sha256 } = reading.result();
  if (rows !== table.rows || sha256 !== table.contentSha256) {
    throw new Error(`${table.schema}.${table.name} does not read back as it is in ${archive}, so the restore was undone. Check the disk of the database, then restore again.`);
  }
}

async function restoreFiles(archive: ArchiveReader, manifest: Manifest, options: RestoreOptions): Promise<void> {
  const files = filesOf(manifest);
  if (options.filesFolder && files.length > 0) {
    const folder = resolve(options.filesFolder);
    const drafts = join(folder, DRAFTS);
    await rm(drafts, { recursive: true, force: true });
    for (const file of files) await restoreFile(archive, file.name, drafts);
    for (const name of await readdir(drafts)) {
      await rm(join(folder, name), { recursive: true, force: true });
      await rename(join(drafts, name), join(folder, name));
    }
    await rm(drafts, { recursive: true });
  }
  if (options.secretKeyFile && archive.names.includes(SECRET_KEY)) {
    await rm(options.secretKeyFile, { force: true });
    await writeFile(options.secretKeyFile, await archive.readText(SECRET_KEY), { mode: 0o600 });
  }
}

async function restoreFile(archive: ArchiveReader, member: string, folder: string): Promise<void> {
  const target = resolve(folder, member.slice(FILES.length));
  if (!target.startsWith(folder + sep)) throw new DamagedArchive(archive.path, 'it names a file outside its folder');
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await pipeline(archive.read(member), createWriteStream(target, { mode: 0o600, flush: true }));
  await chmod(target, 0o400);
}
