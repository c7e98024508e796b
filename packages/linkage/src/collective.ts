import type { Comparator } from './comparator.ts';
import { MergeHeap } from './merge-heap.ts';
import { discountOf, MOST_GIVEN, type ScoringTables } from './model.ts';
import type { WeighedPairs } from './scan.ts';
import { UnionFind } from './union-find.ts';

/** What the records of a cluster hold in one comparison: distinct values and how many records hold each. */
interface Profile {
  readonly values: number[];
  readonly counts: number[];
  total: number;
}

/** What the collective step scores clusters with. */
export interface CollectiveModel {
  readonly comparators: readonly Comparator[];
  readonly codes: readonly Int32Array[];
  readonly tables: ScoringTables;
  /** The number of records. */
  readonly size: number;
}

/**
 * Collective agglomeration (after Bhattacharya & Getoor 2007): the two clusters of the highest score are merged until
 * none reaches the threshold. The score of two clusters is the prior and, for each comparison, the log of the MEAN
 * likelihood ratio over all pairs of values that their records hold: how likely it is that the one copied its value
 * from a random record of the other. So evidence that one record alone could not give adds up, and a record that
 * agrees with one member only is not enough to join two people, as it is for connected components.
 * @returns cluster numbers by record
 */
export function agglomerate(model: CollectiveModel, edges: WeighedPairs, threshold: number): Int32Array {
  return new Agglomeration(model, threshold).run(edges);
}

class Agglomeration {
  readonly #model: CollectiveModel;
  readonly #threshold: number;
  readonly #sets: UnionFind;
  readonly #profiles = new Map<number, Profile[]>();
  readonly #neighbours = new Map<number, number[]>();
  /** The last merge at which a cluster was met, so that each is rescored once. */
  readonly #seen: Int32Array;
  #merges = 0;
  readonly #version: Int32Array;
  readonly #heap = new MergeHeap();
  readonly #likelihood: readonly Float64Array[];

  constructor(model: CollectiveModel, threshold: number) {
    this.#model = model;
    this.#threshold = threshold;
    this.#sets = new UnionFind(model.size);
    this.#version = new Int32Array(model.size);
    this.#seen = new Int32Array(model.size);
    this.#likelihood = model.tables.weights.map((weights) => weights.map((weight) => 2 ** weight));
  }

  run(edges: WeighedPairs): Int32Array {
    const { left, right, weight } = edges;
    const components = this.#componentsOf(edges);
    for (let e = 0; e < left.length; e++) {
      const [a, b, bits] = [left[e] as number, right[e] as number, weight[e] as number];
      const component = components.find(a);
      if (components.strong[component] === 0) continue;
      if (components.edges[component] === 1) {
        // A pair that nothing else touches needs no profiles.
        this.#sets.union(a, b);
        continue;
      }
      this.#connect(a, b);
      if (bits >= this.#threshold) this.#heap.push(bits, a, b, 0, 0);
    }
    for (let top = this.#heap.pop(); top !== null; top = this.#heap.pop()) {
      if (this.#version[top.a] === top.versionA && this.#version[top.b] === top.versionB) this.#merge(top.a, top.b);
    }
    return this.#sets.numbers();
  }

  /** Records that edges join at all; without one edge that reaches the threshold nothing in them can merge. */
  #componentsOf({ left, right, weight }: WeighedPairs): { find: (record: number) => number; edges: Int32Array; strong: Uint8Array } {
    const { size } = this.#model;
    const sets = new UnionFind(size);
    for (let e = 0; e < left.length; e++) sets.union(left[e] as number, right[e] as number);
    const edges = new Int32Array(size);
    const strong = new Uint8Array(size);
    for (let e = 0; e < left.length; e++) {
      const component = sets.find(left[e] as number);
      edges[component] = (edges[component] as number) + 1;
      if ((weight[e] as number) >= this.#threshold) strong[component] = 1;
    }
    return { find: (record) => sets.find(record), edges, strong };
  }

  #connect(a: number, b: number): void {
    this.#neighboursOf(a).push(b);
    this.#neighboursOf(b).push(a);
  }

  #neighboursOf(cluster: number): number[] {
    let list = this.#neighbours.get(cluster);
    if (list === undefined) this.#neighbours.set(cluster, (list = []));
    return list;
  }

