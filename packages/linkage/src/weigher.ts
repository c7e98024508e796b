import { MOST_MASKED, WeightBounds, type Agreement } from './bounds.ts';
import type { Comparator } from './comparator.ts';
import { MOST_GIVEN, reliefOf, type ScoringTables } from './model.ts';

/** Sums made in another order may differ in the last digits: a pair is left only if it is further below. */
const ROUNDING = 1e-6;

const NO_TABLES: ScoringTables = { prior: 0, weights: [], disagrees: [], discounts: [], reliefs: [] };

/**
 * Weighs one record against many, whose values lie side by side: first the most that each pair could reach, then one
 * comparison after the other, the cheapest first, each for all pairs that can still reach the weight that is asked for.
 * So every step is a short loop over few arrays.
 */
export class Weigher {
  readonly #comparators: readonly Comparator[];
  #tables = NO_TABLES;
  #bounds: WeightBounds;
  /** By comparison, then by place: the values of the records to be weighed. Whoever weighs writes them. */
  columns: readonly Int32Array[] = [];
  /** The weights of the last call, by position in its list of places. */
  weights = new Float64Array(0);
  /** By place: which of the first comparisons are equal, the most that the pair can reach; by comparison its pattern. */
  #agreeing = new Int32Array(0);
  #most = new Float64Array(0);
  #patterns: readonly Uint8Array[] = [];
  /** By comparison: the value that was last found on both sides, and what that adds, discounts apart. */
  readonly #sameValues: Int32Array;
  readonly #sameBits: Float64Array;
  readonly #samePatterns: Uint8Array;
  /** By which comparisons agree: the most that a pair of the record of this call can reach. */
  readonly #mostOfMask: Float64Array;
  readonly #callOfMask: Float64Array;
  #call = 0;

  constructor(comparators: readonly Comparator[]) {
    this.#comparators = comparators;
    this.#bounds = new WeightBounds(comparators, NO_TABLES);
    this.#sameValues = new Int32Array(comparators.length).fill(-1);
    this.#sameBits = new Float64Array(comparators.length);
    this.#samePatterns = new Uint8Array(comparators.length);
    const masks = comparators.length > MOST_MASKED ? 0 : 1 << comparators.length;
    this.#mostOfMask = new Float64Array(masks);
    this.#callOfMask = new Float64Array(masks);
    this.makeRoom(256);
  }

  /** The tables that are weighed with from now on. */
  use(tables: ScoringTables): void {
    this.#tables = tables;
    this.#bounds = new WeightBounds(this.#comparators, tables);
    this.#sameValues.fill(-1);
  }

  /** Makes room for so many places. What was in the columns is lost where they grow. */
  makeRoom(places: number): void {
    if (places <= this.weights.length) return;
    const room = places * 2;
    this.columns = this.#comparators.map(() => new Int32Array(room));
    this.#patterns = this.#comparators.map(() => new Uint8Array(room));
    this.#agreeing = new Int32Array(room);
    this.#most = new Float64Array(room);
    this.weights = new Float64Array(room);
  }

  /**
   * Weighs the record at one place with the first `count` of some others. Those that are not sure to stay below `least`
   * are moved to the front of `places`, their weights in bits beside them in `weights`.
   * @returns how many they are
   */
  weigh(left: number, places: Int32Array, count: number, least: number): number {
    this.#call++;
    this.#findAgreeing(left, places, count);
    this.#boundAll(left, places, count);
    const { order } = this.#bounds;
    let rest = count;
    for (let k = 0; k < order.length && rest > 0; k++) {
      rest = this.#within(places, rest, least - ROUNDING);
      this.#compare(order[k] as number, left, places, rest);
    }
    for (let k = 0; k < rest; k++) this.weights[k] = this.#sum(left, places[k] as number);
    return rest;
  }

