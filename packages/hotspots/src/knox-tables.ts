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
  const counter = new PairCounter(input);
  return counter.count([counter.days])[0]!;
}

/** Shuffles the days over the places for the permutations `from` to `to - 1`, each with its own random stream. */
export function permutedTables(input: KnoxInput, from: number, to: number, run: LongRun): KnoxTally {
  const counter = new PairCounter(input);
  const observed = counter.count([counter.days])[0]!;
  const tally = { sums: new Float64Array(observed.length), atLeast: new Float64Array(observed.length) };
  const days = Array.from({ length: TOGETHER }, () => counter.days.slice());
  for (let permutation = from; permutation < to; permutation += TOGETHER) {
    if (permutation % 16 < TOGETHER) checkpoint(run, permutation - from, to - from);
    const some = days.slice(0, to - permutation);
    some.forEach((day, k) => {
      day.set(counter.days);
      shuffle(day, seededRandom(input.seed, permutation + k));
    });
    for (const table of counter.count(some)) {
      for (let cell = 0; cell < table.length; cell++) {
        tally.sums[cell]! += table[cell]!;
        if (table[cell]! >= observed[cell]!) tally.atLeast[cell]!++;
      }
    }
  }
  checkpoint(run, 1, 1);
  return tally;
}

/** Permutations counted side by side: each pair is looked up once for all of them, and their days lie together. */
const TOGETHER = 4;

/** More days than this between first and last event are counted by comparing instead of by tallying each difference. */
const LONGEST_TALLY = 4096;

class PairCounter {
  private readonly input: KnoxInput;
  private readonly columns: number;
  /** For whole days: how many pairs are 0, 1, 2 … days apart in each permutation, and the band of each difference. */
  private readonly differences: Uint32Array | undefined;
  private readonly bandOfDifference: Int32Array;
  /** The days of the events: whole ones from the first on, in so few bytes that they stay near the processor. */
  readonly days: Int16Array | Float64Array;
  /** Those of one place in all permutations beside each other. */
  private readonly placed: Int16Array;

  constructor(input: KnoxInput) {
    this.input = input;
    this.columns = bandCount(input.temporal);
    const { low, range } = spanOf(input.day);
    const tallied = input.day.every(Number.isInteger) && range <= LONGEST_TALLY;
    this.days = tallied ? Int16Array.from(input.day, (day) => day - low) : input.day;
    this.differences = tallied ? new Uint32Array((range + 1) * TOGETHER) : undefined;
    this.bandOfDifference = Int32Array.from({ length: tallied ? range + 1 : 0 }, (_, difference) => bandOf(input.temporal, difference));
    this.placed = new Int16Array(tallied ? input.day.length * TOGETHER : 0);
  }

  /** The tables of up to TOGETHER orders of the days. */
  count(orders: readonly (Int16Array | Float64Array)[]): Float64Array[] {
    const { input, columns } = this;
    const tables = orders.map(() => new Float64Array(input.spatialBands * columns));
    if (this.differences === undefined) orders.forEach((day, k) => this.compare(day, tables[k]!));
    else this.tally(orders, tables, this.differences);
    for (const table of tables) this.restOf(table);
    return tables;
  }

  /** A spatial band without an end holds what the totals leave. */
  private restOf(table: Float64Array): void {
    const { totals, spatialBands } = this.input;
    if (totals === undefined) return;
    const last = (spatialBands - 1) * this.columns;
    for (let column = 0; column < this.columns; column++) {
      let near = 0;
      for (let cell = column; cell < last; cell += this.columns) near += table[cell]!;
      table[last + column] = totals[column]! - near;
    }
  }

  private tally(orders: readonly (Int16Array | Float64Array)[], tables: readonly Float64Array[], differences: Uint32Array): void {
    const { pairs } = this.input;
    orders.forEach((day, k) => {
      for (let i = 0; i < pairs.count; i++) this.placed[i * TOGETHER + k] = day[pairs.order[i]!]!;
    });
    for (let band = 0; band < pairs.bands; band++) {
      differences.fill(0);
      tallyDifferences(pairs, band, this.placed, differences);
      tables.forEach((table, k) => {
        this.bandOfDifference.forEach((column, difference) => {
          if (column >= 0) table[band * this.columns + column]! += differences[difference * TOGETHER + k]!;
        });
      });
    }
  }

  private compare(day: Int16Array | Float64Array, table: Float64Array): void {
    const { starts, partners, count, bands, order } = this.input.pairs;
    for (let band = 0; band < bands; band++) {
      for (let i = 0; i < count; i++) {
        const own = day[order[i]!]!;
        for (let at = starts[band * count + i]!; at < starts[band * count + i + 1]!; at++) {
          const column = bandOf(this.input.temporal, Math.abs(own - day[order[partners[at]!]!]!));
          if (column >= 0) table[band * this.columns + column]!++;
        }
      }
    }
  }
}

/** Written out for four permutations: a loop over them would cost more than the counting. */
function tallyDifferences({ starts, partners, count }: PairLists, band: number, days: Int16Array, differences: Uint32Array): void {
  let at = starts[band * count]!;
  for (let i = 0; i < count; i++) {
    const end = starts[band * count + i + 1]!;
    const own = i << 2;
    const [a, b, c, d] = [days[own]!, days[own + 1]!, days[own + 2]!, days[own + 3]!];
    for (; at < end; at++) {
      const other = partners[at]! << 2;
      differences[Math.abs(a - days[other]!) << 2]!++;
      differences[(Math.abs(b - days[other + 1]!) << 2) + 1]!++;
      differences[(Math.abs(c - days[other + 2]!) << 2) + 2]!++;
      differences[(Math.abs(d - days[other + 3]!) << 2) + 3]!++;
    }
  }
}

function spanOf(day: Float64Array): { low: number; range: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of day) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return day.length === 0 ? { low: 0, range: 0 } : { low, range: high - low };
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
