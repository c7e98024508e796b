/**
 * Text as arrays of numbers: UTF-16 code units while every character fits in one, code points otherwise.
 * The string measures work on these, so that worker threads can share one copy of a column's values.
 */
export type Units = Uint16Array | Uint32Array;

/** One value inside a Units array. */
export interface Span {
  readonly units: Units;
  readonly from: number;
  readonly length: number;
}

const SURROGATE = /[\ud800-\udfff]/;

/** True if the text has characters outside the basic plane, which a UTF-16 unit alone cannot hold. */
export function hasSurrogates(text: string): boolean {
  return SURROGATE.test(text);
}

/** The code points of a text. */
export function codePoints(text: string): Uint32Array {
  const points = new Uint32Array(text.length);
  let length = 0;
  for (const character of text) points[length++] = character.codePointAt(0) ?? 0;
  return points.subarray(0, length);
}

/** A pair of reusable buffers into which two strings are spread before they are compared. */
const SCRATCH = 256;
const scratchLeft = new Uint16Array(SCRATCH);
const scratchRight = new Uint16Array(SCRATCH);

/** Calls a measure of units with two strings, counting characters as code points. */
export function withUnits(
  left: string,
  right: string,
  measure: (a: Units, aFrom: number, aLength: number, b: Units, bFrom: number, bLength: number) => number,
): number {
  const aLength = left.length;
  const bLength = right.length;
  if (aLength <= SCRATCH && bLength <= SCRATCH) {
    let seen = 0;
    for (let i = 0; i < aLength; i++) seen |= surrogateBit((scratchLeft[i] = left.charCodeAt(i)));
    for (let i = 0; i < bLength; i++) seen |= surrogateBit((scratchRight[i] = right.charCodeAt(i)));
    if (seen === 0) return measure(scratchLeft, 0, aLength, scratchRight, 0, bLength);
  }
  const a = codePoints(left);
  const b = codePoints(right);
  return measure(a, 0, a.length, b, 0, b.length);
}

function surrogateBit(unit: number): number {
  return (unit & 0xf800) === 0xd800 ? 1 : 0;
}

/** A bit for each kind of unit in a run, of 32 kinds. */
export function letterBits(units: Units, from: number, end: number): number {
  let bits = 0;
  for (let at = from; at < end; at++) bits |= 1 << ((units[at] as number) & 31);
  return bits;
}

/** How many bits of an integer are set. */
export function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
