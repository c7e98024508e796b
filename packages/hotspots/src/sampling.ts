import type { Random } from './random.ts';

/**
 * The first `size` steps of a shuffle of `pool` written to `into`, then taken back, so that each draw without
 * replacement starts from the same pool.
 */
export function drawWithout(pool: Uint32Array, size: number, random: Random, into: Uint32Array, offset: number): void {
  const swaps = new Uint32Array(size);
  for (let k = 0; k < size; k++) {
    const j = k + random.below(pool.length - k);
    swaps[k] = j;
    const drawn = pool[j]!;
    pool[j] = pool[k]!;
    pool[k] = drawn;
    into[offset + k] = drawn;
  }
  for (let k = size - 1; k >= 0; k--) {
    const held = pool[k]!;
    pool[k] = pool[swaps[k]!]!;
    pool[swaps[k]!] = held;
  }
}

/** Draws places with given shares in constant time: Walker's alias method, 1977. */
export class AliasTable {
  private readonly keep: Float64Array;
  private readonly alias: Int32Array;

  constructor(shares: Float64Array) {
    const count = shares.length;
    const total = shares.reduce((sum, share) => sum + share, 0);
    this.keep = shares.map((share) => (share * count) / total);
    this.alias = new Int32Array(count);
    const small: number[] = [];
    const large: number[] = [];
    this.keep.forEach((height, i) => (height < 1 ? small : large).push(i));
    while (small.length > 0 && large.length > 0) {
      const low = small.pop()!;
      const high = large[large.length - 1]!;
      this.alias[low] = high;
      this.keep[high]! -= 1 - this.keep[low]!;
      if (this.keep[high]! < 1) small.push(large.pop()!);
    }
    // What rounding left over is as good as full.
    for (const i of [...small, ...large]) this.keep[i] = 1;
  }

  /** Adds one to the entry of each draw. */
  count(draws: Uint32Array, counts: Int32Array): void {
    const { keep, alias } = this;
    for (let k = 0; k < draws.length; k++) {
      const at = (draws[k]! / 4294967296) * keep.length;
      const i = Math.floor(at);
      counts[at - i < keep[i]! ? i : alias[i]!]!++;
    }
  }
}
