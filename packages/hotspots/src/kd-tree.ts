/**
 * Points sorted so that the middle of each stretch splits it, by x and y in turn, down to leaves.
 * The order within leaves follows from Floyd and Rivest's selection (Algorithm 489, CACM 18, 1975), as in kdbush.
 */
export class KdTree {
  readonly ids: Uint32Array;
  private readonly coordinates: readonly [Float64Array, Float64Array];
  private readonly leaf: number;

  constructor(x: Float64Array, y: Float64Array, leaf: number) {
    this.ids = Uint32Array.from(x, (_, i) => i);
    this.coordinates = [x.slice(), y.slice()];
    this.leaf = leaf;
    this.split(0, x.length - 1, 0);
  }

  private split(left: number, right: number, axis: 0 | 1): void {
    if (right - left <= this.leaf) return;
    const middle = (left + right) >> 1;
    this.select(middle, left, right, this.coordinates[axis]);
    this.split(left, middle - 1, axis === 0 ? 1 : 0);
    this.split(middle + 1, right, axis === 0 ? 1 : 0);
  }

  /** Brings the entry that belongs at `k` there, smaller ones before and larger ones after it. */
  private select(k: number, from: number, to: number, key: Float64Array): void {
    let left = from;
    let right = to;
    while (right > left) {
      if (right - left > 600) {
        const n = right - left + 1;
        const rank = k - left + 1;
        const sample = 0.5 * Math.exp((2 * Math.log(n)) / 3);
        const spread = 0.5 * Math.sqrt((Math.log(n) * sample * (n - sample)) / n) * (rank < n / 2 ? -1 : 1);
        this.select(k, Math.max(left, Math.floor(k - (rank * sample) / n + spread)), Math.min(right, Math.floor(k + ((n - rank) * sample) / n + spread)), key);
      }
      const pivot = key[k]!;
      let i = left;
      let j = right;
      this.swap(left, k);
      if (key[right]! > pivot) this.swap(left, right);
      while (i < j) {
        this.swap(i++, j--);
        while (key[i]! < pivot) i++;
        while (key[j]! > pivot) j--;
      }
      if (key[left] === pivot) this.swap(left, j);
      else this.swap(++j, right);
      if (j <= k) left = j + 1;
      if (k <= j) right = j - 1;
    }
  }

  private swap(a: number, b: number): void {
    const { ids } = this;
    const [x, y] = this.coordinates;
    const id = ids[a]!;
    ids[a] = ids[b]!;
    ids[b] = id;
    const heldX = x[a]!;
    x[a] = x[b]!;
    x[b] = heldX;
    const heldY = y[a]!;
    y[a] = y[b]!;
    y[b] = heldY;
  }

  /** Points in a rectangle, borders included. */
  inBox(west: number, south: number, east: number, north: number): number[] {
    return this.collect([west, south], [east, north], (x, y) => x >= west && x <= east && y >= south && y <= north);
  }

  /** Points at most `radius` from a place. */
  within(px: number, py: number, radius: number): number[] {
    const squared = radius * radius;
    return this.collect([px - radius, py - radius], [px + radius, py + radius], (x, y) => (x - px) * (x - px) + (y - py) * (y - py) <= squared);
  }

  private collect(low: readonly [number, number], high: readonly [number, number], wanted: (x: number, y: number) => boolean): number[] {
    const { ids, leaf } = this;
    const [x, y] = this.coordinates;
    const found: number[] = [];
    // Left, right and axis of each stretch still to be looked at.
    const stack = [0, ids.length - 1, 0];
    while (stack.length > 0) {
      const axis = stack.pop() === 0 ? 0 : 1;
      const right = stack.pop()!;
      const left = stack.pop()!;
      if (right - left <= leaf) {
        for (let i = left; i <= right; i++) if (wanted(x[i]!, y[i]!)) found.push(ids[i]!);
        continue;
      }
      const middle = (left + right) >> 1;
      if (wanted(x[middle]!, y[middle]!)) found.push(ids[middle]!);
      const key = axis === 0 ? x[middle]! : y[middle]!;
      if (low[axis] <= key) stack.push(left, middle - 1, 1 - axis);
      if (high[axis] >= key) stack.push(middle + 1, right, 1 - axis);
    }
    return found;
  }
}
