import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoSettings } from './auto-settings.ts';
import { profileColumns } from './column-profile.ts';
import { parseDate } from './dates.ts';
import { normalise, type Normalisation } from './normalise.ts';

describe('dates', () => {
  it.each([
    ['1960-06-07', '19600607'], ['19600607', '19600607'], ['07/06/1960', '19600607'], ['7.6.60', '19600607'],
    ['7 June 1960', '19600607'], ['June 7, 1960', '19600607'], ['7th Jun 1960', '19600607'], ['1960', '19600101'],
    ['1960-06', '19600601'], ['1960-06-07T00:00:00Z', '19600607'], ['07/06/1960 00:00', '19600607'],
    ['07062010', '20100607'], ['1960-13-45', '19601345'], ['12/25/1980', '19802512'], ['soon', null], ['1/2', null],
  ])('%s is %s', (text, date) => expect(parseDate(text, false)).toBe(date));
  it('may have the month first', () => expect(parseDate('12/25/1980', true)).toBe('19801225'));
});

describe('normal forms', () => {
  it.each<[unknown, Normalisation, string | null]>([
    ["  O'Brien-Müller ", 'words', 'obrien muller'], ['N/A', 'words', null], [' SMITH  ', 'folded', 'smith'],
    ['cm20 1aa', 'postcode', 'CM201AA'], ['+44 (0)7700 900123', 'phone', '07700900123'], ['0000000', 'phone', null],
    [['b', 'A', 'b'], 'list', 'a\u0001b'], ['x|y', 'list', 'x\u0001y'], [5, 'folded', '5'], ['', 'raw', null],
    [new Date('1960-06-07T00:00:00Z'), 'date', '19600607'], [' AB 12-34 c', 'identifier', 'AB1234C'], ['1.50', 'number', '1.5'],
  ])('%j as %s is %s', (value, form, expected) => expect(normalise(value, form)).toBe(expected));

  it('are their own normal forms', () => {
    const forms = fc.constantFrom<Normalisation>('raw', 'folded', 'words', 'date', 'postcode', 'identifier', 'email', 'list');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), forms, (text, form) => {
        const once = normalise(text, form);
        if (once !== null) expect(normalise(once, form)).toBe(once);
      }),
    );
  });
});

const FIRST = ['Mary', 'John', 'Zadie', 'Aneurin', 'Sarah', 'Omar', 'Lucy', 'Piers', 'Nia', 'Ravi', 'Mo', 'Una'];
const LAST = ['Smith', 'Okafor', 'Lund', 'Jones', 'Vane', 'Patel', 'Quist', 'Hall', 'Moss', 'Khan', 'Ibe', 'Roe'];

/** Rows made cell by cell from their number. */
function table(columns: Record<string, (i: number) => unknown>, rows = 60): Record<string, unknown>[] {
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(Object.entries(columns).map(([field, cell]) => [field, cell(i)])),
  );
}

const first = (i: number): string => FIRST[i % 12] as string;
const last = (i: number): string => LAST[(i * 7) % 12] as string;
const day = (i: number): string => String((i % 27) + 1).padStart(2, '0');

describe('columns are known by their names and values', () => {
  it.each<[string, (i: number) => unknown, string]>([
    ['first_name', first, 'forename'], ['GivenName', first, 'forename'], ['Surname', last, 'surname'],
    ['lastName', last, 'surname'], ['Full Name', (i) => `${first(i)} ${last(i)}`, 'fullName'],
    ['col_7', (i) => `${first(i)} ${last(i)}`, 'fullName'], ['x1', first, 'forename'],
    ['dob', (i) => `19${10 + i}-04-${day(i)}`, 'date'], ['c3', (i) => `${day(i)}/04/19${10 + i}`, 'date'],
    ['born', (i) => `04/${day(i)}/19${10 + i}`, 'monthFirstDate'], ['when', (i) => `19${10 + i}04${day(i)}`, 'date'],
    ['pcode', (i) => `CM${i % 20} ${i % 9}AB`, 'postcode'], ['where', (i) => `E${i % 9} ${i % 7}QA`, 'postcode'],
    ['contact', (i) => `a${i}@example.org`, 'email'], ['mobile', (i) => `077009${10_000 + i}`, 'phone'],
    ['nhs_number', (i) => `943476${1000 + (i >> 1)}`, 'identifier'], ['record_id', (i) => `r-${i}`, 'id'],
    ['cluster', (i) => i >> 1, 'label'], ['home address', (i) => `${i} The Stow`, 'address'],
    ['town', (i) => LAST[i % 11], 'category'], ['tags', (i) => ['a', `b${i % 5}`], 'list'], ['note', () => null, 'empty'],
  ])('%s', (field, cell, role) => {
    expect(profileColumns(table({ [field]: cell })).map((profile) => profile.role)).toEqual([role]);
  });

  it('and labels and repeated columns are left out of the settings', () => {
    const settings = autoSettings([table({ id: (i) => i, cluster: (i) => i >> 1, name: (i) => `${first(i)} ${last(i)}`, town: last, town_2: last })]);
    expect(settings.idField).toBe('id');
    expect(settings.comparisons.map(({ name }) => name)).toEqual(['name', 'town']);
  });

  it('and a field of one table of two is left out', () => {
    const tables = [table({ surname: last, town: first }), table({ surname: last })];
    expect(autoSettings(tables).comparisons.map(({ name }) => name)).toEqual(['name']);
  });
});
