import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { keyedHash, seal, unseal } from './index.ts';

const key = 'k'.repeat(32);

describe('a sealed text', () => {
  test('opens for the same key and purpose', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => unseal(seal(text, key, 'totp'), key, 'totp') === text));
  });

  test('opens for no other key, no other purpose, and not when any of its bytes was changed', () => {
    const sealed = seal('JBSWY3DPEHPK3PXP', key, 'totp');
    expect(unseal(sealed, 'x'.repeat(32), 'totp')).toBeUndefined();
    expect(unseal(sealed, key, 'device')).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (const [at] of bytes.entries()) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(unseal(altered.toString('base64url'), key, 'totp')).toBeUndefined();
    }
  });

  test.each(['', 'nonsense', 'A'.repeat(37), '💥'])('%j is none', (text) => expect(unseal(text, key, 'totp')).toBeUndefined());

  test('is another each time', () => expect(seal('a', key, 'totp')).not.toBe(seal('a', key, 'totp')));
});

test('a keyed hash depends on text, key and purpose', () => {
  expect(new Set([keyedHash('a', key, 'x'), keyedHash('b', key, 'x'), keyedHash('a', 'z'.repeat(32), 'x'), keyedHash('a', key, 'y')]).size).toBe(4);
  expect(keyedHash('a', key, 'x')).toBe(keyedHash('a', key, 'x'));
});

