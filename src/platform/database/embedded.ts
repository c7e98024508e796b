import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Account, chooseAccount, handOver, mayUse, runUnder } from './embedded-account.ts';
import { copyNativeFolder, findNativeFolder, type Programs, preparePrograms } from './embedded-programs.ts';
import { forgetDeadPostmaster, isAlive, joinWatchdog, processExists, readPostmaster } from './postmaster.ts';
import { startWatchdog } from './watchdog.ts';
import type { WatchdogOrder } from './watchdog.worker.ts';

/** Where the embedded server listens and who may enter as its owner. */
export type ServerConnection = { host: string; port: number; user: 'hub_owner'; database: string; password?: string; };

export type EmbeddedServer = {
  socketFolder: string;
  port: number;
  connection: ServerConnection;
  /** False when another program of the hub had already started it. */
  startedHere: boolean;
  /** Leaves the server. It stops when no other program of the hub uses it any more. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  folder: string;
  log: (sentence: string) => void;
  /** Server settings, over the ones below. */
  settings?: Record<string, string>;
  /** Remove the folder when the server has stopped (tests). */
  temporary?: boolean;
  /** How to start it; chosen from what the machine allows unless given. */
  account?: Account;
};

const VERSION = 18;
const DATABASE = 'safer_hub';
const WINDOWS = process.platform === 'win32';
/** A Unix socket's path has 107 bytes on Linux and 103 on macOS; the longest name that we put in the folder has 13. */
const LONGEST_SOCKET_FOLDER = 90;
const PATIENCE_MILLISECONDS = 120_000;

/** An eighth of what this process may use, from 128 MB for the smallest machine to 1 GB: beyond it the system's own cache does as well. */
function sharedMegabytes(): number {
  const given = process.constrainedMemory();
  const bytes = given > 0 ? Math.min(given, totalmem()) : totalmem();
  return Math.round(Math.min(1024, Math.max(128, bytes / 8 / 1_048_576)));
}

const SETTINGS: Record<string, string> = {
  shared_buffers: `${sharedMegabytes()}MB`,
  max_connections: '60',
  jit: 'off',
  random_page_cost: '1.1',
  wal_compression: 'on',
  max_wal_size: '2GB',
  // The server's own log must hold nothing that a resident wrote: no statements, no values, no details of rows.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: '0',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

type Place = {
  folder: string;
  dataFolder: string;
  socketFolder: string;
  controlSocket: string;
  logFile: string;
};

/** Starts PostgreSQL on a folder, making the database the first time, or joins the server that already runs there. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const account = options.account ?? chooseAccount();
  const place = preparePlace(options.folder, account);
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  let readySince: number | undefined;
  let failure = '';
  while (Date.now() < deadline) {
    const postmaster = readPostmaster(place.dataFolder);
    if (!postmaster || !isAlive(place.dataFolder, postmaster)) {
      if (postmaster) forgetDeadPostmaster(place.dataFolder, postmaster);
      const outcome = await startHere(options, account, place);
      if ('server' in outcome) return outcome.server;
      failure = outcome.failure;
      if (!/lock file|still in use|already exists/.test(failure)) break;
    } else {
      const companion = await joinWatchdog(place.controlSocket);
      readySince = postmaster.status === 'ready' ? (readySince ?? Date.now()) : undefined;
      // A server that nobody watches was started by hand, or its watchdog was killed: use it and leave it alone.
      if (companion || (readySince !== undefined && Date.now() - readySince > 3000)) {
        options.log('Using the database server that is already running.');
        const server = joined(place, postmaster.port, () => void companion?.end());
        await createDatabase(server.connection);
        return server;
      }
    }
    await wait(100);
  }
  throw new Error(
    `The database in ${place.dataFolder} could not be started. ${failure || 'Another server holds the folder and does not answer.'} The end of ${place.logFile} may say more. You can set DATABASE_URL to use another PostgreSQL.`,
  );
}

function preparePlace(givenFolder: string, account: Account): Place {
  mkdirSync(givenFolder, { recursive: true, mode: 0o700 });
  const folder = realpathSync(givenFolder);
  refuseOtherVersion(folder);
  handOver(account, folder);
  if (!mayUse(account, '-w', folder)) {
    throw new Error(
      `PostgreSQL cannot run as root, and the account that stands in for root may not enter ${folder}. Run the hub as an ordinary user, choose a DATA_DIR that other users may reach, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  const socketFolder = WINDOWS ? '127.0.0.1' : shortEnough(folder, account);
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  return {
    folder,
    dataFolder: join(folder, `pg${VERSION}`),
    socketFolder,
    controlSocket: WINDOWS ? `\\\\.\\pipe\\safer-hub-${key}` : join(socketFolder, 'watchdog.sock'),
    logFile: join(folder, 'server.log'),
  };
}

/** A newer PostgreSQL cannot read an older one's files: say so instead of starting an empty database beside them. */
function refuseOtherVersion(folder: string): void {
  const other = readdirSync(folder).find((name) => /^pg\d+$/.test(name) && name !== `pg${VERSION}`);
  if (other && !existsSync(join(folder, `pg${VERSION}`))) {
    throw new Error(
      `${folder} holds a database of PostgreSQL ${other.slice(2)}, and this version of the hub brings PostgreSQL ${VERSION}. Make a backup with the version of the hub that wrote it, then restore the backup with this one into an empty DATA_DIR.`,
    );
  }
}

function shortEnough(folder: string, account: Account): string {
  if (Buffer.byteLength(folder) <= LONGEST_SOCKET_FOLDER) return folder;
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `safer-hub-${key}`);
  mkdirSync(short, { recursive: true, mode: 0o700 });
  handOver(account, short);
  const { uid, mode } = lstatSync(short);
  if (uid !== (account.owner ?? process.getuid?.()) || !lstatSync(short).isDirectory() || (mode & 0o077) !== 0) {
    throw new Error(`${short} belongs to somebody else. Choose a DATA_DIR with a path shorter than ${LONGEST_SOCKET_FOLDER} letters.`);
  }
  return short;
}

