import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { agoWords, clockTime, dateWords, dayWords, deadlineWords, leftWords, momentWords, shortDay, timeWords } from './words.ts';

const at = (text: string): Temporal.Instant => Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime('Europe/London').toInstant();

describe('words for days and times', () => {
  test('days', () => {
    expect(dayWords(at('2026-11-24 10:00'))).toBe('Tuesday 24 November');
    expect(dayWords(at('2027-01-05 10:00'), at('2026-11-24 10:00'))).toBe('Tuesday 5 January 2027');
    expect(dayWords(Temporal.PlainDate.from('2026-11-24'))).toBe('Tuesday 24 November');
    expect(dateWords(at('2026-11-24 10:00'))).toBe('24 November 2026');
    expect(shortDay(at('2026-11-26 10:00'))).toBe('Thu 26 Nov');
    expect(momentWords(at('2026-11-23 23:52'))).toBe('Monday 23 November, 11:52pm');
    expect(clockTime(at('2026-11-23 08:05'))).toBe('08:05');
  });

  test('summer evenings belong to their London day', () => {
    expect(dayWords(Temporal.Instant.from('2026-06-30T23:30:00Z'))).toBe('Wednesday 1 July');
    expect(timeWords(Temporal.Instant.from('2026-06-30T23:30:00Z'))).toBe('12:30am');
  });

  test.each([
    ['2026-11-23 23:52', '11:52pm'], ['2026-11-23 17:00', '5pm'], ['2026-11-23 00:00', 'midnight'], ['2026-11-23 00:05', '12:05am'],
    ['2026-11-23 12:00', 'midday'], ['2026-11-23 12:30', '12:30pm'], ['2026-11-23 09:07', '9:07am'],
  ])('%s is %s', (moment, words) => {
    expect(timeWords(at(moment))).toBe(words);
  });

  test.each([
    ['2026-11-24 17:00', 'by 5pm today'],
    ['2026-11-25 17:00', 'by 5pm tomorrow'],
    ['2026-11-26 17:00', 'by 5pm on Thursday 26 November'],
    ['2027-01-05 17:00', 'by 5pm on Tuesday 5 January 2027'],
    ['2026-11-23 17:00', 'by 5pm on Monday 23 November'],
  ])('%s is %s, seen on 24 November at 8am', (deadline, words) => {
    expect(deadlineWords(at(deadline), at('2026-11-24 08:00'))).toBe(words);
  });

  test.each([
    ['2026-11-24 07:00', 'today'], ['2026-11-23 23:59', 'yesterday'], ['2026-11-18 09:00', '6 days ago'], ['2026-10-01 09:00', '54 days ago'],
    ['2026-08-24 09:00', '3 months ago'], ['2025-10-24 09:00', '1 year ago'], ['2024-01-24 09:00', '2 years ago'], ['2026-11-25 09:00', 'today'],
  ])('%s is %s', (then, words) => {
    expect(agoWords(at(then), at('2026-11-24 08:00'))).toBe(words);
  });

  test.each([
    ['2026-11-24 15:00', '7 h left'], ['2026-11-24 08:20', '20 min left'], ['2026-11-24 05:00', '3 h late'], ['2026-11-22 07:00', '2 days late'],
    ['2026-11-27 08:00', '3 days left'], ['2026-11-24 08:00', '0 min left'],
  ])('%s has %s', (deadline, words) => {
    expect(leftWords(at(deadline), at('2026-11-24 08:00'))).toBe(words);
  });

  test('no moment makes words with a hole in them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2060, 0, 1) }), (ms) => {
        const moment = Temporal.Instant.fromEpochMilliseconds(ms);
        expect(momentWords(moment)).toMatch(/^[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+, (midday|midnight|\d{1,2}(:\d\d)?[ap]m)$/);
      }),
    );
  });
});
