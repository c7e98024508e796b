import { setTimeout as wait } from 'node:timers/promises';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Gatherer } from './index.ts';

describe('what comes at the same time', () => {
  test('leaves together; what comes alone leaves alone', async () => {
    const batches: number[][] = [];
    const gatherer = new Gatherer<number, string>(async (items) => {
      batches.push([...items]);
      await wait(1);
      return items.map((item) => `answer ${item}`);
    });
    expect(await Promise.all([1, 2, 3].map(async (item) => gatherer.join(item)))).toEqual(['answer 1', 'answer 2', 'answer 3']);
    expect(await gatherer.join(4)).toBe('answer 4');
    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  test('what comes while two are under way waits for them and leaves as one', async () => {
    const batches: number[] = [];
    const open: (() => void)[] = [];
    const gatherer = new Gatherer<number, number>(async (items) => {
      batches.push(items.length);
      await new Promise<void>((resolve) => {
        open.push(resolve);
      });
      return items;
    });
    const asked: Promise<number>[] = [];
    for (let item = 0; item < 7; item += 1) {
      asked.push(gatherer.join(item));
      await wait(1);
    }
    expect(batches).toEqual([1, 1]);
    while (open.length > 0) {
      open.splice(0).forEach((resolve) => resolve());
      await wait(1);
    }
    expect(await Promise.all(asked)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(batches).toEqual([1, 1, 5]);
  });

  test('too few answers are an error of those that have none, and of nobody else', async () => {
    const gatherer = new Gatherer<number, number>(async (items) => items.slice(1));
    const answers = await Promise.allSettled([1, 2].map(async (item) => gatherer.join(item)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});

test('everyone hears of their own alone, whatever fails beside them', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ bad: fc.boolean(), later: fc.boolean() }), { maxLength: 200 }), async (coming) => {
    const gatherer = new Gatherer<number, number>(async (items) => {
      await wait(0);
      if (items.some((item) => coming[item]?.bad === true)) {
        throw new Error(`failed with ${items.length}`);
      }
      return items.map((item) => item * 2);
    });
    const answers = await Promise.allSettled(coming.map(async ({ later }, item) => {
      if (later) {
        await wait(0);
      }
      return await gatherer.join(item);
    }));
    answers.forEach((answer, item) => {
      expect(answer).toEqual(coming[item]?.bad === true ? { status: 'rejected', reason: new Error('failed with 1') } : { status: 'fulfilled', value: item * 2 });
    });
  }), { numRuns: 30 });
});
