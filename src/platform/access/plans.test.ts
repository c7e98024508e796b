import { sql } from 'kysely';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { visibleCases } from '../../cases/index.ts';
import { caseEvidence, caseFile, caseIncidents, caseParties, caseReports, timelineCounts } from '../../cases/queries.ts';
import { timeline } from '../../chronology/index.ts';
import { messagesPanel, threadPanels } from '../../engagement/index.ts';
import { whatIsSeen } from '../../hotspots/live-views.ts';
import { closeDrafts } from '../../reporting/queries.ts';
import { riskPanel } from '../../risk/index.ts';
import { sharingPanel } from '../../sharing/index.ts';
import { tasksPanel } from '../../tasks/index.ts';
import { partiesOf, triageCount, waitingReports } from '../../triage/queries.ts';
import { inTransaction, openPool, type Query, type Transaction } from '../database/index.ts';
import { createTestDatabase, type TestDatabase } from '../database/testing.ts';
import { enterSession, viewCase, type StaffActor } from './index.ts';

/* Large enough that reading a whole table costs more than an index: the planner chooses here as it does in a town. */
const cases = 6_000;
const reports = 24_000;

const partnership = '00000000-0000-7000-8000-000000000001';
const agency = '00000000-0000-7000-8000-000000000101';

const seed = `
  create function pg_temp.id(kind int, n int) returns uuid language sql immutable as $$ select ('00000000-0000-7000-8' || lpad(kind::text, 3, '0') || '-' || lpad(n::text, 12, '0'))::uuid $$;
  set session_replication_role = replica;
  insert into hub.partnership (id, name, town) values ('${partnership}', 'Plans', 'Plans');
  insert into hub.agency (partnership_id, id, name, short_name, kind) select '${partnership}', ('00000000-0000-7000-8000-000000000' || 100 + n)::uuid, 'Agency ' || n, 'A' || n, 'council' from generate_series(1, 20) n;
  insert into hub.account (partnership_id, id, agency_id, name, email, state) select '${partnership}', pg_temp.id(1, n), '${agency}', 'Officer ' || n, n || '@example.org', 'active' from generate_series(1, 200) n;
  insert into hub.account_role select '${partnership}', pg_temp.id(1, n), 'officer' from generate_series(1, 200) n;
  insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at) values ('${partnership}', pg_temp.id(2, 1), sha256('plans'), pg_temp.id(1, 1), 'full', now() + interval '1 hour');
  insert into hub.case_file (partnership_id, id, reference, title, agency_id, owner_id, opened_at)
    select '${partnership}', pg_temp.id(3, n), 'C' || n, 'Noise ' || n, ('00000000-0000-7000-8000-000000000' || 101 + n % 20)::uuid, pg_temp.id(1, 1 + n % 200), now() - n * interval '1 hour' from generate_series(1, ${cases}) n;
  insert into hub.case_access select '${partnership}', id, agency_id, opened_at, 'infinity' from hub.case_file;
  insert into hub.case_access select '${partnership}', id, ('00000000-0000-7000-8000-000000000' || 101 + (substr(reference, 2)::int + 7) % 20)::uuid, opened_at, 'infinity' from hub.case_file;
  insert into hub.report (partnership_id, id, reference, link_hash, link_sealed, agency_id, case_id, state, channel, received_at, title, words, cell, answer_by)
    select '${partnership}', pg_temp.id(4, n), 'R' || n, sha256(n::text::bytea), '', ('00000000-0000-7000-8000-000000000' || 101 + n % 20)::uuid, case when n % 3 > 0 then pg_temp.id(3, 1 + n / 4 % ${cases}) end,
      case when n % 3 > 0 then 'in_case' when n % 60 = 0 then 'new' else 'closed' end, 'web', now() - n * interval '20 minutes', 'Noise', 'Noise at night', 'cell' || n % 800, now() from generate_series(1, ${reports}) n;
  insert into hub.party (partnership_id, id, agency_id, report_id, role, name, name_key) select '${partnership}', pg_temp.id(5, n), '${agency}', pg_temp.id(4, n), 'complainant', 'Name ' || n, 'name ' || n from generate_series(1, ${reports}) n;
  insert into hub.chronology (partnership_id, id, case_id, report_id, at, kind, words) select '${partnership}', pg_temp.id(6, n), pg_temp.id(3, 1 + n % ${cases}), pg_temp.id(4, 1 + n % ${reports}), now() - n * interval '5 minutes', 'note', 'words' from generate_series(1, 40000) n;
  insert into hub.incident (partnership_id, id, case_id, report_id, happened_at, words) select '${partnership}', pg_temp.id(7, n), pg_temp.id(3, 1 + n % ${cases}), pg_temp.id(4, n), now(), 'words' from generate_series(1, ${reports}) n;
  insert into hub.message (partnership_id, id, report_id, direction, words, at) select '${partnership}', pg_temp.id(8, n), pg_temp.id(4, n), 'out', 'words', now() from generate_series(1, ${reports}) n;
  insert into hub.promise (partnership_id, id, report_id, version, made_by, made_at) select '${partnership}', pg_temp.id(9, n), pg_temp.id(4, n), 1, pg_temp.id(1, 1), now() from generate_series(1, ${reports}) n;
  insert into hub.promise_line (partnership_id, id, promise_id, report_id, line_id, position, who, what, due_at, first_due_at) select '${partnership}', pg_temp.id(10, n), pg_temp.id(9, n), pg_temp.id(4, n), pg_temp.id(10, n), 0, 'who', 'what', now(), now() from generate_series(1, ${reports}) n;
  insert into hub.heard_receipt (partnership_id, id, report_id, version, points, wants, written_by, written_at) select '${partnership}', pg_temp.id(11, n), pg_temp.id(4, n), 1, '{}', '', pg_temp.id(1, 1), now() from generate_series(1, ${reports}) n;
  insert into hub.evidence (partnership_id, id, report_id, case_id, name, kind, content_type, size, sha256, sealed_key, received_from) select '${partnership}', pg_temp.id(12, n), pg_temp.id(4, n), pg_temp.id(3, 1 + n % ${cases}), 'f', 'photo', 'image/jpeg', 1, '', '', 'resident' from generate_series(1, ${reports}) n;
  insert into hub.risk_assessment (partnership_id, id, case_id, template_id, answers, score, out_of, scored_band, band, review_on, assessed_by, assessed_at) select '${partnership}', pg_temp.id(13, n), pg_temp.id(3, 1 + n % ${cases}), pg_temp.id(14, 1), '{}', 1, 2, 'low', 'low', now(), pg_temp.id(1, 1), now() from generate_series(1, 12000) n;
  insert into hub.task (partnership_id, id, reference, case_id, title, agency_id, asked_by, asked_agency, due_at, created_at, updated_at) select '${partnership}', pg_temp.id(15, n), 'T' || n, pg_temp.id(3, 1 + n % ${cases}), 'task', '${agency}', pg_temp.id(1, 1), '${agency}', now(), now(), now() from generate_series(1, 12000) n;
  insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until) select '${partnership}', pg_temp.id(16, n), 'D' || n, pg_temp.id(3, 1 + n % ${cases}), '${agency}', '${agency}', 'p', pg_temp.id(17, 1), 'n', 'given', pg_temp.id(1, 1), now(), 'infinity' from generate_series(1, 20000) n;
  set session_replication_role = origin;
  analyze`;

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  const owner = new pg.Client(database.owner);
  await owner.connect();
  await owner.query(seed);
  await owner.end();
  pool = openPool(database.app, 1, true);
}, 120_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Plans of every statement that passes, as text. */
function explaining(tx: Transaction, plans: string[]): Transaction {
  const explain = async (query: Query<unknown>): Promise<void> => {
    const lines = await tx.all(sql<{ 'QUERY PLAN': string }>`explain (costs off) ${query}`);
    plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
  };
  return {
    all: async (query) => {
      await explain(query);
      return await tx.all(query);
    },
    one: async (query) => {
      await explain(query);
      return await tx.one(query);
    },
    maybe: async (query) => {
      await explain(query);
      return await tx.maybe(query);
    },
    run: async (query) => tx.run(query),
    defer: (query) => tx.defer(query),
    closing: () => tx.closing(),
  };
}

