/** Counts latencies in buckets of at most 1.1 % width from a microsecond to an hour: percentiles without keeping every value. */
const perDoubling = 64;
const doublings = 32;

export class Histogram {
  readonly #counts = new Float64Array(perDoubling * doublings);
  #total = 0;
  #most = 0;

  add(milliseconds: number): void {
    const micros = Math.max(1, milliseconds * 1000);
    const bucket = Math.min(this.#counts.length - 1, Math.floor(Math.log2(micros) * perDoubling));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
    this.#most = Math.max(this.#most, milliseconds);
  }

  get total(): number {
    return this.#total;
  }

  /** The latency in milliseconds that a part (0.99) of all stayed below: the upper edge of its bucket. */
  at(part: number): number {
    const wanted = Math.ceil(this.#total * part);
    let passed = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      passed += count;
      if (passed >= wanted && count > 0) {
        return Math.min(this.#most, 2 ** ((bucket + 1) / perDoubling) / 1000);
      }
    }
    return this.#most;
  }

  summary(): Latencies {
    const shown = (value: number): number => Number(value.toFixed(2));
    return { p50: shown(this.at(0.5)), p95: shown(this.at(0.95)), p99: shown(this.at(0.99)), most: shown(this.#most) };
  }
}

export interface Latencies {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}
