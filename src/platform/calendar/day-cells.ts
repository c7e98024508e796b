import type { Temporal } from 'temporal-polyfill';
import { englandAndWales, type Holidays } from './bank-holidays.ts';
import { calendarDay, dayNumber } from './days.ts';
import { isWorkingDay } from './working-days.ts';

/**
 * One day of the drawn silence clock.
 * on: something new was told. gone: silence since. now: today. due: next word is due. miss: was due and did not come.
 * late: a day of silence after a miss. plain: any other day.
 */
export type DayCell = {
  readonly kind: 'plain' | 'gone' | 'on' | 'now' | 'due' | 'late' | 'miss';
  /** Weekend or holiday: drawn as a short bar. */
  readonly rest: boolean;
  readonly label?: string;
  readonly labelAt?: 'start' | 'mid' | 'end';
};

export type DayMark = { readonly date: Temporal.PlainDate; readonly label?: string };

export type DayCellsInput = {
  readonly today: Temporal.PlainDate;
  /** Days on which the person heard something new (a call, a promise, an answer). */
  readonly told: readonly DayMark[];
  /** When the next word is due; a date before today is a miss. */
  readonly due?: DayMark | undefined;
  /** Promised dates of earlier versions that were missed. */
  readonly missed?: readonly DayMark[];
  readonly from?: Temporal.PlainDate;
  readonly to?: Temporal.PlainDate;
  readonly todayLabel?: string;
  readonly maxCells?: number;
  readonly holidays?: Holidays;
};

/** The input by day numbers: the cells are asked for one after another. */
type Numbered = {
  readonly today: number;
  readonly told: ReadonlyMap<number, DayMark>;
  readonly missed: ReadonlyMap<number, DayMark>;
  readonly due: number | undefined;
  /** The latest day, not after today, on which something was told. */
  readonly lastTold: number | undefined;
};

function byDay(marks: readonly DayMark[]): Map<number, DayMark> {
  return new Map(marks.map((mark) => [dayNumber(mark.date), mark]));
}

function numbered({ today, told, missed, due }: DayCellsInput): Numbered {
  const toldDays = byDay(told);
  const now = dayNumber(today);
  const past = [...toldDays.keys()].filter((day) => day <= now);
  return { today: now, told: toldDays, missed: byDay(missed ?? []), due: due && dayNumber(due.date), lastTold: past.length === 0 ? undefined : Math.max(...past) };
}

function windowOf(input: DayCellsInput, days: Numbered): { from: number; length: number } {
  const due = days.due === undefined ? [] : [days.due];
  const to = input.to === undefined ? Math.max(days.today, ...due) : dayNumber(input.to);
  const from = input.from === undefined ? Math.min(days.today, ...days.told.keys(), ...days.missed.keys(), ...due) : dayNumber(input.from);
  const length = Math.min(Math.max(1, to - from + 1), input.maxCells ?? 42);
  return { from: to - length + 1, length };
}

function kindOf(day: number, { today, told, missed, due, lastTold }: Numbered): DayCell['kind'] {
  if (told.has(day)) return 'on';
  if (day === due) return day < today ? 'miss' : 'due';
  if (missed.has(day)) return 'miss';
  if (day === today) return 'now';
  if (day > today) return 'plain';
  if (due !== undefined && day > due) return 'late';
  return lastTold === undefined || day > lastTold ? 'gone' : 'plain';
}

function placeLabels(cells: readonly DayCell[]): DayCell[] {
  const labelled = cells.flatMap((cell, index) => (cell.label === undefined ? [] : [index]));
  return cells.map((cell, index) => {
    if (cell.label === undefined) return cell;
    const neighbour = (offset: number): boolean => labelled.includes(index + offset);
    if (index === cells.length - 1 && index > 0) return { ...cell, labelAt: 'end' };
    // Two labels side by side would lie on one another: the earlier ends where the later starts. The first cell has no room for that.
    if (neighbour(1) && index === 0) {
      const { label: _label, ...without } = cell;
      return without;
    }
    if (neighbour(1)) return { ...cell, labelAt: 'end' };
    if (cell.kind === 'on' || index === 0 || neighbour(-1)) return { ...cell, labelAt: 'start' };
    return { ...cell, labelAt: 'mid' };
  });
}

/** The days that the silence clock draws, one cell a day, oldest first. */
export function dayCells(input: DayCellsInput): DayCell[] {
  const holidays = input.holidays ?? englandAndWales;
  const days = numbered(input);
  const { from, length } = windowOf(input, days);
  const todayLabel = input.todayLabel ?? 'Today';
  const cells = Array.from({ length }, (_, offset): DayCell => {
    const day = from + offset;
    const mark = days.told.get(day) ?? (day === days.due ? input.due : days.missed.get(day));
    const isToday = day === days.today;
    const label = isToday && mark?.label !== undefined ? `${mark.label} ${todayLabel.toLowerCase()}` : isToday ? todayLabel : mark?.label;
    return { kind: kindOf(day, days), rest: !isWorkingDay(calendarDay(day).date, holidays), ...(label === undefined ? {} : { label }) };
  });
  return placeLabels(cells);
}
