import { parentPort, workerData } from 'node:worker_threads';

import { analyse, type AnalysisInput } from './analyse.ts';

// The one thing handed over is what runAnalysis gives.
const input: AnalysisInput = workerData;
parentPort?.postMessage(analyse(input));
