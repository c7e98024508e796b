import { levelSums, matchProbabilities, type TrainingPairs } from './global-estimation.ts';
import { combineKeys } from './keys.ts';
import { slotLevel, type Comparator } from './comparator.ts';
import { matchWeight, MOST_GIVEN, type Dependence, type ModelParameters, type SlotParameters } from './model.ts';
import type { ComparedPairs, Scanner } from './scan.ts';

const SAMPLE = 10_000;
/** Records among which pairs that agree are looked for. */
const RECORDS = 120_000;
const ITERATIONS = 15;
/** Pairs' worth of trust in the unconditional u. */
const PSEUDO_PAIRS = 20;
/** Smaller dependences than this, in bits, are noise. */
const LEAST_DISCOUNT = 0.3;
/** Where nearly all pairs that agree are matches, or few non-matches were drawn, u' cannot be told. */
const MOST_MATCHES = 0.9;
const LEAST_NON_MATCHES = 300;

/** Where the pairs that agree in one comparison are drawn from. */
export interface AgreementSource {
  readonly codes: readonly Int32Array[];
  readonly tableOf: Uint8Array | null;
  readonly random: () => number;
}

/**
 * Finds comparisons that say twice what one or two earlier ones said: an e-mail made of the name, a town in a
 * postcode. Pairs that agree in the earlier ones are drawn and u is estimated anew among those that do not match (m
 * held, the share of matches free); where it is higher than u, the level's weight must shrink when
 * the earlier ones agree. The dependence of comparisons is Winkler's (1993) concern; this estimate is our own.
 */
export function estimateDependence(
  scanner: Scanner,
  source: AgreementSource,
  model: ModelParameters,
  training: TrainingPairs,
): Dependence[] {
  const found: Dependence[] = [];
  const probabilities = matchProbabilities(training, scanner.comparators, model);
  const last = Math.min(scanner.comparators.length, MOST_GIVEN) - 1;
  const { columns, records } = someRecords(source);
  const size = source.codes[0]?.length ?? 0;
  // Of a share of the records, the square of the share of the pairs.
  const share = (records.length / Math.max(1, size)) ** 2;
  const part = { ...source, records };
  for (let first = 0; first < last; first++) {
    const column = columns[first] as Int32Array;
    const matches = share * expected(training, probabilities, [first]);
    found.push(...dependenceGiven(scanner, part, model, [first], column, matches));
    for (let second = first + 1; second < last; second++) {
      // Two that agree together tell more than either: an e-mail is made of both names.
      const both = { offsets: null, codes: columns[second] as Int32Array };
      const joined = combineKeys({ offsets: null, codes: column }, both, column.length).codes;
      const given = [first, second];
      const matchesOfBoth = share * expected(training, probabilities, given);
      found.push(...dependenceGiven(scanner, part, model, given, joined, matchesOfBoth));
    }
  }
  return found;
}

/** Enough records to find pairs that agree; of a large file a random part. */
function someRecords({ codes, random }: AgreementSource): { columns: readonly Int32Array[]; records: Int32Array } {
  const size = codes[0]?.length ?? 0;
  const records = new Int32Array(size);
  for (let i = 0; i < size; i++) records[i] = i;
  if (size <= RECORDS) return { columns: codes, records };
  for (let i = 0; i < RECORDS; i++) {
    const other = i + Math.floor(random() * (size - i));
    [records[i], records[other]] = [records[other] as number, records[i] as number];
  }
  const part = records.slice(0, RECORDS);
  return { columns: codes.map((column) => part.map((record) => column[record] as number)), records: part };
}

/** How many matches agree in all of the given comparisons, as the model sees it. */
function expected(training: TrainingPairs, probabilities: Float64Array, given: readonly number[]): number {
  const mask = given.reduce((bits, each) => bits | (1 << each), 0);
  let sum = 0;
  for (let k = 0; k < probabilities.length; k++) {
    if (((training.equal[k] as number) & mask) === mask) sum += probabilities[k] as number;
  }
  return sum * training.scale;
}

/** The records that a part's columns are of. */
interface AgreementPart extends AgreementSource {
  readonly records: Int32Array;
}

