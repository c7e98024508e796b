import { UnionFind } from './union-find.ts';

/** Scored pairs: columns of one length. Indexes count through all records in the order given. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Of a match, 0 to 1. */
  readonly probability: Float64Array;
  /** The match weight in bits: log2 of the odds, the prior included. */
  readonly weight: Float64Array;
}

/** Cluster numbers of records joined by any chain of pairs of at least the threshold, as Splink clusters. */
export function connectedComponents(pairs: Pairs, size: number, threshold: number): Int32Array {
  const sets = new UnionFind(size);
  for (let k = 0; k < pairs.left.length; k++) {
    if ((pairs.probability[k] as number) >= threshold) sets.union(pairs.left[k] as number, pairs.right[k] as number);
  }
  return sets.numbers();
}

/**
 * Cluster numbers when every cluster may hold one record of each table at most (each record one partner at most when
 * there is one table): pairs are accepted from the most probable down unless they would break this.
 */
export function bestLinks(pairs: Pairs, size: number, threshold: number, tableOf: Uint8Array | null): Int32Array {
  const order = Array.from(pairs.left.keys())
    .filter((k) => (pairs.probability[k] as number) >= threshold)
    .sort((x, y) => (pairs.weight[y] as number) - (pairs.weight[x] as number) || x - y);
  const sets = new UnionFind(size);
  const held = new Map<number, readonly number[]>();
  const tablesIn = (root: number): readonly number[] => held.get(root) ?? [tableOf?.[root] ?? root];
  for (const k of order) {
    const [a, b] = [sets.find(pairs.left[k] as number), sets.find(pairs.right[k] as number)];
    if (a === b) continue;
    const [left, right] = [tablesIn(a), tablesIn(b)];
    const fits = tableOf === null ? left.length + right.length <= 2 : !left.some((table) => right.includes(table));
    if (!fits) continue;
    sets.union(a, b);
    held.set(sets.find(a), [...left, ...right]);
  }
  return sets.numbers();
}
