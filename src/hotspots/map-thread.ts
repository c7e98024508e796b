import { Worker } from 'node:worker_threads';

import { doMapWork, type MapAnswers, type MapTask } from './map-work.ts';

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The thread in which maps are indexed, filtered and counted: a million points take a second there, and no page waits for it.
 * Points lie in shared memory, so nothing is copied either way. It starts with the first map and does not keep the hub alive.
 */
export class MapThread {
  #worker: Worker | undefined;
  #number = 0;
  readonly #waiting = new Map<number, Waiting>();

  async ask<Work extends MapTask['work']>(task: Extract<MapTask, { work: Work }>): Promise<MapAnswers[Work]> {
    // From sources, as in tests, the work is done here.
    if (import.meta.url.endsWith('.ts')) {
      return doMapWork<Work>(task);
    }
    const worker = this.#started();
    const number = this.#number;
    this.#number += 1;
    return await new Promise<MapAnswers[Work]>((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      worker.postMessage({ number, task });
    });
  }

  #started(): Worker {
    if (this.#worker === undefined) {
      const worker = new Worker(new URL('./map.worker.js', import.meta.url));
      worker.unref();
      worker.on('message', ({ number, answer, failed }: { readonly number: number; readonly answer: never; readonly failed?: string }) => {
        const waiting = this.#waiting.get(number);
        this.#waiting.delete(number);
        if (failed === undefined) {
          waiting?.resolve(answer);
        } else {
          waiting?.reject(new Error(failed));
        }
      });
      worker.once('error', (error: Error) => this.#gone(worker, error));
      worker.once('exit', (code) => this.#gone(worker, new Error(`The map's thread ended with ${code}`)));
      this.#worker = worker;
    }
    return this.#worker;
  }

  /** Whoever waited is told; the next question starts another thread. */
  #gone(worker: Worker, error: Error): void {
    if (this.#worker !== worker) {
      return;
    }
    this.#worker = undefined;
    const told = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of told) {
      reject(error);
    }
  }
}
