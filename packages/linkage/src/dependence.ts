import type { AgreeingPairs } from './agreeing-pairs.ts';
import type { Comparator } from './comparator.ts';
import { conditionalU, LEAST_NON_MATCHES, MOST_MATCHES } from './conditional-u.ts';
import { disagreements, levelShares, levelSums, matchProbabilities, type TrainingPairs } from './global-estimation.ts';
import { matchWeight, scoringTables, type Dependence, type ModelParameters, type Relief, type SlotParameters } from './model.ts';
import type { Scanner } from './scan.ts';

/** Smaller dependences than this, in bits, are noise. */
const LEAST_DISCOUNT = 0.3;

/**
 * Finds comparisons that say twice what one or two earlier ones said: an e-mail made of the name, a town in a
 * postcode. Pairs that agree in the earlier ones are drawn and u is estimated anew among those that do not match (m
 * held, the share of matches free); where it is higher than u, the level's weight must shrink when
 * the earlier ones agree. The dependence of comparisons is Winkler's (1993) concern; this estimate is our own.
 */
export function estimateDependence(
  { comparators }: Scanner,
  agreeing: AgreeingPairs,
  model: ModelParameters,
  training: TrainingPairs,
  order: readonly number[],
): Dependence[] {
  const probabilities = matchProbabilities(training, comparators, model);
  return questionsOf(order).flatMap((question) => {
    const expectedMatches = agreeing.share * expected(training, probabilities, question.given);
    return dependenceGiven(comparators, agreeing, model, question, expectedMatches);
  });
}

/** One comparison that agrees, or two together, which tell more than either: an e-mail is made of both names. */
function questionsOf(order: readonly number[]): Question[] {
  return order.slice(0, -1).flatMap((first, place) => [
    { given: [first], on: order.slice(place + 1) },
    ...order.slice(place + 1, -1).map((second, after) => ({ given: [first, second], on: order.slice(place + after + 2) })),
  ]);
}

/** How many matches agree in all of the given comparisons, as the model sees it. */
function expected(training: TrainingPairs, probabilities: Float64Array, given: readonly number[]): number {
  const mask = given.reduce((bits, each) => bits | (1 << each), 0);
  let sum = 0;
  for (let k = 0; k < probabilities.length; k++) {
    if (((training.equal[k] as number) & mask) === mask) sum += (probabilities[k] as number) * (training.counts[k] as number);
  }
  return sum * training.scale;
}

/** Comparisons that agree, and those that may say the same again. */
interface Question {
  readonly given: readonly number[];
  readonly on: readonly number[];
}

function dependenceGiven(
  comparators: readonly Comparator[],
  agreeing: AgreeingPairs,
  model: ModelParameters,
  { given, on }: Question,
  expectedMatches: number,
): Dependence[] {
  const matching = Math.max(expectedMatches / agreeing.count(given), 1e-6);
  if (matching > MOST_MATCHES || !((1 - matching) * agreeing.wanted(given) >= LEAST_NON_MATCHES)) return [];
  const pairs = agreeing.draw(given);
  const conditional = conditionalU(pairs, comparators, model, given, matching);
  if (conditional === null) return [];
  const evidenceOf = (c: number, s: number): number => {
    const comparator = comparators[c] as Comparator;
    const seen = new Float64Array(comparator.patterns);
    pairs.patterns[c]?.forEach((pattern, k) => (seen[pattern] = (seen[pattern] as number) + (pairs.counts[k] as number)));
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
      if (((disagreeing[k] as number) & mask) === 0) return;
      sums[pattern] = (sums[pattern] as number) + (probabilities[k] as number) * (training.counts[k] as number);
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
