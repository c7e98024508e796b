import { parentPort } from 'node:worker_threads';
import { doColumnTask } from './column-tasks.ts';
import { buildComparator } from './comparator-data.ts';
import type { Comparator } from './comparator.ts';
import { doGroupTask } from './group-task.ts';
import { doRowsTask } from './rows-task.ts';
import { Scanner } from './scan.ts';
import { takeTasks, type ScanStart, type ScanWork } from './scan-tasks.ts';

let comparators: readonly Comparator[] = [];
let scanner: Scanner | null = null;

parentPort?.on('message', (message: ScanStart | ScanWork) => {
  switch (message.kind) {
    case 'number':
    case 'form':
      return doColumnTask(message);
    case 'group':
      return doGroupTask(message);
    case 'rows':
      return doRowsTask(message);
    case 'comparators':
      comparators = message.comparators.map(buildComparator);
      return undefined;
    case 'records':
      scanner = new Scanner(message.data, comparators);
      return undefined;
    case 'scan':
      return takeTasks(message, scanner as Scanner, (answer, transfer) => parentPort?.postMessage(answer, transfer));
  }
});
