import type { WeighedPairs } from './scan.ts';

/** Parts of pairs as one, ordered by left and right: a counting sort by left, and of each left's few pairs by right. */
export function inOrder(parts: readonly WeighedPairs[], size: number): WeighedPairs {
  const ends = new Int32Array(size + 1);
  for (const { left } of parts) {
    for (let k = 0; k < left.length; k++) ends[(left[k] as number) + 1] = (ends[(left[k] as number) + 1] as number) + 1;
  }
  for (let record = 0; record < size; record++) ends[record + 1] = (ends[record + 1] as number) + (ends[record] as number);
  const count = ends[size] as number;
  const all = { left: new Int32Array(count), right: new Int32Array(count), weight: new Float64Array(count) };
  // From here on `ends` is where the next pair of each left goes.
  for (const part of parts) {
    for (let k = 0; k < part.left.length; k++) {
      const left = part.left[k] as number;
      const place = ends[left] as number;
      ends[left] = place + 1;
      all.left[place] = left;
      all.right[place] = part.right[k] as number;
      all.weight[place] = part.weight[k] as number;
    }
  }
  sortRuns(all);
  return all;
}

/** Sorts the pairs of each left by right: insertion sort, since they are few; longer runs through a list of places. */
function sortRuns({ left, right, weight }: WeighedPairs): void {
  for (let from = 0, to = 0; from < left.length; from = to) {
    while (to < left.length && left[to] === left[from]) to++;
    if (to - from > MOST_INSERTED) sortRun(right.subarray(from, to), weight.subarray(from, to));
    else insertRun(right, weight, from, to);
  }
}

const MOST_INSERTED = 64;

function insertRun(right: Int32Array, weight: Float64Array, from: number, to: number): void {
  for (let k = from + 1; k < to; k++) {
    const [record, bits] = [right[k] as number, weight[k] as number];
    let at = k;
    for (; at > from && (right[at - 1] as number) > record; at--) {
      right[at] = right[at - 1] as number;
      weight[at] = weight[at - 1] as number;
    }
    right[at] = record;
    weight[at] = bits;
  }
}

function sortRun(right: Int32Array, weight: Float64Array): void {
  const places = Int32Array.from(right.keys()).sort((a, b) => (right[a] as number) - (right[b] as number));
  const [rights, weights] = [right.slice(), weight.slice()];
  places.forEach((place, k) => {
    right[k] = rights[place] as number;
    weight[k] = weights[place] as number;
  });
}
