import type { Worker } from 'node:worker_threads';
import type { ComparedPairs, ScanData, Scanner, WeighedPairs } from './scan.ts';
import { answer, type SampleTask, type ScanAnswer, type ScanTask, type ScanWork, type ScoreTask } from './scan-tasks.ts';
import type { ScanThreads } from './scan-threads.ts';
import { sharedInt32 } from './shared-memory.ts';

/** Fewer pairs than this are sooner compared here than a thread is started. */
const PAIRS_WORTH_THREADS = 150_000;
/** Ranges of records into which the work is cut: enough that threads end together and progress is seen. */
const RANGES = 32;

/** How a scan is watched and stopped. */
export interface ScanOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the share done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

type Range = readonly [from: number, to: number];

/** Ranges of records of about one length. */
function rangesOfRecords({ size }: ScanData): Range[] {
  const step = Math.max(1, Math.ceil(size / RANGES));
  return Array.from({ length: Math.ceil(size / step) }, (_, n) => [n * step, Math.min(size, (n + 1) * step)]);
}

/** Ranges of places among the members of the blocks, each with about as many pairs as any other. */
function rangesOfMembers({ blocks }: ScanData): Range[] {
  const { blockOffsets, pairBound } = blocks;
  const wanted = pairBound / RANGES;
  const list: Range[] = [];
  let [from, pairs] = [0, 0];
  for (let block = 0; block + 1 < blockOffsets.length; block++) {
    const end = blockOffsets[block + 1] as number;
    for (let place = blockOffsets[block] as number; place < end; place++) {
      pairs += end - place - 1;
      if (pairs <= wanted) continue;
      list.push([from, place + 1]);
      [from, pairs] = [place + 1, 0];
    }
  }
  const places = blockOffsets.at(-1) as number;
  return from < places ? [...list, [from, places]] : list;
}

/**
 * Runs scans on worker threads, or in this thread where there are few pairs or workers cannot start. Answers come in
 * the order of the ranges, so the result does not depend on how many threads there are.
 */
export class ScanPool {
  readonly #data: ScanData;
  readonly #scanner: Scanner;
  readonly #threads: ScanThreads;
  #broken = false;
  /** What was begun last: threads answer one scan at a time, since whoever listens to them hears all their answers. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(data: ScanData, scanner: Scanner, threads: ScanThreads) {
    this.#data = data;
    this.#scanner = scanner;
    this.#threads = threads;
  }

  score(task: Omit<ScoreTask, 'kind' | 'from' | 'to'>, options: ScanOptions): Promise<WeighedPairs[]> {
    const tasks = rangesOfMembers(this.#data).map(([from, to]): ScoreTask => ({ kind: 'score', from, to, ...task }));
    return this.#inTurn(() => this.#run(tasks, options)) as Promise<WeighedPairs[]>;
  }

  sample(task: Omit<SampleTask, 'kind' | 'from' | 'to'>, options: ScanOptions): Promise<ComparedPairs[]> {
    const tasks = rangesOfRecords(this.#data).map(([from, to]): SampleTask => ({ kind: 'sample', from, to, ...task }));
    return this.#inTurn(() => this.#run(tasks, options)) as Promise<ComparedPairs[]>;
  }

  /** True if there are pairs enough for threads, and these can be started. */
  get usesThreads(): boolean {
    return !this.#broken && this.#data.blocks.pairBound >= PAIRS_WORTH_THREADS;
  }

  /** Ends the threads when what was begun has been answered; a later scan starts them anew. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#threads.close());
  }

  /** Begins when all that came before has ended, well or not. */
  #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const result = this.#last.then(act);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #run(tasks: readonly ScanTask[], options: ScanOptions): Promise<(WeighedPairs | ComparedPairs)[]> {
    const answers: (WeighedPairs | ComparedPairs)[] = Array.from({ length: tasks.length });
    const threads = this.usesThreads ? this.#threads.start() : [];
    let done = 0;
    const finish = (index: number, result: WeighedPairs | ComparedPairs): void => {
      answers[index] = result;
      done++;
      options.onProgress?.(done / tasks.length);
    };
    try {
      const work: ScanWork = { kind: 'scan', tasks, taken: sharedInt32(1) };
      await Promise.all(threads.map((worker) => share(worker, work, finish, options.signal)));
    } catch (error) {
      await this.#threads.close();
      if (options.signal?.aborted === true) throw error;
      // Threads failed (no memory for them, or no file to start): the work is done here instead.
      this.#broken = true;
    }
    for (let index = 0; index < tasks.length; index++) {
      if (answers[index] !== undefined) continue;
      await yieldToEvents(options.signal);
      finish(index, answer(this.#scanner, tasks[index] as ScanTask).result);
    }
    return answers;
  }
}

/** Lets a thread take its share of some work, and waits until it finds no more. This thread need not be free meanwhile. */
function share(
  worker: Worker,
  work: ScanWork,
  finish: (index: number, result: WeighedPairs | ComparedPairs) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
      worker.unref();
      act();
    };
    const onMessage = (found: ScanAnswer): void => {
      if (found === null) settle(resolve);
      else finish(found.index, found.result);
    };
    const onError = (error: unknown): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error('a linkage worker ended before it answered')));
    const onAbort = (): void => settle(() => reject(signal?.reason));
    if (signal?.aborted === true) return onAbort();
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    signal?.addEventListener('abort', onAbort);
    worker.ref();
    worker.postMessage(work);
  });
}

/** Lets timers and cancellations through between two pieces of work in this thread. */
export async function yieldToEvents(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
