import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createTestDatabase, type TestDatabase } from '../platform/database/testing.ts';
import { loadDemoTown } from './index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

test('the town loads, with its panels and its intelligence', async () => {
  const said: string[] = [];
  await loadDemoTown({ host: 'localhost', ...database.owner } as Parameters<typeof loadDemoTown>[0], { now: Temporal.Instant.from('2026-11-24T09:24:00Z'), secretKey: 'A'.repeat(43), baseUrl: 'http://localhost', say: (sentence) => said.push(sentence) });
  const owner = new pg.Client(database.owner);
  await owner.connect();
  const { rows } = await owner.query("select (select count(*)::int from hub.panel_item) as items, (select count(*)::int from hub.intelligence_report) as intelligence, (select count(*)::int from hub.panel_paper_given) as papers");
  const { rows: reviews } = await owner.query('select state from hub.asb_review order by state');
  await owner.end();
  expect(reviews.map(({ state }) => state)).toEqual(['applied', 'outcome']);
  expect(rows).toEqual([{ items: 4, intelligence: 3, papers: 0 }]);
  expect(said.length).toBeGreaterThan(3);
}, 180_000);
