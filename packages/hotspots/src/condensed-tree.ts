import { DisjointSets } from './disjoint-sets.ts';

export interface DensityClusters {
  /** Cluster of each point, numbered from 0 in the order of their first points; -1 is noise. */
  readonly labels: Int32Array;
  /** How firmly each point belongs to its cluster, 0 (noise) to 1. */
  readonly probabilities: Float64Array;
}

/** An edge of the spanning tree. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

/** A cluster as the density threshold rises: born out of a parent, losing points, dying or splitting in two. */
interface Node {
  readonly parent: number;
  /** 1 / distance at which it appears. */
  readonly birth: number;
  readonly children: number[];
  /** Points that fall out of it, and when. */
  readonly points: number[];
  readonly leaves: number[];
  stability: number;
}

/** Merges of single linkage: nodes 0 to n - 1 are the points, n + k is the k-th merge. */
interface Linkage {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly distance: Float64Array;
  readonly size: Int32Array;
}

function link(edges: readonly Edge[], count: number): Linkage {
  const sets = new DisjointSets(count);
  const top = Int32Array.from({ length: count }, (_, i) => i);
  const linkage = { left: new Int32Array(edges.length), right: new Int32Array(edges.length), distance: new Float64Array(edges.length), size: new Int32Array(edges.length) };
  edges.forEach((edge, k) => {
    const left = top[sets.find(edge.from)]!;
    const right = top[sets.find(edge.to)]!;
    linkage.left[k] = left;
    linkage.right[k] = right;
    linkage.distance[k] = edge.distance;
    linkage.size[k] = sizeOf(linkage, left, count) + sizeOf(linkage, right, count);
    sets.merge(edge.from, edge.to);
    top[sets.find(edge.from)] = count + k;
  });
  return linkage;
}

function sizeOf(linkage: Linkage, node: number, count: number): number {
  return node < count ? 1 : linkage.size[node - count]!;
}

/** The tree of clusters of at least `minClusterSize` points; smaller splits only lose points. */
export function condense(edges: readonly Edge[], count: number, minClusterSize: number): Node[] {
  const linkage = link(edges, count);
  const nodes: Node[] = [{ parent: -1, birth: 0, children: [], points: [], leaves: [], stability: 0 }];
  const stack: { merge: number; cluster: number }[] = [{ merge: 2 * count - 2, cluster: 0 }];
  const fall = (cluster: number, from: number, lambda: number): void => {
    for (const point of pointsUnder(linkage, from, count)) {
      nodes[cluster]!.points.push(point);
      nodes[cluster]!.leaves.push(lambda);
      nodes[cluster]!.stability += lambda - nodes[cluster]!.birth;
    }
  };
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { merge, cluster } = item;
    const distance = linkage.distance[merge - count]!;
    // Points at one place never come apart; a very large number stands for their infinite density.
    const lambda = distance > 0 ? 1 / distance : Number.MAX_VALUE / 1e20;
    const sides = [linkage.left[merge - count]!, linkage.right[merge - count]!];
    const large = sides.filter((side) => sizeOf(linkage, side, count) >= minClusterSize);
    for (const side of sides) {
      const size = sizeOf(linkage, side, count);
      if (size < minClusterSize) fall(cluster, side, lambda);
      else if (large.length === 1) stack.push({ merge: side, cluster });
      else {
        nodes[cluster]!.stability += size * (lambda - nodes[cluster]!.birth);
        nodes[cluster]!.children.push(nodes.length);
        stack.push({ merge: side, cluster: nodes.length });
        nodes.push({ parent: cluster, birth: lambda, children: [], points: [], leaves: [], stability: 0 });
      }
    }
  }
  return nodes;
}

function pointsUnder(linkage: Linkage, node: number, count: number): number[] {
  const points: number[] = [];
  const stack = [node];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at < count) points.push(at);
    else stack.push(linkage.left[at - count]!, linkage.right[at - count]!);
  }
  return points;
}

/** Keeps, along every branch, the clusters with the largest excess of mass in all. */
export function chooseClusters(nodes: readonly Node[], count: number, allowSingle: boolean): DensityClusters {
  const chosen = new Uint8Array(nodes.length);
  const mass = nodes.map((node) => node.stability);
  // Children have higher numbers than their parents, so this goes from the leaves up.
  for (let k = nodes.length - 1; k >= (allowSingle ? 0 : 1); k--) {
    const below = nodes[k]!.children.reduce((sum, child) => sum + mass[child]!, 0);
    if (nodes[k]!.children.length > 0 && below > mass[k]!) mass[k] = below;
    else chosen[k] = 1;
  }
  for (let k = 1; k < nodes.length; k++) {
    const parent = nodes[k]!.parent;
    // 2 marks what lies below a chosen cluster.
    if (chosen[parent] !== 0) chosen[k] = 2;
  }
  const owner = new Int32Array(nodes.length).fill(-1);
  for (let k = 0; k < nodes.length; k++) owner[k] = chosen[k] === 1 ? k : nodes[k]!.parent >= 0 ? owner[nodes[k]!.parent]! : -1;
  return membership(nodes, owner, count);
}

function membership(nodes: readonly Node[], owner: Int32Array, count: number): DensityClusters {
  const clusterOf = new Int32Array(count).fill(-1);
  const leaves = new Float64Array(count);
  const longest = new Float64Array(nodes.length);
  nodes.forEach((node, k) => {
    node.points.forEach((point, at) => {
      clusterOf[point] = owner[k]!;
      leaves[point] = node.leaves[at]!;
      if (owner[k]! >= 0) longest[owner[k]!] = Math.max(longest[owner[k]!]!, node.leaves[at]!);
    });
  });
  const numbers = new Map<number, number>();
  const labels = clusterOf.map((cluster) => {
    if (cluster === -1) return -1;
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    return numbers.get(cluster)!;
  });
  const probabilities = leaves.map((lambda, i) => (clusterOf[i] === -1 ? 0 : lambda / longest[clusterOf[i]!]!));
  return { labels, probabilities };
}
