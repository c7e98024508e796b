import { AgreeingPairs } from './agreeing-pairs.ts';
import { alikePairs } from './alike-pairs.ts';
import { calibrate } from './calibration.ts';
import { estimateDependence, estimateReliefs, scepticalDependence } from './dependence.ts';
import { possiblePairs, type Encoded } from './encode.ts';
import { estimateGlobally, levelSums, matchProbabilities, startingParameters, type TrainingPairs } from './global-estimation.ts';
import { missingBits, missingMasks } from './missingness.ts';
import { partialTables, scoringTables, weightOf, type ModelParameters, type ScoringTables } from './model.ts';
import { estimatePartialAgreement } from './partial-agreement.ts';
import { randomSource } from './random.ts';
import { yieldToEvents, type ScanPool } from './scan-pool.ts';
import type { ComparedPairs, Scanner } from './scan.ts';
import { comparisonsOfThePlace, dependenceOrder } from './place.ts';
import type { Settings } from './settings.ts';
import {
  estimateByRules,
  estimateFromLabels,
  estimateLambda,
  type ClericalLabels,
  type EmOptions,
  type RulePairs,
  type TrainingSession,
} from './splink-training.ts';

/** Candidate pairs that EM learns from, at most about so many. */
const TRAINING_PAIRS = 200_000;
/** Random pairs from which u is estimated. */
const RANDOM_PAIRS = 80_000;
/** Random pairs at a level that tell its u. */
const ENOUGH_PAIRS = 4;
/** How much rarer than they show such levels are taken for at first. */
const TRUST = 30;
const ITERATIONS = 25;
const LATER_ITERATIONS = 15;
const DEPENDENCE_PASSES = 2;
/** A model that finds so many times the matches of the one before has run away. */
const MOST_GROWTH = 4;

/** The stages of training, as progress is told. */
export type TrainingStage = 'u' | 'candidates' | 'expectation-maximisation' | 'dependence' | 'calibration';

export interface TrainingOptions {
  /** The number of records. */
  readonly size: number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
  /** Is told what pairs will be scored by, before it is known what probabilities that means. */
  readonly onTables: (tables: ScoringTables) => void;
  readonly onStage: (stage: TrainingStage, share: number) => void;
  /** Pairs of Splink's training rules, compared; then m is estimated as Splink does. */
  readonly trainingRules: readonly RulePairs[];
  readonly em: EmOptions;
  /** Is told what the training rules came to. */
  readonly onSessions: (sessions: readonly TrainingSession[]) => void;
  /** Then m is that of these pairs. */
  readonly labels: ClericalLabels | undefined;
  readonly settings: Settings;
}

/** Estimates u, m, lambda and dependences from the records alone. */
export async function estimateParameters(
  scanner: Scanner,
  pool: ScanPool,
  encoded: Encoded,
  { size, seed, signal, onTables, onStage, trainingRules, em, onSessions, labels, settings }: TrainingOptions,
): Promise<ModelParameters> {
  const { blocks, codes, tableOf } = encoded.scan;
  const random = randomSource(seed);
  const totalPairs = Math.max(1, possiblePairs(size, tableOf));
  const share = Math.min(1, TRAINING_PAIRS / Math.max(1, blocks.pairBound));
  // Candidates are compared by the threads while this one draws random pairs.
  const candidates = pool.sample({ share, seed }, { signal, onProgress: (done) => onStage('candidates', done) });
  const [drawn, parts] = await Promise.all([
    Promise.resolve().then(() => {
      onStage('u', 0);
      return drawPairs(scanner, size, tableOf, random);
    }),
    candidates,
  ]);
  const drawnU = estimateU(scanner, size, tableOf, drawn);
  const compared = joinCompared(parts, scanner.comparators.length);
  const rare = rareLevels(scanner, drawnU, drawn);
  const u = trusting(drawnU, rare, totalPairs);
  const pairs: TrainingPairs = { ...alikePairs(compared), scale: 1 / share, totalPairs, rare };
  onStage('expectation-maximisation', 0);
  const start = startingParameters(scanner.comparators, u, Math.min(0.5, size / totalPairs / 2));
  if (labels !== undefined) return estimateLambda(scanner, estimateFromLabels(scanner, start, labels), pairs);
  if (trainingRules.length > 0) {
    const { model, sessions } = estimateByRules(scanner, settings, em.start ?? start, trainingRules, em);
    onSessions(sessions);
    return estimateLambda(scanner, model, pairs);
  }
  const ofThePlace = comparisonsOfThePlace(settings.comparisons);
  const order = dependenceOrder(settings.comparisons, ofThePlace);
  const sceptical = { ...start, dependence: scepticalDependence(scanner.comparators, start, order, ofThePlace) };
  let model = estimateGlobally(pairs, scanner.comparators, sceptical, ITERATIONS);
  const agreeing = new AgreeingPairs(scanner, { codes, tableOf, random });
  for (let pass = 0; pass < DEPENDENCE_PASSES; pass++) {
    await yieldToEvents(signal);
    onStage('dependence', pass / DEPENDENCE_PASSES);
    const reliefs = estimateReliefs(scanner, model, pairs, order, ofThePlace);
    const dependence = estimateDependence(scanner, agreeing, { ...model, reliefs }, pairs, order);
    const relieved = estimateGlobally(pairs, scanner.comparators, { ...model, dependence, reliefs }, LATER_ITERATIONS);
    // Where hardly anybody moves, what a few who did tell would make matches of all who live apart.
    const ranAway = relieved.lambda > MOST_GROWTH * model.lambda;
    model = ranAway ? estimateGlobally(pairs, scanner.comparators, { ...model, dependence, reliefs: [] }, LATER_ITERATIONS) : relieved;
  }
  onStage('calibration', 0);
  if (size < 2) return model;
  const tables = scoringTables(scanner.comparators, model);
  onTables(tables);
  scanner.use(tables);
  const weights = matchProbabilities(compared, scanner.comparators, model).map(weightOf);
  const missing = missingBits(weights, missingMasks(scanner, compared), missingMasks(scanner, drawn));
  const partial = estimatePartialAgreement(scanner, model.dependence, { blocks, tableOf, settings, tables, random });
  const calibration = calibrate(scanner, { comparators: scanner.comparators, codes, tables, size, partial: partialTables(partial) }, { missing, partial }, seed);
  onStage('calibration', 1);
  return { ...model, calibration };
}

