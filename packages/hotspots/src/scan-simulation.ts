import { checkpoint, type LongRun } from './progress.ts';
import { seededRandom, type Random } from './random.ts';
import { AliasTable, drawWithout } from './sampling.ts';
import { ratioOf, type ScanInput } from './scan-models.ts';

/** Windows below this logarithm are not worked out unless a simulation has none above it. */
const WORTH_LOOKING = 3;

/** The largest log likelihood ratio of each simulation `from` to `to - 1`, cases spread by chance. */
export function simulatedMaxima(input: ScanInput, from: number, to: number, run: LongRun): Float64Array {
  const spread = input.model === 'poisson' ? poissonSpread(input) : bernoulliSpread(input);
  const places = input.population.length;
  const first = new Int32Array(places);
  const second = new Int32Array(places);
  const search = new WindowSearch(input);
  const maxima = new Float64Array(to - from);
  for (let simulation = from; simulation < to; simulation += 2) {
    if ((simulation - from) % 16 === 0) checkpoint(run, simulation - from, to - from);
    spread(first.fill(0), seededRandom(input.seed, simulation));
    // An odd one out goes with an empty partner, so that every simulation stands alone with its own random stream.
    second.fill(0);
    if (simulation + 1 < to) spread(second, seededRandom(input.seed, simulation + 1));
    const [most, other] = search.largestRatios(first, second);
    maxima[simulation - from] = most;
    if (simulation + 1 < to) maxima[simulation + 1 - from] = other;
  }
  checkpoint(run, 1, 1);
  return maxima;
}

function poissonSpread(input: ScanInput): (counts: Int32Array, random: Random) => void {
  const table = new AliasTable(input.population);
  return (counts, random) => {
    for (let k = 0; k < input.cases; k++) counts[table.draw(random)]!++;
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
  const { sizes, complete, cases, minimumCases } = input;
  return Int32Array.from(sizes, (size, at) => {
    if (complete[at] === 0) return cases + 1;
    // The ratio rises with the cases, so the border is found by halving.
    let low = minimumCases;
    let high = cases + 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ratioOf(input, middle, size) > level) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

/**
 * Looks for the largest ratio of two simulations at once: their counts lie in the two halves of one 32-bit number, and
 * adding 0x8000 less the needed cases sets the top bit of a half exactly when it has enough.
 */
class WindowSearch {
  private readonly input: ScanInput;
  private readonly needed: Int32Array;
  private readonly packed: Int32Array;
  private readonly bias: Int32Array;
  private anyNeeded: Int32Array | undefined;

  constructor(input: ScanInput) {
    this.input = input;
    this.needed = neededCases(input, WORTH_LOOKING);
    this.packed = new Int32Array(input.population.length);
    this.bias = this.needed.map((needed) => (needed > 0x7fff ? 0 : Math.imul(0x8000 - needed, 0x10001)));
  }

  largestRatios(first: Int32Array, second: Int32Array): [number, number] {
    if (this.input.cases > 0x7fff) return [this.largestRatio(first, this.needed), this.largestRatio(second, this.needed)];
    const { starts, places, sizes } = this.input;
    const { packed, bias, needed } = this;
    for (let i = 0; i < packed.length; i++) packed[i] = first[i]! | (second[i]! << 16);
    let most = 0;
    let other = 0;
    for (let centre = 0; centre + 1 < starts.length; centre++) {
      let c = 0;
      const end = starts[centre + 1]!;
      for (let at = starts[centre]!; at < end; at++) {
        c = (c + packed[places[at]!]!) | 0;
        if ((((c + bias[at]!) | 0) & 0x80008000) === 0) continue;
        if ((c & 0xffff) >= needed[at]!) most = Math.max(most, ratioOf(this.input, c & 0xffff, sizes[at]!));
        if (c >>> 16 >= needed[at]!) other = Math.max(other, ratioOf(this.input, c >>> 16, sizes[at]!));
      }
    }
    return [most > 0 ? most : this.anyRatio(first), other > 0 ? other : this.anyRatio(second)];
  }

  /** For the rare simulation without any ratio worth looking at. */
  private anyRatio(counts: Int32Array): number {
    return this.largestRatio(counts, (this.anyNeeded ??= neededCases(this.input, 0)));
  }

  private largestRatio(counts: Int32Array, needed: Int32Array): number {
    const { starts, places, sizes } = this.input;
    let most = 0;
    for (let centre = 0; centre + 1 < starts.length; centre++) {
      let c = 0;
      const end = starts[centre + 1]!;
      for (let at = starts[centre]!; at < end; at++) {
        c += counts[places[at]!]!;
        if (c >= needed[at]!) most = Math.max(most, ratioOf(this.input, c, sizes[at]!));
      }
    }
    return most > 0 || needed === this.anyNeeded ? most : this.anyRatio(counts);
  }
}
