import { checkedPoints, listOf, numbersIn, sameLength, shown, type Numbers } from './checks.ts';
import { kernelDensity } from './density.ts';
import { normalQuantile } from './distributions.ts';
import { checkedGrid, type Grid } from './grid.ts';

/** How many events the first cells of a forecast caught. */
export interface TopHits {
  /** Cells taken. */
  readonly cells: number;
  /** Share of all events in them; where cells tie at the cut, the mean over all ways to break the tie. */
  readonly hitRate: number;
  /** Prediction accuracy index: hit rate over share of the cells. */
  readonly accuracyIndex: number;
  /** Wilson's 95 % interval of the index. */
  readonly interval: [low: number, high: number];
}

/**
 * Hits of the first `share` of the cells, those with the highest value of a surface first.
 *
 * @param surface risk of every cell of the grid
 * @param came events of every cell in the test period
 * @param among the cells that count, such as those with any event before or in the test period
 */
export function topHits(surface: Float64Array, came: Float64Array, among: Uint32Array, share: number): TopHits {
  listOf(among, 'among', 'cells');
  if (among.length === 0) throw new RangeError('no cells given');
  if (typeof share !== 'number' || !(share > 0 && share <= 1)) throw new RangeError(`share is ${shown(share)}: it must lie above 0 and up to 1`);
  if (numbersIn(surface, 'surface').length !== numbersIn(came, 'came').length) throw new RangeError(`surface has ${surface.length} entries and came has ${came.length}: they must be equally long`);
  const cells = Math.max(1, Math.floor(share * among.length));
  const values = Float64Array.from(among, (cell) => surface[cell]!).sort();
  const cut = values[values.length - cells]!;
  let above = 0;
  let hits = 0;
  let ties = 0;
  let tiedHits = 0;
  let events = 0;
  for (const cell of among) {
    events += came[cell]!;
    if (surface[cell]! > cut) {
      above++;
      hits += came[cell]!;
    } else if (surface[cell]! === cut) {
      ties++;
      tiedHits += came[cell]!;
    }
  }
  const hitRate = (hits + (tiedHits * (cells - above)) / ties) / events;
  const area = cells / among.length;
  return { cells, hitRate, accuracyIndex: hitRate / area, interval: wilson(hitRate, events).map((rate) => rate / area) as [number, number] };
}

function wilson(rate: number, n: number): [low: number, high: number] {
  const z = normalQuantile(0.975);
  const centre = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return [centre - half, centre + half];
}

/** Bandwidths tried, in cells. */
const BANDWIDTHS = [0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.5, 2, 3];

/**
 * Kernel density of events as a forecast, with the bandwidth that would have caught most events in the last period known.
 *
 * @param events x, y in metres and the period of each
 * @param counts events of every cell, one list for each period known
 * @param grid the grid of both
 */
export function densityForecast(events: { readonly x: Numbers; readonly y: Numbers; readonly period: Numbers }, counts: readonly Float64Array[], occupied: (periods: number) => Uint32Array, grid: Grid): { surface: Float64Array; bandwidth: number } {
  const known = listOf(counts, 'counts', 'lists of events').length;
  const { x, y, count } = checkedPoints(events, 0, 'events');
  sameLength(events.period, count, 'period');
  checkedGrid(grid);
  counts.forEach((period, t) => sameLength(period, grid.columns * grid.rows, `counts[${t}]`));
  if (typeof occupied !== 'function') throw new RangeError(`occupied is ${shown(occupied)}: it must be a function that names the cells`);
  const before = (period: number, bandwidth: number): Float64Array => {
    const kept = Uint32Array.from(x.keys()).filter((i) => events.period[i]! < period);
    // A quartic kernel as wide as the Gaussian of this bandwidth; it ends, and so stays quick on large areas.
    const radius = bandwidth * Math.sqrt(8);
    return kernelDensity({ x: Float64Array.from(kept, (i) => x[i]!), y: Float64Array.from(kept, (i) => y[i]!) }, { ...grid, bandwidth: radius, kernel: 'quartic' }).values;
  };
  let best = { bandwidth: grid.cellSize / 2, hits: -1 };
  if (known >= 2) {
    const among = occupied(known);
    for (const cells of BANDWIDTHS) {
      const surface = before(known - 1, cells * grid.cellSize);
      const hits = [0.01, 0.02, 0.05].reduce((sum, share) => sum + topHits(surface, counts[known - 1]!, among, share).hitRate, 0);
      if (hits > best.hits) best = { bandwidth: cells * grid.cellSize, hits };
    }
  }
  return { surface: before(known, best.bandwidth), bandwidth: best.bandwidth };
}
