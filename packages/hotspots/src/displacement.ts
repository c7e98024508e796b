import { level, listOf, named, notNegative, numbersIn, positive, shown, type Numbers } from './checks.ts';
import { normalQuantile } from './distributions.ts';

/** Events before and after. */
export type BeforeAfter = readonly [before: number, after: number];

export interface DisplacementCounts {
  /** Where something was done: [before, after]; with several kinds of crime one pair for each. */
  readonly treated: BeforeAfter | readonly BeforeAfter[];
  /** A comparable area where nothing was done. */
  readonly control: BeforeAfter | readonly BeforeAfter[];
  /** Around the treated area, where crime might move to. */
  readonly displacementTreated?: BeforeAfter | readonly BeforeAfter[] | undefined;
  /** Around the control area. */
  readonly displacementControl?: BeforeAfter | readonly BeforeAfter[] | undefined;
  /** Lengths of the periods before and after; [1, 1] if not given. */
  readonly timeWeights?: Numbers | undefined;
  /** Sizes of the areas, as named here or as a list in the order of ptools: control, treated, control's and treated's displacement. */
  readonly areaWeights?: Numbers | AreaWeights | undefined;
  /** Harm of each kind of crime, one number or one for each kind; 1 if not given. */
  readonly harm?: number | Numbers | undefined;
  /** The interval covers 1 - alpha; 0.05 if not given. */
  readonly alpha?: number | undefined;
}

export interface AreaWeights {
  readonly control?: number | undefined;
  readonly treated?: number | undefined;
  readonly displacementControl?: number | undefined;
  readonly displacementTreated?: number | undefined;
}

export interface Difference {
  /** Events prevented (below 0) or added. */
  readonly estimate: number;
  readonly standardError: number;
  readonly z: number;
  readonly interval: [low: number, high: number];
}

export interface WeightedDisplacementDifference extends Difference {
  /** Treated less control alone. */
  readonly local: Difference;
  /** Displacement areas alone. */
  readonly displacement: Difference;
}

/**
 * Weighted displacement difference: did events fall more where something was done than elsewhere, counting what may
 * have moved next door?
 *
 * Counts are divided by time and area weights, so that the result is per unit of both. With several kinds of crime, each
 * counts by its harm. Poisson counts, normal approximation: beware of counts under about 10.
 *
 * @throws RangeError for counts or harm below 0, weights not above 0, an alpha outside 0 to 1, or kinds of crime that do not match
 *
 * Wheeler and Ratcliffe, A simple weighted displacement difference test to evaluate place based crime interventions,
 * Crime Science 7:11, 2018; weights and harm as in Wheeler's ptools.
 */
export function weightedDisplacementDifference(counts: DisplacementCounts): WeightedDisplacementDifference {
  named(counts, 'counts', 'treated and control');
  const treated = kinds(counts.treated, 'treated');
  const control = kinds(counts.control, 'control', treated.length);
  const displacementTreated = kinds(counts.displacementTreated ?? treated.map((): BeforeAfter => [0, 0]), 'displacementTreated', treated.length);
  const displacementControl = kinds(counts.displacementControl ?? treated.map((): BeforeAfter => [0, 0]), 'displacementControl', treated.length);
  const harm = Array.from(typeof counts.harm === 'object' ? numbersIn(counts.harm, 'harm') : treated.map(() => counts.harm as number | undefined ?? 1), (weight, i) => notNegative(weight, `harm[${i}]`));
  if (harm.length !== treated.length) throw new RangeError(`harm has ${harm.length} entries for ${treated.length} kinds of crime`);
  const time = Array.from(listOf(counts.timeWeights ?? [1, 1], 'timeWeights', 'two numbers'), (weight, i) => positive(weight, `timeWeights[${i}]`));
  if (time.length !== 2) throw new RangeError(`timeWeights has ${time.length} entries: give one for before and one for after`);
  const area = areas(counts.areaWeights);
  const local = changes(treated, control, area.treated, area.control, time, harm);
  const moved = changes(displacementTreated, displacementControl, area.displacementTreated, area.displacementControl, time, harm);
  const reach = normalQuantile(1 - level(counts.alpha ?? 0.05, 'alpha') / 2);
  return {
    ...difference(local.estimate + moved.estimate, local.variance + moved.variance, reach),
    local: difference(local.estimate, local.variance, reach),
    displacement: difference(moved.estimate, moved.variance, reach),
  };
}

function kinds(counts: BeforeAfter | readonly BeforeAfter[], name: string, expected?: number): readonly BeforeAfter[] {
  if (!counts?.length) throw new RangeError(`${name} must be [before, after]`);
  const list = (typeof counts[0] === 'number' ? [counts] : counts) as readonly BeforeAfter[];
  if (expected !== undefined && list.length !== expected) throw new RangeError(`${name} has ${list.length} kinds of crime, treated has ${expected}`);
  for (const pair of list) {
    if (pair?.length !== 2) throw new RangeError(`${name} must be [before, after]`);
    notNegative(pair[0], `${name} before`);
    notNegative(pair[1], `${name} after`);
  }
  return list;
}

function areas(weights: Numbers | AreaWeights | undefined): Required<{ [K in keyof AreaWeights]: number }> {
  if (weights !== undefined && (typeof weights !== 'object' || weights === null)) throw new RangeError(`areaWeights is ${shown(weights)}: it must be a list of four numbers or an object that names them`);
  const sizes: AreaWeights = weights !== undefined && 'length' in weights
    ? { control: weights[0], treated: weights[1], displacementControl: weights[2], displacementTreated: weights[3] }
    : (weights ?? {});
  const size = (name: keyof AreaWeights): number => positive(sizes[name] ?? 1, `areaWeights ${name}`);
  return { control: size('control'), treated: size('treated'), displacementControl: size('displacementControl'), displacementTreated: size('displacementTreated') };
}

function changes(treated: readonly BeforeAfter[], control: readonly BeforeAfter[], treatedArea: number, controlArea: number, time: number[], harm: number[]): { estimate: number; variance: number } {
  let estimate = 0;
  let variance = 0;
  treated.forEach((pair, kind) => {
    const other = control[kind]!;
    for (const when of [0, 1] as const) {
      const sign = when === 1 ? 1 : -1;
      const own = harm[kind]! / (time[when]! * treatedArea);
      const compared = harm[kind]! / (time[when]! * controlArea);
      estimate += sign * (pair[when] * own - other[when] * compared);
      variance += pair[when] * own * own + other[when] * compared * compared;
    }
  });
  return { estimate, variance };
}

function difference(estimate: number, variance: number, reach: number): Difference {
  const standardError = Math.sqrt(variance);
  return { estimate, standardError, z: estimate / standardError, interval: [estimate - reach * standardError, estimate + reach * standardError] };
}
