import type { ComponentChildren } from 'preact';
import { scaleLinear } from 'd3-scale';
import type { HeadingLevel } from '../heading.tsx';
import { Figure } from '../hub/figure.tsx';

export interface LinePoint {
  label: string;
  value: number;
  /** Where it stands in time, in any even unit; without it the points stand evenly. */
  at?: number | undefined;
}

export interface LineSparkProps {
  id: string;
  title?: string | undefined;
  headingLevel?: HeadingLevel | undefined;
  what: string;
  over: string;
  points: readonly LinePoint[];
  /** A line to reach or to stay under: `{value: 25, label: 'High'}`. The last point is red at or above it. */
  line?: { value: number; label: string } | undefined;
  source: ComponentChildren;
}

const width = 352;
const height = 76;
const right = 300;

function positions(points: readonly LinePoint[]): readonly number[] {
  const at = points.map((point, place) => point.at ?? place);
  const x = scaleLinear().domain([Math.min(...at), Math.max(...at)]).range([12, right - 44]);
  return at.map((time) => Math.round(points.length === 1 ? 12 : x(time)));
}

/** How one number has moved. */
export function LineSpark({ id, title, headingLevel, what, over, points, line, source }: LineSparkProps) {
  const values = points.map((point) => point.value);
  const low = Math.min(...values, line?.value ?? Infinity);
  const high = Math.max(...values, line?.value ?? -Infinity);
  const y = scaleLinear().domain(low === high ? [low - 1, high + 1] : [low, high]).range([50, 14]);
  const x = positions(points);
  const spots = points.map((point, place) => ({ ...point, x: x[place] ?? 0, y: Math.round(y(point.value)) }));
  const first = spots[0];
  const last = spots.at(-1);
  const isOver = line !== undefined && last !== undefined && last.value >= line.value;
  const said = points.map((point) => `${point.value} on ${point.label}`).join(', ');
  return (
    <Figure title={title} headingLevel={headingLevel} source={source} table={{ columns: [{ label: over }, { label: what, numeric: true }], rows: points.map((point) => [point.label, point.value]) }}>
      <svg class="hub-spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-t`}>
        <title id={`${id}-t`}>{`${what}: ${said}.${line === undefined ? '' : ` ${line.label} starts at ${line.value}.`}`}</title>
        {line === undefined ? null : (
          <>
            <path class="fig-line" stroke-dasharray="3 3" d={`M0 ${Math.round(y(line.value))}h${right}`} />
            <text class="fig-text fig-quiet" x={right + 4} y={Math.round(y(line.value)) + 5}>{line.label}</text>
          </>
        )}
        <path class="fig-axis" stroke-width="2" d={`M${spots.map((spot) => `${spot.x} ${spot.y}`).join('L')}`} />
        {spots.slice(0, -1).map((spot, place) => <circle key={place} class="fig-ink" cx={spot.x} cy={spot.y} r="4" />)}
        {last === undefined ? null : (
          <>
            <circle class={isOver ? 'fig-late' : 'fig-mark'} cx={last.x} cy={last.y} r="5" />
            <text class="fig-text fig-bold" x={last.x + 10} y={last.y - 2}>{last.value}</text>
            <text class="fig-text fig-quiet" x={last.x} y={height - 4} text-anchor={spots.length === 1 ? 'start' : 'middle'}>{last.label}</text>
          </>
        )}
        {first === undefined || spots.length === 1 ? null : <text class="fig-text fig-quiet" x="0" y={height - 4}>{first.label}</text>}
      </svg>
    </Figure>
  );
}
