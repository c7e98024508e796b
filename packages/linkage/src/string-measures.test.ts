import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { damerauLevenshtein, levenshtein, optimalStringAlignment, withinOneEdit } from './edit-distance.ts';
import { jaro, jaroWinkler } from './jaro.ts';
import { describeWithReference, parseCsv, referencePath, type CsvRow } from './reference-data.test-support.ts';
import { withUnits } from './units.ts';

describeWithReference('string measures against RapidFuzz', () => {
  // Read when a test runs: the body of a suite runs where it is skipped, too.
  let rows: CsvRow[] = [];
  beforeAll(() => {
    rows = parseCsv(readFileSync(referencePath('linkage/string_pairs.csv'), 'utf8'));
  });
  it('has all the pairs', () => expect(rows.length).toBe(3786));
  it.each([
    ['jaro_winkler_rapidfuzz', jaroWinkler],
    ['jaro_rapidfuzz', jaro],
    ['levenshtein', levenshtein],
    ['osa', optimalStringAlignment],
    ['damerau_levenshtein', damerauLevenshtein],
  ] as const)('%s is equal in every pair', (column, measure) => {
    const wrong = rows.filter((row) => {
      const expected = Number(row[column]);
      return Math.abs(measure(row['a'] ?? '', row['b'] ?? '') - expected) > 1e-15 * 4;
    });
    expect(wrong).toEqual([]);
  });
});

describe('string measures', () => {
  it.each([
    ['martha', 'marhta', 0.9611111111111111],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.8133333333333332],
    ['', '', 1],
    ['a', '', 0],
    ['a', 'a', 1],
    ['ab', 'ba', 0],
  ])('Jaro-Winkler of %s and %s', (a, b, expected) => expect(jaroWinkler(a, b)).toBeCloseTo(expected, 12));

  it.each([
    ['ca', 'abc', 3, 3, 2],
    ['kitten', 'sitting', 3, 3, 3],
    ['smtih', 'smith', 2, 1, 1],
    ['\u{1f600}a', '\u{1f601}a', 1, 1, 1],
  ])('edit distances of %s and %s', (a, b, lev, osa, dam) => {
    expect([levenshtein(a, b), optimalStringAlignment(a, b), damerauLevenshtein(a, b)]).toEqual([lev, osa, dam]);
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '\u{1f600}'), maxLength: 45 });
  it('are symmetric, bounded, and 1 or 0 for equal texts', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(jaroWinkler(a, b)).toBeCloseTo(jaroWinkler(b, a), 12);
        expect(jaroWinkler(a, b)).toBeGreaterThanOrEqual(jaro(a, b));
        expect(jaro(a, b)).toBeLessThanOrEqual(1);
        expect(damerauLevenshtein(a, b)).toBeLessThanOrEqual(optimalStringAlignment(a, b));
        expect(optimalStringAlignment(a, b)).toBeLessThanOrEqual(levenshtein(a, b));
        expect(levenshtein(a, b)).toBe(levenshtein(b, a));
        expect(levenshtein(a, b) === 0).toBe(a === b);
      }),
    );
  });

  it('knows one edit from more', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(withUnits(a, b, (...spans) => (withinOneEdit(...spans) ? 1 : 0))).toBe(
          optimalStringAlignment(a, b) <= 1 ? 1 : 0,
        );
      }),
    );
  });

  it('gives the bit-parallel Jaro the textbook value', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 32 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(jaro(a, b)).toBeCloseTo(textbookJaro(a, b), 12);
      }),
    );
  });

  it('gives Jaro of texts of two machine words the textbook value', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), minLength: 28, maxLength: 64 });
    fc.assert(
      fc.property(text, text, fc.boolean(), (a, b, alike) => {
        const other = alike ? `${a.slice(0, 20)}${b.slice(20)}` : b;
        expect(jaro(a, other)).toBeCloseTo(textbookJaro(a, other), 12);
      }),
    );
  });

  it('gives Jaro of long texts the textbook value, however long one of them is', () => {
    const long = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 120 });
    fc.assert(
      fc.property(long, long, (a, b) => {
        expect(jaro(a, b)).toBeCloseTo(textbookJaro(a, b), 12);
      }),
    );
    expect(jaro('ab'.repeat(100_000), 'ba'.repeat(100_000))).toBeGreaterThan(0.6);
  });
});

/** Jaro as Winkler's papers state it, slow and plain. */
function textbookJaro(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return a === b ? 1 : 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const used = new Set<number>();
  const matchedB: string[] = [];
  for (let j = 0; j < b.length; j++) {
    for (let i = Math.max(0, j - reach); i <= Math.min(a.length - 1, j + reach); i++) {
      if (!used.has(i) && a[i] === b[j]) {
        used.add(i);
        matchedB.push(b[j] ?? '');
        break;
      }
    }
  }
  if (used.size === 0) return 0;
  const matchedA = [...used].sort((x, y) => x - y).map((i) => a[i]);
  const half = matchedA.filter((c, k) => c !== matchedB[k]).length;
  const m = used.size;
  return (m / a.length + m / b.length + (m - Math.floor(half / 2)) / m) / 3;
}
