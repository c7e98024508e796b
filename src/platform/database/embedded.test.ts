import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseAccount } from './embedded-account.ts';
import { preparePrograms } from './embedded-programs.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';
import { isAlive, processExists, readPostmaster } from './postmaster.ts';

const FAST = { fsync: 'off', shared_buffers: '16MB' };
let base: string;
let folder: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hub-embedded-'));
  chmodSync(base, 0o755);
  folder = join(base, 'database');
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await stopped(folder);
  rmSync(base, { recursive: true, force: true });
});

function start(where = folder): Promise<EmbeddedServer> {
  return startEmbedded({ folder: where, log: () => undefined, settings: FAST });
}

/** Another program of the hub that starts or joins the server and then holds on to it. */
async function anotherProgram(): Promise<ChildProcess> {
  const code = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)})
    await startEmbedded({ folder: ${JSON.stringify(folder)}, log: () => {}, settings: ${JSON.stringify(FAST)} })
    console.log('up')
    setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', () => resolve());
    child.once('exit', () => reject(new Error('The other program ended')));
  });
  return child;
}

function serverRuns(where: string): boolean {
  const postmaster = readPostmaster(join(where, 'pg18'));
  return postmaster !== undefined && isAlive(join(where, 'pg18'), postmaster);
}

async function stopped(where: string): Promise<void> {
  while (serverRuns(where)) await wait(20);
}

async function ask(server: EmbeddedServer, query: string): Promise<unknown[]> {
  const client = new pg.Client(server.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: query, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

test('the first start makes the database, the second finds what was written', async () => {
  const first = await start();
  expect(first.startedHere).toBe(true);
  expect(await ask(first, `select current_setting('data_checksums'), datlocale, datlocprovider from pg_database where datname = 'safer_hub'`)).toEqual(['on', 'C.UTF-8', 'b']);
  expect(await ask(first, `select current_setting('listen_addresses'), current_user::text`)).toEqual(['', 'hub_owner']);
  await ask(first, 'create table kept as select 42 as answer');
  await first.stop();
  expect(serverRuns(folder)).toBe(false);
  const second = await start();
  expect(await ask(second, 'select answer from kept')).toEqual([42]);
  await second.stop();
  expect(lstatSync(folder).mode & 0o077).toBe(0);
});

test('the server stops when the program that started it is killed outright', async () => {
  const program = await anotherProgram();
  expect(serverRuns(folder)).toBe(true);
  program.kill('SIGKILL');
  await stopped(folder);
  expect(existsSync(join(folder, 'pg18', 'postmaster.pid'))).toBe(false);
});

test('a program that joins does not stop the server, and keeps it up when the starter is killed', async () => {
  const program = await anotherProgram();
  const visitor = await start();
  expect(visitor.startedHere).toBe(false);
  await visitor.stop();
  expect(serverRuns(folder)).toBe(true);
  const stayer = await start();
  program.kill('SIGKILL');
  await wait(300);
  expect(await ask(stayer, 'select 1')).toEqual([1]);
  await stayer.stop();
  await stopped(folder);
});

test('two programs may start at the same moment on a folder that holds nothing yet', async () => {
  const [one, other] = await Promise.all([anotherProgram(), start()]);
  expect(await ask(other, 'select 1')).toEqual([1]);
  one.kill('SIGKILL');
  await other.stop();
});

test('a server that died with everything around it is recovered, even if its process number now belongs to another program', async () => {
  const first = await start();
  await ask(first, 'create table kept as select 42 as answer');
  const postmaster = readPostmaster(join(folder, 'pg18'));
  process.kill(postmaster?.pid ?? 0, 'SIGKILL');
  await stopped(folder);
  const note = join(folder, 'pg18', 'postmaster.pid');
  await first.stop();
  const left = readFileSync(note, 'utf8');
  writeFileSync(note, left.replace(/^\d+/, String(process.pid)));
  const second = await start();
  expect(second.startedHere).toBe(true);
  expect(await ask(second, 'select answer from kept')).toEqual([42]);
  await second.stop();
});

test('a folder whose path is too long for a socket gets a short private one', async () => {
  const deep = join(base, 'a-folder-with-a-long-name'.repeat(4), 'database');
  mkdirSync(deep, { recursive: true });
  const server = await start(deep);
  expect(server.socketFolder.length).toBeLessThan(90);
  expect(lstatSync(server.socketFolder).mode & 0o777).toBe(0o700);
  expect(await ask(server, 'select 1')).toEqual([1]);
  await server.stop();
  rmSync(server.socketFolder, { recursive: true });
});

test('the files of another PostgreSQL are refused, not passed over', async () => {
  mkdirSync(join(folder, 'pg17'), { recursive: true });
  await expect(start()).rejects.toThrow(/PostgreSQL 17.*PostgreSQL 18.*backup/);
  expect(existsSync(join(folder, 'pg18'))).toBe(false);
});

test('a damaged database folder is reported with what the server said and where to look', async () => {
  mkdirSync(join(folder, 'pg18'), { recursive: true });
  writeFileSync(join(folder, 'pg18', 'PG_VERSION'), '18\n');
  await expect(start()).rejects.toThrow(/could not be started.*postgresql\.conf.*server\.log.*DATABASE_URL/s);
});

test('as root without user namespaces the account nobody runs it, and files made the other way are handed over', async () => {
  const account = chooseAccount(() => false);
  if (process.getuid?.() !== 0) {
    expect(account).toEqual({ prefix: [] });
    return;
  }
  await (await start()).stop();
  const server = await startEmbedded({ folder, log: () => undefined, settings: FAST, account });
  expect(await ask(server, 'select 1')).toEqual([1]);
  expect(lstatSync(join(folder, 'pg18', 'base')).uid).toBe(65534);
  await server.stop();
  chmodSync(base, 0o700);
  await expect(startEmbedded({ folder, log: () => undefined, settings: FAST, account })).rejects.toThrow(/cannot run as root.*DATABASE_URL/);
});

function packageWith(libraries: string): string {
  const native = join(base, 'native');
  mkdirSync(join(native, libraries), { recursive: true });
  writeFileSync(join(native, libraries, 'libpq.so.5.18'), 'library');
  const links = [{ source: `native/${libraries}/libpq.so.5.18`, target: 'native/lib/libpq.so.5' }];
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  return native;
}

test('library links that the install script would have made are made', () => {
  const native = packageWith('lib');
  expect(preparePrograms(native, folder).environment).toEqual({});
  expect(readFileSync(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
});

test('where the package cannot be written, the links are made in a folder of our own', () => {
  const native = packageWith('elsewhere');
  const { environment } = preparePrograms(native, folder);
  expect(Object.values(environment)).toEqual([`${join(folder, 'libraries')}:${join(native, 'lib')}`]);
  expect(readlinkSync(join(folder, 'libraries', 'libpq.so.5'))).toBe(join(native, 'elsewhere', 'libpq.so.5.18'));
});

test('a process number says whether a program has it', () => {
  expect(processExists(process.pid)).toBe(true);
  expect(processExists(2 ** 22 + 1)).toBe(false);
});
