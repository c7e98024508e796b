import { checkpoint, type LongRun } from './progress.ts';
import { seededRandom, type Random } from './random.ts';
import { AliasTable, drawWithout } from './sampling.ts';
import { ratioOf, type ScanInput } from './scan-models.ts';

/** Windows below the first logarithm are not worked out unless a simulation has none above it, and so on. */
const WORTH_LOOKING = [3.5, 2.5, 0];

/** Simulations searched together, two in each 32-bit number. */
const TOGETHER = 8;

/** Windows of one centre that are summed up before anybody looks whether one of them has enough cases. */
const BLOCK = 8;

/** The largest log likelihood ratio of each simulation `from` to `to - 1`, cases spread by chance. */
export function simulatedMaxima(input: ScanInput, from: number, to: number, run: LongRun): Float64Array {
  const spread = input.model === 'poisson' ? poissonSpread(input) : bernoulliSpread(input);
  const search = new WindowSearch(input);
  const maxima = new Float64Array(to - from);
  // Those missing from the last batch are empty, so that every simulation stands alone with its own random stream.
  const counts = Array.from({ length: TOGETHER }, () => new Int32Array(input.population.length));
  for (let simulation = from; simulation < to; simulation += TOGETHER) {
    checkpoint(run, simulation - from, to - from);
    counts.forEach((own, k) => {
      own.fill(0);
      if (simulation + k < to) spread(own, seededRandom(input.seed, simulation + k));
    });
    maxima.set(search.largestRatios(counts, Math.min(TOGETHER, to - simulation)), simulation - from);
  }
  checkpoint(run, 1, 1);
  return maxima;
}

function poissonSpread(input: ScanInput): (counts: Int32Array, random: Random) => void {
  const table = new AliasTable(input.population);
  const draws = new Uint32Array(input.cases);
  return (counts, random) => {
    random.fill(draws);
    table.count(draws, counts);
  };
}

function bernoulliSpread(input: ScanInput): (counts: Int32Array, random: Random) => void {
  const persons = new Uint32Array(input.persons);
  let at = 0;
  input.population.forEach((many, place) => {
    persons.fill(place, at, at + many);
    at += many;
  });
  const drawn = new Uint32Array(input.cases);
  return (counts, random) => {
    drawWithout(persons, input.cases, random, drawn, 0);
    for (const place of drawn) counts[place]!++;
  };
}

/** For each window the fewest cases with which its ratio exceeds `level`; out of reach for incomplete windows. */
function neededCases(input: ScanInput, level: number): Int32Array {
  const { starts, sizes, complete, cases, minimumCases } = input;
  const needed = new Int32Array(sizes.length);
  for (let centre = 0; centre + 1 < starts.length; centre++) {
    // The ratio rises with the cases and falls with the size, and each window holds the one before it.
    let enough = minimumCases;
    for (let at = starts[centre]!; at < starts[centre + 1]!; at++) {
      while (enough <= cases && ratioOf(input, enough, sizes[at]!) <= level) enough++;
      needed[at] = complete[at] === 0 ? cases + 1 : enough;
    }
  }
  return needed;
}

/**
 * Looks for the largest ratios of several simulations at once: the counts of two lie in the halves of one 32-bit number,
 * and adding 0x8000 less the needed cases sets the top bit of a half exactly when it has enough.
 */
class WindowSearch {
  private readonly input: ScanInput;
  private readonly needed = new Map<number, Int32Array>();
  private readonly packed: Int32Array;
  /** 0x8000 less the fewest cases that any window of a block needs, in both halves; blocks begin anew with each centre. */
  private readonly blocks: Int32Array;

  constructor(input: ScanInput) {
    this.input = input;
    this.packed = new Int32Array((TOGETHER / 2) * input.population.length);
    const blocks: number[] = [];
    const needed = this.neededFor(WORTH_LOOKING[0]!);
    for (let centre = 0; centre + 1 < input.starts.length; centre++) {
      const end = input.starts[centre + 1]!;
      for (let at = input.starts[centre]!; at < end; at += BLOCK) {
        const fewest = needed.subarray(at, Math.min(end, at + BLOCK)).reduce((least, cases) => Math.min(least, cases), 0x7fff);
        blocks.push(Math.imul(0x8000 - fewest, 0x10001));
      }
    }
    this.blocks = Int32Array.from(blocks);
  }

