import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { browse, goodPassword, makeHub, totpKey, type Browser, type Hub } from '../arrival/browser.testing.ts';
import { routes as arrivalRoutes } from '../arrival/index.ts';
import { paths } from '../paths.ts';
import { totpNow } from '../platform/identity/index.ts';
import { routes } from './index.ts';

let hub: Hub;
let boss: Browser;
let bossId: string;
let coordinator: Browser;

async function signedIn(email: string): Promise<Browser> {
  const browser = browse(hub.server);
  await browser.post('/sign-in', { email, password: goodPassword });
  await browser.post('/sign-in/second-factor', { code: totpNow(totpKey, hub.house.clock.now().epochMilliseconds) });
  return browser;
}

beforeAll(async () => {
  hub = await makeHub([...arrivalRoutes, ...routes]);
  bossId = await hub.person('boss@harlow.example.org', ['administrator']);
  await hub.person('dawn@harlow.example.org', ['coordinator']);
  boss = await signedIn('boss@harlow.example.org');
  coordinator = await signedIn('dawn@harlow.example.org');
});
afterAll(async () => hub.close());

const one = async (statement: string, values: readonly unknown[] = []) => (await hub.owner.query(statement, [...values])).rows[0];
const settings = async () => (await one('select settings from hub.partnership')).settings;
const part = paths.administrationPart;

describe('people', () => {
  const good = () => ({ name: 'Owen Marsh', email: 'Owen.Marsh@police.example.org', agency: hub.town.police, job: 'Constable', phone: '01632 960112', roles: 'officer' });

  test('an invitation is shown once, sent through the outbox, and leads in', async () => {
    const answer = await boss.post(paths.administrationItem('people', 'invite'), good());
    expect(answer.status).toBe(200);
    const link = /id="invitation-link">([^<]+)</.exec(answer.body)?.[1] ?? '';
    const sent = await one(`select address, subject, body, account_id from hub.outbox where address = 'owen.marsh@police.example.org'`);
    expect(sent.body).toContain(link);
    expect(sent.subject).toBe('Your invitation to Safer Hub Harlow');
    expect((await browse(hub.server).get(new URL(link).pathname)).body).toContain('for Essex Police');
    expect((await boss.get(paths.administrationItem('people', sent.account_id))).body).not.toContain(new URL(link).pathname);
    const entry = await one(`select subject_id, detail from hub.audit_entry where event = 'account.invited' order by at desc limit 1`);
    expect(entry).toEqual({ subject_id: sent.account_id, detail: {} });
    expect((await boss.post(paths.administrationItem('people', 'invite'), good())).body).toContain('Somebody with this address is here already');
  });

  test.each([
    [{ name: '' }, 'Give their name'], [{ email: 'owen' }, 'Enter their work e-mail address'], [{ agency: '' }, 'Choose their agency'], [{ roles: '' }, 'Choose roles from the list'], [{ roles: 'boss' }, 'Choose roles from the list'], [{ phone: 'ring me' }, 'Enter a phone number'],
    [{ teams: 'TEAM' }, 'Choose teams of their own agency'],
  ])('%j is refused beside its field, and what was typed stays', async (change, sentence) => {
    const fields = Object.fromEntries(Object.entries({ ...good(), email: 'new@police.example.org', job: 'Typed job', ...change }).map(([name, value]) => [name, value === 'TEAM' ? hub.town.team : value]));
    const answer = await boss.post(paths.administrationItem('people', 'invite'), fields);
    expect([answer.status, answer.body.includes(sentence), answer.body.includes('Typed job')]).toEqual([422, true, true]);
    expect((await hub.owner.query(`select 1 from hub.account where email = 'new@police.example.org'`)).rowCount).toBe(0);
  });

  test('invited again, the old password and second step are gone; suspended people are not invited', async () => {
    const id = await hub.person('leah@harlow.example.org', ['officer']);
    const leah = await signedIn('leah@harlow.example.org');
    expect((await boss.post(paths.administrationAct('people', id, 'invite'))).body).toContain('We cannot show this link again');
    expect((await leah.get('/start')).location).toContain('/sign-in');
    expect((await leah.post('/sign-in', { email: 'leah@harlow.example.org', password: goodPassword })).status).toBe(422);
    await boss.post(paths.administrationAct('people', id, 'suspend'));
    expect((await boss.post(paths.administrationAct('people', id, 'invite'))).status).toBe(409);
    await boss.post(paths.administrationAct('people', id, 'reactivate'));
    expect((await one('select state from hub.account where id = $1', [id])).state).toBe('invited');
    expect((await boss.post(paths.administrationAct('people', id, 'reactivate'))).status).toBe(409);
  });

  test('roles change at once and are on record; nobody changes or suspends themselves', async () => {
    const id = await hub.person('noor@harlow.example.org', ['officer']);
    await boss.post(paths.administrationItem('people', id), { name: 'Noor Haddad', job: 'Analyst', phone: '', roles: 'analyst', teams: hub.town.team });
    expect((await hub.owner.query('select role from hub.account_role where account_id = $1', [id])).rows).toEqual([{ role: 'analyst' }]);
    expect((await one(`select detail from hub.audit_entry where event = 'account.roles_changed' and subject_id = $1`, [id])).detail).toEqual({ before: 'officer', after: 'analyst' });
    expect((await boss.post(paths.administrationItem('people', id), { name: 'Noor', job: '', phone: '' })).body).toContain('Choose at least one role');
    await boss.post(paths.administrationItem('people', bossId), { name: 'The Boss', job: '', phone: '', roles: 'officer' });
    expect((await hub.owner.query('select role from hub.account_role where account_id = $1', [bossId])).rows).toEqual([{ role: 'administrator' }]);
    expect([(await boss.post(paths.administrationAct('people', bossId, 'suspend'))).status, (await boss.post(paths.administrationAct('people', bossId, 'invite'))).status]).toEqual([403, 403]);
  });
});

