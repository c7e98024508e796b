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
  const similarity = jaroStrings(left, right);
  if (similarity < 0) return withUnits(left, right, jaroWinklerUnits);
  if (similarity <= BOOST_THRESHOLD) return similarity;
  const longest = Math.min(PREFIX_LENGTH, left.length, right.length);
  let prefix = 0;
  while (prefix < longest && left.charCodeAt(prefix) === right.charCodeAt(prefix)) prefix++;
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
  if (aLength <= 64 && bLength <= 64) {
    let seen = 0;
    for (let i = 0; i < aLength; i++) seen |= shortA[i] = a[aFrom + i] as number;
    for (let j = 0; j < bLength; j++) seen |= shortB[j] = b[bFrom + j] as number;
    if (seen < 0x10000) return aLength <= 32 && bLength <= 32 ? jaroShort(aLength, bLength) : jaroOfTwoWords(aLength, bLength);
  }
  return jaroLong(a, aFrom, aLength, b, bFrom, bLength);
}

/** The units of the two short texts now compared. */
const shortA = new Int32Array(64);
const shortB = new Int32Array(64);
/** The units of the second that were matched, in its order; one more place, since what is not matched is written over. */
const matched = new Int32Array(65);

/** The same for texts given as strings; those of the last left one stay until the next call takes them away. */
const stringPositions = new Int32Array(0x10000);
const stringUnits = new Int32Array(32);
let stringLength = 0;

/**
 * Jaro of two short strings without surrogates; -1 where that does not hold and the longer way must be taken. As
 * {@link jaroShort}, but each text is read once, as it is needed, and what both begin with is not looked for: most
 * pairs differ early, and where a loop ends is what a processor guesses worst.
 */
function jaroStrings(left: string, right: string): number {
  const aLength = left.length;
  const bLength = right.length;
  if (aLength > 32 || bLength > 32 || aLength === 0 || bLength === 0) return -1;
  for (let i = 0; i < stringLength; i++) stringPositions[stringUnits[i] as number] = 0;
  stringLength = aLength;
  let seen = 0;
  for (let i = 0, bit = 1; i < aLength; i++, bit <<= 1) {
    const unit = left.charCodeAt(i);
    seen |= unit;
    stringUnits[i] = unit;
    stringPositions[unit] = (stringPositions[unit] as number) | bit;
  }
  const longest = aLength > bLength ? aLength : bLength;
  const reach = longest > 3 ? (longest >> 1) - 1 : 0;
  let window = (2 << reach) - 1;
  let taken = 0;
  let matches = 0;
  let turned = 0;
  for (let j = 0; j < bLength; j++) {
    const unit = right.charCodeAt(j);
    seen |= unit;
    const free = (stringPositions[unit] as number) & window & ~taken;
    const bit = free & -free;
    turned |= taken & -(bit << 1);
    taken |= bit;
    matched[matches] = unit;
    matches += (free | -free) >>> 31;
    window = (window << 1) | ((j - reach) >>> 31);
  }
  // What the bits of a larger unit hold is no proof of a surrogate, but leads the longer way, which is right for all.
  if (seen >= 0xd800) return -1;
  const outOfOrder = turned === 0 ? 0 : transposed(stringPositions, taken, matches);
  return jaroOf(matches, outOfOrder >> 1, aLength, bLength);
}

/**
 * The bit-parallel form over shortA and shortB: positions of a character are bits of one integer, so the search of a
 * window is one `and`. Hyyrö's idea as RapidFuzz uses it. What both begin with matches itself, in order, whatever
 * follows, and is passed over; where each match lies after all before it, nothing is transposed. The inner loop has no
 * branches: in names, whether a letter is found is a matter of luck, which processors guess badly.
 */
function jaroShort(aLength: number, bLength: number): number {
  const shortest = aLength < bLength ? aLength : bLength;
  let same = 0;
  while (same < shortest && shortA[same] === shortB[same]) same++;
  if (same === aLength && same === bLength) return 1;
  for (let i = same, bit = 1 << same; i < aLength; i++, bit <<= 1) {
    const unit = shortA[i] as number;
    positions[unit] = (positions[unit] as number) | bit;
  }
  const longest = aLength > bLength ? aLength : bLength;
  const reach = longest > 3 ? (longest >> 1) - 1 : 0;
  // The window of b[j] is the bits j-reach..j+reach; bits beyond a are never set in `positions`.
  let window = windowAt(same, reach);
  let taken = 0;
  let matches = 0;
  let turned = 0;
  for (let j = same; j < bLength; j++) {
    const unit = shortB[j] as number;
    const free = (positions[unit] as number) & window & ~taken;
    const bit = free & -free;
    turned |= taken & -(bit << 1);
    taken |= bit;
    matched[matches] = unit;
    matches += (free | -free) >>> 31;
    window = (window << 1) | ((j - reach) >>> 31);
  }
  const outOfOrder = turned === 0 ? 0 : transposed(positions, taken, matches);
  for (let i = same; i < aLength; i++) positions[shortA[i] as number] = 0;
  return jaroOf(same + matches, outOfOrder >> 1, aLength, bLength);
}

