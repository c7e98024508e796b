import type { Grid } from './grid.ts';

/** Gaussian smoothing of cell values, sigma in cells, cut at four sigma; what falls off the edge is lost. */
export function smoothed(values: Float64Array, grid: Grid, sigma: number): Float64Array {
  const reach = Math.ceil(4 * sigma);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-((k - reach) ** 2) / (2 * sigma * sigma)));
  const total = kernel.reduce((sum, value) => sum + value, 0);
  for (let k = 0; k < kernel.length; k++) kernel[k]! /= total;
  const { columns, rows } = grid;
  const across = new Float64Array(values.length);
  const result = new Float64Array(values.length);
  // Spreading from the cells that hold something: most cells of a police area never had an event.
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell]!;
    if (value === 0) continue;
    const column = cell % columns;
    const last = Math.min(columns - 1, column + reach);
    for (let to = Math.max(0, column - reach); to <= last; to++) across[cell - column + to]! += value * kernel[to - column + reach]!;
  }
  for (let cell = 0; cell < values.length; cell++) {
    const value = across[cell]!;
    if (value === 0) continue;
    const row = Math.floor(cell / columns);
    const last = Math.min(rows - 1, row + reach);
    for (let to = Math.max(0, row - reach); to <= last; to++) result[cell + (to - row) * columns]! += value * kernel[to - row + reach]!;
  }
  return result;
}
