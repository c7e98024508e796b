import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { bankHolidays, englandAndWales, expectedBankHolidays } from './bank-holidays.ts';
import { fixedClock, systemClock } from './clock.ts';
import { addCalendarDays, addCalendarMonths, addHours } from './statutory.ts';
import { inLondon, londonDate, londonInstant } from './london.ts';
import { addWorkingDays, isWorkingDay, nextWorkingDay, receivedOn, workingDaysBetween } from './working-days.ts';

/** "2026-11-24 10:00" in Europe/London */
function at(text: string): Temporal.Instant {
  const [date = '', time = ''] = text.split(' ');
  return londonInstant(Temporal.PlainDate.from(date), time);
}
const local = (instant: Temporal.Instant): string => inLondon(instant).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

describe('bank holidays', () => {
  test('the standing rule and the proclaimed days differ only where a day was moved or added', () => {
    const known = new Set(bankHolidays.filter(({ date }) => date < '2029').map(({ date }) => date));
    const byRule = new Set(Array.from({ length: 17 }, (_, index) => expectedBankHolidays(2012 + index)).flat().map(({ date }) => date));
    expect([...known].filter((date) => !byRule.has(date)).toSorted()).toEqual([
      '2012-06-04', '2012-06-05', '2020-05-08', '2022-06-02', '2022-06-03', '2022-09-19', '2023-05-08',
    ]);
    expect([...byRule].filter((date) => !known.has(date)).toSorted()).toEqual(['2012-05-28', '2020-05-04', '2022-05-30']);
  });

  test.each([
    ['2022-09-19', 'State Funeral of Queen Elizabeth II'],
    ['2021-12-27', 'Christmas Day (substitute day)'],
    ['2021-12-28', 'Boxing Day (substitute day)'],
    ['2022-12-26', 'Boxing Day'],
    ['2022-12-27', 'Christmas Day (substitute day)'],
    ['2026-12-28', 'Boxing Day (substitute day)'],
    ['2028-01-03', 'New Year’s Day (substitute day)'],
    ['2030-04-19', 'Good Friday'],
  ])('%s is %s', (date, name) => {
    expect(bankHolidays.find((holiday) => holiday.date === date)?.name).toBe(name);
  });

  test('each year has at least its eight days, each on a weekday', () => {
    for (let year = 2012; year <= 2045; year += 1) {
      expect(bankHolidays.filter(({ date }) => date.startsWith(String(year))).length).toBeGreaterThanOrEqual(8);
    }
    for (const { date } of bankHolidays) expect(day(date).dayOfWeek).toBeLessThanOrEqual(5);
  });
});

describe('adding working days', () => {
  test.each([
    // an ordinary week
    ['2026-11-23 10:00', 1, '2026-11-24 17:00'],
    ['2026-11-23 10:00', 0, '2026-11-23 17:00'],
    ['2026-11-24 09:00', 3, '2026-11-27 17:00'],
    ['2026-11-24 09:00', 10, '2026-12-08 17:00'],
    // closing time, evening, night, weekend
    ['2026-11-23 16:59', 1, '2026-11-24 17:00'],
    ['2026-11-23 17:00', 1, '2026-11-25 17:00'],
    ['2026-11-23 23:52', 1, '2026-11-25 17:00'],
    ['2026-11-24 00:01', 1, '2026-11-25 17:00'],
    ['2026-11-27 18:00', 1, '2026-12-01 17:00'],
    ['2026-11-28 11:00', 0, '2026-11-30 17:00'],
    ['2026-11-28 11:00', 1, '2026-12-01 17:00'],
    // Christmas
    ['2026-12-24 10:00', 1, '2026-12-29 17:00'],
    ['2026-12-25 10:00', 1, '2026-12-30 17:00'],
    ['2026-12-31 10:00', 1, '2027-01-04 17:00'],
    ['2027-12-24 12:00', 1, '2027-12-29 17:00'],
    // Easter and the two May days
    ['2026-04-02 16:00', 1, '2026-04-07 17:00'],
    ['2026-04-02 18:00', 1, '2026-04-08 17:00'],
    ['2026-05-01 10:00', 5, '2026-05-11 17:00'],
    // a one-off day
    ['2022-09-16 10:00', 1, '2022-09-20 17:00'],
    ['2022-06-01 10:00', 1, '2022-06-06 17:00'],
    // the clocks change
    ['2026-03-27 10:00', 1, '2026-03-30 17:00'],
    ['2026-10-23 10:00', 1, '2026-10-26 17:00'],
    ['2026-10-25 01:30', 1, '2026-10-27 17:00'],
    // 29 February
    ['2028-02-28 10:00', 1, '2028-02-29 17:00'],
    ['2028-02-29 10:00', 1, '2028-03-01 17:00'],
    ['2027-02-26 10:00', 1, '2027-03-01 17:00'],
  ])('%s and %i working days is %s', (from, days, due) => {
    expect(local(addWorkingDays(at(from), days))).toBe(due);
  });

  test('5pm is 5pm of the season', () => {
    expect(addWorkingDays(at('2026-03-27 10:00'), 1).toString()).toBe('2026-03-30T16:00:00Z');
    expect(addWorkingDays(at('2026-10-23 10:00'), 1).toString()).toBe('2026-10-26T17:00:00Z');
  });

  test('a partnership may close at another hour and keep other days', () => {
    const hours = { closesAt: '16:30', holidays: new Set(['2026-11-24']) };
    expect(local(addWorkingDays(at('2026-11-23 16:00'), 1, hours))).toBe('2026-11-25 16:30');
    expect(local(addWorkingDays(at('2026-11-23 16:30'), 1, hours))).toBe('2026-11-26 16:30');
  });

  test('a moment in another zone counts by London', () => {
    const newYork = Temporal.ZonedDateTime.from('2026-11-23T12:30[America/New_York]');
    expect(local(addWorkingDays(newYork, 1))).toBe('2026-11-25 17:00');
  });

  test.each([-1, 1.5, Number.NaN])('%s days are refused', (days) => {
    expect(() => addWorkingDays(at('2026-11-23 10:00'), days)).toThrow(RangeError);
  });
});

