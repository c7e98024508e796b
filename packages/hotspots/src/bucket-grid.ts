import { boundsOf } from './checks.ts';

/** Points sorted into square buckets, so that those near a place are found without looking at all of them. */
export interface BucketGrid {
  readonly west: number;
  readonly south: number;
  readonly side: number;
  readonly columns: number;
  readonly rows: number;
  /** Bucket b (row by row from the south-west) holds order[starts[b]] to order[starts[b + 1] - 1]. */
  readonly starts: Uint32Array;
  /** Point numbers, bucket by bucket. */
  readonly order: Uint32Array;
  /** Coordinates in the sequence of `order`, so that a bucket lies together in memory. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Sorts points into buckets of at least this side (metres). The side grows if the area is so wide that there
 * would be far more buckets than points.
 */
export function bucketGrid(x: Float64Array, y: Float64Array, side: number): BucketGrid {
  const count = x.length;
  const { west, south, east, north } = count === 0 ? { west: 0, south: 0, east: 0, north: 0 } : boundsOf(x, y);
  const most = 4 * count + 1024;
  let width = side;
  while ((Math.floor((east - west) / width) + 1) * (Math.floor((north - south) / width) + 1) > most) width *= 1.5;
  const columns = Math.floor((east - west) / width) + 1;
  const rows = Math.floor((north - south) / width) + 1;
  const bucketOf = new Uint32Array(count);
  const starts = new Uint32Array(columns * rows + 1);
  for (let i = 0; i < count; i++) {
    const bucket = Math.floor((y[i]! - south) / width) * columns + Math.floor((x[i]! - west) / width);
    bucketOf[i] = bucket;
    starts[bucket + 1]!++;
  }
  for (let b = 0; b < columns * rows; b++) starts[b + 1]! += starts[b]!;
  const next = starts.slice(0, columns * rows);
  const order = new Uint32Array(count);
  const sortedX = new Float64Array(count);
  const sortedY = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = next[bucketOf[i]!]!++;
    order[at] = i;
    sortedX[at] = x[i]!;
    sortedY[at] = y[i]!;
  }
  return { west, south, side: width, columns, rows, starts, order, x: sortedX, y: sortedY };
}

/** Column of the bucket that holds this x, kept inside the grid. */
export function bucketColumn(grid: BucketGrid, x: number): number {
  return Math.min(grid.columns - 1, Math.max(0, Math.floor((x - grid.west) / grid.side)));
}

/** Row of the bucket that holds this y, kept inside the grid. */
export function bucketRow(grid: BucketGrid, y: number): number {
  return Math.min(grid.rows - 1, Math.max(0, Math.floor((y - grid.south) / grid.side)));
}

/** Calls `visit` with each run of sorted positions [from, to) that may hold points within `radius` of a place. */
export function eachRunNear(grid: BucketGrid, x: number, y: number, radius: number, visit: (from: number, to: number) => void): void {
  const first = bucketColumn(grid, x - radius);
  const last = bucketColumn(grid, x + radius);
  const top = bucketRow(grid, y + radius);
  for (let row = bucketRow(grid, y - radius); row <= top; row++) {
    const from = grid.starts[row * grid.columns + first]!;
    const to = grid.starts[row * grid.columns + last + 1]!;
    if (to > from) visit(from, to);
  }
}
