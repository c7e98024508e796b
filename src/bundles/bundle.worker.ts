import { parentPort, workerData } from 'node:worker_threads';

import { openFileStore } from '../platform/files/index.ts';
import { stepBehindPages } from '../platform/processes/index.ts';
import { writeBundle } from './bundle-pdf.ts';
import { coveredCopy } from './covered-copy.ts';
import { previewOf } from './pictures.ts';
import type { ThreadTask } from './thread.ts';

/** Drawing pages takes processor time, so it happens beside the thread that serves people. */
const task: ThreadTask = workerData;
const files = openFileStore(task.store);

if (task.kind === 'bundle') {
  stepBehindPages();
  parentPort?.postMessage({ made: await writeBundle(task.content, files, (done) => parentPort?.postMessage({ done })) });
} else if (task.kind === 'copy') {
  parentPort?.postMessage({ made: await coveredCopy(files, task.shown, task.covers) });
} else {
  parentPort?.postMessage({ made: await previewOf(files, task.shown, task.page, task.covers, task.plain) });
}
