import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = `${process.env['REFERENCE_DATA'] ?? `${root}../shared/data`}/hotspots`;

/** Tests against the published answers: skipped with a sentence where the data is not there, failed under CI. */
export function describeReference(name: string, tests: () => void): void {
  if (existsSync(folder)) describe(name, tests);
  else if (process.env['CI'] === 'true') it(name, () => { throw new Error(`the reference data is not at ${folder}: set REFERENCE_DATA`); });
  else it.skip(`${name}: skipped, the reference data is not at ${folder} (set REFERENCE_DATA)`, () => undefined);
}

export function text(path: string): string {
  const bytes = readFileSync(`${folder}/${path}`);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim();
}

export function json<Shape>(path: string): Shape {
  return JSON.parse(text(path)) as Shape;
}

/** Rows of a file with commas or blanks between the columns, quotes removed. */
export function rows(path: string, options: { readonly header: boolean }): string[][] {
  const lines = text(path).split('\n').slice(options.header ? 1 : 0);
  return lines.map((line) => line.trim().replaceAll('"', '').split(line.includes(',') ? ',' : /\s+/));
}

/** Burglaries with a day; rows without a date are left out, as R leaves them out. */
export function burglaries(path: string, header: boolean): { x: number[]; y: number[]; day: number[] } {
  const known = rows(path, { header }).filter((row) => !Number.isNaN(Date.parse(row[2]!)));
  return { x: known.map((row) => Number(row[0])), y: known.map((row) => Number(row[1])), day: known.map((row) => Date.parse(row[2]!) / 86_400_000) };
}

/** Largest difference of two lists, entry by entry. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

/** Largest relative difference of two lists. */
export function largestRelative(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((most, value, i) => Math.max(most, value === b[i] ? 0 : Math.abs(value / b[i]! - 1)), 0);
}