interface Subject {
  readonly caseId: string;
  readonly reportIds: string[];
}

async function plansOf(ask: (tx: Transaction, actor: StaffActor, subject: Subject) => Promise<unknown>): Promise<string> {
  const plans: string[] = [];
  await inTransaction(pool, async (tx) => enterSession(tx, await hashOf(tx)), async (tx, actor) => {
    if (actor?.kind !== 'staff') {
      throw new Error('nobody has signed in');
    }
    const [found] = await tx.all(sql<{ id: string }>`select c.id from hub.case_file c where c.partnership_id = ${partnership} order by c.opened_at desc limit 1`);
    const caseId = found?.id ?? '';
    viewCase(tx, caseId);
    const reportIds = (await tx.all(sql<{ id: string }>`select id from hub.report where partnership_id = ${partnership} and case_id = ${caseId}`)).map(({ id }) => id);
    expect(reportIds.length).toBeGreaterThan(1);
    await ask(explaining(tx, plans), actor, { caseId, reportIds });
  });
  expect(plans.length).toBeGreaterThan(0);
  return plans.join('\n\n');
}

async function hashOf(tx: Transaction): Promise<Buffer> {
  return (await tx.one(sql<{ hash: Buffer }>`select sha256('plans') as hash`)).hash;
}

describe('under row-level security every hot query keeps its index', () => {
  const now = Temporal.Now.instant();
  const hot: readonly (readonly [string, readonly string[], (tx: Transaction, actor: StaffActor, subject: Subject) => Promise<unknown>])[] = [
    ['triage list', ['report_triage'], async (tx) => waitingReports(tx, {}, 61)],
    ['triage count', ['report_triage'], async (tx, actor) => triageCount(tx, actor, now)],
    ['people of a report', ['party_report'], async (tx, actor, { reportIds }) => partiesOf(tx, actor, reportIds[0] ?? '')],
    ['case file', ['case_file_pkey'], async (tx, actor, { caseId }) => caseFile(tx, actor, caseId)],
    ['reports of a case', ['report_case'], async (tx, actor, { caseId }) => caseReports(tx, actor, caseId)],
    ['people of a case', ['party_case', 'party_report'], async (tx, actor, { caseId }) => caseParties(tx, actor, caseId)],
    ['incidents', ['incident_case'], async (tx, actor, { caseId }) => caseIncidents(tx, actor, caseId)],
    ['files', ['evidence_case'], async (tx, actor, { caseId }) => caseEvidence(tx, actor, caseId)],
    ['chronology', ['chronology_case'], async (tx, _, { caseId }) => timeline(tx, { caseId }, [], 20)],
    ['chronology counted', ['chronology_case'], async (tx, actor, { caseId }) => timelineCounts(tx, actor, caseId)],
    ['risk', ['risk_assessment_case'], async (tx, actor, { caseId }) => riskPanel(tx, actor, caseId)],
    ['tasks', ['task_case'], async (tx, actor, { caseId }) => tasksPanel(tx, actor, caseId)],
    ['sharing', ['disclosure_case'], async (tx, actor, { caseId }) => sharingPanel(tx, actor, caseId)],
    ['promises, receipts and silence', ['promise_version', 'promise_line_', 'heard_receipt_version', 'report_pkey', 'chronology_report'], async (tx, actor, { reportIds }) => threadPanels(tx, actor, reportIds)],
    ['messages', ['message_report'], async (tx, actor, { reportIds }) => messagesPanel(tx, actor, reportIds)],
  ];
  test.each(hot)('%s', async (_, indexes, ask) => {
    const plan = await plansOf(ask);
    for (const index of indexes) {
      expect(plan).toContain(index);
    }
    expect(plan).not.toMatch(/Seq Scan on (report|party|case_file|case_access|chronology|incident|message|promise|promise_line|heard_receipt|evidence|task|disclosure|risk_assessment)\b/);
  });
});

