import { stringify } from 'csv-stringify/sync';

/** A CSV file that a spreadsheet opens as text: no cell can become a formula. */
export function csvFile(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): Buffer {
  return Buffer.from(stringify([[...columns], ...rows.map((row) => [...row])], { bom: true, escape_formulas: true, record_delimiter: 'windows' }));
}
