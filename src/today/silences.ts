import { Temporal } from 'temporal-polyfill';

import { dayCells, daysApart, londonDate, type DayCell as CalendarCell, type Holidays } from '../platform/calendar/index.ts';
import { paths } from '../paths.ts';
import type { DayState, SilenceRow } from '../ui/index.ts';
import type { MyReport } from './queries.ts';
import { day } from './row.ts';

const drawn: Record<CalendarCell['kind'], DayState> = { plain: 'ahead', gone: 'gone', on: 'told', now: 'today', due: 'due', late: 'late', miss: 'missed' };

/** How many days the small drawing has. */
const cells = 18;

interface Silent {
  readonly report: MyReport;
  readonly since: Temporal.Instant;
  readonly nextBy: Temporal.Instant;
}

function words({ since, nextBy }: Silent, now: Temporal.Instant): { words: string; late: boolean } {
  const days = daysApart(since, now);
  const silent = `${days} ${days === 1 ? 'day' : 'days'}`;
  const late = daysApart(nextBy, now);
  return late > 0 ? { words: `${silent}, ${late} late`, late: true } : { words: `${silent}, next ${day(nextBy, now)}`, late: false };
}

/** Of one's own cases, the people who have heard nothing new for longest, late or not. */
export function longestSilences(mine: readonly MyReport[], holidays: Holidays, now: Temporal.Instant, most: number): SilenceRow[] {
  const silent = mine.flatMap((report): Silent[] => {
    const since = report.last_told_at ?? report.received_at;
    return since === null || report.next_told_by === null ? [] : [{ report, since, nextBy: report.next_told_by }];
  });
  const longest = silent.toSorted((one, other) => Temporal.Instant.compare(one.since, other.since));
  const seen = new Set<string>();
  return longest.filter(({ report }) => !seen.has(report.case_id) && seen.add(report.case_id)).slice(0, most).map((one) => {
    const today = londonDate(now);
    const days = dayCells({ today, told: one.report.last_told_at === null ? [] : [{ date: londonDate(one.since) }], due: { date: londonDate(one.nextBy) }, from: today.subtract({ days: 10 }), to: today.add({ days: cells - 11 }), holidays, maxCells: cells });
    return { href: paths.case(one.report.case_id), reference: one.report.case_reference, ...words(one, now), days: days.map(({ kind, rest }) => ({ state: drawn[kind], rest })) };
  });
}
