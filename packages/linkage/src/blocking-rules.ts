import type { LinkageRecord } from './packed-cells.ts';
import type { Normalisation } from './normalise.ts';
import type { SqlNode } from './sql-expression.ts';

/** A key found from one or several fields by name, so that it can be saved with the model. */
export interface DerivedKey {
  readonly key:
    /** The value in a normal form. */
    | 'value'
    /** Its first so many characters. */
    | 'prefix'
    /** The year of a date. */
    | 'year'
    /** The outward code of a postcode. */
    | 'outward'
    /** Each word of the fields; the consonant skeleton of each; each unordered pair of words or of their beginnings. */
    | 'words'
    | 'skeletons'
    | 'wordPairs'
    | 'prefixPairs'
    /** One key for all: every pair is compared. */
    | 'everything'
    /** An expression of one record in SQL, from a Splink model. */
    | 'sql';
  readonly fields: readonly string[];
  readonly form: Normalisation;
  readonly length?: number;
  readonly expression?: SqlNode;
}

/** A key that the caller works out: a value, a list of values of which any may agree, or null for none. */
export type KeyFunction = (record: LinkageRecord) => unknown;

/** What records must have in common: a field, a derived key, or a function of the record. */
export type KeyExpression = string | DerivedKey | KeyFunction;

/** A blocking rule: pairs that agree in all expressions are compared. */
export interface BlockingRule {
  readonly kind: 'block';
  readonly expressions: readonly KeyExpression[];
  /** Blocks of more records than this are left out, since what so many share tells nobody apart. */
  readonly maxBlockSize?: number;
}

/** Pairs that agree in all of the expressions; missing values agree with nothing. Fields agree after folding case. */
export function blockOn(...expressions: readonly KeyExpression[]): BlockingRule {
  return { kind: 'block', expressions };
}

/** The same rule without its blocks of more than `maxBlockSize` records. */
export function withMaxBlockSize(rule: BlockingRule, maxBlockSize: number): BlockingRule {
  return { ...rule, maxBlockSize };
}

/** The value of a field in a normal form. */
export function valueOf(field: string, form: Normalisation): DerivedKey {
  return { key: 'value', fields: [field], form };
}

/** The first so many characters of a field. */
export function prefixOf(field: string, length: number): DerivedKey {
  return { key: 'prefix', fields: [field], form: 'words', length };
}

/** The year of a date. */
export function yearOf(field: string, form: 'date' | 'monthFirstDate' = 'date'): DerivedKey {
  return { key: 'year', fields: [field], form };
}

/** The outward code of a postcode. */
export function outwardOf(field: string): DerivedKey {
  return { key: 'outward', fields: [field], form: 'postcode' };
}

/** Any word of the fields. */
export function anyWordOf(...fields: readonly string[]): DerivedKey {
  return { key: 'words', fields, form: 'words' };
}

/** The consonant skeleton of any word of the fields. */
export function anySkeletonOf(...fields: readonly string[]): DerivedKey {
  return { key: 'skeletons', fields, form: 'words' };
}

/** Any two words of the fields. */
export function anyTwoWordsOf(...fields: readonly string[]): DerivedKey {
  return { key: 'wordPairs', fields, form: 'words' };
}

/** The first so many characters of any two words of the fields. */
export function anyTwoPrefixesOf(length: number, ...fields: readonly string[]): DerivedKey {
  return { key: 'prefixPairs', fields, form: 'words', length };
}
