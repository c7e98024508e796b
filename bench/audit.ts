import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import pg from 'pg';

import { verifyAudit, type Finding } from '../src/platform/audit/index.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { migrationsFolder } from '../src/root.ts';
import { measureMachine } from './ground/machine.ts';
import { type Figure, metBy, printFigures, printMachine, writeResults } from './ground/results.ts';

const entries = Number(process.env['BENCH_ENTRIES'] ?? 1_000_000);
const partnership = '00000000-0000-7000-8000-000000000001';

/** Entries as pages write them: readings of cases and reports by a thousand people. */
async function fill(owner: pg.Client): Promise<void> {
  await owner.query(`insert into hub.partnership (id, name, town) values ('${partnership}', 'Audit', 'Audit')`);
  await owner.query(`
    with e as (
      insert into hub.audit_entry (partnership_id, id, at, actor_kind, account_id, agency_id, event, subject_kind, subject_id, case_id, request_id, detail)
      select '${partnership}', (lpad(to_hex(1700000000000 + n * 500), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid, to_timestamp(1700000000 + n * 0.5), 'staff',
        md5('account' || n % 1000)::uuid, md5('agency' || n % 40)::uuid, (array['case.read', 'report.read', 'case.chronology_read', 'search.typed'])[1 + n % 4], (array['case', 'report'])[1 + n % 2], md5('subject' || n % 40000)::uuid,
        case when n % 2 = 0 then md5('subject' || n % 40000)::uuid end, substr(h, 1, 12), jsonb_build_object('listed', n % 60)
      from (select n, md5('entry' || n) as h from generate_series(1, $1::bigint) n) x returning partnership_id, id)
    insert into hub.audit_waiting select partnership_id, id from e`, [entries]);
  await owner.query('vacuum analyze hub.audit_entry');
}

async function seal(owner: pg.Client): Promise<void> {
  for (;;) {
    const { rows: [row] } = await owner.query<{ sealed: number }>('select hub.seal_audit(20000) as sealed');
    if ((row?.sealed ?? 0) === 0) {
      break;
    }
  }
  await owner.query('vacuum analyze hub.audit_seal');
}

/** One of each thing that somebody with the owner's power could do, and what must be found of it. */
async function tamper(owner: pg.Client): Promise<string[]> {
  const at = (part: number): number => Math.floor(entries * part);
  const entryAt = async (seq: number): Promise<string> => (await owner.query<{ entry_id: string }>('select entry_id from hub.audit_seal where seq = $1', [seq])).rows[0]?.entry_id ?? '';
  const [changed, removed, first, second] = [await entryAt(at(0.2)), await entryAt(at(0.4)), await entryAt(at(0.6)), await entryAt(at(0.8))];
  await owner.query(`update hub.audit_entry set detail = '{"listed":0,"and":1}' where id = $1`, [changed]);
  await owner.query('delete from hub.audit_entry where id = $1', [removed]);
  await owner.query('update hub.audit_seal set entry_id = gen_random_uuid() where seq = $1', [at(0.6)]);
  await owner.query('update hub.audit_seal set entry_id = $2 where seq = $1', [at(0.8), first]);
  await owner.query('update hub.audit_seal set entry_id = $2 where seq = $1', [at(0.6), second]);
  await owner.query('delete from hub.audit_seal where seq = $1', [at(0.9)]);
  await owner.query(`insert into hub.audit_entry (partnership_id, id, actor_kind, event) values ('${partnership}', gen_random_uuid(), 'staff', 'case.read')`);
  // With a seal goes the proof of two entries: its own, which is then in no chain, and the one after it, which cannot be compared.
  return ['altered', 'missing_entry', 'altered', 'altered', 'missing_seal', 'unchained', 'unchained', 'altered'].toSorted();
}

const kinds = (findings: readonly Finding[]): string[] => findings.map(({ kind }) => kind).toSorted();

/** npm run bench -- audit */
export async function run(): Promise<void> {
  const machine = measureMachine();
  const folder = mkdtempSync(path.join(tmpdir(), 'safer-hub-audit-'));
  const server = await startEmbedded({ folder, log: () => undefined, temporary: true, settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '8GB', autovacuum: 'off' } });
  const owner = new pg.Client({ ...server.connection, statement_timeout: 0 });
  try {
    await migrate(server.connection, { folder: migrationsFolder, log: () => undefined });
    await owner.connect();
    await fill(owner);
    let start = performance.now();
    await seal(owner);
    const sealing = (performance.now() - start) / 1000;
    process.stdout.write(`  ${entries} entries sealed in ${sealing.toFixed(1)} s\n`);
    start = performance.now();
    const [whole] = await verifyAudit(server.connection);
    const verifying = (performance.now() - start) / 1000;
    const wanted = await tamper(owner);
    const [broken] = await verifyAudit(server.connection);
    const found = kinds(broken?.findings ?? []);
    const all = whole?.sealed === entries && whole.findings.length === 0 && found.join() === wanted.join();
    const figures: Figure[] = [
      { what: `audit chain of ${entries.toLocaleString('en-GB')} entries verified`, must: '20 s', aim: '5 s', seen: `${verifying.toFixed(1)} s`, met: entries < 1_000_000 ? 'no' : metBy(verifying, 20, 5) },
      { what: 'changed, removed, re-ordered, added entries and a removed seal', must: 'all found', aim: 'all found', seen: all ? 'all found, and nothing else' : `found ${found.join(', ')}; wanted ${wanted.join(', ')}; before: ${whole?.findings.length} findings`, met: all ? 'aim' : 'no' },
      { what: 'sealing, entries a second', must: '', aim: '', seen: String(Math.round(entries / sealing)), met: 'aim' },
    ];
    printFigures('The audit chain', figures);
    printMachine(machine);
    writeResults('audit', machine, { figures, entries, sealing, verifying });
    if (!all) {
      process.exitCode = 1;
    }
  } finally {
    await owner.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
