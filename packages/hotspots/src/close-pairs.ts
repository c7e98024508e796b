import { bucketGrid, eachRunNear } from './bucket-grid.ts';
import { numbersIn, oneOf, type Numbers } from './checks.ts';

/** How far apart two places are: straight, or along streets that run east-west and north-south. */
export type Metric = 'euclidean' | 'manhattan';

/** Bands of distances: band b runs from edges[b] to edges[b + 1]. */
export interface Bands {
  readonly edges: Float64Array;
  /** Whether a value exactly at an edge belongs to the band above it (`left` closed) or below it (`right` closed). */
  readonly closed: 'left' | 'right';
}

/**
 * Edges as the caller gave them, checked; a missing 0 in front is added, so [100, 200] and [0, 100, 200] mean the same.
 * With `right` closed the value 0 belongs to the first band.
 */
export function bandsFrom(edges: Numbers, name: string, closed: 'left' | 'right'): Bands {
  oneOf(closed, ['left', 'right'], 'closed');
  const list = Array.from(numbersIn(edges, name));
  if (list[0] !== undefined && list[0] > 0) list.unshift(0);
  if (list.length < 2) throw new RangeError(`${name} needs at least one band: give its edges`);
  for (let k = 0; k < list.length; k++) {
    if (Number.isNaN(list[k]!) || list[k]! < 0 || (k > 0 && list[k]! <= list[k - 1]!)) throw new RangeError(`${name} is [${list.join(', ')}]: edges must rise from 0`);
  }
  return { edges: Float64Array.from(list), closed };
}

export function bandCount(bands: Bands): number {
  return bands.edges.length - 1;
}

/** The band that holds a value of 0 or more, or -1. */
export function bandOf(bands: Bands, value: number): number {
  const { edges, closed } = bands;
  if (closed === 'right' && value === 0) return 0;
  for (let b = 0; b < edges.length - 1; b++) {
    if (closed === 'left' ? value < edges[b + 1]! : value <= edges[b + 1]!) return b;
  }
  // Infinity closes the last band on both sides.
  return -1;
}

/**
 * Pairs of points by band of distance: within band b, point i goes with partners[starts[b · n + i]] and on. Points are
 * numbered anew, neighbours near each other, so that what is looked up for pairs lies together in memory.
 */
export interface PairLists {
  readonly starts: Uint32Array;
  readonly partners: Uint32Array;
  readonly bands: number;
  readonly count: number;
  /** The caller's number of each point. */
  readonly order: Uint32Array;
}

/** All pairs whose distance lies in a band that ends; a last band that never ends is left to subtraction. */
export function closePairs(x: Float64Array, y: Float64Array, bands: Bands, metric: Metric): PairLists {
  oneOf(metric, ['euclidean', 'manhattan'], 'metric');
  const count = x.length;
  const limited = bands.edges.filter(Number.isFinite).length - 1;
  const longest = bands.edges[limited]!;
  const buckets = bucketGrid(x, y, Math.max(longest, Number.MIN_VALUE));
  const starts = new Uint32Array(limited * count + 1);
  const found = (i: number, use: (band: number, other: number) => void): void => {
    eachRunNear(buckets, buckets.x[i]!, buckets.y[i]!, longest * (1 + 1e-12), (from, to) => {
      for (let other = Math.max(from, i + 1); other < to; other++) {
        const distance = distanceBetween(buckets.x[other]! - buckets.x[i]!, buckets.y[other]! - buckets.y[i]!, metric);
        const band = bandOf(bands, distance);
        if (band >= 0 && band < limited) use(band, other);
      }
    });
  };
  for (let i = 0; i < count; i++) found(i, (band) => starts[band * count + i + 1]!++);
  for (let k = 0; k < limited * count; k++) starts[k + 1]! += starts[k]!;
  const next = starts.slice();
  const partners = new Uint32Array(starts[limited * count]!);
  for (let i = 0; i < count; i++) found(i, (band, other) => (partners[next[band * count + i]!++] = other));
  return { starts, partners, bands: limited, count, order: buckets.order };
}

/** sqrt(dx² + dy²) rather than Math.hypot, so that distances round as they do in R and NumPy. */
function distanceBetween(dx: number, dy: number, metric: Metric): number {
  return metric === 'manhattan' ? Math.abs(dx) + Math.abs(dy) : Math.sqrt(dx * dx + dy * dy);
}