/** How often this connection has scanned each table whole, and each index. */
async function scans(tx: Transaction): Promise<Map<string, number>> {
  const counted = await tx.all(sql<{ name: string; times: number }>`
    select relname::text as name, seq_scan::int as times from pg_stat_xact_user_tables where schemaname = 'hub'
    union all select c.relname::text, pg_stat_get_xact_numscans(c.oid)::int from pg_class c where c.relnamespace = 'hub'::regnamespace and c.relkind = 'i'`);
  return new Map(counted.map(({ name, times }) => [name, times]));
}

/** What a function of the database reads cannot be explained from outside: its scans are counted. */
describe('functions that ask the rule themselves keep to an index as well', () => {
  const functions: readonly (readonly [string, readonly string[], (tx: Transaction, actor: StaffActor) => Promise<unknown>])[] = [
    ['case list', ['case_access_list'], async (tx, actor) => visibleCases(tx, actor, {}, 50)],
    ['case list, closed', ['case_access_list', 'case_file_pkey'], async (tx, actor) => visibleCases(tx, actor, { state: 'closed' }, 50)],
    ['cases of the agency', ['case_agency'], async (tx, actor) => visibleCases(tx, actor, { whose: 'agency', state: 'open' }, 50)],
    ['my cases', ['case_owner'], async (tx, actor) => visibleCases(tx, actor, { whose: 'mine', state: 'open' }, 50)],
    ['what a map may show', ['case_access_ends'], async (tx) => whatIsSeen(tx)],
  ];
  test.each(functions)('%s', async (_, indexes, ask) => {
    await inTransaction(pool, async (tx) => enterSession(tx, await hashOf(tx)), async (tx, actor) => {
      if (actor?.kind !== 'staff') {
        throw new Error('nobody has signed in');
      }
      const before = await scans(tx);
      await ask(tx, actor);
      const after = [...(await scans(tx))].filter(([name, times]) => times > (before.get(name) ?? 0)).map(([name]) => name);
      expect(after).toEqual(expect.arrayContaining([...indexes]));
      expect(after).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(case_file|case_access|report)$/)]));
    });
  });
});

