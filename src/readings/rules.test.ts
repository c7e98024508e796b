import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';

import { factWords, isUnusual, readingRules, rulesOn, type ReadingFact, type ReadingRule } from './rules.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const rule = (code: ReadingRule['rule'], more: Partial<ReadingRule> = {}): ReadingRule => ({ rule: code, times: 3, least: 20, from_hour: 7, to_hour: 20, in_force_from: day('2020-01-01'), in_force_to: null, ...more });
const fact = (code: ReadingFact['fact'], number: number, usual: number | null = null): ReadingFact => ({ account_id: 'a', agency_id: 'g', fact: code, number, usual, subject_id: null });

test.each([
  ['thrice the usual day', fact('many_files', 30, 10), true], ['not thrice', fact('many_files', 29, 10), false], ['thrice, but few', fact('many_files', 19, 2), false], ['nothing read before', fact('many_files', 20, null), true],
  ['enough without a link', fact('no_link', 20), true], ['too few without a link', fact('no_link', 19), false], ['no rule for it', fact('own_name', 1), false],
])('%s', (_, one, unusual) => {
  expect(isUnusual(one, rulesOn([rule('many_files'), rule('no_link', { times: 1 })], day('2026-11-24')))).toBe(unusual);
});

test('more files are never less unusual, and an ended rule finds nothing', () => {
  fc.assert(fc.property(fc.constantFrom(...readingRules), fc.nat(200), fc.nat(200), fc.option(fc.nat(60)), (code, number, more, usual) => {
    const rules = rulesOn([rule(code)], day('2026-11-24'));
    if (isUnusual(fact(code, number, usual), rules)) {
      expect(isUnusual(fact(code, number + more, usual), rules)).toBe(true);
    }
    expect(isUnusual(fact(code, number, usual), rulesOn([rule(code, { in_force_to: day('2026-11-23') })], day('2026-11-24')))).toBe(false);
  }));
});

test('numbers read as a sentence', () => {
  expect([factWords({ rule: 'many_files', number: 64, usual: 11.46 }), factWords({ rule: 'many_files', number: 22, usual: null }), factWords({ rule: 'out_of_hours', number: 1, usual: null }), factWords({ rule: 'own_name', number: 1, usual: null })])
    .toEqual(['64 files; usually 11.5 a day', '22 files; none in the four weeks before', '1 file', 'One record']);
});
