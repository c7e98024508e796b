import type { Temporal } from 'temporal-polyfill';

import { staffPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { intelligenceWork } from '../intelligence/index.ts';
import { emergencyItems } from '../emergency/index.ts';
import { recordsItems } from '../retention/index.ts';
import { reviewItems } from '../reviews/index.ts';
import { page, route, type Route } from '../platform/http/index.ts';
import { panelWork } from '../panels/index.ts';
import { localTime, type Partnership } from '../platform/partnership/index.ts';
import { approvalLines } from '../approvals/index.ts';
import { runningSteps } from '../powers/index.ts';
import { agreementReminders } from '../agreements/index.ts';
import { lateRequests, requestsForToday } from '../requests/index.ts';
import { noticesWaiting, sharedLines, waitingDecisions } from '../sharing/index.ts';
import { openTasksOf } from '../tasks/index.ts';
import { transfersForToday } from '../transfers/index.ts';
import { triageCount } from '../triage/index.ts';
import { partnerItems, type PartnerSources } from './partner-items.ts';
import { TodayPage, type TodayProps } from './pages/today-page.tsx';
import {
  approvals, askedTasks, correctedReceipts, escalatedToSupervisor, myReports, newReports, promisesDue, reopenedReports, stoppedMessages, supervisorReviews, unreadMessages, withoutPromise,
} from './queries.ts';
import { dayEnd } from './row.ts';
import { pressing, workItems } from './rules.ts';
import { approvalItems, stepItems } from './step-items.ts';
import { longestSilences } from './silences.ts';

/** For how many days an answer stays in view. */
const freshDays = 5;
const mostFresh = 6;

async function partnerSources(tx: Transaction, actor: StaffActor, supervises: boolean, since: Temporal.Instant, now: Temporal.Instant): Promise<PartnerSources> {
  const [requests, late, transfers, agreements, decisions, notices] = await Promise.all([
    requestsForToday(tx, actor, since), lateRequests(tx, actor, supervises), transfersForToday(tx, actor, since), agreementReminders(tx, actor, londonDate(now)), waitingDecisions(tx, actor), noticesWaiting(tx, actor),
  ]);
  return { requests, lateRequests: late, transfers, agreements, decisions, notices };
}

export async function todayProps({ tx, actor, now, partnership }: { tx: Transaction; actor: StaffActor; now: Temporal.Instant; partnership: Partnership }): Promise<TodayProps> {
  const since = now.subtract({ hours: 24 * freshDays });
  const today = londonDate(now);
  const supervises = may(actor, 'supervise');
  const [mine, time, tasks, asked, approving, escalated, reviews, fresh, waiting, shared, intelligence, asks, steps, partners, panels, emergencies, records, caseReviews] = await Promise.all([
    myReports(tx, actor), localTime(tx, actor.rules), openTasksOf(tx, actor, 99), askedTasks(tx, actor, since), approvals(tx, actor, since),
    supervises ? escalatedToSupervisor(tx, actor, 20) : [], supervises ? supervisorReviews(tx, actor, today) : [],
    newReports(tx, actor, mostFresh), triageCount(tx, actor, now), sharedLines(tx, actor, { ours: false, from: undefined }, 30),
    intelligenceWork(tx, actor, now), approvalLines(tx, actor, since), runningSteps(tx, actor), partnerSources(tx, actor, supervises, since, now), panelWork(tx, actor, now), emergencyItems(tx, actor, now), recordsItems(tx, actor, now), reviewItems(tx, actor, now, partnership.settings.closesAt),
  ]);
  const ids = mine.flatMap(({ report_id }) => report_id ?? []);
  const [promises, unpromised, unread, corrected, stopped, reopened] = await Promise.all([
    promisesDue(tx, actor, ids, dayEnd(now)), withoutPromise(tx, actor, ids), unreadMessages(tx, actor, ids), correctedReceipts(tx, actor, ids), stoppedMessages(tx, actor, ids), reopenedReports(tx, actor, ids),
  ]);
  const others = [...approvalItems(asks, actor, now), ...stepItems(steps, now), ...partnerItems(partners, { actor, supervises, now, closesAt: partnership.settings.closesAt })];
  const own = workItems({ mine, promises, unpromised, unread, corrected, stopped, reopened, tasks, asked, approvals: approving, escalated, reviews, fresh, shared, rooms: [...intelligence, ...panels, ...emergencies, ...records, ...caseReviews] }, { ...time, now, closesAt: partnership.settings.closesAt }, supervises);
  const items = [...own, ...others].toSorted((one, other) => one.at.epochMilliseconds - other.at.epochMilliseconds);
  const cases = new Set(mine.map(({ case_id }) => case_id)).size;
  return {
    items, silences: longestSilences(mine, time.holidays, now, 5), cases, supervises, now, triage: waiting.waiting === 0 && cases === 0 ? undefined : waiting, sharedWithUs: shared.filter(({ opened }) => !opened).length,
    partner: cases === 0 && waiting.waiting === 0,
  };
}

const today = route({
  method: 'GET', path: '/today', admits: 'work_cases', audit: { event: 'today.read' },
  handle: async (visit) => {
    const props = await todayProps(visit);
    visit.about({ kind: 'account', id: visit.actor.accountId, detail: { rows: props.items.length } });
    return page(await staffPage(visit, { section: 'today', title: 'Today', counts: { today: Math.min(99, pressing(props.items)) }, children: <TodayPage {...props} /> }));
  },
});

export const routes: readonly Route[] = [today];
