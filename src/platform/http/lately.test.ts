import { expect, test, vi } from 'vitest';

import type { House } from './house.ts';
import { forgetLately, lately } from './lately.ts';

/** A house of which nothing is asked but what it is to others; `changes` are what it heard from them. */
function house(changes: ((session: string) => void)[] = [], told: string[] = []): House {
  return Object.assign(Object.create(null), {
    processes: { busy: () => 0, sessionChanged: (session: string) => told.push(session), onSessionChanged: (listener: (session: string) => void) => changes.push(listener) },
  });
}

test('a session is told once what stands on every page, and anew when it has changed something', async () => {
  const own = house();
  const ask = vi.fn(async () => ({ tasks: ask.mock.calls.length }));
  expect(await lately(own, 'one', ask)).toEqual({ tasks: 1 });
  expect(await lately(own, 'one', ask)).toEqual({ tasks: 1 });
  expect(await lately(own, 'two', ask)).toEqual({ tasks: 2 });
  forgetLately(own, 'one');
  expect(await lately(own, 'one', ask)).toEqual({ tasks: 3 });
  expect(await lately(house(), 'one', ask)).toEqual({ tasks: 4 });
});

test('what was being counted when the session changed something is not kept', async () => {
  const own = house();
  let finish: (value: { tasks: number }) => void = () => undefined;
  const early = lately(own, 'one', async () => new Promise<{ tasks: number }>((resolve) => {
    finish = resolve;
  }));
  forgetLately(own, 'one');
  finish({ tasks: 1 });
  expect(await early).toEqual({ tasks: 1 });
  expect(await lately(own, 'one', async () => ({ tasks: 2 }))).toEqual({ tasks: 2 });
});

test('a count that failed is asked again', async () => {
  const own = house();
  await expect(lately(own, 'one', async () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await lately(own, 'one', async () => ({ tasks: 1 }))).toEqual({ tasks: 1 });
});

test('a count that failed in one request does not fail another that waited for it', async () => {
  const own = house();
  let fail: (error: Error) => void = () => undefined;
  const first = lately(own, 'one', async () => new Promise<{ tasks: number }>((_resolve, reject) => {
    fail = reject;
  }));
  const second = lately(own, 'one', async () => ({ tasks: 2 }));
  fail(new Error('rolled back'));
  await expect(first).rejects.toThrow('rolled back');
  expect(await second).toEqual({ tasks: 2 });
});

test('what a session changed in another process is counted anew here, and told there', async () => {
  const changes: ((session: string) => void)[] = [];
  const told: string[] = [];
  const own = house(changes, told);
  const ask = vi.fn(async () => ({ tasks: ask.mock.calls.length }));
  expect(await lately(own, 'one', ask)).toEqual({ tasks: 1 });
  changes.forEach((heard) => heard('one'));
  expect(await lately(own, 'one', ask)).toEqual({ tasks: 2 });
  expect(changes).toHaveLength(1);
  expect(told).toEqual([]);
  forgetLately(own, 'one');
  expect(told).toEqual(['one']);
});
