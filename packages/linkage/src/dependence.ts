import { disagreements, levelShares, levelSums, matchProbabilities, reliefsOf, type TrainingPairs } from './global-estimation.ts';
import { combineKeys } from './keys.ts';
import { slotLevel, type Comparator } from './comparator.ts';
import { matchWeight, scoringTables, weightOf, type Dependence, type ModelParameters, type Relief, type SlotParameters } from './model.ts';
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
  order: readonly number[],
): Dependence[] {
  const found: Dependence[] = [];
  const probabilities = matchProbabilities(training, scanner.comparators, model);
  const { columns, records } = someRecords(source);
  const size = source.codes[0]?.length ?? 0;
  // Of a share of the records, the square of the share of the pairs.
  const share = (records.length / Math.max(1, size)) ** 2;
  const part = { ...source, records };
  order.slice(0, -1).forEach((first, place) => {
    const column = columns[first] as Int32Array;
    const matches = share * expected(training, probabilities, [first]);
    found.push(...dependenceGiven(scanner, part, model, { given: [first], on: order.slice(place + 1) }, column, matches));
    order.slice(place + 1, -1).forEach((second, after) => {
      // Two that agree together tell more than either: an e-mail is made of both names.
      const both = { offsets: null, codes: columns[second] as Int32Array };
      const joined = combineKeys({ offsets: null, codes: column }, both, column.length).codes;
      const pair = { given: [first, second], on: order.slice(place + after + 2) };
      found.push(...dependenceGiven(scanner, part, model, pair, joined, share * expected(training, probabilities, pair.given)));
    });
  });
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

/** Comparisons that agree, and those that may say the same again. */
interface Question {
  readonly given: readonly number[];
  readonly on: readonly number[];
}

function dependenceGiven(
  scanner: Scanner,
  source: AgreementPart,
  model: ModelParameters,
  { given, on }: Question,
  codes: Int32Array,
  expectedMatches: number,
): Dependence[] {
  const drawn = drawAgreeing(source, codes, expectedMatches);
  if (drawn === null) return [];
  const pairs = scanner.compare(drawn.left, drawn.right);
  const conditional = conditionalU(pairs, scanner.comparators, model, given, drawn.matching);
  if (conditional === null) return [];
  const evidenceOf = (c: number, s: number): number => {
    const comparator = scanner.comparators[c] as Comparator;
    const seen = new Float64Array(comparator.patterns);
    for (const pattern of pairs.patterns[c] as Uint8Array) seen[pattern] = (seen[pattern] as number) + 1;
    return levelSums(comparator, s, seen).reduce((sum, each) => sum + each, 0) * conditional.nonMatches;
  };
  return on.flatMap((c) =>
    (model.comparisons[c] as readonly SlotParameters[]).flatMap((slot, s): Dependence[] => {
      const shared = conditional.u[c]?.[s];
      const evidence = evidenceOf(c, s);
      const discounts = slot.u.map((u, level) => discountFor(u, shared?.[level] ?? u, evidence));
      return discounts.some((bits) => bits > 0) ? [{ given, on: c, slot: s, discounts }] : [];
    }),
  );
}

/**
 * The discounts that training starts from: where an earlier comparison agrees exactly, partial agreement of a later
 * one says nothing. What a household shares (the place, the telephone, the surname) says nothing new once a part of it
 * agrees. Otherwise namesakes whose e-mails resemble each other, or brothers, would be the first to pass for
 * matches, and all that is estimated later would confirm it.
 */
export function scepticalDependence(
  comparators: readonly Comparator[],
  model: ModelParameters,
  order: readonly number[],
  ofThePlace: readonly boolean[],
): Dependence[] {
  return order.flatMap((on, place) =>
    (comparators[on] as Comparator).slots.flatMap(({ exactLevels }, slot) => {
      const parameters = model.comparisons[on]?.[slot] as SlotParameters;
      return order.slice(0, place).map((given): Dependence => {
        const household = ofThePlace[given] === true && (ofThePlace[on] === true || isSurname(comparators[on] as Comparator, slot));
        const discounts = parameters.u.map((_, level) =>
          exactLevels.includes(level) && !household ? 0 : Math.max(0, matchWeight(parameters, level)),
        );
        return { given: [given], on, slot, discounts };
      });
    }),
  );
}

/** True of the surname within a person's name, and of a comparison of a field of surnames. */
function isSurname({ slots }: Comparator, slot: number): boolean {
  return /^(?:surname|last|family)/i.test(slots[slot]?.name ?? '');
}

/**
 * How much less disagreement tells of the place where a person can be found, once one such comparison disagrees: from
 * what the matches among the candidates do. Disagreement may come to say nothing, never to speak for a match.
 */
export function estimateReliefs(
  scanner: Scanner,
  model: ModelParameters,
  training: TrainingPairs,
  order: readonly number[],
  ofThePlace: readonly boolean[],
): Relief[] {
  const { comparators } = scanner;
  const tables = scoringTables(comparators, model);
  const probabilities = matchProbabilities(training, comparators, model);
  const disagreeing = disagreements(training, tables);
  const places = order.filter((c) => ofThePlace[c] === true && comparators[c]?.slots.length === 1);
  return places.slice(1).flatMap((on, before): Relief[] => {
    const given = places.slice(0, before + 1);
    const mask = given.reduce((bits, each) => bits | (1 << each), 0);
    const sums = new Float64Array((comparators[on] as Comparator).patterns);
    training.patterns[on]?.forEach((pattern, k) => {
      if (((disagreeing[k] as number) & mask) !== 0) sums[pattern] = (sums[pattern] as number) + (probabilities[k] as number);
    });
    const slot = model.comparisons[on]?.[0] as SlotParameters;
    const shares = levelShares(comparators[on] as Comparator, 0, sums);
    const bits = slot.m.map((m, level) => {
      const weight = matchWeight(slot, level);
      return weight < 0 ? Math.min(-weight, Math.max(0, Math.log2((shares[level] as number) / m))) : 0;
    });
    return bits.some((each) => each > 0) ? [{ given, on, bits }] : [];
  });
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
 * for chance. Both are climbed, and that is taken which leaves about as many matches as the model expects: the higher
 * one need not be right, as u is free to follow the matches and m is not.
 */
function conditionalU(
  pairs: ComparedPairs,
  comparators: readonly Comparator[],
  model: ModelParameters,
  given: readonly number[],
  expectedShare: number,
): { readonly u: number[][][]; readonly nonMatches: number } | null {
  const count = pairs.left.length;
  const tables = scoringTables(comparators, model);
  const reliefs = reliefsOf(pairs, tables, given.reduce((mask, each) => mask | (1 << each), 0)).map((bits) => bits * Math.LN2);
  const unconditional = model.comparisons.map((slots) => slots.map((slot) => [...slot.u]));
  const drawn = smoothedShares(pairs, comparators, model, new Float64Array(count));
  const climbs = [unconditional, drawn].map((start) => climb(pairs, comparators, model, { given, reliefs }, { u: start, matching: expectedShare }));
  const [first, second] = climbs as [Climb, Climb];
  const { u, matching } = surprise(second, expectedShare) < surprise(first, expectedShare) ? second : first;
  return matching > MOST_MATCHES || (1 - matching) * count < LEAST_NON_MATCHES ? null : { u, nonMatches: 1 - matching };
}

interface Climb {
  readonly u: number[][][];
  readonly matching: number;
}

/** How far the share of matches lies from what the model expects, in odds. */
function surprise({ matching }: Climb, expectedShare: number): number {
  return Math.abs(weightOf(matching) - weightOf(expectedShare));
}

/** Expectation-maximisation of u and the share of matches, m held. */
function climb(
  pairs: ComparedPairs,
  comparators: readonly Comparator[],
  model: ModelParameters,
  { given, reliefs }: { readonly given: readonly number[]; readonly reliefs: Float64Array },
  start: Climb,
): Climb {
  const count = pairs.left.length;
  let u = start.u;
  let matching = Math.min(start.matching, MOST_MATCHES);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const prior = Math.log(matching / (1 - matching));
    const ratio = reliefs.map((relief) => relief + prior);
    comparators.forEach((comparator, c) => {
      if (given.includes(c)) return;
      const slots = model.comparisons[c] as readonly SlotParameters[];
      const ratios = logRatios(comparator, slots, u[c] as number[][]);
      const patterns = pairs.patterns[c] as Uint8Array;
      for (let k = 0; k < count; k++) {
        const pattern = patterns[k] as number;
        ratio[k] = (ratio[k] as number) + (ratios[pattern] as number);
      }
    });
    let matches = 0;
    for (let k = 0; k < count; k++) {
      ratio[k] = 1 / (1 + Math.exp(-(ratio[k] as number)));
      matches += ratio[k] as number;
    }
    matching = Math.min(Math.max(matches / count, 1e-6), 1 - 1e-6);
    u = smoothedShares(pairs, comparators, model, ratio);
  }
  return { u, matching };
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

/** By pattern: the log of m/u. */
function logRatios(comparator: Comparator, slots: readonly SlotParameters[], u: readonly (readonly number[])[]): Float64Array {
  const ratios = new Float64Array(comparator.patterns);
  for (let pattern = 0; pattern < comparator.patterns; pattern++) {
    slots.forEach((slot, s) => {
      const level = slotLevel(comparator.slots, s, pattern);
      if (level < 0) return;
      ratios[pattern] = (ratios[pattern] as number) + Math.log((slot.m[level] as number) / (u[s]?.[level] as number));
    });
  }
  return ratios;
}
