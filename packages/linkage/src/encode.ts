import { joinBlocks, startBlocks, type Grouping, type OfferRows } from './blocks.ts';
import { columnOf, rawColumn, type Column, type Offer, type RawColumn } from './column.ts';
import type { LinkageRecord } from './packed-cells.ts';
import { buildComparator, type ComparatorData } from './comparator-data.ts';
import type { Comparator } from './comparator.ts';
import type { Comparison, LevelsComparison, NameFields, SqlComparison } from './comparisons.ts';
import { PairInterner } from './intern.ts';
import type { KeySource } from './keys.ts';
import { groupHere } from './group-task.ts';
import type { Normalisation } from './normalise.ts';
import { encodeNames } from './person-name.ts';
import type { ScanData } from './scan.ts';
import { sharedInt32 } from './shared-memory.ts';
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
  /** The comparators of this thread. */
  readonly built: readonly Comparator[];
}

/** What other threads are told while records are encoded. */
export interface EncodingThreads {
  readonly group: Grouping;
  readonly offer: Offer & OfferRows;
  /** What values are compared; said before the last blocks are waited for. */
  readonly compareWith: (comparators: readonly ComparatorData[]) => void;
}

/** All is done in this thread. */
const ALONE: EncodingThreads = { group: groupHere, offer: () => undefined, compareWith: () => undefined };

/** Columns that several comparisons and blocking rules ask for are encoded once. */
class ColumnStore implements KeySource {
  readonly records: readonly LinkageRecord[];
  readonly #raw = new Map<string, RawColumn>();
  readonly #columns = new Map<string, Column>();

  readonly #offer: Offer;

  constructor(records: readonly LinkageRecord[], offer: Offer) {
    this.records = records;
    this.#offer = offer;
  }

  column(field: string, form: Normalisation): Column {
    // E-mails have the form of folded text.
    if (form === 'email') return this.column(field, 'folded');
    const key = `${form} ${field}`;
    let column = this.#columns.get(key);
    if (column === undefined) this.#columns.set(key, (column = this.#rawColumn(field).inForm(form)));
    return column;
  }

  #rawColumn(field: string): RawColumn {
    let raw = this.#raw.get(field);
    if (raw === undefined) this.#raw.set(field, (raw = rawColumn(this.records, field, this.#offer)));
    return raw;
  }
}

/**
 * Encodes all records for the settings. Function keys are called once for each record. Columns are read in the order in
 * which the blocking rules need them, so that threads can group the records by the first while the next are read.
 */
export function encode(
  records: readonly LinkageRecord[],
  tableOf: Uint8Array | null,
  settings: Settings,
  threads: EncodingThreads = ALONE,
): Encoded {
  const store = new ColumnStore(records, threads.offer);
  const limits = { tableOf, maxBlockSize: settings.maxBlockSize ?? Number.POSITIVE_INFINITY };
  const finish = startBlocks(settings.blockingRules, store, records.length, limits, threads.group);
  const compared = settings.comparisons.map((comparison) => encodeComparison(comparison, store));
  const comparators = compared.map(({ data }) => data);
  threads.compareWith(comparators);
  const codes = compared.map(({ column }) => column.codes);
  // Built while other threads group the records.
  const built = comparators.map(buildComparator);
  const size = records.length;
  const { blocks, rows } = joinBlocks(finish(), codes, size, threads.offer);
  return { scan: { blocks, tableOf, codes, comparators, size, ...rows }, columns: compared.map(({ column }) => column), built };
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
      return { column, data: { kind: 'levels', comparison, text: column.text, counts, present } };
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
    return { name: names[c] as string, text: column.text, valueOf, counts: column.counts, present: column.present };
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
  return columnOf(codes, values);
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
