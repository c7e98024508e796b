import { LIST_SEPARATOR } from './normalise.ts';
import type { LevelCondition } from './comparisons.ts';
import { textsOf, type SharedText } from './column.ts';
import { differingDigits, packDates, swappedDigits } from './date-levels.ts';
import { dayNumber } from './dates.ts';
import { damerauLevenshteinUnits, levenshteinUnits, withinOneEdit } from './edit-distance.ts';
import { jaroUnits, jaroWinklerUnits } from './jaro.ts';
import { partNumbers } from './postcode-levels.ts';
import { RareWords } from './rare-words.ts';
import { soundex } from './soundex.ts';
import { bitCount, letterBits, type Units } from './units.ts';

/** True if two different values, by their numbers in the column, reach a level. */
export type ValuePredicate = (a: number, b: number) => boolean;

type UnitsMeasure = (a: Units, aFrom: number, aLength: number, b: Units, bFrom: number, bLength: number) => number;

const EARTH_RADIUS_KM = 6371;

/** Turns conditions into predicates over one column; what they need of a value is worked out once. */
export class ConditionCompiler {
  readonly #text: SharedText;
  #texts: readonly string[] | null = null;
  readonly #measures = new Map<UnitsMeasure, (a: number, b: number) => number>();
  readonly #derived = new Map<string, readonly unknown[]>();
  #lettersOf: ((value: number) => number) | null = null;
  readonly #rare = new Map<string, RareWords>();

  constructor(text: SharedText) {
    this.#text = text;
  }