  /** The largest ratio of each of the first `many` simulations. */
  largestRatios(counts: readonly Int32Array[], many: number): Float64Array {
    const most = new Float64Array(TOGETHER);
    // The cases of a window must fit into half a number.
    const together = this.input.cases <= 0x7fff;
    if (together) this.searchTogether(counts, most);
    const levels = together ? WORTH_LOOKING.slice(1) : WORTH_LOOKING;
    return most.subarray(0, many).map((ratio, k) => (ratio > 0 ? ratio : this.largestRatio(counts[k]!, levels)));
  }

  private searchTogether(counts: readonly Int32Array[], most: Float64Array): void {
    const { packed, blocks } = this;
    const { starts, places } = this.input;
    for (let place = 0, to = 0; to < packed.length; place++) {
      for (let k = 0; k < TOGETHER; k += 2) packed[to++] = counts[k]![place]! | (counts[k + 1]![place]! << 16);
    }
    let block = 0;
    for (let centre = 0; centre + 1 < starts.length; centre++) {
      let a = 0, b = 0, c = 0, d = 0;
      const end = starts[centre + 1]!;
      for (let at = starts[centre]!; at < end; at += BLOCK) {
        const [a0, b0, c0, d0] = [a, b, c, d];
        const stop = at + BLOCK < end ? at + BLOCK : end;
        for (let window = at; window < stop; window++) {
          const from = places[window]! << 2;
          a = (a + packed[from]!) | 0;
          b = (b + packed[from + 1]!) | 0;
          c = (c + packed[from + 2]!) | 0;
          d = (d + packed[from + 3]!) | 0;
        }
        const bias = blocks[block++]!;
        if ((((a + bias) | (b + bias) | (c + bias) | (d + bias)) & 0x80008000) === 0) continue;
        if (((a + bias) & 0x80008000) !== 0) this.searchBlock(at, stop, 0, a0, most);
        if (((b + bias) & 0x80008000) !== 0) this.searchBlock(at, stop, 1, b0, most);
        if (((c + bias) & 0x80008000) !== 0) this.searchBlock(at, stop, 2, c0, most);
        if (((d + bias) & 0x80008000) !== 0) this.searchBlock(at, stop, 3, d0, most);
      }
    }
  }

  /** The windows `from` to `to - 1` of the two simulations in one number, which had `before` cases until there. */
  private searchBlock(from: number, to: number, pair: number, before: number, most: Float64Array): void {
    const { packed, input } = this;
    const needed = this.neededFor(WORTH_LOOKING[0]!);
    let both = before;
    for (let at = from; at < to; at++) {
      both = (both + packed[input.places[at]! * (TOGETHER / 2) + pair]!) | 0;
      if ((both & 0xffff) >= needed[at]!) most[2 * pair] = Math.max(most[2 * pair]!, ratioOf(input, both & 0xffff, input.sizes[at]!));
      if (both >>> 16 >= needed[at]!) most[2 * pair + 1] = Math.max(most[2 * pair + 1]!, ratioOf(input, both >>> 16, input.sizes[at]!));
    }
  }

  private largestRatio(counts: Int32Array, levels: readonly number[]): number {
    const { starts, places, sizes } = this.input;
    for (const level of levels) {
      const needed = this.neededFor(level);
      let most = 0;
      for (let centre = 0; centre + 1 < starts.length; centre++) {
        let c = 0;
        const end = starts[centre + 1]!;
        for (let at = starts[centre]!; at < end; at++) {
          c += counts[places[at]!]!;
          if (c >= needed[at]!) most = Math.max(most, ratioOf(this.input, c, sizes[at]!));
        }
      }
      if (most > 0) return most;
    }
    return 0;
  }

  private neededFor(level: number): Int32Array {
    let needed = this.needed.get(level);
    if (needed === undefined) this.needed.set(level, needed = neededCases(this.input, level));
    return needed;
  }
}
