import { LinkageError } from './errors.ts';
import type { SlotParameters } from './model.ts';

/** What expectation-maximisation starts from and how long it goes on. */
export interface ExpectationMaximisationOptions {
  /** By comparison, the level of each pair; -1 where there is no evidence. */
  readonly gammas: readonly ArrayLike<number>[];
  /** How many pairs each row stands for; 1 if not given. */
  readonly counts?: ArrayLike<number>;
  /** By pair, a factor on its odds that does not change: the product of Splink's bf_tf_adj columns; 1 if not given. */
  readonly adjustments?: ArrayLike<number>;
  /** Starting m and u, by comparison. */
  readonly parameters: readonly SlotParameters[];
  /** Starting share of matches among the pairs. */
  readonly lambda: number;
  /** Keep u (true if not given, as in Splink), m, or lambda as they are. */
  readonly fixU?: boolean;
  readonly fixM?: boolean;
  readonly fixLambda?: boolean;
  /** Ends after so many iterations (25), or once no probability moves by more than this (0.0001). */
  readonly maxIterations?: number;
  readonly convergence?: number;
}

/** What a level is given that no pair reached: Splink's value for "level not observed in dataset". */
export const NOT_OBSERVED = 1e-6;

/** The parameters before the first iteration and after each. */
export interface EmState {
  /** The share of matches among the pairs of the rule: Splink's probability_two_random_records_match of the session. */
  readonly lambda: number;
  /** By comparison, in the order given; levels by Splink's comparison_vector_value, from 0 ("all other comparisons"). */
  readonly parameters: readonly SlotParameters[];
}

/**
 * Expectation-maximisation of the Fellegi-Sunter model with conditional independence (Winkler 1988), as Splink runs
 * it inside one blocking rule: pairs are grouped by their comparison vectors, missing levels carry no evidence and do
 * not enter the sums. As in Splink, a level that no pair reached is given 1e-6, a level whose u is 0 makes a match
 * certain, and no count is smoothed. Returns the state after each iteration, the starting state first.
 * @throws LinkageError if there are no pairs or the arrays do not fit together
 */
export function expectationMaximisation(options: ExpectationMaximisationOptions): EmState[] {
  const { gammas, parameters, maxIterations = 25, convergence = 1e-4 } = options;
  if (gammas.length !== parameters.length) {
    throw new LinkageError(`${gammas.length} columns of levels were given, but parameters of ${parameters.length}`);
  }
  const vectors = groupVectors(gammas, options.counts, options.adjustments);
  if (vectors.counts.length === 0) throw new LinkageError('expectation-maximisation needs at least one pair');
  const history: EmState[] = [{ lambda: options.lambda, parameters }];
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const before = history[history.length - 1] as EmState;
    const after = iterate(vectors, before, options);
    history.push(after);
    if (largestChange(before, after) < convergence) break;
  }
  return history;
}

interface Vectors {
  /** By group, the levels of all comparisons. */
  readonly levels: readonly (readonly number[])[];
  readonly counts: readonly number[];
  readonly adjustments: readonly number[];
}

function groupVectors(
  gammas: readonly ArrayLike<number>[],
  counts: ArrayLike<number> | undefined,
  adjustments: ArrayLike<number> | undefined,
): Vectors {
  const groups = new Map<string, { levels: number[]; count: number; adjustment: number }>();
  const pairs = gammas[0]?.length ?? 0;
  for (let pair = 0; pair < pairs; pair++) {
    const levels = gammas.map((column) => column[pair] ?? -1);
    const adjustment = adjustments?.[pair] ?? 1;
    const key = `${levels.join()} ${adjustment}`;
    const group = groups.get(key);
    const count = counts?.[pair] ?? 1;
    if (group === undefined) groups.set(key, { levels, count, adjustment });
    else group.count += count;
  }
  const list = [...groups.values()];
  return {
    levels: list.map(({ levels }) => levels),
    counts: list.map(({ count }) => count),
    adjustments: list.map(({ adjustment }) => adjustment),
  };
}

function iterate(vectors: Vectors, state: EmState, options: ExpectationMaximisationOptions): EmState {
  const matches = state.parameters.map(({ m }) => m.map(() => 0));
  const others = state.parameters.map(({ m }) => m.map(() => 0));
  const seen = state.parameters.map(({ m }) => m.map(() => false));
  let total = 0;
  let matching = 0;
  vectors.levels.forEach((levels, v) => {
    const count = vectors.counts[v] as number;
    const probability = probabilityOfVector(levels, state, vectors.adjustments[v] as number);
    total += count;
    matching += count * probability;
    levels.forEach((level, c) => {
      if (level < 0) return;
      (seen[c] as boolean[])[level] = true;
      (matches[c] as number[])[level] = (matches[c]?.[level] ?? 0) + count * probability;
      (others[c] as number[])[level] = (others[c]?.[level] ?? 0) + count * (1 - probability);
    });
  });
  return {
    lambda: options.fixLambda === true ? state.lambda : matching / total,
    parameters: state.parameters.map(({ m, u }, c) => ({
      m: options.fixM === true ? m : shares(matches[c] as number[], seen[c] as boolean[], m),
      u: (options.fixU ?? true) ? u : shares(others[c] as number[], seen[c] as boolean[], u),
    })),
  };
}

/** The probability that pairs of a comparison vector match. */
function probabilityOfVector(levels: readonly number[], { lambda, parameters }: EmState, adjustment: number): number {
  let odds = (lambda / (1 - lambda)) * adjustment;
  for (let c = 0; c < levels.length; c++) {
    const level = levels[c] as number;
    if (level < 0) continue;
    const { m, u } = parameters[c] as SlotParameters;
    if (u[level] === 0) return 1;
    odds *= (m[level] as number) / (u[level] as number);
  }
  return odds === Infinity ? 1 : odds / (1 + odds);
}

/** Sums made shares of their total; where nothing was learnt at all, as it was. */
function shares(sums: readonly number[], seen: readonly boolean[], before: readonly number[]): readonly number[] {
  const total = sums.reduce((sum, each) => sum + each, 0);
  return total > 0 ? sums.map((sum, level) => (seen[level] === true ? sum / total : NOT_OBSERVED)) : before;
}

function largestChange(before: EmState, after: EmState): number {
  let largest = Math.abs(before.lambda - after.lambda);
  after.parameters.forEach(({ m, u }, c) => {
    const old = before.parameters[c] as SlotParameters;
    m.forEach((value, level) => {
      largest = Math.max(largest, Math.abs(value - (old.m[level] as number)));
    });
    u.forEach((value, level) => {
      largest = Math.max(largest, Math.abs(value - (old.u[level] as number)));
    });
  });
  return largest;
}
