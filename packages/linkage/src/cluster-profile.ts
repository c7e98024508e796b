import type { Comparator } from './comparator.ts';
import { discountOf, MOST_GIVEN, partialBits, reliefOf, type PartialTables, type ScoringTables } from './model.ts';

/** What the records of a cluster hold in one comparison: distinct values and how many records hold each. */
export interface Profile {
  readonly values: number[];
  readonly counts: number[];
  total: number;
}

/** What the collective step scores clusters with. */
export interface CollectiveModel {
  readonly comparators: readonly Comparator[];
  readonly codes: readonly Int32Array[];
  readonly tables: ScoringTables;
  /** The number of records. */
  readonly size: number;
  readonly partial: PartialTables;
}

/** The profiles of one record, by comparison. */
export function profilesOf(codes: readonly Int32Array[], record: number): Profile[] {
  return codes.map((column) => {
    const value = column[record] as number;
    return value < 0 ? { values: [], counts: [], total: 0 } : { values: [value], counts: [1], total: 1 };
  });
}

/** Adds what one cluster holds to another. */
export function joinProfiles(into: readonly Profile[], gone: readonly Profile[]): void {
  gone.forEach((from, c) => {
    const profile = into[c] as Profile;
    from.values.forEach((value, i) => {
      const at = profile.values.indexOf(value);
      const count = from.counts[i] as number;
      if (at < 0) {
        profile.values.push(value);
        profile.counts.push(count);
      } else profile.counts[at] = (profile.counts[at] as number) + count;
    });
    profile.total += from.total;
  });
}

/**
 * Scores clusters against each other: the prior and, for each comparison, the log of the MEAN likelihood ratio over all
 * pairs of values that their records hold: how likely it is that the one copied its value from a random record of the
 * other.
 */
export class ClusterScorer {
  readonly #model: CollectiveModel;
  readonly #likelihood: readonly Float64Array[];
  /** The pattern of the most likely values, by comparison. */
  readonly #best: Int32Array;

  constructor(model: CollectiveModel) {
    this.#model = model;
    this.#best = new Int32Array(model.comparators.length);
    this.#likelihood = model.tables.weights.map((weights) => weights.map((weight) => 2 ** weight));
  }

  /** The score of two clusters in bits. */
  score(left: readonly Profile[], right: readonly Profile[]): number {
    const { comparators, tables } = this.#model;
    let score = tables.prior;
    let agreeing = 0;
    let disagreeing = 0;
    const best = this.#best;
    for (let c = 0; c < comparators.length; c++) {
      const [x, y] = [left[c] as Profile, right[c] as Profile];
      best[c] = 0;
      if (x.total === 0 || y.total === 0) continue;
      const likelihood = this.#likelihood[c] as Float64Array;
      const comparator = comparators[c] as Comparator;
      let sum = 0;
      let most = -1;
      let equal = false;
      for (let i = 0; i < x.values.length; i++) {
        const value = x.values[i] as number;
        for (let j = 0; j < y.values.length; j++) {
          const other = y.values[j] as number;
          const pattern = comparator.compare(value, other);
          const logFrequency = comparator.logFrequency(pattern, value, other);
          const ratio = (likelihood[pattern] as number) * (logFrequency === 0 ? 1 : 2 ** -logFrequency);
          sum += (x.counts[i] as number) * (y.counts[j] as number) * ratio;
          if (ratio > most) {
            most = ratio;
            best[c] = pattern;
            equal = value === other;
          }
        }
      }
      score += Math.log2(sum / (x.total * y.total));
      if (c >= MOST_GIVEN) continue;
      if (equal) agreeing |= 1 << c;
      disagreeing |= (tables.disagrees[c]?.[best[c] as number] ?? 0) << c;
    }
    return score - this.#dependence(agreeing, disagreeing);
  }

  /** What is taken for what is said twice, by the best pattern of each comparison. */
  #dependence(agreeing: number, disagreeing: number): number {
    const { tables } = this.#model;
    let bits = 0;
    for (let c = 0; c < this.#best.length; c++) {
      const pattern = this.#best[c] as number;
      bits += discountOf(tables.discounts[c] ?? [], agreeing, pattern) - reliefOf(tables.reliefs[c], disagreeing, pattern);
    }
    return bits - partialBits(this.#model.partial, (c) => (agreeing & (1 << c)) !== 0, (c) => this.#best[c] as number);
  }
}
