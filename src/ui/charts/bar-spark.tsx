import type { ComponentChildren } from 'preact';
import { scaleBand, scaleLinear } from 'd3-scale';
import type { HeadingLevel } from '../heading.tsx';
import { Figure } from '../hub/figure.tsx';

export interface Bar {
  label: string;
  value: number;
  /** The bar that the title speaks of. */
  marked?: boolean | undefined;
}

export interface BarSparkProps {
  id: string;
  /** The finding, in words. */
  title: string;
  headingLevel?: HeadingLevel | undefined;
  /** What is counted, for screen readers and the table: "Police recorded anti-social behaviour near The Stow". */
  what: string;
  /** Head of the first column: "Month". */
  over: string;
  bars: readonly Bar[];
  source: ComponentChildren;
}

const width = 384;
const height = 112;
const base = 90;

/** A few counts over time. */
export function BarSpark({ id, title, headingLevel, what, over, bars, source }: BarSparkProps) {
  const x = scaleBand<number>().domain(bars.map((_, place) => place)).range([0, width]).paddingInner(0.06);
  const y = scaleLinear().domain([0, Math.max(1, ...bars.map((bar) => bar.value))]).range([0, base - 20]);
  const said = bars.map((bar) => `${bar.label} ${bar.value}`).join(', ');
  return (
    <Figure title={title} headingLevel={headingLevel} source={source} table={{ columns: [{ label: over }, { label: 'Count', numeric: true }], rows: bars.map((bar) => [bar.label, bar.value]) }}>
      <svg class="hub-spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-t`}>
        <title id={`${id}-t`}>{`${what}: ${said}`}</title>
        {bars.map((bar, place) => {
          const left = Math.round(x(place) ?? 0);
          const tall = Math.round(y(bar.value));
          const middle = Math.round(left + x.bandwidth() / 2);
          return (
            <g key={place}>
              <rect class={bar.marked === true ? 'fig-mark' : 'fig-day'} x={left} y={base - tall} width={Math.round(x.bandwidth())} height={tall} />
              <text class={bar.marked === true ? 'fig-text fig-bold' : 'fig-text'} x={middle} y={base - tall - 5} text-anchor="middle">{bar.value}</text>
              <text class="fig-text fig-quiet" x={middle} y={height - 5} text-anchor="middle">{bar.label}</text>
            </g>
          );
        })}
      </svg>
    </Figure>
  );
}
