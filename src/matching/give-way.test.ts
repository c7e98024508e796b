import { expect, test } from 'vitest';

import { giveWay, mostPauses } from './give-way.ts';

/** A hub whose pages are busy for so many questions, and the order of what happened. */
function busyFor(questions: number): { readonly order: string[]; readonly quiet: () => boolean; readonly rest: () => Promise<void> } {
  const order: string[] = [];
  let asked = 0;
  return {
    order,
    quiet: () => {
      asked += 1;
      order.push(asked > questions ? 'quiet' : 'busy');
      return asked > questions;
    },
    rest: async () => {
      order.push('rest');
    },
  };
}

test.each([[0, 0], [1, 1], [7, 7], [mostPauses, mostPauses], [mostPauses + 1, mostPauses], [10_000, mostPauses]])('busy for %i questions: %i pauses', async (questions, pauses) => {
  const hub = busyFor(questions);
  expect(await giveWay(hub.quiet, hub.rest)).toBe(pauses);
  expect(hub.order.filter((one) => one === 'rest')).toHaveLength(pauses);
});

test('it asks before it rests, and goes on as soon as the pages leave time', async () => {
  const hub = busyFor(2);
  await giveWay(hub.quiet, hub.rest);
  expect(hub.order).toEqual(['busy', 'rest', 'busy', 'rest', 'quiet']);
});
