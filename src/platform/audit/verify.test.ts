import pg from 'pg';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createTestDatabase, type TestDatabase } from '../database/testing.ts';
import { uuidv7 } from '../references/index.ts';
import { ChainWalk, firstLink, nextLink, verifyAudit, type SealedEntry } from './index.ts';

const partnership = uuidv7();
let database: TestDatabase;
let owner: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase();
  owner = new pg.Client(database.owner);
  await owner.connect();
  await owner.query(`insert into hub.partnership (id, name, town) values ($1, 'Test', 'Test')`, [partnership]);
  await write(9);
});
afterEach(async () => {
  await owner.end();
  await database.drop();
});

/** Entries as the application writes them, then sealed as the worker seals them, a few at a time. */
async function write(count: number): Promise<void> {
  const [app, worker] = [new pg.Client(database.app), new pg.Client(database.worker)];
  await Promise.all([app.connect(), worker.connect()]);
  for (let entry = 0; entry < count; entry += 1) {
    await app.query('begin');
    await app.query('select hub.enter_public($1)', [partnership]);
    await app.query(`select hub.audit($1, 'report.sent', 'report', $2, null, 'REQ', '{"é": 1, "b": [true, null]}')`, [uuidv7(), uuidv7()]);
    await app.query('commit');
  }
  await worker.query('select hub.seal_audit(4)');
  await worker.query('select hub.seal_audit(5000)');
  await Promise.all([app.end(), worker.end()]);
}

async function findings(anchor?: string): Promise<string[]> {
  const [report] = await verifyAudit(database.owner, anchor === undefined ? new Map() : new Map([[partnership, anchor]]));
  return (report?.findings ?? []).map((finding) => ('seq' in finding ? `${finding.kind} ${finding.seq}` : finding.kind));
}

async function entryAt(seq: number): Promise<string> {
  return (await owner.query<{ entry_id: string }>('select entry_id from hub.audit_seal where seq = $1', [seq])).rows[0]?.entry_id ?? '';
}

describe('the chain', () => {
  test('of what was written is whole, and entries that wait are no fault', async () => {
    expect(await findings()).toEqual([]);
    const [report] = await verifyAudit(database.owner);
    expect([report?.sealed, report?.waiting, report?.head.startsWith('9:')]).toEqual([9, 0, true]);
    await owner.query('select hub.enter_public($1)', [partnership]);
  });

  test.each(['event', 'at', 'actor_kind', 'request_id', 'subject_id', 'detail', 'account_id', 'case_id', 'agency_id', 'subject_kind'])('shows a changed %s', async (column) => {
    const other = { at: `at + interval '1 microsecond'`, detail: `'{}'::jsonb`, subject_id: 'gen_random_uuid()', account_id: 'gen_random_uuid()', case_id: 'gen_random_uuid()', agency_id: 'gen_random_uuid()' }[column] ?? `'other'`;
    await owner.query(`update hub.audit_entry set ${column} = ${other} where id = $1`, [await entryAt(4)]);
    expect(await findings()).toEqual(['altered 4']);
  });

  test('shows a removed entry, and a removed seal', async () => {
    await owner.query('delete from hub.audit_entry where id = $1', [await entryAt(3)]);
    expect(await findings()).toEqual(['missing_entry 3']);
    await owner.query('delete from hub.audit_seal where seq = 6');
    expect(await findings()).toEqual(expect.arrayContaining(['missing_entry 3', 'missing_seal 6', 'altered 7', 'unchained']));
  });

  test('shows two that changed places', async () => {
    const [second, fifth] = [await entryAt(2), await entryAt(5)];
    await owner.query('update hub.audit_seal set entry_id = gen_random_uuid() where seq = 2');
    await owner.query('update hub.audit_seal set entry_id = $1 where seq = 5', [second]);
    await owner.query('update hub.audit_seal set entry_id = $1 where seq = 2', [fifth]);
    expect(await findings()).toEqual(['altered 2', 'altered 5']);
  });

  test('shows one that was put in, beside the chain or into it', async () => {
    const put = `insert into hub.audit_entry (partnership_id, id, actor_kind, event) values ($1, $2, 'staff', 'case.read')`;
    const id = uuidv7();
    await owner.query(put, [partnership, id]);
    expect(await findings()).toEqual(['unchained']);
    await owner.query(`insert into hub.audit_seal values ($1, 10, $2, repeat('a', 64))`, [partnership, id]);
    expect(await findings()).toEqual(['altered 10', 'cut_off 10']);
  });

  test('shows that its end was cut off', async () => {
    const cut = [await entryAt(8), await entryAt(9)];
    await owner.query('delete from hub.audit_seal where seq > 7');
    await owner.query('delete from hub.audit_entry where id = any($1)', [cut]);
    expect(await findings()).toEqual(['cut_off 7']);
  });

  test('sealed anew after a cut, is found by the head that was noted outside', async () => {
    const [before] = await verifyAudit(database.owner);
    const anchor = before?.head ?? '';
    expect(await findings(anchor)).toEqual([]);
    const cut = [await entryAt(8), await entryAt(9)];
    await owner.query('delete from hub.audit_seal where seq > 7');
    await owner.query('delete from hub.audit_entry where id = any($1)', [cut]);
    await owner.query('update hub.audit_head set seq = 7, chain = (select chain from hub.audit_seal where seq = 7)');
    expect(await findings()).toEqual([]);
    expect(await findings(anchor)).toEqual(['cut_off 7']);
    await write(4);
    expect(await findings()).toEqual([]);
    expect(await findings(anchor)).toEqual(['cut_off 11']);
  });

  test('cannot be written to, changed or sealed by the application', async () => {
    const app = new pg.Client(database.app);
    await app.connect();
    for (const statement of [
      'update hub.audit_entry set event = event', 'delete from hub.audit_entry', `insert into hub.audit_entry (partnership_id, id, actor_kind, event) values ('${partnership}', gen_random_uuid(), 'staff', 'x')`,
      'delete from hub.audit_waiting', 'update hub.audit_seal set chain = chain', 'update hub.audit_head set seq = 0', 'select hub.seal_audit(1)',
    ]) {
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    await app.end();
  });
});

test('any one change to a chain of any length is found', () => {
  fc.assert(fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 20 }), fc.nat(), fc.constantFrom('alter', 'remove', 'swap'), (texts, pick, how) => {
    let before = firstLink;
    const chain: SealedEntry[] = texts.map((text, at) => {
      before = nextLink(before, at + 1, text);
      return { seq: at + 1, entryId: String(at), text, chain: before };
    });
    const verify = (entries: readonly SealedEntry[]) => {
      const walk = new ChainWalk();
      for (const entry of entries) walk.step(entry);
      return walk.finish({ seq: chain.length, chain: before }).length;
    };
    const at = pick % chain.length;
    const other = chain[(at + 1) % chain.length];
    const changed = chain.map((entry, place) => (place !== at ? entry : how === 'alter' ? { ...entry, text: `${entry.text ?? ''}x` } : { ...entry, text: other?.text ?? null }));
    expect(verify(chain)).toBe(0);
    const same = how === 'swap' && other?.text === chain[at]?.text;
    expect(verify(how === 'remove' ? chain.filter((_, place) => place !== at) : changed) > 0).toBe(!same);
  }));
});
