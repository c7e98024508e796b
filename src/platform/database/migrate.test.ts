import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { createEmptyDatabase } from './testing.ts';

let folder: string;
let database: Awaited<ReturnType<typeof createEmptyDatabase>>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-migrate-'));
  database = await createEmptyDatabase();
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql);
const run = (log: (sentence: string) => void = () => undefined) => migrate(database.owner, { folder, log });

async function ask(query: string): Promise<unknown[]> {
  const client = new pg.Client(database.owner);
  await client.connect();
  try {
    return (await client.query({ text: query, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

test('applies what is new, in order, once', async () => {
  write('0001_people.sql', 'create table people (name text);');
  write('0002_first.sql', `insert into people values ('Ada'); insert into people values ('Bo');`);
  expect(await run()).toEqual({ applied: ['0001_people', '0002_first'] });
  write('0003_more.sql', `set search_path = pg_catalog; insert into public.people values ('Cy')`);
  write('0004_last.sql', `insert into people values ('Di')`);
  expect(await run()).toEqual({ applied: ['0003_more', '0004_last'] });
  expect(await run()).toEqual({ applied: [] });
  expect(await ask('select name from people order by name')).toEqual(['Ada', 'Bo', 'Cy', 'Di']);
});

test('two migrators at once apply each migration once', async () => {
  write('0001_people.sql', 'create table people (name text); select pg_sleep(0.2);');
  write('0002_first.sql', `insert into people values ('Ada')`);
  const results = await Promise.all([run(), run(), run()]);
  expect(results.flatMap((result) => result.applied).sort()).toEqual(['0001_people', '0002_first']);
  expect(await ask('select count(*)::int from people')).toEqual([1]);
});

test('a failing migration leaves nothing, names file and line, and can be corrected', async () => {
  write('0001_people.sql', 'create table people (name text);');
  write('0002_wrong.sql', `insert into people values ('Ada');\n\ninsert into peple values ('Bo');`);
  await expect(run()).rejects.toThrow(/0002_wrong\.sql, line 3: relation "peple" does not exist.*Nothing of this migration was kept/);
  expect(await ask('select count(*)::int from people')).toEqual([0]);
  write('0002_wrong.sql', `insert into people values ('Bo')`);
  expect(await run()).toEqual({ applied: ['0002_wrong'] });
});

test('a changed file is refused, other line ends are not', async () => {
  write('0001_people.sql', 'create table people\n(name text);\n');
  await run();
  write('0001_people.sql', 'create table people\r\n(name text);\r\n');
  expect(await run()).toEqual({ applied: [] });
  write('0001_people.sql', 'create table people (name text, age int);');
  await expect(run()).rejects.toThrow(/0001_people\.sql has changed.*numbered 0002/);
});

test('a database that a newer version has migrated is refused', async () => {
  write('0001_people.sql', 'create table people (name text);');
  write('0002_next.sql', 'select 1');
  await run();
  rmSync(join(folder, '0002_next.sql'));
  await expect(run()).rejects.toThrow(/0002_next.*newer version/);
});

test.each([
  ['a gap', ['0001_a.sql', '0003_c.sql'], /0003_c\.sql does not follow 0001_a\.sql/],
  ['a number twice', ['0001_a.sql', '0001_b.sql'], /0001_b\.sql does not follow 0001_a\.sql/],
  ['another name', ['first.sql'], /first\.sql is not named like a migration/],
])('%s in the numbers is refused before anything is done', async (_, names, message) => {
  for (const name of names) write(name, 'create table people ()');
  await expect(run()).rejects.toThrow(message);
  expect(await ask(`select to_regclass('people') is null`)).toEqual([true]);
});