  /** Which of the first 31 comparisons have equal values, as bit masks. */
  #findAgreeing(left: number, places: Int32Array, count: number): void {
    const agreeing = this.#agreeing;
    for (let k = 0; k < count; k++) agreeing[places[k] as number] = 0;
    for (let c = 0; c < this.columns.length && c < MOST_GIVEN; c++) {
      const column = this.columns[c] as Int32Array;
      const a = column[left] as number;
      if (a < 0) continue;
      for (let k = 0; k < count; k++) {
        const at = places[k] as number;
        agreeing[at] = (agreeing[at] as number) | (Number(column[at] === a) << c);
      }
    }
  }

  /** The most that each pair can weigh by what agrees. */
  #boundAll(left: number, places: Int32Array, count: number): void {
    const masks = this.#mostOfMask.length;
    for (let k = 0; k < count; k++) {
      const at = places[k] as number;
      const mask = this.#agreeing[at] as number;
      if (mask < masks && this.#callOfMask[mask] === this.#call) {
        this.#most[at] = this.#mostOfMask[mask] as number;
        continue;
      }
      const most = this.#mostOf(left, at, this.#bounds.given(mask));
      this.#most[at] = most;
      if (mask >= masks) continue;
      this.#callOfMask[mask] = this.#call;
      this.#mostOfMask[mask] = most;
    }
  }

  #mostOf(left: number, right: number, { most: bound, discounts }: Agreement): number {
    let most = this.#tables.prior;
    for (let c = 0; c < bound.length; c++) {
      const column = this.columns[c] as Int32Array;
      const a = column[left] as number;
      most += a >= 0 && a === column[right] ? this.#bitsOfSame(c, a, discounts) : (bound[c] as number);
    }
    return most;
  }

  /** Moves the places that can still reach a weight to the front. */
  #within(places: Int32Array, count: number, least: number): number {
    const most = this.#most;
    let kept = 0;
    for (let k = 0; k < count; k++) {
      const at = places[k] as number;
      places[kept] = at;
      kept += Number(!((most[at] as number) < least));
    }
    return kept;
  }

  /** Makes one comparison where values differ, and what that leaves of the most that the pairs can reach. */
  #compare(c: number, left: number, places: Int32Array, count: number): void {
    const comparator = this.#comparators[c] as Comparator;
    const column = this.columns[c] as Int32Array;
    const patterns = this.#patterns[c] as Uint8Array;
    const a = column[left] as number;
    if (a < 0) for (let k = 0; k < count; k++) patterns[places[k] as number] = 0;
    else if (comparator.many !== null) comparator.many(a, column, places, count, patterns);
    else {
      for (let k = 0; k < count; k++) {
        const at = places[k] as number;
        const b = column[at] as number;
        if (a !== b) patterns[at] = b < 0 ? 0 : comparator.compare(a, b);
      }
    }
    const rarity = this.#bounds.rarities[c] === 1;
    let mask = -1;
    let changes: Float64Array | undefined;
    for (let k = 0; k < count; k++) {
      const at = places[k] as number;
      const b = column[at] as number;
      if (a === b && a >= 0) continue;
      if (this.#agreeing[at] !== mask) {
        mask = this.#agreeing[at] as number;
        changes = this.#bounds.given(mask).changes[c];
      }
      const pattern = patterns[at] as number;
      let most = (this.#most[at] as number) + ((changes as Float64Array)[pattern] as number);
      if (rarity && pattern > 0) most -= comparator.logFrequency(pattern, a, b);
      this.#most[at] = most;
    }
  }

  /** The weight of a pair whose patterns were found, summed in the order of the comparisons. */
  #sum(left: number, right: number): number {
    const { prior, weights, disagrees, reliefs } = this.#tables;
    const { discounts } = this.#bounds.given(this.#agreeing[right] as number);
    let weight = prior;
    let disagreeing = 0;
    for (let c = 0; c < this.columns.length; c++) {
      const column = this.columns[c] as Int32Array;
      const patterns = this.#patterns[c] as Uint8Array;
      const a = column[left] as number;
      const b = column[right] as number;
      if (a === b && a >= 0) {
        weight += this.#bitsOfSame(c, a, discounts);
        patterns[right] = this.#samePatterns[c] as number;
      } else if ((a | b) >= 0) {
        const pattern = patterns[right] as number;
        const bits = ((weights[c] as Float64Array)[pattern] as number) - (this.#comparators[c] as Comparator).logFrequency(pattern, a, b);
        weight += bits - ((discounts[c] as Float64Array)[pattern] as number);
      }
      if (c < MOST_GIVEN) disagreeing |= ((disagrees[c] as Uint8Array)[patterns[right] as number] as number) << c;
    }
    if (disagreeing === 0) return weight;
    for (let c = 0; c < this.columns.length; c++) {
      const relief = reliefs[c];
      if (relief != null) weight += reliefOf(relief, disagreeing, (this.#patterns[c] as Uint8Array)[right] as number);
    }
    return weight;
  }

  /** What two equal values add to the weight, reliefs apart. */
  #bitsOfSame(c: number, a: number, discounts: readonly Float64Array[]): number {
    if (this.#sameValues[c] !== a) {
      const comparator = this.#comparators[c] as Comparator;
      const pattern = comparator.compare(a, a);
      this.#sameValues[c] = a;
      this.#sameBits[c] = ((this.#tables.weights[c] as Float64Array)[pattern] as number) - comparator.logFrequency(pattern, a, a);
      this.#samePatterns[c] = pattern;
    }
    return (this.#sameBits[c] as number) - ((discounts[c] as Float64Array)[this.#samePatterns[c] as number] as number);
  }
}
