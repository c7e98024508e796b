import type { ComponentChildren } from 'preact';
import { scaleLinear, scalePoint } from 'd3-scale';
import type { HeadingLevel } from '../heading.tsx';
import { Figure } from '../hub/figure.tsx';

export interface RangeBarProps {
  value: number;
  low: number;
  high: number;
  /** The end of the scale; it starts at nought. */
  max: number;
  /** As many as expected: the dotted line. */
  expected: number;
}

/** A value with its range, for a cell of a table whose other cells say the same in numbers. */
export function RangeBar({ value, low, high, max, expected }: RangeBarProps) {
  const x = scaleLinear().domain([0, max]).range([6, 166]).clamp(true);
  const at = (amount: number): number => Math.round(x(amount));
  return (
    <svg class="hub-ci" width="172" height="24" viewBox="0 0 172 24" aria-hidden="true" focusable="false">
      <path class="fig-line" stroke-dasharray="2 3" d={`M${at(expected)} 0V24`} />
      <path class="fig-whisk" d={`M${at(low)} 12H${at(high)}`} />
      <circle class="fig-mark" cx={at(value)} cy="12" r="5" />
    </svg>
  );
}

export interface RangePoint {
  label: string;
  value: number;
  low: number;
  high: number;
}

export interface RangeTrendProps {
  id: string;
  title?: string | undefined;
  headingLevel?: HeadingLevel | undefined;
  description: string;
  /** Head of the first column: "Quarter". */
  over: string;
  points: readonly RangePoint[];
  /** Ends of the scale. */
  from: number;
  to: number;
  /** "%" */
  unit?: string | undefined;
  source: ComponentChildren;
}

const width = 640;
const height = 250;

/** A share over time, each with the range that chance alone could give. */
export function RangeTrend(props: RangeTrendProps) {
  const { id, points, unit = '' } = props;
  const x = scalePoint<number>().domain(points.map((_, place) => place)).range([92, 596]);
  const y = scaleLinear().domain([props.from, props.to]).range([208, 28]);
  const spots = points.map((point, place) => ({ ...point, x: Math.round(x(place) ?? 92), y: Math.round(y(point.value)) }));
  const ends = spots.length > 1 ? [spots[0], spots.at(-1)] : spots;
  const rows = points.map((point) => [point.label, `${point.value}${unit}`, `${point.low}${unit} to ${point.high}${unit}`]);
  return (
    <Figure title={props.title} headingLevel={props.headingLevel} source={props.source} table={{ columns: [{ label: props.over }, { label: 'Value', numeric: true }, { label: 'Range', numeric: true }], rows }}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-t`}>
        <title id={`${id}-t`}>{props.description}</title>
        {y.ticks(4).map((tick) => (
          <g key={tick}>
            <path class="fig-line" d={`M46 ${Math.round(y(tick))}H${width}`} />
            <text class="fig-text fig-quiet" x="38" y={Math.round(y(tick)) + 5} text-anchor="end">{tick}{unit}</text>
          </g>
        ))}
        {spots.map((spot) => (
          <g key={spot.label}>
            <path class="fig-whisk fig-whisk--soft" d={`M${spot.x} ${Math.round(y(spot.high))}V${Math.round(y(spot.low))}`} />
            <text class="fig-text fig-quiet" x={spot.x} y={height - 5} text-anchor="middle">{spot.label}</text>
          </g>
        ))}
        <path class="fig-trend" d={`M${spots.map((spot) => `${spot.x} ${spot.y}`).join('L')}`} />
        {spots.map((spot) => <circle key={spot.label} class="fig-mark" cx={spot.x} cy={spot.y} r="5" />)}
        {ends.map((spot) => spot === undefined ? null : <text key={spot.label} class="fig-text fig-bold" x={spot.x} y={Math.round(y(spot.high)) - 8} text-anchor="middle">{spot.value}{unit}</text>)}
      </svg>
    </Figure>
  );
}
