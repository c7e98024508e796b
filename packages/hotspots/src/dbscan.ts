import { cellRuns, cellsAround, type Around, type CellRuns } from './cell-runs.ts';
import { checkedPoints, optionsFrom, positive, wholeNumber, type Points } from './checks.ts';
import { DisjointSets } from './disjoint-sets.ts';

export interface Clusters {
  /** Cluster of each point, numbered from 0 in the order of their first core points; -1 is noise. */
  readonly labels: Int32Array;
  /** 1 for points with enough points around them, else 0. */
  readonly core: Uint8Array;
}

export interface DbscanOptions {
  /** Search distance in metres; a point exactly this far away counts. */
  readonly eps: number;
  /** Points needed within `eps`, the point itself counted. */
  readonly minPoints: number;
}

/**
 * DBSCAN: clusters of any shape where points are dense.
 *
 * A border point within reach of two clusters gets the lower number, as in scikit-learn.
 *
 * @param points locations in metres
 * @throws RangeError for unequal lengths, entries that are not finite, eps not above 0 or minPoints below 1
 *
 * Ester, Kriegel, Sander and Xu, A density-based algorithm for discovering clusters, KDD 1996; on a grid whose cells
 * are so small that all points of a cell are neighbours: Gunawan, A faster algorithm for DBSCAN, 2013.
 */
export function dbscan(points: Points, options: DbscanOptions): Clusters {
  const { x, y, count } = checkedPoints(points);
  const eps = positive(optionsFrom(options).eps, 'eps');
  const minPoints = wholeNumber(options.minPoints, 'minPoints', 1);
  if (count === 0) return { labels: new Int32Array(0), core: new Uint8Array(0) };
  // A hair smaller than eps / √2, so that rounding cannot part two points of one cell by more than eps.
  const runs = cellRuns(x, y, (eps / Math.SQRT2) * (1 - 1e-9));
  const around = cellsAround(runs);
  const coreEnds = coresFirst(runs, findCores(runs, around, eps * eps, minPoints));
  const sets = joinCells(runs, around, coreEnds, eps * eps);
  const found = numberedCores(runs, coreEnds, sets);
  labelBorders(runs, around, coreEnds, found, eps * eps);
  return { labels: found.labels, core: found.core };
}

/** Whether the point at each position has enough neighbours. */
function findCores(runs: CellRuns, around: Around, squaredEps: number, minPoints: number): Uint8Array {
  const { starts, x, y, cells } = runs;
  const { from, to } = around;
  const core = new Uint8Array(x.length);
  for (let cell = 0; cell < cells; cell++) {
    const first = starts[cell]!;
    const end = starts[cell + 1]!;
    if (end - first >= minPoints) {
      core.fill(1, first, end);
      continue;
    }
    let near = 0;
    for (let d = 5 * cell; d < 5 * cell + 5; d++) near += starts[to[d]!]! - starts[from[d]!]!;
    if (near < minPoints) continue;
    for (let at = first; at < end; at++) {
      const px = x[at]!;
      const py = y[at]!;
      let found = 0;
      for (let d = 5 * cell; d < 5 * cell + 5 && found < minPoints; d++) {
        const last = starts[to[d]!]!;
        for (let other = starts[from[d]!]!; other < last; other++) {
          const dx = x[other]! - px;
          const dy = y[other]! - py;
          if (dx * dx + dy * dy <= squaredEps) found++;
        }
      }
      if (found >= minPoints) core[at] = 1;
    }
  }
  return core;
}

/** Moves the core points of each cell to its front; returns where they end. */
function coresFirst(runs: CellRuns, core: Uint8Array): Int32Array {
  const { cells, starts, order, x, y } = runs;
  const ends = new Int32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    let end = starts[cell]!;
    for (let at = end; at < starts[cell + 1]!; at++) {
      if (core[at] === 0) continue;
      if (at !== end) {
        swap(order, at, end);
        swap(x, at, end);
        swap(y, at, end);
        core[at] = core[end]!;
        core[end] = 1;
      }
      end++;
    }
    ends[cell] = end;
  }
  return ends;
}

function swap(list: Int32Array | Float64Array, a: number, b: number): void {
  const held = list[a]!;
  list[a] = list[b]!;
  list[b] = held;
}

/** Joins cells that have core points within reach of each other. */
function joinCells(runs: CellRuns, around: Around, coreEnds: Int32Array, squaredEps: number): DisjointSets {
  const { starts, cells } = runs;
  const sets = new DisjointSets(cells);
  for (let cell = 0; cell < cells; cell++) {
    if (coreEnds[cell] === starts[cell]) continue;
    // Rows below and cells before have already looked at this cell.
    for (let d = 2; d < 5; d++) {
      const end = around.to[5 * cell + d]!;
      for (let other = d === 2 ? cell + 1 : around.from[5 * cell + d]!; other < end; other++) {
        if (coreEnds[other] === starts[other] || sets.find(cell) === sets.find(other)) continue;
        if (coresMeet(runs, coreEnds, cell, other, squaredEps)) sets.merge(cell, other);
      }
    }
  }
  return sets;
}

