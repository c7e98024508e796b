import { expect, test, vi } from 'vitest';

import { keptRules } from './kept-rules.ts';

test('rules are read once for each name of their state', async () => {
  const read = vi.fn(async () => ['a power']);
  expect(await keptRules('one', 'powers', read)).toEqual(['a power']);
  expect(await keptRules('one', 'powers', read)).toEqual(['a power']);
  expect(read).toHaveBeenCalledTimes(1);
  await keptRules('two', 'powers', read);
  await keptRules('two', 'holidays', read);
  expect(read).toHaveBeenCalledTimes(3);
});

test('without a name they are read each time, and a reading that failed is not kept', async () => {
  const read = vi.fn(async () => 1);
  await keptRules(null, 'powers', read);
  await keptRules(undefined, 'powers', read);
  expect(read).toHaveBeenCalledTimes(2);
  await expect(keptRules('three', 'powers', async () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await keptRules('three', 'powers', read)).toBe(1);
});

test('a reading that failed in one request does not fail another that waited for it', async () => {
  let fail: (error: Error) => void = () => undefined;
  const first = keptRules('four', 'powers', async () => new Promise<number>((_resolve, reject) => {
    fail = reject;
  }));
  const second = keptRules('four', 'powers', async () => 2);
  fail(new Error('rolled back'));
  await expect(first).rejects.toThrow('rolled back');
  expect(await second).toBe(2);
});
