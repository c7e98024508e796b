import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { englandAndWales, isWorkingDay } from '../platform/calendar/index.ts';
import { minuteCells, reasonFor, recurring, type CaseFacts, type Criterion } from './rules.ts';

const quiet: CaseFacts = { risk_band: 'standard', reports: 1, hate: 0, silent_days: 0, review: null };

describe('why a case comes onto the agenda', () => {
  test.each<[Criterion, Partial<CaseFacts>, string | undefined]>([
    [{ measure: 'risk_band', threshold: 3, days: 0 }, { risk_band: 'high' }, 'The risk is high'],
    [{ measure: 'risk_band', threshold: 3, days: 0 }, { risk_band: 'medium' }, undefined],
    [{ measure: 'risk_band', threshold: 2, days: 0 }, { risk_band: null }, undefined],
    [{ measure: 'repeat_reports', threshold: 3, days: 42 }, { reports: 3 }, '3 reports in 42 days'],
    [{ measure: 'repeat_reports', threshold: 3, days: 42 }, { reports: 2 }, undefined],
    [{ measure: 'silence', threshold: 5, days: 0 }, { silent_days: 5 }, 'Nobody has heard from us for 5 days longer than promised'],
    [{ measure: 'silence', threshold: 5, days: 0 }, { silent_days: 4 }, undefined],
    [{ measure: 'hate', threshold: 1, days: 28 }, { hate: 1 }, 'Hate was reported in the last 28 days'],
    [{ measure: 'hate', threshold: 1, days: 28 }, {}, undefined],
    [{ measure: 'case_review', threshold: 3, days: 182 }, { reports: 1, hate: 1 }, 'It reaches the case review threshold: 1 report in 182 days, with hate'],
    [{ measure: 'case_review', threshold: 3, days: 182 }, { reports: 2 }, undefined],
    [{ measure: 'case_review', threshold: 3, days: 182 }, { review: 'before the panel' }, 'A case review is open: before the panel'],
    [{ measure: 'repeat_reports', threshold: 3, days: 42 }, { review: 'before the panel' }, undefined],
  ])('%j %j', (criterion, facts, reason) => expect(reasonFor(criterion, { ...quiet, ...facts })).toBe(reason));
});

test('recurring meetings keep their rhythm and fall on working days', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 12 }), (shift, weeks, count) => {
    const first = Temporal.PlainDate.from('2026-01-01').add({ days: shift });
    const days = recurring(first, weeks, count, englandAndWales);
    expect(days).toHaveLength(count);
    for (const [place, day] of days.entries()) {
      expect(isWorkingDay(day)).toBe(true);
      expect(first.add({ weeks: place * weeks }).until(day, { largestUnit: 'days' }).days).toBeLessThan(8);
    }
  }));
  expect(recurring(Temporal.PlainDate.from('2026-12-25'), 0, 5, englandAndWales).map(String)).toEqual(['2026-12-29']);
});

test('minutes of an item as cells', () => {
  const since = Temporal.Instant.from('2026-11-24T14:00:00Z');
  expect(minuteCells(4, since, since.add({ minutes: 2 }))).toEqual({ cells: ['gone', 'gone', 'now', 'ahead'], left: 2 });
  expect(minuteCells(2, since, since.add({ minutes: 5 }))).toEqual({ cells: ['gone', 'gone'], left: -3 });
  expect(minuteCells(2, null, since)).toEqual({ cells: ['ahead', 'ahead'], left: 2 });
});
