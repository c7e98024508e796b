import { boundsOf } from './checks.ts';

/**
 * Points sorted into small square cells, of which only the occupied ones are kept, row by row. All cells within two
 * columns of a cell, in any one row, lie next to each other in this order, and so do their points.
 */
export interface CellRuns {
  readonly cells: number;
  /** Column of each occupied cell. */
  readonly columns: Int32Array;
  /** Occupied rows: the row number, and the first cell of each (one more entry at the end). */
  readonly rows: Int32Array;
  readonly rowStarts: Int32Array;
  /** First point position of each cell (one more entry at the end). */
  readonly starts: Int32Array;
  /** Point number, x and y at each position. */
  readonly order: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** West side of column 0, and the side of a cell. */
  readonly west: number;
  readonly side: number;
}

export function cellRuns(x: Float64Array, y: Float64Array, side: number): CellRuns {
  const { west, south, east, north } = boundsOf(x, y);
  if ((east - west) / side > 2 ** 30 || (north - south) / side > 2 ** 30) {
    throw new RangeError(`the points lie ${Math.max(east - west, north - south)} apart, more than 2^30 times the search distance: check the units`);
  }
  const byRow = sortedByRow(x, y, south, side);
  const count = x.length;
  const columns = new Int32Array(count);
  const starts = new Int32Array(count + 1);
  const rowStarts = new Int32Array(byRow.rows.length + 1);
  const sorter = new RowSorter(west, side, byRow);
  let cells = 0;
  for (let r = 0; r < byRow.rows.length; r++) {
    rowStarts[r] = cells;
    cells = sorter.sortRow(byRow.starts[r]!, byRow.starts[r + 1]!, columns, starts, cells);
  }
  rowStarts[byRow.rows.length] = cells;
  starts[cells] = count;
  return { cells, columns, rows: byRow.rows, rowStarts, starts, order: byRow.order, x: byRow.x, y: byRow.y, west, side };
}

interface ByRow {
  readonly rows: Int32Array;
  readonly starts: Int32Array;
  readonly order: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Points in stable order of their row, with the occupied rows. */
function sortedByRow(x: Float64Array, y: Float64Array, south: number, side: number): ByRow {
  const count = x.length;
  const rowOf = new Int32Array(count);
  const scale = 1 / side;
  let most = 0;
  for (let i = 0; i < count; i++) {
    const row = Math.floor((y[i]! - south) * scale);
    rowOf[i] = row;
    if (row > most) most = row;
  }
  const { ranks, rows } = most > 4 * count + 65536 ? ranked(rowOf) : { ranks: rowOf, rows: undefined };
  const limit = rows === undefined ? most + 1 : rows.length;
  const counts = new Int32Array(limit + 1);
  for (let i = 0; i < count; i++) counts[ranks[i]! + 1]!++;
  for (let r = 0; r < limit; r++) counts[r + 1]! += counts[r]!;
  const next = counts.slice(0, limit);
  const sorted = { order: new Int32Array(count), x: new Float64Array(count), y: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const at = next[ranks[i]!]!++;
    sorted.order[at] = i;
    sorted.x[at] = x[i]!;
    sorted.y[at] = y[i]!;
  }
  const occupied: number[] = [];
  for (let r = 0; r < limit; r++) if (counts[r + 1]! > counts[r]!) occupied.push(r);
  const starts = Int32Array.from([...occupied.map((r) => counts[r]!), count]);
  return { rows: Int32Array.from(occupied, (r) => (rows === undefined ? r : rows[r]!)), starts, ...sorted };
}

/** Far more possible keys than points: each key's rank among those that occur. */
function ranked(keys: Int32Array): { ranks: Int32Array; rows: Int32Array } {
  const rows = Int32Array.from(new Set(keys)).sort();
  const known = new Map(Array.from(rows, (key, rank) => [key, rank]));
  return { ranks: keys.map((key) => known.get(key)!), rows };
}

/** Sorts the points of one row at a time by column, in memory small enough to stay near the processor. */
class RowSorter {
  readonly west: number;
  readonly scale: number;
  readonly points: ByRow;
  private keys = new Float64Array(1024);
  private x = new Float64Array(1024);
  private y = new Float64Array(1024);
  private order = new Int32Array(1024);

  constructor(west: number, side: number, points: ByRow) {
    this.west = west;
    this.scale = 1 / side;
    this.points = points;
  }

  /** Sorts positions `from` to `to - 1` and writes the cells they form; returns the number of cells so far. */
  sortRow(from: number, to: number, columns: Int32Array, starts: Int32Array, cellsBefore: number): number {
    const { points, west, scale } = this;
    const count = to - from;
    this.reserve(count);
    const keys = this.keys.subarray(0, count);
    for (let k = 0; k < count; k++) {
      // Column in the high part, place in the row in the low part: one sort of plain numbers is stable and fast.
      keys[k] = Math.floor((points.x[from + k]! - west) * scale) * 4194304 + (k % 4194304);
      this.x[k] = points.x[from + k]!;
      this.y[k] = points.y[from + k]!;
      this.order[k] = points.order[from + k]!;
    }
    keys.sort();
    let cells = cellsBefore;
    let column = -1;
    for (let k = 0; k < count; k++) {
      const key = keys[k]!;
      const own = Math.floor(key / 4194304);
      const source = key - own * 4194304;
      points.x[from + k] = this.x[source]!;
      points.y[from + k] = this.y[source]!;
      points.order[from + k] = this.order[source]!;
      if (own !== column) {
        column = own;
        columns[cells] = own;
        starts[cells++] = from + k;
      }
    }
    return cells;
  }

  private reserve(count: number): void {
    if (count > 4194304) throw new RangeError(`${count} points in one row of cells: more than 4,194,304 cannot be sorted`);
    if (this.keys.length >= count) return;
    const size = 2 * count;
    this.keys = new Float64Array(size);
    this.x = new Float64Array(size);
    this.y = new Float64Array(size);
    this.order = new Int32Array(size);
  }
}

/**
 * For each cell and each of the five rows around it (two below to two above), its cells within two columns:
 * those from `from[5 · cell + d]` to `to[5 · cell + d] - 1`.
 */
export interface Around {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export function cellsAround(runs: CellRuns): Around {
  const { rows, cells } = runs;
  const around = { from: new Int32Array(5 * cells), to: new Int32Array(5 * cells) };
  for (let d = 0; d < 5; d++) {
    let there = 0;
    for (let r = 0; r < rows.length; r++) {
      const wanted = rows[r]! + d - 2;
      while (there < rows.length && rows[there]! < wanted) there++;
      if (there < rows.length && rows[there] === wanted) matchRows(runs, around, r, there, d);
    }
  }
  return around;
}

/** One sweep along two rows: both ends of the range only ever move east. */
function matchRows(runs: CellRuns, around: Around, row: number, there: number, d: number): void {
  const { columns, rowStarts } = runs;
  const end = rowStarts[there + 1]!;
  let first = rowStarts[there]!;
  let last = first;
  for (let cell = rowStarts[row]!; cell < rowStarts[row + 1]!; cell++) {
    const column = columns[cell]!;
    while (first < end && columns[first]! < column - 2) first++;
    while (last < end && columns[last]! <= column + 2) last++;
    around.from[5 * cell + d] = first;
    around.to[5 * cell + d] = last;
  }
}
