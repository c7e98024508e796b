import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ComparatorData } from './comparator-data.ts';
import type { ScanData } from './scan.ts';
import type { ScanStart } from './scan-tasks.ts';

const MOST_WORKERS = 4;

/** The worker threads of one linker. They may be started before the records are blocked, and set up meanwhile. */
export class ScanThreads {
  #workers: Worker[] = [];
  #data: ScanData | null = null;
  #broken = false;

  /** Starts the threads, unless they run already or could not be started. */
  start(comparators: readonly ComparatorData[]): readonly Worker[] {
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
    this.#tell({ kind: 'comparators', comparators });
    if (this.#data !== null) this.#tell({ kind: 'records', data: this.#data });
    return this.#broken ? [] : this.#workers;
  }

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
