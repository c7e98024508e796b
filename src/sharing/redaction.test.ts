import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { partsToStrike, strikeOut, struckMark } from './redaction.ts';

describe('striking words out', () => {
  test.each([
    ['a name, wherever it stands', 'Jaz kicked it. JAZ ran.', ['jaz'], `${struckMark} kicked it. ${struckMark} ran.`],
    ['across a line break', 'He lives at 22\nStewards Walk', ['22 Stewards Walk'], `He lives at ${struckMark}`],
    ['parts that overlap as one', 'flat 22 Stewards Walk', ['flat 22', '22 Stewards'], `${struckMark} Walk`],
    ['signs as they are', 'ring 07700 (900) 123.', ['(900)'], `ring 07700 ${struckMark} 123.`],
    ['nothing when nothing is asked', 'as it is', [], 'as it is'],
  ])('strikes %s', (_, text, parts, words) => {
    expect(strikeOut(text, parts)).toEqual({ words, missing: [] });
  });

  test('says what does not stand there', () => {
    expect(strikeOut('Grey hood', ['blue hood']).missing).toEqual(['blue hood']);
  });

  test('takes each line once, and nothing without letters or numbers', () => {
    expect(partsToStrike(' Jaz \n\n…\nJaz\n█')).toEqual(['Jaz']);
  });

  test('leaves nothing of what was struck, whatever it is', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' ', '.', '*', '█', 'é', 'İ', 'ß'), maxLength: 30 });
    fc.assert(fc.property(word, fc.array(word, { maxLength: 3 }), (text, typed) => {
      const parts = partsToStrike(typed.join('\n'));
      const { words } = strikeOut(text, parts);
      for (const part of parts) {
        expect(strikeOut(words, [part]).missing).toEqual([part]);
        expect(words.includes(part)).toBe(false);
      }
    }), { numRuns: 400 });
  });
});
