import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import pg from 'pg';
import { Temporal } from 'temporal-polyfill';

import { chanceOf } from '../../src/demo/random.ts';
import { buildTown } from '../../src/demo/town.ts';
import { startEmbedded } from '../../src/platform/database/embedded.ts';
import { insertRows } from '../../src/platform/database/insert-rows.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { cellOf, toGrid } from '../../src/platform/geography/index.ts';

/** Protects nothing: every benchmark's hub is thrown away. */
export const benchKey = 'a key for benchmarks, of hubs that are thrown away';

const here = import.meta.dirname;
/** One for each copy of the project: another's migrations make another region. */
const home = path.join(tmpdir(), 'safer-hub-bench', createHash('sha256').update(here).digest('hex').slice(0, 8));
const migrationsFolder = path.resolve(here, '../../database/migrations');
const caseBatch = 2_000;
const pointCount = 4_000;

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** The same inputs make the same region, on the same day: its dates are counted from today. */
function fingerprint(): string {
  const hash = createHash('sha256').update(Temporal.Now.plainDateISO('UTC').toString());
  for (const file of [...readdirSync(migrationsFolder).sort().map((name) => path.join(migrationsFolder, name)), path.join(here, 'region.sql'), path.join(here, 'region.ts')]) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Runs statements of a file one by one, saying how long each step took. */
async function runSteps(client: pg.Client, text: string): Promise<void> {
  for (const part of text.split(/^-- step: /m).slice(1)) {
    const [name = '', ...rest] = part.split('\n');
    const start = performance.now();
    await client.query(rest.join('\n'));
    say(`  ${name.padEnd(36)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

/** Points over a region of thirty kilometres, denser towards its towns. */
async function insertPoints(client: pg.Client): Promise<void> {
  const chance = chanceOf(7);
  const part = (): number => chance.whole(1_000_000) / 1_000_000;
  const towns = Array.from({ length: 12 }, () => ({ lat: 51.65 + part() * 0.27, lon: -0.1 + part() * 0.43 }));
  const points = Array.from({ length: pointCount }, (_, n) => {
    const town = towns[n % towns.length] ?? { lat: 51.77, lon: 0.1 };
    const lat = town.lat + (part() - 0.5) * (part() * 0.06 + 0.01);
    const lon = town.lon + (part() - 0.5) * (part() * 0.1 + 0.016);
    return { n, name: `${n + 1} Benchmark Street`, lat, lon, ...toGrid({ lat, lon }), cell: cellOf(lat, lon) };
  });
  await client.query('create schema bench; create table bench.point (n int, name text, lat float8, lon float8, easting float8, northing float8, cell text)');
  await client.query('insert into bench.point select * from jsonb_populate_recordset(null::bench.point, $1::jsonb)', [JSON.stringify(points)]);
}

/** The owner's connection while the region is made: no foreign key is checked row by row, and lookups are built at the end. */
async function fill(client: pg.Client): Promise<void> {
  await client.query(`set session_replication_role = replica; set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set client_min_messages = warning`);
  const { rows: lookups } = await client.query<{ drop: string; make: string }>(`
    select format('drop index hub.%I', c.relname) as drop, pg_get_indexdef(c.oid) as make from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
    where c.relnamespace = 'hub'::regnamespace and not i.indisunique
      and t.relname = any(array['case_file', 'report', 'party', 'chronology', 'incident', 'promise', 'promise_line', 'message', 'disclosure', 'disclosure_item', 'task', 'evidence', 'risk_assessment', 'case_access', 'audit_entry', 'person_record', 'person_key'])`);
  for (const { drop } of lookups) {
    await client.query(drop);
  }
  await insertPoints(client);
  await runSteps(client, readFileSync(path.join(here, 'region.sql'), 'utf8'));
  const start = performance.now();
  for (const { make } of lookups) {
    await client.query(make);
  }
  await client.query('analyze');
  say(`  ${'lookups'.padEnd(36)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  await grantAccess(client);
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
}

/** Access of every case through the function that the hub itself calls, then compared with the rule. */
async function grantAccess(client: pg.Client): Promise<void> {
  const start = performance.now();
  await client.query('set session_replication_role = origin');
  await client.query('set work_mem = \'64MB\'');
  for (let first = 1; first <= 40_000; first += caseBatch) {
    await client.query('select hub.refresh_case_access(bench.partnership(), array_agg(id)) from bench.case_file where n between $1 and $2', [first, first + caseBatch - 1]);
  }
  const { rows } = await client.query<{ wrong: number }>(`
    with ruled as (select r.* from hub.access_rule(bench.partnership(), (select array_agg(id) from bench.case_file)) r)
    select count(*)::int as wrong from ruled full join hub.case_access a on a.case_id = ruled.case_id and a.principal_id = ruled.principal_id and a.valid_until = ruled.valid_until
    where ruled.case_id is null or a.case_id is null`);
  if (rows[0]?.wrong !== 0) {
    throw new Error(`${rows[0]?.wrong} rows of case_access are not as hub.access_rule says`);
  }
  await client.query(`create table bench.sees as
    select w.n, count(distinct a.case_id)::int as cases from bench.account w
    join lateral (select w.id as principal_id union all select w.agency_id union all select t.team_id from hub.account_team t where t.account_id = w.id) p on true
    join hub.case_access a on a.partnership_id = bench.partnership() and a.principal_id = p.principal_id group by w.n`);
  const { rows: seen } = await client.query<{ least: number; median: number; most: number }>(`select min(cases) as least, percentile_disc(0.5) within group (order by cases) as median, max(cases) as most from bench.sees`);
  say(`  ${'who may see which case'.padEnd(36)} ${((performance.now() - start) / 1000).toFixed(1)} s: a person sees ${seen[0]?.median} cases at the median, ${seen[0]?.least} to ${seen[0]?.most}`);
}

async function make(folder: string): Promise<void> {
  const start = performance.now();
  const server = await startEmbedded({
    folder: path.join(folder, 'database'), log: () => undefined,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '16GB', checkpoint_timeout: '30min', autovacuum: 'off', shared_buffers: '1GB', max_wal_senders: '0', wal_level: 'minimal' },
  });
  const client = new pg.Client({ ...server.connection, statement_timeout: 0 });
  try {
    await migrate(server.connection, { folder: migrationsFolder, log: () => undefined });
    await client.connect();
    const town = await buildTown(chanceOf(2026), benchKey, Date.now());
    for (const [table, rows] of town.tables) {
      await insertRows(client, table, rows);
    }
    await client.query(`update hub.partnership set settings = settings || '{"demo": false}'`);
    await fill(client);
  } finally {
    await client.end();
    await server.stop();
  }
  say(`  the region was made in ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

/** The folder of a hub that holds the region, made once and kept under the machine's temporary folder. Its server is stopped. */
export async function preparedRegion(): Promise<string> {
  const folder = path.join(home, `region-${fingerprint()}`);
  if (existsSync(folder)) {
    say('The region of the last run is used again.');
    return folder;
  }
  mkdirSync(home, { recursive: true });
  for (const old of readdirSync(home).filter((name) => name.startsWith('region-'))) {
    rmSync(path.join(home, old), { recursive: true, force: true });
  }
  say('Making a region of 200,000 reports and 40,000 cases ...');
  const unfinished = path.join(home, `region-new-${process.pid}`);
  mkdirSync(unfinished, { recursive: true });
  await make(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

/** A copy of the region for one benchmark, to be changed and thrown away. */
export async function copyOfRegion(): Promise<{ folder: string; discard(): void }> {
  const region = await preparedRegion();
  const folder = path.join(home, `run-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  const copied = spawnSync('cp', ['-a', region, folder]);
  if (copied.status !== 0) {
    throw new Error(`the region could not be copied to ${folder}`);
  }
  return { folder, discard: () => rmSync(folder, { recursive: true, force: true }) };
}
