import { bucketGrid } from './bucket-grid.ts';
import { exactTail } from './gaussian-tail.ts';
import type { Grid } from './grid.ts';
import { occupiedPlan, taylorPlan, taylorSums, type Hills } from './gaussian-taylor.ts';
import { GAUSSIAN_REACH } from './kernels.ts';

/** Hills are cut here, in bandwidths; a cell where the cut could matter is summed again in full. */
const CUT = 8.6;

/** Up to this many cell visits all hills are summed without any cut, so that nothing needs checking. */
const SMALL = 4e7;

/** Half of the promised 1e-9, so that rounding has the other half. */
const TOLERANCE = 5e-10;

/**
 * Sums of exp(-d²/2h²) at each cell centre, within 1e-9 relative.
 *
 * Three ways, the cheapest first: every hill over every cell (few points); hills cut at 8.6 bandwidths
 * (wide areas with small hills); Taylor moments of boxes of points (many points in few cells). After the last two,
 * cells whose sum is so small that the part cut off could show are summed again without a cut.
 */
export function gaussianSums(x: Float64Array, y: Float64Array, weights: Float64Array | undefined, bandwidth: number, grid: Grid): Float64Array {
  const near = withinReach(x, y, weights, bandwidth, grid);
  const cells = grid.columns * grid.rows;
  const perPoint = grid.columns + grid.rows;
  const { count } = near;
  if (count * (cells + 12 * perPoint) <= SMALL) return separableSums(near, bandwidth, grid, GAUSSIAN_REACH);
  const across = Math.min(grid.columns, (2 * CUT * bandwidth) / grid.cellSize + 1);
  const up = Math.min(grid.rows, (2 * CUT * bandwidth) / grid.cellSize + 1);
  const plan = taylorPlan(near, bandwidth, grid, CUT);
  const taylor = plan.cost < count * (across * up + 12 * (across + up));
  const sums = taylor ? taylorSums(near, bandwidth, grid, plan, CUT) : separableSums(near, bandwidth, grid, CUT);
  const cutOff = Math.exp((-CUT * CUT) / 2) + (taylor ? plan.error : 0);
  sumTailsAgain(sums, near, bandwidth, grid, (near.total * cutOff) / TOLERANCE);
  return sums;
}

function withinReach(x: Float64Array, y: Float64Array, weights: Float64Array | undefined, bandwidth: number, grid: Grid): Hills {
  const { west, south, east, north } = grid.extent;
  const reach = GAUSSIAN_REACH * bandwidth;
  const far = (i: number): boolean =>
    x[i]! < west - reach || x[i]! > east + reach || y[i]! < south - reach || y[i]! > north + reach || (weights !== undefined && weights[i] === 0);
  let total = 0;
  let beyond = 0;
  for (let i = 0; i < x.length; i++) {
    if (far(i)) beyond++;
    else total += weights === undefined ? 1 : weights[i]!;
  }
  if (beyond === 0) return { x, y, weights, count: x.length, total };
  const kept = new Uint32Array(x.length - beyond);
  for (let i = 0, at = 0; i < x.length; i++) if (!far(i)) kept[at++] = i;
  const pick = (list: Float64Array): Float64Array => Float64Array.from(kept, (i) => list[i]!);
  return { x: pick(x), y: pick(y), weights: weights && pick(weights), count: kept.length, total };
}

/** Each hill is the product of a profile across and a profile up. */
function separableSums(hills: Hills, bandwidth: number, grid: Grid, cut: number): Float64Array {
  const { columns, rows, cellSize, extent } = grid;
  const sums = new Float64Array(columns * rows);
  const profile = new Float64Array(columns);
  const reach = (cut * bandwidth) / cellSize;
  const scale = -0.5 / (bandwidth * bandwidth);
  for (let i = 0; i < hills.count; i++) {
    const across = (hills.x[i]! - extent.west) / cellSize - 0.5;
    const up = (hills.y[i]! - extent.south) / cellSize - 0.5;
    const weight = hills.weights === undefined ? 1 : hills.weights[i]!;
    const first = Math.max(0, Math.ceil(across - reach));
    const last = Math.min(columns - 1, Math.floor(across + reach));
    const lastRow = Math.min(rows - 1, Math.floor(up + reach));
    for (let column = first; column <= last; column++) {
      const dx = extent.west + (column + 0.5) * cellSize - hills.x[i]!;
      profile[column] = Math.exp(dx * dx * scale);
    }
    for (let row = Math.max(0, Math.ceil(up - reach)); row <= lastRow; row++) {
      const dy = extent.south + (row + 0.5) * cellSize - hills.y[i]!;
      const height = weight * Math.exp(dy * dy * scale);
      const start = row * columns;
      for (let column = first; column <= last; column++) sums[start + column]! += height * profile[column]!;
    }
  }
  return sums;
}

/**
 * Sums each cell below `threshold` again, by whichever costs least: cell by cell from the points that decide it,
 * or the whole grid without a cut.
 */
function sumTailsAgain(sums: Float64Array, hills: Hills, bandwidth: number, grid: Grid, threshold: number): void {
  let low = 0;
  for (let cell = 0; cell < sums.length; cell++) if (sums[cell]! < threshold) low++;
  if (low === 0) return;
  const reached = Math.min(1, (2 * GAUSSIAN_REACH * bandwidth) ** 2 / (grid.columns * grid.rows * grid.cellSize ** 2));
  const cellByCell = low * hills.count * reached * 6;
  const plan = cellByCell > SMALL ? occupiedPlan(hills, bandwidth, grid, GAUSSIAN_REACH) : undefined;
  if (plan === undefined || plan.cost > cellByCell) {
    exactTails(sums, hills, bandwidth, grid, threshold);
    return;
  }
  const again = taylorSums(hills, bandwidth, grid, plan, GAUSSIAN_REACH);
  for (let cell = 0; cell < sums.length; cell++) if (sums[cell]! < threshold) sums[cell] = again[cell]!;
}

function exactTails(sums: Float64Array, hills: Hills, bandwidth: number, grid: Grid, threshold: number): void {
  const buckets = bucketGrid(hills.x, hills.y, bandwidth / 2);
  const weights = hills.weights && Float64Array.from(buckets.order, (i) => hills.weights![i]!);
  for (let cell = 0; cell < sums.length; cell++) {
    if (sums[cell]! >= threshold) continue;
    const px = grid.extent.west + ((cell % grid.columns) + 0.5) * grid.cellSize;
    const py = grid.extent.south + (Math.floor(cell / grid.columns) + 0.5) * grid.cellSize;
    sums[cell] = exactTail(buckets, weights, bandwidth, px, py);
  }
}
