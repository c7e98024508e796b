import { shareText, type Column, type SharedText } from './column.ts';
import { sharedInt32 } from './shared-memory.ts';
import { PairInterner } from './intern.ts';

/** Words before a name that are not part of it. */
const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'rev', 'revd', 'sir', 'master', 'pc', 'sgt']);

/** Persons' names in shared memory: for each distinct name its parts, by their numbers among the distinct words. */
export interface NameTable {
  readonly words: SharedText;
  /** For each name the surname's word and the forename's, -1 where there is none. */
  readonly surname: Int32Array;
  readonly forename: Int32Array;
  /** 1 for a lone word that stands in the field of forenames, and in no field of full names: it is a forename. */
  readonly loneForename: Uint8Array;
  /** All words of each name, in order: those of name n lie from offset n to offset n + 1. */
  readonly wordOffsets: Int32Array;
  readonly wordList: Int32Array;
  /** How many records hold each word as surname and as forename, and how many hold any. */
  readonly surnameCounts: Int32Array;
  readonly forenameCounts: Int32Array;
  readonly surnamePresent: number;
  readonly forenamePresent: number;
}

/** The columns of a name's fields, in the form 'words'; of those that the data has. */
export interface NameColumns {
  readonly forename?: Column | undefined;
  readonly middle?: Column | undefined;
  readonly surname?: Column | undefined;
  readonly full?: Column | undefined;
}

/** The distinct names of all records. */
export interface EncodedNames {
  readonly codes: Int32Array;
  readonly counts: Int32Array;
  readonly present: number;
  readonly table: NameTable;
  /** Each distinct name as it would be written. */
  readonly values: readonly string[];
}

interface NameParts {
  forename: string | null;
  surname: string | null;
  readonly words: string[];
  readonly hasFull: boolean;
}

/** Joins the fields of a name and finds its parts. */
export function encodeNames(columns: NameColumns, size: number): EncodedNames {
  const order = [columns.forename, columns.middle, columns.surname, columns.full];
  const { codes, parts } = distinctCombinations(order, size);
  const names = parts.map((codesOfFields) => {
    const [forename, middle, surname, full] = codesOfFields.map((code, i) =>
      code < 0 ? null : ((order[i] as Column).values[code] as string),
    );
    return nameParts(forename ?? null, middle ?? null, surname ?? null, full ?? null);
  });
  let present = 0;
  const counts = sharedInt32(names.length);
  for (let i = 0; i < size; i++) {
    const code = codes[i] as number;
    if (code < 0) continue;
    if ((names[code] as NameParts).words.length === 0) {
      codes[i] = -1;
      continue;
    }
    counts[code] = (counts[code] as number) + 1;
    present++;
  }
  return { codes, counts, present, table: nameTable(names, counts), values: names.map(({ words }) => words.join(' ')) };
}

/** Numbers the distinct combinations of several columns' values; -1 where all are missing. */
function distinctCombinations(
  columns: readonly (Column | undefined)[],
  size: number,
): { codes: Int32Array; parts: number[][] } {
  const codes = sharedInt32(size).fill(-1);
  let parts: number[][] = [];
  let first = true;
  columns.forEach((column, position) => {
    const blank = (): number[] => columns.map(() => -1);
    if (column === undefined) return;
    if (first) {
      codes.set(column.codes);
      parts = column.values.map((_, value) => Object.assign(blank(), { [position]: value }));
      first = false;
      return;
    }
    const interner = new PairInterner(parts.length + column.values.length);
    const joined: number[][] = [];
    for (let i = 0; i < size; i++) {
      const [before, value] = [codes[i] as number, column.codes[i] as number];
      if (before < 0 && value < 0) continue;
      const code = interner.intern(before + 1, value + 1);
      if (code === joined.length) {
        const combination = before < 0 ? blank() : (parts[before] as number[]).slice();
        combination[position] = value;
        joined.push(combination);
      }
      codes[i] = code;
    }
    parts = joined;
  });
  return { codes, parts };
}

function wordsOf(text: string | null): string[] {
  if (text === null) return [];
  const words = text.split(' ');
  const kept = words.length > 1 ? words.filter((word) => !TITLES.has(word)) : words;
  return kept.length > 0 ? kept : words;
}

/**
 * The parts of a name. The forename is the first word of its field, the surname the last word of its own; without
 * these fields, the first and last words of the full name. All further words are middle names.
 */
function nameParts(
  forename: string | null,
  middle: string | null,
  surname: string | null,
  full: string | null,
): NameParts {
  const forenames = wordsOf(forename);
  const surnames = wordsOf(surname);
  const fullWords = wordsOf(full);
  const words = [...new Set([...forenames, ...wordsOf(middle), ...surnames, ...fullWords])];
  const fromFull = forename === null && surname === null;
  const source = fromFull ? fullWords : forenames;
  const first = source.length > 1 || !fromFull ? source[0] : undefined;
  const last = fromFull ? fullWords.at(-1) : surnames.at(-1);
  return { forename: first ?? null, surname: last ?? null, words, hasFull: full !== null };
}

function nameTable(names: readonly NameParts[], counts: Int32Array): NameTable {
  const known = new Map<string, number>();
  const distinct: string[] = [];
  const numberOf = (word: string | null): number => {
    if (word === null) return -1;
    let number = known.get(word);
    if (number === undefined) {
      number = distinct.length;
      distinct.push(word);
      known.set(word, number);
    }
    return number;
  };
  const surname = sharedInt32(names.length);
  const forename = sharedInt32(names.length);
  const wordOffsets = sharedInt32(names.length + 1);
  names.forEach((name, n) => {
    wordOffsets[n + 1] = (wordOffsets[n] as number) + name.words.length;
  });
  const wordList = sharedInt32(wordOffsets[names.length] as number);
  names.forEach((name, n) => {
    surname[n] = numberOf(name.surname);
    forename[n] = numberOf(name.forename);
    name.words.forEach((word, k) => {
      wordList[(wordOffsets[n] as number) + k] = numberOf(word);
    });
  });
  const loneForename = new Uint8Array(new SharedArrayBuffer(names.length));
  names.forEach(({ words, forename: first, hasFull }, n) => {
    loneForename[n] = words.length === 1 && first !== null && !hasFull ? 1 : 0;
  });
  const surnameCounts = countWords(surname, counts, distinct.length);
  const forenameCounts = countWords(forename, counts, distinct.length);
  return {
    words: shareText(distinct),
    surname,
    forename,
    loneForename,
    wordOffsets,
    wordList,
    surnameCounts,
    forenameCounts,
    surnamePresent: surnameCounts.reduce((sum, count) => sum + count, 0),
    forenamePresent: forenameCounts.reduce((sum, count) => sum + count, 0),
  };
}

function countWords(wordOfName: Int32Array, counts: Int32Array, words: number): Int32Array {
  const totals = sharedInt32(words);
  wordOfName.forEach((word, name) => {
    if (word >= 0) totals[word] = (totals[word] as number) + (counts[name] as number);
  });
  return totals;
}
