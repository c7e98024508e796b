import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { ageWhenUnknown, dueOn, holdProblem, keepProblem, rulesOn, ruleWords, trailBoundary, type RetentionRule } from './rules.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const facts = { counted_from: day('2020-02-29'), youngest_born: null, minor_unknown: false, shared_until: null };

describe('when a record is due', () => {
  test.each([
    ['months from the day', { months: 12, minors_to_age: null }, facts, '2021-02-28'],
    ['six years', { months: 72, minors_to_age: 25 }, facts, '2026-02-28'],
    ['a child of twelve: until they are 25', { months: 72, minors_to_age: 25 }, { ...facts, youngest_born: day('2008-05-01') }, '2033-05-01'],
    ['a child whose rule knows no age', { months: 72, minors_to_age: null }, { ...facts, youngest_born: day('2008-05-01') }, '2026-02-28'],
    ['a child of unknown age is counted as ten', { months: 72, minors_to_age: 25 }, { ...facts, minor_unknown: true }, '2035-02-28'],
    ['what a partner may still use', { months: 12, minors_to_age: null }, { ...facts, shared_until: day('2022-06-30') }, '2022-07-01'],
    ['what a partner used before', { months: 72, minors_to_age: null }, { ...facts, shared_until: day('2022-06-30') }, '2026-02-28'],
  ])('%s', (_, rule, record, due) => {
    expect(dueOn(rule, record).toString()).toBe(due);
  });

  test('nothing is due before its months are over, and a child or a partner never makes it sooner', () => {
    const days = fc.integer({ min: 0, max: 20_000 }).map((n) => day('1990-01-01').add({ days: n }));
    fc.assert(fc.property(fc.integer({ min: 1, max: 240 }), fc.option(fc.integer({ min: 18, max: 30 })), days, fc.option(days), fc.boolean(), fc.option(days), (months, age, from, born, unknown, shared) => {
      const due = dueOn({ months, minors_to_age: age }, { counted_from: from, youngest_born: born, minor_unknown: unknown, shared_until: shared });
      expect(Temporal.PlainDate.compare(due, from.add({ months }))).toBeGreaterThanOrEqual(0);
      if (age !== null && born !== null) expect(Temporal.PlainDate.compare(due, born.add({ years: age }))).toBeGreaterThanOrEqual(0);
      if (age !== null && unknown) expect(Temporal.PlainDate.compare(due, from.add({ years: age - ageWhenUnknown }))).toBeGreaterThanOrEqual(0);
      if (shared !== null) expect(Temporal.PlainDate.compare(due, shared)).toBeGreaterThan(0);
    }));
  });
});

test('the rule of the day holds; of two the newer', () => {
  const rule = (id: string, from: string, to: string | null): RetentionRule => ({ id, kind: 'case', months: 72, minors_to_age: 25, outcomes: [], source: 'Test', in_force_from: day(from), in_force_to: to === null ? null : day(to) });
  const rules = [rule('new', '2026-04-01', null), rule('old', '2020-01-01', '2026-03-31'), rule('early', '2020-01-01', null)];
  expect([rulesOn(rules, day('2026-03-31')).get('case')?.id, rulesOn(rules, day('2026-04-01')).get('case')?.id, rulesOn(rules, day('2019-12-31')).get('case')]).toEqual(['early', 'new', undefined]);
});

test('a rule reads as a sentence', () => {
  expect(ruleWords({ kind: 'case', months: 72, minors_to_age: 25, source: 'Schedule, row 4' })).toBe('Closed case: 6 years from closing; where a child was in it, until the youngest is 25. Schedule, row 4');
  expect(ruleWords({ kind: 'report_not_taken', months: 18, minors_to_age: null, source: 'Board' })).toBe('Report not taken on: 18 months from the decision. Board');
});

test('the trail is cut at a month', () => {
  expect(trailBoundary({ months: 84 }, day('2026-11-28')).toString()).toBe('2019-11-01');
});

test.each([
  [undefined, true], [day('2026-11-28'), true], [day('2026-11-29'), false], [day('2036-11-28'), false], [day('2036-11-29'), true],
])('keeping until %s is a problem: %s', (until, problem) => {
  expect(keepProblem(until, day('2026-11-28')) !== undefined).toBe(problem);
});

test.each([[undefined, true], [day('2026-11-28'), true], [day('2027-11-28'), false], [day('2027-11-29'), true]])('a hold looked at again on %s is a problem: %s', (on, problem) => {
  expect(holdProblem(on, day('2026-11-28')) !== undefined).toBe(problem);
});
