/** Sets that grow together, by numbers from 0. */
export class UnionFind {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = new Int32Array(size);
    for (let member = 0; member < size; member++) this.#parent[member] = member;
  }

  /** The representative of a member's set: always its lowest member. */
  find(member: number): number {
    const parent = this.#parent;
    let root = member;
    while (parent[root] !== root) root = parent[root] as number;
    while (parent[member] !== root) {
      const next = parent[member] as number;
      parent[member] = root;
      member = next;
    }
    return root;
  }

  /** Joins two sets. */
  union(a: number, b: number): void {
    const [left, right] = [this.find(a), this.find(b)];
    if (left < right) this.#parent[right] = left;
    else this.#parent[left] = right;
  }

  /** Cluster numbers counting from 0 in the order of the lowest members. */
  numbers(): Int32Array {
    const size = this.#parent.length;
    const numbers = new Int32Array(size);
    let next = 0;
    for (let member = 0; member < size; member++) {
      const root = this.find(member);
      numbers[member] = root === member ? next++ : (numbers[root] as number);
    }
    return numbers;
  }
}
