import { textsOf } from './column.ts';
import type { PersonNameComparison } from './comparisons.ts';
import { equalProbability, LEAST_FREQUENCY, logFrequencies, patternCount, type Comparator, type Slot } from './comparator.ts';
import { withinOneEdit } from './edit-distance.ts';
import { PairCache } from './intern.ts';
import { jaroWinklerUnits } from './jaro.ts';
import type { NameTable } from './person-name.ts';
import { skeleton } from './soundex.ts';

/** What a thread needs to compare persons' names. */
export interface NameComparatorData {
  readonly kind: 'personName';
  readonly comparison: PersonNameComparison;
  readonly table: NameTable;
}

const SURNAME: Slot = {
  name: 'surname',
  labels: [
    'all other comparisons',
    "found among the other's names",
    'Jaro-Winkler >= 0.84, sounds alike, or begins the other',
    'Jaro-Winkler >= 0.92 or one character differs',
    'exact match',
  ],
  exactLevels: [4],
};
const FORENAME: Slot = {
  name: 'forename',
  labels: ['all other comparisons', "an initial, or found among the other's names", ...SURNAME.labels.slice(2)],
  exactLevels: [4],
};
const MIDDLE: Slot = {
  name: 'middle names',
  labels: ['none agrees', 'an initial agrees', 'one agrees'],
  exactLevels: [],
};

/** The slots of every comparison of persons' names. */
export const NAME_SLOTS: readonly Slot[] = [SURNAME, FORENAME, MIDDLE];

const SURNAME_RADIX = SURNAME.labels.length + 1;
const FORENAME_RADIX = FORENAME.labels.length + 1;
const EXACT = 4;
const CLOSE = 3;
const ALIKE = 2;
const ELSEWHERE = 1;
const NONE = 0;
const MISSING = -1;

function pattern(surname: number, forename: number, middle: number): number {
  return surname + 1 + SURNAME_RADIX * (forename + 1 + FORENAME_RADIX * (middle + 1));
}

/** Compares persons' names: see `personName`. */
export class NameComparator implements Comparator {
  readonly slots = NAME_SLOTS;
  readonly patterns = patternCount(NAME_SLOTS);
  readonly many = null;
  readonly cost = 1;
  readonly #table: NameTable;
  readonly #cache: PairCache;
  readonly #words: readonly string[];
  readonly #skeletons: readonly string[];
  readonly #surnameLog: Float64Array | null;
  readonly #forenameLog: Float64Array | null;

  constructor({ table, comparison }: NameComparatorData) {
    this.#table = table;
    this.#words = textsOf(table.words);
    this.#skeletons = this.#words.map(skeleton);
    this.#cache = new PairCache(this.#words.length);
    const weighed = comparison.termFrequency;
    this.#surnameLog = weighed ? logFrequencies(table.surnameCounts, Math.max(1, table.surnamePresent)) : null;
    this.#forenameLog = weighed ? logFrequencies(table.forenameCounts, Math.max(1, table.forenamePresent)) : null;
  }