function joinCompared(parts: readonly ComparedPairs[], comparisons: number): ComparedPairs {
  const count = parts.reduce((sum, part) => sum + part.left.length, 0);
  const joined = {
    left: new Int32Array(count),
    right: new Int32Array(count),
    patterns: Array.from({ length: comparisons }, () => new Uint8Array(count)),
    logFrequency: new Float64Array(count),
    equal: new Int32Array(count),
  };
  let at = 0;
  for (const part of parts) {
    joined.left.set(part.left, at);
    joined.right.set(part.right, at);
    joined.logFrequency.set(part.logFrequency, at);
    joined.equal.set(part.equal, at);
    joined.patterns.forEach((patterns, c) => patterns.set(part.patterns[c] as Uint8Array, at));
    at += part.left.length;
  }
  return joined;
}

/** u from random pairs; of exact levels from the frequencies, which is exact where a sample would hardly hit any. */
function estimateU(scanner: Scanner, size: number, tableOf: Uint8Array | null, pairs: ComparedPairs): number[][][] {
  // What is never seen is no rarer than one pair of all.
  const rarest = 1 / Math.max(2, possiblePairs(size, tableOf));
  return scanner.comparators.map((comparator, c) => {
    const sums = new Float64Array(comparator.patterns);
    for (const pattern of pairs.patterns[c] as Uint8Array) sums[pattern] = (sums[pattern] as number) + 1;
    return comparator.slots.map((slot, s) => {
      const levels = levelSums(comparator, s, sums);
      const exact = slot.labels.map((_, level) => comparator.exactProbability(s, level));
      const known = exact.reduce<number>((sum, each) => sum + (each ?? 0), 0);
      const rest = levels.map((count, level) => (exact[level] === null ? count + 0.5 : 0));
      const total = rest.reduce((sum, each) => sum + each, 0);
      return exact.map((probability, level) =>
        probability === null ? ((rest[level] as number) / total) * (1 - known) : Math.max(probability, rarest),
      );
    });
  });
}

/** Training starts in the belief that what hardly any random pair reaches is reached by matches. */
function trusting(
  u: readonly (readonly (readonly number[])[])[],
  rare: readonly (readonly (readonly (number | null)[])[])[],
  totalPairs: number,
): number[][][] {
  return u.map((slots, c) =>
    slots.map((levels, s) =>
      levels.map((share, level) => ((rare[c]?.[s]?.[level] ?? null) === null ? share : Math.max(1 / totalPairs, share / TRUST))),
    ),
  );
}

/** The levels that fewer random pairs reached than tell their share, with the most that it can be. */
function rareLevels(scanner: Scanner, u: readonly (readonly (readonly number[])[])[], pairs: ComparedPairs): (number | null)[][][] {
  return scanner.comparators.map((comparator, c) => {
    const sums = new Float64Array(comparator.patterns);
    for (const pattern of pairs.patterns[c] as Uint8Array) sums[pattern] = (sums[pattern] as number) + 1;
    return comparator.slots.map((slot, s) => {
      const levels = levelSums(comparator, s, sums);
      return slot.labels.map((_, level) => {
        const known = comparator.exactProbability(s, level) !== null || (levels[level] as number) >= ENOUGH_PAIRS;
        return known ? null : (u[c]?.[s]?.[level] ?? null);
      });
    });
  });
}

function drawPairs(scanner: Scanner, size: number, tableOf: Uint8Array | null, random: () => number): ComparedPairs {
  const left: number[] = [];
  const right: number[] = [];
  for (let draw = 0; draw < RANDOM_PAIRS && size > 1; draw++) {
    const a = Math.floor(random() * size);
    const b = (a + 1 + Math.floor(random() * (size - 1))) % size;
    if (tableOf !== null && tableOf[a] === tableOf[b]) continue;
    left.push(a);
    right.push(b);
  }
  return scanner.compare(Int32Array.from(left), Int32Array.from(right));
}
