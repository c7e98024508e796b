import { parentPort } from 'node:worker_threads';
import { doColumnTask } from './column-tasks.ts';
import { buildComparator } from './comparator-data.ts';
import type { Comparator } from './comparator.ts';
import { doGroupTask } from './group-task.ts';
import { doRowsTask } from './rows-task.ts';
import { Scanner } from './scan.ts';
import { answer, type ScanStart, type ScanTask } from './scan-tasks.ts';

let comparators: readonly Comparator[] = [];
let scanner: Scanner | null = null;

parentPort?.on('message', (message: ScanStart | ScanTask) => {
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
    default: {
      const { result, transfer } = answer(scanner as Scanner, message);
      return parentPort?.postMessage(result, transfer);
    }
  }
});
