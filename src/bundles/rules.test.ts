import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { needsThread } from './thread.ts';
import { exhibitMark, occurs, partWords, problemsOf, readCovers, Schedule, type ItemForCheck } from './rules.ts';

test.each([['picture', false], ['pages', true]] as const)('drawing a %s needs a thread of ours: %s', (as, needs) => expect(needsThread({ as, key: 'copies/x.webp' })).toBe(needs));

describe('striking', () => {
  const struck = (words: string, ...passages: string[]): string => new Schedule().strike(words, passages.map((passage) => ({ passage, reason: 'third party' })), 'here').map(partWords).join('');
  test.each([
    ['Jaz lives at 22 Invented Row.', ['22 Invented Row'], 'Jaz lives at [blacked out 1].'],
    ['JAZ and jaz', ['Jaz'], '[blacked out 1] and [blacked out 2]'],
    ['two\n  words', ['two words'], '[blacked out 1]'],
    ['Mary Anne Smith', ['Mary Anne', 'Anne Smith'], '[blacked out 1]'],
    ['a+b (c)', ['a+b', '(c)'], '[blacked out 1] [blacked out 2]'],
    ['nothing here', ['absent'], 'nothing here'],
    ['nothing here', ['  '], 'nothing here'],
  ])('%s', (words, passages, left) => {
    expect(struck(words, ...passages)).toBe(left);
  });

  test('what overlaps keeps every reason', () => {
    const schedule = new Schedule();
    schedule.strike('Mary Anne Smith', [{ passage: 'Mary Anne', reason: 'child' }, { passage: 'Anne Smith', reason: 'third party' }], 'here');
    expect(schedule.redactions).toEqual([{ number: 1, where: 'here', reason: 'child; third party' }]);
  });

  test('no passage is left in what stays, and what stays is in its old order', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'é', '.', '('), maxLength: 60 });
    fc.assert(fc.property(letters, fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' ', '('), minLength: 1, maxLength: 4 }), { maxLength: 4 }), (words, passages) => {
      const parts = new Schedule().strike(words, passages.map((passage) => ({ passage, reason: 'r' })), 'w');
      let at = 0;
      for (const part of parts) {
        if ('text' in part) {
          for (const passage of passages.filter((one) => one.trim() !== '')) {
            expect(occurs(part.text, passage)).toBe(false);
          }
          const found = words.indexOf(part.text, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found + part.text.length;
        }
      }
    }));
  });
});

test.each([
  ['B3:D5', [{ page: 1, left: 1 / 12, top: 2 / 12, width: 3 / 12, height: 3 / 12 }]],
  ['d5-b3', [{ page: 1, left: 1 / 12, top: 2 / 12, width: 3 / 12, height: 3 / 12 }]],
  ['2: A1:L12', [{ page: 2, left: 0, top: 0, width: 1, height: 1 }]],
  ['page 3: F1', [{ page: 3, left: 5 / 12, top: 0, width: 1 / 12, height: 1 / 12 }]],
  ['', []],
  ['M1', undefined],
  ['A13', undefined],
  ['A0', undefined],
  ['A1:', undefined],
  ['all of it', undefined],
])('squares %s', (text, covers) => {
  expect(readCovers(text)).toEqual(covers);
});

test.each([['Priya Nair', 2, 'PN/2'], ['Łucja O’Neil-Smith', 1, 'ŁO/1'], ['', 1, 'EX/1']])('%s marks an exhibit', (name, number, mark) => {
  expect(exhibitMark(name, number)).toBe(mark);
});

test('a bundle is not made before everything of it can be defended', () => {
  const photo: ItemForCheck = { kind: 'photo', title: 'Door', included: true, limits: 'Her phone; clock right', covers: '', covers_reason: '', copy_state: 'ready' };
  const none = { blackOut: [], blackOutReason: '' };
  expect(problemsOf(none, [photo])).toEqual([]);
  expect(problemsOf(none, [{ ...photo, included: false }])).toEqual(['Choose at least one thing to put in.']);
  expect(problemsOf({ blackOut: ['Jaz'], blackOutReason: '' }, [photo])).toEqual(['Say why the words are blacked out everywhere.']);
  expect(problemsOf(none, [{ ...photo, limits: '' }])[0]).toContain('what “Door” can and cannot show');
  expect(problemsOf(none, [{ ...photo, covers: 'A1' }])[0]).toContain('Say why parts of “Door” are covered');
  expect(problemsOf(none, [{ ...photo, copy_state: 'waiting' }])[0]).toContain('still being prepared');
  expect(problemsOf(none, [{ ...photo, kind: 'entry', limits: '', copy_state: null }])).toEqual([]);
});
