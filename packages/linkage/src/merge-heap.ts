/** Two clusters that could be merged, as they were when the score was worked out. */
export interface Merge {
  readonly score: number;
  readonly a: number;
  readonly b: number;
  readonly versionA: number;
  readonly versionB: number;
}

/** A binary heap of merges, the highest score first; equal scores by the lower numbers, so that results repeat. */
export class MergeHeap {
  readonly #heap: Merge[] = [];

  push(score: number, first: number, second: number, versionFirst: number, versionSecond: number): void {
    const merge: Merge =
      first < second
        ? { score, a: first, b: second, versionA: versionFirst, versionB: versionSecond }
        : { score, a: second, b: first, versionA: versionSecond, versionB: versionFirst };
    const heap = this.#heap;
    let at = heap.push(merge) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(merge, heap[parent] as Merge)) break;
      heap[at] = heap[parent] as Merge;
      at = parent;
    }
    heap[at] = merge;
  }

  pop(): Merge | null {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined) return null;
    if (heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Merge, heap[child] as Merge)) child++;
      if (!before(heap[child] as Merge, last)) break;
      heap[at] = heap[child] as Merge;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function before(x: Merge, y: Merge): boolean {
  if (x.score !== y.score) return x.score > y.score;
  return x.a !== y.a ? x.a < y.a : x.b < y.b;
}
