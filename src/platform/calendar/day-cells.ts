import { Temporal } from 'temporal-polyfill';
import { englandAndWales, type Holidays } from './bank-holidays.ts';
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

const compare = Temporal.PlainDate.compare;

function earliest(dates: readonly Temporal.PlainDate[]): Temporal.PlainDate | undefined {
  return dates.toSorted(compare)[0];
}

function latest(dates: readonly Temporal.PlainDate[]): Temporal.PlainDate | undefined {
  return dates.toSorted(compare).at(-1);
}

function windowOf(input: DayCellsInput): { from: Temporal.PlainDate; length: number } {
  const { today, due, told } = input;
  const marked = [...told, ...(input.missed ?? []), ...(due === undefined ? [] : [due])].map((mark) => mark.date);
  const to = input.to ?? latest([today, ...(due === undefined ? [] : [due.date])]) ?? today;
  const from = input.from ?? earliest([today, ...marked]) ?? today;
  const wanted = Math.max(1, from.until(to, { largestUnit: 'days' }).days + 1);
  const length = Math.min(wanted, input.maxCells ?? 42);
  return { from: to.subtract({ days: length - 1 }), length };
}

function byDate(marks: readonly DayMark[]): Map<string, DayMark> {
  return new Map(marks.map((mark) => [mark.date.toString(), mark]));
}

function kindOf(date: Temporal.PlainDate, input: DayCellsInput, missedDays: ReadonlySet<string>): DayCell['kind'] {
  const { today, told, due } = input;
  if (told.some((mark) => mark.date.equals(date))) return 'on';
  if (due?.date.equals(date) === true) return compare(date, today) < 0 ? 'miss' : 'due';
  if (missedDays.has(date.toString())) return 'miss';
  if (date.equals(today)) return 'now';
  if (compare(date, today) > 0) return 'plain';
  if (due !== undefined && compare(date, due.date) > 0) return 'late';
  const lastTold = latest(told.map((mark) => mark.date).filter((day) => compare(day, today) <= 0));
  return lastTold === undefined || compare(date, lastTold) > 0 ? 'gone' : 'plain';
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
  const { from, length } = windowOf(input);
  const told = byDate(input.told);
  const missed = byDate(input.missed ?? []);
  const missedDays = new Set(missed.keys());
  const todayLabel = input.todayLabel ?? 'Today';
  const cells = Array.from({ length }, (_, offset): DayCell => {
    const date = from.add({ days: offset });
    const key = date.toString();
    const kind = kindOf(date, input, missedDays);
    const mark = told.get(key) ?? (input.due?.date.equals(date) === true ? input.due : missed.get(key));
    const isToday = date.equals(input.today);
    const label = isToday && mark?.label !== undefined ? `${mark.label} ${todayLabel.toLowerCase()}` : isToday ? todayLabel : mark?.label;
    return { kind, rest: !isWorkingDay(date, holidays), ...(label === undefined ? {} : { label }) };
  });
  return placeLabels(cells);
}
