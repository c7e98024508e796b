import type { NavCounts } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate, systemClock } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { may } from '../platform/access/index.ts';
import { runningSteps } from '../powers/index.ts';
import { navNumbers } from './queries.ts';
import { dayEnd } from './rules.ts';
import { pressingSteps } from './step-items.ts';

/** The numbers beside the navigation of every staff page, in one flush. Nothing is asked for people who do no casework. */
export async function navCounts(tx: Transaction, actor: StaffActor): Promise<NavCounts> {
  if (!may(actor, 'read_cases')) {
    return {};
  }
  const now = systemClock.now();
  const [{ today, triage, tasks, shared }, steps] = await Promise.all([navNumbers(tx, londonDate(now), dayEnd(now)), may(actor, 'work_cases') ? runningSteps(tx, actor) : []]);
  return { today: Math.min(99, today + pressingSteps(steps, now)), triage, tasks, ...(shared === 0 ? {} : { shared }) };
}
