import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backup } from './backup.ts';
import { migrate } from './migrate.ts';
import { restore } from './restore.ts';
import { schemaSnapshot } from './schema-snapshot.ts';
import { createEmptyDatabase, createTestDatabase } from './testing.ts';

const SILENT = () => undefined;
const HUB_MIGRATIONS = join(import.meta.dirname, '../../../database/migrations');

/** What makes restoring hard: lookups written by migrations, foreign keys in a circle, forced row-level security, triggers that forbid, computed columns. */
const POND = `
  create schema pond;
  create table pond.colour (code text primary key);
  insert into pond.colour values ('green'), ('brown');
  create table pond.frog (
    id bigint generated always as identity primary key,
    "odd ""name" text,
    colour text references pond.colour,
    friend bigint references pond.frog,
    weight numeric(6,3), born timestamptz, photo bytea, tags text[], about jsonb, length double precision,
    loud text generated always as (upper("odd ""name")) stored,
    gone int
  );
  alter table pond.frog drop column gone;
  create table pond.leap (at date not null, far int) partition by range (at);
  create table pond.leap_2026 partition of pond.leap for values from ('2026-01-01') to ('2027-01-01');
  create table pond.empty ();
  create sequence pond.ticket;
  create function pond.no() returns trigger language plpgsql as $$ begin raise exception 'append only'; end $$;
  create trigger no before update or delete on pond.frog for each row execute function pond.no();
  create trigger never before insert on pond.leap_2026 for each row when (new.far > 3) execute function pond.no();
  alter table pond.frog enable row level security, force row level security;
`;
const FROGS = `
  insert into pond.frog ("odd ""name", colour, weight, born, photo, tags, about, length) values
    (E'tab\\t, line\\nand \\\\.', 'green', 1.5, '2026-03-29 01:30+00', '\\x00ff0a5c', '{a,"b,c",null}', '{"a": [1, null, "é"]}', 0.1),
    (null, 'brown', -0.001, 'infinity', '', '{}', 'null', 'NaN');
  insert into pond.frog ("odd ""name", friend) select 'Frog ' || n, 1 + n % 2 from generate_series(1, 4000) n;
  insert into pond.leap values ('2026-05-01', 2);
  select nextval('pond.ticket') from generate_series(1, 7);
  alter table pond.leap_2026 disable trigger never;
  insert into pond.leap values ('2026-05-02', 9);
  alter table pond.leap_2026 enable trigger never;
`;

let base: string;
let migrations: string;
let files: string;
let target: string;
const databases: { drop(): Promise<void> }[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hub-backup-'));
  migrations = join(base, 'migrations');
  files = join(base, 'files');
  target = join(base, 'hub.backup');
  mkdirSync(migrations);
  writeFileSync(join(migrations, '0001_pond.sql'), POND);
  mkdirSync(join(files, 'ab', 'x'.repeat(120)), { recursive: true });
  writeFileSync(join(files, 'ab', 'photo'), Buffer.from(Array.from({ length: 70_000 }, (_, place) => place % 256)));
  writeFileSync(join(files, 'ab', 'x'.repeat(120), 'é empty'), '');
  writeFileSync(join(files, 'ab', '.draft-1'), 'half');
  writeFileSync(join(base, 'secret.key'), 'the key');
});

afterEach(async () => {
  await Promise.all(databases.splice(0).map((database) => database.drop()));
  rmSync(base, { recursive: true });
});

async function emptyDatabase(): Promise<pg.ClientConfig> {
  const database = await createEmptyDatabase();
  databases.push(database);
  return database.owner;
}

async function pondDatabase(): Promise<pg.ClientConfig> {
  const connection = await emptyDatabase();
  await migrate(connection, { folder: migrations, log: SILENT });
  await ask(connection, FROGS);
  return connection;
}

async function ask(connection: pg.ClientConfig, query: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const result = await client.query({ text: query, rowMode: 'array' });
    return Array.isArray(result) ? [] : result.rows.flat();
  } finally {
    await client.end();
  }
}

const save = (connection: pg.ClientConfig, to = target) =>
  backup({ connection, filesFolder: files, secretKeyFile: join(base, 'secret.key'), target: to, log: SILENT });
const bring = (connection: pg.ClientConfig, filesFolder = join(base, 'restored')) =>
  restore({ connection, filesFolder, secretKeyFile: join(base, 'restored.key'), source: target, migrationsFolder: migrations, log: SILENT });

test('what is restored is what was backed up: rows, sequences, shape, files, key', async () => {
  const original = await pondDatabase();
  const copy = await emptyDatabase();
  const saved = await save(original);
  await bring(copy);
  const again = await save(copy, join(base, 'again.backup'));
  expect(again.tables).toEqual(saved.tables);
  expect(again.sequences).toEqual(saved.sequences);
  expect(saved.tables.map((table) => [table.name, table.rows])).toEqual([
    ['colour', 2],
    ['empty', 0],
    ['frog', 4_002],
    ['leap_2026', 2],
  ]);
  expect(await schemaSnapshot(copy)).toBe(await schemaSnapshot(original));
  const frogs = `select count(*)::int, count(loud)::int, max(id)::int, (select nextval('pond.ticket')::int) from pond.frog`;
  expect(await ask(copy, frogs)).toEqual([4_002, 4_001, 4_002, 8]);
  await expect(ask(copy, `update pond.frog set weight = 2 where id = 1`)).rejects.toThrow('append only');
  await expect(ask(copy, `insert into pond.frog (friend) values (-1)`)).rejects.toThrow('foreign key');
  for (const file of ['ab/photo', `ab/${'x'.repeat(120)}/é empty`]) {
    expect(readFileSync(join(base, 'restored', file))).toEqual(readFileSync(join(files, file)));
  }
  expect(() => statSync(join(base, 'restored', 'ab', '.draft-1'))).toThrow('ENOENT');
  expect(readFileSync(join(base, 'restored.key'), 'utf8')).toBe('the key');
  expect(statSync(target).mode & 0o777).toBe(0o600);
  // Nothing is left that would stop the hub from starting on it.
  expect(await migrate(copy, { folder: migrations, log: SILENT })).toEqual({ applied: [] });
});