describe('agencies', () => {
  const agency = (id: string) => paths.administrationItem('agencies', id);
  test('one takes public reports; the one that does is neither switched off nor let go', async () => {
    const police = { name: 'Essex Police', short: 'Police', kind: 'police', phone: '', hours: '', active: 'yes' };
    expect((await boss.post(agency(hub.town.council), { ...police, name: 'Harlow Council', short: 'Council', kind: 'council' })).body).toContain('One agency has to take public reports');
    expect((await boss.post(agency(hub.town.police), { ...police, takes: 'yes', active: 'no' })).status).toBe(422);
    expect((await boss.post(agency(hub.town.police), { ...police, active: 'no' })).body).toContain('can still sign in. Suspend them first');
    expect((await boss.post(agency(hub.town.police), { ...police, takes: 'yes' })).status).toBe(303);
    expect((await hub.owner.query('select short_name from hub.agency where takes_reports')).rows).toEqual([{ short_name: 'Police' }]);
    await boss.post(agency(hub.town.council), { ...police, name: 'Harlow Council', short: 'Council', kind: 'council', takes: 'yes' });
    expect((await boss.post(agency('add'), { ...police, name: 'ESSEX police' })).body).toContain('There is an agency with this name already');
    expect((await coordinator.get(agency(hub.town.police))).status).toBe(403);
  });

  test('a team that alone sees a restricted kind stays on', async () => {
    await boss.post(paths.administrationAct('agencies', hub.town.council, 'teams'), { name: 'Domestic abuse team', phone: '', hours: '' });
    const { id } = await one(`select id from hub.team where name = 'Domestic abuse team'`);
    expect((await boss.post(paths.administrationItem('categories', 'add'), { name: 'Abuse at home', priority: 'urgent', restricted: 'yes', team_id: '', position: '1', from: '2026-11-24' })).body).toContain('Without one, nobody would');
    expect((await boss.post(paths.administrationItem('categories', 'add'), { name: 'Abuse at home', priority: 'urgent', restricted: 'yes', team_id: id, position: '1', from: '2026-11-24' })).status).toBe(303);
    expect((await one(`select sensitive, code from hub.category where name = 'Abuse at home'`))).toEqual({ sensitive: true, code: 'abuse-at-home' });
    expect((await boss.post(paths.administrationAct('agencies', hub.town.council, `teams/${id}`), { name: 'Domestic abuse team', phone: '', hours: '', active: 'no' })).body).toContain('This team alone sees reports');
    expect((await boss.get(paths.administration())).body).toContain('Nobody sees reports of “Abuse at home”');
  });
});

