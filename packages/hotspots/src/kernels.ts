import { oneOf } from './checks.ts';
/** Shapes of the hill that each point is spread into. */
export type Kernel = 'gaussian' | 'quartic' | 'epanechnikov' | 'uniform';

/**
 * A kernel as a function of squared distance over squared bandwidth, and the factor that makes its volume 1.
 *
 * The bandwidth is the standard deviation of `gaussian` and the radius of the others (as in CrimeStat and QGIS);
 * a point exactly at the radius counts.
 */
interface Shape {
  readonly profile: (squared: number) => number;
  readonly volumeFactor: number;
  /** Distance in bandwidths beyond which the kernel is 0 in double precision. */
  readonly reach: number;
}

/** exp(-u²/2) is below the smallest double beyond 38.6 bandwidths. */
export const GAUSSIAN_REACH = 38.6;

const SHAPES: Readonly<Record<Kernel, Shape>> = {
  gaussian: { profile: (squared) => Math.exp(-squared / 2), volumeFactor: 1 / (2 * Math.PI), reach: GAUSSIAN_REACH },
  quartic: { profile: (squared) => (squared <= 1 ? (1 - squared) * (1 - squared) : 0), volumeFactor: 3 / Math.PI, reach: 1 },
  epanechnikov: { profile: (squared) => (squared <= 1 ? 1 - squared : 0), volumeFactor: 2 / Math.PI, reach: 1 },
  uniform: { profile: (squared) => (squared <= 1 ? 1 : 0), volumeFactor: 1 / Math.PI, reach: 1 },
};

export function kernelShape(kernel: Kernel): Shape {
  return SHAPES[oneOf(kernel, Object.keys(SHAPES) as Kernel[], 'kernel')];
}
