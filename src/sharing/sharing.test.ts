import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Town } from '../cases/town.testing.ts';
import { routes as taskRoutes } from '../tasks/index.ts';
import { offer } from './offered.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addGateways, addOutsiders, addPerson, makeCase, testAim, type Outsiders } from './outsiders.testing.ts';
import { routes } from './routes.tsx';
import { readDisclosure, type Choices } from './schema.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let gateway: string;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  gateway = await addGateways(town);
  served = await serveTown(town, [...routes, ...taskRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

const until = '2027-02-19';

function terms(): Record<string, string> {
  return { aim: testAim, purpose: 'To speak to the man on the landing', gateway, proportionality: 'Nothing less would find him', necessity: 'They cannot find him without the description', withheld: 'Her name and flat', caveat: 'Told by one person', handling: 'Do not say where this came from', until };
}

async function itemKeys(caseId: string): Promise<string[]> {
  const { body } = await served.get(town.priya, `/cases/${caseId}/share`);
  return [...body.matchAll(/name="items" value="([^"]+)"/g)].map(([, key]) => key ?? '');
}

async function share(caseId: string, fields: Record<string, string | string[]>): Promise<string> {
  const answer = await served.post(town.priya, `/cases/${caseId}/share`, { decision: 'items', agency: town.police, ...terms(), ...fields });
  expect(answer.status, answer.body.slice(0, 0)).toBe(303);
  const { rows } = await town.owner.query('select id from hub.disclosure where case_id = $1 order by decided_at desc, id desc limit 1', [caseId]);
  await lastsOn(caseId);
  return rows[0].id;
}

/** The server's clock stands still, the database's does not: what was shared must not end while the years go by. */
async function lastsOn(caseId: string): Promise<void> {
  await town.owner.query("update hub.disclosure set valid_until = now() + interval '30 days' where case_id = $1 and decision = 'given'", [caseId]);
  await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, caseId]);
}

describe('a disclosure of chosen facts', () => {
  test('gives the receiver copies of these and nothing else, and the ledger, the chronology and the trail know of it', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    const words = (await itemKeys(caseId)).find((key) => key.startsWith('incident-words:')) ?? '';
    const id = await share(caseId, { items: [words], free: 'Grey hood, about nineteen' });

    const list = await served.get(town.constable, '/shared');
    expect(list.body).toContain(`/shared/${id}`);
    expect(list.body).toContain('New');
    const opened = await served.get(town.constable, `/shared/${id}`);
    expect(opened.status).toBe(200);
    expect(opened.body).toContain('kicking every door');
    expect(opened.body).toContain('Grey hood');
    expect(opened.body).toContain('Do not say where this came from');
    expect(opened.body).not.toContain('Amara');
    expect(opened.body).not.toContain('Threats on the landing');
    expect(opened.body).not.toContain('Her name and flat');
    expect((await served.get(town.constable, '/shared')).body).not.toContain('hub-tag--fill');

    const giver = await served.get(town.priya, `/shared/${id}`);
    expect(giver.body).toContain('Owen Marsh');
    const { rows } = await town.owner.query("select words from hub.chronology where case_id = $1 and kind = 'shared'", [caseId]);
    expect(rows[0].words).toContain('Shared with Essex Police');
    const { rows: mails } = await town.owner.query('select body, subject from hub.outbox where account_id = $1', [town.constable.id]);
    expect(mails).toHaveLength(1);
    expect(mails[0].body).not.toMatch(/Amara|landing|hood/);

    await town.owner.query("update hub.incident set words = 'changed later' where case_id = $1", [caseId]);
    expect((await served.get(town.constable, `/shared/${id}`)).body).toContain('kicking every door');
  });

  test('does not exist for anyone else: 403, and in no list', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    const id = await share(caseId, { free: 'Grey hood' });
    for (const who of [out.housing, out.walled, out.auditor, out.administrator]) {
      expect((await served.get(who, `/shared/${id}`)).status).toBe(403);
      expect((await served.get(who, `/shared/${id}/withdraw`)).status).toBe(403);
      expect((await served.post(who, `/shared/${id}/withdraw`, { reason: 'x' })).status).toBe(403);
      expect((await served.get(who, `/cases/${caseId}/share`)).status).toBe(403);
      expect((await served.post(who, `/cases/${caseId}/share`, { decision: 'items', agency: town.police, free: 'x', ...terms() })).status).toBe(403);
      expect((await served.get(who, '/shared')).body).not.toContain(id);
      expect((await served.get(who, '/shared?show=ours')).body).not.toContain(id);
    }
    // The receiver sees what was given, not the case; only the giver takes it back.
    expect((await served.get(town.constable, `/cases/${caseId}/share`)).status).toBe(403);
    expect((await served.post(town.constable, `/shared/${id}/withdraw`, { reason: 'x' })).status).toBe(403);
  });

  test('ends for the receiver at once when it is withdrawn, with the reason in the ledger', async () => {
    const { caseId } = await makeCase(town, []);
    const id = await share(caseId, { free: 'Grey hood' });
    expect((await served.get(town.constable, `/shared/${id}`)).status).toBe(200);
    expect((await served.post(town.priya, `/shared/${id}/withdraw`, { reason: '' })).status).toBe(422);
    expect((await served.post(town.priya, `/shared/${id}/withdraw`, { reason: 'It was the wrong man' })).status).toBe(303);
    expect((await served.get(town.constable, `/shared/${id}`)).status).toBe(403);
    expect((await served.get(town.constable, '/shared')).body).not.toContain(id);
    expect((await served.get(town.priya, `/shared/${id}`)).body).toContain('It was the wrong man');
    expect((await served.post(town.priya, `/shared/${id}/withdraw`, { reason: 'again' })).status).toBe(409);
  });

  test('ends when its last day has gone', async () => {
    const { caseId } = await makeCase(town, []);
    const id = await share(caseId, { free: 'Grey hood' });
    await town.owner.query("update hub.disclosure set valid_until = now() - interval '1 minute' where id = $1", [id]);
    expect((await served.get(town.constable, `/shared/${id}`)).status).toBe(403);
  });

  test('on a restricted case goes to one named person; one to the whole agency opens nothing', async () => {
    const { caseId } = await makeCase(town, [], true);
    const refused = await served.post(town.priya, `/cases/${caseId}/share`, { decision: 'items', agency: town.police, free: 'Grey hood', ...terms() });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('name the one person');
    const id = await share(caseId, { free: 'Grey hood', person: town.constable.id });
    expect((await served.get(town.constable, `/shared/${id}`)).status).toBe(200);
    expect((await served.get(town.colleague, `/shared/${id}`)).status).toBe(403);
    await town.owner.query('update hub.disclosure set to_account = null where id = $1', [id]);
    expect((await served.get(town.constable, `/shared/${id}`)).status).toBe(403);
  });
});

