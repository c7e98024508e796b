import fc from 'fast-check';
import { expect, test } from 'vitest';

import { hideSmall, yearTables } from './totals-rules.ts';

test.each([
  ['nothing small', [5, 9], [5, 9]],
  ['nought is no secret', [0, 9], [0, 9]],
  ['a small one, and the next so that the total does not tell', [3, 20, 9], ['hidden', 20, 'hidden']],
  ['two small ones hide each other', [1, 2, 40], ['hidden', 'hidden', 40]],
  ['a small one alone', [4, 0], ['hidden', 0]],
])('%s', (_, counts, shown) => {
  expect(hideSmall(counts)).toEqual(shown);
});

test('no number from 1 to 4 is ever shown, and no total gives one hidden line away', () => {
  const row = fc.record({ year: fc.constantFrom(2025, 2026), kind: fc.constantFrom('police', 'housing', 'charity'), gateway: fc.constantFrom('a', 'b', ''), given: fc.integer({ min: 0, max: 12 }), refused: fc.integer({ min: 0, max: 6 }) });
  fc.assert(fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
    for (const year of yearTables(rows)) {
      for (const table of [year.byKind, year.byLaw]) {
        for (const column of ['given', 'refused'] as const) {
          expect(table.map((line) => line[column]).filter((count) => count === 1 || count === 2 || count === 3 || count === 4)).toEqual([]);
          const hidden = table.filter((line) => line[column] === 'hidden').length;
          expect(hidden === 1 && year[column] !== 'hidden').toBe(false);
        }
      }
    }
  }));
});
