import { runStretch, type Answer, type Job, type Stretch } from './jobs.ts';
import { wholeNumber } from './checks.ts';
import type { LongRun } from './progress.ts';

/** A worker thread of either kind. */
interface Thread {
  order(job: Job, from: number, to: number, listener: (answer: Answer) => void, failed: (reason: unknown) => void): void;
  end(): void;
}

export interface ThreadOptions extends LongRun {
  /** Threads to use; as many as the machine has processors, at most 8, if not given. 1 stays on the caller's thread. */
  readonly threads?: number | undefined;
}

/**
 * Permutations 0 to `count - 1` of a job, shared out among worker threads; on this thread if none can be started.
 * Threads take as long to start as some jobs to make, so the job is made while they do.
 */
export async function runOnThreads(makeJob: () => Job, count: number, options: ThreadOptions): Promise<Stretch[]> {
  options.signal?.throwIfAborted();
  const wanted = Math.min(wholeNumber(options.threads ?? Math.min(8, processors()), 'threads', 1), count);
  const threads = wanted > 1 ? startThreads(wanted) : [];
  try {
    const job = makeJob();
    return threads.length === 0 ? [runStretch(job, 0, count, options)] : await shareOut(threads, job, count, options);
  } finally {
    for (const thread of threads) thread.end();
  }
}

function processors(): number {
  return globalThis.navigator?.hardwareConcurrency ?? 1;
}

async function shareOut(threads: Thread[], job: Job, count: number, options: ThreadOptions): Promise<Stretch[]> {
  const shares = threads.map(() => 0);
  let stop: ((reason: unknown) => void) | undefined;
  const aborted = new Promise<never>((_, reject) => (stop = reject));
  const onAbort = (): void => stop!(options.signal!.reason);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const stretches = threads.map((thread, k) => {
    const from = Math.floor((k * count) / threads.length);
    const to = Math.floor(((k + 1) * count) / threads.length);
    return new Promise<Stretch>((resolve, reject) => {
      const listener = (answer: Answer): void => {
        if ('stretch' in answer) resolve(answer.stretch);
        else if ('failure' in answer) reject(new Error(answer.failure));
        else {
          shares[k] = answer.share;
          options.onProgress?.(shares.reduce((sum, share) => sum + share, 0) / shares.length);
        }
      };
      // A thread that cannot start or load leaves its stretch to this one.
      const failed = (): void => resolve(runStretch(job, from, to, { signal: options.signal }));
      thread.order(job, from, to, listener, failed);
    });
  });
  try {
    const done = await Promise.race([Promise.all(stretches), aborted]);
    options.onProgress?.(1);
    return done;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

function startThreads(count: number): Thread[] {
  // In src and in dist the worker's entry point lies beside this file.
  const entry = new URL(import.meta.url.endsWith('.ts') ? './permute.worker.ts' : './permute.worker.js', import.meta.url);
  try {
    const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
    if (node !== undefined) return Array.from({ length: count }, () => nodeThread(new node.Worker(entry)));
    if (typeof Worker === 'undefined') return [];
    return Array.from({ length: count }, () => browserThread(new Worker(entry, { type: 'module' })));
  } catch {
    return [];
  }
}

interface NodeWorker {
  on(event: 'message', listener: (answer: Answer) => void): unknown;
  on(event: 'error', listener: (reason: unknown) => void): unknown;
  postMessage(order: unknown): void;
  terminate(): Promise<number>;
}

function nodeThread(worker: NodeWorker): Thread {
  return {
    order(job, from, to, listener, failed) {
      worker.on('message', listener);
      worker.on('error', failed);
      worker.postMessage({ job, from, to });
    },
    end: () => void worker.terminate(),
  };
}

function browserThread(worker: Worker): Thread {
  return {
    order(job, from, to, listener, failed) {
      worker.addEventListener('message', (event: MessageEvent<Answer>) => listener(event.data));
      worker.addEventListener('error', failed);
      worker.postMessage({ job, from, to });
    },
    end: () => worker.terminate(),
  };
}
