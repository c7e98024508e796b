import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';

/**
 * One calendar day.
 * `told` news that meant something; `gone` past without news; `today`; `due` when we shall tell; `missed` a due day that went by;
 * `late` a day past the promise; `ahead` still to come.
 */
export type DayState = 'told' | 'gone' | 'today' | 'due' | 'missed' | 'late' | 'ahead';

export interface DayCell {
  state: DayState;
  /** A day that the clock does not count: it stands lower. */
  rest?: boolean | undefined;
  label?: string | undefined;
  /** Where the label hangs under its cell. */
  align?: 'start' | 'middle' | 'end' | undefined;
}

export type DaysSize = 'full' | 'mini' | 'long' | 'panel';

const stateClass: Record<DayState, string> = {
  told: 'on', gone: 'gone', today: 'now', due: 'due', missed: 'due miss', late: 'late', ahead: '',
};

function cellClass({ state, rest, align }: DayCell): string | undefined {
  return classes(rest === true && 'r', stateClass[state], align === 'middle' && 'mid', align === 'end' && 'end');
}

/** The row of days. Hidden from screen readers: the sentence beside it must say the same. */
export function DaysStrip({ days, size = 'full' }: { days: readonly DayCell[]; size?: DaysSize | undefined }) {
  return (
    <div class={classes('hub-days', size !== 'full' && `hub-days--${size}`)} aria-hidden="true">
      {days.map((day, place) => <span key={place} class={cellClass(day)}>{day.label === undefined ? null : <b>{day.label}</b>}</span>)}
    </div>
  );
}

export interface SilenceClockProps {
  /** The sentence: how long ago we told something new, and when we shall again. */
  say: ComponentChildren;
  days: readonly DayCell[];
  note?: ComponentChildren;
  size?: DaysSize | undefined;
}

/** How long we have been silent: in words first, then drawn. */
export function SilenceClock({ say, days, note, size }: SilenceClockProps) {
  return (
    <div class="hub-clock">
      <p class="hub-clock__say">{say}</p>
      <DaysStrip days={days} size={size} />
      {note === undefined ? null : <p class="hub-clock__note">{note}</p>}
    </div>
  );
}

export interface SilenceRow {
  href: string;
  reference: string;
  /** "8 days, 1 late" */
  words: string;
  late?: boolean | undefined;
  days: readonly DayCell[];
}

/** The longest silences, each with its small row of days. */
export function SilenceList({ rows }: { rows: readonly SilenceRow[] }) {
  return (
    <ul class="hub-quietlist">
      {rows.map((row) => (
        <li key={row.reference}>
          <a href={row.href}>{row.reference}</a>
          <span class={row.late === true ? 'danger' : undefined}>{row.words}</span>
          <DaysStrip days={row.days} size="mini" />
        </li>
      ))}
    </ul>
  );
}
