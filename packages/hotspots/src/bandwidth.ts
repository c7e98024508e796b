import { bucketGrid, eachRunNear } from './bucket-grid.ts';
import { boundsOf, checkedExtent, checkedPoints, oneOf, optionsFrom, type Extent, type Points } from './checks.ts';
import { normalBelow } from './distributions.ts';
import { checkpoint, type LongRun } from './progress.ts';

export interface BandwidthOptions extends LongRun {
  readonly method: 'scott' | 'diggle' | 'likelihood';
  /** The rectangle in which points could have been seen, metres; the bounds of the points if not given. */
  readonly window?: Extent | undefined;
  /** Bandwidths to choose among (likelihood only); 16 from the smallest distance to half the diagonal if not given. */
  readonly candidates?: readonly number[] | undefined;
}

/**
 * A Gaussian bandwidth (standard deviation, metres) chosen from the points themselves, as spatstat chooses it.
 *
 * - `scott`: standard deviation of each axis times n^(-1/6), as [east, north]: quick, too wide for clustered points.
 *   Scott, Multivariate Density Estimation, 1992.
 * - `diggle`: smallest mean square error for a Cox process, from Ripley's K with isotropic edge correction at 512
 *   distances. Berman and Diggle, Estimating weighted integrals of the second-order intensity, JRSS B 51, 1989.
 * - `likelihood`: the candidate under which each point is best foretold by the others, with edge correction.
 *   Loader, Local Regression and Likelihood, 1999.
 *
 * @throws RangeError for fewer than 2 points, unequal lengths, entries that are not finite, or (except `scott`) points on one
 *   line without a window
 */
export function selectBandwidth(points: Points, options: BandwidthOptions & { readonly method: 'scott' }): [east: number, north: number];
export function selectBandwidth(points: Points, options: BandwidthOptions & { readonly method: 'diggle' | 'likelihood' }): number;
export function selectBandwidth(points: Points, options: BandwidthOptions): number | [number, number] {
  const { x, y } = checkedPoints(points, 2);
  const method = oneOf(optionsFrom(options).method, ['scott', 'diggle', 'likelihood'], 'method');
  if (method === 'scott') return [scott(x), scott(y)];
  const bounds = boundsOf(x, y);
  if (options.window === undefined && (bounds.west === bounds.east || bounds.south === bounds.north)) throw new RangeError('the points lie on one line: say in which window they could have been seen');
  const window = checkedExtent(options.window ?? bounds);
  return method === 'diggle' ? diggle(x, y, window) : likelihood(x, y, window, options);
}

function scott(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1)) * values.length ** (-1 / 6);
}

const STEPS = 512;

function diggle(x: Float64Array, y: Float64Array, window: Extent): number {
  const width = window.east - window.west;
  const height = window.north - window.south;
  const density = x.length / (width * height);
  // spatstat's rule for the longest distance at which K is worth estimating.
  const longest = Math.min(0.25 * Math.min(width, height), Math.sqrt(1000 / (Math.PI * density)));
  const step = longest / (STEPS - 1);
  const increments = ripleyIncrements(x, y, window, step);
  const k = new Float64Array(STEPS);
  for (let i = 0, sum = 0; i < STEPS; i++) k[i] = sum += increments[i]!;
  let best = { error: Infinity, sigma: 0 };
  for (let i = 1; 2 * i <= STEPS - 1; i++) {
    const h = i * step;
    const disc = Math.PI * h * h;
    const error = (1 / density - 2 * k[i]!) / disc + overlapIntegral(increments, i, step) / (disc * disc);
    // The theory is for a disc of radius h; a Gaussian of sigma h / 2 has the same spread along each axis.
    if (error < best.error) best = { error, sigma: h / 2 };
  }
  return best.sigma;
}

/**
 * The integral of the overlap of two discs of radius i · step over the distances between points. As in spatstat, each
 * increment counts at the near end of its step and pairs at one place are left out: repeat locations are ties, not scale.
 */
function overlapIntegral(increments: Float64Array, i: number, step: number): number {
  const h = i * step;
  let sum = 0;
  for (let j = 0; j < 2 * i && j + 1 < increments.length; j++) {
    const share = j / (2 * i);
    sum += (Math.acos(share) - share * Math.sqrt(1 - share * share)) * increments[j + 1]!;
  }
  return 2 * h * h * sum;
}

