import type { Temporal } from 'temporal-polyfill';

import type { NavCounts } from '../frame/index.ts';
import { agreementReminders } from '../agreements/index.ts';
import { intelligenceWork } from '../intelligence/index.ts';
import { panelWork } from '../panels/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate, systemClock } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { AskedOnce } from '../platform/memory/index.ts';
import { may } from '../platform/access/index.ts';
import { localTime, type Partnership } from '../platform/partnership/index.ts';
import { runningSteps } from '../powers/index.ts';
import { requestsForToday } from '../requests/index.ts';
import { reviewItems } from '../reviews/index.ts';
import { transfersForToday } from '../transfers/index.ts';
import { pressingBeginnings } from './beginnings.ts';
import { partnerItems } from './partner-items.ts';
import { beginnings, navNumbers } from './queries.ts';
import { dayEnd } from './row.ts';
import { pressing, roomItems } from './rules.ts';
import { stepItems } from './step-items.ts';

/** What stands late or due on Today besides one's own cases and tasks, by the rules that draw its rows. */
async function pressingElsewhere(tx: Transaction, actor: StaffActor, now: Temporal.Instant, closesAt: string): Promise<number> {
  const [steps, begun, time, panels, reviews, intelligence, requests, transfers, agreements] = await Promise.all([
    runningSteps(tx, actor), beginnings(tx, londonDate(now)), localTime(tx, actor.rules), panelWork(tx, actor, now), reviewItems(tx, actor, now, closesAt), intelligenceWork(tx, actor, now),
    requestsForToday(tx, actor, now), transfersForToday(tx, actor, now), agreementReminders(tx, actor, londonDate(now)),
  ]);
  const partners = partnerItems({ requests, transfers, agreements, lateRequests: [], decisions: [], notices: [] }, { actor, supervises: false, now, closesAt });
  return pressing([...stepItems(steps, now), ...roomItems([...panels, ...reviews, ...intelligence], now), ...partners]) + pressingBeginnings(begun, { ...time, now, closesAt });
}

/** What was last counted elsewhere, by account; in each process for itself. */
const elsewhere = new AskedOnce(5_000, 600_000);

/**
 * The numbers beside the navigation of every staff page, asked together. Nothing is asked for people who do no casework. A case page and the
 * triage list take what other rooms want as it was last counted, if it was in the last ten minutes: counting it costs as much as such a page.
 */
export async function navCounts(tx: Transaction, actor: StaffActor, partnership: Partnership, how: 'anew' | 'as_last_counted', now = systemClock.now()): Promise<NavCounts> {
  if (!may(actor, 'read_cases')) {
    return {};
  }
  if (how === 'anew') {
    elsewhere.forget(actor.accountId);
  }
  const [{ today, triage, tasks, shared }, pressingThere] = await Promise.all([
    navNumbers(tx, londonDate(now), dayEnd(now)),
    may(actor, 'work_cases') ? elsewhere.get(actor.accountId, async () => pressingElsewhere(tx, actor, now, partnership.settings.closesAt)) : 0,
  ]);
  return { today: Math.min(99, today + pressingThere), triage, tasks, ...(shared === 0 ? {} : { shared }) };
}
