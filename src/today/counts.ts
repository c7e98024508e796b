import type { NavCounts } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate, systemClock } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { may } from '../platform/access/index.ts';
import { navNumbers } from './queries.ts';
import { dayEnd } from './rules.ts';

/** The numbers beside the navigation of every staff page: one statement. Nothing is asked for people who do no casework. */
export async function navCounts(tx: Transaction, actor: StaffActor): Promise<NavCounts> {
  if (!may(actor, 'read_cases')) {
    return {};
  }
  const now = systemClock.now();
  const { today, triage, tasks, shared } = await navNumbers(tx, londonDate(now), dayEnd(now));
  return { today, triage, tasks, ...(shared === 0 ? {} : { shared }) };
}
