import type { LevelCondition } from './comparisons.ts';
import type { SharedText } from './column.ts';
import { withinOneEdit } from './edit-distance.ts';
import type { FactLevels } from './fact-levels.ts';
import { hashUnits } from './intern.ts';
import { bitCount, letterBits, type Units } from './units.ts';

const PARTS = ['postcodeSector', 'postcodeOutward', 'postcodeArea'] as const;

type Part = (typeof PARTS)[number];

const [LETTERS, FIRST_PART, FACTS] = [0, 1, 4];
const [EXACT, ONE_EDIT] = [-2, -1];

/**
 * The level of two postcodes by their numbers in the column, 0 for none, where all levels are equality, one edit or
 * parts of a postcode; null where they are not. What is asked of a value lies side by side, so that it is fetched at once.
 * @param conditions the best level first, which is numbered by how many there are
 */
export function postcodeLevels(conditions: readonly LevelCondition[], text: SharedText): FactLevels | null {
  const asks = conditions.map(askOf);
  if (asks.includes(null) || asks.every((ask) => ask === EXACT || ask === ONE_EDIT)) return null;
  const minimum = conditions.map((condition) => (condition.kind === 'damerauLevenshtein' ? (condition.minimumLength ?? 0) : 0));
  const facts = factsOf(text);
  const { units, offsets } = text;
  const oneEdit = (a: number, b: number, least: number): boolean => {
    const [aFrom, bFrom] = [offsets[a] as number, offsets[b] as number];
    const aLength = (offsets[a + 1] as number) - aFrom;
    const bLength = (offsets[b + 1] as number) - bFrom;
    if (aLength < least || bLength < least || Math.abs(aLength - bLength) > 1) return false;
    return withinOneEdit(units, aFrom, aLength, units, bFrom, bLength);
  };
  const levelOf = (a: number, b: number): number => {
    const left = a * FACTS;
    const right = b * FACTS;
    for (let i = 0; i < asks.length; i++) {
      const ask = asks[i] as number;
      let yes = false;
      if (ask >= 0) yes = facts[left + ask] === facts[right + ask] && (facts[left + ask] as number) >= 0;
      else if (ask === EXACT) yes = a === b;
      // One edit changes at most two of the letters that there are.
      else if (bitCount((facts[left + LETTERS] as number) ^ (facts[right + LETTERS] as number)) <= 2) yes = oneEdit(a, b, minimum[i] as number);
      if (yes) return asks.length - i;
    }
    return 0;
  };
  return {
    levelOf,
    patternsOf: (a, column, places, count, patterns) => {
      for (let k = 0; k < count; k++) {
        const at = places[k] as number;
        const b = column[at] as number;
        patterns[at] = b < 0 ? 0 : 1 + levelOf(a, b);
      }
    },
  };
}

/** Which of the facts a condition asks for; null for other conditions. */
function askOf(condition: LevelCondition): number | null {
  switch (condition.kind) {
    case 'exact':
      return EXACT;
    case 'damerauLevenshtein':
      return condition.atMost === 1 ? ONE_EDIT : null;
    case 'postcodeSector':
    case 'postcodeOutward':
    case 'postcodeArea':
      return FIRST_PART + PARTS.indexOf(condition.kind);
    default:
      return null;
  }
}

/** By value: its letters, and the numbers of its parts. */
function factsOf(text: SharedText): Int32Array {
  const { units, offsets } = text;
  const facts = new Int32Array((offsets.length - 1) * FACTS);
  for (let value = 0; value + 1 < offsets.length; value++) {
    facts[value * FACTS + LETTERS] = letterBits(units, offsets[value] as number, offsets[value + 1] as number);
  }
  PARTS.forEach((part, p) => partNumbers(text, part).forEach((number, value) => (facts[value * FACTS + FIRST_PART + p] = number)));
  return facts;
}

/** All but the last three characters, where the rest is long enough to be an outward code: "CM20 1AA" is CM20. */
export function postcodeOutward(postcode: string): string {
  return postcode.length < 5 ? '' : postcode.slice(0, -3);
}

/** How many units of a value belong to the part: "CM20 1AA" has the sector CM201, the outward code CM20, the area CM. */
function partLength(part: Part, units: Units, from: number, end: number): number {
  const length = end - from;
  if (part === 'postcodeSector') return length < 4 ? 0 : length - 2;
  if (part === 'postcodeOutward') return length < 5 ? 0 : length - 3;
  let at = from;
  while (at < end && (units[at] as number) >= 65 && (units[at] as number) <= 90) at++;
  return at - from;
}

/** By value, the number of the first value that begins with the same part; -1 for a value without it. */
export function partNumbers({ units, offsets }: SharedText, part: Part): Int32Array {
  const count = offsets.length - 1;
  const lengthOf = (value: number): number => partLength(part, units, offsets[value] as number, offsets[value + 1] as number);
  const numbers = new Int32Array(count).fill(-1);
  let mask = 1023;
  while (mask < count * 2) mask = mask * 2 + 1;
  /** By hash: the first value of a part and one, since 0 is none. */
  const slots = new Int32Array(mask + 1);
  for (let value = 0; value < count; value++) {
    const [from, length] = [offsets[value] as number, lengthOf(value)];
    if (length === 0) continue;
    let slot = hashUnits(units, from, length) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const first = (slots[slot] as number) - 1;
      if (lengthOf(first) === length && sameUnits(units, offsets[first] as number, from, length)) break;
    }
    if (slots[slot] === 0) slots[slot] = value + 1;
    numbers[value] = (slots[slot] as number) - 1;
  }
  return numbers;
}

function sameUnits(units: Units, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (units[a + i] !== units[b + i]) return false;
  return true;
}
