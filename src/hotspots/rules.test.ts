import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Temporal } from 'temporal-polyfill';
import { analyse } from './analyse.ts';
import { smallNumber, withoutSmallNumbers, type HotspotEvent } from './events.ts';
import { parametersKey, parametersOf, passes } from './parameters.ts';
import { breaksWithin, countRange, inWords, peakOf, stressedWords, surenessOf, timesWords } from './rules.ts';
import { outlineOf } from './shapes.ts';

function event(wish: Partial<HotspotEvent>): HotspotEvent {
  return { source: 'reports', agencyId: 'a', x: 0, y: 0, day: 20_000, hour: null, weekday: 1, categoryId: null, category: null, ...wish };
}

describe('ranges and sureness', () => {
  // Exact limits from the chi-squared distribution.
  test.each([[0, 0, 3.69], [1, 0.03, 5.57], [10, 4.8, 18.39], [100, 81.36, 121.63]])('%i counted: %f to %f', (count, low, high) => {
    const range = countRange(count);
    expect(Math.abs(range.low - low)).toBeLessThan(0.1);
    expect(Math.abs(range.high - high)).toBeLessThan(0.2);
  });

  test.each([[0.01, 0.01, 'beyond'], [0.01, 0.4, 'maybe'], [0.01, null, 'maybe'], [0.3, 0.02, 'maybe'], [0.3, 0.005, 'beyond'], [0.3, 0.2, 'expected'], [0.05, 0.05, 'beyond']] as const)('q %f and scan %s: %s', (q, p, sure) => {
    expect(surenessOf(q, p)).toBe(sure);
  });

  test.each([[4.1, 'about four times'], [2, 'about twice'], [1.3, 'about half as many again as'], [12, 'more than ten times']])('%f is %s', (ratio, words) => {
    expect(timesWords(ratio)).toBe(words);
  });

  test('an even week has no peak, a Friday night has', () => {
    const even = Array.from({ length: 7 }, () => Array<number>(8).fill(2));
    expect(peakOf(even)).toBeUndefined();
    expect(peakOf(even.map((day, place) => day.map((count, slot) => (place === 4 && slot === 7 ? 17 : count))))).toEqual({ day: 4, slot: 7, count: 17 });
    expect(peakOf([[3, ...Array<number>(7).fill(0)], ...Array.from({ length: 6 }, () => Array<number>(8).fill(0))])).toBeUndefined();
  });
});

describe('choices', () => {
  const chosen = { from: '2026-01-01', to: '2026-02-01', source: 'told' } as const;
  test.each([
    [{}, {}, true], [{ source: 'police' }, {}, false], [{ source: 'police' }, { source: 'all' }, true], [{ source: 'partners' }, { source: 'reports' }, false],
    [{ hour: 22 }, { part: 'evening' }, true], [{ hour: null }, { part: 'evening' }, false], [{ hour: 5 }, { part: 'night' }, true], [{ weekday: 5 }, { weekday: 5 }, true], [{ weekday: 4 }, { weekday: 5 }, false],
    [{ source: 'police', weekday: 5 }, { source: 'all', weekday: 5 }, false], [{ agencyId: 'b' }, { agencyId: 'a' }, false], [{ categoryId: 'n' }, { categoryId: 'n' }, true],
  ] as const)('%j under %j: %s', (wish, more, passed) => {
    expect(passes(event(wish), { ...chosen, ...more })).toBe(passed);
  });

  test('the same choices have one key', () => {
    const today = Temporal.PlainDate.from('2026-11-24');
    expect(parametersKey('agency', parametersOf({ area: 'x', part: 'night' }, today))).toBe(parametersKey('agency', parametersOf({ part: 'night', area: 'x' }, today)));
    expect(parametersKey('agency', parametersOf({}, today))).not.toBe(parametersKey('partnership', parametersOf({}, today)));
  });

  test('breaks in recording are told for the sources and days looked at', () => {
    const one = { source: 'police', starts_on: '2020-01-01', ends_on: '2024-01-01', words: 'x' } as const;
    expect(breaksWithin([one], '2023-01-01', '2025-01-01', ['police'])).toHaveLength(1);
    expect(breaksWithin([one], '2024-06-01', '2025-01-01', ['police'])).toHaveLength(0);
    expect(breaksWithin([one], '2023-01-01', '2025-01-01', ['reports'])).toHaveLength(0);
  });
});

