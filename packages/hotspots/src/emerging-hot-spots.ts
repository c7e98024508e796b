import { level, numbersIn, oneOf, optionsFrom, sameLength, wholeNumber, yesOrNo, type Numbers } from './checks.ts';
import { normalTwoSided } from './distributions.ts';
import { falseDiscoveryRate } from './false-discovery.ts';
import { localSums, withoutSelf } from './local-sums.ts';
import { trendOf } from './mann-kendall.ts';
import { checkedNeighbours, type SpatialWeights } from './weights.ts';

type Pattern = 'new' | 'consecutive' | 'intensifying' | 'persistent' | 'diminishing' | 'sporadic' | 'oscillating' | 'historical';

/** One of the eight hot or eight cold classes, or none. */
export type EmergingClass = `${Pattern} ${'hot' | 'cold'} spot` | 'no pattern';

export interface EmergingOptions {
  /** Time steps in `counts`. */
  readonly steps: number;
  /** How many steps before the one in hand count as its neighbours in time; 1 unless said otherwise. */
  readonly stepsBack?: number | undefined;
  /** Level for hot and cold (two-sided) and for the trend; 0.05 unless said otherwise. */
  readonly alpha?: number | undefined;
  /** Whether hot and cold are called on p adjusted for the false discovery rate over all places and steps; true unless said otherwise. */
  readonly falseDiscovery?: boolean | undefined;
}

export interface EmergingHotSpots {
  /** Class of each place. */
  readonly classes: EmergingClass[];
  /** Trend of each place's z over time. */
  readonly trends: ('increasing' | 'decreasing' | 'no trend')[];
  /** Gi* z, step by step: entry step · places + place. */
  readonly z: Float64Array;
  /** 1 hot, -1 cold, 0 neither, in the same order as z. */
  readonly state: Int8Array;
}

/**
 * Emerging hot spots: Gi* of every place at every time step, compared with the mean of all places and steps, and what
 * its history makes of it.
 *
 * @param counts events step by step: entry step · places + place
 * @param weights neighbours in space; the place itself always counts
 * @throws RangeError if counts does not have steps · places finite entries, or for fewer than 2 steps
 *
 * Classes as in Esri's Emerging Hot Spot Analysis (new, consecutive, intensifying, persistent, diminishing, sporadic,
 * oscillating, historical); Gi*: Ord and Getis 1995; trend: Mann 1945, Kendall 1975.
 */
export function emergingHotSpots(counts: Numbers, weights: SpatialWeights, options: EmergingOptions): EmergingHotSpots {
  const steps = wholeNumber(optionsFrom(options).steps, 'steps', 2);
  const places = checkedNeighbours(weights, 1).count;
  const list = sameLength(counts, steps * places, 'counts');
  const alpha = level(options.alpha ?? 0.05, 'alpha');
  const z = spaceTimeScores(list, weights, steps, wholeNumber(options.stepsBack ?? 1, 'stepsBack', 0));
  const p = z.map((value) => (Number.isNaN(value) ? 1 : normalTwoSided(value)));
  const called = yesOrNo(options.falseDiscovery ?? true, 'falseDiscovery') ? falseDiscoveryRate(p) : p;
  const state = Int8Array.from(z, (value, k) => (called[k]! <= alpha ? Math.sign(value) : 0));
  const classes: EmergingClass[] = [];
  const trends: EmergingHotSpots['trends'] = [];
  for (let place = 0; place < places; place++) {
    const history = Array.from({ length: steps }, (_, step) => state[step * places + place]!);
    const trend = trendOf(Array.from({ length: steps }, (_, step) => z[step * places + place]! || 0), alpha);
    trends.push(trend);
    classes.push(emergingClass(history, trend));
  }
  return { classes, trends, z, state };
}

function spaceTimeScores(counts: Float64Array, weights: SpatialWeights, steps: number, stepsBack: number): Float64Array {
  const places = checkedNeighbours(weights, 1).count;
  const n = counts.length;
  const mean = counts.reduce((sum, value) => sum + value, 0) / n;
  const variance = counts.reduce((sum, value) => sum + value * value, 0) / n - mean * mean;
  const others = withoutSelf(weights);
  const sums: Float64Array[] = [];
  let size: Float64Array = new Float64Array(places);
  for (let step = 0; step < steps; step++) {
    const own = counts.subarray(step * places, (step + 1) * places);
    const local = localSums(own, others, true);
    sums.push(local.sum.map((sum, place) => sum + own[place]!));
    size = local.weight;
  }
  const z = new Float64Array(n);
  for (let step = 0; step < steps; step++) {
    const first = Math.max(0, step - stepsBack);
    for (let place = 0; place < places; place++) {
      let sum = 0;
      for (let back = first; back <= step; back++) sum += sums[back]![place]!;
      const w = (size[place]! + 1) * (step - first + 1);
      const spread = variance * ((n * w - w * w) / (n - 1));
      z[step * places + place] = spread > 1e-13 * mean * mean ? (sum - w * mean) / Math.sqrt(spread) : Number.NaN;
    }
  }
  return z;
}

/**
 * The class of one place from its states (1 hot, -1 cold, 0 neither; oldest first) and the trend of its z.
 * A trend towards the extreme makes a spot intensifying, so a falling z does so for a cold one.
 */
export function emergingClass(history: readonly number[], trend: 'increasing' | 'decreasing' | 'no trend'): EmergingClass {
  numbersIn(history, 'history');
  oneOf(trend, ['increasing', 'decreasing', 'no trend'], 'trend');
  const hot = pattern(history, trend);
  if (hot !== undefined) return `${hot} hot spot`;
  const mirrored = trend === 'increasing' ? 'decreasing' : trend === 'decreasing' ? 'increasing' : trend;
  const cold = pattern(history.map((state) => -state), mirrored);
  return cold === undefined ? 'no pattern' : `${cold} cold spot`;
}

/** Nine in ten steps make a spot lasting. */
const LASTING = 0.9;

function pattern(history: readonly number[], trend: 'increasing' | 'decreasing' | 'no trend'): Pattern | undefined {
  const steps = history.length;
  const hot = history.filter((state) => state === 1).length;
  if (hot === 0) return undefined;
  const lasting = hot >= LASTING * steps;
  const last = history[steps - 1] === 1;
  if (!last) return lasting ? 'historical' : undefined;
  if (lasting) return trend === 'increasing' ? 'intensifying' : trend === 'decreasing' ? 'diminishing' : 'persistent';
  let run = 0;
  while (run < steps && history[steps - 1 - run] === 1) run++;
  const before = history.slice(0, steps - run);
  if (before.includes(-1)) return 'oscillating';
  if (before.includes(1)) return 'sporadic';
  return run === 1 ? 'new' : 'consecutive';
}
