import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

import pg from 'pg';

import { benchKey } from './region.ts';

/** A hub in production mode, as `npm start` runs it, in a process of its own. */
export interface RunningHub {
  readonly port: number;
  readonly process: ChildProcess;
  /** A connection to its database as the owner. */
  owner(): Promise<pg.Client>;
  stop(): Promise<void>;
  /** Kills the hub's process at once, as a power cut would. */
  kill(): Promise<void>;
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function until(hub: ChildProcess, words: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    hub.stdout?.on('data', (data: Buffer) => {
      said = (said + data.toString()).slice(-4000);
      if (said.includes(words)) {
        resolve();
      }
    });
    hub.stderr?.on('data', (data: Buffer) => {
      said = (said + data.toString()).slice(-4000);
    });
    hub.once('exit', (code) => reject(new Error(`the hub ended with ${code} before it was ready:\n${said}`)));
  });
}

/** What `npm start` gives to Node. */
function startFlags(): readonly string[] {
  const { scripts: { start } }: { scripts: { start: string } } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  return start.slice(start.lastIndexOf('node ')).split(' ').filter((word) => word.startsWith('--'));
}

/** Starts dist/main.js on a folder that holds a database. `flags` go to Node (profiling). */
export async function startHub(folder: string, options: { readonly flags?: readonly string[]; readonly environment?: Readonly<Record<string, string>> } = {}): Promise<RunningHub> {
  const port = await freePort();
  const main = path.resolve(import.meta.dirname, '../../dist/main.js');
  const hub = spawn(process.execPath, [...startFlags(), ...(options.flags ?? []), main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TMPDIR: process.env['TMPDIR'] ?? '', PORT: String(port), DATA_DIR: folder, DEMO: 'no', SECRET_KEY: benchKey, METRICS_PORT: 'off',
      LOG_LEVEL: 'warn', NODE_ENV: 'production', PAGE_PROCESSES: process.env['PAGE_PROCESSES'], ...options.environment,
    },
  });
  const ended = new Promise<void>((resolve) => {
    hub.once('exit', () => resolve());
  });
  // A benchmark that fails leaves no hub behind.
  const withUs = (): void => {
    hub.kill('SIGKILL');
  };
  process.once('exit', withUs);
  void ended.then(() => process.off('exit', withUs));
  await until(hub, 'Safer Hub is ready');
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    hub.kill(signal);
    await ended;
  };
  return {
    port, process: hub,
    owner: async () => {
      const client = new pg.Client({ host: path.join(folder, 'database'), port: 5432, user: 'hub_owner', database: 'safer_hub', statement_timeout: 0 });
      // When a benchmark fails, its own error is the one to read.
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    stop: async () => end('SIGTERM'),
    kill: async () => end('SIGKILL'),
  };
}
