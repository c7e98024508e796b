import { ClusterScorer, joinProfiles, profilesOf, type CollectiveModel, type Profile } from './cluster-profile.ts';
import { MergeHeap } from './merge-heap.ts';
import type { WeighedPairs } from './scan.ts';
import { UnionFind } from './union-find.ts';

/**
 * Collective agglomeration (after Bhattacharya & Getoor 2007): the two clusters of the highest score are merged until
 * none reaches the threshold. The score is that of {@link ClusterScorer}. So evidence that one record alone could not
 * give adds up, and a record that agrees with one member only is not enough to join two people, as it is for connected
 * components. What edges do not join is worked out apart, so memory is that of the largest part.
 * @returns cluster numbers by record
 */
export function agglomerate(model: CollectiveModel, edges: WeighedPairs, threshold: number): Int32Array {
  const scorer = new ClusterScorer(model);
  const sets = new UnionFind(model.size);
  const parts = partsOf(model.size, edges, threshold);
  for (let p = 0; p + 1 < parts.offsets.length; p++) {
    const [from, to] = [parts.offsets[p] as number, parts.offsets[p + 1] as number];
    const first = parts.edges[from] as number;
    // A pair that nothing else touches needs no profiles.
    if (to - from === 1) sets.union(edges.left[first] as number, edges.right[first] as number);
    else new Part(model, scorer, edges, parts.edges.subarray(from, to), threshold).mergeInto(sets);
  }
  return sets.numbers();
}

/** Edges by connected part, those of part p from offset p to p + 1. */
interface Parts {
  readonly offsets: Int32Array;
  readonly edges: Int32Array;
}

/** The parts that edges join; without one edge that reaches the threshold nothing in a part can merge: it is left out. */
function partsOf(size: number, { left, right, weight }: WeighedPairs, threshold: number): Parts {
  const sets = new UnionFind(size);
  for (let e = 0; e < left.length; e++) sets.union(left[e] as number, right[e] as number);
  /** By the lowest record of a part: its number, -1 for a part that is left out. */
  const numberOf = new Int32Array(size).fill(-1);
  let count = 0;
  for (let e = 0; e < left.length; e++) {
    if (!((weight[e] as number) >= threshold)) continue;
    const root = sets.find(left[e] as number);
    if (numberOf[root] === -1) numberOf[root] = count++;
  }
  const offsets = new Int32Array(count + 1);
  const partOf = new Int32Array(left.length);
  for (let e = 0; e < left.length; e++) {
    const part = numberOf[sets.find(left[e] as number)] as number;
    partOf[e] = part;
    if (part >= 0) offsets[part + 1] = (offsets[part + 1] as number) + 1;
  }
  for (let p = 0; p < count; p++) offsets[p + 1] = (offsets[p + 1] as number) + (offsets[p] as number);
  const edges = new Int32Array(offsets[count] as number);
  const cursor = offsets.slice();
  for (let e = 0; e < left.length; e++) {
    const part = partOf[e] as number;
    if (part < 0) continue;
    const place = cursor[part] as number;
    edges[place] = e;
    cursor[part] = place + 1;
  }
  return { offsets, edges };
}

/** One connected part; its records are numbered from 0 in their own order. */
class Part {
  readonly #scorer: ClusterScorer;
  readonly #threshold: number;
  readonly #records: Int32Array;
  readonly #sets: UnionFind;
  readonly #profiles: Profile[][];
  readonly #neighbours: number[][];
  /** The last merge at which a cluster was met, so that each is rescored once. */
  readonly #seen: Int32Array;
  #merges = 0;
  readonly #version: Int32Array;
  readonly #heap = new MergeHeap();

  constructor(
    model: CollectiveModel,
    scorer: ClusterScorer,
    { left, right, weight }: WeighedPairs,
    edges: Int32Array,
    threshold: number,
  ) {
    this.#scorer = scorer;
    this.#threshold = threshold;
    const ends = new Int32Array(edges.length * 2);
    for (let k = 0; k < edges.length; k++) {
      ends[k * 2] = left[edges[k] as number] as number;
      ends[k * 2 + 1] = right[edges[k] as number] as number;
    }
    this.#records = distinct(ends);
    const size = this.#records.length;
    this.#sets = new UnionFind(size);
    this.#version = new Int32Array(size);
    this.#seen = new Int32Array(size);
    this.#neighbours = Array.from({ length: size }, () => []);
    this.#profiles = Array.from(this.#records, (record) => profilesOf(model.codes, record));
    for (const e of edges) {
      const [a, b] = [this.#numberOf(left[e] as number), this.#numberOf(right[e] as number)];
      (this.#neighbours[a] as number[]).push(b);
      (this.#neighbours[b] as number[]).push(a);
      const bits = weight[e] as number;
      if (bits >= threshold) this.#heap.push(bits, a, b, 0, 0);
    }
  }

  mergeInto(sets: UnionFind): void {
    for (let top = this.#heap.pop(); top !== null; top = this.#heap.pop()) {
      if (this.#version[top.a] === top.versionA && this.#version[top.b] === top.versionB) this.#merge(top.a, top.b);
    }
    this.#records.forEach((record, number) => {
      const kept = this.#sets.find(number);
      if (kept !== number) sets.union(this.#records[kept] as number, record);
    });
  }

  /** The position of a record among those of the part. */
  #numberOf(record: number): number {
    let [low, high] = [0, this.#records.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#records[middle] as number) < record) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #merge(a: number, b: number): void {
    const around = [...(this.#neighbours[a] as number[]), ...(this.#neighbours[b] as number[])];
    this.#sets.union(a, b);
    const kept = this.#sets.find(a);
    const gone = kept === a ? b : a;
    this.#version[kept] = (this.#version[kept] as number) + 1;
    this.#version[gone] = -1;
    const profiles = this.#profiles[kept] as Profile[];
    joinProfiles(profiles, this.#profiles[gone] as Profile[]);
    this.#profiles[gone] = [];
    this.#neighbours[gone] = [];
    // Neighbours are named as they were when they were met; what has been merged since is found by its set.
    const neighbours: number[] = [];
    this.#seen[kept] = ++this.#merges;
    for (const before of around) {
      const other = this.#sets.find(before);
      if (this.#seen[other] === this.#merges) continue;
      this.#seen[other] = this.#merges;
      neighbours.push(other);
      const score = this.#scorer.score(profiles, this.#profiles[other] as Profile[]);
      if (score >= this.#threshold) {
        this.#heap.push(score, kept, other, this.#version[kept] as number, this.#version[other] as number);
      }
    }
    this.#neighbours[kept] = neighbours;
  }
}

/** The distinct numbers in ascending order. */
function distinct(numbers: Int32Array): Int32Array {
  if (numbers.length <= FEW) sortFew(numbers);
  else numbers.sort();
  let count = 0;
  for (let k = 0; k < numbers.length; k++) {
    if (k === 0 || numbers[k] !== numbers[k - 1]) numbers[count++] = numbers[k] as number;
  }
  return numbers.slice(0, count);
}

/** So many numbers are sooner sorted here than handed over to be sorted. */
const FEW = 32;

function sortFew(numbers: Int32Array): void {
  for (let k = 1; k < numbers.length; k++) {
    const number = numbers[k] as number;
    let at = k;
    for (; at > 0 && (numbers[at - 1] as number) > number; at--) numbers[at] = numbers[at - 1] as number;
    numbers[at] = number;
  }
}