describe('the partnership', () => {
  test.each([['#ffd23f', 'its contrast is 1.1 to 1'], ['red', 'such as #0b4f63'], ['#0b4f63;}', 'such as']])('the colour %s is refused with its contrast', async (accent, sentence) => {
    const answer = await boss.post(paths.administrationItem('partnership', 'colour'), { accent });
    expect([answer.status, answer.body.includes(sentence)]).toEqual([422, true]);
    expect((await settings()).accent).toBeUndefined();
  });

  test('a colour that can be read is kept; lists keep their rows and drop empty ones', async () => {
    expect((await boss.post(paths.administrationItem('partnership', 'colour'), { accent: '#7A1F5C' })).status).toBe(303);
    const rows = new URLSearchParams([['place[]', 'The Stow'], ['said[]', 'Noise'], ['did[]', 'Wardens'], ['place[]', ''], ['said[]', ''], ['did[]', ''], ['place[]', 'Bush Fair'], ['said[]', 'Lights'], ['did[]', 'No money'], ['not[]', '2']]);
    const answer = await hub.server.inject({ method: 'POST', url: '/administration/partnership/said-did', cookies: Object.fromEntries(boss.cookies), headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: rows.toString() });
    expect(answer.statusCode).toBe(303);
    expect(await settings()).toEqual({ accent: '#7a1f5c', saidDid: [{ place: 'The Stow', said: 'Noise', did: 'Wardens', not: false }, { place: 'Bush Fair', said: 'Lights', did: 'No money', not: true }] });
    const wrong = await boss.post(paths.administrationItem('partnership', 'helplines'), { 'name[]': 'Samaritans', 'phone[]': 'ring', 'words[]': 'Day and night' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('href="#phone-0">Helpline 1: Enter a phone number');
  });

  test('a list is emptied only by someone who says so', async () => {
    const address = paths.administrationItem('partnership', 'helplines');
    expect((await boss.post(address, { 'name[]': 'Samaritans', 'phone[]': '116 123', 'words[]': 'Day and night' })).status).toBe(303);
    const asked = await boss.post(address, { 'name[]': '', 'phone[]': '', 'words[]': '' });
    expect(asked.status).toBe(422);
    expect(asked.body).toContain('href="#none">Nothing would be left of “Helplines”');
    expect(asked.body).toContain('id="none"');
    expect((await settings()).helplines).toHaveLength(1);
    expect((await boss.post(address, { 'name[]': '', 'phone[]': '', 'words[]': '', none: 'yes' })).status).toBe(303);
    expect((await settings()).helplines).toEqual([]);
    expect((await boss.post(address, { 'name[]': '', 'phone[]': '', 'words[]': '' })).status).toBe(303);
  });

  test.each([[{ exitAddress: 'http://example.org' }, 'begins with https://'], [{ exitAddress: 'javascript:alert(1)' }, 'begins with https://'], [{ opensAt: '18:00' }, 'closes after it opens'], [{ closesAt: '25:00' }, 'like 09:00'], [{ name: '' }, 'Give the partnership a name']])('%j is refused', async (change, sentence) => {
    const answer = await boss.post(part('partnership'), { name: 'Safer Harlow', service: 'Safer Hub', hubPhone: '', exitAddress: 'https://www.bbc.co.uk/weather', opensAt: '09:00', closesAt: '17:00', ...change });
    expect([answer.status, answer.body.includes(sentence)]).toEqual([422, true]);
  });
});

describe('local rules', () => {
  const standard = { key: 'named-person', applies_to: 'urgent', amount: '1', unit: 'working_days', source: 'Board, 3 March 2026', from: '2026-11-24' };
  beforeEach(async () => hub.owner.query('delete from hub.contact_standard'));

  test('a standard is shown in words, added, changed from a day on, and the old one kept', async () => {
    expect((await coordinator.post(paths.administrationAct('standards', 'add', 'preview'), standard)).body).toContain('A named person within 1 working day, for urgent reports.');
    expect((await hub.owner.query('select 1 from hub.contact_standard')).rowCount).toBe(0);
    expect((await coordinator.post(paths.administrationItem('standards', 'add'), standard)).status).toBe(303);
    expect((await coordinator.post(paths.administrationItem('standards', 'add'), standard)).body).toContain('There is such a standard already');
    const { id } = await one('select id from hub.contact_standard');
    expect((await coordinator.post(paths.administrationItem('standards', id), { ...standard, key: 'promise', amount: '2', from: '2026-12-01' })).status).toBe(303);
    const { rows } = await hub.owner.query(`select key, amount, applies_to, in_force_from::text as "from", in_force_to::text as "to" from hub.contact_standard order by in_force_from`);
    expect(rows).toEqual([{ key: 'named-person', amount: 1, applies_to: ['urgent'], from: '2026-11-24', to: '2026-11-30' }, { key: 'named-person', amount: 2, applies_to: ['urgent'], from: '2026-12-01', to: null }]);
    expect((await coordinator.post(paths.administrationItem('standards', id), { ...standard, from: '2026-12-05' })).status).toBe(409);
  });

  test.each([[{ amount: '-1' }, 'Give a whole number'], [{ amount: '1.5' }, 'Give a whole number'], [{ unit: 'weeks' }, 'Choose working days or hours'], [{ key: 'x' }, 'Choose what the standard is for'], [{ applies_to: 'x' }, 'Choose from the list'], [{ from: '2026-11-23' }, 'Choose today or a later day'], [{ from: '2026-02-30' }, 'Give a day, like'], [{ from: '' }, 'Give a day, like'], [{ source: '' }, 'Say where this standard comes from']])('%j is refused', async (change, sentence) => {
    const answer = await coordinator.post(paths.administrationItem('standards', 'add'), { ...standard, ...change });
    expect([answer.status, answer.body.includes(sentence)]).toEqual([422, true]);
    expect((await hub.owner.query('select 1 from hub.contact_standard')).rowCount).toBe(0);
  });

  test('the standard that everyone has is not ended, one for some is', async () => {
    await coordinator.post(paths.administrationItem('standards', 'add'), standard);
    await coordinator.post(paths.administrationItem('standards', 'add'), { ...standard, applies_to: '' , amount: '3' }).then(({ status }) => expect(status).toBe(422));
    const { applies_to: _everyone, ...forAll } = standard;
    expect((await coordinator.post(paths.administrationItem('standards', 'add'), { ...forAll, amount: '3' })).status).toBe(303);
    const { rows } = await hub.owner.query('select id from hub.contact_standard order by cardinality(applies_to)');
    expect((await coordinator.post(paths.administrationAct('standards', rows[0].id, 'end'), { last: '2026-12-01' })).body).toContain('Everyone needs this standard');
    expect((await coordinator.post(paths.administrationAct('standards', rows[1].id, 'end'), { last: '2026-12-01' })).status).toBe(303);
  });

  test('a template with a mark that nothing fills is refused; with known ones it is previewed', async () => {
    const template = { name: 'Sorry', use: 'letter', subject: 'Sorry, {name}', body: 'Dear {nmae}', position: '1', from: '2026-11-24' };
    expect((await coordinator.post(paths.administrationItem('templates', 'add'), template)).body).toContain('Nothing will fill {nmae}');
    const shown = await coordinator.post(paths.administrationAct('templates', 'add', 'preview'), { ...template, body: 'Dear {name}, ring {officer_phone}' });
    expect(shown.body).toContain('Dear Amara Okafor, ring 01632 960142');
    expect((await coordinator.post(paths.administrationItem('templates', 'add'), { ...template, body: 'Dear {name}' })).status).toBe(303);
  });

  test('own holidays come and go, those that passed stay', async () => {
    await hub.owner.query(`insert into hub.holiday values ($1, '2020-01-03', 'Long ago')`, [hub.town.partnership.id]);
    expect((await coordinator.post(part('holidays'), { day: '2026-12-29', name: 'Closed for Christmas' })).status).toBe(303);
    expect((await coordinator.post(part('holidays'), { day: '29/12/2026', name: 'Twice' })).body).toContain('in the list already');
    expect((await coordinator.post(part('holidays'), { day: '2026-12-25', name: 'Christmas' })).body).toContain('This is a bank holiday');
    for (const day of ['2026-12-29', '2020-01-03', 'nonsense']) {
      expect((await coordinator.post(paths.administrationItem('holidays', 'remove'), { day })).status).toBe(303);
    }
    expect((await hub.owner.query('select name from hub.holiday')).rows).toEqual([{ name: 'Long ago' }]);
  });
});