  compare(a: number, b: number): number {
    const [aLone, bLone] = [this.#isLone(a), this.#isLone(b)];
    if (aLone && bLone) return this.#compareLoneOnes(a, b);
    if (aLone) return this.#compareLone(a, b);
    if (bLone) return this.#compareLone(b, a);
    return this.#compareParts(a, b);
  }

  logFrequency(code: number, a: number, b: number): number {
    if (this.#surnameLog === null || this.#forenameLog === null) return 0;
    let sum = 0;
    const { surname, forename } = this.#table;
    if (code % SURNAME_RADIX === EXACT + 1) {
      const word = surname[a] as number;
      sum += this.#surnameFrequency(word >= 0 ? word : this.#loneWord(a), this.#isLone(a) || this.#isLone(b));
    }
    if (Math.floor(code / SURNAME_RADIX) % FORENAME_RADIX === EXACT + 1) {
      const word = Math.max(forename[a] as number, -1);
      const other = forename[b] as number;
      sum += this.#forenameLog[word >= 0 ? word : other >= 0 ? other : this.#loneWord(a)] as number;
    }
    return sum;
  }

  mostRarity(code: number): number {
    if (this.#surnameLog === null) return 0;
    const exact = Number(code % SURNAME_RADIX === EXACT + 1) + Number(Math.floor(code / SURNAME_RADIX) % FORENAME_RADIX === EXACT + 1);
    return exact * -Math.log2(LEAST_FREQUENCY);
  }

  frequencyBase(code: number, u: readonly (readonly number[])[]): number {
    if (this.#surnameLog === null) return 0;
    let sum = 0;
    if (code % SURNAME_RADIX === EXACT + 1) sum += Math.log2(u[0]?.[EXACT] ?? 1);
    if (Math.floor(code / SURNAME_RADIX) % FORENAME_RADIX === EXACT + 1) sum += Math.log2(u[1]?.[EXACT] ?? 1);
    return sum;
  }

  exactProbability(slot: number, level: number): number | null {
    if (level !== EXACT || slot > 1) return null;
    const { surnameCounts, forenameCounts, surnamePresent, forenamePresent } = this.#table;
    return slot === 0
      ? equalProbability(surnameCounts, surnamePresent)
      : equalProbability(forenameCounts, forenamePresent);
  }

  /** Of a word that stands alone, nobody knows which part of a name it is: it is as frequent as it is in either. */
  #surnameFrequency(word: number, lone: boolean): number {
    const asSurname = (this.#surnameLog as Float64Array)[word] as number;
    return lone ? Math.max(asSurname, (this.#forenameLog as Float64Array)[word] as number) : asSurname;
  }

  #isLone(name: number): boolean {
    const { wordOffsets } = this.#table;
    return (wordOffsets[name + 1] as number) - (wordOffsets[name] as number) === 1;
  }

  #loneWord(name: number): number {
    return this.#table.wordList[this.#table.wordOffsets[name] as number] as number;
  }

  /** Two lone words: forenames where their field says so; a forename and a surname that differ tell nothing. */
  #compareLoneOnes(a: number, b: number): number {
    const { loneForename } = this.#table;
    const forenames = (loneForename[a] as number) + (loneForename[b] as number);
    const level = this.#wordLevel(this.#loneWord(a), this.#loneWord(b));
    if (forenames === 0) return pattern(level, MISSING, MISSING);
    if (forenames === 1) return level >= CLOSE ? pattern(MISSING, level, MISSING) : 0;
    const initial = level === NONE && this.#sharesInitial(this.#loneWord(a), this.#loneWord(b));
    return pattern(MISSING, initial ? ELSEWHERE : level, MISSING);
  }

  /** A lone word is weighed as the part of the other name that it resembles more, or as the part that it is known to be. */
  #compareLone(lone: number, other: number): number {
    const word = this.#loneWord(lone);
    const asSurname = this.#levelOrMissing(word, this.#table.surname[other] as number);
    const asForename = this.#levelOrMissing(word, this.#table.forename[other] as number);
    if (asForename > asSurname && asForename >= ALIKE) return pattern(MISSING, asForename, MISSING);
    if (this.#table.loneForename[lone] === 1) {
      if (asForename >= ALIKE) return pattern(MISSING, asForename, MISSING);
      if (asForename === MISSING) return 0;
      const found = this.#among(word, other) || this.#sharesInitial(word, this.#table.forename[other] as number);
      return pattern(MISSING, found ? ELSEWHERE : NONE, MISSING);
    }
    if (asSurname >= ALIKE) return pattern(asSurname, MISSING, MISSING);
    return pattern(this.#among(word, other) ? ELSEWHERE : NONE, MISSING, MISSING);
  }

  #levelOrMissing(a: number, b: number): number {
    return a < 0 || b < 0 ? MISSING : this.#wordLevel(a, b);
  }

  /**
   * Both names have several words. Where neither part agrees in its place, the names may be written the other way
   * round; a word shared across counts for one part only, unless both are.
   */
  #compareParts(a: number, b: number): number {
    const { surname, forename } = this.#table;
    const [aLast, bLast] = [surname[a] as number, surname[b] as number];
    const [aFirst, bFirst] = [forename[a] as number, forename[b] as number];
    let last = this.#levelOrMissing(aLast, bLast);
    let first = this.#levelOrMissing(aFirst, bFirst);
    if (last === NONE && first === NONE) {
      const across = this.#levelOrMissing(aLast, bFirst) >= CLOSE;
      const back = this.#levelOrMissing(aFirst, bLast) >= CLOSE;
      if (across || back) return pattern(ELSEWHERE, across && back ? ELSEWHERE : NONE, this.#middleLevel(a, b));
    }
    if (last === NONE && (this.#amongMiddle(aLast, b) || this.#amongMiddle(bLast, a))) last = ELSEWHERE;
    if (first === NONE) {
      const found =
        this.#sharesInitial(aFirst, bFirst) || this.#amongMiddle(aFirst, b) || this.#amongMiddle(bFirst, a);
      if (found) first = ELSEWHERE;
    }
    return pattern(last, first, this.#middleLevel(a, b));
  }

  #amongMiddle(word: number, name: number): boolean {
    const { wordOffsets, wordList } = this.#table;
    for (let k = wordOffsets[name] as number; k < (wordOffsets[name + 1] as number); k++) {
      const other = wordList[k] as number;
      if (this.#isMiddle(name, other) && this.#wordLevel(word, other) >= CLOSE) return true;
    }
    return false;
  }

  #among(word: number, name: number): boolean {
    const { wordOffsets, wordList } = this.#table;
    for (let k = wordOffsets[name] as number; k < (wordOffsets[name + 1] as number); k++) {
      if (this.#wordLevel(word, wordList[k] as number) >= CLOSE) return true;
    }
    return false;
  }

  #sharesInitial(left: number, right: number): boolean {
    const [a, b] = [this.#words[left] as string, this.#words[right] as string];
    return (a.length === 1 || b.length === 1) && a.charCodeAt(0) === b.charCodeAt(0);
  }

  #isMiddle(name: number, word: number): boolean {
    return word !== this.#table.surname[name] && word !== this.#table.forename[name];
  }

  #middleLevel(a: number, b: number): number {
    const { wordOffsets, wordList } = this.#table;
    const [aEnd, bEnd] = [wordOffsets[a + 1] as number, wordOffsets[b + 1] as number];
    let best = MISSING;
    for (let i = wordOffsets[a] as number; i < aEnd; i++) {
      const left = wordList[i] as number;
      if (!this.#isMiddle(a, left)) continue;
      for (let j = wordOffsets[b] as number; j < bEnd; j++) {
        const right = wordList[j] as number;
        if (!this.#isMiddle(b, right)) continue;
        if (this.#wordLevel(left, right) >= CLOSE) return 2;
        best = Math.max(best, this.#sharesInitial(left, right) ? 1 : 0);
      }
    }
    return best;
  }

  #wordLevel(left: number, right: number): number {
    if (left === right) return EXACT;
    const a = left < right ? left : right;
    const b = left < right ? right : left;
    const known = this.#cache.get(a, b);
    if (known !== 255) return known;
    const level = this.#measureWords(a, b);
    this.#cache.set(a, b, level);
    return level;
  }

  #measureWords(a: number, b: number): number {
    const { units, offsets } = this.#table.words;
    const aFrom = offsets[a] as number;
    const bFrom = offsets[b] as number;
    const aLength = (offsets[a + 1] as number) - aFrom;
    const bLength = (offsets[b + 1] as number) - bFrom;
    const similarity = jaroWinklerUnits(units, aFrom, aLength, units, bFrom, bLength);
    if (similarity >= 0.92) return CLOSE;
    if (aLength >= 4 && bLength >= 4 && Math.abs(aLength - bLength) <= 1) {
      if (withinOneEdit(units, aFrom, aLength, units, bFrom, bLength)) return CLOSE;
    }
    const [left, right] = [this.#words[a] as string, this.#words[b] as string];
    const [short, long] = aLength < bLength ? [left, right] : [right, left];
    const begins = short.length >= 3 && long.startsWith(short);
    const sounds = this.#skeletons[a] !== '' && this.#skeletons[a] === this.#skeletons[b];
    return similarity >= 0.84 || begins || sounds ? ALIKE : NONE;
  }
}
