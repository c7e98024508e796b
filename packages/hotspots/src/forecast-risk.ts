import { smoothed } from './cell-smoothing.ts';
import type { Grid } from './grid.ts';

export interface ForecastSettings {
  /** What a period's events count for one period later, 0 to 1. */
  readonly fading: number;
  /** How much of the smoothed surface is added to a cell's own past. */
  readonly neighbours: number;
}

/** Held unless the past clearly speaks for another setting. */
const DEFAULT: ForecastSettings = { fading: 0.9, neighbours: 0.1 };

/** A burst counts for less than the same events spread over several periods. */
const DAMPING = 0.9;

/** Standard deviations, in cells, of what neighbours add and of the trace that parts ties. */
const NEAR = 1;
const WIDE = 4;

/** The parts of the risk that each past period adds, for all cells of the grid. */
export interface PastPeriods {
  readonly counts: readonly Float64Array[];
  readonly own: readonly Float64Array[];
  readonly near: readonly Float64Array[];
  readonly wide: readonly Float64Array[];
}

export function pastPeriods(counts: readonly Float64Array[], grid: Grid): PastPeriods {
  const own = counts.map((period) => period.map((value) => (value > 0 ? value ** DAMPING : 0)));
  return { counts, own, near: own.map((period) => smoothed(period, grid, NEAR)), wide: own.map((period) => smoothed(period, grid, WIDE)) };
}

/** Relative risk of the cells (all if not given) from the first `periods` periods. */
export function riskFrom(past: PastPeriods, periods: number, settings: ForecastSettings, cells?: Uint32Array): Float64Array {
  const risk = new Float64Array(cells?.length ?? past.own[0]!.length);
  for (let t = 0; t < periods; t++) {
    const fade = settings.fading ** (periods - 1 - t);
    const own = past.own[t]!;
    const near = past.near[t]!;
    const wide = past.wide[t]!;
    for (let k = 0; k < risk.length; k++) {
      const cell = cells === undefined ? k : cells[k]!;
      risk[k]! += fade * (own[cell]! + settings.neighbours * near[cell]! + 1e-6 * wide[cell]!);
    }
  }
  return risk;
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

/** Shares of the occupied cells over which settings are compared: many, so that chance at one cut does not decide. */
const SHARES = [0.005, 0.01, 0.02, 0.03, 0.05, 0.08];

/**
 * The settings with which the first `periods` periods would have been foretold best, `horizon` together from those before
 * them (fewer where the past is short): what lasts for a quarter is not what lasts for a month. The default unless
 * another is ahead by more than its gains differ from one another.
 */
export function bestSettings(past: PastPeriods, periods: number, horizon: number): ForecastSettings {
  if (periods < 3) return DEFAULT;
  const ahead = Math.min(horizon, Math.max(1, Math.floor(periods / 2)));
  const targets = Array.from({ length: Math.min(3, periods - ahead - 1) }, (_, k) => periods - ahead - k);
  const cellsBefore = targets.map((target) => occupiedCells(past.counts, target));
  const came = targets.map((target) => past.counts.slice(target, target + ahead).reduce((sum, period) => sum.map((value, cell) => value + period[cell]!)));
  const hits = (settings: ForecastSettings): number[] =>
    targets.flatMap((target, k) => hitShares(riskFrom(past, target, settings, cellsBefore[k]), cellsBefore[k]!, came[k]!));
  const standard = hits(DEFAULT);
  let best = { settings: DEFAULT, lead: 0 };
  for (const fading of [1, 0.95, 0.9, 0.8]) {
    for (const neighbours of [0.03, 0.1, 0.3]) {
      const gains = hits({ fading, neighbours }).map((share, k) => share - standard[k]!);
      const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
      const deviation = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length);
      if (mean - deviation > best.lead) best = { settings: { fading, neighbours }, lead: mean - deviation };
    }
  }
  return best.settings;
}

function hitShares(risk: Float64Array, cells: Uint32Array, came: Float64Array): number[] {
  const order = Uint32Array.from(cells, (_, k) => k).sort((a, b) => risk[b]! - risk[a]! || a - b);
  const total = came.reduce((sum, value) => sum + value, 0);
  return SHARES.map((share) => order.subarray(0, Math.max(1, Math.floor(share * cells.length))).reduce((sum, k) => sum + came[cells[k]!]!, 0) / total);
}
