import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { bandOf, closingWords, closureProblems, incidentsWords, shortPerson } from './rules.ts';
import { isListAddress } from './saved-lists.ts';

const at = (text: string) => Temporal.Instant.from(text);

describe('closing', () => {
  const told = new Map([['r1', 'We spoke to them.'], ['r2', ' ']]);
  test.each([
    ['nobody reported, nothing promised', { reportIds: [], messages: new Map(), openPromises: 0, withdrawWords: '' }, []],
    ['everyone is told', { reportIds: ['r1'], messages: told, openPromises: 0, withdrawWords: '' }, []],
    ['one would hear nothing', { reportIds: ['r1', 'r2'], messages: told, openPromises: 0, withdrawWords: '' }, ['message-r2']],
    ['a promise is open', { reportIds: ['r1'], messages: told, openPromises: 1, withdrawWords: ' ' }, ['withdraw']],
    ['a promise is withdrawn with words', { reportIds: ['r1'], messages: told, openPromises: 2, withdrawWords: 'You moved away.' }, []],
  ])('%s', (_, closure, fields) => {
    expect(closureProblems(closure).map(({ field }) => field)).toEqual(fields);
  });
  test('the person reads the outcome, the words and what is withdrawn', () => {
    expect(closingWords('It has stopped', 'Thank you.', { what: ['Wardens on Friday'], why: 'The group has moved on.' })).toMatch(
      /^We have closed your report\. It has stopped\.\n\nThank you\.\n\nWe had promised: Wardens on Friday\. We will not do this, and we are sorry\. The group has moved on\./);
  });
});

test.each([
  [[], 'None recorded'],
  [['2026-11-06T12:00:00Z'], '1'],
  [['2026-11-23T12:00:00Z', '2026-11-06T12:00:00Z', '2026-11-10T12:00:00Z'], '3 in 18 days'],
  [['2026-11-06T10:00:00Z', '2026-11-06T12:00:00Z'], '2 in 1 day'],
])('%o are %s', (happened, said) => {
  expect(incidentsWords(happened.map(at))).toBe(said);
});

test.each([[null, 'none'], ['', 'none'], ['standard', 'standard'], ['Medium', 'medium'], ['very-high', 'high']])('band %s is %s', (band, level) => {
  expect(bandOf(band)).toBe(level);
});

test.each([['Amara Okafor', 'Amara O.'], ['Jaz', 'Jaz'], [' ', '']])('"%s" is "%s"', (name, short) => {
  expect(shortPerson(name)).toBe(short);
});

test.each([['/cases?state=open', true], ['/triage', true], ['//evil.example', false], ['/cases/../sign-out', false], ['https://example.org/cases', false], ['/administration', false]])('the list address %s: %s', (address, fine) => {
  expect(isListAddress(address)).toBe(fine);
});
