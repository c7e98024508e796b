/** Sets that only ever merge; each is known by one of its members. */
export class DisjointSets {
  readonly parents: Int32Array;

  constructor(count: number) {
    this.parents = new Int32Array(count);
    for (let i = 0; i < count; i++) this.parents[i] = i;
  }

  /** The member that stands for the set of `i`. */
  find(i: number): number {
    const { parents } = this;
    let at = i;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  }

  merge(a: number, b: number): void {
    const first = this.find(a);
    const second = this.find(b);
    // The lower member stands for both, so the result does not depend on the order of merging.
    if (first < second) this.parents[second] = first;
    else this.parents[first] = second;
  }
}
