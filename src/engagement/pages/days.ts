import type { DayCell as DrawnDay } from '../../platform/calendar/index.ts';
import type { DayCell, DayState } from '../../ui/index.ts';

const states: Record<DrawnDay['kind'], DayState> = { plain: 'ahead', gone: 'gone', on: 'told', now: 'today', due: 'due', late: 'late', miss: 'missed' };

/** The calendar's days as the drawing takes them. */
export function uiDays(days: readonly DrawnDay[]): DayCell[] {
  return days.map((day) => ({ state: states[day.kind], rest: day.rest, label: day.label, align: day.labelAt === 'mid' ? 'middle' : day.labelAt }));
}