function dependenceGiven(
  scanner: Scanner,
  source: AgreementPart,
  model: ModelParameters,
  given: readonly number[],
  codes: Int32Array,
  expectedMatches: number,
): Dependence[] {
  const drawn = drawAgreeing(source, codes, expectedMatches);
  if (drawn === null) return [];
  const pairs = scanner.compare(drawn.left, drawn.right);
  const conditional = conditionalU(pairs, scanner.comparators, model, given, drawn.matching);
  if (conditional === null) return [];
  const from = (given.at(-1) as number) + 1;
  const evidenceOf = (c: number, s: number): number => {
    const comparator = scanner.comparators[c] as Comparator;
    const seen = new Float64Array(comparator.patterns);
    for (const pattern of pairs.patterns[c] as Uint8Array) seen[pattern] = (seen[pattern] as number) + 1;
    return levelSums(comparator, s, seen).reduce((sum, each) => sum + each, 0) * conditional.nonMatches;
  };
  return model.comparisons.slice(from).flatMap((slots, after) =>
    slots.flatMap((slot, s): Dependence[] => {
      const shared = conditional.u[from + after]?.[s];
      const evidence = evidenceOf(from + after, s);
      const discounts = slot.u.map((u, level) => discountFor(u, shared?.[level] ?? u, evidence));
      return discounts.some((bits) => bits > 0) ? [{ given, on: from + after, slot: s, discounts }] : [];
    }),
  );
}

/**
 * The discounts that training starts from: where an earlier comparison agrees exactly, partial agreement of a later
 * one says nothing. Otherwise namesakes whose e-mails resemble each other would be the first to pass for matches, and
 * all that is estimated later would confirm it.
 */
export function scepticalDependence(comparators: readonly Comparator[], model: ModelParameters): Dependence[] {
  const found: Dependence[] = [];
  for (let on = 1; on < Math.min(comparators.length, MOST_GIVEN + 1); on++) {
    (comparators[on] as Comparator).slots.forEach(({ exactLevels }, slot) => {
      const parameters = model.comparisons[on]?.[slot] as SlotParameters;
      const discounts = parameters.u.map((_, level) =>
        exactLevels.includes(level) ? 0 : Math.max(0, matchWeight(parameters, level)),
      );
      for (let given = 0; given < on; given++) found.push({ given: [given], on, slot, discounts });
    });
  }
  return found;
}

/**
 * Not bounded by the level's weight: m is estimated again with the discount, and a bound by the old m would let it grow.
 * @param evidence how many non-matches were seen; what a few of them did by chance is no dependence
 */
function discountFor(u: number, conditional: number, evidence: number): number {
  const bits = Math.log2(conditional / u);
  const seen = conditional * evidence;
  const surely = seen - 2 * Math.sqrt(seen) > u * evidence;
  return bits > LEAST_DISCOUNT && surely ? bits : 0;
}

/**
 * Draws pairs of records with equal values, each such pair as likely as any other; null where too few of them are
 * non-matches to learn from.
 */
function drawAgreeing(
  { tableOf, random, records: all }: AgreementPart,
  column: Int32Array,
  expectedMatches: number,
): DrawnPairs | null {
  const { offsets, records } = recordsByValue(column);
  const cumulative = new Float64Array(offsets.length);
  for (let value = 0; value + 1 < offsets.length; value++) {
    const count = (offsets[value + 1] as number) - (offsets[value] as number);
    cumulative[value + 1] = (cumulative[value] as number) + count * (count - 1);
  }
  const total = cumulative[offsets.length - 1] ?? 0;
  const wanted = Math.min(SAMPLE, Math.floor(total / 2));
  const matching = Math.max(expectedMatches / (total / 2), 1e-6);
  if (matching > MOST_MATCHES || !((1 - matching) * wanted >= LEAST_NON_MATCHES)) return null;
  const left: number[] = [];
  const right: number[] = [];
  for (let draw = 0; draw < wanted; draw++) {
    const value = lastAtMost(cumulative, random() * total);
    const from = offsets[value] as number;
    const count = (offsets[value + 1] as number) - from;
    const first = Math.floor(random() * count);
    const second = (first + 1 + Math.floor(random() * (count - 1))) % count;
    const [a, b] = [all[records[from + first] as number] as number, all[records[from + second] as number] as number];
    if (tableOf !== null && tableOf[a] === tableOf[b]) continue;
    left.push(a);
    right.push(b);
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right), matching };
}

interface DrawnPairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** The expected share of matches among them. */
  readonly matching: number;
}

function recordsByValue(column: Int32Array): { offsets: Int32Array; records: Int32Array } {
  let largest = -1;
  for (const code of column) if (code > largest) largest = code;
  const offsets = new Int32Array(largest + 2);
  for (const code of column) if (code >= 0) offsets[code + 1] = (offsets[code + 1] as number) + 1;
  for (let value = 0; value <= largest; value++) {
    offsets[value + 1] = (offsets[value + 1] as number) + (offsets[value] as number);
  }
  const records = new Int32Array(offsets[largest + 1] as number);
  const cursor = offsets.slice();
  column.forEach((code, record) => {
    if (code < 0) return;
    const place = cursor[code] as number;
    records[place] = record;
    cursor[code] = place + 1;
  });
  return { offsets, records };
}

