import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

/**
 * Runs PostgreSQL on behalf of the hub and stops it when the last program that uses it has gone, however it went: the kernel
 * closes a killed program's pipe and sockets, and that is all this process listens for.
 *
 * It is a process of its own, in its own session, so that neither Ctrl-C in a terminal nor a SIGKILL to Node reaches the database.
 */
export type WatchdogOrder = {
  command: string;
  arguments: string[];
  uid?: number;
  gid?: number;
  environment: Record<string, string>;
  dataFolder: string;
  logFile: string;
  controlSocket: string;
  /** pg_ctl, where signals do not exist (Windows). */
  stopProgram?: string;
  /** Removed when the server has stopped (tests). */
  removeFolder?: string;
};

const order = JSON.parse(process.argv[2] ?? '{}') as WatchdogOrder;
const say = (word: string) => {
  try {
    writeSync(1, `${word}\n`);
  } catch {
    // The launcher has gone; the server is stopped for that reason already.
  }
};

let users = 1;
let stopping = false;
let control: Server | undefined;

const log = openSync(order.logFile, 'a', 0o600);
const server = spawn(order.command, order.arguments, {
  stdio: ['ignore', log, log],
  env: { ...process.env, ...order.environment },
  windowsHide: true,
  cwd: order.dataFolder,
  ...(order.uid === undefined ? {} : { uid: order.uid }),
  ...(order.gid === undefined ? {} : { gid: order.gid }),
});
closeSync(log);
server.on('error', (error) => {
  say(`failed ${error.message}`);
  process.exit(1);
});
server.on('exit', () => {
  clearInterval(watch);
  control?.close();
  if (stopping && order.removeFolder) rmSync(order.removeFolder, { recursive: true, force: true, maxRetries: 5 });
  say('stopped');
  process.exit(0);
});

const watch = setInterval(() => {
  if (!isReady(server)) return;
  clearInterval(watch);
  openControl();
}, 20);

function isReady(child: ChildProcess): boolean {
  try {
    const lines = readFileSync(join(order.dataFolder, 'postmaster.pid'), 'utf8').split('\n');
    return lines[7]?.trim() === 'ready' && (Number(lines[0]) === child.pid || process.platform === 'win32');
  } catch {
    return false;
  }
}

/** Other programs of the hub (an import, a backup) join here and keep the server up while they need it. */
function openControl(): void {
  if (process.platform !== 'win32') rmSync(order.controlSocket, { force: true });
  control = createServer((connection) => {
    users += 1;
    connection.on('error', () => undefined);
    connection.on('close', leave);
    connection.resume();
    connection.write('joined\n');
  });
  control.on('error', () => say('ready'));
  control.listen(order.controlSocket, () => say('ready'));
}

function leave(): void {
  users -= 1;
  if (users === 0) stop();
}

function stop(): void {
  if (stopping) return;
  stopping = true;
  control?.close();
  if (order.stopProgram) {
    execFile(order.stopProgram, ['stop', '-D', order.dataFolder, '-m', 'fast'], () => undefined);
    return;
  }
  server.kill('SIGINT');
  // A fast shutdown that hangs (a full disk, a stuck backend) is cut short; the write-ahead log makes that safe.
  setTimeout(() => server.kill('SIGQUIT'), 60_000).unref();
}

process.stdin.on('error', () => undefined);
process.stdin.on('data', () => say(users > 1 ? 'shared' : 'stopping'));
process.stdin.on('close', leave);
process.stdin.resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
