import { parentPort, workerData } from 'node:worker_threads';
import { Scanner } from './scan.ts';
import { answer, type ScanStart, type ScanTask } from './scan-tasks.ts';

const { data } = workerData as ScanStart;
const scanner = new Scanner(data);

parentPort?.on('message', (task: ScanTask) => {
  const { result, transfer } = answer(scanner, task);
  parentPort?.postMessage(result, transfer);
});
