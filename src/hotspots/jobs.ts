import type { House } from '../platform/http/index.ts';
import { quietness, type ScheduledWork } from '../platform/jobs/index.ts';
import { askStanding, workOutAnalyses } from './analysing.ts';

function working(house: House) {
  return { pool: house.database.worker, baseUrl: house.settings.baseUrl, quiet: quietness(house.processes), now: () => house.clock.now() };
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
