import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { groupPairs, type WaitingPair } from './pair-groups.ts';

function pair(left: string, right: string, probability = 0.9): WaitingPair {
  return { left_id: `record of ${left}`, right_id: `record of ${right}`, left_person: left, right_person: right, probability };
}

describe('pairs that may be one person', () => {
  test.each([
    ['none', [], []],
    ['two that have nothing to do with each other', [pair('a', 'b'), pair('c', 'd')], [[2, 1], [2, 1]]],
    ['all of one person', [pair('a', 'b'), pair('a', 'c'), pair('b', 'c')], [[3, 3]]],
    ['joined by a pair that comes last', [pair('a', 'b'), pair('c', 'd'), pair('e', 'f'), pair('b', 'c')], [[4, 3], [2, 1]]],
  ])('%s', (_, pairs, expected) => expect(groupPairs(pairs).map((group) => [group.people, group.pairs.length])).toEqual(expected));

  test('every pair stands in one group, in its order, and no person in two', () => {
    const person = fc.constantFrom(...'abcdefghij');
    fc.assert(fc.property(fc.array(fc.tuple(person, person)), (drawn) => {
      const pairs = drawn.map(([left, right]) => pair(left, right));
      const groups = groupPairs(pairs);
      expect(groups.flatMap((group) => group.pairs).toSorted((one, other) => pairs.indexOf(one) - pairs.indexOf(other))).toEqual(pairs);
      const people = groups.flatMap((group) => [...new Set(group.pairs.flatMap(({ left_person, right_person }) => [left_person, right_person]))]);
      expect(new Set(people).size).toBe(people.length);
      for (const group of groups) {
        expect(group.pairs.map((one) => pairs.indexOf(one))).toEqual(group.pairs.map((one) => pairs.indexOf(one)).toSorted((one, other) => one - other));
      }
    }));
  });
});
