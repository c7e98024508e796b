import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { schemaSnapshot } from './schema-snapshot.ts';
import { createTestDatabase } from './testing.ts';

const database = await createTestDatabase();
afterAll(() => database.drop());

async function change(statement: string): Promise<void> {
  const client = new pg.Client(database.owner);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

await change('create table public.pond (id int primary key, depth numeric(5,2)); create role hub_frog; create function public.leap() returns int language sql as $$ select 1 $$');
afterAll(() => change('drop owned by hub_frog; drop role hub_frog'));

test('the snapshot does not depend on the session', async () => {
  const plain = await schemaSnapshot(database.owner);
  expect(await schemaSnapshot({ ...database.owner, options: '-c search_path=hub,public -c TimeZone=Asia/Tokyo' })).toBe(plain);
  expect(plain).toContain('depth numeric(5,2)');
});

test.each([
  ['a column', 'alter table public.pond add colour text', 'colour text'],
  ['a constraint', `alter table public.pond add constraint deep check (depth > 1)`, 'constraint deep CHECK'],
  ['an index', 'create index pond_depth on public.pond (depth)', 'CREATE INDEX pond_depth'],
  ['row-level security', 'alter table public.pond enable row level security, force row level security', 'table public.pond row level security forced'],
  ['a policy', 'create policy hop on public.pond for select to hub_frog using (depth > 2)', 'policy hop select to hub_frog using'],
  ['a grant', 'grant select, insert on public.pond to hub_frog', 'grants: hub_frog=INSERT+SELECT'],
  ['a grant on a column', 'grant update (depth) on public.pond to hub_frog', 'hub_frog=UPDATE'],
  ['a function body', 'create or replace function public.leap() returns int language sql as $$ select 2 $$', 'function public.leap()'],
  ['a right taken from everybody', 'revoke all on function public.leap() from public', 'function public.leap()'],
  ['a trigger', `create trigger t before update on public.pond for each row execute function suppress_redundant_updates_trigger()`, 'CREATE TRIGGER t'],
])('%s shows', async (_, statement, text) => {
  const before = await schemaSnapshot(database.owner);
  await change(statement);
  const after = await schemaSnapshot(database.owner);
  expect(after).not.toBe(before);
  expect(after).toContain(text);
});
