import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';

/** What postmaster.pid says: the server's own note of who holds the data folder. */
export type Postmaster = { pid: number; port: number; status: string; };

const pidFile = (dataFolder: string) => join(dataFolder, 'postmaster.pid');

export function readPostmaster(dataFolder: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(pidFile(dataFolder), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), status: lines[7]?.trim() ?? 'starting' };
}

/** Is a server at work in this folder? A process number alone does not say so: after a restart another program may have it. */
export function isAlive(dataFolder: string, postmaster: Postmaster): boolean {
  if (process.platform === 'linux') return processesIn(dataFolder).includes(postmaster.pid);
  return processExists(postmaster.pid);
}

export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** PostgreSQL's processes work in their data folder, so that is how to find them (Linux). */
function processesIn(dataFolder: string): number[] {
  const folder = realpathSync(dataFolder);
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && worksIn(pid, folder));
}

function worksIn(pid: number, folder: string): boolean {
  try {
    const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return name === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
  }
}

/**
 * Takes away the note of a dead server when another program now has its number: PostgreSQL would take that program for a server and
 * refuse to start. Otherwise the note stays, because PostgreSQL itself recovers from it and checks that no old process is left.
 */
export function forgetDeadPostmaster(dataFolder: string, postmaster: Postmaster): void {
  if (process.platform !== 'linux' || !existsSync(`/proc/${postmaster.pid}`)) return;
  if (processesIn(dataFolder).length === 0) rmSync(pidFile(dataFolder), { force: true });
}

/** Joins the watchdog of a running server, which then stays up until we leave; undefined when none answers. */
export function joinWatchdog(controlSocket: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(controlSocket);
    socket.once('data', () => {
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.resume();
      socket.unref();
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
    socket.once('close', () => resolve(undefined));
  });
}
