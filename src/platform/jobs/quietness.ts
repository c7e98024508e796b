import { performance } from 'node:perf_hooks';

/** The part of the time since the last question for which the pages may have kept the processor and the hub still counts as quiet. */
const quietBelow = 0.15;

/** Asked now and then by work that can wait: whether the hub has had little to do since it was asked last. */
export function quietness(): () => boolean {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization < quietBelow;
  };
}