/** The last position whose value is at most `target`. */
function lastAtMost(ascending: Float64Array, target: number): number {
  let low = 0;
  let high = ascending.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] as number) <= target) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * u by comparison, slot and level among pairs that agree in `given`; null where it cannot be told. The likelihood has
 * two hills: from the u of all pairs every further agreement passes for a match, from the shares as they were drawn
 * for chance. Both are climbed and the higher one is taken.
 */
function conditionalU(
  pairs: ComparedPairs,
  comparators: readonly Comparator[],
  model: ModelParameters,
  given: readonly number[],
  expectedShare: number,
): { readonly u: number[][][]; readonly nonMatches: number } | null {
  const count = pairs.left.length;
  const unconditional = model.comparisons.map((slots) => slots.map((slot) => [...slot.u]));
  const drawn = smoothedShares(pairs, comparators, model, new Float64Array(count));
  const climbs = [unconditional, drawn].map((start) => climb(pairs, comparators, model, given, { u: start, matching: expectedShare }));
  const [first, second] = climbs as [Climb, Climb];
  const { u, matching } = second.likelihood > first.likelihood ? second : first;
  return matching > MOST_MATCHES || (1 - matching) * count < LEAST_NON_MATCHES ? null : { u, nonMatches: 1 - matching };
}

interface Climb {
  readonly u: number[][][];
  readonly matching: number;
  /** The log-likelihood per pair before the last step. */
  readonly likelihood: number;
}

/** Expectation-maximisation of u and the share of matches, m held. */
function climb(
  pairs: ComparedPairs,
  comparators: readonly Comparator[],
  model: ModelParameters,
  given: readonly number[],
  start: Pick<Climb, 'u' | 'matching'>,
): Climb {
  const count = pairs.left.length;
  let u = start.u;
  let matching = Math.min(start.matching, MOST_MATCHES);
  let likelihood = 0;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const ratio = new Float64Array(count).fill(Math.log(matching / (1 - matching)));
    const chance = new Float64Array(count).fill(Math.log(1 - matching));
    comparators.forEach((comparator, c) => {
      if (given.includes(c)) return;
      const slots = model.comparisons[c] as readonly SlotParameters[];
      const [ratios, chances] = logTables(comparator, slots, u[c] as number[][]);
      const patterns = pairs.patterns[c] as Uint8Array;
      for (let k = 0; k < count; k++) {
        const pattern = patterns[k] as number;
        ratio[k] = (ratio[k] as number) + (ratios[pattern] as number);
        chance[k] = (chance[k] as number) + (chances[pattern] as number);
      }
    });
    let matches = 0;
    likelihood = 0;
    for (let k = 0; k < count; k++) {
      const logOdds = ratio[k] as number;
      likelihood += (chance[k] as number) + (logOdds > 30 ? logOdds : Math.log1p(Math.exp(logOdds)));
      ratio[k] = 1 / (1 + Math.exp(-logOdds));
      matches += ratio[k] as number;
    }
    matching = Math.min(Math.max(matches / count, 1e-6), 1 - 1e-6);
    u = smoothedShares(pairs, comparators, model, ratio);
  }
  return { u, matching, likelihood };
}

/** Shares of the levels among the pairs, each counted by how little it is a match, drawn a little towards u. */
function smoothedShares(
  pairs: ComparedPairs,
  comparators: readonly Comparator[],
  model: ModelParameters,
  matching: Float64Array,
): number[][][] {
  return comparators.map((comparator, c) => {
    const sums = new Float64Array(comparator.patterns);
    const patterns = pairs.patterns[c] as Uint8Array;
    for (let k = 0; k < patterns.length; k++) {
      const pattern = patterns[k] as number;
      sums[pattern] = (sums[pattern] as number) + 1 - (matching[k] as number);
    }
    return (model.comparisons[c] as readonly SlotParameters[]).map((slot, s) => {
      const levels = levelSums(comparator, s, sums).map((sum, level) => sum + PSEUDO_PAIRS * (slot.u[level] as number));
      const total = levels.reduce((sum, each) => sum + each, 0);
      return levels.map((sum) => sum / total);
    });
  });
}

/** By pattern: the log of m/u, and the log of u. */
function logTables(
  comparator: Comparator,
  slots: readonly SlotParameters[],
  u: readonly (readonly number[])[],
): [ratios: Float64Array, chances: Float64Array] {
  const [ratios, chances] = [new Float64Array(comparator.patterns), new Float64Array(comparator.patterns)];
  for (let pattern = 0; pattern < comparator.patterns; pattern++) {
    slots.forEach((slot, s) => {
      const level = slotLevel(comparator.slots, s, pattern);
      if (level < 0) return;
      const chance = Math.log(u[s]?.[level] as number);
      ratios[pattern] = (ratios[pattern] as number) + Math.log(slot.m[level] as number) - chance;
      chances[pattern] = (chances[pattern] as number) + chance;
    });
  }
  return [ratios, chances];
}
