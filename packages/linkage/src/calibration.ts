import { ClusterScorer, joinProfiles, profilesOf, type CollectiveModel, type Profile } from './cluster-profile.ts';
import { agglomerate } from './collective.ts';
import { MOST_GIVEN, probabilityOf, weightOf, type Calibration, type PartialAgreement } from './model.ts';
import { partialBitsOf } from './partial-agreement.ts';
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

/** Bits by mask of missing comparisons. */
type MissingBits = NonNullable<Calibration['missing']>;

/** What is added to weights before they are mapped. */
interface Known {
  readonly missing: MissingBits;
  readonly partial: readonly PartialAgreement[];
}

/**
 * Calibrates weights by the clusters that they lead to. A pair whose own evidence is thin may be of one person
 * because other records of that person bridge it; whether two records end in one cluster knows of that, the pair's
 * weight does not. The expected share of pairs of one person, by weight and made monotone (isotonic regression), is
 * what predicted probabilities are mapped to. Two records in different clusters are of one person with the probability
 * of the clusters' own score, since merging stops short of some. No label is used; where clusters are wrong, so is the
 * map.
 */
export function calibrate(scanner: Scanner, model: CollectiveModel, { missing, partial }: Known, seed: number): Calibration {
  const { views, members } = neighbourhoods(scanner, model.size, seed);
  for (let k = 0; k < views.left.length; k++) {
    views.weight[k] = (views.weight[k] as number) + partialBitsOf(scanner, model.partial, views.left[k] as number, views.right[k] as number);
  }
  const edges = new PairBuffer();
  for (let k = 0; k < views.left.length; k++) {
    const [left, right, weight] = [views.left[k] as number, views.right[k] as number, views.weight[k] as number];
    if (weight >= WEAKEST_EDGE && left < right && members.has(right)) edges.push(left, right, weight);
  }
  const bits = new Map(missing);
  const together = new Togetherness(model, agglomerate(model, edges.finish(), CLUSTER_THRESHOLD), members, bits);
  const bins = Math.round((HIGHEST - LOWEST) / STEP);
  const count = new Float64Array(bins);
  const same = new Float64Array(bins);
  for (let k = 0; k < views.left.length; k++) {
    const [left, right] = [views.left[k] as number, views.right[k] as number];
    const weight = (views.weight[k] as number) + (bits.get(scanner.missing(left, right)) ?? 0);
    if (weight >= HIGHEST || weight < LOWEST) continue;
    const bin = Math.floor((weight - LOWEST) / STEP);
    // Each pair of two reached records is seen from both, hence half a pair.
    count[bin] = (count[bin] as number) + 0.5;
    same[bin] = (same[bin] as number) + together.probability(left, right, weight) / 2;
  }
  return { ...calibrationOf(count, same), missing, ...(partial.length > 0 ? { partial } : {}) };
}

/** How likely two records are of one person, given the clusters. */
class Togetherness {
  readonly #model: CollectiveModel;
  readonly #scorer: ClusterScorer;
  readonly #clusters: Int32Array;
  readonly #profiles = new Map<number, Profile[]>();
  readonly #sizes = new Map<number, number>();
  readonly #scores = new Map<number, number>();
  readonly #missing: ReadonlyMap<number, number>;

  constructor(model: CollectiveModel, clusters: Int32Array, members: ReadonlySet<number>, missing: ReadonlyMap<number, number>) {
    this.#model = model;
    this.#missing = missing;
    this.#scorer = new ClusterScorer(model);
    this.#clusters = clusters;
    for (const record of members) {
      const cluster = clusters[record] as number;
      const profiles = profilesOf(model.codes, record);
      const known = this.#profiles.get(cluster);
      if (known === undefined) this.#profiles.set(cluster, profiles);
      else joinProfiles(known, profiles);
      this.#sizes.set(cluster, (this.#sizes.get(cluster) ?? 0) + 1);
    }
  }

  /** @param weight the pair's own, which is all that is known of two records without others */
  probability(left: number, right: number, weight: number): number {
    const [a, b] = [this.#clusters[left] as number, this.#clusters[right] as number];
    const size = (this.#sizes.get(a) ?? 1) + (a === b ? 0 : (this.#sizes.get(b) ?? 1));
    if (size === 2) return probabilityOf(weight);
    return a === b ? 1 : probabilityOf(this.#scoreOf(a, left, b, right));
  }

  #scoreOf(a: number, left: number, b: number, right: number): number {
    const key = Math.min(a, b) * this.#model.size + Math.max(a, b);
    let score = this.#scores.get(key);
    if (score === undefined) {
      const [x, y] = [this.#profileOf(a, left), this.#profileOf(b, right)];
      // What the clusters lack tells as much as what two records lack.
      score = this.#scorer.score(x, y) + (this.#missing.get(lacking(x, y)) ?? 0);
      this.#scores.set(key, score);
    }
    return score;
  }

  #profileOf(cluster: number, record: number): Profile[] {
    return this.#profiles.get(cluster) ?? profilesOf(this.#model.codes, record);
  }
}

/** The comparisons, as a bit mask, in which one of two clusters holds nothing. */
function lacking(x: readonly Profile[], y: readonly Profile[]): number {
  return x.reduce((mask, { total }, c) => (c < MOST_GIVEN && (total === 0 || y[c]?.total === 0) ? mask | (1 << c) : mask), 0);
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
      weighed += scanner.eachPairOf(record, LOWEST, (other, weight) => {
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

/** Model weights to calibrated ones, and back. */
export class CalibrationMap {
  readonly #calibration: Calibration;
  readonly #missing: ReadonlyMap<number, number>;

  constructor(calibration: Calibration) {
    this.#calibration = calibration;
    this.#missing = new Map(calibration.missing ?? []);
  }

  /** The calibrated weight of a pair with a model weight, which lacks values in the comparisons of a bit mask. */
  calibrated(weight: number, missing: number): number {
    const { weights, calibrated } = this.#calibration;
    return interpolate(weights, calibrated, weight + (this.#missing.get(missing) ?? 0));
  }

  /** The least model weight that is calibrated to at least this one, whatever is missing. */
  least(calibratedWeight: number): number {
    return uncalibrate(this.#calibration, calibratedWeight) - Math.max(0, ...this.#missing.values());
  }
}

function uncalibrate({ weights, calibrated }: Calibration, weight: number): number {
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
