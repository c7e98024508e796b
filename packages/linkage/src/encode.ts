import { joinBlocks, startBlocks, type Grouping } from './blocks.ts';
import {
  encodeColumn,
  rawColumn,
  shareText,
  sharedInt32,
  withCounts,
  type Column,
  type LinkageRecord,
  type RawColumn,
} from './column.ts';
import type { ComparatorData } from './comparator-data.ts';
import type { Comparison, LevelsComparison, NameFields, SqlComparison } from './comparisons.ts';
import { PairInterner } from './intern.ts';
import type { KeySource } from './keys.ts';
import { groupHere } from './group-task.ts';
import type { Normalisation } from './normalise.ts';
import { encodeNames } from './person-name.ts';
import type { ScanData } from './scan.ts';
import type { LinkType, Settings } from './settings.ts';
import { sqlColumns, type SqlColumnData } from './sql-comparator.ts';

/** The values of a comparison: each record's, and the distinct ones as text. */
export interface ComparedColumn {
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

/** Records made into columns, blocks and comparators. */
export interface Encoded {
  readonly scan: ScanData;
  /** By comparison. */
  readonly columns: readonly ComparedColumn[];
}

/** Columns that several comparisons and blocking rules ask for are encoded once. */
class ColumnStore implements KeySource {
  readonly records: readonly LinkageRecord[];
  readonly #raw = new Map<string, RawColumn>();
  readonly #columns = new Map<string, Column>();

  constructor(records: readonly LinkageRecord[]) {
    this.records = records;
  }

  column(field: string, form: Normalisation): Column {
    const key = `${form} ${field}`;
    let column = this.#columns.get(key);
    if (column === undefined) this.#columns.set(key, (column = encodeColumn(this.#rawColumn(field), form)));
    return column;
  }

  #rawColumn(field: string): RawColumn {
    let raw = this.#raw.get(field);
    if (raw === undefined) this.#raw.set(field, (raw = rawColumn(this.records, field)));
    return raw;
  }
}

/**
 * Encodes all records for the settings. Function keys are called once for each record. Columns are read in the order in
 * which the blocking rules need them, so that threads can group the records by the first while the next are read.
 * @param onComparators is told what values are compared, before the last blocks are waited for
 */
export function encode(
  records: readonly LinkageRecord[],
  tableOf: Uint8Array | null,
  settings: Settings,
  group: Grouping = groupHere,
  onComparators?: (comparators: readonly ComparatorData[]) => void,
): Encoded {
  const store = new ColumnStore(records);
  const limits = { tableOf, maxBlockSize: settings.maxBlockSize ?? Number.POSITIVE_INFINITY };
  const finish = startBlocks(settings.blockingRules, store, records.length, limits, group);
  const compared = settings.comparisons.map((comparison) => encodeComparison(comparison, store));
  const comparators = compared.map(({ data }) => data);
  onComparators?.(comparators);
  const codes = compared.map(({ column }) => column.codes);
  const { blocks, rows } = joinBlocks(finish(), codes, records.length);
  return { scan: { blocks, tableOf, codes, comparators, ...rows }, columns: compared.map(({ column }) => column) };
}

interface EncodedComparison {
  readonly column: ComparedColumn;
  readonly data: ComparatorData;
}

function encodeComparison(comparison: Comparison, store: ColumnStore): EncodedComparison {
  switch (comparison.kind) {
    case 'levels': {
      const column = levelsColumn(comparison, store);
      const { counts, present } = column;
      return { column, data: { kind: 'levels', comparison, text: shareText(column.values), counts, present } };
    }
    case 'personName': {
      const part = (name: keyof NameFields): Column | undefined => {
        const field = comparison.fields[name];
        return field === undefined ? undefined : store.column(field, name === 'full' ? 'fullName' : 'words');
      };
      const names = encodeNames(
        { forename: part('forename'), middle: part('middle'), surname: part('surname'), full: part('full') },
        store.records.length,
      );
      return { column: names, data: { kind: 'personName', comparison, table: names.table } };
    }
    case 'sql':
      return encodeSql(comparison, store);
  }
}

/** Every record has a combination, that of all values missing included, so that the SQL decides what that means. */
function encodeSql(comparison: SqlComparison, store: ColumnStore): EncodedComparison {
  const names = sqlColumns(comparison);
  const columns = names.map((name) => store.column(name, 'raw'));
  const size = store.records.length;
  const codes = sharedInt32(size);
  let combinations: number[][] = size > 0 ? [[]] : [];
  for (const column of columns) {
    const interner = new PairInterner(combinations.length + column.values.length);
    const next: number[][] = [];
    for (let i = 0; i < size; i++) {
      const [before, value] = [codes[i] as number, column.codes[i] as number];
      const code = interner.intern(before, value + 1);
      if (code === next.length) next.push([...(combinations[before] as number[]), value]);
      codes[i] = code;
    }
    combinations = next;
  }
  const data = columns.map((column, c): SqlColumnData => {
    const valueOf = sharedInt32(combinations.length);
    combinations.forEach((combination, code) => {
      valueOf[code] = combination[c] as number;
    });
    return { name: names[c] as string, text: shareText(column.values), valueOf, counts: column.counts, present: column.present };
  });
  const values = combinations.map((combination) =>
    combination.map((value, c) => (value < 0 ? '' : (columns[c]?.values[value] ?? ''))).join(' '),
  );
  return { column: { codes, values }, data: { kind: 'sql', comparison, columns: data } };
}

function levelsColumn({ field, secondField, form }: LevelsComparison, store: ColumnStore): Column {
  const first = store.column(field, form);
  if (secondField === undefined) return first;
  const second = store.column(secondField, form);
  const interner = new PairInterner(first.values.length);
  const values: string[] = [];
  const codes = sharedInt32(first.codes.length);
  for (let i = 0; i < codes.length; i++) {
    const [a, b] = [first.codes[i] as number, second.codes[i] as number];
    if (a < 0 || b < 0) {
      codes[i] = -1;
      continue;
    }
    const code = interner.intern(a, b);
    if (code === values.length) values.push(`${first.values[a]} ${second.values[b]}`);
    codes[i] = code;
  }
  return withCounts(codes, values);
}

/** The table of each record, or null when deduplicating. */
export function tablesOf(tables: readonly (readonly LinkageRecord[])[], linkType: LinkType): Uint8Array | null {
  if (linkType === 'dedupe') return null;
  const size = tables.reduce((sum, table) => sum + table.length, 0);
  const tableOf = new Uint8Array(new SharedArrayBuffer(size));
  let at = 0;
  tables.forEach((table, t) => {
    tableOf.fill(t, at, at + table.length);
    at += table.length;
  });
  return tableOf;
}

/** The number of pairs of records that could match. */
export function possiblePairs(size: number, tableOf: Uint8Array | null): number {
  const all = (size * (size - 1)) / 2;
  if (tableOf === null) return all;
  const counts = new Map<number, number>();
  for (const table of tableOf) counts.set(table, (counts.get(table) ?? 0) + 1);
  return [...counts.values()].reduce((rest, count) => rest - (count * (count - 1)) / 2, all);
}
