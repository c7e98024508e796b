import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alphabet } from './alphabet.ts';
import { makeReference, parseReference } from './reference.ts';
import { hashSecret, makeSecret } from './secret.ts';
import { isUuid, uuidv7, uuidv7Source } from './uuidv7.ts';

const characters = (reference: string): string[] => [...reference.replaceAll('-', '')];
const references = fc
  .tuple(fc.constantFrom('R', 'C', 'T', 'HW'), fc.infiniteStream(fc.nat(255)))
  .map(([prefix, stream]) => makeReference(prefix, (size) => Uint8Array.from(stream.take(size))));

describe('references', () => {
  test('are short, grouped, and begin with their kind', () => {
    for (let count = 0; count < 500; count += 1) {
      expect(makeReference('R')).toMatch(/^R[0-9BCDFGHJKMNP-TV-Z]{2}-[0-9BCDFGHJKMNP-TV-Z]{3}-[0-9BCDFGHJKMNP-TV-Z]{2}$/);
    }
    expect(makeReference('HW')).toMatch(/^HW.-...-...$/);
  });

  test('go back to themselves, however they are typed', () => {
    fc.assert(
      fc.property(references, (reference) => {
        expect(parseReference(reference)).toBe(reference);
        expect(parseReference(` ${reference.toLowerCase().replaceAll('-', ' ')} `)).toBe(reference);
        expect(parseReference(reference.replaceAll('-', '–'))).toBe(reference);
        expect(parseReference(reference.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(reference);
        expect(parseReference(reference.replaceAll('1', 'I'))).toBe(reference);
      }),
    );
  });

  test('every single wrong character is caught', () => {
    fc.assert(
      fc.property(references, (reference) => {
        const right = characters(reference);
        for (const place of right.keys()) {
          for (const other of alphabet) {
            if (other === right[place]) continue;
            expect(parseReference(right.with(place, other).join(''))).toBeUndefined();
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('every swap of two characters is caught', () => {
    fc.assert(
      fc.property(references, fc.nat(7), fc.nat(7), (reference, one, other) => {
        const right = characters(reference);
        const [first, second] = [right[one] ?? '', right[other] ?? ''];
        fc.pre(first !== second);
        expect(parseReference(right.with(one, second).with(other, first).join(''))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['', 'R', 'hello there', 'R7W-K4M', 'R7W-K4M-2Q-99', 'R7W-K4M-2!', '￥￥￥￥￥￥￥￥'])('%j is no reference', (text) => {
    expect(parseReference(text)).toBeUndefined();
  });

  test('a prefix outside the alphabet is refused', () => {
    for (const prefix of ['', 'O', 'r', 'ABC', '-']) expect(() => makeReference(prefix)).toThrow(RangeError);
  });

  test('biased bytes are thrown away, not folded', () => {
    const bytes = [255, 254, 253, 252, 251, 250, 249, 248, 247, 246, 245, 244, 0, 1, 2, 3, 4, 5];
    let used = 0;
    const reference = makeReference('R', (size) => {
      const chunk = bytes.slice(used, used + size);
      used += size;
      return Uint8Array.from(chunk.length > 0 ? chunk : randomBytes(size));
    });
    expect(characters(reference)).toHaveLength(8);
  });
});

describe('secrets', () => {
  test('are 32 bytes, different each time, and hash to 64 hex characters', () => {
    const made = new Set(Array.from({ length: 100 }, makeSecret));
    expect(made.size).toBe(100);
    for (const secret of made) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(hashSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('uuidv7', () => {
  test('is a version 7 identifier with the time in front', () => {
    const made = uuidv7Source(() => 0x0199_1234_5678, (bytes) => bytes.fill(0xff))();
    expect(made).toMatch(/^01991234-5678-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isUuid(made)).toBe(true);
    expect(isUuid('not-a-uuid')).toBe(false);
  });

  test('only ever rises, within a millisecond, when the clock steps back and when the counter is full', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 200 }), fc.nat(255), (times, filler) => {
        let turn = 0;
        const next = uuidv7Source(() => 1_700_000_000_000 + (times[turn++] ?? 0), (bytes) => bytes.fill(filler));
        const made = times.map(() => next());
        expect(made).toEqual([...made].sort());
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });

  test('ten thousand in a row differ and are in order', () => {
    const made = Array.from({ length: 10_000 }, () => uuidv7());
    expect(new Set(made).size).toBe(10_000);
    expect(made).toEqual([...made].sort());
  });
});