describe('joint work on a whole case', () => {
  test('is a supervisor’s to decide, opens the case, and withdrawal closes it', async () => {
    const { caseId } = await makeCase(town, []);
    const whole = { decision: 'case', agency: town.police, ...terms() };
    const asked = await served.post(town.priya, `/cases/${caseId}/share`, whole);
    expect(asked.status).toBe(422);
    expect(asked.body).toContain('A supervisor decides');
    expect((await served.post(town.supervisor, `/cases/${caseId}/share`, whole)).status).toBe(303);
    await lastsOn(caseId);
    expect((await served.get(town.constable, `/cases/${caseId}/share`)).status).toBe(200);
    const { rows } = await town.owner.query("select id from hub.disclosure where case_id = $1 and scope = 'case'", [caseId]);
    expect((await served.post(town.supervisor, `/shared/${rows[0].id}/withdraw`, { reason: 'Finished' })).status).toBe(303);
    expect((await served.get(town.constable, `/cases/${caseId}/share`)).status).toBe(403);
  });
});

describe('a refusal', () => {
  test('is kept with its reason, also for someone who is no partner', async () => {
    const { caseId } = await makeCase(town, []);
    expect((await served.post(town.priya, `/cases/${caseId}/share`, { decision: 'refuse', agency: '', asker: '', refusal: '' })).status).toBe(422);
    expect((await served.post(town.priya, `/cases/${caseId}/share`, { decision: 'refuse', agency: '', asker: 'Ward councillor', refusal: 'No need for names to answer a ward question' })).status).toBe(303);
    const { body } = await served.get(town.priya, `/cases/${caseId}/share`);
    expect(body).toContain('Refused: Ward councillor');
    expect(body).toContain('No need for names');
    const { rows } = await town.owner.query('select id from hub.disclosure where case_id = $1', [caseId]);
    expect((await served.get(town.constable, `/shared/${rows[0].id}`)).status).toBe(403);
  });
});

