import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Town } from '../cases/town.testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addOutsiders, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { findUnusual } from './jobs.ts';
import { routes } from './index.ts';
import { startingReadingRules } from './starting-rules.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  for (const rule of startingReadingRules) {
    await town.owner.query("insert into hub.reading_rule (partnership_id, id, rule, times, least, from_hour, to_hour, source, in_force_from) values ($1, $2, $3, $4, $5, $6, $7, $8, '2020-01-01')", [town.partnership.id, uuidv7(), rule.rule, rule.times, rule.least, rule.from_hour, rule.to_hour, rule.source]);
  }
  served = await serveTown(town, routes);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

/** A reading of a case by somebody, yesterday at an hour in London. */
async function reads(who: string, agency: string, caseId: string, at: string): Promise<void> {
  await town.owner.query("insert into hub.audit_entry (partnership_id, id, at, actor_kind, account_id, agency_id, event, subject_kind, subject_id, case_id) values ($1, $2, $3, 'staff', $4, $5, 'case.read', 'case', $6, $6)", [town.partnership.id, uuidv7(), at, who, agency, caseId]);
}

const night = async () => findUnusual(served.house.database.worker, 'https://hub.example', town.now);
const found = async (rule: string) => (await town.owner.query('select id, account_id, number, subject_id from hub.unusual_reading where rule = $1 order by account_id', [rule])).rows;

test('what stands out in a day is listed once, by number or record and never by words', async () => {
  const cases = [await makeCase(town, []), await makeCase(town, []), await makeCase(town, [])];
  const [named, street, walled] = cases.map(({ caseId }) => caseId);
  await town.owner.query("update hub.party set name = 'Bo Reed', name_key = 'bo reed' where report_id = $1", [cases[0]?.reportId]);
  await town.owner.query("update hub.party set name = 'Priya Nair', name_key = 'priya nair', postcode = 'cm20 1aa' where report_id = $1", [cases[1]?.reportId]);
  expect((await served.post(town.colleague, '/account/home', { postcode: 'CM2' })).status).toBe(422);
  expect((await served.post(town.colleague, '/account/home', { postcode: 'CM20 1AA' })).status).toBe(303);
  const { rows: [home] } = await town.owner.query('select to_jsonb(h)::text as words from hub.account_home h');
  expect(home.words).not.toMatch(/cm20/i);
  for (const id of [named, street]) {
    await reads(town.colleague.id, town.council, id ?? '', '2026-11-23T10:00:00Z');
  }
  await town.owner.query("insert into hub.access_wall (partnership_id, account_id, case_id, reason, raised_at) values ($1, $2, $3, 'neighbour', '2026-11-23T08:00:00Z')", [town.partnership.id, out.walled.id, walled]);
  await reads(out.walled.id, town.council, walled ?? '', '2026-11-23T09:00:00Z');
  for (let place = 0; place < 21; place += 1) {
    const { caseId } = await makeCase(town, []);
    await reads(town.analyst.id, town.council, caseId, '2026-11-23T23:30:00Z');
    await reads(town.priya.id, town.council, caseId, '2026-11-23T11:00:00Z');
    await reads(town.priya.id, town.council, caseId, '2026-11-20T11:00:00Z');
  }
  expect(await night()).toBe(7);
  expect(await night()).toBe(0);
  expect((await found('own_name')).map(({ account_id, subject_id }) => [account_id, subject_id])).toEqual([[town.colleague.id, named]]);
  expect((await found('own_street')).map(({ subject_id }) => subject_id)).toEqual([street]);
  expect((await found('colleague')).map(({ subject_id }) => subject_id)).toEqual([street]);
  expect((await found('behind_wall')).map(({ account_id }) => account_id)).toEqual([out.walled.id]);
  // twenty-one files are many for the analyst, and no more than usual for the officer, who owns them
  expect((await found('many_files')).map(({ account_id, number }) => [account_id, number])).toEqual([[town.analyst.id, 21]]);
  expect((await found('out_of_hours')).map(({ number }) => number)).toEqual([21]);
  expect((await found('no_link')).map(({ account_id }) => account_id)).toEqual([town.analyst.id]);
  const { rows: mails } = await town.owner.query("select account_id, body from hub.outbox where subject like '%unusual reading%'");
  expect(mails.map(({ account_id }) => account_id)).toEqual([out.auditor.id]);
});

test('the auditor asks, the supervisor explains, the auditor closes; nobody else sees it, least of all the reader', async () => {
  const [one] = await found('own_name');
  const address = `/records/unusual/${one.id}`;
  for (const who of [town.colleague, town.priya, town.constable, out.housing, out.administrator, town.supervisor]) {
    expect((await served.get(who, address)).status).toBe(403);
    expect((await served.get(who, '/records/unusual')).body).not.toContain(one.id);
  }
  const page = await served.get(out.auditor, address);
  expect(page.body).toContain('has the reader’s surname');
  expect(page.body).not.toContain('Threats on the landing');
  expect(page.body).not.toContain('Bo Reed');
  expect((await served.post(out.auditor, address, { act: 'ask', words: '' })).status).toBe(422);
  expect((await served.post(out.auditor, address, { act: 'explain', words: 'I explain it myself' })).status).toBe(403);
  expect((await served.post(out.auditor, address, { act: 'ask', words: 'Are they related?' })).status).toBe(303);
  expect((await served.get(town.supervisor, address)).body).toContain('Are they related?');
  expect((await served.post(town.supervisor, address, { act: 'close', outcome: 'in_order', words: 'It is fine' })).status).toBe(403);
  expect((await served.post(town.supervisor, address, { act: 'explain', words: 'No relation; he was on duty' })).status).toBe(303);
  expect((await served.post(out.auditor, address, { act: 'close', words: 'Seen the rota' })).status).toBe(422);
  expect((await served.post(out.auditor, address, { act: 'close', outcome: 'in_order', words: 'Seen the rota' })).status).toBe(303);
  expect((await served.post(out.auditor, address, { act: 'close', outcome: 'misuse', words: 'On second thoughts' })).status).toBe(409);
  for (const statement of [sql`update hub.unusual_reading set number = 0 where id = ${one.id}`, sql`delete from hub.unusual_reading where id = ${one.id}`]) {
    await expect(town.as(out.auditor, async (tx) => tx.run(statement))).rejects.toMatchObject({ code: '42501' });
  }
});

test('a supervisor does not explain their own reading', async () => {
  const [one] = await found('behind_wall');
  expect((await served.post(out.auditor, `/records/unusual/${one.id}`, { act: 'ask', words: 'Why was it opened again?' })).status).toBe(303);
  expect((await served.get(out.walled, `/records/unusual/${one.id}`)).status).toBe(403);
  expect((await served.get(town.supervisor, `/records/unusual/${one.id}`)).status).toBe(200);
});
