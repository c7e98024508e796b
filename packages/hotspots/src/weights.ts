import { bucketGrid, eachRunNear } from './bucket-grid.ts';
import { boundsOf, checkedPoints, listOf, named, numbersIn, positive, wholeNumber, type Numbers, type Points } from './checks.ts';

/**
 * Who is a neighbour of whom, and how much: place i has the neighbours neighbours[starts[i]] to
 * neighbours[starts[i + 1] - 1], sorted, with the weights at the same positions (all 1 if `values` is undefined).
 */
export interface SpatialWeights {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly neighbours: Uint32Array;
  readonly values: Float64Array | undefined;
  /** Set for whole queen or rook grids, whose sums need no lists. */
  readonly grid?: { readonly columns: number; readonly rows: number; readonly corners: boolean } | undefined;
}

/** Weights that one of the builders could have made. */
export function checkedNeighbours(weights: SpatialWeights, fewest: number): SpatialWeights {
  named(weights, 'weights', 'count, starts and neighbours: make it with queenGrid, distanceBand, nearest or fromNeighbours');
  const count = wholeNumber(weights.count, 'places', fewest);
  const { grid } = weights;
  if (grid !== undefined) {
    named(grid, 'weights.grid', 'columns and rows');
    if (wholeNumber(grid.columns, 'weights.grid.columns', 1) * wholeNumber(grid.rows, 'weights.grid.rows', 1) !== count) throw new RangeError(`weights has ${count} places for a grid of ${grid.columns} x ${grid.rows}`);
    // The lists of a whole grid are made only when they are needed: asking for them here would make them.
    if (Object.getOwnPropertyDescriptor(weights, 'starts')?.get !== undefined) return weights;
  }
  if (listOf(weights.starts, 'weights.starts', 'numbers').length !== count + 1) throw new RangeError(`weights.starts has ${weights.starts.length} entries, ${count + 1} needed`);
  if (listOf(weights.neighbours, 'weights.neighbours', 'numbers').length !== weights.starts[count]) throw new RangeError(`weights.neighbours has ${weights.neighbours.length} entries, ${weights.starts[count]} needed`);
  if (weights.values !== undefined && listOf(weights.values, 'weights.values', 'numbers').length !== weights.neighbours.length) throw new RangeError(`weights.values has ${weights.values.length} entries, ${weights.neighbours.length} needed`);
  return weights;
}

/**
 * Weights from lists of neighbours: one list for each place, of place numbers from 0. A place may be listed among its
 * own neighbours only for statistics that include it.
 *
 * @param lists neighbours of each place
 * @param values weights of the same shape; all 1 if not given
 * @throws RangeError for a neighbour that does not exist or is listed twice, or a weight that is not a number of 0 or more
 */
export function fromNeighbours(lists: readonly Numbers[], values?: readonly Numbers[]): SpatialWeights {
  const count = listOf(lists, 'lists', 'lists of neighbours').length;
  lists.forEach((list, i) => numbersIn(list, `lists[${i}]`));
  if (values !== undefined) listOf(values, 'values', 'lists of weights').forEach((list, i) => numbersIn(list, `values[${i}]`));
  if (values !== undefined && values.length !== count) throw new RangeError(`values has ${values.length} lists of weights for ${count} lists of neighbours`);
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) starts[i + 1] = starts[i]! + lists[i]!.length;
  const neighbours = new Uint32Array(starts[count]!);
  const weights = values === undefined ? undefined : new Float64Array(starts[count]!);
  for (let i = 0; i < count; i++) {
    const list = Array.from(lists[i]!);
    const own = values?.[i];
    if (own !== undefined && own.length !== list.length) throw new RangeError(`place ${i} has ${list.length} neighbours and ${own.length} weights`);
    const order = list.map((_, k) => k).sort((a, b) => list[a]! - list[b]!);
    order.forEach((k, at) => {
      const neighbour = list[k]!;
      if (!Number.isInteger(neighbour) || neighbour < 0 || neighbour >= count) throw new RangeError(`place ${i} has neighbour ${neighbour}: places are numbered 0 to ${count - 1}`);
      if (at > 0 && list[order[at - 1]!] === neighbour) throw new RangeError(`place ${i} lists neighbour ${neighbour} twice`);
      neighbours[starts[i]! + at] = neighbour;
      if (weights !== undefined) {
        if (!(own![k]! >= 0 && Number.isFinite(own![k]!))) throw new RangeError(`values[${i}][${k}] is ${own![k]}: a weight must be a number of 0 or more`);
        weights[starts[i]! + at] = own![k]!;
      }
    });
  }
  return { count, starts, neighbours, values: weights };
}