describe('the form', () => {
  const now = Temporal.Instant.from('2026-11-24T09:24:00Z');
  const party = { id: 'p', role: 'alleged', kind: 'person', name: 'Jaz', born_on: null, age_words: '', description: 'Grey hood', vulnerability: '', phone: '07700 900123', email: null, address: null, postcode: null, safe_contact: { never: 'ring after 4pm' } };
  const groups = offer({ id: 'c', reference: 'C', title: 'A case', place_words: '', risk_band: null, risk_score: null, risk_of: null, warning: '' }, [], [party]);
  const choices: Choices = {
    groups, gateways: [{ id: 'g', code: 'x', name: 'Law', words: '', source: '' }], restricted: false, supervisor: false, now,
    receivers: { agencies: [{ id: 'police', name: 'Police' }, { id: 'fire', name: 'Fire' }], people: [{ id: 'owen', name: 'Owen', job_title: '', agency_id: 'police', agency: 'Police' }] },
  };
  const good = { decision: 'items', agency: 'police', items: 'party-description:p', aim: 'x', purpose: 'a', gateway: 'g', necessity: 'b', proportionality: 'c', until: '2026-12-01' };

  test('offers each fact on its own; a way to reach someone says how it is safe', () => {
    const items = groups.flatMap((group) => group.items);
    expect(items.map(({ kind }) => kind)).toEqual(['case-title', 'party-name', 'party-description', 'party-phone']);
    expect(items.at(-1)?.words).toBe('07700 900123. Safe contact: ring after 4pm');
    expect(items.map(({ label }) => label).join()).not.toContain('Jaz');
  });

  test.each([
    ['nothing decided', { decision: '' }, 'decision'],
    ['no agency', { agency: '' }, 'agency'],
    ['an agency that is not there', { agency: 'x' }, 'agency'],
    ['someone of another agency', { agency: 'fire', person: 'owen' }, 'person'],
    ['nothing chosen', { items: '' }, 'items'],
    ['an item that was made up', { items: 'party-name:other' }, 'items'],
    ['no purpose', { purpose: ' ' }, 'purpose'],
    ['no gateway', { gateway: '' }, 'gateway'],
    ['no necessity', { necessity: '' }, 'necessity'],
    ['no proportionality', { proportionality: '' }, 'proportionality'],
    ['no purpose of an agreement', { aim: '' }, 'aim'],
    ['yesterday', { until: '2026-11-23' }, 'until'],
    ['longer than a year', { until: '2028-01-01' }, 'until'],
    ['a day that does not exist', { until: '2026-02-31' }, 'until'],
  ])('refuses %s', (_, change, field) => {
    const read = readDisclosure({ ...good, ...change }, choices);
    expect(read.ok ? [] : read.errors.map((error) => error.field)).toContain(field);
  });

  test('takes what is whole, with the copy of the words', () => {
    const read = readDisclosure(good, choices);
    expect(read.ok && read.value.decision === 'given' ? read.value.items.map(({ words }) => words) : []).toEqual(['Grey hood']);
  });
});

test('outside every agreement: where local rules want a coordinator, a supervisor neither allows it alone nor decides on what was asked', async () => {
  const { caseId } = await makeCase(town, []);
  const coordinator = await addPerson(town, 'Cleo Hart', town.council, ['coordinator']);
  const [words] = await itemKeys(caseId);
  const form = { decision: 'items', agency: out.housing.agencyId, ...terms(), aim: 'none', items: words ?? '', allow: 'There is danger' };
  await town.owner.query(`insert into hub.approval_rule (partnership_id, id, action, needed_from, source, in_force_from) values ($1, $2, 'disclosure_outside_agreement', 'coordinator', 'Local policy', '2020-01-01')`, [town.partnership.id, uuidv7()]);
  try {
    const alone = await served.post(town.supervisor, `/cases/${caseId}/share`, { ...form, act: 'decide' });
    expect([alone.status, alone.body.includes('Our rules want a coordinator to decide')]).toEqual([422, true]);
    expect((await served.post(town.supervisor, `/cases/${caseId}/share`, { ...form, act: 'ask' })).status).toBe(303);
    const { rows: [asked] } = await town.owner.query('select id, decision from hub.disclosure where case_id = $1', [caseId]);
    expect(asked.decision).toBe('asked');
    const other = await addPerson(town, 'Abe Stone', town.council, ['supervisor']);
    expect((await served.post(other, `/shared/${asked.id}/decide`, { decision: 'allow', reason: 'Danger' })).status).toBe(403);
    expect((await served.post(coordinator, `/shared/${asked.id}/decide`, { decision: 'allow', reason: 'Danger' })).status).toBe(303);
    expect((await town.owner.query('select decision from hub.disclosure where id = $1', [asked.id])).rows[0].decision).toBe('given');
  } finally {
    await town.owner.query(`delete from hub.approval_rule where action = 'disclosure_outside_agreement'`);
  }
});
