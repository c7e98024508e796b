import { checkedPoints, checkedWeights, notNegative, optionsFrom, positive, sameLength, type Numbers, type Points } from './checks.ts';
import { bucketGrid, eachRunNear } from './bucket-grid.ts';
import { gaussianSums } from './gaussian-grid.ts';
import { gridOf, type Grid, type GridOptions } from './grid.ts';
import { kernelShape, type Kernel } from './kernels.ts';

export interface WeightedPoints extends Points {
  /** How much each point counts, 0 or more; 1 if not given. */
  readonly weights?: Numbers | undefined;
}

export interface DensityOptions extends GridOptions {
  /** Metres: the standard deviation of the Gaussian, the radius of the other kernels. */
  readonly bandwidth: number;
  /** Gaussian unless said otherwise. */
  readonly kernel?: Kernel | undefined;
}

/** A raster: `values` row by row, row 0 in the south, column 0 in the west. */
export interface Surface extends Grid {
  readonly values: Float64Array;
}

/**
 * Kernel density of points on a grid: how many points per square metre at each cell centre.
 *
 * Points outside the extent count where their hill reaches into it. No edge correction, and no binning of the
 * points: each value is within 1e-9 relative of the full sum over all points, also far out in the tails.
 *
 * @param points locations in metres, optionally with weights (0 or more)
 * @param options bandwidth and cellSize in metres; extent (the bounds of the points and three bandwidths around
 *   them if not given; widened to whole cells in the north and east); kernel
 * @returns values (points per square metre, row 0 in the south), columns, rows, extent, cellSize
 * @throws RangeError for unequal lengths, entries that are not finite, a bandwidth or cell size not above 0
 *
 * Silverman, Density Estimation for Statistics and Data Analysis, 1986; for crime: Chainey, Tompson and Uhlig,
 * The utility of hotspot mapping for predicting spatial patterns of crime, Security Journal 21, 2008. The Gaussian
 * of many points is summed through local Taylor series: Greengard and Strain, The fast Gauss transform, 1991.
 */
export function kernelDensity(points: WeightedPoints, options: DensityOptions): Surface {
  const { x, y, count } = checkedPoints(points);
  const bandwidth = positive(optionsFrom(options).bandwidth, 'bandwidth');
  const kernel = options.kernel ?? 'gaussian';
  const shape = kernelShape(kernel);
  const weights = hillWeights(points.weights, count);
  const grid = gridOf(options, x, y, 3 * bandwidth);
  const sums = kernel === 'gaussian' ? gaussianSums(x, y, weights, bandwidth, grid) : compactSums(x, y, weights, bandwidth, grid, kernel);
  const factor = shape.volumeFactor / (bandwidth * bandwidth);
  for (let i = 0; i < sums.length; i++) sums[i]! *= factor;
  return { ...grid, values: sums };
}

function hillWeights(weights: Numbers | undefined, count: number): Float64Array | undefined {
  const list = checkedWeights(weights, count);
  const negative = list?.findIndex((weight) => weight < 0) ?? -1;
  if (negative >= 0) throw new RangeError(`weights[${negative}] is ${list![negative]}: weights must be 0 or more`);
  return list;
}

/** Sums of a kernel that ends at its bandwidth: each point touches the few cells around it. */
function compactSums(x: Float64Array, y: Float64Array, weights: Float64Array | undefined, bandwidth: number, grid: Grid, kernel: Kernel): Float64Array {
  const { profile } = kernelShape(kernel);
  const { columns, rows, cellSize, extent } = grid;
  const sums = new Float64Array(columns * rows);
  // Divided by, not multiplied with its inverse: a point exactly at the radius must come out as exactly 1.
  const square = bandwidth * bandwidth;
  for (let i = 0; i < x.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    const across = (x[i]! - extent.west) / cellSize - 0.5;
    const up = (y[i]! - extent.south) / cellSize - 0.5;
    const reach = bandwidth / cellSize + 1e-9;
    const lastColumn = Math.min(columns - 1, Math.floor(across + reach));
    const lastRow = Math.min(rows - 1, Math.floor(up + reach));
    for (let row = Math.max(0, Math.ceil(up - reach)); row <= lastRow; row++) {
      const dy = extent.south + (row + 0.5) * cellSize - y[i]!;
      for (let column = Math.max(0, Math.ceil(across - reach)); column <= lastColumn; column++) {
        const dx = extent.west + (column + 0.5) * cellSize - x[i]!;
        sums[row * columns + column]! += weight * profile((dx * dx + dy * dy) / square);
      }
    }
  }
  return sums;
}

