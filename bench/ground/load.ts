import { fork } from 'node:child_process';
import path from 'node:path';

import type { LoadPlan, LoadResult } from './load-plan.ts';

/** Runs a plan in the generator's own process and waits for its count. */
export async function load(plan: LoadPlan): Promise<LoadResult> {
  const generator = fork(path.join(import.meta.dirname, 'generator.ts'), { execArgv: [], serialization: 'advanced' });
  return await new Promise((resolve, reject) => {
    generator.once('message', (result: LoadResult) => resolve(result));
    generator.once('error', reject);
    generator.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
    generator.send(plan);
  });
}

/** Requests a second that were answered as expected. */
export function perSecond({ done, seconds }: LoadResult): number {
  return done / Math.max(seconds, 0.001);
}
