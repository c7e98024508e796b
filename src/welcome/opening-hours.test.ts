import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { englandAndWales } from '../platform/calendar/index.ts';
import { hoursOf, hoursOfDay, openWords } from './opening-hours.ts';
import { lastMonth } from './figures.ts';

const tuesdayMorning = '2026-11-24T09:24:00Z';

describe('hours as people write them', () => {
  test.each([
    ['Monday to Friday, 9am to 5pm', [{ days: [1, 2, 3, 4, 5], from: 540, to: 1020 }]],
    ['Mon - Fri, 9am - 5.30pm', [{ days: [1, 2, 3, 4, 5], from: 540, to: 1050 }]],
    ['Monday to Friday, noon to 8pm', [{ days: [1, 2, 3, 4, 5], from: 720, to: 1200 }]],
    ['Every day, 6pm to 2am', [{ days: [1, 2, 3, 4, 5, 6, 7], from: 1080, to: 120 }]],
    ['Saturday and Sunday, 10am to 4pm', [{ days: [6, 7], from: 600, to: 960 }]],
    ['Friday to Monday, 9am to 5pm', [{ days: [5, 6, 7, 1], from: 540, to: 1020 }]],
    ['Monday to Friday, 9am to 5pm; Saturday, 9am to 1pm', [{ days: [1, 2, 3, 4, 5], from: 540, to: 1020 }, { days: [6], from: 540, to: 780 }]],
    ['Day and night', 'always'], ['24 hours a day.', 'always'],
    ['by appointment', undefined], ['', undefined], ['Monday to Friday, late', undefined], ['First Saturday of the month, 9am to 1pm', undefined], ['Monday to Friday, 9am to 25pm', undefined],
  ] as const)('%s', (text, hours) => {
    expect(hoursOf(text)).toEqual(hours);
  });
});

describe('open at this hour', () => {
  test.each([
    ['Monday to Friday, 9am to 5pm', tuesdayMorning, 'open until 5pm', true],
    ['Monday to Friday, 9am to 5pm', '2026-11-24T17:00:00Z', 'closed now, opens 9am tomorrow', false],
    ['Monday to Friday, 9am to 5pm', '2026-11-24T08:59:00Z', 'closed now, opens 9am today', false],
    ['Monday to Friday, 9am to 5pm', '2026-11-27T20:00:00Z', 'closed now, opens 9am on Monday', false],
    ['Monday to Friday, 9am to 5pm', '2026-12-25T11:00:00Z', 'closed now, opens 9am on Tuesday', false],
    ['Every day, 6pm to 2am', '2026-11-25T01:00:00Z', 'open until 2am', true],
    ['Every day, 6pm to 2am', '2026-12-25T19:00:00Z', 'open until 2am', true],
    ['Monday to Friday, 9am to 5pm', '2026-07-01T08:30:00Z', 'open until 5pm', true],
    ['day and night', tuesdayMorning, 'day and night', true],
    ['by appointment', tuesdayMorning, 'by appointment', undefined],
  ])('%s at %s', (text, at, words, open) => {
    expect(openWords(text, Temporal.Instant.from(at), englandAndWales)).toEqual({ words, open });
  });

  test('a picture of the day', () => {
    const cells = hoursOfDay(['Monday to Friday, 9am to 5pm', 'day and night'], Temporal.Instant.from(tuesdayMorning), englandAndWales);
    expect(cells).toHaveLength(24);
    expect(cells[9]).toBe('now');
    expect(cells[10]).toBe('day');
    expect(cells[18]).toBe('evening');
    expect(cells[2]).toBe('night');
  });
});

test.each([['2026-11-24T09:00:00Z', 'October', '2026-10-01', '2026-11-01'], ['2027-01-01T00:30:00Z', 'December', '2026-12-01', '2027-01-01'], ['2026-06-30T23:30:00Z', 'June', '2026-06-01', '2026-07-01']])('last month at %s', (at, name, from, to) => {
  const month = lastMonth(Temporal.Instant.from(at));
  expect([month.name, month.from.toString(), month.to.toString()]).toEqual([name, from, to]);
});
