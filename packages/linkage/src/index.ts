export { autoSettings } from './auto-settings.ts';
export {
  anySkeletonOf,
  anyTwoPrefixesOf,
  anyTwoWordsOf,
  anyWordOf,
  blockOn,
  outwardOf,
  prefixOf,
  valueOf,
  withMaxBlockSize,
  yearOf,
  type BlockingRule,
  type DerivedKey,
  type KeyExpression,
  type KeyFunction,
} from './blocking-rules.ts';
export { calibrationReport, type CalibrationRow } from './calibration-report.ts';
export { waterfallChart, type Chart, type WeightRow } from './charts.ts';
export type { Pairs } from './clusters.ts';
export type { LinkageRecord } from './packed-cells.ts';
export {
  addressComparison,
  arrayComparison,
  categoryComparison,
  dateComparison,
  distanceComparison,
  emailComparison,
  exact,
  forenameSurname,
  identifierComparison,
  nameComparison,
  numberComparison,
  personName,
  phoneComparison,
  postcodeComparison,
  textComparison,
  type Comparison,
  type ComparisonOptions,
  type Level,
  type LevelCondition,
  type NameFields,
} from './comparisons.ts';
export { doubleMetaphone } from './double-metaphone.ts';
export { optimalStringAlignment } from './edit-distance.ts';
export { LinkageError } from './errors.ts';
export { evaluate, evaluateClusters, type Accuracy, type Evaluation, type EvaluationOptions } from './evaluate.ts';
export {
  expectationMaximisation,
  type EmState,
  type ExpectationMaximisationOptions,
} from './expectation-maximisation.ts';
export type { Explanation, WaterfallStep } from './explanation.ts';
export { jaro } from './jaro.ts';
export { createLinker, Linker, type ClusterMethod, type LinkerOptions, type Progress, type TrainOptions, type WorkOptions } from './linker.ts';
export { damerauLevenshtein, jaroWinkler, levenshtein } from './measures.ts';
export type { LinkageModelJson } from './model-json.ts';
export type { Dependence, ModelParameters, SlotParameters } from './model.ts';
export type { LinkType, Settings } from './settings.ts';
export { soundex } from './soundex.ts';
export type { ClericalLabels, EmOptions, TrainingSession } from './splink-training.ts';
