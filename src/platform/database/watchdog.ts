import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WatchdogOrder } from './watchdog.worker.ts';

/** Our end of the pipe to the watchdog process that runs PostgreSQL for us. */
export type Watchdog = {
  /** What it said when the server was up (`ready`) or could not be started. */
  outcome: string;
  /** Takes our hand off the server; resolves when it has stopped, or at once when others still use it. */
  leave(log: (sentence: string) => void): Promise<void>;
};

export async function startWatchdog(order: WatchdogOrder, folder: string): Promise<Watchdog> {
  const child = spawn(process.execPath, [watchdogFile(), JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    windowsHide: true,
    cwd: folder,
  });
  const words = listen(child);
  const outcome = await words.next();
  letGo(child);
  return { outcome, leave: (log) => leave(child, words, log) };
}

/** Beside this file in the sources, and beside the bundle in dist. */
function watchdogFile(): string {
  const name = import.meta.url.endsWith('.ts') ? './watchdog.worker.ts' : './watchdog.worker.js';
  return fileURLToPath(new URL(name, import.meta.url));
}

type Words = { next(): Promise<string>; };

/** The watchdog's words, one a line; `gone` when it has ended. */
function listen(child: ChildProcess): Words {
  const heard: string[] = [];
  const waiting: ((word: string) => void)[] = [];
  let gone = false;
  const deliver = (word: string) => {
    const listener = waiting.shift();
    if (listener) listener(word);
    else heard.push(word);
  };
  if (child.stdout) createInterface({ input: child.stdout }).on('line', deliver);
  child.on('error', (error) => deliver(`failed ${error.message}`));
  child.on('close', () => {
    gone = true;
    for (const listener of waiting.splice(0)) listener('gone');
  });
  return {
    next: () =>
      new Promise((resolve) => {
        const word = heard.shift();
        if (word !== undefined) resolve(word);
        else if (gone) resolve('gone');
        else waiting.push(resolve);
      }),
  };
}

/** The server must not keep a program running that has nothing else to do. */
function letGo(child: ChildProcess): void {
  child.stdin?.on('error', () => undefined);
  child.unref();
  for (const stream of [child.stdin, child.stdout]) {
    if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
  }
}

async function leave(child: ChildProcess, words: Words, log: (sentence: string) => void): Promise<void> {
  if (child.exitCode !== null || !child.stdin?.writable) return;
  const keepAlive = setInterval(() => undefined, 1000);
  try {
    child.stdin.end('leave\n');
    const answer = await words.next();
    if (answer === 'shared') {
      log('The database server stays up because another program of the hub uses it.');
      return;
    }
    if (answer === 'stopping') await words.next();
  } finally {
    clearInterval(keepAlive);
  }
}
