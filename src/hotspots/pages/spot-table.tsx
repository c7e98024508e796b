import { paths } from '../../paths.ts';
import { fromGrid } from '../../platform/geography/index.ts';
import { DataTable, Empty, RangeBar } from '../../ui/index.ts';
import type { HotspotQuery } from '../parameters.ts';
import type { PlanNear } from '../queries.ts';
import type { HotspotResult, Spot } from '../results.ts';
import { emergingWords, repeatWords, sourceWords, sureWords, trendWords } from '../rules.ts';

/** A case with a plan whose place lies in the hotspot, or close by. */
function planOf(spot: Spot, plans: readonly PlanNear[], cellSize: number): PlanNear | undefined {
  const { lat, lon } = fromGrid({ easting: spot.x, northing: spot.y });
  return plans.find((plan) => Math.hypot((plan.lat - lat) * 111_320, (plan.lon - lon) * 68_900) <= cellSize * 2);
}

function openQuery(spot: Spot, query: HotspotQuery): string {
  const { lat, lon } = fromGrid({ easting: spot.x, northing: spot.y });
  const chosen = { name: spot.name, lat: lat.toFixed(5), lon: lon.toFixed(5), ...(query.category === undefined ? {} : { category: query.category }) };
  return `?${new URLSearchParams(chosen).toString()}`;
}

interface Props {
  readonly result: HotspotResult;
  readonly plans: readonly PlanNear[];
  readonly query: HotspotQuery;
  readonly mayOpen: boolean;
}

export function SpotTable({ result, plans, query, mayOpen }: Props) {
  if (result.spots.length === 0) {
    return <Empty lead="No hotspot.">No place has more than chance would bring.</Empty>;
  }
  const max = Math.max(4, ...result.spots.map(({ high }) => Math.ceil(high)));
  return (
    <DataTable
      label="Hotspots, ranked" headerColumn={1} folds
      columns={[{ label: 'Rank', numeric: true }, { label: 'Place' }, { label: 'Count', numeric: true }, { label: 'Expected', numeric: true }, { label: 'Against expected', numeric: true }, { label: '95 % range' }, { label: `0 to ${max} times expected` }, { label: 'How sure' }, { label: 'Over time' }, { label: 'Near-repeat' }, { label: 'In which source' }, { label: 'Plan' }]}
      rows={result.spots.map((spot, place) => {
        const plan = planOf(spot, plans, result.cellSize);
        return [
          place + 1,
          spot.name,
          spot.count, spot.expected.toFixed(1), `${spot.ratio.toFixed(1)}×`, `${spot.low.toFixed(1)} to ${spot.high.toFixed(1)}`,
          <RangeBar value={spot.ratio} low={spot.low} high={spot.high} max={max} expected={1} />,
          <>{spot.sure === 'beyond' ? <b>{sureWords.beyond}</b> : sureWords[spot.sure]}<br /><span class="small quiet nowrap">Gi* q {pText(spot.giQ)}, scan p {spot.scanP === null ? 'none' : pText(spot.scanP)}</span></>,
          <>{trendWords[spot.trend]}{spot.trend === 'no trend' ? '' : ` (p ${pText(spot.trendP)})`}<br /><span class="small quiet">{emergingWords(spot.emerging)}</span></>,
          repeatWords(spot.nearRepeat),
          <span class="small">{sourceWords(spot)}</span>,
          plan === undefined ? (mayOpen ? <a href={paths.hotspotPart('open', openQuery(spot, query))}>Open as hotspot</a> : 'None') : <a href={paths.case(plan.case_id, 'plan')}>{plan.reference} has a plan</a>,
        ];
      })}
    />
  );
}

function pText(p: number): string {
  return p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/, '');
}
