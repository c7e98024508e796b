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
    for (const list of [this.ids, this.coordinates[0], this.coordinates[1]]) {
      const held = list[a]!;
      list[a] = list[b]!;
      list[b] = held;
    }
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
    const [x, y] = this.coordinates;
    const found: number[] = [];
    const stretches: [left: number, right: number, axis: 0 | 1][] = [[0, this.ids.length - 1, 0]];
    for (let stretch = stretches.pop(); stretch !== undefined; stretch = stretches.pop()) {
      const [left, right, axis] = stretch;
      if (right - left <= this.leaf) {
        for (let i = left; i <= right; i++) if (wanted(x[i]!, y[i]!)) found.push(this.ids[i]!);
        continue;
      }
      const middle = (left + right) >> 1;
      if (wanted(x[middle]!, y[middle]!)) found.push(this.ids[middle]!);
      const next = axis === 0 ? 1 : 0;
      if (low[axis] <= this.coordinates[axis][middle]!) stretches.push([left, middle - 1, next]);
      if (high[axis] >= this.coordinates[axis][middle]!) stretches.push([middle + 1, right, next]);
    }
    return found;
  }
}
