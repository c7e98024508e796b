import cluster, { type Worker } from 'node:cluster';

import type { Log } from '../telemetry/index.ts';
import type { Processes } from './processes.ts';
import { Wire, type Message } from './wire.ts';

/** A process that ended is started again at once, but not more often than this. */
const restartAtMostEveryMilliseconds = 1_000;
const endWithinMilliseconds = 10_000;

export interface PageProcesses extends Processes {
  /** Resolves when all of them answer; rejects with the reason when the first cannot. */
  serve(order: unknown): Promise<void>;
  /** What each of them measured. */
  measures(): Promise<readonly unknown[]>;
  stop(): Promise<void>;
}

interface Running {
  readonly worker: Worker;
  readonly wire: Wire;
  busy: number;
}

/**
 * Starts processes that answer pages, all on one port. They wait for `serve`. One that ends by itself is replaced;
 * requests that it had not answered are lost to their senders, who send again.
 */
export function startPageProcesses(count: number, log: Log, answers: { readonly 'queue-healthy': () => Promise<unknown> }): PageProcesses {
  const running = new Map<number, Running>();
  let order: unknown;
  let stopping = false;
  let settle: { resolve(): void; reject(error: Error): void } | undefined;
  let listening = 0;

  const took = (from: Running, message: Message): void => {
    if (from.wire.take(message) || !('say' in message)) {
      return;
    }
    if (message.say === 'busy') {
      from.busy = message.share;
    } else if (message.say === 'session-changed') {
      others(from).forEach(({ worker }) => say(worker, message));
    } else if (message.say === 'listening') {
      listening += 1;
      if (listening >= count) {
        settle?.resolve();
      }
    } else if (message.say === 'failed') {
      log.error({ process: from.worker.id }, 'a process cannot answer pages');
      settle?.reject(new Error(message.why));
    }
  };
  const others = (than: Running): readonly Running[] => [...running.values()].filter((one) => one !== than);
  const start = (): void => {
    const worker = cluster.fork();
    const one: Running = { worker, wire: new Wire({ send: (message) => say(worker, message) }, answers), busy: 0 };
    running.set(worker.id, one);
    worker.on('message', (message: Message) => took(one, message));
    worker.on('error', () => undefined);
    worker.once('exit', (code, signal) => {
      running.delete(worker.id);
      if (!stopping) {
        log.error({ process: worker.id, code, signal }, 'a process that answers pages ended and is started again');
        setTimeout(() => !stopping && start(), restartAtMostEveryMilliseconds);
      }
    });
    if (order !== undefined) {
      say(worker, { say: 'serve', order });
    }
  };

  for (let number = 0; number < count; number += 1) {
    start();
  }
  return {
    serve: async (given) => {
      order = given;
      await new Promise<void>((resolve, reject) => {
        settle = { resolve, reject };
        running.forEach(({ worker }) => say(worker, { say: 'serve', order }));
      });
    },
    measures: async () => (await Promise.all([...running.values()].map(async ({ wire }) => wire.ask('measures')))).filter((one) => one !== undefined),
    busy: () => Math.max(0, ...[...running.values()].map(({ busy }) => busy)),
    sessionChanged: (session) => running.forEach(({ worker }) => say(worker, { say: 'session-changed', session })),
    onSessionChanged: () => undefined,
    stop: async () => {
      stopping = true;
      await Promise.all([...running.values()].map(async ({ worker }) => ended(worker)));
    },
  };
}

function say(worker: Worker, message: Message): void {
  if (worker.isConnected()) {
    worker.send(message);
  }
}

async function ended(worker: Worker): Promise<void> {
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => worker.process.kill('SIGKILL'), endWithinMilliseconds);
    worker.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
    say(worker, { say: 'stop' });
  });
}