const moments = fc.integer({ min: Date.UTC(2012, 0, 1), max: Date.UTC(2040, 0, 1) }).map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
const counts = fc.integer({ min: 0, max: 40 });

describe('working days, whatever the moment', () => {
  test('a deadline is never on a holiday or weekend and is always in the future', () => {
    fc.assert(
      fc.property(moments, counts, (from, days) => {
        const due = addWorkingDays(from, days);
        expect(isWorkingDay(londonDate(due))).toBe(true);
        expect(Temporal.Instant.compare(due, from)).toBe(1);
        expect(inLondon(due).hour).toBe(17);
      }),
    );
  });

  test('later reports and longer counts never come due earlier', () => {
    fc.assert(
      fc.property(moments, moments, counts, counts, (one, other, few, many) => {
        const [first, second] = Temporal.Instant.compare(one, other) <= 0 ? [one, other] : [other, one];
        expect(Temporal.Instant.compare(addWorkingDays(first, Math.min(few, many)), addWorkingDays(second, Math.max(few, many)))).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('counting back gives the days that were added', () => {
    fc.assert(
      fc.property(moments, counts, (from, days) => {
        expect(workingDaysBetween(receivedOn(from), londonDate(addWorkingDays(from, days)))).toBe(days);
      }),
    );
  });

  test('between is the reverse of between', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -60, max: 60 }), (from, days) => {
        const start = londonDate(from);
        const end = start.add({ days });
        expect(workingDaysBetween(start, end) + workingDaysBetween(end, start)).toBe(0);
      }),
    );
  });

  test('the next working day is one and skips none', () => {
    fc.assert(
      fc.property(moments, (from) => {
        const start = londonDate(from);
        const next = nextWorkingDay(start);
        expect(isWorkingDay(next)).toBe(true);
        for (let date = start.add({ days: 1 }); !date.equals(next); date = date.add({ days: 1 })) expect(isWorkingDay(date)).toBe(false);
      }),
    );
  });
});

describe('statutory clocks', () => {
  test.each([
    // closure notice: 48 hours over Christmas are 48 hours
    ['2026-12-24 16:00', 48, '2026-12-26 16:00'],
    // the night the clocks go back has 25 hours, so 48 real hours end an hour earlier by the wall
    ['2026-10-24 12:00', 48, '2026-10-26 11:00'],
    ['2026-03-28 12:00', 24, '2026-03-29 13:00'],
    ['2026-11-23 10:00', 0.5, '2026-11-23 10:30'],
  ])('%s and %d hours is %s', (from, hours, due) => {
    expect(local(addHours(at(from), hours))).toBe(due);
  });

  test('days and months keep the local time', () => {
    expect(local(addCalendarDays(at('2026-10-24 12:00'), 21))).toBe('2026-11-14 12:00');
    expect(local(addCalendarMonths(at('2027-01-31 09:00'), 1))).toBe('2027-02-28 09:00');
    expect(local(addCalendarMonths(at('2028-01-31 09:00'), 1))).toBe('2028-02-29 09:00');
    expect(local(addCalendarMonths(at('2026-11-24 09:00'), 36))).toBe('2029-11-24 09:00');
  });
});

describe('clocks', () => {
  test('the fixed one stands still until told', () => {
    const clock = fixedClock('2026-11-24T09:00:00Z');
    clock.advance({ days: 1, minutes: 5 });
    expect(clock.now().toString()).toBe('2026-11-25T09:05:00Z');
    clock.set('2026-11-26T00:00:00Z');
    expect(clock.now().toString()).toBe('2026-11-26T00:00:00Z');
  });

  test('the real one moves on', () => {
    expect(Temporal.Instant.compare(systemClock.now(), at('2025-01-01 00:00'))).toBe(1);
    expect(englandAndWales.has('2026-12-25')).toBe(true);
  });
});
