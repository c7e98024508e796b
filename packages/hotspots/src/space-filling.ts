/** Bits of each coordinate along the curve: cells of about 10 m at the equator. */
export const DEPTH = 22;

/** Points in the order of the Z-order curve (Morton 1966), in which every square of a quadtree is one stretch. */
export interface CurveOrder {
  readonly order: Uint32Array;
  readonly keys: Float64Array;
  readonly column: Uint32Array;
  readonly row: Uint32Array;
}

export function sortAlongCurve(column: Uint32Array, row: Uint32Array): CurveOrder {
  const count = column.length;
  // The 44 bits of a key are kept as two halves of 22, and sorted 11 at a time from the lowest.
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    low[i] = spread(column[i]! & 0x7ff) | (spread(row[i]! & 0x7ff) << 1);
    high[i] = spread(column[i]! >>> 11) | (spread(row[i]! >>> 11) << 1);
  }
  let order: Uint32Array = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  for (const [half, shift] of [[low, 0], [low, 11], [high, 0], [high, 11]] as const) order = sortedByBits(order, half, shift);
  const keys = new Float64Array(count);
  const sortedColumn = new Uint32Array(count);
  const sortedRow = new Uint32Array(count);
  for (let at = 0; at < count; at++) {
    const i = order[at]!;
    keys[at] = high[i]! * 4194304 + low[i]!;
    sortedColumn[at] = column[i]!;
    sortedRow[at] = row[i]!;
  }
  return { order, keys, column: sortedColumn, row: sortedRow };
}

/** Eleven bits moved apart to every second place. */
function spread(bits: number): number {
  let b = bits;
  b = (b | (b << 8)) & 0x00ff00ff;
  b = (b | (b << 4)) & 0x0f0f0f0f;
  b = (b | (b << 2)) & 0x33333333;
  return (b | (b << 1)) & 0x55555555;
}

function sortedByBits(order: Uint32Array, key: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(2049);
  for (let i = 0; i < key.length; i++) starts[((key[i]! >>> shift) & 0x7ff) + 1]!++;
  for (let b = 0; b < 2048; b++) starts[b + 1]! += starts[b]!;
  const sorted = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) sorted[starts[(key[order[at]!]! >>> shift) & 0x7ff]!++] = order[at]!;
  return sorted;
}
