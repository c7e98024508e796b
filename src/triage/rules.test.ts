import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { defaultContactStandards, englandAndWales } from '../platform/calendar/index.ts';
import { answerBy, clockReason, hourOf, likeness, policeFinding, probablyFrom, promiseBy, sharedWords, type Told } from './rules.ts';

const time = { standards: defaultContactStandards, holidays: englandAndWales };
const monday = Temporal.Instant.from('2026-11-23T23:52:00Z');
const tuesday = Temporal.Instant.from('2026-11-24T09:00:00Z');

describe('clocks', () => {
  test.each([
    ['standard', false, '2026-11-27T17:00:00Z'],
    ['urgent', false, '2026-11-25T17:00:00Z'],
    ['standard', true, '2026-11-25T17:00:00Z'],
  ] as const)('a %s report (hate %s) of Tuesday morning is answered by %s', (priority, hate, due) => {
    expect(answerBy(tuesday, { priority, hate }, time, '17:00')?.toString()).toBe(due);
  });
  test('a promise within five working days', () => {
    expect(promiseBy(tuesday, { priority: 'standard', hate: false }, time, '17:00')?.toString()).toBe('2026-12-01T17:00:00Z');
  });
  test.each([
    [{ priority: 'urgent', hate: false, priorityReason: 'It speaks of a threat.' }, 'It speaks of a threat, so our one-working-day standard applies.'],
    [{ priority: 'standard', hate: true, priorityReason: '' }, 'It may be hate, so our one-working-day standard applies.'],
    [{ priority: 'standard', hate: false, priorityReason: '' }, 'Nothing in it says danger, so our three-working-day standard applies.'],
  ] as const)('%o', (report, said) => {
    expect(clockReason(report, monday, time)).toBe(said);
  });
});

const stairwell: Told = {
  words: 'Lads on our landing again kicking every door.', placeWords: 'The Stow flats', happenedWords: 'about 23:30', categoryId: 'noise', easting: 545900, northing: 211500, receivedAt: monday,
};

describe('likeness', () => {
  test.each([
    ['the same stairwell, words and hours', { words: 'They were kicking doors on the landing', happenedWords: '10.30pm' }, 3 + 1 + 1 + 3 + 1],
    ['another kind, another town end', { words: 'Fridges dumped', placeWords: 'Old Harlow', categoryId: 'litter', easting: 547900, happenedWords: '', receivedAt: monday.subtract({ hours: 24 * 90 }) }, 1],
    ['nothing known but the words', { easting: null, northing: null, placeWords: '', categoryId: null, happenedWords: '', receivedAt: monday.subtract({ hours: 24 * 90 }) }, 3],
  ] as const)('%s', (_, differs, score) => {
    expect(likeness(stairwell, { ...stairwell, ...differs }).score).toBe(score);
  });

  test('says why', () => {
    expect(likeness(stairwell, { ...stairwell, placeWords: 'Stairwell', easting: 545940, words: 'Kicked the door' }).reasons).toEqual(['40 m away', 'same kind', 'same hours', '“kicking”, “door”']);
  });

  test('distance alone never makes two reports the same', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 400 }), (metres) => {
      const other = { ...stairwell, placeWords: 'x', easting: 545900 + metres, words: '', categoryId: null, happenedWords: '' };
      expect(likeness(stairwell, other).score).toBeLessThan(probablyFrom);
    }));
  });

  test('is as strong one way as the other', () => {
    const word = fc.constantFrom('landing', 'kicked', 'motorbike', 'needles', 'again', 'shouting');
    const told = fc.record({ words: fc.array(word).map((words) => words.join(' ')), easting: fc.integer({ min: 545000, max: 545300 }), happenedWords: fc.constantFrom('11pm', 'night', '', '9am') });
    fc.assert(fc.property(told, told, (one, other) => {
      expect(likeness({ ...stairwell, ...one }, { ...stairwell, ...other }).score).toBe(likeness({ ...stairwell, ...other }, { ...stairwell, ...one }).score);
    }));
  });
});

test.each([
  ['about 23:30', 23], ['11.30pm', 23], ['at 12am', 0], ['12pm', 12], ['late at night', 23], ['Sunday morning', 9], ['', undefined], ['3 or 4 lads', undefined],
])('the hour of "%s" is %s', (words, hour) => {
  expect(hourOf(words)).toBe(hour);
});

test('words that everyone uses are not shared words', () => {
  const said = { words: 'They were outside again last night', placeWords: '' };
  expect(sharedWords(said, said)).toEqual([]);
});

test('the name of the place is compared as a place, not as a word', () => {
  const said = { words: 'Bikes race through Iceni Square', placeWords: 'Iceni Square' };
  expect(sharedWords(said, said)).toEqual(['bikes', 'race']);
});

const months = (...values: number[]) => values.map((value, place) => ({ label: ['May', 'June', 'July', 'August', 'September', 'October'][place] ?? '', value }));

test.each([
  [months(6, 8, 7, 20, 22, 30), 'Police counts here have more than doubled since May'],
  [months(20, 21, 22, 30, 33, 31), 'Police counts here have risen since May'],
  [months(30, 30, 30, 10, 10, 10), 'Police counts here have fallen since May'],
  [months(6, 8, 7, 9, 11, 9), 'Police counts here are much the same since May'],
  [months(1, 0, 2, 1, 1, 0), 'Too few police counts here to see a trend'],
  [months(0, 0, 0, 0, 0, 0), 'Police recorded nothing here in these months'],
])('%o: %s', (counts, said) => {
  expect(policeFinding(counts)).toBe(said);
});
