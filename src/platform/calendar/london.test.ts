import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { calendarDay, dayNumber } from './days.ts';
import { instantText, readDate, readInstant } from './instant-text.ts';
import { inLondon, londonDate, londonInstant, londonTime, timeOfDay, timeZone } from './london.ts';
import { clockTime, daysApart, timeWords } from './words.ts';

/** The first and last moment that the properties look at: local mean time, the double summer time of the war, British Standard Time and years to come. */
const first = Date.UTC(1840, 0, 1);
const last = Date.UTC(2100, 0, 1);

const anyMoment = fc.integer({ min: first, max: last }).map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds));

/** Moments within three hours of a change of the clocks, to the microsecond. */
const nearAChange = fc.record({ year: fc.integer({ min: 1840, max: 2099 }), skip: fc.integer({ min: 0, max: 3 }), microseconds: fc.integer({ min: -10_800_000_000, max: 10_800_000_000 }) })
  .map(({ year, skip, microseconds }) => {
    let at = new Temporal.PlainDateTime(year, 1, 1).toZonedDateTime(timeZone);
    for (let skipped = 0; skipped <= skip; skipped += 1) at = at.getTimeZoneTransition('next') ?? at;
    return at.toInstant().add({ microseconds });
  });

const moments = fc.oneof(anyMoment, nearAChange);

/** What PostgreSQL writes with its clock at UTC: no zeros at the end of a fraction. */
function asPostgres(instant: Temporal.Instant): string {
  const [date = '', time = ''] = instant.toString().replace('Z', '').split('T');
  return `${date} ${time}+00`;
}

describe('London’s clocks', () => {
  test('show what Temporal shows, in every year and around each change', () => {
    fc.assert(fc.property(moments, (moment) => {
      const zoned = inLondon(moment);
      const { day, hour, minute, millisecondOfDay } = londonTime(moment);
      expect([day.iso, hour, minute]).toEqual([zoned.toPlainDate().toString(), zoned.hour, zoned.minute]);
      expect(millisecondOfDay).toBe(((zoned.hour * 60 + zoned.minute) * 60 + zoned.second) * 1000 + zoned.millisecond);
      expect(londonDate(zoned).equals(zoned.toPlainDate())).toBe(true);
      expect(clockTime(moment)).toBe(zoned.toPlainTime().toString({ smallestUnit: 'minute' }));
    }), { numRuns: 3000 });
  });

  test.each([
    ['2026-03-29T00:59:59.999Z', '2026-03-29 00:59'],
    ['2026-03-29T01:00:00Z', '2026-03-29 02:00'],
    ['2026-10-25T00:59:00Z', '2026-10-25 01:59'],
    ['2026-10-25T01:00:00Z', '2026-10-25 01:00'],
    ['2026-06-30T23:30:00Z', '2026-07-01 00:30'],
    ['1970-06-01T00:00:00Z', '1970-06-01 01:00'],
    ['1970-12-31T23:30:00Z', '1971-01-01 00:30'],
    ['1941-07-01T12:00:00Z', '1941-07-01 14:00'],
    ['1847-01-01T12:00:00Z', '1847-01-01 11:58'],
  ])('at %s they show %s', (instant, shown) => {
    const moment = Temporal.Instant.from(instant);
    expect(`${londonTime(moment).day.iso} ${clockTime(moment)}`).toBe(shown);
  });

  test('a local time is the instant that Temporal gives it, those skipped or doubled by a change too', () => {
    const anyTime = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
    fc.assert(fc.property(moments, fc.integer({ min: -2, max: 2 }), anyTime, (moment, days, { hour, minute }) => {
      const date = inLondon(moment).toPlainDate().add({ days });
      const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      expect(londonInstant(date, time).toString()).toBe(date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant().toString());
    }), { numRuns: 3000 });
  });

  test('times are read in every way of writing that Temporal reads, and nonsense is refused', () => {
    expect(['00:00', '17:00', '23:59:59', '12:00:00.25', 'T0930'].map(timeOfDay)).toEqual([0, 61_200_000, 86_399_000, 43_200_250, 34_200_000]);
    expect(londonInstant(Temporal.PlainDate.from('2026-07-01'), '12:00:00.123456').toString()).toBe('2026-07-01T11:00:00.123456Z');
    expect(() => londonInstant(Temporal.PlainDate.from('2026-07-01'), '25:00')).toThrow(RangeError);
  });

  test('midnight and midday have their words on both sides of a change', () => {
    expect(['2026-03-29T00:00:00Z', '2026-03-29T11:00:00Z', '2026-10-24T23:00:00Z', '2026-10-25T12:00:00Z'].map((at) => timeWords(Temporal.Instant.from(at)))).toEqual(['midnight', 'midday', 'midnight', 'midday']);
  });
});

describe('days', () => {
  const anyDate = fc.integer({ min: -800_000, max: 2_900_000 }).map((days) => Temporal.PlainDate.from('1970-01-01').add({ days }));

  test('have the number that Temporal counts, and back', () => {
    fc.assert(fc.property(anyDate, (date) => {
      const number = dayNumber(date);
      expect(number).toBe(Temporal.PlainDate.from('1970-01-01').until(date, { largestUnit: 'days' }).days);
      expect(calendarDay(number)).toEqual({ number, year: date.year, month: date.month, day: date.day, dayOfWeek: date.dayOfWeek, iso: date.toString(), date });
    }), { numRuns: 2000 });
  });

  test('are apart as the calendar counts, not by 24 hours', () => {
    fc.assert(fc.property(moments, moments, (one, other) => {
      expect(daysApart(one, other)).toBe(inLondon(one).toPlainDate().until(inLondon(other).toPlainDate(), { largestUnit: 'days' }).days);
    }));
  });
});

describe('what PostgreSQL writes', () => {
  test('is read as Temporal reads it, and written so that nothing is lost', () => {
    const toTheMicrosecond = fc.tuple(moments, fc.integer({ min: 0, max: 999 })).map(([moment, microseconds]) => moment.add({ microseconds }));
    fc.assert(fc.property(toTheMicrosecond, (moment) => {
      expect(readInstant(asPostgres(moment)).epochNanoseconds).toBe(moment.epochNanoseconds);
      expect(Temporal.Instant.from(instantText(moment)).epochNanoseconds).toBe(moment.epochNanoseconds);
    }), { numRuns: 2000 });
  });

  test.each(['2026-11-24 23:52:07+00', '2026-11-24 23:52:07.5+00', '2026-11-24 23:52:07.123456+00', '2026-11-24 23:52:07.123456+01', '2026-11-24 23:52:07+05:30', '1969-12-31 23:59:59.999999+00'])('%s', (text) => {
    expect(readInstant(text).toString()).toBe(Temporal.Instant.from(text).toString());
  });

  test('dates, with years of more than four digits', () => {
    expect(['2026-11-24', '2024-02-29', '0001-01-01', '9999-12-31'].map((text) => readDate(text).toString())).toEqual(['2026-11-24', '2024-02-29', '0001-01-01', '9999-12-31']);
    expect(() => readDate('infinity')).toThrow(RangeError);
    expect(() => readInstant('infinity')).toThrow(RangeError);
  });

  test('a moment before year 0 or finer than a microsecond is written whole', () => {
    expect(instantText(Temporal.Instant.from('2026-11-24T23:52:07.000000001Z'))).toBe('2026-11-24T23:52:07.000000001Z');
    expect(instantText(Temporal.Instant.from('1969-12-31T23:59:59.9999999Z'))).toBe('1969-12-31T23:59:59.999999900Z');
  });
});
