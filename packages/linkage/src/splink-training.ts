import type { BlockingRule } from './blocking-rules.ts';
import { slotLevel, type Comparator } from './comparator.ts';
import { LinkageError } from './errors.ts';
import { expectationMaximisation, NOT_OBSERVED, type EmState } from './expectation-maximisation.ts';
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

/** How Splink's estimation of m is run, where otherwise than by Splink's own defaults. */
export interface EmOptions {
  /** What every session starts from, and where u is taken from: as of a model read from JSON. */
  readonly start?: ModelParameters;
  /** Splink's fix_u_probabilities (true if not given). */
  readonly fixU?: boolean;
  /** Splink's max_iterations (25) and em_convergence (0.0001). */
  readonly maxIterations?: number;
  readonly convergence?: number;
  /** Splink's estimate_without_term_frequencies (false). */
  readonly withoutTermFrequencies?: boolean;
}

/** One session of expectation-maximisation: inside one rule, for the comparisons that the rule leaves free. */
export interface TrainingSession {
  readonly rule: BlockingRule;
  /** How many pairs it learnt from. */
  readonly pairs: number;
  /** Whose parameters the history holds, in this order: the comparison, and the part of it that is weighed alone. */
  readonly comparisons: readonly { readonly comparison: string; readonly part: string }[];
  /** The parameters at the start and after each iteration. */
  readonly history: readonly EmState[];
}

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
  rules: readonly RulePairs[],
  options: EmOptions,
): { model: ModelParameters; sessions: TrainingSession[] } {
  const found = start.comparisons.map((slots) => slots.map((): (readonly number[])[] => []));
  const sessions: TrainingSession[] = [];
  for (const { rule, pairs } of rules) {
    const free = freeSlots(scanner, settings, rule);
    if (pairs.left.length === 0 || free.length === 0) continue;
    const starting = free.map(([c, s]) => (start.comparisons[c] as readonly SlotParameters[])[s] as SlotParameters);
    const { fixU, maxIterations, convergence } = options;
    const history = expectationMaximisation({
      gammas: free.map(([c, s]) => levelsOf(scanner, pairs, c, s)),
      parameters: starting,
      lambda: lambdaInside(rule, scanner, settings, start),
      ...(options.withoutTermFrequencies === true ? {} : { adjustments: adjustmentsOf(scanner, free, start, pairs) }),
      ...(fixU === undefined ? {} : { fixU }),
      ...(maxIterations === undefined ? {} : { maxIterations }),
      ...(convergence === undefined ? {} : { convergence }),
    });
    const estimated = history[history.length - 1]?.parameters ?? starting;
    free.forEach(([c, s], k) => {
      found[c]?.[s]?.push((estimated[k] ?? (starting[k] as SlotParameters)).m);
    });
    const comparisons = free.map(([c, s]) => ({
      comparison: settings.comparisons[c]?.name ?? '',
      part: scanner.comparators[c]?.slots[s]?.name ?? '',
    }));
    sessions.push({ rule, pairs: pairs.left.length, comparisons, history });
  }
  if (found.flat().every((list) => list.length === 0)) {
    throw new LinkageError('no training rule gives pairs in which a comparison is free; give rules over other fields');
  }
  const comparisons = start.comparisons.map((slots, c) =>
    slots.map((slot, s) => ({ u: slot.u, m: medians(found[c]?.[s] ?? [], slot.m) })),
  );
  return { model: { ...start, comparisons }, sessions };
}

/**
 * Lambda inside a rule at the start, as Splink has it: the odds of all pairs, times the Bayes factors m/u of the exact
 * levels of the fields that every pair of the rule agrees in.
 */
function lambdaInside(rule: BlockingRule, scanner: Scanner, settings: Settings, { lambda, comparisons }: ModelParameters): number {
  const equal = new Set(
    rule.expressions.flatMap((expression) => {
      if (typeof expression === 'string') return [expression];
      return typeof expression === 'object' && expression.key === 'value' ? expression.fields : [];
    }),
  );
  let odds = lambda / (1 - lambda);
  settings.comparisons.forEach((comparison, c) => {
    const [field, ...others] = fieldsOf(comparison);
    const slots = scanner.comparators[c]?.slots ?? [];
    const level = Math.max(...(slots[0]?.exactLevels ?? []));
    const parameters = comparisons[c]?.[0];
    if (others.length > 0 || slots.length !== 1 || field === undefined || !equal.has(field) || level < 0 || parameters === undefined) return;
    odds *= (parameters.m[level] as number) / (parameters.u[level] as number);
  });
  return odds === Infinity ? 1 : odds / (1 + odds);
}

/** By pair, the product of Splink's term-frequency adjustments of the free comparisons, with the u of the start. */
function adjustmentsOf(
  scanner: Scanner,
  free: readonly (readonly [comparison: number, slot: number])[],
  { comparisons }: ModelParameters,
  { left, right, patterns }: ComparedPairs,
): Float64Array {
  const bits = new Float64Array(left.length);
  for (const c of new Set(free.map(([comparison]) => comparison))) {
    const comparator = scanner.comparators[c] as Comparator;
    const u = (comparisons[c] ?? []).map((slot) => slot.u);
    for (let k = 0; k < bits.length; k++) {
      const pattern = patterns[c]?.[k] ?? 0;
      const frequency = scanner.logFrequency(c, pattern, left[k] as number, right[k] as number);
      if (pattern !== 0) bits[k] = (bits[k] as number) + comparator.frequencyBase(pattern, u) - frequency;
    }
  }
  return bits.map((each) => 2 ** each);
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
    const sorted = estimates.map((m) => m[level] as number).filter((m) => m !== NOT_OBSERVED).sort((a, b) => a - b);
    if (sorted.length === 0) return NOT_OBSERVED;
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
    const matches = probabilities.reduce((sum, probability, k) => sum + probability * (pairs.counts[k] as number), 0);
    const lambda = Math.min(0.5, Math.max((matches * pairs.scale) / pairs.totalPairs, 1e-12));
    const change = Math.abs(Math.log(lambda / found.lambda));
    found = { ...found, lambda };
    if (change < 1e-4) break;
  }
  return found;
}
