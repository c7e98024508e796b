import type pg from 'pg';
import type { Temporal } from 'temporal-polyfill';

import { paths } from '../paths.ts';
import { enterSystem } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import type { House } from '../platform/http/index.ts';
import type { ScheduledWork } from '../platform/jobs/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { auditors, listReading, partnershipIds, readingFacts, readingRulesOf } from './queries.ts';
import { isUnusual, rulesOn } from './rules.ts';

/** Looks at what was read yesterday. A second run finds the same and lists nothing twice. */
export async function findUnusual(pool: pg.Pool, baseUrl: string, now: Temporal.Instant): Promise<number> {
  const day = londonDate(now).subtract({ days: 1 });
  const ids = await inTransaction(pool, async () => undefined, async (tx) => partnershipIds(tx));
  let listed = 0;
  for (const partnershipId of ids) {
    listed += await inTransaction(pool, async (tx) => enterSystem(tx, partnershipId), async (tx) => {
      const rules = rulesOn(await readingRulesOf(tx, partnershipId), day);
      const facts = await readingFacts(tx, partnershipId, day, rules.get('out_of_hours') ?? { from_hour: 7, to_hour: 20 });
      let found = 0;
      for (const fact of facts.filter((one) => isUnusual(one, rules))) {
        found += await listReading(tx, partnershipId, day, fact, now);
      }
      if (found > 0) {
        tellColleagues(tx, { partnershipId, accountIds: await auditors(tx, partnershipId), subject: 'Safer Hub: unusual reading was found', body: `The hub found reading that you should look at.\n\n${baseUrl}${paths.unusualReadings()}`, now });
      }
      return found;
    });
  }
  return listed;
}

export function readingWork(house: House): ScheduledWork[] {
  return [{ name: 'find-unusual-reading', cron: '40 2 * * *', run: async () => findUnusual(house.database.worker, house.settings.baseUrl, house.clock.now()) }];
}
