import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { ArchiveWriter } from './archive.ts';
import { connectForCopy, FILES, listSequences, listTables, type Manifest, MANIFEST, MANIFEST_SUM, readTable, SECRET_KEY, type TableName } from './backup-contents.ts';
import { appliedMigrations } from './migrate.ts';

export type BackupOptions = {
  /** The owner of the database. */
  connection: pg.ClientConfig;
  /** The folder of uploaded files, when they are kept on this machine. */
  filesFolder?: string;
  /** The key that seals second factors; without it they are worth nothing after a restore. */
  secretKeyFile?: string;
  target: string;
  log: (sentence: string) => void;
};

/**
 * Writes one archive of everything: all rows as they stood at one moment, while the hub goes on working, then the uploaded files
 * (which are never changed once written, so every file that a row speaks of is there). The archive holds personal data and keys:
 * whoever has it has the hub.
 */
export async function backup(options: BackupOptions): Promise<Manifest> {
  if (existsSync(options.target)) throw new Error(`${options.target} exists already. Give another name; a backup is never written over.`);
  const unfinished = `${options.target}.unfinished`;
  await rm(unfinished, { force: true });
  const archive = await ArchiveWriter.create(unfinished).catch((error: unknown) => {
    throw new Error(`The backup cannot be written to ${options.target}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  try {
    const manifest = await write(archive, options);
    await archive.finish();
    await rename(unfinished, options.target);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const files = manifest.members.filter((member) => member.name.startsWith(FILES)).length;
    options.log(`The backup is in ${options.target}: ${manifest.tables.length} tables, ${rows} rows, ${files} files.`);
    return manifest;
  } catch (error) {
    await archive.abandon();
    await rm(unfinished, { force: true });
    throw explain(error);
  }
}

/** 42501: row-level security would leave rows out. A backup without them would look whole and not be. */
function explain(error: unknown): unknown {
  if ((error as Partial<pg.DatabaseError>).code !== '42501') return error;
  return new Error('The user in DATABASE_URL may not read every row, so no backup was made. Use the owner of the database, with the attribute BYPASSRLS or as a superuser.', { cause: error });
}

async function write(archive: ArchiveWriter, options: BackupOptions): Promise<Manifest> {
  const manifest = await writeRows(archive, options);
  if (options.filesFolder && existsSync(options.filesFolder)) await writeFiles(archive, options.filesFolder, manifest, options.log);
  if (options.secretKeyFile && existsSync(options.secretKeyFile)) {
    const written = await archive.addText(SECRET_KEY, await readFile(options.secretKeyFile, 'utf8'));
    manifest.members.push({ name: SECRET_KEY, ...written });
  }
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  await archive.addText(MANIFEST, text);
  await archive.addText(MANIFEST_SUM, `${createHash('sha256').update(text).digest('hex')}  ${MANIFEST}\n`);
  return manifest;
}

async function writeRows(archive: ArchiveWriter, options: BackupOptions): Promise<Manifest> {
  const client = await connectForCopy(options.connection, 'backup');
  try {
    await client.query('begin isolation level repeatable read, read only');
    const migrations = await appliedMigrations(client);
    if (!migrations?.length) throw new Error('The database holds nothing of the hub yet, so there is nothing to back up. Start the hub once first.');
    await refuseHalfRestored(client);
    const server = await client.query<{ name: string; now: string }>(`select current_setting('server_version') as name, now()::text as now`);
    const manifest: Manifest = {
      format: 1,
      madeAt: server.rows[0]?.now ?? '',
      server: server.rows[0]?.name ?? '',
      migrations,
      tables: [],
      sequences: await listSequences(client),
      members: [],
    };
    const tables = await listTables(client);
    for (const table of tables) await writeTable(archive, client, table, manifest);
    options.log(`Copied ${tables.length} tables.`);
    await client.query('commit');
    return manifest;
  } finally {
    await client.end();
  }
}

async function refuseHalfRestored(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('hub_meta.hub_restore') is not null as there`);
  if (rows[0]?.there) throw new Error('A restore into this database did not finish, so it holds only a part. Run the restore again; there is nothing to back up before that.');
}

async function writeTable(archive: ArchiveWriter, client: pg.Client, table: TableName, manifest: Manifest): Promise<void> {
  const member = `tables/${table.schema}.${table.name}.copy.gz`;
  const reading = readTable(client, table);
  const packed = createGzip({ level: 5 });
  reading.stream.on('error', (error) => packed.destroy(error));
  const written = await archive.add(member, reading.stream.pipe(packed));
  const { rows, sha256 } = reading.result();
  manifest.tables.push({ ...table, rows, contentSha256: sha256, member });
  manifest.members.push({ name: member, ...written });
}

async function writeFiles(archive: ArchiveWriter, folder: string, manifest: Manifest, log: (sentence: string) => void): Promise<void> {
  let count = 0;
  for await (const path of filesBelow(folder, '')) {
    const name = `${FILES}${path}`;
    manifest.members.push({ name, ...(await archive.add(name, createReadStream(join(folder, path)))) });
    count += 1;
    if (count % 1000 === 0) log(`Copied ${count} files.`);
  }
}

/** Names that begin with a dot are drafts of files being written. */
async function* filesBelow(folder: string, below: string): AsyncIterable<string> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else if (entry.isFile()) yield path;
  }
}
