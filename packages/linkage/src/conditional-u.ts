import type { PatternCounts } from './agreeing-pairs.ts';
import { slotLevel, type Comparator } from './comparator.ts';
import { levelSums, reliefsOf } from './global-estimation.ts';
import { scoringTables, weightOf, type ModelParameters, type SlotParameters } from './model.ts';

const ITERATIONS = 15;
/** Pairs' worth of trust in the unconditional u. */
const PSEUDO_PAIRS = 20;
/** Where nearly all pairs that agree are matches, or few non-matches were drawn, u' cannot be told. */
export const MOST_MATCHES = 0.9;
export const LEAST_NON_MATCHES = 300;

/**
 * u by comparison, slot and level among pairs that agree in `given`; null where it cannot be told. The likelihood has
 * two hills: from the u of all pairs every further agreement passes for a match, from the shares as they were drawn
 * for chance. Both are climbed, and that is taken which leaves about as many matches as the model expects: the higher
 * one need not be right, as u is free to follow the matches and m is not.
 */
export function conditionalU(
  pairs: PatternCounts,
  comparators: readonly Comparator[],
  model: ModelParameters,
  given: readonly number[],
  expectedShare: number,
): { readonly u: number[][][]; readonly nonMatches: number } | null {
  const count = pairs.total;
  const tables = scoringTables(comparators, model);
  const reliefs = reliefsOf(pairs, tables, given.reduce((mask, each) => mask | (1 << each), 0)).map((bits) => bits * Math.LN2);
  const unconditional = model.comparisons.map((slots) => slots.map((slot) => [...slot.u]));
  const drawn = smoothedShares(pairs, comparators, model, new Float64Array(pairs.counts.length));
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
  pairs: PatternCounts,
  comparators: readonly Comparator[],
  model: ModelParameters,
  { given, reliefs }: { readonly given: readonly number[]; readonly reliefs: Float64Array },
  start: Climb,
): Climb {
  const { counts, total } = pairs;
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
      for (let k = 0; k < counts.length; k++) {
        const pattern = patterns[k] as number;
        ratio[k] = (ratio[k] as number) + (ratios[pattern] as number);
      }
    });
    let matches = 0;
    for (let k = 0; k < counts.length; k++) {
      ratio[k] = 1 / (1 + Math.exp(-(ratio[k] as number)));
      matches += (counts[k] as number) * (ratio[k] as number);
    }
    matching = Math.min(Math.max(matches / total, 1e-6), 1 - 1e-6);
    u = smoothedShares(pairs, comparators, model, ratio);
  }
  return { u, matching };
}

/** Shares of the levels among the pairs, each counted by how little it is a match, drawn a little towards u. */
function smoothedShares(
  pairs: PatternCounts,
  comparators: readonly Comparator[],
  model: ModelParameters,
  matching: Float64Array,
): number[][][] {
  return comparators.map((comparator, c) => {
    const sums = new Float64Array(comparator.patterns);
    const patterns = pairs.patterns[c] as Uint8Array;
    for (let k = 0; k < patterns.length; k++) {
      const pattern = patterns[k] as number;
      sums[pattern] = (sums[pattern] as number) + (pairs.counts[k] as number) * (1 - (matching[k] as number));
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
