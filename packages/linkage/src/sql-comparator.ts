import { textsOf, type SharedText } from './column.ts';
import { patternCount, type Comparator, type Slot } from './comparator.ts';
import type { SqlComparison, SqlLevel } from './comparisons.ts';
import { PairCache } from './intern.ts';
import { compileSql, type ColumnReader, type SqlEvaluator } from './sql-evaluation.ts';
import { columnsIn, parseSql, type SqlNode } from './sql-expression.ts';

/** One column of a comparison in SQL, by the comparison's distinct combinations of values. */
export interface SqlColumnData {
  readonly name: string;
  readonly text: SharedText;
  /** For each combination the column's value, -1 where it is missing. */
  readonly valueOf: Int32Array;
  readonly counts: Int32Array;
  readonly present: number;
}

/** What a thread needs to compare by SQL. */
export interface SqlComparatorData {
  readonly kind: 'sql';
  readonly comparison: SqlComparison;
  readonly columns: readonly SqlColumnData[];
}

interface TermFrequency {
  readonly weight: number;
  /** log2 of the frequency by combination; NaN where the column is missing. */
  readonly logs: Float64Array;
  /** The level whose u the frequency stands in for. */
  readonly exactLevel: number;
}

/** The columns of a comparison in SQL, those of term frequencies included. */
export function sqlColumns(comparison: SqlComparison): string[] {
  const names = comparison.levels.flatMap(({ sql, termFrequency }) => [
    ...(isElse(sql) ? [] : columnsIn(parseSql(sql))),
    ...(termFrequency === undefined ? [] : [termFrequency.column]),
  ]);
  return [...new Set(names)];
}

function isElse(sql: string): boolean {
  return sql.trim().toUpperCase() === 'ELSE';
}

/** Levels of evidence, the worst first, as they count in patterns. */
function evidenceLevels(comparison: SqlComparison): SqlLevel[] {
  return comparison.levels.filter((level) => !level.isNull).reverse();
}

/** The slot of a comparison in SQL. */
export function sqlSlot(comparison: SqlComparison): Slot {
  return {
    name: comparison.name,
    labels: evidenceLevels(comparison).map(({ label }) => label),
    exactLevels: evidenceLevels(comparison).flatMap(({ sql }, level) => (isExact(sql) ? [level] : [])),
  };
}

function isExact(sql: string): boolean {
  return !isElse(sql) && exactColumn(parseSql(sql)) !== null;
}

/** The column of a condition `x_l = x_r`. */
function exactColumn(node: SqlNode): string | null {
  if (node.kind !== 'operator' || node.name !== '=') return null;
  const [a, b] = node.args;
  if (a?.kind !== 'column' || b?.kind !== 'column') return null;
  return a.name === b.name && a.side !== b.side ? a.name : null;
}

/** Compares by the SQL conditions of a Splink model, tried in order. */
export class SqlComparator implements Comparator {
  readonly slots: readonly Slot[];
  readonly patterns: number;
  readonly many = null;
  readonly cost = 3;
  readonly #levels: readonly { readonly test: SqlEvaluator | null; readonly pattern: number }[];
  readonly #frequencies: readonly (TermFrequency | null)[];
  readonly #cache: PairCache;

  constructor({ comparison, columns }: SqlComparatorData) {
    this.slots = [sqlSlot(comparison)];
    this.patterns = patternCount(this.slots);
    const read = readerOf(columns);
    const evidence = evidenceLevels(comparison);
    this.#levels = comparison.levels.map((level) => ({
      test: isElse(level.sql) ? null : compileSql(parseSql(level.sql), read),
      pattern: level.isNull ? 0 : evidence.indexOf(level) + 1,
    }));
    this.#frequencies = [null, ...evidence.map((level, at) => termFrequencyOf(level, at, evidence, columns))];
    this.#cache = new PairCache(columns[0]?.valueOf.length ?? 0);
  }

  compare(a: number, b: number): number {
    const known = this.#cache.get(a, b);
    if (known !== 255) return known;
    const reached = this.#levels.find(({ test }) => test === null || test(a, b) === true);
    const pattern = reached?.pattern ?? 0;
    this.#cache.set(a, b, pattern);
    return pattern;
  }

  logFrequency(pattern: number, a: number, b: number): number {
    const frequency = this.#frequencies[pattern];
    if (frequency == null) return 0;
    const [left, right] = [frequency.logs[a] as number, frequency.logs[b] as number];
    // A side without the value takes the other's frequency; of two frequencies the greater counts.
    const log = Number.isNaN(left) ? right : Number.isNaN(right) ? left : Math.max(left, right);
    return Number.isNaN(log) ? 0 : frequency.weight * log;
  }

  mostRarity(pattern: number): number {
    const frequency = this.#frequencies[pattern];
    if (frequency == null) return 0;
    let rarest = 0;
    for (const log of frequency.logs) if (log < rarest) rarest = log;
    return -frequency.weight * rarest;
  }

  frequencyBase(pattern: number, u: readonly (readonly number[])[]): number {
    const frequency = this.#frequencies[pattern];
    return frequency == null ? 0 : frequency.weight * Math.log2(u[0]?.[frequency.exactLevel] ?? 1);
  }

  exactProbability(): null {
    return null;
  }
}

function readerOf(columns: readonly SqlColumnData[]): ColumnReader {
  const values = new Map(
    columns.map(({ name, text, valueOf }) => {
      const texts = textsOf(text);
      return [name, Array.from(valueOf, (value) => (value < 0 ? null : (texts[value] as string)))] as const;
    }),
  );
  return (name, side) => {
    const column = values.get(name) as readonly (string | null)[];
    return side === 'r' ? (_, right) => column[right] as string | null : (left) => column[left] as string | null;
  };
}

function termFrequencyOf(
  { termFrequency }: SqlLevel,
  at: number,
  evidence: readonly SqlLevel[],
  columns: readonly SqlColumnData[],
): TermFrequency | null {
  if (termFrequency === undefined || termFrequency.weight === 0) return null;
  const data = columns.find(({ name }) => name === termFrequency.column) as SqlColumnData;
  const logs = Float64Array.from(data.valueOf, (value) =>
    value < 0 ? Number.NaN : Math.log2(Math.max((data.counts[value] as number) / data.present, termFrequency.minimumU)),
  );
  const exact = evidence.findIndex(({ sql }) => !isElse(sql) && exactColumn(parseSql(sql)) === termFrequency.column);
  return { weight: termFrequency.weight, logs, exactLevel: exact < 0 ? at : exact };
}