test('drafts that are sent are found by their keys, in a table that was never analysed', async () => {
  const owner = new pg.Client(database.owner);
  await owner.connect();
  await owner.query(`insert into hub.report_draft (partnership_id, id, secret_hash) select '${partnership}', ('00000000-0000-7000-8050-' || lpad(n::text, 12, '0'))::uuid, sha256(('draft ' || n)::bytea) from generate_series(1, 4000) n`);
  await owner.end();
  const read = async (tx: Transaction): Promise<number> => (await tx.one(sql<{ rows: number }>`
    select (pg_stat_get_xact_tuples_returned(c.oid) + pg_stat_get_xact_tuples_fetched(c.oid))::int as rows from pg_class c where c.oid = 'hub.report_draft'::regclass`)).rows;
  await inTransaction(pool, async () => undefined, async (tx) => {
    const before = await read(tx);
    const opened = await tx.all(sql<{ draft_id: string }>`select draft_id from hub.enter_drafts(${partnership}, array(select sha256(('draft ' || n)::bytea) from generate_series(1, 5) n))`);
    closeDrafts(tx, opened.map(({ draft_id: id }) => ({ id, reportId: id, answers: { steps: {} }, files: 0 })), Temporal.Now.instant());
    expect(opened).toHaveLength(5);
    expect((await read(tx)) - before).toBeLessThan(100);
  });
});
