import { parentPort, workerData } from 'node:worker_threads';

import { stepBehindPages } from '../platform/processes/index.ts';
import { analyse, type AnalysisInput } from './analyse.ts';

// The one thing handed over is what runAnalysis gives.
stepBehindPages();
const input: AnalysisInput = workerData;
parentPort?.postMessage(analyse(input));
