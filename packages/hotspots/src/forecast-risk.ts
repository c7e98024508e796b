import { smoothed } from './cell-smoothing.ts';
import type { Grid } from './grid.ts';

export interface ForecastSettings {
  /** What a period's events count for one period later, above 0, at most 1. */
  readonly fading: number;
  /** How much cells differ from their surroundings: the variance between them is this times the mean to the power 1.5. */
  readonly contrast: number;
  /**
   * How fast cells change: the variance a period adds to a cell's level, as a share of the level squared; 0 if not given.
   * Where many events come, chance is small beside it and the latest periods say most; in a quiet cell all periods do.
   */
  readonly drift?: number | undefined;
}

/** Held where the past is too short to choose. */
const DEFAULT: ForecastSettings = { fading: 0.9, contrast: 1, drift: 0 };

/** Tried on the past. */
const CONTRASTS = [0.3, 0.6, 1, 2, 4];
const DRIFTS = [0, 0.01, 0.03];

/** Taylor's power law: how fast the variance between cells grows with their mean. */
const TAYLOR = 1.5;

/** Standard deviations, in cells, of the surroundings and of the trace that parts ties. */
const NEAR = 1;
const WIDE = 4;

/** What each past period adds to a cell and to its surroundings, for all cells of the grid. */
export interface PastPeriods {
  readonly counts: readonly Float64Array[];
  readonly surroundings: readonly Float64Array[];
}

export function pastPeriods(counts: readonly Float64Array[], grid: Grid): PastPeriods {
  const surroundings = counts.map((period) => {
    const wide = smoothed(period, grid, WIDE);
    return smoothed(period, grid, NEAR).map((value, cell) => value + 1e-6 * wide[cell]!);
  });
  return { counts, surroundings };
}

/**
 * Events a period in the cells (all if not given) from the first `periods` periods: between what came in the cell and what
 * came around it, nearer the cell's own the more is known of it. Dense places differ so much from their surroundings that
 * their own past is all but alone in counting; a quiet cell takes after its neighbours.
 */
export function riskFrom(past: PastPeriods, periods: number, settings: ForecastSettings, cells?: Uint32Array): Float64Array {
  const around = fadingMean(past.surroundings, periods, settings.fading, cells);
  return around.map((prior, k) => {
    if (prior === 0) return 0;
    const { mean, worth } = ownPast(past.counts, periods, settings, prior, cells === undefined ? k : cells[k]!);
    const credibility = 1 / (1 + prior ** (1 - TAYLOR) / (worth * settings.contrast));
    return credibility * mean + (1 - credibility) * prior;
  });
}

/**
 * What came in a cell itself, later periods counting more: by `fading`, or faster where its level is so high that drift
 * outweighs chance (the gain of a steady Kalman filter for a level that walks at random); and how many periods of now it is worth.
 */
function ownPast(counts: readonly Float64Array[], periods: number, settings: ForecastSettings, prior: number, cell: number): { mean: number; worth: number } {
  let events = prior;
  for (let t = 0; t < periods; t++) events += counts[t]![cell]!;
  const signal = ((settings.drift ?? 0) * events) / (periods + 1);
  const kept = Math.min(settings.fading, 1 - (Math.sqrt(signal * signal + 4 * signal) - signal) / 2);
  let sum = 0;
  let worth = 0;
  for (let t = 0; t < periods; t++) {
    sum = sum * kept + counts[t]![cell]!;
    worth = worth * kept + 1;
  }
  return { mean: sum / worth, worth };
}

/** How many periods of now the fading past is worth. */
export function fadingWeight(periods: number, fading: number): number {
  return Array.from({ length: periods }, (_, t) => fading ** t).reduce((sum, weight) => sum + weight, 0);
}

function fadingMean(values: readonly Float64Array[], periods: number, fading: number, cells: Uint32Array | undefined): Float64Array {
  const mean = new Float64Array(cells?.length ?? values[0]!.length);
  const weight = fadingWeight(periods, fading);
  for (let t = 0; t < periods; t++) {
    const share = fading ** (periods - 1 - t) / weight;
    const period = values[t]!;
    for (let k = 0; k < mean.length; k++) mean[k]! += share * period[cells === undefined ? k : cells[k]!]!;
  }
  return mean;
}

/** Cells with an event in any of the first `periods` periods. */
export function occupiedCells(counts: readonly Float64Array[], periods: number): Uint32Array {
  const cells: number[] = [];
  for (let cell = 0; cell < counts[0]!.length; cell++) {
    for (let t = 0; t < periods; t++) {
      if (counts[t]![cell]! > 0) {
        cells.push(cell);
        break;
      }
    }
  }
  return Uint32Array.from(cells);
}

/**
 * The settings under which the first `periods` periods were most likely, `horizon` together from those before them (fewer
 * where the past is short). By likelihood and not by hits, because every cell speaks there and not only those at one cut.
 */
export function bestSettings(past: PastPeriods, periods: number, horizon: number): ForecastSettings {
  if (periods < 2) return DEFAULT;
  const ahead = Math.min(horizon, Math.max(1, Math.floor(periods / 2)));
  const targets = Array.from({ length: Math.min(3, periods - ahead) }, (_, k) => periods - ahead - k).map((target) => {
    const cells = occupiedCells(past.counts, target);
    const came = Float64Array.from(cells, (cell) => past.counts.slice(target, target + ahead).reduce((sum, period) => sum + period[cell]!, 0));
    return { target, cells, came };
  });
  let best = { settings: DEFAULT, likelihood: -Infinity };
  for (const settings of CONTRASTS.flatMap((contrast) => DRIFTS.map((drift) => ({ ...DEFAULT, contrast, drift })))) {
    const likelihood = targets.reduce((sum, { target, cells, came }) => sum + shareLikelihood(riskFrom(past, target, settings, cells), came), 0);
    if (likelihood > best.likelihood) best = { settings, likelihood };
  }
  return best.settings;
}

/** Logarithm of the likelihood of where events came, given how many: multinomial, without what is the same for all settings. */
function shareLikelihood(risk: Float64Array, came: Float64Array): number {
  const total = risk.reduce((sum, value) => sum + value, 0);
  return came.reduce((sum, events, k) => (events > 0 ? sum + events * Math.log(risk[k]! / total) : sum), 0);
}
