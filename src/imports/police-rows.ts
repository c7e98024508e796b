import { Temporal } from 'temporal-polyfill';

/** One row of a police.uk street file, checked. Places are snap points: the nearest of a fixed list, never the real place. */
export interface PoliceRow {
  readonly month: Temporal.PlainDate;
  readonly crimeId: string | null;
  readonly reportedBy: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly location: string;
  readonly lsoaCode: string | null;
  readonly lsoaName: string | null;
  readonly category: string;
  readonly outcome: string | null;
}

const columnNames = {
  crimeId: 'crime id', month: 'month', reportedBy: 'reported by', fallsWithin: 'falls within', lon: 'longitude', lat: 'latitude', location: 'location',
  lsoaCode: 'lsoa code', lsoaName: 'lsoa name', category: 'crime type', outcome: 'last outcome category',
} as const;

type Column = keyof typeof columnNames;
export type Columns = Readonly<Record<Column, number>>;

const needed: readonly Column[] = ['month', 'reportedBy', 'lon', 'lat', 'location', 'category'];

function headerKey(text: string): string {
  return text.replace(/^\uFEFF/, '').trim().toLowerCase().replaceAll(/[\s_]+/g, ' ');
}

/** Where each column is, whatever the case, order or spacing of the header; a sentence when one is missing. */
export function findColumns(header: readonly string[]): Columns | { problem: string } {
  const keys = header.map(headerKey);
  const found = Object.fromEntries(Object.entries(columnNames).map(([column, name]) => [column, keys.indexOf(name)]));
  const missing = needed.filter((column) => (found[column] ?? -1) < 0);
  if (missing.length > 0) {
    return { problem: `This is not a police.uk street file: it has no column ${missing.map((column) => `"${columnNames[column]}"`).join(', ')}.` };
  }
  const at = (column: Column): number => found[column] ?? -1;
  return {
    crimeId: at('crimeId'), month: at('month'), reportedBy: at('reportedBy'), fallsWithin: at('fallsWithin'), lon: at('lon'), lat: at('lat'), location: at('location'),
    lsoaCode: at('lsoaCode'), lsoaName: at('lsoaName'), category: at('category'), outcome: at('outcome'),
  };
}

function number(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && value >= least && value <= most ? value : undefined;
}

/** Reads one row. A row without a place is good (police.uk leaves some out); half a place, no month or no kind is not. */
export function readPoliceRow(cells: readonly string[], columns: Columns): PoliceRow | { problem: string } {
  const cell = (column: Column): string => (columns[column] < 0 ? '' : (cells[columns[column]] ?? '').trim());
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(cell('month'));
  if (month === null) {
    return { problem: `The month "${cell('month').slice(0, 20)}" is not written as year and month, like 2025-01.` };
  }
  if (cell('category') === '') {
    return { problem: 'The row does not say what kind of crime it is.' };
  }
  const placed = cell('lat') !== '' || cell('lon') !== '';
  const lat = number(cell('lat'), 49, 61);
  const lon = number(cell('lon'), -9, 2.5);
  if (placed && (lat === undefined || lon === undefined)) {
    return { problem: `The place ${cell('lat').slice(0, 12)}, ${cell('lon').slice(0, 12)} is not in the United Kingdom.` };
  }
  return {
    month: Temporal.PlainDate.from({ year: Number(month[1]), month: Number(month[2]), day: 1 }),
    crimeId: cell('crimeId') === '' ? null : cell('crimeId'),
    reportedBy: cell('reportedBy'), lat: lat ?? null, lon: lon ?? null, location: cell('location'),
    lsoaCode: cell('lsoaCode') === '' ? null : cell('lsoaCode'), lsoaName: cell('lsoaName') === '' ? null : cell('lsoaName'),
    category: cell('category'), outcome: cell('outcome') === '' ? null : cell('outcome'),
  };
}

/** What makes two rows without an identifier look the same. A third of ASB rows share it with another: each is an incident of its own. */
export function likenessOf(row: PoliceRow): string {
  return [row.month, row.reportedBy, row.category, row.location, row.lsoaCode ?? '', row.lat ?? '', row.lon ?? ''].join('|');
}

/**
 * Keeps what the hub does not hold yet. Rows with an identifier are known by it. Of rows without one, as many are kept as this file
 * has beyond those already held: so no identical row is lost, and the same month in another file (or a part of it) is not counted twice.
 */
export class KnownRows {
  readonly #ids: Set<string>;
  readonly #held: Map<string, number>;
  readonly #seen = new Map<string, number>();

  constructor(ids: Iterable<string>, held: ReadonlyMap<string, number>) {
    this.#ids = new Set(ids);
    this.#held = new Map(held);
  }

  isNew(row: PoliceRow): boolean {
    if (row.crimeId !== null) {
      if (this.#ids.has(row.crimeId)) {
        return false;
      }
      this.#ids.add(row.crimeId);
      return true;
    }
    const likeness = likenessOf(row);
    const count = (this.#seen.get(likeness) ?? 0) + 1;
    this.#seen.set(likeness, count);
    return count > (this.#held.get(likeness) ?? 0);
  }
}