export interface DensityAtPointsOptions {
  /** Metres, as in kernelDensity. */
  readonly bandwidth: number;
  readonly kernel?: Kernel | undefined;
  /** Places to measure at; the points themselves if not given. */
  readonly at?: Points | undefined;
  /** Leave each point out of the density at its own place. Only without `at`. */
  readonly leaveOneOut?: boolean | undefined;
}

/**
 * Kernel density at single places, per square metre: the exact sum over all points, with no edge correction.
 *
 * @param points locations in metres, optionally with weights
 * @param options bandwidth (metres), kernel, the places (`at`), leaveOneOut
 * @returns one value for each place
 * @throws RangeError for unequal lengths, entries that are not finite, or leaveOneOut together with `at`
 */
export function densityAtPoints(points: WeightedPoints, options: DensityAtPointsOptions): Float64Array {
  const { x, y, count } = checkedPoints(points);
  const bandwidth = positive(optionsFrom(options).bandwidth, 'bandwidth');
  if (options.leaveOneOut && options.at) throw new RangeError('leaveOneOut leaves a point out of its own place: give no other places with it');
  const places = options.at ? checkedPoints(options.at, 0, 'at') : { x, y, count };
  const weights = hillWeights(points.weights, count);
  const { profile, volumeFactor, reach } = kernelShape(options.kernel ?? 'gaussian');
  const buckets = bucketGrid(x, y, bandwidth);
  const ordered = weights === undefined ? undefined : Float64Array.from(buckets.order, (i) => weights[i]!);
  const square = bandwidth * bandwidth;
  const values = new Float64Array(places.count);
  for (let place = 0; place < places.count; place++) {
    const px = places.x[place]!;
    const py = places.y[place]!;
    // Skipped rather than subtracted afterwards: the rest may be many times smaller than the point's own hill.
    const left = options.leaveOneOut ? place : -1;
    let sum = 0;
    eachRunNear(buckets, px, py, reach * bandwidth * (1 + 1e-12), (from, to) => {
      for (let i = from; i < to; i++) {
        if (buckets.order[i] === left) continue;
        const dx = buckets.x[i]! - px;
        const dy = buckets.y[i]! - py;
        const hill = profile((dx * dx + dy * dy) / square);
        sum += ordered === undefined ? hill : hill * ordered[i]!;
      }
    });
    values[place] = (sum * volumeFactor) / square;
  }
  return values;
}

/** One surface over another, cell by cell, as a share of what the second would lead to expect. */
export interface DensityRatio extends Surface {
  /** Natural logarithm of the ratio; -Infinity where there are no cases, NaN where neither set reaches. */
  readonly logarithm: Float64Array;
}

/**
 * Density ratio of two sets, cases over population at risk, each scaled to volume 1: 1 means as many cases as the
 * population leads to expect (Bithell 1990; Kelsall and Diggle 1995).
 *
 * `floor` (per square metre, of the scaled population density) keeps the ratio from exploding where nobody lives.
 *
 * @throws RangeError as kernelDensity, or if either set is empty
 */
export function densityRatio(cases: WeightedPoints, population: WeightedPoints, options: DensityOptions & { readonly floor?: number | undefined }): DensityRatio {
  const floor = notNegative(optionsFrom(options).floor ?? 0, 'floor');
  checkedPoints(cases, 0, 'cases');
  checkedPoints(population, 0, 'population');
  const bandwidth = positive(options.bandwidth, 'bandwidth');
  const both = { x: joined(cases.x, population.x), y: joined(cases.y, population.y) };
  const checked = checkedPoints(both);
  const grid = gridOf(options, checked.x, checked.y, 3 * bandwidth);
  const above = kernelDensity(cases, { ...options, extent: grid.extent });
  const below = kernelDensity(population, { ...options, extent: grid.extent });
  const caseTotal = totalWeight(cases, 'cases');
  const populationTotal = totalWeight(population, 'population');
  const values = above.values.map((value, i) => value / caseTotal / Math.max(floor, below.values[i]! / populationTotal));
  return { ...grid, values, logarithm: values.map(Math.log) };
}

function joined(first: Numbers, second: Numbers): Float64Array {
  const list = new Float64Array(first.length + second.length);
  list.set(first);
  list.set(second, first.length);
  return list;
}

function totalWeight(points: WeightedPoints, name: string): number {
  const total = points.weights === undefined ? points.x.length : sameLength(points.weights, points.x.length, `${name}.weights`).reduce((sum, weight) => sum + weight, 0);
  return positive(total, `total weight of ${name}`);
}