  compile(condition: LevelCondition): ValuePredicate {
    switch (condition.kind) {
      case 'exact':
        return (a, b) => a === b;
      case 'jaroWinkler':
        return this.#jaroWinkler(condition.atLeast);
      case 'jaro':
        return atLeast(this.#measure(jaroUnits), condition.atLeast);
      case 'levenshtein':
        return this.#edits(levenshteinUnits, condition.atMost, condition.minimumLength ?? 0);
      case 'damerauLevenshtein':
        return condition.atMost === 1
          ? this.#oneEdit(condition.minimumLength ?? 0)
          : this.#edits(damerauLevenshteinUnits, condition.atMost, condition.minimumLength ?? 0);
      case 'anyOf': {
        const predicates = condition.conditions.map((each) => this.compile(each));
        return predicates.reduce((before, next) => (a, b) => before(a, b) || next(a, b));
      }
      default:
        return this.#derivedPredicate(condition);
    }
  }

  #derivedPredicate(condition: LevelCondition): ValuePredicate {
    switch (condition.kind) {
      case 'soundex':
        return equalNonEmpty(this.#derive('soundex', soundex));
      case 'prefix':
        return this.#prefix(condition.minimumLength);
      case 'sharedWord': {
        const { longerThan } = condition;
        const longWords = (text: string): string[] => text.split(' ').filter((word) => word.length > longerThan);
        return overlapAtLeast(this.#derive(`words>${longerThan}`, longWords), 1);
      }
      case 'wordJaccard':
        return jaccardAtLeast(this.#derive('words', (text) => [...new Set(text.split(' '))]), condition.atLeast);
      case 'rareWords':
        return this.#rareWords(condition.atLeast);
      case 'listOverlap':
        return overlapAtLeast(this.#derive('list', (text) => text.split(LIST_SEPARATOR)), condition.atLeast);
      case 'postcodeSector':
      case 'postcodeOutward':
      case 'postcodeArea': {
        const parts = partNumbers(this.#text, condition.kind);
        return (a, b) => parts[a] === parts[b] && (parts[a] as number) >= 0;
      }
      case 'kilometresApart': {
        const points = this.#derive('point', pointOf);
        return (a, b) => kilometresBetween(points[a] as Point, points[b] as Point) <= condition.atMost;
      }
      case 'differenceWithin': {
        const numbers = this.#derive('number', Number);
        return (a, b) => Math.abs((numbers[a] as number) - (numbers[b] as number)) <= condition.atMost;
      }
      default:
        return this.#datePredicate(condition);
    }
  }

  #datePredicate(condition: LevelCondition): ValuePredicate {
    const dates = Int32Array.from(this.#derive('date', Number));
    switch (condition.kind) {
      case 'exactYearOnly':
        return (a, b) => a === b && (dates[a] as number) % 10_000 === 101;
      case 'sameYear': {
        const years = dates.map((date) => Math.floor(date / 10_000));
        return (a, b) => years[a] === years[b];
      }
      case 'daysApart': {
        const days = Float64Array.from(this.#derive('day', dayNumber));
        return (a, b) => Math.abs((days[a] as number) - (days[b] as number)) <= condition.atMost;
      }
      case 'dayMonthSwapped':
        return (a, b) => dayMonthSwapped(dates[a] as number, dates[b] as number);
      case 'digitsDiffer':
        return digitsDifferAtMost(dates, condition.atMost);
      default:
        throw new TypeError(`no predicate for the level condition "${condition.kind}"`);
    }
  }

  /** A measure of two values that remembers its last answer, since several levels ask for the same pair. */
  #measure(measure: UnitsMeasure): (a: number, b: number) => number {
    const known = this.#measures.get(measure);
    if (known !== undefined) return known;
    const { units, offsets } = this.#text;
    let lastA = -1;
    let lastB = -1;
    let last = 0;
    const remembered = (a: number, b: number): number => {
      if (a === lastA && b === lastB) return last;
      lastA = a;
      lastB = b;
      const aFrom = offsets[a] as number;
      const bFrom = offsets[b] as number;
      const aLength = (offsets[a + 1] as number) - aFrom;
      last = measure(units, aFrom, aLength, units, bFrom, (offsets[b + 1] as number) - bFrom);
      return last;
    };
    this.#measures.set(measure, remembered);
    return remembered;
  }

  /** What two values can reach at most is told by the letters that one has and the other lacks; most pairs are left there. */
  #jaroWinkler(threshold: number): ValuePredicate {
    const similarity = this.#measure(jaroWinklerUnits);
    const { offsets } = this.#text;
    const letters = this.#letters();
    return (a, b) => {
      const [left, right] = [letters(a), letters(b)];
      const aLength = (offsets[a + 1] as number) - (offsets[a] as number);
      const bLength = (offsets[b + 1] as number) - (offsets[b] as number);
      const matches = Math.min(aLength - bitCount(left & ~right), bLength - bitCount(right & ~left));
      const most = (matches / aLength + matches / bLength + 1) / 3;
      return most + 0.4 * (1 - most) >= threshold && similarity(a, b) >= threshold;
    };
  }

  /** Gives for a value a bit for each letter in it (of 32 kinds), worked out when it is first asked for. */
  #letters(): (value: number) => number {
    if (this.#lettersOf !== null) return this.#lettersOf;
    const { units, offsets } = this.#text;
    const known = new Int32Array(offsets.length - 1);
    this.#lettersOf = (value) => {
      const bits = known[value] as number;
      return bits !== 0 ? bits : (known[value] = letterBits(units, offsets[value] as number, offsets[value + 1] as number));
    };
    return this.#lettersOf;
  }

  #edits(measure: UnitsMeasure, atMost: number, minimumLength: number): ValuePredicate {
    const distance = this.#measure(measure);
    const { offsets } = this.#text;
    return (a, b) => {
      const aLength = (offsets[a + 1] as number) - (offsets[a] as number);
      const bLength = (offsets[b + 1] as number) - (offsets[b] as number);
      if (aLength < minimumLength || bLength < minimumLength || Math.abs(aLength - bLength) > atMost) return false;
      return distance(a, b) <= atMost;
    };
  }

  #oneEdit(minimumLength: number): ValuePredicate {
    const { units, offsets } = this.#text;
    const letters = this.#letters();
    return (a, b) => {
      // One edit changes at most two of the letters that there are.
      if (bitCount(letters(a) ^ letters(b)) > 2) return false;
      const [aFrom, bFrom] = [offsets[a] as number, offsets[b] as number];
      const aLength = (offsets[a + 1] as number) - aFrom;
      const bLength = (offsets[b + 1] as number) - bFrom;
      if (aLength < minimumLength || bLength < minimumLength || Math.abs(aLength - bLength) > 1) return false;
      return withinOneEdit(units, aFrom, aLength, units, bFrom, bLength);
    };
  }

  #prefix(minimumLength: number): ValuePredicate {
    const texts = this.#derive('text', (text) => text);
    return (a, b) => {
      const [left, right] = [texts[a] as string, texts[b] as string];
      const [short, long] = left.length < right.length ? [left, right] : [right, left];
      return short.length >= minimumLength && long.startsWith(short);
    };
  }

