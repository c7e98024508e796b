import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly threads: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly loadBefore: number;
  /** Seconds for a fixed loop of arithmetic and for a fixed scan of memory: figures of two machines are compared through them. */
  readonly arithmeticSeconds: number;
  readonly scanSeconds: number;
}

const loops = 200_000_000;
const scanned = 16_000_000;
const passes = 5;

/** Measures the machine itself, the same way before every benchmark. */
export function measureMachine(): Machine {
  const loadBefore = Number((loadavg()[0] ?? 0).toFixed(2));
  let start = performance.now();
  let x = 1;
  for (let step = 0; step < loops; step += 1) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  }
  const arithmeticSeconds = (performance.now() - start) / 1000;
  const memory = new Float64Array(scanned).fill(1);
  start = performance.now();
  let sum = x & 1;
  for (let pass = 0; pass < passes; pass += 1) {
    for (const value of memory) {
      sum += value;
    }
  }
  const scanSeconds = (performance.now() - start) / 1000;
  if (sum < scanned) {
    throw new Error('the memory scan did not run');
  }
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown', threads: availableParallelism(), memoryGb: Math.round(totalmem() / 1e9), node: process.version, loadBefore,
    arithmeticSeconds: Number(arithmeticSeconds.toFixed(3)), scanSeconds: Number(scanSeconds.toFixed(3)),
  };
}
