import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPool } from '../platform/database/index.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/testing.ts';
import { openFileStore, readWhole, sha256Of } from '../platform/files/index.ts';
import { hangPhotos, loadDemoTown } from './index.ts';

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
  const { rows: photos } = await owner.query("select (select count(*)::int from hub.evidence e join hub.report r on r.id = e.report_id and r.title like 'Threats and doors%' and r.case_id = e.case_id where e.sha256 ~ '^[0-9a-f]{64}$') as story, count(*)::int as photos from hub.evidence where copy_state = 'none'");
  const { rows: tasks } = await owner.query("select t.state from hub.task t join hub.case_file c on c.id = t.case_id and c.title like 'Hotspot:%' order by t.state");
  const folder = await mkdtemp(path.join(tmpdir(), 'hub-demo-'));
  const files = openFileStore({ kind: 'folder', folder });
  const worker = openPool(database.worker as Parameters<typeof openPool>[0], 2);
  await hangPhotos({ database: { worker }, files });
  const { rows: hung } = await owner.query("select sealed_key, sha256 from hub.evidence where copy_state = 'waiting'");
  const hashes = await Promise.all(hung.map(async ({ sealed_key }) => sha256Of(await readWhole(files, String(sealed_key)))));
  await worker.end();
  await rm(folder, { recursive: true });
  await owner.end();
  expect(photos).toEqual([{ story: 1, photos: 11 }]);
  expect(hashes).toEqual(hung.map(({ sha256 }) => sha256));
  expect(hashes).toHaveLength(11);
  expect(tasks.map(({ state }) => state)).toEqual(['accepted', 'done', 'started', 'started']);
  expect(reviews.map(({ state }) => state)).toEqual(['applied', 'outcome']);
  expect(rows).toEqual([{ items: 4, intelligence: 3, papers: 0 }]);
  expect(said.length).toBeGreaterThan(3);
}, 180_000);
