import { CalibrationMap } from './calibration.ts';
import { slotLevel, type Comparator } from './comparator.ts';
import {
  discountOf,
  matchWeight,
  MOST_GIVEN,
  priorWeight,
  probabilityOf,
  reliefOf,
  type Calibration,
  type ModelParameters,
  type ScoringTables,
  type SlotParameters,
} from './model.ts';

/** One step of a waterfall: what a comparison, or a part of one, adds to the weight. */
export interface WaterfallStep {
  readonly comparison: string;
  /** The part of the comparison; the comparison's own name where it has one part only. */
  readonly part: string;
  /** What the two records hold; null where they hold nothing. */
  readonly left: string | null;
  readonly right: string | null;
  /** The level reached, or null where a value is missing and nothing is known. */
  readonly level: string | null;
  readonly m: number | null;
  readonly u: number | null;
  /** Bits: log2(m/u). */
  readonly matchWeight: number;
  /** Bits added since the value is rarer than most, or taken since it is commoner. */
  readonly termFrequencyAdjustment: number;
  /** Bits taken because another comparison says part of the same; above zero where it said the same of a difference. */
  readonly dependenceAdjustment: number;
  /** Bits: the sum of the three. */
  readonly weight: number;
  /** Bits after this step, the prior and all steps before included. */
  readonly runningTotal: number;
}

/** Why a pair has its weight: the prior, the steps and the calibration add up to it. */
export interface Explanation {
  readonly left: number;
  readonly right: number;
  /** Bits: log2 of the odds that two random records match. */
  readonly prior: number;
  readonly steps: readonly WaterfallStep[];
  /** Bits by which calibration moves the sum of the prior and the steps; 0 for a model without it. */
  readonly calibration: number;
  readonly weight: number;
  readonly probability: number;
}

/** What an explanation is made from. */
export interface ExplanationSource {
  readonly names: readonly string[];
  readonly comparators: readonly Comparator[];
  readonly codes: readonly Int32Array[];
  readonly values: readonly (readonly string[])[];
  readonly model: ModelParameters;
  readonly tables: ScoringTables;
  /** Bits that a calibration takes from the pair for partial agreement. */
  readonly partial: (calibration: Calibration) => number;
}

/** The waterfall of one pair. */
export function explainPair(source: ExplanationSource, left: number, right: number): Explanation {
  const prior = priorWeight(source.model.lambda);
  const compared = source.comparators.map((comparator, c): ComparedValues => {
    const column = source.codes[c] as Int32Array;
    const [a, b] = [column[left] as number, column[right] as number];
    return { a, b, pattern: a < 0 || b < 0 ? 0 : comparator.compare(a, b) };
  });
  const maskOf = (holds: (values: ComparedValues, c: number) => boolean): number =>
    compared.reduce((mask, values, c) => (c < MOST_GIVEN && holds(values, c) ? mask | (1 << c) : mask), 0);
  const { tables } = source;
  const agreeing = maskOf(({ a, b }) => a >= 0 && a === b);
  const disagreeing = maskOf(({ pattern }, c) => tables.disagrees[c]?.[pattern] === 1);
  let total = prior;
  const steps = compared.flatMap((values, c) => {
    const { pattern } = values;
    const discount = discountOf(tables.discounts[c] ?? [], agreeing, pattern) - reliefOf(tables.reliefs[c], disagreeing, pattern);
    return stepsOf(source, c, values, discount).map((step): WaterfallStep => {
      total += step.weight;
      return { ...step, runningTotal: total };
    });
  });
  const { calibration } = source.model;
  const missing = maskOf(({ a, b }) => a < 0 || b < 0);
  const weight = calibration === undefined ? total : new CalibrationMap(calibration).calibrated(total + source.partial(calibration), missing);
  return { left, right, prior, steps, calibration: weight - total, weight, probability: probabilityOf(weight) };
}

/** The values of two records in one comparison, -1 where there is none, and their pattern. */
interface ComparedValues {
  readonly a: number;
  readonly b: number;
  readonly pattern: number;
}

type Unsummed = Omit<WaterfallStep, 'runningTotal'>;

/** The steps of one comparison. Adjustments of the whole comparison are shown with its first part that has evidence. */
function stepsOf(
  { names, comparators, values, model }: ExplanationSource,
  c: number,
  { a, b, pattern }: ComparedValues,
  discount: number,
): Unsummed[] {
  const comparator = comparators[c] as Comparator;
  const slots = model.comparisons[c] as readonly SlotParameters[];
  const u = slots.map((slot) => slot.u);
  let adjustment =
    pattern === 0 ? 0 : comparator.frequencyBase(pattern, u) - comparator.logFrequency(pattern, a, b);
  let dependence = discount;
  return slots.map((slot, s): Unsummed => {
    const level = slotLevel(comparator.slots, s, pattern);
    const { name, labels } = comparator.slots[s] as Comparator['slots'][number];
    const weight = level < 0 ? 0 : matchWeight(slot, level);
    const termFrequencyAdjustment = level < 0 ? 0 : adjustment;
    const dependenceAdjustment = level < 0 || dependence === 0 ? 0 : -dependence;
    if (level >= 0) adjustment = dependence = 0;
    return {
      comparison: names[c] as string,
      part: name,
      left: a < 0 ? null : (values[c]?.[a] ?? null),
      right: b < 0 ? null : (values[c]?.[b] ?? null),
      level: level < 0 ? null : (labels[level] as string),
      m: level < 0 ? null : (slot.m[level] as number),
      u: level < 0 ? null : (slot.u[level] as number),
      matchWeight: weight,
      termFrequencyAdjustment,
      dependenceAdjustment,
      weight: weight + termFrequencyAdjustment + dependenceAdjustment,
    };
  });
}
