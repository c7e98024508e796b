import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { addGateways, addOutsiders, addPerson, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { routes as approvalRoutes } from '../approvals/index.ts';
import { routes as administrationRoutes } from '../administration/index.ts';
import { defaultKeepingRules, routes } from './index.ts';
import { uuidv7 } from '../platform/references/index.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let gateway: string;
/** Trained, of the council. */
let writer: Person;
let second: Person;
let policeDesk: Person;

beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  gateway = await addGateways(town);
  for (const rule of defaultKeepingRules) {
    await town.owner.query("insert into hub.intelligence_rule values ($1, $2, $3, $4, $5, $6, $7, '2020-01-01')", [town.partnership.id, uuidv7(), rule.name, rule.applies_to, rule.review_months, rule.weed_months, rule.source]);
  }
  [writer, second, policeDesk] = [await addPerson(town, 'Uma Vale', town.council, ['officer']), await addPerson(town, 'Kit Snow', town.council, ['officer']), await addPerson(town, 'Pat Orr', town.police, ['officer'])];
  for (const person of [writer, second, policeDesk, out.walled, out.auditor, out.administrator]) {
    await train(person);
  }
  served = await serveTown(town, [...routes, ...administrationRoutes, ...approvalRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

async function train(person: Person): Promise<void> {
  await town.owner.query("insert into hub.account_capability (partnership_id, id, account_id, capability, basis, given_from, given_by, given_at) values ($1, $2, $3, 'intelligence', 'Course', '2020-01-01', $4, now())", [town.partnership.id, uuidv7(), person.id, town.priya.id]);
}

const heard = { marking: 'official_sensitive', words: 'Grey moped at the garages, Fridays at seven', learned: '', place: 'The Stow', case: '', priority: 'medium', source: 'The tenant of garage fourteen', known: 'Saw it', danger: 'Lives alone' };

async function handIn(who: Person, fields: Record<string, string> = {}): Promise<string> {
  const answer = await served.post(who, '/intelligence/new', { ...heard, ...fields });
  expect(answer.status, answer.body.slice(0, 500)).toBe(303);
  return (await town.owner.query('select id from hub.intelligence_report order by id desc limit 1')).rows[0].id;
}

const grades = { source: '2', intelligence: 'A', handling: 'P', conditions: '', rationale: 'Saw it with their own eyes', priority: 'medium', original: '' };
const clean = { title: 'Packets at The Stow', words: 'Older youths on a moped hand something over on Friday evenings.', removed: 'The garage' };

async function productOf(id: string): Promise<string> {
  return (await town.owner.query('select product_id from hub.intelligence_version where intelligence_id = $1 and product_id is not null', [id])).rows[0].product_id;
}

async function approvedItem(fields: Record<string, string> = {}, grading: Record<string, string> = {}): Promise<string> {
  const id = await handIn(town.priya, fields);
  expect((await served.post(writer, `/intelligence/${id}/grade`, { ...grades, ...grading })).status).toBe(303);
  expect((await served.post(writer, `/intelligence/${id}/sanitise`, clean)).status).toBe(303);
  const { rows } = await town.owner.query('select id from hub.intelligence_version where intelligence_id = $1', [id]);
  expect((await served.post(writer, `/intelligence/${id}/versions/${rows[0].id}`, { decision: 'approve', words: '' })).status, 'the writer').toBe(403);
  expect((await served.post(second, `/intelligence/${id}/versions/${rows[0].id}`, { decision: 'approve', words: '' })).status).toBe(303);
  return id;
}

async function disseminate(id: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await served.post(writer, `/intelligence/${id}/disseminate`, { agency: town.police, person: '', purpose: 'Plan patrols', need: 'They pass too late', gateway, until: '2027-03-01', conditions: '', ...fields });
  expect(answer.status, answer.body.slice(0, 500)).toBe(303);
  const { rows } = await town.owner.query('select d.id from hub.intelligence_dissemination d order by d.id desc limit 1');
  await town.owner.query("update hub.intelligence_dissemination set valid_until = now() + interval '30 days' where id = $1", [rows[0].id]);
  return rows[0].id;
}

describe('handing in', () => {
  test('anyone on staff may, and gets a receipt and nothing else', async () => {
    for (const who of [town.priya, town.analyst, out.auditor, out.administrator]) {
      const id = await handIn(who);
      const home = await served.get(who, '/intelligence');
      expect(home.status).toBe(200);
      expect(home.body).toContain('Received');
      expect(home.body).not.toMatch(/moped|garage/);
      expect((await served.get(who, `/intelligence/${id}`)).status).toBe(403);
    }
  });

  test('above OFFICIAL-SENSITIVE is refused with what to do, and nothing of it is kept or shown again', async () => {
    const { rows: before } = await town.owner.query('select count(*)::int as n from hub.intelligence_report');
    for (const fields of [{ marking: 'above' }, { words: 'SECRET\nGrey moped' }, { marking: '', words: 'SECRET\nGrey moped' }]) {
      const answer = await served.post(town.priya, '/intelligence/new', { ...heard, ...fields });
      expect(answer.status).toBe(422);
      expect(answer.body).toContain('secure route');
      expect(answer.body).not.toContain('moped');
    }
    expect((await town.owner.query('select count(*)::int as n from hub.intelligence_report')).rows).toEqual(before);
  });

  test('a bad form keeps what was typed', async () => {
    const answer = await served.post(town.priya, '/intelligence/new', { ...heard, source: '', case: 'C00-000-00' });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('Grey moped at the garages');
  });

  test('nobody makes a public report intelligence but a trained person who sees the report', async () => {
    const report = await town.report({ words: 'A resident says so' });
    for (const who of [town.priya, town.supervisor, policeDesk, town.constable]) {
      expect((await served.get(who, `/reports/${report.id}/intelligence`)).status).toBe(403);
      expect((await served.post(who, `/reports/${report.id}/intelligence`, heard)).status).toBe(403);
    }
    await expect(town.as(town.priya, async (tx, actor) => {
      const { insertReport } = await import('./queries.ts');
      insertReport(tx, actor, { id: uuidv7(), reference: 'N-x', reportId: report.id, caseIds: [], marking: 'official', form: { words: 'x', learned: null, place: '', priority: 'low' } }, town.now);
      await tx.all((await import('kysely')).sql`select 1`);
    })).rejects.toThrow();
    expect((await served.get(writer, `/reports/${report.id}/intelligence`)).body).toContain('A resident says so');
    const made = await served.post(writer, `/reports/${report.id}/intelligence`, heard);
    expect(made.status).toBe(303);
    expect((await served.get(writer, made.location)).body).toContain('made from a public report');
  });
});

describe('the desk', () => {
  test('belongs to trained people of the agency: nobody else opens, counts, lists or exports anything of it', async () => {
    const { caseId, reference } = await makeCase(town, [out.walled]);
    const id = await approvedItem({ case: reference });
    expect((await town.owner.query('select case_ids from hub.intelligence_report where id = $1', [id])).rows[0].case_ids).toEqual([caseId]);
    const { rows } = await town.owner.query('select v.id, r.reference from hub.intelligence_version v join hub.intelligence_report r on r.id = v.intelligence_id where r.id = $1', [id]);
    const parts = ['', '/source', '/grade', '/sanitise', '/disseminate', '/review', '/links'];
    for (const who of [town.priya, town.colleague, town.supervisor, town.analyst, town.constable, policeDesk, out.housing, out.walled, out.auditor, out.administrator]) {
      for (const part of parts) {
        expect([403], `GET ${part}`).toContain((await served.get(who, `/intelligence/${id}${part}`)).status);
      }
      for (const [part, form] of [['/grade', grades], ['/sanitise', clean], ['/review', { decision: 'weed', reason: 'because', sure: 'yes' }], ['/links', { place: 'x' }], ['/disseminate', {}], [`/versions/${rows[0].id}`, { decision: 'approve' }]] as const) {
        expect((await served.post(who, `/intelligence/${id}${part}`, form)).status, `POST ${part}`).toBe(403);
      }
      const home = await served.get(who, '/intelligence?q=moped');
      // Whoever handed it in has its reference, and nothing more.
      expect(home.body.includes(rows[0].reference)).toBe(who === town.priya);
      expect(home.body).not.toContain(clean.title);
      const exported = await served.get(who, '/intelligence/export?q=moped');
      expect(exported.body).not.toContain(clean.title);
      const desk = await served.get(who, '/intelligence/desk?show=approved');
      expect(desk.status === 403 || !desk.body.includes(rows[0].reference)).toBe(true);
    }
    expect((await served.get(second, `/intelligence/${id}/source`)).body).toContain('garage fourteen');
    for (const address of [`/intelligence/${id}`, '/intelligence/desk?show=approved', '/intelligence', '/intelligence?q=garage', '/intelligence/export?q=', `/intelligence/${id}/sanitise`, `/intelligence/${id}/disseminate`]) {
      expect((await served.get(second, address)).body, address).not.toContain('garage fourteen');
    }
  });

  test('the database itself keeps all of it from the untrained', async () => {
    await approvedItem();
    const { sql } = await import('kysely');
    for (const who of [town.priya, town.supervisor, out.auditor, out.administrator, policeDesk]) {
      await town.as(who, async (tx) => {
        for (const table of ['intelligence_report', 'intelligence_source', 'intelligence_grading', 'intelligence_version', 'intelligence_product', 'intelligence_dissemination', 'intelligence_tombstone']) {
          expect(await tx.all(sql`select 1 from ${sql.table(`hub.${table}`)} where ${sql.ref(table === 'intelligence_dissemination' ? 'from_agency' : 'partnership_id')} = ${table === 'intelligence_dissemination' ? town.council : town.partnership.id}`), table).toEqual([]);
        }
      });
    }
  });

  test('nothing about sources is in the trail or in messages', async () => {
    const id = await approvedItem();
    await served.get(second, `/intelligence/${id}/source`);
    const { rows: trail } = await town.owner.query("select event, detail::text from hub.audit_entry where subject_id = $1", [id]);
    expect(trail.map(({ event }) => event)).toContain('intelligence.source_read');
    expect(JSON.stringify(trail)).not.toMatch(/garage|tenant|moped/);
    const { rows: mails } = await town.owner.query('select subject, body from hub.outbox');
    expect(JSON.stringify(mails)).not.toMatch(/garage|tenant|moped|Packets/);
  });

  test('an old 5x5x5 grading is turned into today’s and kept', async () => {
    const id = await handIn(town.priya);
    const shown = await served.post(writer, `/intelligence/${id}/grade`, { ...grades, source: '', intelligence: '', handling: '', original: 'b24', convert: 'yes' });
    expect(shown.body).toContain('Mostly reliable'.toLowerCase());
    expect((await served.post(writer, `/intelligence/${id}/grade`, { ...grades, handling: 'C', conditions: '', original: 'B24' })).status).toBe(422);
    expect((await served.post(writer, `/intelligence/${id}/grade`, { ...grades, handling: 'C', conditions: 'Stays here', original: 'B24' })).status).toBe(303);
    const page = await served.get(writer, `/intelligence/${id}`);
    expect(page.body).toContain('B24');
    expect(page.body).toContain('2 A C');
  });

  test('a version is approved by another than its writer, also behind the pages', async () => {
    const id = await handIn(town.priya);
    await served.post(writer, `/intelligence/${id}/grade`, grades);
    await served.post(writer, `/intelligence/${id}/sanitise`, clean);
    await expect(town.owner.query("update hub.intelligence_version set state = 'approved', decided_by = written_by, decided_at = now(), product_id = id where intelligence_id = $1", [id])).rejects.toThrow(/check/);
    const { rows } = await town.owner.query('select id from hub.intelligence_version where intelligence_id = $1', [id]);
    expect((await served.post(second, `/intelligence/${id}/versions/${rows[0].id}`, { decision: 'send_back', words: '' })).status).toBe(422);
    expect((await served.post(second, `/intelligence/${id}/versions/${rows[0].id}`, { decision: 'send_back', words: 'Leave the day out' })).status).toBe(303);
    expect((await served.get(writer, `/intelligence/${id}/disseminate`)).status).toBe(409);
  });
});

describe('sharing', () => {
  test('P: the receiver reads it, is recorded, and loses it when it is withdrawn', async () => {
    const id = await approvedItem();
    const given = await disseminate(id);
    const page = await served.get(town.constable, `/intelligence/shared/${given}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('OFFICIAL-SENSITIVE');
    expect(page.body).toContain('Older youths on a moped');
    expect(page.body).not.toMatch(/garage|Priya|Uma Vale/);
    expect((await served.get(town.constable, '/intelligence?q=youths')).body).toContain(clean.title);
    expect((await served.get(town.constable, '/intelligence?q=garages')).body).not.toContain(clean.title);
    const exported = await served.get(town.constable, '/intelligence/export?q=youths');
    expect(exported.body).toContain('OFFICIAL-SENSITIVE');
    const pdf = await served.get(town.constable, `/intelligence/shared/${given}/pdf`);
    expect(pdf.type).toBe('application/pdf');
    expect(pdf.raw.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await served.get(writer, `/intelligence/${id}`)).body).toContain('Owen Marsh');
    for (const who of [town.priya, town.supervisor, out.housing, out.auditor, out.administrator]) {
      expect((await served.get(who, `/intelligence/shared/${given}`)).status).toBe(403);
      expect((await served.get(who, `/intelligence/shared/${given}/pdf`)).status).toBe(403);
      expect((await served.post(who, `/intelligence/shared/${given}/accept`, { accept: 'yes' })).status).toBe(403);
      expect((await served.post(who, `/intelligence/shared/${given}/withdraw`, { reason: 'because' })).status).toBe(403);
    }
    expect((await served.post(town.constable, `/intelligence/shared/${given}/withdraw`, { reason: 'because' })).status).toBe(403);
    expect((await served.post(writer, `/intelligence/shared/${given}/withdraw`, { reason: 'Not true' })).status).toBe(303);
    expect((await served.get(town.constable, `/intelligence/shared/${given}`)).status).toBe(403);
    expect((await served.get(town.constable, '/intelligence?q=youths')).body).not.toContain(`/intelligence/shared/${given}`);
  });

  test('C: each reader accepts the conditions first, and before that the database gives no word', async () => {
    const id = await approvedItem({}, { handling: 'C', conditions: 'Patrols only' });
    const given = await disseminate(id, { conditions: 'Patrols only', person: town.constable.id });
    expect((await served.get(policeDesk, `/intelligence/shared/${given}`)).status).toBe(403);
    const before = await served.get(town.constable, `/intelligence/shared/${given}`);
    expect(before.body).toContain('Patrols only');
    expect(before.body).not.toContain('Older youths');
    expect((await served.get(town.constable, `/intelligence/shared/${given}/pdf`)).status).toBe(403);
    const product = await productOf(id);
    const { sql } = await import('kysely');
    expect(await town.as(town.constable, async (tx) => tx.all(sql`select 1 from hub.intelligence_product where id = ${product}`))).toEqual([]);
    expect((await served.post(town.constable, `/intelligence/shared/${given}/accept`, {})).status).toBe(422);
    expect((await served.post(town.constable, `/intelligence/shared/${given}/accept`, { accept: 'yes' })).status).toBe(303);
    expect((await served.get(town.constable, `/intelligence/shared/${given}`)).body).toContain('Older youths');
    const { rows } = await town.owner.query("select words from hub.intelligence_receipt where dissemination_id = $1 and kind = 'accepted'", [given]);
    expect(rows[0].words).toContain('Patrols only');
  });

  test('a wall on a linked case closes it to a receiver too', async () => {
    const { caseId, reference } = await makeCase(town, []);
    const id = await approvedItem({ case: reference });
    const given = await disseminate(id);
    expect((await served.get(town.constable, `/intelligence/shared/${given}`)).status).toBe(200);
    await town.owner.query("insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ($1, $2, $3, 'cousin')", [town.partnership.id, town.constable.id, caseId]);
    expect((await served.get(town.constable, `/intelligence/shared/${given}`)).status).toBe(403);
    expect((await served.get(town.constable, '/intelligence')).body).not.toContain(`/intelligence/shared/${given}`);
    await town.owner.query('delete from hub.access_wall where account_id = $1', [town.constable.id]);
  });
});

test('where local rules want a second person, intelligence goes out when a supervisor agreed, who reads nothing of it by that', async () => {
  const id = await approvedItem();
  const form = { agency: town.police, person: '', purpose: 'Plan patrols', need: 'They pass too late', gateway, until: '2027-03-01', conditions: '' };
  await town.owner.query(`insert into hub.approval_rule (partnership_id, id, action, needed_from, source, in_force_from) values ($1, $2, 'intelligence_release', 'supervisor', 'Local policy', '2020-01-01')`, [town.partnership.id, uuidv7()]);
  try {
    const product = await productOf(id);
    expect((await served.get(writer, `/intelligence/${id}/disseminate`)).body).toContain('needs the approval of a supervisor');
    expect((await served.post(writer, `/intelligence/${id}/disseminate`, form)).status).toBe(303);
    expect((await town.owner.query('select 1 from hub.intelligence_dissemination where product_id = $1', [product])).rows).toEqual([]);
    const { rows: [asked] } = await town.owner.query('select id, title, why from hub.approval where subject_id = $1', [product]);
    const shown = await served.get(town.supervisor, `/approvals/${asked.id}`);
    expect(shown.status).toBe(200);
    expect(shown.body).not.toMatch(/moped|Packets|pass too late/);
    expect((await served.post(town.supervisor, `/approvals/${asked.id}/answer`, { answer: 'approved', reason: 'Yes' })).status).toBe(303);
    expect((await served.post(writer, `/intelligence/${id}/disseminate`, { ...form, until: '2027-04-01' })).status).toBe(422);
    expect((await served.post(writer, `/intelligence/${id}/disseminate`, form)).status).toBe(303);
    expect((await town.owner.query('select 1 from hub.intelligence_dissemination where product_id = $1', [product])).rows).toHaveLength(1);
  } finally {
    await town.owner.query(`delete from hub.approval_rule where action = 'intelligence_release'`);
  }
});

describe('review and weeding', () => {
  test('keeps with a reason, or weeds with a tombstone and takes it from receivers', async () => {
    const id = await approvedItem();
    const given = await disseminate(id);
    expect((await served.post(writer, `/intelligence/${id}/review`, { decision: 'keep', reason: 'Still going on' })).status).toBe(303);
    expect((await served.get(writer, `/intelligence/${id}`)).body).toContain('Kept at review: Still going on');
    expect((await served.post(writer, `/intelligence/${id}/review`, { decision: 'weed', reason: 'No longer needed' })).status).toBe(422);
    expect((await served.post(writer, `/intelligence/${id}/review`, { decision: 'weed', reason: 'No longer needed', sure: 'yes' })).status).toBe(303);
    expect((await served.get(writer, `/intelligence/${id}`)).status).toBe(403);
    expect((await served.get(town.constable, `/intelligence/shared/${given}`)).status).toBe(403);
    expect((await served.get(writer, '/intelligence/desk?show=gone')).body).toContain('No longer needed');
    for (const table of ['intelligence_source', 'intelligence_grading', 'intelligence_version']) {
      expect((await town.owner.query(`select 1 from hub.${table} where intelligence_id = $1`, [id])).rows).toEqual([]);
    }
  });

  test('is on the list when its day has come', async () => {
    const id = await approvedItem();
    await town.owner.query("update hub.intelligence_report set review_on = '2026-11-01' where id = $1", [id]);
    expect((await served.get(second, '/intelligence/desk?show=due')).body).toContain(id);
    const { intelligenceWork } = await import('./index.ts');
    const work = await town.as(second, async (tx, actor) => intelligenceWork(tx, actor, Temporal.Instant.from(town.now)));
    expect(work.some(({ href, due }) => due && href.includes(id))).toBe(true);
    expect((await town.as(town.priya, async (tx, actor) => intelligenceWork(tx, actor, town.now))).some(({ href }) => href.includes(id))).toBe(false);
  });
});

describe('the capability', () => {
  test('is given by another administrator, from a day on, and ends at once', async () => {
    const admin = await addPerson(town, 'Bo Lind', town.council, ['administrator', 'officer']);
    const pupil = await addPerson(town, 'Mo Ray', town.council, ['officer']);
    const id = await handIn(town.priya);
    const give = { basis: 'Two days', from: '2026-01-01', to: '' };
    expect((await served.post(admin, `/administration/people/${admin.id}/capability`, give)).status).toBe(403);
    expect((await served.post(town.supervisor, `/administration/people/${pupil.id}/capability`, give)).status).toBe(403);
    expect((await served.post(admin, `/administration/people/${pupil.id}/capability`, { ...give, basis: '' })).status).toBe(422);
    expect((await served.get(pupil, `/intelligence/${id}`)).status).toBe(403);
    expect((await served.post(admin, `/administration/people/${pupil.id}/capability`, give)).status).toBe(303);
    expect((await served.get(pupil, `/intelligence/${id}`)).status).toBe(200);
    const { rows } = await town.owner.query('select id from hub.account_capability where account_id = $1', [pupil.id]);
    expect((await served.post(admin, `/administration/people/${pupil.id}/capability-end`, { capability: rows[0].id })).status).toBe(303);
    expect((await served.get(pupil, `/intelligence/${id}`)).status).toBe(403);
    await expect(town.owner.query("insert into hub.account_capability (partnership_id, id, account_id, capability, basis, given_from, given_by, given_at) values ($1, $2, $3, 'intelligence', 'x', '2020-01-01', $3, now())", [town.partnership.id, uuidv7(), pupil.id])).rejects.toThrow(/check/);
  });
});