/** All points within `distance` metres (inclusive, as in PySAL and spdep) are neighbours, each of weight 1. */
export function distanceBand(points: Points, distance: number): SpatialWeights {
  const { x, y, count } = checkedPoints(points);
  const limit = positive(distance, 'distance');
  const buckets = bucketGrid(x, y, limit);
  const lists: number[][] = [];
  for (let i = 0; i < count; i++) {
    const list: number[] = [];
    eachRunNear(buckets, x[i]!, y[i]!, limit * (1 + 1e-12), (from, to) => {
      for (let at = from; at < to; at++) {
        const dx = buckets.x[at]! - x[i]!;
        const dy = buckets.y[at]! - y[i]!;
        if (dx * dx + dy * dy <= limit * limit && buckets.order[at] !== i) list.push(buckets.order[at]!);
      }
    });
    lists.push(list);
  }
  return fromNeighbours(lists);
}

/** The k nearest other points are neighbours, each of weight 1; among equally near ones those with the lower number. */
export function nearest(points: Points, k: number): SpatialWeights {
  const { x, y, count } = checkedPoints(points);
  wholeNumber(k, 'k', 1);
  if (k >= count) throw new RangeError(`${k} nearest of ${count} points: a point has only ${count - 1} others`);
  return fromNeighbours(Array.from({ length: count }, (_, i) => i).map(nearestFinder(x, y, k)));
}

/** A function that lists the k nearest other points of a point, nearest first, ties by number. */
export function nearestFinder(x: Float64Array, y: Float64Array, k: number): (i: number) => number[] {
  const bounds = boundsOf(x, y);
  const spread = Math.max(bounds.east - bounds.west, bounds.north - bounds.south);
  const start = spread === 0 ? 1 : spread * Math.sqrt((k + 1) / x.length) + 1e-9 * spread;
  const buckets = bucketGrid(x, y, start / 2);
  return (i) => {
    for (let radius = start; ; radius *= 2) {
      const found: { readonly squared: number; readonly id: number }[] = [];
      eachRunNear(buckets, x[i]!, y[i]!, radius, (from, to) => {
        for (let at = from; at < to; at++) {
          const squared = (buckets.x[at]! - x[i]!) ** 2 + (buckets.y[at]! - y[i]!) ** 2;
          if (squared <= radius * radius && buckets.order[at] !== i) found.push({ squared, id: buckets.order[at]! });
        }
      });
      if (found.length >= k) return found.sort((a, b) => a.squared - b.squared || a.id - b.id).slice(0, k).map((point) => point.id);
    }
  };
}

/** The cells of a grid, each with its up to eight neighbours (queen moves), row by row from row 0. */
export function queenGrid(columns: number, rows: number): SpatialWeights {
  return gridWeights(columns, rows, true);
}

/** The cells of a grid, each with its up to four neighbours that share a side (rook moves). */
export function rookGrid(columns: number, rows: number): SpatialWeights {
  return gridWeights(columns, rows, false);
}

function gridWeights(columns: number, rows: number, corners: boolean): SpatialWeights {
  wholeNumber(columns, 'columns', 1);
  wholeNumber(rows, 'rows', 1);
  // The lists are made only when something needs them: grid statistics sum over rows and columns instead.
  let lists: { starts: Uint32Array; neighbours: Uint32Array } | undefined;
  const made = (): { starts: Uint32Array; neighbours: Uint32Array } => (lists ??= gridLists(columns, rows, corners));
  return {
    count: columns * rows,
    get starts() {
      return made().starts;
    },
    get neighbours() {
      return made().neighbours;
    },
    values: undefined,
    grid: { columns, rows, corners },
  };
}

function gridLists(columns: number, rows: number, corners: boolean): { starts: Uint32Array; neighbours: Uint32Array } {
  const starts = new Uint32Array(columns * rows + 1);
  const neighbours = new Uint32Array(columns * rows * (corners ? 8 : 4));
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let up = -1; up <= 1; up++) {
        for (let across = -1; across <= 1; across++) {
          const outside = row + up < 0 || row + up >= rows || column + across < 0 || column + across >= columns;
          const itself = up === 0 && across === 0;
          if (outside || itself || (!corners && up !== 0 && across !== 0)) continue;
          neighbours[at++] = (row + up) * columns + column + across;
        }
      }
      starts[row * columns + column + 1] = at;
    }
  }
  return { starts, neighbours: neighbours.slice(0, at) };
}
