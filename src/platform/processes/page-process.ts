import cluster from 'node:cluster';
import { performance } from 'node:perf_hooks';

import type { Processes } from './processes.ts';
import { Wire, type FarEnd, type Message, type Question } from './wire.ts';

const tellBusyEveryMilliseconds = 1_000;

/** What a process that answers pages knows of the one that started it. */
export interface PageProcess extends Processes {
  /** What it was given to serve with. */
  readonly order: unknown;
  ask(question: Question): Promise<unknown>;
  listening(): void;
  /** Called once, when the first process wants this one to end. */
  onStop(work: () => Promise<void>): void;
}

/** Whether this process was started to answer pages. */
export function isPageProcess(): boolean {
  return cluster.isWorker;
}

/** Tells the first process that this one cannot serve, and why. */
export async function sayFailed(why: string): Promise<void> {
  await new Promise<void>((resolve) => {
    if (process.send === undefined || !process.connected) {
      resolve();
    } else {
      process.send({ say: 'failed', why } satisfies Message, undefined, undefined, () => resolve());
    }
  });
}

function tellBusy(first: FarEnd): void {
  let last = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    first.send({ say: 'busy', share: performance.eventLoopUtilization(now, last).utilization });
    last = now;
  }, tellBusyEveryMilliseconds).unref();
}

/** Waits for the order of the first process. When that one is gone, Node ends this one: it never serves alone. */
export async function joinFirstProcess(answers: { readonly measures: () => Promise<unknown> }): Promise<PageProcess> {
  const first: FarEnd = { send: (message) => void (process.connected && process.send?.(message)) };
  const wire = new Wire(first, { measures: answers.measures });
  const listeners: ((session: string) => void)[] = [];
  let stop = async (): Promise<void> => process.exit(0);
  // The first process ended while this one began to listen.
  cluster.worker?.on('error', () => process.exit(1));
  // A terminal's Ctrl+C and a service manager reach every process of the group: the first one says when to end.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  const order = await new Promise<unknown>((resolve) => {
    process.on('message', (message: Message) => {
      if (wire.take(message) || !('say' in message)) {
        return;
      }
      if (message.say === 'serve') {
        resolve(message.order);
      } else if (message.say === 'session-changed') {
        listeners.forEach((listener) => listener(message.session));
      } else if (message.say === 'stop') {
        void stop();
      }
    });
  });
  tellBusy(first);
  return {
    order,
    ask: async (question) => wire.ask(question),
    listening: () => first.send({ say: 'listening' }),
    onStop: (work) => {
      stop = work;
    },
    busy: () => 0,
    sessionChanged: (session) => first.send({ say: 'session-changed', session }),
    onSessionChanged: (listener) => {
      listeners.push(listener);
    },
  };
}
