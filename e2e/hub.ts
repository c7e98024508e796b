import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const ownNode = path.join(root, 'node_modules', '.bin', 'node');

/** The hub that journeys are made in. */
export interface RunningHub {
  readonly address: string;
  /** Its DATA_DIR. */
  readonly folder: string;
}

export interface StartedHub extends RunningHub {
  stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('No port is free'))));
    });
  });
}

async function isReady(address: string): Promise<boolean> {
  return await fetch(`${address}/health/ready`).then(({ ok }) => ok, () => false);
}

async function stopped(hub: ChildProcess): Promise<void> {
  if (hub.exitCode !== null || hub.signalCode !== null) {
    return;
  }
  const gone = new Promise<void>((resolve) => hub.once('exit', () => resolve()));
  hub.kill('SIGTERM');
  const late = setTimeout(() => hub.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(late);
}

/** Builds the hub if anything changed and starts it as a town would, on an empty folder, with the demonstration. */
export async function startHub(): Promise<StartedHub> {
  const built = spawnSync(ownNode, ['scripts/build.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (built.status !== 0) {
    throw new Error('The hub could not be built. See above.');
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'safer-hub-e2e-'));
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const hub = spawn(ownNode, ['--enable-source-maps', 'dist/main.js'], {
    cwd: root,
    // Two, so that every journey crosses processes as on a larger machine.
    env: { PATH: process.env['PATH'], TZ: 'Europe/London', PAGE_PROCESSES: '2', PORT: String(port), METRICS_PORT: 'off', DATA_DIR: folder, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [hub.stdout, hub.stderr]) {
    stream.on('data', (part: Buffer) => {
      said = (said + part.toString()).slice(-20_000);
    });
  }
  const stop = async (): Promise<void> => {
    await stopped(hub);
    const errors = said.split('\n').filter((line) => line.startsWith('{'));
    if (errors.length > 0) {
      process.stderr.write(`The hub logged errors during the journeys:\n${errors.join('\n')}\n`);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const patience = Date.now() + 150_000;
  while (!(await isReady(address))) {
    if (hub.exitCode !== null || Date.now() > patience) {
      await stop();
      throw new Error(`The hub did not become ready. It said:\n${said}`);
    }
    await wait(200);
  }
  return { address, folder, stop };
}

/** A hub that somebody started before (E2E_HUB and E2E_DATA_DIR), so that a journey can be written without waiting; otherwise a new one. */
export async function reachHub(): Promise<StartedHub> {
  const address = process.env['E2E_HUB'];
  const folder = process.env['E2E_DATA_DIR'];
  return address === undefined || folder === undefined ? await startHub() : { address, folder, stop: async () => undefined };
}

export function findChromium(): string {
  const given = process.env['CHROMIUM_PATH'];
  const found = [given, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'].find(
    (program) => program !== undefined && existsSync(program),
  );
  if (found === undefined) {
    throw new Error('The journeys need Chromium or Chrome. Install one, or set CHROMIUM_PATH to its program.');
  }
  return found;
}

/** How the owner of the hub's own database reaches it. */
export function databaseOf({ folder }: RunningHub): { host: string; port: number; user: string; database: string } {
  const [, , , port, socketFolder] = readFileSync(path.join(folder, 'database', 'pg18', 'postmaster.pid'), 'utf8').split('\n');
  return { host: socketFolder ?? path.join(folder, 'database'), port: Number(port), user: 'hub_owner', database: 'safer_hub' };
}
