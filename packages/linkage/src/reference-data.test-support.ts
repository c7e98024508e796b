import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe } from 'vitest';

/** Where the reference sets lie; they are never copied into the project. */
const root = resolve(process.env['REFERENCE_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data'));
const present = existsSync(resolve(root, 'linkage'));

/** The full path of a reference file. */
export function referencePath(name: string): string {
  return resolve(root, name);
}

/** Tests that need the reference sets: skipped with a sentence where these are absent, failed there under CI. */
export function describeWithReference(name: string, tests: () => void): void {
  if (present) {
    describe(name, tests);
    return;
  }
  if (process.env['CI'] === 'true') {
    throw new Error(`the reference sets are not at ${root}; set REFERENCE_DATA (${name})`);
  }
  describe.skip(`${name} (skipped: the reference sets are not at ${root}; set REFERENCE_DATA)`, tests);
}

export type CsvRow = Record<string, string | null>;

/** Rows of a CSV text with a header; quotes understood, cells trimmed, empty cells null. */
export function parseCsv(text: string): CsvRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const header = splitLine(lines[0] ?? '');
  return lines.slice(1).map((line) => {
    const cells = splitLine(line);
    const row: CsvRow = {};
    header.forEach((name, i) => {
      const cell = cells[i] ?? '';
      row[name] = cell === '' ? null : cell;
    });
    return row;
  });
}

function splitLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/g;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim());
    if (match[3] === '') break;
  }
  return cells;
}