test('the hub\'s own database is restored whole, and later migrations then apply', async () => {
  const hub = await createTestDatabase();
  databases.push(hub);
  const copy = await emptyDatabase();
  const saved = await backup({ connection: hub.owner, target, log: SILENT });
  await restore({ connection: copy, source: target, migrationsFolder: HUB_MIGRATIONS, log: SILENT });
  expect(await schemaSnapshot(copy)).toBe(await schemaSnapshot(hub.owner));
  expect((await backup({ connection: copy, target: join(base, 'again'), log: SILENT })).tables).toEqual(saved.tables);
});

test('an older backup comes back at its own version and is then migrated', async () => {
  await save(await pondDatabase());
  writeFileSync(join(migrations, '0002_later.sql'), 'alter table pond.colour add shade int default 3;');
  const copy = await emptyDatabase();
  await bring(copy);
  expect(await migrate(copy, { folder: migrations, log: SILENT })).toEqual({ applied: ['0002_later'] });
  expect(await ask(copy, 'select sum(shade)::int from pond.colour')).toEqual([6]);
});

test('rows written while the backup runs are not half in it', async () => {
  const original = await pondDatabase();
  const client = new pg.Client(original);
  await client.connect();
  let going = true;
  const writing = (async () => {
    while (going) await client.query(`with c as (insert into pond.colour values (gen_random_uuid()::text) returning code) insert into pond.frog (colour) select code from c`);
  })();
  await save(original);
  going = false;
  await writing;
  await client.end();
  const copy = await emptyDatabase();
  await bring(copy);
  expect(await ask(copy, `select count(*)::int from pond.frog f where colour is not null and not exists (select from pond.colour c where c.code = f.colour)`)).toEqual([0]);
  expect(await ask(copy, `select (select count(*) from pond.colour) - (select count(distinct colour) from pond.frog)`)).toEqual(['0']);
});

test('an interrupted restore is recognised by everything and completed by running it again', async () => {
  await save(await pondDatabase());
  const copy = await emptyDatabase();
  writeFileSync(join(base, 'in-the-way'), '');
  await expect(bring(copy, join(base, 'in-the-way', 'files'))).rejects.toThrow('ENOTDIR');
  await expect(migrate(copy, { folder: migrations, log: SILENT })).rejects.toThrow(/restore did not finish/);
  await expect(save(copy, join(base, 'of-half'))).rejects.toThrow(/did not finish/);
  await bring(copy);
  expect(await ask(copy, 'select count(*)::int from pond.frog')).toEqual([4_002]);
});

test.each([
  ['cut short', () => truncateSync(target, statSync(target).size - 2000), /damaged/],
  ['cut in half', () => truncateSync(target, Math.floor(statSync(target).size / 2)), /damaged/],
  ['something else', () => writeFileSync(target, 'x'.repeat(5000)), /damaged or is not a backup/],
  ['not there', () => rmSync(target), /no backup to read/],
  ['changed in a table', () => flipByte('tables/pond.frog', 600), /tables\/pond\.frog\.copy\.gz is not as it was written/],
  ['changed in a file', () => flipByte('files/ab/photo', 600), /files\/ab\/photo is not as it was written/],
  ['changed in its table of contents', () => flipByte('"migrations"', 60), /table of contents/],
])('an archive that is %s is refused and touches nothing', async (_, damage, message) => {
  await save(await pondDatabase());
  damage();
  const copy = await emptyDatabase();
  await expect(bring(copy)).rejects.toThrow(message);
  expect(await ask(copy, `select count(*)::int from pg_namespace where nspname in ('pond', 'hub_meta')`)).toEqual([0]);
});

function flipByte(after: string, distance: number): void {
  const content = readFileSync(target);
  const place = content.indexOf(after) + distance;
  content[place] = (content[place] ?? 0) ^ 1;
  writeFileSync(target, content);
}

test('a database that holds anything is refused', async () => {
  await save(await pondDatabase());
  const copy = await emptyDatabase();
  await ask(copy, 'create table public.something ()');
  await expect(bring(copy)).rejects.toThrow(/database is not empty/);
});

test('a files folder that holds anything is refused', async () => {
  await save(await pondDatabase());
  await expect(bring(await emptyDatabase(), files)).rejects.toThrow(/files is not empty/);
});

test('a backup of a newer version is refused', async () => {
  writeFileSync(join(migrations, '0002_newer.sql'), 'select 1');
  await save(await pondDatabase());
  rmSync(join(migrations, '0002_newer.sql'));
  await expect(bring(await emptyDatabase())).rejects.toThrow(/newer version.*0002_newer/);
});

test('a backup whose migrations differ from ours is refused', async () => {
  await save(await pondDatabase());
  appendFileSync(join(migrations, '0001_pond.sql'), '-- another thought');
  await expect(bring(await emptyDatabase())).rejects.toThrow(/0001_pond differs/);
});

test('a backup is never written over another, and not made of nothing', async () => {
  writeFileSync(target, 'an older backup');
  await expect(save(await pondDatabase())).rejects.toThrow(/exists already/);
  expect(readFileSync(target, 'utf8')).toBe('an older backup');
  await expect(save(await emptyDatabase(), join(base, 'nothing'))).rejects.toThrow(/nothing to back up/);
  expect(() => statSync(join(base, 'nothing.unfinished'))).toThrow('ENOENT');
});