describe('small numbers', () => {
  test('no agency shows fewer than five in a square, and nothing is made up', () => {
    const some = fc.array(fc.record({ agencyId: fc.constantFrom('a', 'b'), x: fc.integer({ min: 0, max: 600 }), y: fc.integer({ min: 0, max: 400 }) }).map(event), { maxLength: 60 });
    fc.assert(fc.property(some, (events) => {
      const kept = withoutSmallNumbers(events, 200);
      const groups = Map.groupBy(kept, ({ agencyId, x, y }) => `${agencyId}|${Math.floor(x / 200)}|${Math.floor(y / 200)}`);
      for (const group of groups.values()) {
        expect(group.length).toBeGreaterThanOrEqual(smallNumber);
      }
      expect(kept.every((one) => events.includes(one))).toBe(true);
    }));
  });
});

describe('outlines', () => {
  test('one square has four corners; two beside each other lose the edge between', () => {
    expect(outlineOf([[0, 0]], 200)).toHaveLength(1);
    expect(outlineOf([[0, 0]], 200)[0]).toHaveLength(4);
    expect(outlineOf([[0, 0], [200, 0]], 200)[0]).toHaveLength(6);
  });
});

describe('the analysis', () => {
  const today = Temporal.PlainDate.from('2026-11-24');
  const lastDay = today.since('1970-01-01').days;
  const places = Array.from({ length: 400 }, (_, index) => ({ name: `Street ${index}`, x: 545_000 + (index % 20) * 200, y: 208_000 + Math.floor(index / 20) * 200, known: index === 105 }));
  const spread = places.flatMap((place, index) => Array.from({ length: index % 3 === 0 ? 1 : 0 }, () => event({ x: place.x + 20, y: place.y + 20, day: lastDay - (index % 80), hour: index % 24 })));
  const heap = Array.from({ length: 40 }, (_, index) => event({ x: 546_000 + 20 + (index % 5), y: 209_000 + 20, day: lastDay - (index * 2), hour: 22, weekday: 5 }));
  const input = { audience: 'agency', parameters: parametersOf({}, today), events: [...spread, ...heap], places, areas: [] } as const;

  test('finds the one place that was made hot, by both methods, and says when', () => {
    const { spots, events } = analyse(input);
    expect(events).toBe(spread.length + heap.length);
    expect(spots[0]).toMatchObject({ sure: 'beyond', name: 'Street 105' });
    expect(Math.hypot((spots[0]?.x ?? 0) - 546_020, (spots[0]?.y ?? 0) - 209_020)).toBeLessThan(200);
    expect(spots[0]?.week[4]?.[7]).toBe(40);
    expect(spots.filter(({ sure }) => sure === 'beyond')).toHaveLength(1);
  });

  test('the paragraph stresses how much and when, and nothing where no place stands out', () => {
    const found = analyse(input);
    const stressed = stressedWords(found);
    expect(stressed).toEqual([expect.stringMatching(/times/), 'Fridays from 9pm to midnight']);
    const words = inWords(found, 'all reports').join(' ');
    expect(stressed.map((one) => words.indexOf(one)).every((at, place, all) => at > (all[place - 1] ?? -1))).toBe(true);
    expect(stressedWords(analyse({ ...input, events: spread }))).toEqual([]);
  });

  test('gives the same again', () => {
    expect(analyse(input)).toEqual(analyse(input));
  });

  test('an even town has no place beyond chance', () => {
    expect(analyse({ ...input, events: spread }).spots.filter(({ sure }) => sure === 'beyond')).toEqual([]);
  });

  test('all agencies together show no place made of small numbers', () => {
    const few = Array.from({ length: 12 }, (_, index) => event({ agencyId: `agency ${index % 4}`, x: 546_020, y: 209_020, day: lastDay - index }));
    const result = analyse({ ...input, audience: 'partnership', events: [...spread, ...few] });
    expect(result.spots).toEqual([]);
    expect(result.density).toEqual([]);
  });

  test('nothing to look at is an answer, not an error', () => {
    expect(analyse({ ...input, events: [] })).toMatchObject({ events: 0, spots: [] });
  });
});
