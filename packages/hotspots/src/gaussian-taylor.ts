import { momentsOf, spreadAcross, spreadUp } from './gaussian-moments.ts';
import type { Grid } from './grid.ts';

/** The points whose hills reach the grid at all. */
export interface Hills {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly count: number;
  readonly total: number;
}

// With d = t - s (t from the box centre to the cell, s from the box centre to the point, in bandwidths):
//   exp(-|t - s|²/2) = exp(-|t|²/2) exp(-|s|²/2) exp(t·s),
// and exp(t·s) is a power series whose terms split into a part of the cell and a part of the point. The parts of all
// points of a box add up to moments, so each point costs a fixed number of steps however many cells its hill covers.
// All terms but the series are exact and positive, so far hills keep their relative accuracy.

export interface TaylorPlan {
  /** Side of a box, metres. */
  readonly side: number;
  /** Terms with powers that add up to less than this are kept. */
  readonly order: number;
  readonly west: number;
  readonly south: number;
  readonly boxColumns: number;
  readonly boxRows: number;
  /** Bound of the error of one hill of height 1, beyond 1e-10 relative. */
  readonly error: number;
  /** Multiplications needed, to compare with other ways. */
  readonly cost: number;
}

/** Chooses the box size that costs least for this many points and cells, counting on points in every box. */
export function taylorPlan(hills: Hills, bandwidth: number, grid: Grid, cut: number): TaylorPlan {
  let best = NO_PLAN;
  for (const part of [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 12, 16]) {
    const plan = planWith(part, ERROR, hills, bandwidth, grid, cut, (boxes) => Math.min(hills.count, boxes));
    if (plan.cost < best.cost) best = plan;
  }
  return best;
}

/** As taylorPlan, but every hill is right to 1e-10 relative up to the cut, and the boxes that hold points are counted. */
export function occupiedPlan(hills: Hills, bandwidth: number, grid: Grid, cut: number): TaylorPlan {
  let best = NO_PLAN;
  for (const part of [4, 8, 16]) {
    const plan = planWith(part, 0, hills, bandwidth, grid, cut, (boxes, empty) => occupiedBoxes(hills, empty, boxes));
    if (plan.cost < best.cost) best = plan;
  }
  return best;
}

const NO_PLAN: TaylorPlan = { side: 0, order: 0, west: 0, south: 0, boxColumns: 0, boxRows: 0, error: 0, cost: Infinity };

/** More boxes than this cost more to walk through than they save. */
const MOST_BOXES = 3e7;

function planWith(part: number, error: number, hills: Hills, bandwidth: number, grid: Grid, cut: number, occupied: (boxes: number, plan: TaylorPlan) => number): TaylorPlan {
  const { west, south, east, north } = grid.extent;
  const reach = cut * bandwidth;
  const side = bandwidth / part;
  const boxColumns = Math.ceil((east - west + 2 * reach) / side) + 1;
  const boxRows = Math.ceil((north - south + 2 * reach) / side) + 1;
  if (boxColumns * boxRows > MOST_BOXES) return NO_PLAN;
  const order = orderFor(Math.SQRT2 / (2 * part), cut, error);
  const plan = { side, order, west: west - reach, south: south - reach, boxColumns, boxRows, error, cost: 0 };
  const terms = (order * (order + 1)) / 2;
  const across = Math.min(grid.columns, (2 * reach) / grid.cellSize + 1);
  const up = Math.min(grid.rows, (2 * reach) / grid.cellSize + 1);
  const boxes = occupied(boxColumns * boxRows, plan);
  const cost = hills.count * (terms * 0.6 + 60) + boxColumns * boxRows + boxes * across * terms + boxRows * grid.columns * up * order;
  return { ...plan, cost };
}

function occupiedBoxes(hills: Hills, plan: TaylorPlan, boxes: number): number {
  const seen = new Uint8Array(boxes);
  let occupied = 0;
  for (let i = 0; i < hills.count; i++) {
    const box = Math.floor((hills.y[i]! - plan.south) / plan.side) * plan.boxColumns + Math.floor((hills.x[i]! - plan.west) / plan.side);
    if (seen[box] === 0) {
      seen[box] = 1;
      occupied++;
    }
  }
  return occupied;
}

/** Errors of far hills up to this much of a hill of height 1 are left to the check of small sums. */
const ERROR = 2e-16;

/** The order at which, for points at most `spread` bandwidths off the box centre, no hill is wrong by more than 1e-10 relative or `error`. */
function orderFor(spread: number, cut: number, error: number): number {
  for (let order = 2; ; order++) {
    let worst = 0;
    for (let t = 0; t <= cut + 0.01; t += 0.1) {
      let remainder = Math.exp(t * spread);
      for (let n = 1; n <= order; n++) remainder *= (t * spread) / n;
      // Relative to the smallest true value exp(-t·spread) of the series.
      const relative = remainder * Math.exp(t * spread);
      if (relative > 1e-10) worst = Math.max(worst, error === 0 ? 1 : relative * Math.exp(-(t * t) / 2));
    }
    if (worst <= error) return order;
  }
}

