import type { Comparator } from './comparator.ts';
import { discountOf, reliefOf, type ScoringTables } from './model.ts';

/** Sets of so many comparisons are looked up in a list, others in a map of so many entries. */
export const MOST_MASKED = 12;
const MOST_KEPT = 4096;

/** What is known of pairs in which certain comparisons agree exactly. */
export interface Agreement {
  /** The most bits that each comparison of two DIFFERENT values can add. */
  readonly most: Float64Array;
  /** By comparison, then by pattern: the bits taken for what is said twice. */
  readonly discounts: readonly Float64Array[];
  /** The same: how far what two different values can reach at most changes once their pattern is known, rarity apart. */
  readonly changes: readonly Float64Array[];
}

/**
 * Bounds and discounts by which comparisons agree exactly, worked out once for each such set. A pair whose weight
 * cannot reach the threshold any more is left before its dear comparisons are made.
 */
export class WeightBounds {
  readonly #comparators: readonly Comparator[];
  readonly #tables: ScoringTables;
  readonly #byMask: (Agreement | undefined)[] = [];
  readonly #rest = new Map<number, Agreement>();
  /** The comparisons, the cheapest first. */
  readonly order: Int32Array;
  /** By comparison: 1 where two different values can have something rare in common. */
  readonly rarities: Uint8Array;

  constructor(comparators: readonly Comparator[], tables: ScoringTables) {
    this.#comparators = comparators;
    this.#tables = tables;
    const cheapest = comparators.map((_, c) => c).sort((a, b) => costOf(comparators, a) - costOf(comparators, b) || a - b);
    this.order = Int32Array.from(cheapest);
    this.rarities = Uint8Array.from(comparators, (comparator) => {
      for (let pattern = 0; pattern < comparator.patterns; pattern++) if (comparator.mostRarity(pattern) > 0) return 1;
      return 0;
    });
  }

  /** Of pairs in which the comparisons of the bit mask agree. */
  given(agreeing: number): Agreement {
    if (agreeing < 1 << MOST_MASKED) return (this.#byMask[agreeing] ??= this.#agreementOf(agreeing));
    let known = this.#rest.get(agreeing);
    if (known === undefined) {
      if (this.#rest.size >= MOST_KEPT) this.#rest.clear();
      this.#rest.set(agreeing, (known = this.#agreementOf(agreeing)));
    }
    return known;
  }

  #agreementOf(mask: number): Agreement {
    const discounts = this.#comparators.map(({ patterns }, c) =>
      Float64Array.from({ length: patterns }, (_, pattern) => discountOf(this.#tables.discounts[c] ?? [], mask, pattern)),
    );
    const most = this.#boundsOf(mask);
    const changes = this.#comparators.map(({ patterns }, c) =>
      Float64Array.from({ length: patterns }, (_, pattern) => {
        const bits = (this.#tables.weights[c]?.[pattern] as number) - (discounts[c]?.[pattern] as number);
        return bits + reliefOf(this.#tables.reliefs[c], -1, pattern) - (most[c] as number);
      }),
    );
    return { most, discounts, changes };
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