/** For each code unit, the bits of its positions from 32 on; all zero between calls. */
const latePositions = new Int32Array(0x10000);

/** The same for texts of up to 64 units, whose positions are the bits of two integers: e-mails are rarely longer. */
function jaroOfTwoWords(aLength: number, bLength: number): number {
  for (let i = 0; i < aLength; i++) {
    const at = i < 32 ? positions : latePositions;
    const unit = shortA[i] as number;
    at[unit] = (at[unit] as number) | (1 << i);
  }
  const reach = (Math.max(aLength, bLength) >> 1) - 1;
  let taken = 0;
  let takenLate = 0;
  let matches = 0;
  for (let j = 0; j < bLength; j++) {
    const unit = shortB[j] as number;
    const [from, end] = [j - reach, j + reach + 1];
    const free = (positions[unit] as number) & bitsBelow(end) & ~bitsBelow(from) & ~taken;
    if (free !== 0) {
      taken |= free & -free;
      matched[matches++] = unit;
      continue;
    }
    const late = (latePositions[unit] as number) & bitsBelow(end - 32) & ~bitsBelow(from - 32) & ~takenLate;
    if (late === 0) continue;
    takenLate |= late & -late;
    matched[matches++] = unit;
  }
  let outOfOrder = 0;
  for (let i = 0, next = 0; i < aLength; i++) {
    const isTaken = ((i < 32 ? taken : takenLate) >>> i) & 1;
    if (isTaken === 1 && shortA[i] !== matched[next++]) outOfOrder++;
    positions[shortA[i] as number] = 0;
    latePositions[shortA[i] as number] = 0;
  }
  return jaroOf(matches, outOfOrder >> 1, aLength, bLength);
}

/** The first so many bits of an integer: none of less than one, all of more than 31. */
function bitsBelow(count: number): number {
  return count <= 0 ? 0 : count >= 32 ? -1 : (1 << count) - 1;
}

/** The bits of the positions j-reach..j+reach, as far as there are any. */
function windowAt(j: number, reach: number): number {
  if (j > reach) return ((2 << (reach + reach)) - 1) << (j - reach);
  return j + reach >= 31 ? -1 : (2 << (j + reach)) - 1;
}

/** How many of the matched characters of b differ from those of a, both in their own order. */
function transposed(at: Int32Array, taken: number, matches: number): number {
  let outOfOrder = 0;
  for (let k = 0, rest = taken; k < matches; k++) {
    const first = rest & -rest;
    if (((at[matched[k] as number] as number) & first) === 0) outOfOrder++;
    rest ^= first;
  }
  return outOfOrder;
}

/**
 * For texts longer than a machine word, of any length. A unit of b takes the first of its equals in a that is free and
 * in reach. Windows only move on and equals are taken in their order, so what was passed over once never comes back: each
 * kind of unit keeps the place it has come to.
 */
function jaroLong(
  a: Units,
  aFrom: number,
  aLength: number,
  b: Units,
  bFrom: number,
  bLength: number,
): number {
  const reach = Math.max(0, (Math.max(aLength, bLength) >> 1) - 1);
  /** By unit: its first place in a that is still to be had; by place: the next of the same unit. */
  const heads = new Map<number, number>();
  const nexts = new Int32Array(aLength);
  for (let i = aLength - 1; i >= 0; i--) {
    const unit = a[aFrom + i] as number;
    nexts[i] = heads.get(unit) ?? aLength;
    heads.set(unit, i);
  }
  const takenA = new Uint8Array(aLength);
  const matchedB = new Uint32Array(Math.min(aLength, bLength));
  let matches = 0;
  for (let j = 0; j < bLength; j++) {
    const unit = b[bFrom + j] as number;
    const head = heads.get(unit);
    if (head === undefined) continue;
    let place = head;
    while (place < aLength && place < j - reach) place = nexts[place] as number;
    if (place < aLength && place <= j + reach) {
      takenA[place] = 1;
      matchedB[matches++] = unit;
      place = nexts[place] as number;
    }
    if (place !== head) heads.set(unit, place);
  }
  let outOfOrder = 0;
  for (let i = 0, next = 0; i < aLength; i++) {
    if (takenA[i] === 1 && a[aFrom + i] !== matchedB[next++]) outOfOrder++;
  }
  return jaroOf(matches, outOfOrder >> 1, aLength, bLength);
}

function jaroOf(matches: number, transpositions: number, aLength: number, bLength: number): number {
  if (matches === 0) return 0;
  return (matches / aLength + matches / bLength + (matches - transpositions) / matches) / 3;
}
