import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';

import pg from 'pg';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { loadDemoTown } from '../demo/index.ts';
import { townNow } from '../cases/town.testing.ts';
import { enterSession } from '../platform/access/index.ts';
import { inTransaction, openPool } from '../platform/database/index.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/testing.ts';
import { openFileStore } from '../platform/files/index.ts';
import { secretHash } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { removeFiles } from './jobs.ts';

/* The case of the demonstration in which everything happened: nothing of it is left when it is deleted. */
let database: TestDatabase;
let owner: pg.Client;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  await loadDemoTown(database.owner, { now: townNow, secretKey: randomBytes(32).toString('base64'), baseUrl: 'https://hub.example', say: () => undefined });
  owner = new pg.Client(database.owner);
  await owner.connect();
  pool = openPool(database.app, 2);
}, 180_000);
afterAll(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});

/** Every id of what belongs to the case: it, its reports and people, and what hangs on them. */
const idsOf = ['hub.party', 'hub.disclosure', 'hub.task', 'hub.panel_item', 'hub.power_step', 'hub.bundle', 'hub.evidence', 'hub.asb_review', 'hub.emergency_access', 'hub.case_transfer', 'hub.risk_assessment']
  .map((table) => `select x.id::text from ${table} x where x.partnership_id = $1 and (x.case_id = $2${table === 'hub.party' || table === 'hub.evidence' ? ' or x.report_id in (select id from hub.report where case_id = $2)' : ''})`)
  .concat('select id::text from hub.report where partnership_id = $1 and case_id = $2', 'select $2::text where $1::uuid is not null').join(' union ');

test('cases with everything in them go whole', async () => {
  const { rows: files } = await owner.query(`select c.partnership_id, c.id, c.agency_id from hub.case_file c join hub.agency g on g.id = c.agency_id and g.kind = 'council' where not c.restricted and c.id in (
    select r.case_id from hub.report r where r.title = 'Threats and doors kicked, The Stow flats' union select case_id from hub.asb_review union select case_id from hub.emergency_access union select case_id from hub.panel_item union (select case_id from hub.case_transfer limit 2)
    union select case_id from hub.problem_plan union (select case_id from hub.request_case limit 2)) limit 15`);
  expect(files.length).toBeGreaterThan(4);
  const [{ partnership_id: p, agency_id: agency }] = files;
  const { rows: [reviewer] } = await owner.query("select a.id from hub.account a join hub.account_role r on r.account_id = a.id and r.role = 'supervisor' where a.partnership_id = $1 and a.agency_id = $2 limit 1", [p, agency]);
  const token = randomBytes(16).toString('hex');
  await owner.query("insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at) values ($1, $2, $3, $4, 'full', now() + interval '1 day')", [p, uuidv7(), secretHash(token), reviewer.id]);
  const gone: string[] = [];
  for (const { id } of files) {
    await owner.query("update hub.case_file set state = 'closed', closed_at = now() - interval '10 years', outcome = 'It has stopped' where partnership_id = $1 and id = $2", [p, id]);
    const item = uuidv7();
    await owner.query(`insert into hub.retention_item (partnership_id, id, kind, subject_id, agency_id, reviewer_id, rule_id, rule_words, counted_from, due_on, found_at)
      select $1, $3, 'case', id, agency_id, $4, $3, 'Test', (closed_at at time zone 'Europe/London')::date, current_date, now() from hub.case_file where partnership_id = $1 and id = $2`, [p, id, item, reviewer.id]);
    gone.push(...(await owner.query(idsOf, [p, id])).rows.map((row: { id: string }) => row.id));
    const answer = await inTransaction(pool, async (tx) => enterSession(tx, secretHash(token)), async (tx) => tx.one(sql<{ outcome: string }>`select outcome from hub.delete_reviewed(${item}, ${uuidv7()}, 'Tried whole')`));
    expect(answer.outcome).toBe('deleted');
  }
  expect(gone.length).toBeGreaterThan(40);
  // The names of their files wait until the files are gone too.
  const worker = openPool(database.worker, 1);
  expect(await removeFiles(worker, openFileStore({ kind: 'folder', folder: path.join(tmpdir(), `hub-total-${uuidv7()}`) }))).toBeGreaterThan(0);
  await worker.end();
  const { rows: tables } = await owner.query("select relname from pg_class where relnamespace = 'hub'::regnamespace and relkind = 'r'");
  const left: string[] = [];
  for (const { relname } of tables) {
    const { rows } = await owner.query(`select 1 from hub.${relname} t where to_jsonb(t)::text ~ $1 limit 1`, [gone.join('|')]);
    if (rows.length > 0) left.push(relname);
  }
  // Intelligence goes by rules of its own, and keeps bare ids.
  expect(left.filter((name) => !name.startsWith('intelligence_')).toSorted()).toEqual([]);
}, 120_000);
