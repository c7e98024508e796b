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

/** Everybody of the region as records with keys, and so many more of the same names, with birth dates and postcodes, that there are a million. */
async function fillPeople(owner: pg.Client): Promise<number> {
  await owner.query(`set session_replication_role = replica; set work_mem = '256MB'; set maintenance_work_mem = '512MB'`);
  await owner.query('select hub.fill_person_records()');
  await owner.query(
    `insert into hub.person_record (partnership_id, id, person_id, source, agency_id, case_id, report_id, role, kind, name, name_key, born_on, under_18, vulnerable, postcode, phone, email, address, description, created_at)
     select c.partnership_id, i.id, i.id, 'party', c.agency_id, c.id, null, 'alleged', 'person', m.name, m.key, date '1940-01-01' + (n * 7919) % 25000, false, false, 'CM' || (17 + n % 7) || (n / 7) % 10 || chr(65 + (n / 70) % 20) || chr(65 + (n / 1400) % 20), '', '', '', '', c.opened_at
     from generate_series(1, greatest(0, $1 - (select count(*)::int from hub.person_record))) n
     cross join lateral (select gen_random_uuid() as id where n > 0) i
     join bench.name m on m.n = (n * 31) % 30000 join bench.case_file k on k.n = 1 + n % 40000 join hub.case_file c on c.id = k.id`, [wanted]);
  await owner.query('select hub.fill_person_records()');
  await owner.query('set session_replication_role = origin');
  await owner.query('analyze hub.person_record; analyze hub.person_key');
  const { rows: [row] } = await owner.query<{ count: number }>('select count(*)::int from hub.person_record');
  return row?.count ?? 0;
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
