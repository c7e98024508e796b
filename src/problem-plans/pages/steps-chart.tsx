import { Figure } from '../../ui/index.ts';
import type { PlanPanel } from '../panel.ts';

const [width, height, left, bottom] = [640, 200, 40, 30];

/** Reports in steps of four weeks, here and at the comparison place, with the day on which the response started. */
export function StepsChart({ panel }: { panel: PlanPanel }) {
  const { here, there, plan } = panel;
  const most = Math.max(4, ...here.map(({ count }) => count), ...there.map(({ count }) => count));
  const step = (width - left) / here.length;
  const tall = (count: number): number => Math.round((count / most) * (height - bottom - 20));
  const start = here.findIndex(({ after }) => after);
  const words = `Reports in four weeks at ${plan.comparison_name === '' ? 'this place' : `this place and ${plan.comparison_name}`}, before and after the start`;
  return (
    <Figure title="Reports in steps of four weeks" source={`Full bars: here. ${there.length === 0 ? '' : `Open bars: ${plan.comparison_name}. `}The line is the start of the response. Counts of what you may see.`} table={{ columns: [{ label: 'Four weeks from' }, { label: 'Here', numeric: true }, { label: plan.comparison_name === '' ? 'Comparison' : plan.comparison_name, numeric: true }], rows: here.map(({ label, count }, place) => [label, count, there[place]?.count ?? '']) }}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="steps-t">
        <title id="steps-t">{words}</title>
        {here.map(({ label, count }, place) => {
          const x = left + place * step;
          const other = there[place]?.count;
          return (
            <g key={place}>
              <rect class="fig-mark" x={Math.round(x + step * 0.1)} y={height - bottom - tall(count)} width={Math.round(step * 0.36)} height={tall(count)} />
              {other === undefined ? null : <rect class="fig-open" x={Math.round(x + step * 0.52)} y={height - bottom - tall(other)} width={Math.round(step * 0.36)} height={tall(other)} />}
              <text class="fig-text fig-quiet fig-s" x={Math.round(x + step / 2)} y={height - 8} text-anchor="middle">{label}</text>
            </g>
          );
        })}
        <path class="fig-axis" d={`M${left} ${height - bottom}H${width}`} />
        {start < 0 ? null : <path class="fig-ring" d={`M${Math.round(left + start * step)} 6V${height - bottom}`} />}
        <text class="fig-text fig-quiet fig-s" x={left - 6} y={height - bottom - tall(most) + 4} text-anchor="end">{most}</text>
      </svg>
    </Figure>
  );
}
