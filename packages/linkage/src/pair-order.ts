import type { WeighedPairs } from './scan.ts';

/** Parts of pairs as one, ordered by left and right: two stable counting sorts. */
export function inOrder(parts: readonly WeighedPairs[], size: number): WeighedPairs {
  const count = parts.reduce((sum, part) => sum + part.left.length, 0);
  const all = emptyPairs(count);
  let at = 0;
  for (const { left, right, weight } of parts) {
    all.left.set(left, at);
    all.right.set(right, at);
    all.weight.set(weight, at);
    at += left.length;
  }
  return sortedBy(sortedBy(all, 'right', size), 'left', size);
}

function emptyPairs(count: number): WeighedPairs {
  return { left: new Int32Array(count), right: new Int32Array(count), weight: new Float64Array(count) };
}

function sortedBy(pairs: WeighedPairs, by: 'left' | 'right', size: number): WeighedPairs {
  const column = pairs[by];
  const cursor = new Int32Array(size + 1);
  for (let k = 0; k < column.length; k++) cursor[(column[k] as number) + 1] = (cursor[(column[k] as number) + 1] as number) + 1;
  for (let key = 0; key < size; key++) cursor[key + 1] = (cursor[key + 1] as number) + (cursor[key] as number);
  const sorted = emptyPairs(column.length);
  for (let k = 0; k < column.length; k++) {
    const place = cursor[column[k] as number] as number;
    cursor[column[k] as number] = place + 1;
    sorted.left[place] = pairs.left[k] as number;
    sorted.right[place] = pairs.right[k] as number;
    sorted.weight[place] = pairs.weight[k] as number;
  }
  return sorted;
}
