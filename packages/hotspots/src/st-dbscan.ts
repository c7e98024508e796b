import { bucketGrid, type BucketGrid } from './bucket-grid.ts';
import { checkedPoints, notNegative, optionsFrom, positive, sameLength, wholeNumber, type Numbers, type Points } from './checks.ts';
import type { Clusters, DbscanOptions } from './dbscan.ts';
import { DisjointSets } from './disjoint-sets.ts';

/** Points with a time: `day` counts in days from any start and may have fractions. */
export interface Events extends Points {
  readonly day: Numbers;
}

export interface StDbscanOptions extends DbscanOptions {
  /** Days; an event exactly this long before or after counts. */
  readonly epsDays: number;
}

/**
 * DBSCAN in space and time: neighbours lie within `eps` metres and within `epsDays` days of each other, both inclusive.
 *
 * Labels and core flags as dbscan: numbered by first core point, border events to the lowest number in reach, -1 noise.
 *
 * @throws RangeError for unequal lengths, entries that are not finite, or options out of range
 *
 * Birant and Kut, ST-DBSCAN: an algorithm for clustering spatial-temporal data, Data and Knowledge Engineering 60, 2007
 * (without its third threshold on other attributes).
 */
export function stDbscan(events: Events, options: StDbscanOptions): Clusters {
  const { x, y, count } = checkedPoints(events, 0, 'events');
  const day = sameLength(events.day, count, 'day');
  const minPoints = wholeNumber(optionsFrom(options).minPoints, 'minPoints', 1);
  const near = new NearEvents(x, y, day, positive(options.eps, 'eps'), notNegative(options.epsDays, 'epsDays'));
  const core = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    let found = 0;
    near.visit(at, () => ++found < minPoints);
    if (found >= minPoints) core[near.numberAt(at)] = 1;
  }
  const sets = new DisjointSets(count);
  for (let at = 0; at < count; at++) {
    const i = near.numberAt(at);
    if (core[i] === 0) continue;
    near.visit(at, (other) => {
      if (core[near.numberAt(other)] === 1) sets.merge(i, near.numberAt(other));
      return true;
    });
  }
  return { labels: labelEvents(near, core, sets), core };
}

function labelEvents(near: NearEvents, core: Uint8Array, sets: DisjointSets): Int32Array {
  const labels = new Int32Array(core.length).fill(-1);
  let clusters = 0;
  for (let i = 0; i < core.length; i++) {
    // Each set is stood for by its lowest member, so the set's own label is set before it is asked for.
    if (core[i] === 1) labels[i] = sets.find(i) === i ? clusters++ : labels[sets.find(i)]!;
  }
  const borders = labels.slice();
  for (let at = 0; at < core.length; at++) {
    const i = near.numberAt(at);
    if (core[i] === 1) continue;
    let lowest = -1;
    near.visit(at, (other) => {
      const label = core[near.numberAt(other)] === 1 ? labels[near.numberAt(other)]! : -1;
      if (label !== -1 && (lowest === -1 || label < lowest)) lowest = label;
      return true;
    });
    borders[i] = lowest;
  }
  return borders;
}

/** Events in buckets as wide as the search distance, within a bucket in order of time. */
class NearEvents {
  private readonly buckets: BucketGrid;
  private readonly day: Float64Array;
  private readonly numbers: Uint32Array;
  private readonly eps: number;
  private readonly epsDays: number;

  constructor(x: Float64Array, y: Float64Array, day: Float64Array, eps: number, epsDays: number) {
    const byTime = Uint32Array.from({ length: day.length }, (_, i) => i).sort((a, b) => day[a]! - day[b]! || a - b);
    // Sorting into buckets keeps the order within each, so it stays sorted by time.
    this.buckets = bucketGrid(Float64Array.from(byTime, (i) => x[i]!), Float64Array.from(byTime, (i) => y[i]!), eps);
    this.numbers = Uint32Array.from(this.buckets.order, (k) => byTime[k]!);
    this.day = Float64Array.from(this.numbers, (i) => day[i]!);
    this.eps = eps;
    this.epsDays = epsDays;
  }

  /** Number, in the caller's order, of the event at a position. */
  numberAt(at: number): number {
    return this.numbers[at]!;
  }

  /** Calls `found` with the position of each event near the one at `at`, itself included, until it answers false. */
  visit(at: number, found: (other: number) => boolean): void {
    const { x, y, columns, rows, side, west, south, starts } = this.buckets;
    const px = x[at]!;
    const py = y[at]!;
    const column = Math.floor((px - west) / side);
    const row = Math.floor((py - south) / side);
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
        const bucket = r * columns + c;
        const end = starts[bucket + 1]!;
        for (let other = this.firstSince(starts[bucket]!, end, this.day[at]!); other < end && this.day[other]! - this.day[at]! <= this.epsDays; other++) {
          const dx = x[other]! - px;
          const dy = y[other]! - py;
          if (dx * dx + dy * dy <= this.eps * this.eps && !found(other)) return;
        }
      }
    }
  }

  /** First position in the bucket not more than epsDays before `day`. */
  private firstSince(from: number, to: number, day: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (day - this.day[middle]! > this.epsDays) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