/** Sums of all hills at the cell centres, hills cut at `cut` bandwidths from the boxes. */
export function taylorSums(hills: Hills, bandwidth: number, grid: Grid, plan: TaylorPlan, cut: number): Float64Array {
  const { order, boxColumns, boxRows, side } = plan;
  const sorted = sortByBox(hills, plan, bandwidth);
  const sums = new Float64Array(grid.columns * grid.rows);
  const across = new CellPowers(grid.columns, grid.extent.west, grid.cellSize, plan.west, side, boxColumns, order, bandwidth, cut);
  const up = new CellPowers(grid.rows, grid.extent.south, grid.cellSize, plan.south, side, boxRows, order, bandwidth, cut);
  const moments = new Float64Array((order * (order + 1)) / 2);
  const lines = new Float64Array(grid.columns * order);
  for (let boxRow = 0; boxRow < boxRows; boxRow++) {
    if (up.first[boxRow]! > up.last[boxRow]!) continue;
    let any = false;
    for (let boxColumn = 0; boxColumn < boxColumns; boxColumn++) {
      const from = sorted.starts[boxRow * boxColumns + boxColumn]!;
      const to = sorted.starts[boxRow * boxColumns + boxColumn + 1]!;
      if (from === to || across.first[boxColumn]! > across.last[boxColumn]!) continue;
      if (!any) lines.fill(0);
      any = true;
      momentsOf(moments, sorted.parts, from, to, order);
      spreadAcross(lines, moments, across.powers, across.starts[boxColumn]!, across.first[boxColumn]!, across.last[boxColumn]!, order);
    }
    if (any) spreadUp(sums, lines, up.powers, up.starts[boxRow]!, up.first[boxRow]!, up.last[boxRow]!, grid.columns, order);
  }
  return sums;
}

/** For each box along one axis: the cells its hills reach, and exp(-t²/2) tⁿ/n! for each of those cells. */
class CellPowers {
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly starts: Int32Array;
  readonly powers: Float64Array;

  constructor(cells: number, origin: number, cellSize: number, boxOrigin: number, side: number, boxes: number, order: number, bandwidth: number, cut: number) {
    this.first = new Int32Array(boxes);
    this.last = new Int32Array(boxes);
    this.starts = new Int32Array(boxes);
    const reach = (cut * bandwidth + side / 2) / cellSize;
    let total = 0;
    for (let box = 0; box < boxes; box++) {
      const at = (boxOrigin + (box + 0.5) * side - origin) / cellSize - 0.5;
      this.first[box] = Math.max(0, Math.ceil(at - reach));
      this.last[box] = Math.min(cells - 1, Math.floor(at + reach));
      this.starts[box] = total;
      total += Math.max(0, this.last[box]! - this.first[box]! + 1) * order;
    }
    this.powers = new Float64Array(total);
    for (let box = 0, at = 0; box < boxes; box++) {
      for (let cell = this.first[box]!; cell <= this.last[box]!; cell++) {
        const t = (origin + (cell + 0.5) * cellSize - (boxOrigin + (box + 0.5) * side)) / bandwidth;
        let term = Math.exp((-t * t) / 2);
        for (let n = 0; n < order; n++) {
          this.powers[at++] = term;
          term *= t / (n + 1);
        }
      }
    }
  }
}

interface SortedHills {
  readonly starts: Uint32Array;
  /** East and north of the box centre, in bandwidths, and the weight times exp(-s²/2): three entries a point. */
  readonly parts: Float64Array;
}

function sortByBox(hills: Hills, plan: TaylorPlan, bandwidth: number): SortedHills {
  const { boxColumns, boxRows, west, south, side } = plan;
  const { x, y, weights, count } = hills;
  const boxOf = new Int32Array(count);
  const starts = new Uint32Array(boxColumns * boxRows + 1);
  const inverse = 1 / side;
  for (let i = 0; i < count; i++) {
    const column = Math.floor((x[i]! - west) * inverse);
    const row = Math.floor((y[i]! - south) * inverse);
    // Points outside the boxes are more than the cut away from every cell.
    const box = column >= 0 && column < boxColumns && row >= 0 && row < boxRows ? row * boxColumns + column : -1;
    boxOf[i] = box;
    if (box >= 0) starts[box + 1]!++;
  }
  for (let b = 0; b < boxColumns * boxRows; b++) starts[b + 1]! += starts[b]!;
  const next = starts.slice(0, boxColumns * boxRows);
  const parts = new Float64Array(3 * count);
  const scale = 1 / bandwidth;
  for (let i = 0; i < count; i++) {
    const box = boxOf[i]!;
    if (box < 0) continue;
    const row = Math.floor(box / boxColumns);
    const at = 3 * next[box]!++;
    const east = (x[i]! - (west + (box - row * boxColumns + 0.5) * side)) * scale;
    const north = (y[i]! - (south + (row + 0.5) * side)) * scale;
    parts[at] = east;
    parts[at + 1] = north;
    parts[at + 2] = Math.exp(-0.5 * (east * east + north * north)) * (weights === undefined ? 1 : weights[i]!);
  }
  return { starts, parts };
}