  #merge(a: number, b: number): void {
    const around = [...this.#neighboursOf(a), ...this.#neighboursOf(b)];
    this.#sets.union(a, b);
    const kept = this.#sets.find(a);
    const gone = kept === a ? b : a;
    this.#version[kept] = (this.#version[kept] as number) + 1;
    this.#version[gone] = -1;
    this.#joinProfiles(kept, gone);
    this.#neighbours.delete(gone);
    // Neighbours are named as they were when they were met; what has been merged since is found by its set.
    const neighbours: number[] = [];
    this.#seen[kept] = ++this.#merges;
    for (const before of around) {
      const other = this.#sets.find(before);
      if (this.#seen[other] === this.#merges) continue;
      this.#seen[other] = this.#merges;
      neighbours.push(other);
      const score = this.#score(kept, other);
      if (score >= this.#threshold) {
        this.#heap.push(score, kept, other, this.#version[kept] as number, this.#version[other] as number);
      }
    }
    this.#neighbours.set(kept, neighbours);
  }

  #profileOf(cluster: number): Profile[] {
    let profile = this.#profiles.get(cluster);
    if (profile === undefined) {
      profile = this.#model.codes.map((column) => {
        const value = column[cluster] as number;
        return value < 0 ? { values: [], counts: [], total: 0 } : { values: [value], counts: [1], total: 1 };
      });
      this.#profiles.set(cluster, profile);
    }
    return profile;
  }

  #joinProfiles(kept: number, gone: number): void {
    const into = this.#profileOf(kept);
    this.#profileOf(gone).forEach((from, c) => {
      const profile = into[c] as Profile;
      from.values.forEach((value, i) => {
        const at = profile.values.indexOf(value);
        const count = from.counts[i] as number;
        if (at < 0) {
          profile.values.push(value);
          profile.counts.push(count);
        } else profile.counts[at] = (profile.counts[at] as number) + count;
      });
      profile.total += from.total;
    });
    this.#profiles.delete(gone);
  }

  /** The score of two clusters in bits. */
  #score(a: number, b: number): number {
    const { comparators, tables } = this.#model;
    const [left, right] = [this.#profileOf(a), this.#profileOf(b)];
    let score = tables.prior;
    let agreeing = 0;
    for (let c = 0; c < comparators.length; c++) {
      const [x, y] = [left[c] as Profile, right[c] as Profile];
      if (x.total === 0 || y.total === 0) continue;
      const likelihood = this.#likelihood[c] as Float64Array;
      const comparator = comparators[c] as Comparator;
      let sum = 0;
      let best = -1;
      let bestPattern = 0;
      let bestEqual = false;
      for (let i = 0; i < x.values.length; i++) {
        const value = x.values[i] as number;
        for (let j = 0; j < y.values.length; j++) {
          const other = y.values[j] as number;
          const pattern = comparator.compare(value, other);
          const logFrequency = comparator.logFrequency(pattern, value, other);
          const ratio = (likelihood[pattern] as number) * (logFrequency === 0 ? 1 : 2 ** -logFrequency);
          sum += (x.counts[i] as number) * (y.counts[j] as number) * ratio;
          if (ratio > best) {
            best = ratio;
            bestPattern = pattern;
            bestEqual = value === other;
          }
        }
      }
      score += Math.log2(sum / (x.total * y.total)) - discountOf(tables.discounts[c] ?? [], agreeing, bestPattern);
      if (bestEqual && c < MOST_GIVEN) agreeing |= 1 << c;
    }
    return score;
  }
}
