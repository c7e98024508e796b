import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { routes as administrationRoutes } from '../administration/index.ts';
import { allRoutes } from '../rooms.ts';
import { actorName, detailWords, eventWords, whatHappened } from './event-words.ts';
import { routes } from './index.ts';

const everyRoute = [...new Set([...allRoutes, ...administrationRoutes, ...routes])];

test('every event that a route writes has words', () => {
  const events = everyRoute.flatMap(({ audit }) => ('event' in audit ? [audit.event] : []));
  expect(events.length).toBeGreaterThan(60);
  expect([...new Set(events)].filter((event) => !Object.hasOwn(eventWords, event))).toEqual([]);
});

test('so has every event that the sources name', () => {
  const folder = path.resolve(import.meta.dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !/\.test(ing)?\./.test(name));
  const named = files.flatMap((name) => [...readFileSync(path.join(folder, name), 'utf8').matchAll(/(?:audit: \{ event: |\baudit\()'([a-z_.]+)'/g)].map((match) => match[1] ?? ''));
  expect(named).toContain('account.roles_changed');
  expect([...new Set(named)].filter((event) => !Object.hasOwn(eventWords, event))).toEqual([]);
});

test('what was not accepted does not read as done', () => {
  expect(whatHappened('case.close', {})).toBe('closed a case');
  expect(whatHappened('case.close', { refused: 422 })).toBe('closed a case: not accepted, nothing changed');
  expect(whatHappened('unheard.of', {})).toBe('unheard.of');
  expect(detailWords({ reports: 12, refused: 422 })).toBe('reports 12');
  expect([actorName('staff', 'Priya Nair'), actorName('link', null), actorName('x', null)]).toEqual(['Priya Nair', 'The person who reported, by their private link', 'Someone']);
});
