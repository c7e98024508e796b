import { withUnits, type Units } from './units.ts';

/** Winkler's prefix scale and the longest prefix that counts. */
const PREFIX_SCALE = 0.1;
const PREFIX_LENGTH = 4;
/** Winkler adds the prefix only to pairs that are already alike; RapidFuzz and Splink's engines do the same. */
const BOOST_THRESHOLD = 0.7;

/** For each code unit of the left text, the bits of its positions; all zero between calls. */
const positions = new Int32Array(0x10000);

/**
 * Jaro similarity, from 0 (nothing shared) to 1 (equal). Characters are code points.
 * Jaro 1989, "Advances in record-linkage methodology"; equal to RapidFuzz in every pair.
 */
export function jaro(left: string, right: string): number {
  if (left === right) return 1;
  const quick = jaroStrings(left, right);
  return quick >= 0 ? quick : withUnits(left, right, jaroUnits);
}

/**
 * Jaro-Winkler similarity, from 0 to 1: Jaro plus a tenth of the missing part for each of up to four equal
 * leading characters, where Jaro exceeds 0.7. Winkler 1990; equal to RapidFuzz in every pair.
 */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return 1;
  const similarity = jaroStrings(left, right);
  if (similarity < 0) return withUnits(left, right, jaroWinklerUnits);
  if (similarity <= BOOST_THRESHOLD) return similarity;
  const longest = left.length < right.length ? left.length : right.length;
  let prefix = 0;
  while (prefix < PREFIX_LENGTH && prefix < longest && left.charCodeAt(prefix) === right.charCodeAt(prefix)) prefix++;
  return similarity + prefix * PREFIX_SCALE * (1 - similarity);
}

/** Jaro-Winkler of two spans of units. */
export function jaroWinklerUnits(
  a: Units,
  aFrom: number,
  aLength: number,
  b: Units,
  bFrom: number,
  bLength: number,
): number {
  const similarity = jaroUnits(a, aFrom, aLength, b, bFrom, bLength);
  if (similarity <= BOOST_THRESHOLD) return similarity;
  const longest = Math.min(PREFIX_LENGTH, aLength, bLength);
  let prefix = 0;
  while (prefix < longest && a[aFrom + prefix] === b[bFrom + prefix]) prefix++;
  return similarity + prefix * PREFIX_SCALE * (1 - similarity);
}

/** Jaro of two spans of units. */
export function jaroUnits(
  a: Units,
  aFrom: number,
  aLength: number,
  b: Units,
  bFrom: number,
  bLength: number,
): number {
  if (aLength === 0 || bLength === 0) return aLength === bLength ? 1 : 0;
  if (aLength <= 32 && bLength <= 32) {
    let seen = 0;
    for (let i = 0; i < aLength; i++) seen |= shortA[i] = a[aFrom + i] as number;
    for (let j = 0; j < bLength; j++) seen |= shortB[j] = b[bFrom + j] as number;
    if (seen < 0x10000) return jaroShort(aLength, bLength);
  }
  return jaroLong(a, aFrom, aLength, b, bFrom, bLength);
}

/** The units of the two short texts now compared. */
const shortA = new Int32Array(32);
const shortB = new Int32Array(32);

/** Jaro of two short strings without surrogates; -1 where that does not hold and the longer way must be taken. */
function jaroStrings(left: string, right: string): number {
  const aLength = left.length;
  const bLength = right.length;
  if (aLength > 32 || bLength > 32 || aLength === 0 || bLength === 0) return -1;
  let seen = 0;
  for (let i = 0; i < aLength; i++) seen |= shortA[i] = left.charCodeAt(i);
  for (let j = 0; j < bLength; j++) seen |= shortB[j] = right.charCodeAt(j);
  return seen >= 0xd800 ? -1 : jaroShort(aLength, bLength);
}

/**
 * The bit-parallel form over shortA and shortB: positions of a character are bits of one integer, so the search of a
 * window is one `and`. Hyyrö's idea as RapidFuzz uses it.
 */
function jaroShort(aLength: number, bLength: number): number {
  for (let i = 0, bit = 1; i < aLength; i++, bit <<= 1) {
    const unit = shortA[i] as number;
    positions[unit] = (positions[unit] as number) | bit;
  }
  const longest = aLength > bLength ? aLength : bLength;
  const reach = longest > 3 ? (longest >> 1) - 1 : 0;
  // The window of b[j] is the bits j-reach..j+reach; bits beyond a are never set in `positions`.
  let window = reach >= 31 ? -1 : (2 << reach) - 1;
  let taken = 0;
  let matchedInB = 0;
  let matches = 0;
  for (let j = 0; j < bLength; j++) {
    const free = (positions[shortB[j] as number] as number) & window & ~taken;
    if (free !== 0) {
      taken |= free & -free;
      matchedInB |= 1 << j;
      matches++;
    }
    window = j < reach ? (window << 1) | 1 : window << 1;
  }
  let outOfOrder = 0;
  let rest = taken;
  for (let bits = matchedInB; bits !== 0; bits &= bits - 1) {
    const first = rest & -rest;
    if (((positions[shortB[31 - Math.clz32(bits & -bits)] as number] as number) & first) === 0) outOfOrder++;
    rest ^= first;
  }
  for (let i = 0; i < aLength; i++) positions[shortA[i] as number] = 0;
  return jaroOf(matches, outOfOrder >> 1, aLength, bLength);
}

/** The textbook form, for texts longer than a machine word. */
function jaroLong(
  a: Units,
  aFrom: number,
  aLength: number,
  b: Units,
  bFrom: number,
  bLength: number,
): number {
  const reach = Math.max(0, (Math.max(aLength, bLength) >> 1) - 1);
  const takenA = new Uint8Array(aLength);
  const matchedB: number[] = [];
  for (let j = 0; j < bLength; j++) {
    const end = Math.min(aLength - 1, j + reach);
    for (let i = Math.max(0, j - reach); i <= end; i++) {
      if (takenA[i] === 0 && a[aFrom + i] === b[bFrom + j]) {
        takenA[i] = 1;
        matchedB.push(b[bFrom + j] as number);
        break;
      }
    }
  }
  let outOfOrder = 0;
  let next = 0;
  for (let i = 0; i < aLength; i++) {
    if (takenA[i] === 1 && a[aFrom + i] !== matchedB[next++]) outOfOrder++;
  }
  return jaroOf(matchedB.length, outOfOrder >> 1, aLength, bLength);
}

function jaroOf(matches: number, transpositions: number, aLength: number, bLength: number): number {
  if (matches === 0) return 0;
  return (matches / aLength + matches / bLength + (matches - transpositions) / matches) / 3;
}
