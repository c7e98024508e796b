import { sql } from 'kysely';
import pg from 'pg';

import { likelyPeople } from '../src/matching/index.ts';
import { enterSession } from '../src/platform/access/index.ts';
import { inTransaction, openPool } from '../src/platform/database/index.ts';
import { secretHash } from '../src/platform/http/index.ts';
import { startHub } from './ground/hub.ts';
import { measureMachine } from './ground/machine.ts';
import { copyOfRegion } from './ground/region.ts';
import { casePages, signEveryoneIn } from './ground/requests.ts';
import { metBy, printFigures, printMachine, writeResults, type Figure } from './ground/results.ts';

const wanted = 1_000_000;
const questions = 2_000;

/** The keys of all records, as hub.person_keys makes them, but the sounds of each name are worked out once. */
const fillKeys = `
  create unlogged table bench.sound as
  select k.name_key, w.words, s.first, s.last, least(s.first, s.last) || ' ' || greatest(s.first, s.last) as both
  from (select distinct name_key from hub.person_record where name_key <> '') k
  cross join lateral (select string_to_array(k.name_key, ' ') as words) w
  cross join lateral (select hub.sound_of(w.words[1]) as first, hub.sound_of(w.words[cardinality(w.words)]) as last) s;
  create unique index on bench.sound (name_key);
  analyze bench.sound;
  insert into hub.person_key (partnership_id, key, record_id)
  select r.partnership_id, k.key, r.id
  from hub.person_record r left join bench.sound s on s.name_key = r.name_key
  cross join lateral (select extract(year from r.born_on) as year, least(extract(day from r.born_on), extract(month from r.born_on)) || ' ' || greatest(extract(day from r.born_on), extract(month from r.born_on)) as day,
    nullif(r.postcode, '') as code) v
  cross join lateral (select distinct hashtextextended(c.key, 0) as key from (values
    (case when length(r.phone) >= 7 then 't ' || r.phone end), (case when r.email like '%_@_%' then 'm ' || r.email end), ('d ' || v.year || ' ' || v.day || ' ' || s.last), ('d ' || v.year || ' ' || v.day || ' ' || s.first),
    ('p ' || v.code || ' ' || s.last), ('p ' || v.code || ' ' || s.first), ('y ' || v.year || ' ' || s.both), ('s ' || s.both), ('a ' || v.code || ' ' || substring(r.address from '\\d+')),
    ('n ' || least(s.words[1], s.words[cardinality(s.words)]) || ' ' || greatest(s.words[1], s.words[cardinality(s.words)]))) c(key) where c.key is not null) k`;

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  process.stdout.write(`  ${what.padEnd(36)} ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}

/** Drops what makes filling slow, fills, and makes it again. */
async function withoutIndexes(owner: pg.Client, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const { rows } = await owner.query<{ drop: string; make: string }>(`
    select case when k.oid is null then format('drop index hub.%I', c.relname) else format('alter table %s drop constraint %I', i.indrelid::regclass, k.conname) end as drop,
      case when k.oid is null then pg_get_indexdef(c.oid) else format('alter table %s add constraint %I %s', i.indrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) end as make
    from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_constraint k on k.conindid = c.oid and k.contype = 'p' where i.indrelid = any($1::regclass[])`, [tables]);
  for (const { drop } of rows) {
    await owner.query(drop);
  }
  await work();
  await timed('lookups', async () => {
    for (const { make } of rows) {
      await owner.query(make);
    }
  });
}

/** Everybody of the region as records with keys, and so many more of the same names, with birth dates and postcodes, that there are a million. */
async function fillPeople(owner: pg.Client): Promise<number> {
  await owner.query(`set session_replication_role = replica; set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set statement_timeout = 0`);
  await owner.query('truncate hub.person_key, hub.person_record');
  await withoutIndexes(owner, ['hub.person_record', 'hub.person_key'], async () => {
    await timed('people of the region', () => owner.query('insert into hub.person_record select (hub.record_of_party(p)).* from hub.party p'));
    await timed('more people', () => owner.query(
      `insert into hub.person_record (partnership_id, id, person_id, source, agency_id, case_id, report_id, role, kind, name, name_key, born_on, under_18, vulnerable, postcode, phone, email, address, description, created_at)
       select c.partnership_id, i.id, i.id, 'party', c.agency_id, c.id, null, 'alleged', 'person', m.name, m.key, date '1940-01-01' + (s.n * 7919::bigint % 25000)::int, false, false, 'CM' || (17 + s.n % 7) || (s.n / 7) % 10 || chr(65 + (s.n / 70) % 20) || chr(65 + (s.n / 1400) % 20), '', '', '', '', c.opened_at
       from generate_series(1, greatest(0, $1 - (select count(*)::int from hub.person_record))) s(n)
       cross join lateral (select gen_random_uuid() as id where s.n > 0) i
       join bench.name m on m.n = (s.n * 31::bigint) % 30000 join bench.case_file k on k.n = 1 + s.n % 40000 join hub.case_file c on c.id = k.id`, [wanted]));
    await timed('keys', () => owner.query(fillKeys));
  });
  await owner.query('set session_replication_role = origin');
  await timed('statistics', () => owner.query('vacuum (analyze) hub.person_record, hub.person_key'));
  const { rows: [row] } = await owner.query<{ count: number; unlike: number }>(`select (select count(*)::int from hub.person_record) as count, (
    select count(*)::int from (select * from hub.person_record tablesample system (0.5) limit 2000) r
    where array(select unnest(hub.person_keys(r.name_key, r.born_on, r.postcode, r.phone, r.email, r.address)) order by 1) <> array(select k.key from hub.person_key k where k.partnership_id = r.partnership_id and k.record_id = r.id order by 1)) as unlike`);
  if (row?.unlike !== 0) {
    throw new Error(`${row?.unlike} records have other keys than hub.person_keys gives them`);
  }
  return row.count;
}

interface Question {
  readonly name: string;
  readonly born: string | undefined;
  readonly postcode: string;
}

/** People who are there, asked for with a letter changed in a third of the names and without a birth date in a third. */
async function askedFor(owner: pg.Client): Promise<Question[]> {
  const { rows } = await owner.query<{ name_key: string; born_on: string | null; postcode: string }>('select name_key, born_on::text, postcode from hub.person_record tablesample system (1) where name_key <> \'\' limit $1', [questions]);
  return rows.map(({ name_key, born_on, postcode }, place) => ({ name: place % 3 === 0 ? `${name_key.slice(0, -2)}${name_key.at(-1) ?? ''}${name_key.at(-2) ?? ''}` : name_key, born: place % 3 === 1 ? undefined : (born_on ?? undefined), postcode: place % 2 === 0 ? postcode : '' }));
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** npm run bench -- people: one new person against a million in the hub, as a signed-in officer under row-level security. */
export async function run(): Promise<void> {
  const machine = measureMachine();
  const region = await copyOfRegion();
  const hub = await startHub(region.folder);
  try {
    const owner = await hub.owner();
    await signEveryoneIn(owner);
    const people = await fillPeople(owner);
    const asked = await askedFor(owner);
    const tokens = (await casePages(owner, 40)).map(({ cookie = '' }) => cookie.split('=')[1] ?? '');
    const pool = openPool({ host: `${region.folder}/database`, port: 5432, database: 'safer_hub', user: 'hub_app' }, 1, true);
    const times: number[] = [];
    let found = 0;
    for (const [place, question] of [...asked.slice(0, 100), ...asked].entries()) {
      const token = tokens[place % tokens.length] ?? '';
      const milliseconds = await inTransaction(pool, async (tx) => enterSession(tx, secretHash(token)), async (tx, actor) => {
        if (actor?.kind !== 'staff') {
          throw new Error('nobody has signed in');
        }
        await tx.one(sql`select 1 as warm`);
        const start = performance.now();
        found += (await likelyPeople(tx, actor.partnershipId, question, 6)).length;
        return performance.now() - start;
      });
      // The first hundred warm caches and plans.
      if (place >= 100) {
        times.push(milliseconds);
      }
    }
    await Promise.all([pool.end(), owner.end()]);
    const sorted = times.toSorted((a, b) => a - b);
    const [median, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.99)];
    const figures: Figure[] = [{ what: `One new person against ${people.toLocaleString('en-GB')}, row-level security on, p99`, seen: `${p99.toFixed(1)} ms (median ${median.toFixed(1)})`, must: '20 ms', aim: '2 ms', met: metBy(p99, 20, 2) }];
    printMachine(machine);
    printFigures('People', figures);
    writeResults('people', machine, { people, questions: times.length, found, median, p99 });
  } finally {
    await hub.stop();
    region.discard();
  }
}
