import { parentPort } from 'node:worker_threads';
import { buildComparator } from './comparator-data.ts';
import type { Comparator } from './comparator.ts';
import { doGroupTask } from './group-task.ts';
import { Scanner } from './scan.ts';
import { answer, type ScanStart, type ScanTask } from './scan-tasks.ts';

let comparators: readonly Comparator[] = [];
let scanner: Scanner | null = null;

parentPort?.on('message', (message: ScanStart | ScanTask) => {
  if (message.kind === 'group') doGroupTask(message);
  else if (message.kind === 'comparators') comparators = message.comparators.map(buildComparator);
  else if (message.kind === 'records') scanner = new Scanner(message.data, comparators);
  else {
    const { result, transfer } = answer(scanner as Scanner, message);
    parentPort?.postMessage(result, transfer);
  }
});
