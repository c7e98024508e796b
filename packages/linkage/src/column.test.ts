import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawColumn } from './column.ts';
import { normalise, type Normalisation } from './normalise.ts';
import { codePoints, hasSurrogates } from './units.ts';

const FORMS: readonly Normalisation[] = [
  'raw', 'folded', 'words', 'fullName', 'date', 'monthFirstDate', 'postcode', 'identifier', 'phone', 'email', 'number', 'list',
];

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'aAzZnNxX09 -/?.,@éß'), maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('1960-06-07', '19600607', '7/6/60', 'unknown', 'N/A', '  ', '', 'CM20 1AA', 'Smith, John', '\ud83d\ude00', '\ud800'),
  fc.constantFrom(null, undefined),
);

describe('a column', () => {
  it.each(FORMS)('in the form "%s" holds what normalise gives, numbered in the order first seen', (form) => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 40 }), (cells) => {
        const column = rawColumn(cells.map((each) => ({ field: each })), 'field', () => undefined).inForm(form);
        const expected = cells.map((each) => normalise(each, form));
        const distinct = [...new Set(expected)].filter((value) => value !== null);
        expect(Array.from(column.codes, (code) => (code < 0 ? null : column.values[code]))).toEqual(expected);
        expect(column.values).toEqual(distinct);
        expect([...column.counts]).toEqual(distinct.map((value) => expected.filter((each) => each === value).length));
        expect(column.present).toBe(expected.filter((value) => value !== null).length);
      }),
    );
  });

  it('gives its values to other threads as units, and as code points once a character needs more', () => {
    for (const values of [['ann', 'bea'], ['ann', '\ud83d\ude00 bea']]) {
      const { text } = rawColumn(values.map((field) => ({ field })), 'field', () => undefined).inForm('raw');
      const spread = values.flatMap((value) => (values.some(hasSurrogates) ? [...codePoints(value)] : [...value].map((each) => each.charCodeAt(0))));
      expect([...text.units]).toEqual(spread);
    }
  });

  it('takes cells of any kind', () => {
    const cells = ['1980', 1980, new Date('1980-01-02'), true, ['a', 'b'], null];
    const column = rawColumn(cells.map((field) => ({ field })), 'field', () => undefined).inForm('folded');
    expect(Array.from(column.codes, (code) => column.values[code] ?? null)).toEqual(['1980', '1980', '1980-01-02', 'true', 'a b', null]);
  });
});
