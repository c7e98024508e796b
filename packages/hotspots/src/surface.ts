import { checkedPoints, finiteNumbers, positive } from './checks.ts';
import { kernelDensity, type DensityOptions, type Surface, type WeightedPoints } from './density.ts';
import type { Grid } from './grid.ts';
import { kernelShape } from './kernels.ts';

/** One report as it stands on the surface. */
export interface Report {
  /** Metres. */
  readonly x: number;
  readonly y: number;
  /** 1 if not given. */
  readonly weight?: number | undefined;
}

/** A density surface that follows single reports as they come, are corrected and are withdrawn. */
export interface IncrementalSurface extends Surface {
  /** Adds a report to `values`. */
  add(report: Report): void;
  /** Takes a report off again; what is left is as if it had never been there. */
  withdraw(report: Report): void;
  /** Moves or re-weights a report. */
  correct(before: Report, after: Report): void;
}

/**
 * A kernel density surface kept up to date report by report, without summing all points again.
 *
 * `values` is live: each change shows in it at once. Every hill is added in full (no cut), and the rounding of each
 * addition is kept beside the value (Knuth's two-sum), so that ten thousand reports added and withdrawn leave nothing.
 *
 * @param points the reports so far, metres; may be empty if an extent is given
 * @param options as kernelDensity
 * @throws RangeError as kernelDensity; add, withdraw and correct throw it for places or weights that are not finite
 */
export function incrementalSurface(points: WeightedPoints, options: DensityOptions): IncrementalSurface {
  checkedPoints(points);
  const { values, columns, rows, extent, cellSize } = kernelDensity(points, options);
  const rests = new Float64Array(values.length);
  const kernel = options.kernel ?? 'gaussian';
  const grid: Grid = { columns, rows, extent, cellSize };
  const change = kernel === 'gaussian' ? gaussianChange(values, rests, grid, options.bandwidth) : compactChange(values, rests, grid, options);
  const changeBy = (report: Report, sign: 1 | -1): void => {
    const weight = report.weight ?? 1;
    finiteNumbers([report.x, report.y, weight], 'report (x, y, weight)');
    change(report.x, report.y, sign * weight);
  };
  return {
    values,
    columns,
    rows,
    extent,
    cellSize,
    add: (report) => changeBy(report, 1),
    withdraw: (report) => changeBy(report, -1),
    correct(before, after) {
      changeBy(before, -1);
      changeBy(after, 1);
    },
  };
}

type Change = (x: number, y: number, weight: number) => void;

function gaussianChange(values: Float64Array, rests: Float64Array, grid: Grid, bandwidth: number): Change {
  const { columns, rows, extent, cellSize } = grid;
  const { volumeFactor, reach } = kernelShape('gaussian');
  const profile = new Float64Array(columns);
  const scale = -0.5 / (bandwidth * bandwidth);
  const factor = volumeFactor / (bandwidth * bandwidth);
  const cells = (reach * positive(bandwidth, 'bandwidth')) / cellSize;
  return (x, y, weight) => {
    const across = (x - extent.west) / cellSize - 0.5;
    const up = (y - extent.south) / cellSize - 0.5;
    const first = Math.max(0, Math.ceil(across - cells));
    const last = Math.min(columns - 1, Math.floor(across + cells));
    const lastRow = Math.min(rows - 1, Math.floor(up + cells));
    for (let column = first; column <= last; column++) {
      const dx = extent.west + (column + 0.5) * cellSize - x;
      profile[column] = Math.exp(dx * dx * scale);
    }
    for (let row = Math.max(0, Math.ceil(up - cells)); row <= lastRow; row++) {
      const dy = extent.south + (row + 0.5) * cellSize - y;
      const height = weight * factor * Math.exp(dy * dy * scale);
      const start = row * columns;
      for (let cell = start + first; cell <= start + last; cell++) addExactly(values, rests, cell, height * profile[cell - start]!);
    }
  };
}

function compactChange(values: Float64Array, rests: Float64Array, grid: Grid, options: DensityOptions): Change {
  const { columns, rows, extent, cellSize } = grid;
  const { profile, volumeFactor } = kernelShape(options.kernel ?? 'gaussian');
  const square = options.bandwidth * options.bandwidth;
  const reach = options.bandwidth / cellSize + 1e-9;
  return (x, y, weight) => {
    const across = (x - extent.west) / cellSize - 0.5;
    const up = (y - extent.south) / cellSize - 0.5;
    for (let row = Math.max(0, Math.ceil(up - reach)); row <= Math.min(rows - 1, up + reach); row++) {
      const dy = extent.south + (row + 0.5) * cellSize - y;
      for (let column = Math.max(0, Math.ceil(across - reach)); column <= Math.min(columns - 1, across + reach); column++) {
        const dx = extent.west + (column + 0.5) * cellSize - x;
        addExactly(values, rests, row * columns + column, (weight * volumeFactor * profile((dx * dx + dy * dy) / square)) / square);
      }
    }
  };
}

/** values[cell] + rests[cell] grows by `part` with about twice the digits of a double. */
function addExactly(values: Float64Array, rests: Float64Array, cell: number, part: number): void {
  const before = values[cell]!;
  const sum = before + part;
  const shifted = sum - before;
  const rest = rests[cell]! + (before - (sum - shifted) + (part - shifted));
  // Renormalised, so that values alone is the closest double to the true sum.
  const value = sum + rest;
  values[cell] = value;
  rests[cell] = rest - (value - sum);
}
