import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addOutsiders, addPerson, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { defaultRiskTemplate } from './default-template.ts';
import { routes } from './routes.tsx';
import { typedOf } from './template-form.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let coordinator: Person;
const template = uuidv7();
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  coordinator = await addPerson(town, 'Cora Dunn', town.council, ['coordinator']);
  await town.owner.query(`insert into hub.risk_template (partnership_id, id, name, version, questions, bands, in_force_from) values ($1, $2, $3, 1, $4, $5, '2020-01-01')`, [town.partnership.id, template, defaultRiskTemplate.name, JSON.stringify(defaultRiskTemplate.questions), JSON.stringify(defaultRiskTemplate.bands)]);
  served = await serveTown(town, routes);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

/** A filled-in form: the first answer of all questions but those named. */
async function filled(caseId: string, places: Readonly<Record<string, number>> = {}, more: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
  const { rows } = await town.owner.query("select x.id from hub.party x join hub.report r on r.id = x.report_id where r.case_id = $1", [caseId]);
  const given = defaultRiskTemplate.questions.list.map(({ key, options }): [string, string] => [`q-${key}`, options[places[key] ?? 0]?.key ?? 'Police, in May']);
  return { template, party: rows[0].id, band: 'score', ...Object.fromEntries(given), ...more };
}

async function caseRow(caseId: string) {
  const { rows } = await town.owner.query('select risk_band, risk_score, review_on::text, supervisor_review_on::text from hub.case_file where id = $1', [caseId]);
  return rows[0];
}

async function newest(caseId: string): Promise<string> {
  const { rows } = await town.owner.query('select id from hub.risk_assessment where case_id = $1 order by assessed_at desc, id desc limit 1', [caseId]);
  return rows[0].id;
}

const high = { often: 4, worse: 3, affected: 4, health: 2, reputation: 3, professional: 1 };

describe('assessing', () => {
  test('keeps score, band, review dates and history, shows last answers, and tells the supervisor when the band changes', async () => {
    const { caseId } = await makeCase(town, []);
    const empty = await served.post(town.priya, `/cases/${caseId}/risk`, { template, party: '' });
    expect(empty.status).toBe(422);
    expect(empty.body).toContain('Answer: Apart from this');
    const tried = await served.post(town.priya, `/cases/${caseId}/risk`, { ...(await filled(caseId, high)), step: 'score' });
    expect(tried.status).toBe(200);
    expect(tried.body).toContain('25 of');
    expect((await caseRow(caseId)).risk_band).toBeNull();

    const saved = await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId));
    expect([saved.status, saved.location.split('#')[0]]).toEqual([303, `/cases/${caseId}`]);
    expect(await caseRow(caseId)).toEqual({ risk_band: 'standard', risk_score: 0, review_on: '2027-01-19', supervisor_review_on: null });
    const item = uuidv7();
    expect((await served.get(town.priya, `/cases/${caseId}/risk?item=${item}`)).body).toContain(`name="item" value="${item}"`);
    expect((await served.get(town.priya, `/cases/${caseId}/risk?item=//elsewhere.example`)).body).not.toContain('elsewhere');
    const again = await served.get(town.priya, `/cases/${caseId}/risk`);
    expect(again.body).toContain('On 24 November 2026: This is the only time');
    expect((await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, high))).status).toBe(303);
    expect(await caseRow(caseId)).toEqual({ risk_band: 'high', risk_score: 25, review_on: '2026-12-08', supervisor_review_on: '2026-12-22' });
    const read = await served.get(town.analyst, `/cases/${caseId}/risk/${await newest(caseId)}`);
    expect(read.body).toContain('up from 0');
    expect(read.body).toContain('(+5)');
    const { rows: mails } = await town.owner.query('select body from hub.outbox where account_id = $1', [town.supervisor.id]);
    expect(mails).toHaveLength(1);
    expect(mails[0].body).not.toMatch(/Amara|landing|high/);
    const { rows } = await town.owner.query("select words from hub.chronology where case_id = $1 and kind = 'risk' order by id", [caseId]);
    expect(rows.map(({ words }) => words)).toEqual([expect.stringContaining('standard, 0 of'), expect.stringContaining('up from 0')]);
  });

  test('thoughts of suicide: what to do comes before anything is saved, and what was done is kept', async () => {
    const { caseId } = await makeCase(town, []);
    const first = await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, { suicide: 1 }));
    expect(first.status).toBe(200);
    expect(first.body).toContain('116 123');
    expect((await caseRow(caseId)).risk_band).toBeNull();
    expect((await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, { suicide: 1 }, { safeguarding: ' ' }))).status).toBe(422);
    expect((await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, { suicide: 1 }, { safeguarding: 'Her sister is with her, lead told' }))).status).toBe(303);
    expect((await caseRow(caseId)).risk_band).toBe('high');
    const { rows } = await town.owner.query("select words from hub.chronology where case_id = $1 and kind = 'risk'", [caseId]);
    expect(rows[0].words).toContain('Her sister is with her');
  });

  test('scored at a panel, it leads back to the item of the panel, also by way of what comes before anything else', async () => {
    const { caseId } = await makeCase(town, []);
    const item = uuidv7();
    const first = await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, { suicide: 1 }, { item }));
    expect(first.body).toContain(`name="item" value="${item}"`);
    const saved = await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, { suicide: 1 }, { item, safeguarding: 'Her sister is with her' }));
    expect([saved.status, saved.location]).toEqual([303, `/panels/items/${item}`]);
    expect((await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, {}, { item: '//elsewhere.example' }))).location.split('#')[0]).toBe(`/cases/${caseId}`);
  });

  test('hate goes onto the report whatever the score', async () => {
    const { caseId, reportId } = await makeCase(town, []);
    await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, { hate: 1 }));
    const { rows } = await town.owner.query('select hate from hub.report where id = $1', [reportId]);
    expect(rows[0].hate).toBe(true);
  });

  test('an officer sets the band up with a reason, and asks to set it down; a supervisor who did not ask answers', async () => {
    const { caseId } = await makeCase(town, []);
    expect((await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, {}, { band: 'medium' }))).status).toBe(422);
    expect((await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, {}, { band: 'medium', judgement: 'He has found out where she works' }))).status).toBe(303);
    expect((await caseRow(caseId)).risk_band).toBe('medium');
    expect((await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId, high, { band: 'medium', judgement: 'He has moved away' }))).status).toBe(303);
    expect((await caseRow(caseId)).risk_band).toBe('high');
    const id = await newest(caseId);
    const answer = { answer: 'approved', words: 'Agreed, look again in a week' };
    expect((await served.post(town.priya, `/cases/${caseId}/risk/${id}/approval`, answer)).status).toBe(403);
    expect((await served.post(town.supervisor, `/cases/${caseId}/risk/${id}/approval`, { answer: 'approved', words: '' })).status).toBe(422);
    expect((await served.post(town.supervisor, `/cases/${caseId}/risk/${id}/approval`, answer)).status).toBe(303);
    expect(await caseRow(caseId)).toMatchObject({ risk_band: 'medium', review_on: '2026-12-22' });
    expect((await served.post(town.supervisor, `/cases/${caseId}/risk/${id}/approval`, answer)).status).toBe(409);
  });

  test('does not exist for outsiders', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId));
    const id = await newest(caseId);
    for (const who of [town.constable, out.housing, out.walled, out.auditor, out.administrator]) {
      expect((await served.get(who, `/cases/${caseId}/risk`)).status).toBe(403);
      expect((await served.get(who, `/cases/${caseId}/risk/${id}`)).status).toBe(403);
      expect((await served.post(who, `/cases/${caseId}/risk`, await filled(caseId, high))).status).toBe(403);
      expect((await served.post(who, `/cases/${caseId}/risk/${id}/approval`, { answer: 'approved', words: 'x' })).status).toBe(403);
    }
    expect((await served.get(town.analyst, `/cases/${caseId}/risk`)).status).toBe(403);
    expect((await caseRow(caseId)).risk_band).toBe('standard');
  });
});

