import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { inLondon, londonDate } from '../platform/calendar/index.ts';
import { ageOn, daysBeginningWith, lastDayOf, statutoryHours, withinMonths } from './deadlines.ts';
import { extensionProblem } from './extension.ts';
import { at } from './powers.testing.ts';

const moments = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) }).map((time) => Temporal.Instant.fromEpochMilliseconds(Math.floor(time / 60_000) * 60_000));
const hour = 3_600_000;
const christmasHours = (from: Temporal.Instant, until: Temporal.Instant): number => {
  let hours = 0;
  for (let one = from; Temporal.Instant.compare(one, until) < 0; one = one.add({ minutes: 1 })) {
    const { month, day } = inLondon(one);
    hours += month === 12 && day === 25 ? 1 / 60 : 0;
  }
  return hours;
};

describe('statutory hours', () => {
  test.each([
    ['over a weekend', '2026-11-20T16:30', 48, '2026-11-22T16:30'],
    ['over Good Friday and Easter Monday', '2027-03-25T20:00', 48, '2027-03-27T20:00'],
    ['when the clocks go forward', '2027-03-27T12:00', 24, '2027-03-28T13:00'],
    ['when the clocks go back', '2026-10-24T12:00', 24, '2026-10-25T11:00'],
  ])('%s', (_what, from, hours, until) => {
    expect(statutoryHours(at(from), hours).toString()).toBe(at(until).toString());
  });

  test('are real hours, whatever day and clock', () => {
    fc.assert(fc.property(moments, fc.integer({ min: 1, max: 96 }), (from, hours) => {
      expect(statutoryHours(from, hours).epochMilliseconds - from.epochMilliseconds).toBe(hours * hour);
    }));
  });

  test('leave out Christmas Day, and no other hour', () => {
    const near = fc.integer({ min: -72 * 60, max: 40 * 60 }).map((minutes) => at('2026-12-25T00:00').add({ minutes }));
    fc.assert(fc.property(near, (from) => {
      const until = statutoryHours(from, 48, true);
      expect((until.epochMilliseconds - from.epochMilliseconds) / hour - christmasHours(from, until)).toBeCloseTo(48, 6);
    }), { numRuns: 25 });
    fc.assert(fc.property(moments.filter((from) => inLondon(from).month !== 12), (from) => {
      expect(statutoryHours(from, 48, true).toString()).toBe(statutoryHours(from, 48).toString());
    }));
  });
});

test('days that begin with a day end at a midnight in London, that day being the first', () => {
  fc.assert(fc.property(moments, fc.integer({ min: 1, max: 60 }), (from, days) => {
    const deadline = daysBeginningWith(from, days);
    expect(inLondon(deadline).toPlainTime().toString()).toBe('00:00:00');
    expect(londonDate(from).until(lastDayOf(deadline), { largestUnit: 'days' }).days).toBe(days - 1);
  }));
});

test.each([
  ['2008-02-29', '2026-02-28', 17], ['2008-02-29', '2026-03-01', 18], ['2010-11-24', '2026-11-24', 16], ['2010-11-25', '2026-11-24', 15],
])('born %s, on %s: %i', (born, on, age) => {
  expect(ageOn(Temporal.PlainDate.from(born), Temporal.PlainDate.from(on))).toBe(age);
});

test.each([
  ['2026-11-24', '2027-02-23', 3, true], ['2026-11-24', '2027-02-24', 3, false], ['2026-11-30', '2027-02-27', 3, true], ['2026-11-24', '2026-11-23', 3, false],
])('from %s, %s is within %i months: %s', (from, on, months, within) => {
  expect(withinMonths(Temporal.PlainDate.from(from), Temporal.PlainDate.from(on), months)).toBe(within);
});

describe('what may be extended', () => {
  const taken = at('2026-11-20T10:00');
  test.each<[string, string, string, RegExp | undefined]>([
    ['closure_notice', '2026-11-21T10:00', '2026-11-22T10:00', undefined],
    ['closure_notice', '2026-11-21T10:00', '2026-11-22T10:01', /48 hours in all \(s\.77\)/],
    ['closure_order', '2027-02-20T10:00', '2027-05-20T10:00', undefined],
    ['closure_order', '2027-02-20T10:00', '2027-05-21T10:00', /6 months in all \(s\.82\)/],
    ['pspo', '2029-11-20T10:00', '2032-11-20T10:00', undefined],
    ['pspo', '2029-11-20T10:00', '2032-11-21T10:00', /3 years \(s\.60\)/],
    ['cpn', '2027-02-20T10:00', '2027-05-20T10:00', /cannot be extended/],
    ['closure_notice', '2026-11-21T10:00', '2026-11-21T09:00', /later/],
  ])('%s from %s to %s', (code, ends, until, expected) => {
    const problem = extensionProblem(code, taken, at(ends), at(until));
    expect(problem === undefined ? undefined : expected?.test(problem)).toBe(expected === undefined ? undefined : true);
  });
});
