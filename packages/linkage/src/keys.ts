import type { DerivedKey, KeyExpression } from './blocking-rules.ts';
import type { Column } from './column.ts';
import type { LinkageRecord } from './packed-cells.ts';
import { postcodeOutward } from './postcode-levels.ts';
import { groupPairs } from './grouping.ts';
import { PairInterner } from './intern.ts';
import { normalise, type Normalisation } from './normalise.ts';
import { skeleton } from './soundex.ts';
import { compileSql } from './sql-evaluation.ts';
import type { SqlNode } from './sql-expression.ts';

/** Keys of all records: those of record i lie from offset i to offset i + 1; without offsets each record has one. */
export interface Keys {
  readonly offsets: Int32Array | null;
  /** -1 is no key. */
  readonly codes: Int32Array;
}

/** Where the keys of an expression come from. */
export interface KeySource {
  readonly records: readonly LinkageRecord[];
  column(field: string, form: Normalisation): Column;
}

/** Long names would give very many pairs of words. */
const MOST_WORDS = 6;

/** The column whose values are an expression's keys; null where keys are made of values. */
export function columnOfKey(expression: KeyExpression, source: KeySource): Column | null {
  if (typeof expression === 'string') return source.column(expression, 'folded');
  if (typeof expression === 'function' || expression.key !== 'value') return null;
  return source.column(expression.fields[0] as string, expression.form);
}

/** The keys of one expression for every record. */
export function keysOf(expression: KeyExpression, source: KeySource): Keys {
  const column = columnOfKey(expression, source);
  if (column !== null) return { offsets: null, codes: column.codes };
  if (typeof expression === 'string') return { offsets: null, codes: source.column(expression, 'folded').codes };
  if (typeof expression === 'function') return keysOfFunction(expression, source.records);
  if (expression.key === 'everything') return { offsets: null, codes: new Int32Array(source.records.length) };
  if (expression.key === 'sql') return keysOfSql(expression, source.records);
  if (['prefix', 'year', 'outward'].includes(expression.key)) return keysOfPart(expression, source);
  return keysOfWords(expression, source);
}

function keysOfFunction(
  expression: (record: LinkageRecord, index: number) => unknown,
  records: readonly LinkageRecord[],
): Keys {
  const numbers = new Map<string, number>();
  const numberOf = (value: unknown): number => {
    const text = normalise(value, 'folded');
    if (text === null) return -1;
    let code = numbers.get(text);
    if (code === undefined) numbers.set(text, (code = numbers.size));
    return code;
  };
  const lists = records.map((record, index) => {
    const value = expression(record, index);
    return Array.isArray(value) ? [...new Set(value.map(numberOf))].filter((code) => code >= 0) : numberOf(value);
  });
  if (lists.every((list) => typeof list === 'number')) return { offsets: null, codes: Int32Array.from(lists) };
  return fromLists(lists.map((list) => (typeof list === 'number' ? (list < 0 ? [] : [list]) : list)));
}

/** Keys of an expression in SQL, worked out for each record. */
function keysOfSql({ expression }: DerivedKey, records: readonly LinkageRecord[]): Keys {
  const evaluate = compileSql(expression as SqlNode, (name) => (record) => normalise(records[record]?.[name], 'raw'));
  return keysOfFunction((_, record) => evaluate(record, record), records);
}

function fromLists(lists: readonly (readonly number[])[]): Keys {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    offsets[i + 1] = (offsets[i] as number) + list.length;
  });
  const codes = new Int32Array(offsets[lists.length] as number);
  lists.forEach((list, i) => codes.set(list, offsets[i] as number));
  return { offsets, codes };
}

function keysOfPart({ key, fields, form, length }: DerivedKey, source: KeySource): Keys {
  const column = source.column(fields[0] as string, form);
  const numbers = new Map<string, number>();
  const partOf = (value: string): string => {
    if (key === 'year') return value.slice(0, 4);
    if (key === 'outward') return postcodeOutward(value);
    return value.length < (length ?? 1) ? '' : value.slice(0, length);
  };
  const codeOfValue = column.values.map((value) => {
    const part = partOf(value);
    if (part === '') return -1;
    let code = numbers.get(part);
    if (code === undefined) numbers.set(part, (code = numbers.size));
    return code;
  });
  return { offsets: null, codes: column.codes.map((code) => (code < 0 ? -1 : (codeOfValue[code] as number))) };
}

/** Words of several fields: each distinct value is split once, its words numbered across the fields. */
function keysOfWords({ key, fields, form, length }: DerivedKey, source: KeySource): Keys {
  const columns = fields.map((field) => source.column(field, form));
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    let code = numbers.get(word);
    if (code === undefined) numbers.set(word, (code = numbers.size));
    return code;
  };
  const wordForm = (word: string): string => {
    if (key === 'skeletons') return skeleton(word);
    return key === 'prefixPairs' ? word.slice(0, length ?? 3) : word;
  };
  const wordsOfValue = columns.map((column) =>
    column.values.map((value) => {
      const words = value.split(' ').filter((word) => word.length > 1).map(wordForm);
      return [...new Set(words.filter((word) => word !== ''))].map(numberOf);
    }),
  );
  const paired = key === 'wordPairs' || key === 'prefixPairs';
  const pairs = new PairInterner(paired ? source.records.length : 0);
  const lists = source.records.map((_, i) => {
    const words: number[] = [];
    columns.forEach((column, c) => {
      const value = column.codes[i] as number;
      if (value < 0) return;
      for (const word of wordsOfValue[c]?.[value] ?? []) if (!words.includes(word)) words.push(word);
    });
    return paired ? unorderedPairs(words.slice(0, MOST_WORDS), pairs) : words;
  });
  return fromLists(lists);
}

function unorderedPairs(words: number[], pairs: PairInterner): number[] {
  const sorted = words.sort((a, b) => a - b);
  const list: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    for (let j = i + 1; j < sorted.length; j++) list.push(pairs.intern(sorted[i] as number, sorted[j] as number));
  }
  return list;
}

/** Keys of two expressions together: every combination of one of each. */
export function combineKeys(a: Keys, b: Keys, size: number): Keys {
  if (a.offsets === null && b.offsets === null) return { offsets: null, codes: groupPairs(a.codes, b.codes) };
  const interner = new PairInterner(size);
  const lists: number[][] = [];
  for (let i = 0; i < size; i++) {
    const list: number[] = [];
    for (let k = startOf(a, i); k < startOf(a, i + 1); k++) {
      for (let l = startOf(b, i); l < startOf(b, i + 1); l++) {
        const [left, right] = [a.codes[k] as number, b.codes[l] as number];
        if (left >= 0 && right >= 0) list.push(interner.intern(left, right));
      }
    }
    lists.push(list);
  }
  return fromLists(lists);
}

/** Where the keys of a record begin. */
function startOf(keys: Keys, record: number): number {
  return keys.offsets === null ? record : (keys.offsets[record] as number);
}