describe('risk forms', () => {
  test('an edit makes a new version; what was assessed keeps its own', async () => {
    const { caseId } = await makeCase(town, []);
    await served.post(town.priya, `/cases/${caseId}/risk`, await filled(caseId));
    const id = await newest(caseId);
    const typed: Record<string, string> = Object.fromEntries(Object.entries(typedOf(defaultRiskTemplate)).map(([name, value]) => [name, String(value)]));
    const wrong = await served.post(coordinator, `/administration/risk-templates/${template}`, { ...typed, 'high-from': '3' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('High must start above medium');
    const changed = await served.post(coordinator, `/administration/risk-templates/${template}`, { ...typed, 'text-0': 'How often does it happen?', from: '2026-11-24' });
    expect(changed.status).toBe(303);
    expect((await served.post(coordinator, `/administration/risk-templates/${template}`, { ...typed, from: '2026-11-25' })).status).toBe(409);
    const { rows } = await town.owner.query('select version, in_force_from::text, in_force_to::text from hub.risk_template order by version');
    expect(rows).toEqual([{ version: 1, in_force_from: '2020-01-01', in_force_to: '2026-11-23' }, { version: 2, in_force_from: '2026-11-24', in_force_to: null }]);
    expect((await served.get(town.priya, `/cases/${caseId}/risk`)).body).toContain('How often does it happen?');
    expect((await served.get(town.priya, `/cases/${caseId}/risk/${id}`)).body).toContain('Apart from this, how often');
  });

  test('are for those who edit templates', async () => {
    for (const who of [town.priya, town.supervisor, town.analyst, out.auditor]) {
      expect((await served.get(who, '/administration/risk-templates')).status).toBe(403);
      expect((await served.post(who, '/administration/risk-templates/new', { name: 'x' })).status).toBe(403);
    }
    for (const who of [coordinator, out.administrator]) {
      expect((await served.get(who, '/administration/risk-templates')).status).toBe(200);
      expect((await served.get(who, '/administration/risk-templates/new')).status).toBe(200);
    }
  });
});