  /** Words within a letter of each other count as the same word, a little less so. */
  #rareWords(atLeast: number): ValuePredicate {
    const key = 'rare words';
    const texts = this.#derive('words', (text) => [...new Set(text.split(' '))]);
    let spread = this.#rare.get(key);
    if (spread === undefined) this.#rare.set(key, (spread = new RareWords(texts)));
    const known = spread;
    return (a, b) => known.cosine(a, b) >= atLeast;
  }

  #derive<T>(name: string, from: (text: string) => T): readonly T[] {
    const known = this.#derived.get(name);
    if (known !== undefined) return known as readonly T[];
    this.#texts ??= textsOf(this.#text);
    const derived = this.#texts.map((text) => from(text));
    this.#derived.set(name, derived);
    return derived;
  }
}

function atLeast(similarity: (a: number, b: number) => number, threshold: number): ValuePredicate {
  return (a, b) => similarity(a, b) >= threshold;
}

/** Equal texts that are not empty; by numbers, since comparing texts is slower. */
function equalNonEmpty(derived: readonly string[]): ValuePredicate {
  const numbers = new Map<string, number>([['', -1]]);
  const codes = Int32Array.from(derived, (text) => {
    const known = numbers.get(text);
    if (known === undefined) numbers.set(text, numbers.size);
    return known ?? numbers.size - 1;
  });
  return (a, b) => codes[a] === codes[b] && (codes[a] as number) >= 0;
}

function overlap(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  for (const each of a) if (b.includes(each)) shared++;
  return shared;
}

function overlapAtLeast(lists: readonly (readonly string[])[], threshold: number): ValuePredicate {
  return (a, b) => overlap(lists[a] as readonly string[], lists[b] as readonly string[]) >= threshold;
}

function jaccardAtLeast(lists: readonly (readonly string[])[], threshold: number): ValuePredicate {
  return (a, b) => {
    const [left, right] = [lists[a] as readonly string[], lists[b] as readonly string[]];
    const shared = overlap(left, right);
    return shared / (left.length + right.length - shared) >= threshold;
  };
}

/** At most so many of the eight digits differ; two neighbours swapped count one. */
function digitsDifferAtMost(dates: Int32Array, atMost: number): ValuePredicate {
  const packed = packDates(dates);
  return (a, b) => {
    const [left, right] = [packed[a] as number, packed[b] as number];
    const differ = differingDigits(left ^ right);
    if (differ <= atMost) return true;
    return differ <= atMost * 2 && differ - swappedDigits(left, right) <= atMost;
  };
}

/** Dates as the number yyyymmdd. */
function dayMonthSwapped(a: number, b: number): boolean {
  const [left, right] = [a % 10_000, b % 10_000];
  return a !== b && a - left === b - right && Math.floor(left / 100) === right % 100 && left % 100 === Math.floor(right / 100);
}

type Point = readonly [latitude: number, longitude: number];

function pointOf(text: string): Point {
  const [latitude, longitude] = text.split(' ').map(Number);
  return [latitude ?? Number.NaN, longitude ?? Number.NaN];
}

/** Haversine distance. */
function kilometresBetween(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const dLatitude = (b[0] - a[0]) * radians;
  const dLongitude = (b[1] - a[1]) * radians;
  const h =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(a[0] * radians) * Math.cos(b[0] * radians) * Math.sin(dLongitude / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
