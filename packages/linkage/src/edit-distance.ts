import { withUnits, type Units } from './units.ts';

/**
 * Levenshtein distance: the fewest insertions, deletions and substitutions of code points that make the texts equal.
 */
export function levenshtein(left: string, right: string): number {
  if (left === right) return 0;
  return withUnits(left, right, levenshteinUnits);
}

/**
 * Damerau-Levenshtein distance, unrestricted: transpositions of neighbours count one, and may be edited further.
 * Damerau 1964; Lowrance & Wagner 1975. DuckDB's `damerau_levenshtein` is this one.
 */
export function damerauLevenshtein(left: string, right: string): number {
  if (left === right) return 0;
  return withUnits(left, right, damerauLevenshteinUnits);
}

/** Optimal string alignment: as Damerau-Levenshtein, but no part of the text is edited twice. */
export function optimalStringAlignment(left: string, right: string): number {
  if (left === right) return 0;
  return withUnits(left, right, optimalStringAlignmentUnits);
}

/** Rows of the distance table, kept between calls and grown when longer texts come. */
let rows = [new Int32Array(64), new Int32Array(64), new Int32Array(64)] as [Int32Array, Int32Array, Int32Array];

function rowsFor(length: number): [Int32Array, Int32Array, Int32Array] {
  if (rows[0].length <= length) {
    const size = length * 2;
    rows = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  }
  return rows;
}

/** Levenshtein distance of two spans of units. */
export function levenshteinUnits(
  a: Units,
  aFrom: number,
  aLength: number,
  b: Units,
  bFrom: number,
  bLength: number,
): number {
  return alignmentDistance(a, aFrom, aLength, b, bFrom, bLength, false);
}

/** Optimal string alignment distance of two spans of units. */
export function optimalStringAlignmentUnits(
  a: Units,
  aFrom: number,
  aLength: number,
  b: Units,
  bFrom: number,
  bLength: number,
): number {
  return alignmentDistance(a, aFrom, aLength, b, bFrom, bLength, true);
}

/** True if one edit at most (a transposition being one) makes two spans equal: much sooner known than the distance. */
export function withinOneEdit(
  a: Units,
  aFrom: number,
  aLength: number,
  b: Units,
  bFrom: number,
  bLength: number,
): boolean {
  let [aRest, bRest] = [aLength, bLength];
  while (aRest > 0 && bRest > 0 && a[aFrom + aRest - 1] === b[bFrom + bRest - 1]) {
    aRest--;
    bRest--;
  }
  let start = 0;
  while (start < aRest && start < bRest && a[aFrom + start] === b[bFrom + start]) start++;
  aRest -= start;
  bRest -= start;
  if (aRest <= 1 && bRest <= 1) return true;
  const [i, j] = [aFrom + start, bFrom + start];
  return aRest === 2 && bRest === 2 && a[i] === b[j + 1] && a[i + 1] === b[j];
}

function alignmentDistance(
  a: Units,
  aFrom: number,
  aLength: number,
  b: Units,
  bFrom: number,
  bLength: number,
  transpose: boolean,
): number {
  while (aLength > 0 && bLength > 0 && a[aFrom + aLength - 1] === b[bFrom + bLength - 1]) {
    aLength--;
    bLength--;
  }
  while (aLength > 0 && bLength > 0 && a[aFrom] === b[bFrom]) {
    aFrom++;
    bFrom++;
    aLength--;
    bLength--;
  }
  if (aLength === 0) return bLength;
  if (bLength === 0) return aLength;
  let [before, previous, current] = rowsFor(bLength + 1);
  for (let j = 0; j <= bLength; j++) previous[j] = j;
  for (let i = 1; i <= aLength; i++) {
    const unit = a[aFrom + i - 1];
    current[0] = i;
    for (let j = 1; j <= bLength; j++) {
      const other = b[bFrom + j - 1];
      let cost = (previous[j - 1] as number) + (unit === other ? 0 : 1);
      const deletion = (previous[j] as number) + 1;
      const insertion = (current[j - 1] as number) + 1;
      if (deletion < cost) cost = deletion;
      if (insertion < cost) cost = insertion;
      if (transpose && i > 1 && j > 1 && unit === b[bFrom + j - 2] && a[aFrom + i - 2] === other) {
        const swapped = (before[j - 2] as number) + 1;
        if (swapped < cost) cost = swapped;
      }
      current[j] = cost;
    }
    [before, previous, current] = [previous, current, before];
  }
  return previous[bLength] as number;
}

/** Unrestricted Damerau-Levenshtein distance of two spans of units. */
export function damerauLevenshteinUnits(
  a: Units,
  aFrom: number,
  aLength: number,
  b: Units,
  bFrom: number,
  bLength: number,
): number {
  const width = bLength + 2;
  const far = aLength + bLength;
  const table = new Int32Array((aLength + 2) * width);
  const lastRow = new Map<number, number>();
  table[0] = far;
  for (let i = 0; i <= aLength; i++) {
    table[(i + 1) * width] = far;
    table[(i + 1) * width + 1] = i;
  }
  for (let j = 0; j <= bLength; j++) {
    table[j + 1] = far;
    table[width + j + 1] = j;
  }
  for (let i = 1; i <= aLength; i++) {
    const unit = a[aFrom + i - 1] as number;
    let lastColumn = 0;
    for (let j = 1; j <= bLength; j++) {
      const other = b[bFrom + j - 1] as number;
      const rowOfOther = lastRow.get(other) ?? 0;
      const equal = unit === other;
      const substitution = (table[i * width + j] as number) + (equal ? 0 : 1);
      const insertion = (table[(i + 1) * width + j] as number) + 1;
      const deletion = (table[i * width + j + 1] as number) + 1;
      const transposition =
        (table[rowOfOther * width + lastColumn] as number) + (i - rowOfOther - 1) + 1 + (j - lastColumn - 1);
      table[(i + 1) * width + j + 1] = Math.min(substitution, insertion, deletion, transposition);
      if (equal) lastColumn = j;
    }
    lastRow.set(unit, i);
  }
  return table[(aLength + 1) * width + bLength + 1] as number;
}
