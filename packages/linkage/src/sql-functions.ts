import { damerauLevenshtein, levenshtein } from './edit-distance.ts';
import { LinkageError } from './errors.ts';
import { jaro, jaroWinkler } from './jaro.ts';
import { LIST_SEPARATOR } from './normalise.ts';
import { doubleMetaphone } from './double-metaphone.ts';
import { soundex } from './soundex.ts';

/** A value while an expression is worked out. Dates and times are seconds since 1970. */
export type SqlValue = string | number | boolean | null | readonly string[];

type SqlFunction = (...args: NonNullable<SqlValue>[]) => SqlValue;

const text = (value: SqlValue | undefined): string => (Array.isArray(value) ? value.join(LIST_SEPARATOR) : String(value ?? ''));
const number = (value: SqlValue | undefined): number => Number(value);
const list = (value: SqlValue | undefined): readonly string[] =>
  Array.isArray(value) ? value : text(value) === '' ? [] : text(value).split(LIST_SEPARATOR);

/** Functions that give null where any argument is null. */
const FUNCTIONS: Readonly<Record<string, SqlFunction>> = {
  jaro_winkler_similarity: (a, b) => jaroWinkler(text(a), text(b)),
  jaro_winkler: (a, b) => jaroWinkler(text(a), text(b)),
  jaro_similarity: (a, b) => jaro(text(a), text(b)),
  jaro_sim: (a, b) => jaro(text(a), text(b)),
  levenshtein: (a, b) => levenshtein(text(a), text(b)),
  damerau_levenshtein: (a, b) => damerauLevenshtein(text(a), text(b)),
  jaccard: (a, b) => characterJaccard(text(a), text(b)),
  soundex: (a) => soundex(text(a)),
  dmetaphone: (a) => doubleMetaphone(text(a))[0],
  lower: (a) => text(a).toLowerCase(),
  upper: (a) => text(a).toUpperCase(),
  trim: (a) => text(a).trim(),
  length: (a) => [...text(a)].length,
  substr: (a, from, length) => substring(text(a), number(from), length === undefined ? Infinity : number(length)),
  substring: (a, from, length) => substring(text(a), number(from), length === undefined ? Infinity : number(length)),
  left: (a, length) => substring(text(a), 1, number(length)),
  concat: (...parts) => parts.map(text).join(''),
  replace: (a, from, to) => text(a).replaceAll(text(from), text(to)),
  regexp_extract: (a, pattern, group) => new RegExp(text(pattern), 'u').exec(text(a))?.[number(group ?? 0)] ?? '',
  regexp_replace: (a, pattern, to, flags) => text(a).replace(new RegExp(text(pattern), text(flags ?? '')), text(to)),
  abs: (a) => Math.abs(number(a)),
  round: (a) => Math.round(number(a)),
  floor: (a) => Math.floor(number(a)),
  sqrt: (a) => Math.sqrt(number(a)),
  power: (a, b) => number(a) ** number(b),
  pow: (a, b) => number(a) ** number(b),
  radians: (a) => (number(a) * Math.PI) / 180,
  sin: (a) => Math.sin(number(a)),
  cos: (a) => Math.cos(number(a)),
  acos: (a) => Math.acos(number(a)),
  asin: (a) => Math.asin(number(a)),
  least: (...all) => Math.min(...all.map(number)),
  greatest: (...all) => Math.max(...all.map(number)),
  epoch: (a) => (typeof a === 'number' ? a : parseTime(text(a), null)),
  strptime: (a, format) => parseTime(text(a), text(format)),
  try_strptime: (a, format) => parseTime(text(a), text(format)),
  year: (a) => new Date(number(typeof a === 'number' ? a : parseTime(text(a), null)) * 1000).getUTCFullYear(),
  array_length: (a) => list(a).length,
  len: (a) => (Array.isArray(a) ? list(a).length : text(a).length),
  cardinality: (a) => list(a).length,
  list_intersect: (a, b) => list(a).filter((each, i, all) => list(b).includes(each) && all.indexOf(each) === i),
  array_intersect: (a, b) => list(a).filter((each, i, all) => list(b).includes(each) && all.indexOf(each) === i),
  element: (a, at) => list(a)[number(at) - 1] ?? null,
};

/** Functions that may be given null. */
const NULL_AWARE: Readonly<Record<string, (...args: SqlValue[]) => SqlValue>> = {
  coalesce: (...all) => all.find((value) => value !== null) ?? null,
  ifnull: (...all) => all.find((value) => value !== null) ?? null,
  nullif: (a, b) => (a === b ? null : (a ?? null)),
};

/** The function of a name. @throws LinkageError for one that is not known */
export function sqlFunction(name: string): (args: readonly SqlValue[]) => SqlValue {
  const nullAware = NULL_AWARE[name];
  if (nullAware !== undefined) return (args) => nullAware(...args);
  const known = name.startsWith('cast ') ? castTo(name.slice(5)) : FUNCTIONS[name];
  if (known === undefined) throw new LinkageError(`the SQL function "${name}" is not known`);
  return (args) => (args.includes(null) ? null : known(...(args as NonNullable<SqlValue>[])));
}

function castTo(type: string): SqlFunction {
  if (/^(?:date|timestamp)/.test(type)) return (value) => (typeof value === 'number' ? value : parseTime(text(value), null));
  if (/^(?:varchar|text|string|char)/.test(type)) return text;
  if (/^(?:int|bigint|double|float|real|decimal|numeric)/.test(type)) return number;
  throw new LinkageError(`the SQL type "${type}" is not known`);
}

/** SQL counts characters from 1. */
function substring(value: string, from: number, length: number): string {
  return [...value].slice(from - 1, from - 1 + length).join('');
}

/** Shared characters as a share of all different characters, as DuckDB's `jaccard`. */
function characterJaccard(a: string, b: string): number {
  const [left, right] = [new Set(a), new Set(b)];
  const shared = [...left].filter((character) => right.has(character)).length;
  return shared / (left.size + right.size - shared);
}

const PARTS: Readonly<Record<string, string>> = {
  '%Y': '(?<year>\\d{4})', '%m': '(?<month>\\d{1,2})', '%d': '(?<day>\\d{1,2})',
  '%H': '(?<hour>\\d{1,2})', '%M': '(?<minute>\\d{1,2})', '%S': '(?<second>\\d{1,2})',
};
const ISO = '%Y-%m-%d';

const timePatterns = new Map<string | null, RegExp>();

function timePattern(format: string | null): RegExp {
  const known = timePatterns.get(format);
  if (known !== undefined) return known;
  const pattern = (format ?? ISO).replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/%[A-Za-z]/g, (part) => {
    const found = PARTS[part];
    if (found === undefined) throw new LinkageError(`the time format "${part}" is not known`);
    return found;
  });
  const made = new RegExp(`^${pattern}${format === null ? '(?:[ T].*)?' : ''}$`);
  timePatterns.set(format, made);
  return made;
}

/** Seconds since 1970, or null for a text that is not of the format or a day that does not exist. */
function parseTime(value: string, format: string | null): number | null {
  const groups = timePattern(format).exec(value.trim())?.groups;
  if (groups === undefined) return null;
  const part = (name: string, otherwise: number): number => Number(groups[name] ?? otherwise);
  const [year, month, day] = [part('year', 1900), part('month', 1), part('day', 1)];
  const time = Date.UTC(year, month - 1, day, part('hour', 0), part('minute', 0), part('second', 0));
  const made = new Date(time);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? time / 1000 : null;
}
