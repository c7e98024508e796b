import { centred, needsCentring } from './local-sums.ts';

/**
 * z of Gi* with binary weights on a whole grid. Each 3 x 3 sum is made of three row sums that neighbouring cells
 * share, and the variance depends only on how many cells the sum has (9 inside, 6 at a side, 4 in a corner).
 */
export function gridGiStar(values: Float64Array, grid: { readonly columns: number; readonly rows: number; readonly corners: boolean }): Float64Array {
  const { columns, rows, corners } = grid;
  const n = values.length;
  let total = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    total += values[i]!;
    squares += values[i]! * values[i]!;
  }
  const mean = total / n;
  const variance = squares / n - mean * mean;
  if (needsCentring(mean, variance) && mean !== 0) {
    const around = centred(values, mean);
    return around === undefined ? new Float64Array(n).fill(Number.NaN) : gridGiStar(around, grid);
  }
  const scales = new Float64Array(10);
  for (let w = 1; w <= 9; w++) {
    const spread = variance * ((n * w - w * w) / (n - 1));
    scales[w] = spread > 1e-13 * mean * mean ? 1 / Math.sqrt(spread) : Number.NaN;
  }
  const z = new Float64Array(n);
  for (let row = 0; row < rows; row++) scoreRow(z, values, row, columns, rows, corners, mean, scales);
  return z;
}

function scoreRow(z: Float64Array, values: Float64Array, row: number, columns: number, rows: number, corners: boolean, mean: number, scales: Float64Array): void {
  const start = row * columns;
  // A row outside the grid is stood in for by the row itself with factor 0.
  const below = row > 0 ? start - columns : start;
  const above = row < rows - 1 ? start + columns : start;
  const hasBelow = row > 0 ? 1 : 0;
  const hasAbove = row < rows - 1 ? 1 : 0;
  const height = 1 + hasBelow + hasAbove;
  const inside = corners ? 3 * height : height + 2;
  const expected = inside * mean;
  const scale = scales[inside]!;
  let left = 0;
  let middle = values[start]! + hasBelow * values[below]! + hasAbove * values[above]!;
  for (let c = 1; c < columns; c++) {
    const right = values[start + c]! + hasBelow * values[below + c]! + hasAbove * values[above + c]!;
    const sum = corners ? left + middle + right : middle + values[start + c]! + (c > 1 ? values[start + c - 2]! : 0);
    z[start + c - 1] = (sum - expected) * scale;
    left = middle;
    middle = right;
  }
  // The two ends of the row have a side less: written over what the loop put there.
  for (const c of columns > 1 ? [0, columns - 1] : [0]) {
    const wide = (c > 0 ? 1 : 0) + (c < columns - 1 ? 1 : 0);
    const weight = corners ? (wide + 1) * height : height + wide;
    let sum = 0;
    for (let d = Math.max(0, c - 1); d <= Math.min(columns - 1, c + 1); d++) {
      const upright = corners || d === c ? hasBelow * values[below + d]! + hasAbove * values[above + d]! : 0;
      sum += values[start + d]! + upright;
    }
    z[start + c] = (sum - weight * mean) * scales[weight]!;
  }
}