type Outcome = { server: EmbeddedServer; } | { failure: string; };

async function startHere(options: EmbeddedOptions, account: Account, place: Place): Promise<Outcome> {
  const programs = findPrograms(account, place);
  if (!existsSync(place.dataFolder)) {
    options.log(`Making the database in ${place.folder} (first start).`);
    initialise(programs, account, place, options.settings?.['fsync'] === 'off');
  }
  keepLogShort(place.logFile);
  const port = WINDOWS ? await freePort() : 5432;
  const order: WatchdogOrder = {
    ...serverCommand(programs, account, place, port, { ...SETTINGS, ...options.settings }),
    environment: programs.environment,
    dataFolder: place.dataFolder,
    logFile: place.logFile,
    controlSocket: place.controlSocket,
    ...(WINDOWS ? { stopProgram: programs.control } : {}),
    ...(options.temporary ? { removeFolder: place.folder } : {}),
  };
  const logStart = existsSync(place.logFile) ? statSync(place.logFile).size : 0;
  const watchdog = await startWatchdog(order, place.folder);
  if (watchdog.outcome !== 'ready') {
    const written = existsSync(place.logFile) ? readFileSync(place.logFile).subarray(logStart).toString() : '';
    return { failure: lastFatal(written) || watchdog.outcome };
  }
  const server = joined(place, port, () => watchdog.leave(options.log));
  await createDatabase(server.connection);
  options.log('The database is ready.');
  return { server: { ...server, startedHere: true } };
}

function findPrograms(account: Account, place: Place): Programs {
  const native = findNativeFolder();
  const programs = preparePrograms(native, place.folder);
  if (mayUse(account, '-x', programs.postgres)) return programs;
  return preparePrograms(copyNativeFolder(native, place.folder), place.folder);
}

/** Made under another name and put in place when complete, so that an interrupted first start leaves nothing half made. */
function initialise(programs: Programs, account: Account, place: Place, quickly: boolean): void {
  for (const name of readdirSync(place.folder)) {
    const maker = Number(/^pg\d+\.new-(\d+)$/.exec(name)?.[1] ?? 0);
    if (maker && (maker === process.pid || !processExists(maker))) rmSync(join(place.folder, name), { recursive: true, force: true });
  }
  const unfinished = `${place.dataFolder}.new-${process.pid}`;
  const passwordFile = join(place.folder, 'password');
  if (WINDOWS) writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const args = [
    `--pgdata=${unfinished}`,
    '--username=hub_owner',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    ...(WINDOWS ? ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`] : ['-A', 'trust']),
    ...(quickly ? ['--no-sync'] : []),
  ];
  const { command, arguments: full, identity } = runUnder(account, programs.initdb, args);
  const env = { ...process.env, ...programs.environment };
  const run = spawnSync(command, full, { encoding: 'utf8', cwd: place.folder, env, ...identity });
  if (run.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(
      `The database could not be made in ${place.folder}: ${run.error?.message ?? lastFatal(run.stderr)} Set DATABASE_URL to use a PostgreSQL 15 or newer instead.`,
    );
  }
  const door = WINDOWS ? 'host all all 127.0.0.1/32 scram-sha-256\n' : 'local all all trust\n';
  writeFileSync(join(unfinished, 'pg_hba.conf'), door);
  try {
    renameSync(unfinished, place.dataFolder);
  } catch (error) {
    // Another program made it at the same moment: use that one.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(place.dataFolder)) throw error;
  }
}

function serverCommand(programs: Programs, account: Account, place: Place, port: number, settings: Record<string, string>) {
  const listening: Record<string, string> = WINDOWS
    ? { listen_addresses: '127.0.0.1' }
    : { listen_addresses: '', unix_socket_directories: place.socketFolder, unix_socket_permissions: '0700' };
  const args = Object.entries({ ...listening, port: String(port), ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { command, arguments: full, identity } = runUnder(account, programs.postgres, ['-D', place.dataFolder, ...args]);
  return { command, arguments: full, ...identity };
}

function joined(place: Place, port: number, leave: () => void | Promise<void>): EmbeddedServer {
  const password = WINDOWS ? readFileSync(join(place.folder, 'password'), 'utf8').trim() : undefined;
  return {
    socketFolder: place.socketFolder,
    port,
    connection: { host: place.socketFolder, port, user: 'hub_owner', database: DATABASE, ...(password ? { password } : {}) },
    startedHere: false,
    stop: async () => leave(),
  };
}

async function createDatabase(connection: ServerConnection): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // Another program of the hub made it at the same moment.
    if (!['42P04', '23505'].includes((error as pg.DatabaseError).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

/** The line in which the server says why it gave up. */
function lastFatal(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const line = lines.findLast((each) => /FATAL|PANIC|error:/.test(each)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?(FATAL|PANIC|error):\s*/, '').replace(/([^.])$/, '$1.');
}

function keepLogShort(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > 10_000_000) renameSync(logFile, `${logFile}.1`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
