import { expect, test } from 'vitest';

import { registrationIn } from './person-rules.ts';

test.each([
  ['Red Honda moped, AB12 CDE', 'AB12CDE'], ['ab12cde', 'AB12CDE'], ['White van P123 ABC', 'P123ABC'], ['abc 123d', 'ABC123D'],
  ['Kyle Brennan', undefined], ['CM20 1AB', undefined], ['flat 12, The Stow', undefined], ['', undefined],
])('%j names the vehicle %j', (words, found) => {
  expect(registrationIn(words)).toBe(found);
});
