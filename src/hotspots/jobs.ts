import { performance } from 'node:perf_hooks';

import type { House } from '../platform/http/index.ts';
import type { ScheduledWork } from '../platform/jobs/index.ts';
import { askStanding, workOutAnalyses } from './analysing.ts';

/** The part of the time since the last question for which the pages may have kept the processor and the hub still counts as quiet. */
const quietBelow = 0.15;

/** Asked now and then: whether the hub has had little to do since it was asked last. */
function quietness(): () => boolean {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization < quietBelow;
  };
}

function working(house: House) {
  return { pool: house.database.worker, baseUrl: house.settings.baseUrl, quiet: quietness(), now: () => house.clock.now() };
}

export function hotspotWork(house: House): ScheduledWork[] {
  return [
    { name: 'standing-hotspots', cron: '10 * * * *', run: async () => askStanding(working(house)) },
    { name: 'work-out-hotspots', cron: '* * * * *', run: async () => workOutAnalyses({ ...working(house), quiet: () => false }) },
  ];
}

/** One turn for the loop: somebody who chose other filters waits in front of the page. */
export function hotspotTurn(house: House): () => Promise<number> {
  let first = true;
  const work = working(house);
  return async () => {
    if (first) {
      first = false;
      await askStanding(work);
    }
    return await workOutAnalyses(work);
  };
}
