import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Grouping } from './blocks.ts';
import type { ComparatorData } from './comparator-data.ts';
import { finishGroupTask, groupTask } from './group-task.ts';
import type { FormTask, NumberTask } from './column-tasks.ts';
import type { RowsTask } from './rows-task.ts';
import type { ScanData } from './scan.ts';
import type { ScanStart } from './scan-tasks.ts';

const MOST_WORKERS = 4;

/** The worker threads of one linker. They may be started before the records are read, to group them by their keys. */
export class ScanThreads {
  #workers: Worker[] = [];
  #comparators: readonly ComparatorData[] | null = null;
  #data: ScanData | null = null;
  #broken = false;

  /** Starts the threads, unless they run already or could not be started. */
  start(): readonly Worker[] {
    if (this.#broken) return [];
    if (this.#workers.length > 0) return this.#workers;
    const file = import.meta.url.endsWith('.ts') ? './score.worker.ts' : './score.worker.js';
    // The built worker needs none of the loaders that this process may have been started with.
    const options = file.endsWith('.js') ? { execArgv: [] } : {};
    try {
      for (let n = 0; n < Math.min(MOST_WORKERS, availableParallelism()); n++) {
        const worker = new Worker(new URL(file, import.meta.url), options);
        // Whoever waits for an answer hears of a failure; before that there is nothing to lose.
        worker.on('error', () => (this.#broken = true));
        worker.unref();
        this.#workers.push(worker);
      }
    } catch {
      this.#broken = true;
    }
    if (this.#comparators !== null) this.#tell({ kind: 'comparators', comparators: this.#comparators });
    if (this.#data !== null) this.#tell({ kind: 'records', data: this.#data });
    return this.#broken ? [] : this.#workers;
  }

  /** Groups records by two keys in whichever thread comes to it first; in this one, if none has when it is waited for. */
  readonly group: Grouping = (a, b, limits) => {
    const task = groupTask(a, b, limits);
    this.#tell(task);
    return () => finishGroupTask(task, a, b);
  };

  /** Lets whichever thread comes to a task first do it. */
  readonly offer = (task: NumberTask | FormTask | RowsTask): void => this.#tell(task);

  /** Gives what to compare with to threads that run, and to those started later. */
  readonly compareWith = (comparators: readonly ComparatorData[]): void => {
    this.#comparators = comparators;
    this.#tell({ kind: 'comparators', comparators });
  };

  /** Gives the records to threads that run, and to those started later. */
  give(data: ScanData): void {
    this.#data = data;
    this.#tell({ kind: 'records', data });
  }

  /** Ends the threads; a later start makes new ones. */
  async close(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #tell(message: ScanStart): void {
    for (const worker of this.#workers) worker.postMessage(message);
  }
}
