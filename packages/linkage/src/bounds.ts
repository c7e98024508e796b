import type { Comparator } from './comparator.ts';
import { discountOf, reliefOf, type ScoringTables } from './model.ts';

/** With more comparisons than this, bounds do not take into account what agrees: their table would be too large. */
const MOST_MASKED = 12;

/**
 * The most that each comparison of two DIFFERENT values can add to a weight, given which comparisons agree exactly.
 * A pair whose weight cannot reach the threshold any more is left before its dear comparisons are made.
 */
export class WeightBounds {
  readonly #comparators: readonly Comparator[];
  readonly #tables: ScoringTables;
  readonly #byMask: (Float64Array | undefined)[];
  /** The comparisons, the cheapest first. */
  readonly order: Int32Array;

  constructor(comparators: readonly Comparator[], tables: ScoringTables) {
    this.#comparators = comparators;
    this.#tables = tables;
    this.#byMask = [];
    const cheapest = comparators.map((_, c) => c).sort((a, b) => costOf(comparators, a) - costOf(comparators, b) || a - b);
    this.order = Int32Array.from(cheapest);
  }

  /** The bounds in bits, by comparison, where those of the bit mask agree. */
  given(agreeing: number): Float64Array {
    const mask = this.#comparators.length > MOST_MASKED ? 0 : agreeing;
    return (this.#byMask[mask] ??= this.#boundsOf(mask));
  }

  #boundsOf(mask: number): Float64Array {
    return Float64Array.from(this.#comparators, (comparator, c) => {
      const weights = this.#tables.weights[c] as Float64Array;
      const discounts = this.#tables.discounts[c] ?? [];
      let most = 0;
      for (let pattern = 0; pattern < comparator.patterns; pattern++) {
        const relief = reliefOf(this.#tables.reliefs[c], -1, pattern);
        const bits = (weights[pattern] as number) + relief + comparator.mostRarity(pattern) - discountOf(discounts, mask, pattern);
        // What no pair has reached may be weighed NaN; then nothing is known.
        if (!(bits <= most)) most = Number.isNaN(bits) ? Number.POSITIVE_INFINITY : bits;
      }
      return most;
    });
  }
}

function costOf(comparators: readonly Comparator[], c: number): number {
  return (comparators[c] as Comparator).cost;
}
