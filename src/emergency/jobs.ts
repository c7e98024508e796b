import type pg from 'pg';
import type { Temporal } from 'temporal-polyfill';

import { paths } from '../paths.ts';
import { enterSystem } from '../platform/access/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import type { House } from '../platform/http/index.ts';
import type { ScheduledWork } from '../platform/jobs/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { partnershipIds, raiseUnreviewed, unreviewed } from './queries.ts';

/** A review that nobody made in time goes to the coordinators of the agency and to the auditors. */
export async function raiseOverdueReviews(pool: pg.Pool, baseUrl: string, now: Temporal.Instant): Promise<number> {
  const ids = await inTransaction(pool, async () => undefined, async (tx) => partnershipIds(tx));
  let raised = 0;
  for (const partnershipId of ids) {
    raised += await inTransaction(pool, async (tx) => enterSystem(tx, partnershipId), async (tx) => {
      const late = await unreviewed(tx, partnershipId, now);
      for (const one of late) {
        const accountIds = await raiseUnreviewed(tx, partnershipId, one, now);
        tellColleagues(tx, { partnershipId, accountIds, subject: 'An emergency access in Safer Hub has not been reviewed', body: `Nobody has reviewed an emergency access in time.\n\n${baseUrl}${paths.emergency(one.id)}`, now });
      }
      return late.length;
    });
  }
  return raised;
}

export function emergencyWork(house: House): ScheduledWork[] {
  return [{ name: 'raise-emergency-reviews', cron: '25 * * * *', run: async () => raiseOverdueReviews(house.database.worker, house.settings.baseUrl, house.clock.now()) }];
}
