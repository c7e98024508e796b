import { bandCount, bandOf, type Bands, type PairLists } from './close-pairs.ts';
import { checkpoint, type LongRun } from './progress.ts';
import { seededRandom, shuffle } from './random.ts';

/** All that counting pairs by distance and time needs; plain arrays, so that it can be handed to another thread. */
export interface KnoxInput {
  readonly pairs: PairLists;
  readonly day: Float64Array;
  readonly spatialBands: number;
  readonly temporal: Bands;
  /** Pairs in each temporal band over all distances, for a spatial band without an end; no shuffle changes it. */
  readonly totals: Float64Array | undefined;
  readonly seed: number;
}

/** What a stretch of permutations found, cell by cell; stretches add up. */
export interface KnoxTally {
  readonly sums: Float64Array;
  /** In how many permutations the cell was at least the one observed. */
  readonly atLeast: Float64Array;
}

/** Counts of pairs by spatial band (rows) and temporal band (columns), in one list. */
export function observedTable(input: KnoxInput): Float64Array {
  return new PairCounter(input).count(input.day);
}

/** Shuffles the days over the places for the permutations `from` to `to - 1`, each with its own random stream. */
export function permutedTables(input: KnoxInput, from: number, to: number, run: LongRun): KnoxTally {
  const counter = new PairCounter(input);
  const observed = counter.count(input.day);
  const tally = { sums: new Float64Array(observed.length), atLeast: new Float64Array(observed.length) };
  const day = new Float64Array(input.day.length);
  for (let permutation = from; permutation < to; permutation++) {
    if (permutation % 16 === 0) checkpoint(run, permutation - from, to - from);
    day.set(input.day);
    shuffle(day, seededRandom(input.seed, permutation));
    const table = counter.count(day);
    for (let cell = 0; cell < table.length; cell++) {
      tally.sums[cell]! += table[cell]!;
      if (table[cell]! >= observed[cell]!) tally.atLeast[cell]!++;
    }
  }
  checkpoint(run, 1, 1);
  return tally;
}

/** More days than this between first and last event are counted by comparing instead of by tallying each difference. */
const LONGEST_TALLY = 4096;

class PairCounter {
  private readonly input: KnoxInput;
  private readonly columns: number;
  /** For whole days: how many pairs are 0, 1, 2 … days apart, and the band of each difference. */
  private readonly differences: Uint32Array | undefined;
  private readonly bandOfDifference: Int32Array | undefined;
  private readonly days: Int32Array;

  constructor(input: KnoxInput) {
    this.input = input;
    this.columns = bandCount(input.temporal);
    this.days = new Int32Array(input.day.length);
    const range = spanOf(input.day);
    if (input.day.every(Number.isInteger) && range <= LONGEST_TALLY) {
      this.differences = new Uint32Array(range + 1);
      this.bandOfDifference = Int32Array.from({ length: range + 1 }, (_, difference) => bandOf(input.temporal, difference));
    }
  }

  count(day: Float64Array): Float64Array {
    const { input, columns } = this;
    const table = new Float64Array(input.spatialBands * columns);
    for (let band = 0; band < input.pairs.bands; band++) {
      if (this.differences === undefined) this.compare(day, band, table);
      else this.tally(day, band, table, this.differences, this.bandOfDifference!);
    }
    if (input.totals !== undefined) {
      const last = (input.spatialBands - 1) * columns;
      for (let column = 0; column < columns; column++) {
        let near = 0;
        for (let cell = column; cell < last; cell += columns) near += table[cell]!;
        table[last + column] = input.totals[column]! - near;
      }
    }
    return table;
  }

  private tally(day: Float64Array, band: number, table: Float64Array, differences: Uint32Array, bandOfDifference: Int32Array): void {
    const { starts, partners, count } = this.input.pairs;
    const { days } = this;
    for (let i = 0; i < count; i++) days[i] = day[i]!;
    differences.fill(0);
    let at = starts[band * count]!;
    for (let i = 0; i < count; i++) {
      const own = days[i]!;
      for (const end = starts[band * count + i + 1]!; at < end; at++) differences[Math.abs(own - days[partners[at]!]!)]!++;
    }
    for (let difference = 0; difference < differences.length; difference++) {
      const column = bandOfDifference[difference]!;
      if (column >= 0) table[band * this.columns + column]! += differences[difference]!;
    }
  }

  private compare(day: Float64Array, band: number, table: Float64Array): void {
    const { starts, partners, count } = this.input.pairs;
    for (let i = 0; i < count; i++) {
      for (let at = starts[band * count + i]!; at < starts[band * count + i + 1]!; at++) {
        const column = bandOf(this.input.temporal, Math.abs(day[i]! - day[partners[at]!]!));
        if (column >= 0) table[band * this.columns + column]!++;
      }
    }
  }
}

function spanOf(day: Float64Array): number {
  let low = Infinity;
  let high = -Infinity;
  for (const value of day) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return day.length === 0 ? 0 : high - low;
}

/** How many of all pairs lie in each temporal band. */
export function temporalTotals(day: Float64Array, temporal: Bands): Float64Array {
  const totals = new Float64Array(bandCount(temporal));
  const counts = new Map<number, number>();
  for (const value of day) counts.set(value, (counts.get(value) ?? 0) + 1);
  const days = [...counts].sort((a, b) => a[0] - b[0]);
  days.forEach(([value, many], k) => {
    const same = bandOf(temporal, 0);
    if (same >= 0) totals[same]! += (many * (many - 1)) / 2;
    for (const [later, others] of days.slice(k + 1)) {
      const band = bandOf(temporal, later - value);
      if (band >= 0) totals[band]! += many * others;
    }
  });
  return totals;
}
