import type { CollectiveModel } from './cluster-profile.ts';
import { agglomerate } from './collective.ts';
import { probabilityOf, weightOf, type Calibration } from './model.ts';
import { randomSource } from './random.ts';
import { PairBuffer, type Scanner, type WeighedPairs } from './scan.ts';

/** Records whose clusters are looked at. */
const RECORDS = 20_000;
/** Pairs weighed at most, where blocks are large. */
const MOST_WEIGHED = 2_000_000;
const LOWEST = -12;
const HIGHEST = 16;
const STEP = 0.5;
/** Weakest edges of the clusters, and the weight from which records are taken for one person: p of 2/3. */
const WEAKEST_EDGE = -2;
const CLUSTER_THRESHOLD = 1;
/** Pairs' worth of trust in the model's own probability. */
const PSEUDO_PAIRS = 2;
const SUREST = 14;

/**
 * Calibrates weights by the clusters that they lead to. A pair whose own evidence is thin may be of one person
 * because other records of that person bridge it; whether two records end in one cluster knows of that, the pair's
 * weight does not. The share of pairs in one cluster, by weight and made monotone (isotonic regression), is what
 * predicted probabilities are mapped to. No label is used; where clusters are wrong, so is the map.
 */
export function calibrate(scanner: Scanner, model: CollectiveModel, seed: number): Calibration {
  const { views, members } = neighbourhoods(scanner, model.size, seed);
  const edges = new PairBuffer();
  for (let k = 0; k < views.left.length; k++) {
    const [left, right, weight] = [views.left[k] as number, views.right[k] as number, views.weight[k] as number];
    if (weight >= WEAKEST_EDGE && left < right && members.has(right)) edges.push(left, right, weight);
  }
  const clusters = agglomerate(model, edges.finish(), CLUSTER_THRESHOLD);
  const bins = Math.round((HIGHEST - LOWEST) / STEP);
  const count = new Float64Array(bins);
  const same = new Float64Array(bins);
  for (let k = 0; k < views.left.length; k++) {
    const weight = views.weight[k] as number;
    if (weight >= HIGHEST) continue;
    const bin = Math.floor((weight - LOWEST) / STEP);
    // Each pair of two reached records is seen from both, hence half a pair.
    count[bin] = (count[bin] as number) + 0.5;
    if (clusters[views.left[k] as number] === clusters[views.right[k] as number]) same[bin] = (same[bin] as number) + 0.5;
  }
  return calibrationOf(count, same);
}

interface Neighbourhoods {
  /** The pairs of the records looked at with any others, as seen from each. */
  readonly views: WeighedPairs;
  readonly members: ReadonlySet<number>;
}

/** Random records with all that are likely theirs, so that whole people are seen, until there are enough. */
function neighbourhoods(scanner: Scanner, size: number, seed: number): Neighbourhoods {
  const random = randomSource(seed);
  const start = Math.floor(random() * size);
  // A step without a common divisor with the size visits every record once, in an order like a random one.
  const stride = coprimeStep(Math.floor(size * 0.618), size);
  const members = new Set<number>();
  const views = new PairBuffer();
  let weighed = 0;
  for (let n = 0; n < size && members.size < RECORDS && weighed < MOST_WEIGHED; n++) {
    const seedRecord = (start + n * stride) % size;
    if (members.has(seedRecord)) continue;
    members.add(seedRecord);
    const queue = [seedRecord];
    for (let record = queue.pop(); record !== undefined && weighed < MOST_WEIGHED; record = queue.pop()) {
      weighed += scanner.eachPairOf(record, (other, weight) => {
        if (weight >= LOWEST) views.push(record as number, other, weight);
        if (weight < 0 || members.has(other) || members.size >= RECORDS) return;
        members.add(other);
        queue.push(other);
      });
    }
  }
  return { views: views.finish(), members };
}

function coprimeStep(wanted: number, size: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let step = Math.max(1, wanted);
  while (divisor(step, size) !== 1) step++;
  return step;
}

/** The map of bins of pairs and of those in one cluster. */
function calibrationOf(count: Float64Array, same: Float64Array): Calibration {
  const weights = Array.from(count, (_, bin) => LOWEST + (bin + 0.5) * STEP);
  const trust = weights.map((_, bin) => (count[bin] as number) + PSEUDO_PAIRS);
  const shares = weights.map(
    (weight, bin) => ((same[bin] as number) + PSEUDO_PAIRS * probabilityOf(weight)) / (trust[bin] as number),
  );
  const calibrated = isotonic(shares, trust).map((share) => Math.max(-SUREST, Math.min(SUREST, weightOf(share))));
  return { weights, calibrated };
}

/** The nearest never-falling sequence, by the pool-adjacent-violators algorithm. */
export function isotonic(values: readonly number[], trust: readonly number[]): number[] {
  const pools: { value: number; trust: number; length: number }[] = [];
  values.forEach((value, i) => {
    pools.push({ value, trust: trust[i] as number, length: 1 });
    for (;;) {
      const [before, last] = [pools.at(-2), pools.at(-1)];
      if (before === undefined || last === undefined || before.value <= last.value) break;
      const total = before.trust + last.trust;
      before.value = (before.value * before.trust + last.value * last.trust) / total;
      before.trust = total;
      before.length += last.length;
      pools.pop();
    }
  });
  return pools.flatMap(({ value, length }) => Array.from({ length }, () => value));
}

/** The calibrated weight of a model weight. */
export function calibrateWeight({ weights, calibrated }: Calibration, weight: number): number {
  return interpolate(weights, calibrated, weight);
}

/** The least model weight that is calibrated to at least this one. */
export function uncalibrateWeight({ weights, calibrated }: Calibration, weight: number): number {
  const first = calibrated.findIndex((value) => value >= weight);
  if (first <= 0) return interpolate(calibrated, weights, weight);
  if (calibrated[first] === weight) return weights[first] as number;
  const [x0, x1] = [weights[first - 1] as number, weights[first] as number];
  const [y0, y1] = [calibrated[first - 1] as number, calibrated[first] as number];
  return x0 + ((weight - y0) / (y1 - y0)) * (x1 - x0);
}

function interpolate(from: readonly number[], to: readonly number[], at: number): number {
  const last = from.length - 1;
  if (at <= (from[0] as number)) return (to[0] as number) + at - (from[0] as number);
  if (at >= (from[last] as number)) return (to[last] as number) + at - (from[last] as number);
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((from[middle] as number) <= at) low = middle;
    else high = middle;
  }
  const share = (at - (from[low] as number)) / ((from[high] as number) - (from[low] as number));
  return (to[low] as number) + share * ((to[high] as number) - (to[low] as number));
}
