import { checkedPoints, optionsFrom, wholeNumber, yesOrNo, type Points } from './checks.ts';
import { condense, chooseClusters, type DensityClusters, type Edge } from './condensed-tree.ts';
import { checkpoint, type LongRun } from './progress.ts';

export interface HdbscanOptions extends LongRun {
  /** Fewest points that make a cluster. */
  readonly minClusterSize: number;
  /** Points needed near a dense point, itself counted (as in scikit-learn); minClusterSize if not given. */
  readonly minPoints?: number | undefined;
  /** Whether all points together may be called one cluster; false unless said otherwise. */
  readonly allowSingleCluster?: boolean | undefined;
}

/** Distances are worked out pair by pair, so beyond this the answer would take minutes. */
const MOST_POINTS = 100_000;

/**
 * HDBSCAN: clusters of varying density, without a search distance; chosen by excess of mass.
 *
 * Takes time with the square of the number of points: about a second for 15,000.
 *
 * @param points locations in metres
 * @throws RangeError for unequal lengths, entries that are not finite, minClusterSize below 2, or over 100,000 points
 *
 * Campello, Moulavi and Sander, Density-based clustering based on hierarchical density estimates, PAKDD 2013.
 */
export function hdbscan(points: Points, options: HdbscanOptions): DensityClusters {
  const { x, y, count } = checkedPoints(points);
  const minClusterSize = wholeNumber(optionsFrom(options).minClusterSize, 'minClusterSize', 2);
  const minPoints = wholeNumber(options.minPoints ?? minClusterSize, 'minPoints', 1);
  const alone = yesOrNo(options.allowSingleCluster ?? false, 'allowSingleCluster');
  if (count > MOST_POINTS) throw new RangeError(`${count} points: hdbscan takes at most ${MOST_POINTS}, use dbscan`);
  if (count < Math.max(minClusterSize, minPoints)) return { labels: new Int32Array(count).fill(-1), probabilities: new Float64Array(count) };
  const tree = spanningTree(x, y, coreDistances(x, y, minPoints, options), options);
  return chooseClusters(condense(tree, count, minClusterSize), count, alone);
}

/** Distance from each point to its minPoints-th nearest, itself counted as the first. */
function coreDistances(x: Float64Array, y: Float64Array, minPoints: number, run: LongRun): Float64Array {
  const count = x.length;
  const cores = new Float64Array(count);
  const nearest = new Float64Array(minPoints);
  for (let i = 0; i < count; i++) {
    if (i % 512 === 0) checkpoint(run, i / 2, count);
    nearest.fill(Infinity);
    for (let j = 0; j < count; j++) {
      const squared = (x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2;
      if (squared >= nearest[minPoints - 1]!) continue;
      let at = minPoints - 1;
      while (at > 0 && nearest[at - 1]! > squared) nearest[at] = nearest[--at]!;
      nearest[at] = squared;
    }
    cores[i] = Math.sqrt(nearest[minPoints - 1]!);
  }
  return cores;
}

/** Prim's minimum spanning tree of mutual reachability distances, shortest edges first. */
function spanningTree(x: Float64Array, y: Float64Array, cores: Float64Array, run: LongRun): Edge[] {
  const count = x.length;
  const best = new Float64Array(count).fill(Infinity);
  const via = new Int32Array(count);
  const inTree = new Uint8Array(count);
  const edges: Edge[] = [];
  let current = 0;
  for (let step = 1; step < count; step++) {
    if (step % 512 === 0) checkpoint(run, (count + step) / 2, count);
    inTree[current] = 1;
    let next = -1;
    let shortest = Infinity;
    for (let j = 0; j < count; j++) {
      if (inTree[j] === 1) continue;
      const plain = Math.sqrt((x[current]! - x[j]!) ** 2 + (y[current]! - y[j]!) ** 2);
      const distance = Math.max(plain, cores[current]!, cores[j]!);
      if (distance < best[j]!) {
        best[j] = distance;
        via[j] = current;
      }
      if (best[j]! < shortest) {
        shortest = best[j]!;
        next = j;
      }
    }
    edges.push({ from: via[next]!, to: next, distance: shortest });
    current = next;
  }
  return edges.sort((a, b) => a.distance - b.distance);
}
