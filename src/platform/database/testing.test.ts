import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from './testing.ts';

const first = await createTestDatabase();
const second = await createTestDatabase();
afterAll(() => Promise.all([first.drop(), second.drop()]));

async function ask<Row extends pg.QueryResultRow>(connection: pg.ClientConfig, query: string): Promise<Row[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}

test.each([
  ['owner', first.owner, true],
  ['app', first.app, false],
  ['worker', first.worker, false],
])('%s enters the database as the role it should be', async (_, connection, superuser) => {
  const rows = await ask(connection, 'select rolsuper or rolbypassrls as above from pg_roles where rolname = current_user');
  expect(rows).toEqual([{ above: superuser }]);
});

test('a test database is migrated and shares nothing with the next one', async () => {
  await ask(first.owner, 'create table public.mark ()');
  const there = `select to_regclass('hub_meta.hub_migration') is not null as migrated, to_regclass('public.mark') is not null as marked`;
  expect(await ask(first.owner, there)).toEqual([{ migrated: true, marked: true }]);
  expect(await ask(second.owner, there)).toEqual([{ migrated: true, marked: false }]);
});