/** How much Ripley's K grows at each step of distance, with Ripley's isotropic correction for a rectangle. */
function ripleyIncrements(x: Float64Array, y: Float64Array, window: Extent, step: number): Float64Array {
  const increments = new Float64Array(STEPS);
  const longest = step * (STEPS - 1);
  const buckets = bucketGrid(x, y, longest);
  const area = (window.east - window.west) * (window.north - window.south);
  const scale = area / (x.length * (x.length - 1));
  for (let i = 0; i < x.length; i++) {
    eachRunNear(buckets, x[i]!, y[i]!, longest, (from, to) => {
      for (let at = from; at < to; at++) {
        if (buckets.order[at] === i) continue;
        const distance = Math.hypot(buckets.x[at]! - x[i]!, buckets.y[at]! - y[i]!);
        if (distance > longest) continue;
        increments[Math.min(STEPS - 1, Math.ceil(distance / step))]! += scale / shareInside(x[i]!, y[i]!, distance, window);
      }
    });
  }
  return increments;
}

/** Share of the circle of this radius around a place that lies in the rectangle. */
function shareInside(px: number, py: number, radius: number, window: Extent): number {
  if (radius === 0) return 1;
  const gaps = [window.east - px, window.north - py, px - window.west, py - window.south];
  const angles = gaps.map((gap) => (gap < radius ? Math.acos(gap / radius) : 0));
  let outside = 0;
  for (let side = 0; side < 4; side++) {
    const next = (side + 1) % 4;
    // Each side hides the arc within ±angle of its direction; neighbouring arcs meet where a corner is inside the circle.
    const overlap = Math.max(0, angles[side]! + angles[next]! - Math.PI / 2);
    outside += 2 * angles[side]! - overlap;
  }
  return Math.max(1e-9, 1 - outside / (2 * Math.PI));
}

function likelihood(x: Float64Array, y: Float64Array, window: Extent, options: BandwidthOptions): number {
  const candidates = options.candidates ?? geometricSteps(smallestDistance(x, y), Math.hypot(window.east - window.west, window.north - window.south) / 2, 16);
  let best = { score: -Infinity, sigma: Number.NaN };
  candidates.forEach((sigma, i) => {
    const score = foretold(x, y, sigma, window);
    if (score > best.score) best = { score, sigma };
    checkpoint(options, i + 1, candidates.length);
  });
  if (Number.isNaN(best.sigma)) throw new RangeError('no candidate bandwidth gives every point a density above 0: give wider candidates');
  return best.sigma;
}

function geometricSteps(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));
}

function smallestDistance(x: Float64Array, y: Float64Array): number {
  const { west, south, east, north } = boundsOf(x, y);
  const buckets = bucketGrid(x, y, Math.sqrt(((east - west) * (north - south)) / x.length) || 1);
  let smallest = Infinity;
  for (let i = 0; i < x.length; i++) {
    eachRunNear(buckets, x[i]!, y[i]!, Math.min(smallest, Math.hypot(east - west, north - south)), (from, to) => {
      for (let at = from; at < to; at++) {
        const distance = Math.hypot(buckets.x[at]! - x[i]!, buckets.y[at]! - y[i]!);
        if (distance > 0 && distance < smallest) smallest = distance;
      }
    });
  }
  if (smallest === Infinity) throw new RangeError('all points lie at one place: no bandwidth can be chosen');
  return smallest;
}

/** Sum of the logarithms of each point's density from the other points, corrected for hills that spill over the edge. */
function foretold(x: Float64Array, y: Float64Array, sigma: number, window: Extent): number {
  const buckets = bucketGrid(x, y, 2 * sigma);
  const scale = -0.5 / (sigma * sigma);
  let score = 0;
  for (let i = 0; i < x.length; i++) {
    let sum = 0;
    // Beyond 8 sigma a hill is 1e-14 of its height; a point with nothing nearer gets the exact, tiny sum.
    for (const reach of [8, 38.6]) {
      sum = 0;
      eachRunNear(buckets, x[i]!, y[i]!, reach * sigma, (from, to) => {
        for (let at = from; at < to; at++) {
          if (buckets.order[at] !== i) sum += Math.exp(((buckets.x[at]! - x[i]!) ** 2 + (buckets.y[at]! - y[i]!) ** 2) * scale);
        }
      });
      if (sum > 1e-8) break;
    }
    const east = normalBelow((window.east - x[i]!) / sigma) - normalBelow((window.west - x[i]!) / sigma);
    const north = normalBelow((window.north - y[i]!) / sigma) - normalBelow((window.south - y[i]!) / sigma);
    score += Math.log(sum / (2 * Math.PI * sigma * sigma * east * north));
  }
  return score;
}
