import { bucketColumn, bucketRow, eachRunNear, type BucketGrid } from './bucket-grid.ts';
import { GAUSSIAN_REACH } from './kernels.ts';

/**
 * The sum of exp(-d²/2h²) at one place far from most points, within 1e-10 relative.
 *
 * The nearest point decides which others can matter: beyond the radius where all others together would add less
 * than 1e-10 of the nearest point's hill, none is looked at.
 */
export function exactTail(buckets: BucketGrid, weights: Float64Array | undefined, bandwidth: number, px: number, py: number): number {
  const nearest = nearestHill(buckets, weights, bandwidth, px, py);
  if (nearest === undefined) return 0;
  const enough = Math.log((buckets.order.length * (weights === undefined ? 1 : nearest.heaviest)) / nearest.weight) + 23.1;
  const radius = Math.sqrt(nearest.squared + 2 * bandwidth * bandwidth * Math.max(0, enough));
  const scale = -0.5 / (bandwidth * bandwidth);
  let sum = 0;
  eachRunNear(buckets, px, py, Math.min(radius, GAUSSIAN_REACH * bandwidth), (from, to) => {
    for (let i = from; i < to; i++) {
      const dx = buckets.x[i]! - px;
      const dy = buckets.y[i]! - py;
      const hill = Math.exp((dx * dx + dy * dy) * scale);
      sum += weights === undefined ? hill : hill * weights[i]!;
    }
  });
  return sum;
}

interface Nearest {
  readonly squared: number;
  readonly weight: number;
  readonly heaviest: number;
}

/** The nearest point, looked for in squares that double in size until one surely holds it. */
function nearestHill(buckets: BucketGrid, weights: Float64Array | undefined, bandwidth: number, px: number, py: number): Nearest | undefined {
  const reach = GAUSSIAN_REACH * bandwidth;
  for (let radius = 2 * bandwidth; ; radius = Math.min(2 * radius, reach)) {
    const found = nearestWithin(buckets, px, py, radius);
    if (found >= 0) {
      const dx = buckets.x[found]! - px;
      const dy = buckets.y[found]! - py;
      return { squared: dx * dx + dy * dy, weight: weights?.[found] ?? 1, heaviest: weights === undefined ? 1 : heaviestOf(weights) };
    }
    if (radius >= reach) return undefined;
  }
}

function nearestWithin(buckets: BucketGrid, px: number, py: number, radius: number): number {
  // Looking at one row of buckets at a time keeps empty country cheap: a run that holds no point is not visited.
  let found = -1;
  let best = radius * radius;
  const first = bucketColumn(buckets, px - radius);
  const last = bucketColumn(buckets, px + radius);
  for (let row = bucketRow(buckets, py - radius); row <= bucketRow(buckets, py + radius); row++) {
    const from = buckets.starts[row * buckets.columns + first]!;
    const to = buckets.starts[row * buckets.columns + last + 1]!;
    for (let i = from; i < to; i++) {
      const dx = buckets.x[i]! - px;
      const dy = buckets.y[i]! - py;
      const squared = dx * dx + dy * dy;
      if (squared <= best) {
        best = squared;
        found = i;
      }
    }
  }
  return found;
}

const heaviest = new WeakMap<Float64Array, number>();

function heaviestOf(weights: Float64Array): number {
  const known = heaviest.get(weights);
  if (known !== undefined) return known;
  const most = weights.reduce((max, weight) => Math.max(max, weight), 0);
  heaviest.set(weights, most);
  return most;
}
