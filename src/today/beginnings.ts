import { Temporal } from 'temporal-polyfill';

import { dueBy, londonDate, londonInstant, nextWorkingDay, standardFor } from '../platform/calendar/index.ts';
import { paths } from '../paths.ts';
import type { Beginning, MyReport } from './queries.ts';
import { base, day, newUntil, personWords, whenOf, type TodayTime, type WorkItem } from './row.ts';

/** By when the standards want a promise agreed; undefined where they name no such day. */
function promiseBy(report: Pick<Beginning, 'received_at' | 'decided_at' | 'priority' | 'hate' | 'risk_band'>, time: TodayTime): Temporal.Instant | undefined {
  const from = report.decided_at ?? report.received_at;
  const priorities = [report.priority ?? 'standard', ...(report.hate === true ? ['hate'] : []), ...(report.risk_band === null ? [] : [report.risk_band])];
  const standard = from === null ? undefined : standardFor(time.standards, 'promise', priorities, londonDate(from));
  return from === null || standard === undefined ? undefined : dueBy(standard, from, { closesAt: time.closesAt, holidays: time.holidays });
}

export function unpromisedItem(report: MyReport, time: TodayTime): WorkItem | undefined {
  const by = promiseBy(report, time);
  return by === undefined ? undefined : {
    group: newUntil(by, time.now), at: by,
    row: { ...whenOf(by, time.now, 'agree promise'), ...base(report), title: `Agree a promise with ${personWords(report)}`, href: paths.case(report.case_id, 'promise'), why: 'Nothing is promised yet.', action: { label: 'Write promise', href: paths.reportPart(report.report_id ?? '', 'promise') } },
  };
}

/** The risk of a new case is looked at within the working day after it was opened. */
function firstLookBy(report: Pick<Beginning, 'opened_at'>, time: TodayTime): Temporal.Instant {
  return londonInstant(nextWorkingDay(londonDate(report.opened_at), time.holidays), time.closesAt);
}

export function unassessedItem(report: MyReport, time: TodayTime): WorkItem {
  const by = firstLookBy(report, time);
  const group = newUntil(by, time.now);
  return {
    group, at: group === 'new' ? report.opened_at : by,
    row: {
      ...(group === 'new' ? { when: 'first look', whenNote: `opened ${day(report.opened_at, time.now)}` } : whenOf(by, time.now, 'first look')), ...base(report),
      title: `Assess the risk: ${report.title}`, href: paths.case(report.case_id, 'risk'), why: 'Nobody has looked at the risk yet.', action: { label: 'Assess risk', href: paths.assessRisk(report.case_id) },
    },
  };
}

/** How many beginnings stand in the first two groups of Today. */
export function pressingBeginnings(beginnings: readonly Beginning[], time: TodayTime): number {
  const cases = new Map(beginnings.map((one) => [one.case_id, one]));
  const pressing = (by: Temporal.Instant | null | undefined): boolean => by !== null && by !== undefined && newUntil(by, time.now) !== 'new';
  const unassessed = [...cases.values()].filter((one) => one.unassessed && pressing(firstLookBy(one, time)));
  return unassessed.length + beginnings.filter((one) => one.unpromised && pressing(promiseBy(one, time))).length + beginnings.filter((one) => pressing(one.reopened_due)).length;
}
