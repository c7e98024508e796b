import { Figure } from '../../ui/index.ts';
import { fieldWords, levelWords } from '../pair-words.ts';
import type { Step } from '../likeness-rules.ts';
import { probabilityWords } from './likely-list.tsx';

const width = 640;
const labels = 250;
const row = 26;
const bar = 14;

interface Bar {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** Each bar begins where the one before ended: what speaks for one person goes to the right. */
export function Waterfall({ id, prior, steps, weight, probability }: { id: string; prior: number; steps: readonly Step[]; weight: number; probability: number }) {
  let total = prior;
  const bars: Bar[] = [{ label: 'Two people at random', from: 0, to: prior }, ...steps.filter(({ level }) => level !== null).map((step): Bar => {
    const from = total;
    total += step.weight;
    return { label: `${fieldWords(step.field)}: ${levelWords(step)}`, from, to: total };
  }), { label: 'All together', from: 0, to: weight }];
  const ends = bars.flatMap(({ from, to }) => [from, to, 0]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const x = (bits: number): number => Math.round(labels + ((bits - least) / Math.max(1, most - least)) * (width - labels - 60));
  const bits = (change: number): string => `${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(1)}`;
  return (
    <Figure
      title={`One person in ${probabilityWords(probability).replace('about ', '').replace('more than ', 'more than ')} such pairs`}
      source="Bits: one bit more doubles the odds that the two are one person. Missing facts count for nothing."
      table={{ columns: [{ label: 'What' }, { label: 'Bits', numeric: true }, { label: 'Sum', numeric: true }], rows: bars.map((one) => [one.label, bits(one.to - one.from), one.to.toFixed(1)]) }}
    >
      <svg class="hub-spark hub-waterfall" viewBox={`0 0 ${width} ${bars.length * row + 8}`} role="img" aria-labelledby={`${id}-t`}>
        <title id={`${id}-t`}>{`Why this probability: ${bars.map((one) => `${one.label} ${bits(one.to - one.from)}`).join(', ')}`}</title>
        <line class="fig-axis" x1={x(0)} x2={x(0)} y1="0" y2={bars.length * row} stroke="currentColor" stroke-width="1" />
        {bars.map((one, place) => {
          const [left, right] = [Math.min(x(one.from), x(one.to)), Math.max(x(one.from), x(one.to))];
          const top = place * row + 6;
          return (
            <g key={place}>
              <text class="fig-text" x={labels - 8} y={top + bar - 2} text-anchor="end">{one.label}</text>
              <rect class={one.to >= one.from ? 'fig-mark' : 'fig-day'} x={left} y={top} width={Math.max(2, right - left)} height={bar} />
              <text class="fig-text fig-quiet" x={Math.min(width - 40, right + 5)} y={top + bar - 2}>{bits(one.to - one.from)}</text>
            </g>
          );
        })}
      </svg>
    </Figure>
  );
}
