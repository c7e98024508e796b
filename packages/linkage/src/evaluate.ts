import { connectedComponents, type Pairs } from './clusters.ts';
import { LinkageError } from './errors.ts';
import { PairInterner } from './intern.ts';

/** How well links at one threshold agree with the truth. */
export interface Accuracy {
  /** The least probability of a link. */
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Accuracy by threshold, of the pairs themselves and of all pairs within the clusters that they form. */
export interface Evaluation {
  readonly pairwise: readonly Accuracy[];
  readonly clusters: readonly Accuracy[];
  /** The rows of the highest F1; of equal ones the first. */
  readonly best: { readonly pairwise: Accuracy; readonly clusters: Accuracy };
}

export interface EvaluationOptions {
  readonly thresholds?: readonly number[];
  /** How clusters are made at a threshold; connected components if not given. */
  readonly cluster?: (threshold: number) => Int32Array;
}

const THRESHOLDS = [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 2 / 3, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999];

/**
 * Precision, recall and F1 by threshold. Precision is 1 where nothing is linked, recall 1 where nothing should be.
 * @param truth for each record, in the order given, which person it is of; records without one (null) match nothing
 * @throws LinkageError if the pairs name a record that the truth does not have
 */
export function evaluate(pairs: Pairs, truth: ArrayLike<unknown>, options: EvaluationOptions = {}): Evaluation {
  const thresholds = options.thresholds ?? THRESHOLDS;
  const people = numberLabels(truth);
  const cluster = options.cluster ?? ((threshold): Int32Array => connectedComponents(pairs, truth.length, threshold));
  const truePairs = pairsWithin(people);
  const pairwise = pairwiseAccuracy(pairs, people, truePairs, thresholds);
  const clusters = thresholds.map((threshold) => ({ ...evaluateClusters(cluster(threshold), truth), threshold }));
  return { pairwise, clusters, best: { pairwise: best(pairwise), clusters: best(clusters) } };
}

/** Accuracy of clusters, counted over the pairs of records that share one; the threshold is given as NaN. */
export function evaluateClusters(clusters: ArrayLike<number>, truth: ArrayLike<unknown>): Accuracy {
  if (clusters.length !== truth.length) {
    throw new LinkageError(`there are ${clusters.length} cluster numbers, but the truth of ${truth.length} records`);
  }
  const people = numberLabels(truth);
  const interner = new PairInterner(people.length);
  const truePositives = pairsWithin(people.map((person, i) => interner.intern(clusters[i] as number, person)));
  const linked = pairsWithin(Int32Array.from(clusters));
  return accuracy(Number.NaN, truePositives, linked - truePositives, pairsWithin(people) - truePositives);
}

function numberLabels(truth: ArrayLike<unknown>): Int32Array {
  const numbers = new Map<unknown, number>();
  let next = 0;
  return Int32Array.from({ length: truth.length }, (_, i) => {
    const label = truth[i];
    if (label === null || label === undefined) return next++;
    let number = numbers.get(label);
    if (number === undefined) numbers.set(label, (number = next++));
    return number;
  });
}

/** Pairs that share a label, of labels that are not negative. */
function pairsWithin(labels: Int32Array): number {
  const counts = new Int32Array(labels.reduce((most, label) => Math.max(most, label), -1) + 1);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  return counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}

function pairwiseAccuracy(
  pairs: Pairs,
  people: Int32Array,
  truePairs: number,
  thresholds: readonly number[],
): Accuracy[] {
  const links = thresholds.map(() => ({ right: 0, wrong: 0 }));
  for (let k = 0; k < pairs.left.length; k++) {
    const [left, right] = [pairs.left[k] as number, pairs.right[k] as number];
    if (left >= people.length || right >= people.length) {
      throw new LinkageError(`a pair names record ${Math.max(left, right)}, but the truth has ${people.length} records`);
    }
    const same = people[left] === people[right];
    thresholds.forEach((threshold, t) => {
      const count = links[t] as { right: number; wrong: number };
      if ((pairs.probability[k] as number) < threshold) return;
      if (same) count.right++;
      else count.wrong++;
    });
  }
  return thresholds.map((threshold, t) => {
    const { right, wrong } = links[t] as { right: number; wrong: number };
    return accuracy(threshold, right, wrong, truePairs - right);
  });
}

function accuracy(threshold: number, truePositives: number, falsePositives: number, falseNegatives: number): Accuracy {
  const linked = truePositives + falsePositives;
  const wanted = truePositives + falseNegatives;
  const total = linked + wanted;
  return {
    threshold,
    truePositives,
    falsePositives,
    falseNegatives,
    precision: linked === 0 ? 1 : truePositives / linked,
    recall: wanted === 0 ? 1 : truePositives / wanted,
    f1: total === 0 ? 1 : (2 * truePositives) / total,
  };
}

function best(rows: readonly Accuracy[]): Accuracy {
  const first = rows[0];
  if (first === undefined) throw new LinkageError('an evaluation needs at least one threshold');
  return rows.reduce((found, row) => (row.f1 > found.f1 ? row : found), first);
}
