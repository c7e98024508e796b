import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { routes as caseRoutes } from '../cases/index.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { verifyAudit } from '../platform/audit/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addGateways, addOutsiders, addPerson, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { startingReviewRule } from '../reviews/index.ts';
import { findDue, removeFiles } from './jobs.ts';
import { routes } from './index.ts';
import { startingRetention } from './starting-rules.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let other: Person;
let gateway: string;
const base = 'https://hub.example';

beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  other = await addPerson(town, 'Cora Lind', town.council, ['coordinator']);
  gateway = await addGateways(town);
  for (const rule of startingRetention) {
    await town.owner.query('insert into hub.retention_rule (partnership_id, id, kind, months, minors_to_age, outcomes, source, in_force_from) values ($1, $2, $3, $4, $5, $6, $7, $8)', [town.partnership.id, uuidv7(), rule.kind, rule.months, rule.minors_to_age, rule.outcomes, rule.source, '2020-01-01']);
  }
  const rule = { partnership_id: town.partnership.id, id: uuidv7(), ...startingReviewRule };
  await town.owner.query(`insert into hub.review_rule (${Object.keys(rule).join(', ')}) values (${Object.keys(rule).map((_, at) => `$${at + 1}`).join(', ')})`, Object.values(rule));
  served = await serveTown(town, [...routes, ...caseRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

const night = async () => findDue(served.house.database.worker, base, town.now);

/** A case closed so many years ago. */
async function closedCase(years: number, walled: readonly Person[] = [], outcome = 'It has stopped') {
  const made = await makeCase(town, walled);
  await town.owner.query(`update hub.case_file set state = 'closed', closed_at = $2::timestamptz - make_interval(years => $3), opened_at = $2::timestamptz - make_interval(years => $3 + 1), outcome = $4 where id = $1`, [made.caseId, town.now.toString(), years, outcome]);
  return made;
}

async function itemOf(subjectId: string, kind = 'case'): Promise<string> {
  const { rows } = await town.owner.query("select id from hub.retention_item where subject_id = $1 and kind = $2 and state = 'waiting'", [subjectId, kind]);
  return rows[0]?.id ?? '';
}

async function take(person: Person, item: string): Promise<void> {
  expect((await served.post(person, `/records/review/${item}/hand`, { account: person.id })).status).toBe(303);
}

const deleting = { decision: 'delete', sure: 'yes', reason: 'Nothing in it is needed any more' };

describe('what is due', () => {
  test('is listed once, for the reviewer whom the agency named, and closed when the case goes on', async () => {
    const old = await closedCase(7);
    const young = await closedCase(5);
    expect((await served.post(town.supervisor, '/records/reviewer', { account: other.id })).status).toBe(303);
    await night();
    await findDue(served.house.database.worker, base, town.now.add({ seconds: 1 }));
    const { rows } = await town.owner.query('select subject_id, reviewer_id from hub.retention_item where subject_id = any($1) and kind = $2', [[old.caseId, young.caseId], 'case']);
    expect(rows).toEqual([{ subject_id: old.caseId, reviewer_id: other.id }]);
    const { rows: mails } = await town.owner.query("select 1 from hub.outbox where account_id = $1 and subject like '%wait for your review%'", [other.id]);
    expect(mails).toHaveLength(1);
    await town.owner.query("update hub.case_file set state = 'open', closed_at = null where id = $1", [old.caseId]);
    await night();
    expect(await itemOf(old.caseId)).toBe('');
  });

  test('waits for the child in it, for what a partner may still use, and for a hold', async () => {
    const child = await closedCase(7);
    await town.owner.query("update hub.party set born_on = '2012-01-01', under_18 = true where report_id = $1", [child.reportId]);
    const shared = await closedCase(7);
    await town.owner.query(`insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until) values ($1, $2, 'DAA-AAA-AA', $3, $4, $5, 'x', $6, 'x', 'given', $7, now(), now() + interval '30 days')`,
      [town.partnership.id, uuidv7(), shared.caseId, town.council, town.police, gateway, town.supervisor.id]);
    const held = await closedCase(7);
    expect((await served.post(town.priya, '/records/holds', { kind: 'case', subject: held.caseId, reason: 'A claim against the council', review: '2027-03-01' })).status).toBe(303);
    await night();
    expect([await itemOf(child.caseId), await itemOf(shared.caseId), await itemOf(held.caseId)]).toEqual(['', '', '']);
  });

  test('parts of a case go before the case, if the rule says so', async () => {
    const one = await closedCase(4);
    await town.owner.query("insert into hub.message (partnership_id, id, report_id, direction, words, at) values ($1, $2, $3, 'in', 'It is quiet now', now())", [town.partnership.id, uuidv7(), one.reportId]);
    await night();
    const item = await itemOf(one.caseId, 'message');
    await take(town.supervisor, item);
    expect((await served.post(town.supervisor, `/records/review/${item}`, deleting)).status).toBe(303);
    const { rows } = await town.owner.query('select 1 from hub.message where report_id = $1', [one.reportId]);
    expect(rows).toEqual([]);
    expect((await served.get(town.supervisor, `/cases/${one.caseId}`)).status).toBe(200);
    await night();
    expect(await itemOf(one.caseId, 'message')).toBe('');
  });
});

describe('a review', () => {
  test('keeps longer for a reason, and the record comes back on that day', async () => {
    const { caseId } = await closedCase(8);
    await night();
    const item = await itemOf(caseId);
    await take(town.supervisor, item);
    expect((await served.post(town.supervisor, `/records/review/${item}`, { decision: 'keep', until: '2026-11-01', reason: 'Still used' })).status).toBe(422);
    expect((await served.post(town.supervisor, `/records/review/${item}`, { decision: 'keep', until: '2027-01-31', reason: '' })).status).toBe(422);
    expect((await served.post(town.supervisor, `/records/review/${item}`, { decision: 'keep', until: '2027-01-31', reason: 'The tenant may claim' })).status).toBe(303);
    await night();
    expect(await itemOf(caseId)).toBe('');
    await findDue(served.house.database.worker, base, town.now.add({ hours: 24 * 80 }));
    expect(await itemOf(caseId)).not.toBe('');
  });

  test('is nobody else’s: other agency, officer, walled supervisor, auditor, administrator get nothing', async () => {
    const { caseId, reference } = await closedCase(9, [out.walled]);
    await night();
    const item = await itemOf(caseId);
    await take(town.supervisor, item);
    for (const who of [out.housing, town.constable, town.priya, town.analyst, out.administrator, out.walled]) {
      expect((await served.get(who, `/records/review/${item}`)).status).toBe(403);
      expect((await served.post(who, `/records/review/${item}`, deleting)).status).toBe(403);
      expect((await served.get(who, '/records/review')).body).not.toContain(reference);
    }
    const audited = await served.get(out.auditor, `/records/review/${item}`);
    expect(audited.status).toBe(200);
    expect(audited.body).not.toContain(reference);
    expect(audited.body).not.toContain('Threats on the landing');
    expect((await served.post(out.auditor, `/records/review/${item}`, deleting)).status).toBe(403);
    // another supervisor sees it, and decides only after taking it over
    expect((await served.post(other, `/records/review/${item}`, deleting)).status).toBe(403);
    for (const statement of [sql`update hub.retention_item set state = 'deleted' where id = ${item}`, sql`delete from hub.retention_item where id = ${item}`, sql`insert into hub.tombstone select * from hub.tombstone`, sql`delete from hub.case_file where id = ${caseId}`]) {
      await expect(town.as(town.supervisor, async (tx) => tx.run(statement))).rejects.toMatchObject({ code: '42501' });
    }
    const { outcome } = await town.as(other, async (tx) => tx.one(sql<{ outcome: string }>`select outcome from hub.delete_reviewed(${item}, ${uuidv7()}, 'Because')`));
    expect(outcome).toBe('changed');
  });
});

describe('a deletion', () => {
  test('leaves nothing of the record anywhere but a tombstone, and takes its files out of the store', async () => {
    const { caseId, reportId, reference } = await closedCase(10);
    const p = town.partnership.id;
    await served.house.files.put('sealed/aa/original.jpg', Buffer.from('original'));
    await served.house.files.put('copies/aa/copy.jpg', Buffer.from('copy'));
    await town.owner.query(`insert into hub.evidence (partnership_id, id, report_id, case_id, name, kind, content_type, size, sha256, sealed_key, copy_key, copy_state, received_from) values ($1, $2, $3, $4, 'Zebedee.jpg', 'photo', 'image/jpeg', 8, 'x', 'sealed/aa/original.jpg', 'copies/aa/copy.jpg', 'ready', 'resident')`, [p, uuidv7(), reportId, caseId]);
    await town.owner.query("update hub.party set name = 'Zebedee Quill', name_key = 'zebedee quill', postcode = 'CM20 1AA' where report_id = $1", [reportId]);
    const disclosure = uuidv7();
    await town.owner.query(`insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until) values ($1, $2, 'DBB-BBB-BB', $3, $4, $5, 'About Zebedee', $6, 'x', 'given', $7, now(), '2024-01-01')`, [p, disclosure, caseId, town.council, town.police, gateway, town.supervisor.id]);
    await town.owner.query("insert into hub.disclosure_item (partnership_id, id, disclosure_id, kind, label, words) values ($1, $2, $3, 'note', 'x', 'Zebedee shouts')", [p, uuidv7(), disclosure]);
    await town.owner.query('insert into hub.disclosure_receipt values ($1, $2, $3, $4, now())', [p, disclosure, town.constable.id, town.police]);
    await town.owner.query("insert into hub.outbox (partnership_id, id, report_id, channel, address, body) values ($1, $2, $3, 'email', 'zebedee@example.org', 'Dear Zebedee')", [p, uuidv7(), reportId]);
    await night();
    const item = await itemOf(caseId);
    await take(town.supervisor, item);
    expect((await served.get(town.supervisor, `/cases/${caseId}`)).status).toBe(200);
    expect((await served.get(town.supervisor, `/records/review/${item}`)).body).toContain('Files, with their originals');
    expect((await served.post(town.supervisor, `/records/review/${item}`, { decision: 'delete', reason: 'Old' })).status).toBe(422);
    expect((await served.post(town.supervisor, `/records/review/${item}`, deleting)).status).toBe(303);

    const { rows: tables } = await town.owner.query("select relname from pg_class where relnamespace = 'hub'::regnamespace and relkind = 'r'");
    const left: string[] = [];
    for (const { relname } of tables) {
      const { rows } = await town.owner.query(`select 1 from hub.${relname} t where to_jsonb(t)::text ~* $1 limit 1`, [`zebedee|${caseId}|${reportId}|${reference}`]);
      if (rows.length > 0) left.push(relname);
    }
    // ids of what was done stay in the trail; nothing that is about a person does
    expect(left.toSorted()).toEqual(['audit_entry']);
    const { rows: words } = await town.owner.query("select 1 from hub.audit_entry t where to_jsonb(t)::text ~* 'zebedee'");
    expect(words).toEqual([]);

    expect(await served.house.files.stat('sealed/aa/original.jpg')).toBeDefined();
    expect(await removeFiles(served.house.database.worker, served.house.files)).toBe(2);
    expect([await served.house.files.stat('sealed/aa/original.jpg'), await served.house.files.stat('copies/aa/copy.jpg')]).toEqual([undefined, undefined]);
    expect(await removeFiles(served.house.database.worker, served.house.files)).toBe(0);

    const { rows: [tomb] } = await town.owner.query("select kind, deleted_by, rows_deleted, files, content_sha256 from hub.tombstone order by deleted_at desc limit 1");
    expect(tomb).toMatchObject({ kind: 'case', deleted_by: town.supervisor.id, files: 2, rows_deleted: { case_file: 1, report: 1, party: 1, disclosure_item: 1 } });
    expect(tomb.content_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await served.get(town.supervisor, `/records/deleted?reference=${reference}`)).body).toContain('Closed case');
    expect((await served.get(town.supervisor, '/records/deleted?reference=C22-222-22')).body).toContain('No record of that reference was deleted');
    expect((await served.get(out.housing, '/records/deleted')).status).toBe(403);
    expect((await served.get(town.supervisor, `/cases/${caseId}`)).status).toBe(403);

    // the receiver says what became of its copies, and the giver sees it
    const { rows: [ask] } = await town.owner.query("select id from hub.receiver_deletion where reference = 'DBB-BBB-BB' and why = 'deleted'");
    expect((await served.get(out.housing, `/records/copies/${ask.id}`)).status).toBe(403);
    expect((await served.get(town.constable, '/records/copies')).body).toContain('DBB-BBB-BB');
    expect((await served.post(town.supervisor, `/records/copies/${ask.id}`, { answer: 'deleted' })).status).toBe(403);
    expect((await served.post(town.constable, `/records/copies/${ask.id}`, { answer: 'kept', words: '' })).status).toBe(422);
    expect((await served.post(town.constable, `/records/copies/${ask.id}`, { answer: 'deleted' })).status).toBe(303);
    expect((await served.get(town.supervisor, `/records/copies/${ask.id}`)).body).toContain('Copies and notes are deleted');
  });

  test('does not happen while anything of it is on hold: not by the page, not by the function, not by the owner of the database', async () => {
    const { caseId, reportId } = await closedCase(11);
    await night();
    const item = await itemOf(caseId);
    await take(town.supervisor, item);
    const { rows: [party] } = await town.owner.query('select id from hub.party where report_id = $1', [reportId]);
    for (const [kind, subject] of [['case', caseId], ['report', reportId], ['person', party.id]] as const) {
      expect((await served.post(town.priya, '/records/holds', { kind, subject, reason: 'Disclosure in a claim', review: '2027-03-01' })).status).toBe(303);
      const { rows: [hold] } = await town.owner.query('select id from hub.legal_hold where subject_id = $1 and lifted_at is null', [subject]);
      expect((await served.post(town.supervisor, `/records/review/${item}`, deleting)).status).toBe(409);
      for (const statement of ['delete from hub.chronology where case_id = $1', 'delete from hub.case_access where false and case_id = $1', 'delete from hub.party where report_id in (select id from hub.report where case_id = $1)']) {
        const tried = town.owner.query(statement, [caseId]);
        await (statement.includes('case_access') ? expect(tried).resolves.toBeDefined() : expect(tried).rejects.toMatchObject({ code: '55006' }));
      }
      for (const who of [out.housing, town.constable, out.walled]) {
        expect((await served.post(who, `/records/holds/${hold.id}`, { act: 'lift', why: 'No longer needed' })).status).toBe(who === out.walled ? 303 : 403);
        if (who === out.walled) await town.owner.query('update hub.legal_hold set lifted_by = null, lifted_at = null, lifted_why = null where id = $1', [hold.id]);
      }
      expect((await served.post(town.priya, `/records/holds/${hold.id}`, { act: 'lift', why: 'No longer needed' })).status).toBe(403);
      expect((await served.post(town.supervisor, `/records/holds/${hold.id}`, { act: 'lift', why: '' })).status).toBe(422);
      expect((await served.post(town.supervisor, `/records/holds/${hold.id}`, { act: 'lift', why: 'The claim is settled' })).status).toBe(303);
    }
    expect((await served.post(town.supervisor, `/records/review/${item}`, deleting)).status).toBe(303);
  });

  test('a hold on what the reader may not see does not exist', async () => {
    const { caseId } = await closedCase(1, [out.walled]);
    expect((await served.post(town.priya, '/records/holds', { kind: 'case', subject: caseId, reason: 'An inquest', review: '2027-03-01' })).status).toBe(303);
    const { rows: [hold] } = await town.owner.query('select id from hub.legal_hold where subject_id = $1', [caseId]);
    for (const who of [out.walled, out.housing, out.administrator]) {
      expect((await served.get(who, `/records/holds/${hold.id}`)).status).toBe(403);
      expect((await served.get(who, `/records/holds/new?kind=case&subject=${caseId}`)).status).toBe(403);
      expect((await served.get(who, `/records/holds/of?kind=case&subject=${caseId}`)).status).toBe(403);
      expect((await served.post(who, '/records/holds', { kind: 'case', subject: caseId, reason: 'Mine', review: '2027-03-01' })).status).toBe(403);
    }
    expect((await served.get(out.walled, '/records/holds')).body).not.toContain(hold.id);
    expect((await served.get(town.priya, `/cases/${caseId}`)).body).toContain('On legal hold');
  });

  test('a case that went on meanwhile is not deleted', async () => {
    const { caseId } = await closedCase(12);
    await night();
    const item = await itemOf(caseId);
    await take(town.supervisor, item);
    await town.owner.query("update hub.case_file set state = 'open' where id = $1", [caseId]);
    expect((await served.post(town.supervisor, `/records/review/${item}`, deleting)).status).toBe(409);
  });
});

describe('a subject request', () => {
  async function ended(years: number, caseId?: string): Promise<{ id: string; key: string; reference: string }> {
    const [p, id, name] = [town.partnership.id, uuidv7(), uuidv7()];
    const key = `sealed/${name.slice(-2)}/${name}.pdf`;
    await served.house.files.put(key, Buffer.from('%PDF the pack'));
    const reference = `S-${id.slice(-8)}`;
    await town.owner.query(`insert into hub.subject_request (partnership_id, id, reference, agency_id, kind, asker, for_somebody_else, wanted, received_on, handler_id, state, ended_words, ended_by, ended_at, sealed_key)
      values ($1, $2, $3, $4, 'access', 'Amara Okafor', false, 'Everything', '2020-01-01', $5, 'issued', 'Given', $5, $6::timestamptz - make_interval(years => $7), $8)`, [p, id, reference, town.council, town.supervisor.id, town.now.toString(), years, key]);
    await town.owner.query(`insert into hub.subject_event (partnership_id, id, request_id, words, at) values ($1, $2, $3, 'Taken', now())`, [p, uuidv7(), id]);
    await town.owner.query(`insert into hub.subject_item (partnership_id, id, request_id, agency_id, source, source_id, case_id, label, at, words) values ($1, $2, $3, $4, 'file', $2, $5, 'File', now(), 'Zorblatt wrote this')`, [p, uuidv7(), id, town.council, caseId ?? null]);
    await served.house.files.put(`${key.slice(0, -4)}-1.jpg`, Buffer.from('a photo'));
    await town.owner.query(`insert into hub.subject_file (partnership_id, id, request_id, case_id, position, name, content_type, size, sha256, crc32, sealed_key, drawn) values ($1, $2, $3, $4, 1, 'file-01.jpg', 'image/jpeg', 7, '', 0, $5, false)`, [p, uuidv7(), id, caseId ?? null, `${key.slice(0, -4)}-1.jpg`]);
    return { id, key, reference };
  }

  test('goes after its rule and a review, with pack and files, and leaves a tombstone', async () => {
    const [old, young] = [await ended(4), await ended(2)];
    await night();
    expect(await itemOf(young.id, 'subject_request')).toBe('');
    const item = await itemOf(old.id, 'subject_request');
    for (const who of [out.housing, town.priya, out.auditor, out.administrator, town.constable]) {
      expect((await served.post(who, `/records/review/${item}`, deleting)).status).toBe(403);
    }
    await take(town.supervisor, item);
    const page = await served.get(town.supervisor, `/records/review/${item}`);
    expect([page.body.includes(old.reference), page.body.includes('Files given with the pack'), page.body.includes('Zorblatt')]).toEqual([true, true, false]);
    expect((await served.post(town.supervisor, `/records/review/${item}`, deleting)).status).toBe(303);
    for (const table of ['subject_item', 'subject_event', 'subject_file']) {
      expect((await town.owner.query(`select 1 from hub.${table} where request_id = $1`, [old.id])).rows, table).toEqual([]);
    }
    const { rows: [stone] } = await town.owner.query("select rows_deleted, files from hub.tombstone where kind = 'subject_request'");
    expect(stone).toEqual({ rows_deleted: { subject_request: 1, subject_item: 1, subject_event: 1, subject_file: 1 }, files: 2 });
    await removeFiles(served.house.database.worker, served.house.files);
    expect([await served.house.files.stat(old.key), await served.house.files.stat(`${old.key.slice(0, -4)}-1.jpg`)]).toEqual([undefined, undefined]);
    expect(await served.house.files.stat(young.key)).toBeDefined();
  });

  test('stays while something in it is on hold', async () => {
    const { caseId } = await makeCase(town, []);
    const request = await ended(5, caseId);
    await night();
    const item = await itemOf(request.id, 'subject_request');
    await take(town.supervisor, item);
    expect((await served.post(town.priya, '/records/holds', { kind: 'case', subject: caseId, reason: 'A claim against the council', review: '2027-03-01' })).status).toBe(303);
    expect((await served.post(town.supervisor, `/records/review/${item}`, deleting)).status).not.toBe(303);
    expect((await town.owner.query('select 1 from hub.subject_item where request_id = $1', [request.id])).rows).toHaveLength(1);
  });
});

test('the oldest part of the trail goes after an auditor’s review, and the chain stays whole', async () => {
  const p = town.partnership.id;
  const sealAll = async () => {
    while ((await inTransaction(served.house.database.worker, async () => undefined, async (tx) => tx.one(sql<{ n: number }>`select hub.seal_audit() as n`))).n > 0);
  };
  await sealAll();
  const { rows } = await town.owner.query("select count(*)::int as n from hub.audit_seal where partnership_id = $1", [p]);
  expect(rows[0].n).toBeGreaterThan(20);
  // the clock of the hub moves on by nine years: what was done until now is old
  const later = town.now.add({ hours: 24 * 366 * 9 });
  await findDue(served.house.database.worker, base, later);
  const item = await itemOf(p, 'audit_entry');
  expect((await served.get(town.supervisor, `/records/review/${item}`)).status).toBe(403);
  await take(out.auditor, item);
  // by the clock of the database these entries are young: it refuses, whatever the list says
  expect((await served.post(out.auditor, `/records/review/${item}`, deleting)).status).toBe(409);
  // an old trail, as it would be: entries of 2015, sealed anew from the beginning
  await town.owner.query('delete from hub.audit_seal; delete from hub.audit_head; delete from hub.audit_waiting');
  await town.owner.query("update hub.audit_entry set at = at - interval '11 years' where id in (select id from hub.audit_entry where case_id is null order by at limit 15)");
  await town.owner.query('insert into hub.audit_waiting select partnership_id, id from hub.audit_entry');
  await sealAll();
  await town.owner.query("update hub.retention_item set counted_from = '2018-01-01' where id = $1", [item]);
  await town.owner.query('update hub.legal_hold set lifted_by = placed_by, lifted_at = now(), lifted_why = $1 where lifted_at is null', ['The test goes on']);
  expect((await verifyAudit(town.database.owner))[0]?.findings).toEqual([]);
  expect((await served.post(out.auditor, `/records/review/${item}`, deleting)).status).toBe(303);
  await sealAll();
  const [report] = await verifyAudit(town.database.owner);
  expect(report?.findings).toEqual([]);
  const { rows: [cut] } = await town.owner.query('select seq, entries from hub.audit_cut');
  expect(Number(cut.entries)).toBe(15);
  // a cut that nobody recorded, or with another link, is found
  await town.owner.query("update hub.audit_cut set chain = repeat('a', 64)");
  expect((await verifyAudit(town.database.owner))[0]?.findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['altered', 'cut_unrecorded']));
});

test('every table that names a case or report is taken or excepted by name', async () => {
  const { rows } = await town.owner.query(`select distinct c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname in ('case_id', 'report_id') where c.relnamespace = 'hub'::regnamespace and c.relkind = 'r'
    and not exists (select 1 from hub.hangs_on('case_file') h where h.child = c.relname) and not exists (select 1 from hub.hangs_on('report') h where h.child = c.relname) order by 1`);
  expect(rows.map(({ relname }) => relname)).toEqual(['access_wall', 'audit_entry', 'person_record']);
});