/** Whether any core point of one cell is within reach of one of the other. */
function coresMeet(runs: CellRuns, coreEnds: Int32Array, cell: number, other: number, squaredEps: number): boolean {
  const { starts, x, y, columns, side, west } = runs;
  const across = columns[other]! - columns[cell]!;
  const edge = west + (across > 0 ? columns[other]! : columns[other]! + 1) * side;
  const otherStart = starts[other]!;
  const otherEnd = coreEnds[other]!;
  // Points too far from the other cell's nearer edge are passed over at once; a hair of slack allows for rounding.
  const reach = squaredEps * (1 + 1e-9);
  for (let at = starts[cell]!; at < coreEnds[cell]!; at++) {
    const gap = edge - x[at]!;
    if ((across === 2 || across === -2) && gap * gap > reach) continue;
    for (let there = otherStart; there < otherEnd; there++) {
      const dx = x[there]! - x[at]!;
      const dy = y[there]! - y[at]!;
      if (dx * dx + dy * dy <= squaredEps) return true;
    }
  }
  return false;
}

interface Labelled extends Clusters {
  /** Cluster of the core points of each cell, -1 if it has none. */
  readonly cellLabels: Int32Array;
}

/** Numbers the clusters in the order of their first core points. */
function numberedCores(runs: CellRuns, coreEnds: Int32Array, sets: DisjointSets): Labelled {
  const { cells, starts, order } = runs;
  const count = order.length;
  // The first core point of each set of cells, found in any order, then the sets in order of those points.
  const firsts = new Int32Array(cells).fill(count);
  for (let cell = 0; cell < cells; cell++) {
    if (coreEnds[cell] === starts[cell]) continue;
    const set = sets.find(cell);
    for (let at = starts[cell]!; at < coreEnds[cell]!; at++) if (order[at]! < firsts[set]!) firsts[set] = order[at]!;
  }
  const founders: number[] = [];
  for (let cell = 0; cell < cells; cell++) if (firsts[cell]! < count) founders.push(cell);
  founders.sort((a, b) => firsts[a]! - firsts[b]!);
  const labelOf = new Int32Array(cells).fill(-1);
  founders.forEach((set, label) => (labelOf[set] = label));
  const labels = new Int32Array(count).fill(-1);
  const core = new Uint8Array(count);
  const cellLabels = new Int32Array(cells).fill(-1);
  for (let cell = 0; cell < cells; cell++) {
    if (coreEnds[cell] === starts[cell]) continue;
    const label = labelOf[sets.find(cell)]!;
    cellLabels[cell] = label;
    for (let at = starts[cell]!; at < coreEnds[cell]!; at++) {
      labels[order[at]!] = label;
      core[order[at]!] = 1;
    }
  }
  return { labels, core, cellLabels };
}

/** Gives each border point to the lowest-numbered cluster with a core point in reach. */
function labelBorders(runs: CellRuns, around: Around, coreEnds: Int32Array, found: Labelled, squaredEps: number): void {
  const { cells, starts, x, y } = runs;
  const { cellLabels } = found;
  const near = nearCores(around, cellLabels);
  for (let cell = 0; cell < cells; cell++) {
    if (near[cell] === 0) continue;
    for (let at = coreEnds[cell]!; at < starts[cell + 1]!; at++) {
      let lowest = -1;
      for (let d = 5 * cell; d < 5 * cell + 5; d++) {
        for (let other = around.from[d]!; other < around.to[d]!; other++) {
          const label = cellLabels[other]!;
          if (label === -1 || (lowest !== -1 && label >= lowest)) continue;
          if (reaches(x, y, starts[other]!, coreEnds[other]!, x[at]!, y[at]!, squaredEps)) lowest = label;
        }
      }
      if (lowest !== -1) found.labels[runs.order[at]!] = lowest;
    }
  }
}

/** 1 for cells with core points in them or in a cell around them. */
function nearCores(around: Around, cellLabels: Int32Array): Uint8Array {
  const near = new Uint8Array(cellLabels.length);
  for (let cell = 0; cell < cellLabels.length; cell++) {
    if (cellLabels[cell] === -1) continue;
    for (let d = 5 * cell; d < 5 * cell + 5; d++) for (let other = around.from[d]!; other < around.to[d]!; other++) near[other] = 1;
  }
  return near;
}

function reaches(x: Float64Array, y: Float64Array, from: number, to: number, px: number, py: number, squaredEps: number): boolean {
  for (let at = from; at < to; at++) {
    const dx = x[at]! - px;
    const dy = y[at]! - py;
    if (dx * dx + dy * dy <= squaredEps) return true;
  }
  return false;
}
