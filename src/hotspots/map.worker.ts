import { parentPort } from 'node:worker_threads';

import { doMapWork, type MapTask } from './map-work.ts';

// The one thing handed over is what MapThread asks.
parentPort?.on('message', ({ number, task }: { readonly number: number; readonly task: MapTask }) => {
  try {
    parentPort?.postMessage({ number, answer: doMapWork(task) });
  } catch (error) {
    parentPort?.postMessage({ number, failed: error instanceof Error ? error.message : 'The map could not be worked out' });
  }
});
