import { performance } from 'node:perf_hooks';

import type { Processes } from '../processes/index.ts';

/** The part of the time since the last question for which the pages may have kept the processor and the hub still counts as quiet. */
const quietBelow = 0.15;

/** Asked now and then by work that can wait: whether this process has had little to do since it was asked last, and the others now. */
export function quietness({ busy }: Processes): () => boolean {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return Math.max(utilization, busy()) < quietBelow;
  };
}
