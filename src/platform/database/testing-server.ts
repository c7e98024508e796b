import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from './embedded.ts';
import { migrate, readMigrations } from './migrate.ts';
import { processExists } from './postmaster.ts';

/**
 * Vitest's global setup: one database server for the whole run, started when the first test file asks for a database, so that runs
 * of pure rules pay nothing. Test files ask through a socket and are told where the migrated template is.
 */
export type TemplateAnswer = { server: pg.ClientConfig; template: string; } | { error: string; };

declare module 'vitest' {
  export interface ProvidedContext {
    testDatabaseSocket: string;
  }
}

const MIGRATIONS = fileURLToPath(new URL('../../../database/migrations', import.meta.url));
const PREFIX = 'safer-hub-test-';
const SPEED = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '100', shared_buffers: '128MB', max_wal_size: '4GB' };

type Shared = { connection: pg.ClientConfig; stop(): Promise<void>; };

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const socket = process.platform === 'win32' ? `\\\\.\\pipe\\${PREFIX}${process.pid}` : join(folder, 'ask.sock');
  let starting: Promise<Shared> | undefined;
  let asking: Promise<unknown> = Promise.resolve();
  const desk = await answerAt(socket, () => {
    starting ??= startServer(join(folder, 'database'));
    const shared = starting;
    // One after the other: the first makes the template, the rest find it.
    const answer = asking.then(async () => prepareTemplate((await shared).connection));
    asking = answer.catch(() => undefined);
    return answer;
  });
  project.provide('testDatabaseSocket', socket);
  return async () => {
    desk.close();
    await (await starting?.catch(() => undefined))?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Folders of runs that were killed: their watchdogs stop the servers, nobody removed the rest. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : 0;
    if (owner && !processExists(owner)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function answerAt(socket: string, answer: () => Promise<{ server: pg.ClientConfig; template: string; }>): Promise<Server> {
  const desk = createServer((connection) => {
    connection.on('error', () => undefined);
    answer().then(
      (found) => connection.end(JSON.stringify(found)),
      (error: unknown) => connection.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) })),
    );
  });
  return new Promise((resolve, reject) => {
    desk.on('error', reject);
    desk.listen(socket, () => resolve(desk));
  });
}

async function startServer(folder: string): Promise<Shared> {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) return startEmbedded({ folder, log: () => undefined, settings: SPEED, temporary: true });
  const connection = { connectionString: url };
  await dropAbandoned(connection);
  return { connection, stop: () => Promise.resolve() };
}

/** On a server of somebody else's: databases that a killed run left behind, older than an hour. */
async function dropAbandoned(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string; }>(`select datname from pg_database where datname like 'hub\\_test\\_%'`);
    for (const { datname } of rows) {
      const made = parseInt(datname.split('_')[2] ?? '', 36);
      if (Date.now() - made > 3_600_000) await client.query(`drop database if exists ${pg.escapeIdentifier(datname)} with (force)`);
    }
  } finally {
    await client.end();
  }
}

/** The template belongs to the text of the migrations, so that a changed migration in watch mode gets a fresh one. */
async function prepareTemplate(connection: pg.ClientConfig): Promise<{ server: pg.ClientConfig; template: string; }> {
  const text = readMigrations(MIGRATIONS).map((migration) => migration.checksum);
  const template = `hub_template_${createHash('sha256').update(text.join()).digest('hex').slice(0, 16)}`;
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const found = await client.query<{ ready: boolean; }>('select not datallowconn as ready from pg_database where datname = $1', [template]);
    if (found.rows[0]?.ready) return { server: connection, template };
    await client.query(`drop database if exists ${template} with (force)`);
    await client.query(`create database ${template} template template0 encoding 'UTF8'`);
    await migrate(toDatabase(connection, template), { folder: MIGRATIONS, log: () => undefined });
    await client.query(`alter database ${template} with allow_connections false`);
    return { server: connection, template };
  } finally {
    await client.end();
  }
}

/** The same server, another database and perhaps another role. */
export function toDatabase(server: pg.ClientConfig, database: string, user?: string): pg.ClientConfig {
  if (!server.connectionString) return { ...server, database, ...(user ? { user } : {}) };
  const url = new URL(server.connectionString);
  url.pathname = `/${database}`;
  if (user) url.username = user;
  return { connectionString: url.href };
}
