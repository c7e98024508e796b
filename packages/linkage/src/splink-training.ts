import type { BlockingRule } from './blocking-rules.ts';
import { slotLevel } from './comparator.ts';
import { LinkageError } from './errors.ts';
import { expectationMaximisation } from './expectation-maximisation.ts';
import { levelShares, matchProbabilities, type TrainingPairs } from './global-estimation.ts';
import type { ModelParameters, SlotParameters } from './model.ts';
import type { ComparedPairs, Scanner } from './scan.ts';
import { fieldsOf, type Settings } from './settings.ts';

/** Pairs that a reviewer found to be of one person, by index. */
export interface ClericalLabels {
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
}

const LAMBDA_ITERATIONS = 50;

/** Pairs of one training rule. */
export interface RulePairs {
  readonly rule: BlockingRule;
  readonly pairs: ComparedPairs;
}

/**
 * m as Splink estimates it: expectation-maximisation inside each training rule with u fixed, for the comparisons that
 * the rule does not use; the median where several rules tell of the same comparison. No dependence, no calibration.
 * @throws LinkageError if no rule leaves a comparison free, or all give no pairs
 */
export function estimateByRules(
  scanner: Scanner,
  settings: Settings,
  start: ModelParameters,
  sessions: readonly RulePairs[],
): ModelParameters {
  const found = start.comparisons.map((slots) => slots.map((): (readonly number[])[] => []));
  for (const { rule, pairs } of sessions) {
    const free = freeSlots(scanner, settings, rule);
    if (pairs.left.length === 0 || free.length === 0) continue;
    const starting = free.map(([c, s]) => (start.comparisons[c] as readonly SlotParameters[])[s] as SlotParameters);
    const history = expectationMaximisation({
      gammas: free.map(([c, s]) => levelsOf(scanner, pairs, c, s)),
      parameters: starting,
      lambda: 0.3,
    });
    const estimated = history[history.length - 1]?.parameters ?? starting;
    free.forEach(([c, s], k) => {
      found[c]?.[s]?.push((estimated[k] ?? (starting[k] as SlotParameters)).m);
    });
  }
  if (found.flat().every((list) => list.length === 0)) {
    throw new LinkageError('no training rule gives pairs in which a comparison is free; give rules over other fields');
  }
  return {
    ...start,
    comparisons: start.comparisons.map((slots, c) =>
      slots.map((slot, s) => ({ u: slot.u, m: medians(found[c]?.[s] ?? [], slot.m) })),
    ),
  };
}

/** The comparisons, by slot, that share no field with a rule; their m is not distorted by it. */
function freeSlots(scanner: Scanner, settings: Settings, rule: BlockingRule): [comparison: number, slot: number][] {
  const used = new Set(
    rule.expressions.flatMap((expression) => {
      if (typeof expression === 'string') return [expression];
      return typeof expression === 'function' ? [] : expression.fields;
    }),
  );
  return settings.comparisons.flatMap((comparison, c) =>
    fieldsOf(comparison).some((field) => used.has(field))
      ? []
      : (scanner.comparators[c]?.slots ?? []).map((_, s): [number, number] => [c, s]),
  );
}

function levelsOf(scanner: Scanner, pairs: ComparedPairs, c: number, s: number): Int8Array {
  const slots = scanner.comparators[c]?.slots ?? [];
  return Int8Array.from(pairs.patterns[c] as Uint8Array, (pattern) => slotLevel(slots, s, pattern));
}

function medians(estimates: readonly (readonly number[])[], otherwise: readonly number[]): readonly number[] {
  if (estimates.length === 0) return otherwise;
  const middle = otherwise.map((_, level) => {
    const sorted = estimates.map((m) => m[level] as number).sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
  });
  const total = middle.reduce((sum, each) => sum + each, 0);
  return middle.map((each) => each / total);
}

/** m from pairs that a reviewer found to match. @throws LinkageError if there are none */
export function estimateFromLabels(scanner: Scanner, start: ModelParameters, labels: ClericalLabels): ModelParameters {
  if (labels.left.length === 0 || labels.left.length !== labels.right.length) {
    throw new LinkageError('labels need as many left as right records, and at least one pair');
  }
  const pairs = scanner.compare(Int32Array.from(labels.left), Int32Array.from(labels.right));
  return {
    ...start,
    comparisons: start.comparisons.map((slots, c) => {
      const comparator = scanner.comparators[c] as Scanner['comparators'][number];
      const sums = new Float64Array(comparator.patterns);
      for (const pattern of pairs.patterns[c] as Uint8Array) sums[pattern] = (sums[pattern] as number) + 1;
      return slots.map(({ u }, s) => ({ u, m: levelShares(comparator, s, sums) }));
    }),
  };
}

/** Lambda with m and u held: the expected matches among the candidates as a share of all pairs. */
export function estimateLambda(scanner: Scanner, model: ModelParameters, pairs: TrainingPairs): ModelParameters {
  let found = model;
  for (let iteration = 0; iteration < LAMBDA_ITERATIONS; iteration++) {
    const probabilities = matchProbabilities(pairs, scanner.comparators, found);
    const matches = probabilities.reduce((sum, probability) => sum + probability, 0);
    const lambda = Math.min(0.5, Math.max((matches * pairs.scale) / pairs.totalPairs, 1e-12));
    const change = Math.abs(Math.log(lambda / found.lambda));
    found = { ...found, lambda };
    if (change < 1e-4) break;
  }
  return found;
}
