import type { ComponentChildren } from 'preact';
import { scaleQuantize } from 'd3-scale';
import { classes } from '../class-names.ts';
import type { HeadingLevel } from '../heading.tsx';
import { Figure } from '../hub/figure.tsx';

export interface WeekHeatProps {
  id: string;
  title: string;
  headingLevel?: HeadingLevel | undefined;
  /** For screen readers: what is counted and where it is most. */
  description: string;
  /** Starts of the slots of a day: "6am", "9am". */
  slots: readonly string[];
  days: readonly { label: string; values: readonly number[] }[];
  source: ComponentChildren;
}

const left = 44;
const top = 24;
const tall = 34;

const densities = [0, 1, 2, 3, 4, 5] as const;

/** When in the week: days down, slots of the day across, darker for more. */
export function WeekHeat({ id, title, headingLevel, description, slots, days, source }: WeekHeatProps) {
  const width = 400;
  const step = (width - left) / Math.max(1, slots.length);
  const most = Math.max(1, ...days.flatMap((day) => day.values));
  const density = scaleQuantize<number>().domain([0, most]).range(densities);
  const numbered = step >= 20;
  const shown = Math.ceil(slots.length / 8);
  return (
    <Figure title={title} headingLevel={headingLevel} source={source} table={{ columns: [{ label: 'Day' }, ...slots.map((slot) => ({ label: slot, numeric: true }))], rows: days.map((day) => [day.label, ...day.values]) }}>
      <svg viewBox={`0 0 ${width} ${top + tall * days.length + 2}`} role="img" aria-labelledby={`${id}-t`}>
        <title id={`${id}-t`}>{description}</title>
        {slots.map((slot, place) => place % shown === 0
          ? <text key={place} class="fig-text fig-quiet fig-s" x={Math.round(left + step * (place + 0.5))} y="14" text-anchor="middle">{slot}</text>
          : null)}
        {days.map((day, row) => (
          <g key={day.label}>
            <text class="fig-text" x="0" y={top + row * tall + 21}>{day.label}</text>
            {day.values.map((value, place) => {
              const dark = density(value);
              const x = left + step * place;
              return (
                <g key={place}>
                  <rect class={`d${dark}`} x={x.toFixed(1)} y={top + row * tall} width={(step - 1).toFixed(1)} height={tall - 1} />
                  {numbered && value > 0 ? <text class={classes('fig-text', dark >= 3 ? 'fig-inv' : 'fig-on')} x={Math.round(x + step / 2)} y={top + row * tall + 21} text-anchor="middle">{value}</text> : null}
                </g>
              );
            })}
          </g>
        ))}
      </svg>
    </Figure>
  );
}
