import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { routes as accountRoutes } from '../account/index.ts';
import { routes as administrationRoutes } from '../administration/index.ts';
import { paths } from '../paths.ts';
import { sessionCookie } from '../platform/http/index.ts';
import { recoveryHash, totpNow } from '../platform/identity/index.ts';
import { browse, goodPassword, makeHub, totpKey, type Browser, type Hub } from './browser.testing.ts';
import { routes } from './index.ts';
import { deviceCookie, safeNext } from './session.ts';

let hub: Hub;
let ada: string;
let places = 0;
const email = 'ada@harlow.example.org';
const newPlace = (): string => `192.0.2.${(places += 1)}`;
const codeNow = (key = totpKey): string => totpNow(key, hub.house.clock.now().epochMilliseconds);

beforeAll(async () => {
  hub = await makeHub([...routes, ...accountRoutes, ...administrationRoutes]);
  ada = await hub.person(email, ['administrator']);
});
afterAll(async () => hub.close());
beforeEach(async () => hub.freshCode(ada));

async function signIn(browser: Browser, address = email, id = ada): Promise<void> {
  await hub.freshCode(id);
  expect((await browser.post('/sign-in', { email: address, password: goodPassword })).location).toBe('/sign-in/second-factor');
  expect((await browser.post('/sign-in/second-factor', { code: codeNow() })).location).toBe('/start');
}

describe('the password', () => {
  test('one sentence for every way to be wrong, and nothing opens', async () => {
    await hub.person('gone@harlow.example.org', ['officer'], 'suspended');
    const sentences = new Set<string>();
    for (const [who, password] of [[email, 'wrong password'], ['nobody@harlow.example.org', goodPassword], ['gone@harlow.example.org', goodPassword]] as const) {
      const browser = browse(hub.server, newPlace());
      const answer = await browser.post('/sign-in', { email: who, password });
      expect([answer.status, browser.cookies.has(sessionCookie)]).toEqual([422, false]);
      sentences.add(/id="password-error"[^>]*>([\s\S]*?)<\/p>/.exec(answer.body)?.[1] ?? answer.body);
      expect(answer.body).toContain(`value="${who}"`);
      expect(answer.body).not.toContain(password);
    }
    expect(sentences.size).toBe(1);
  });

  test('right, it opens only the second step', async () => {
    const browser = browse(hub.server, newPlace());
    await browser.post('/sign-in', { email: ` ${email.toUpperCase()} `, password: goodPassword });
    expect((await browser.get('/account')).location).toBe('/sign-in/second-factor');
    expect((await browser.get('/sign-in/second-factor')).status).toBe(200);
    expect((await browse(hub.server).get('/account')).location).toBe(paths.signIn('/account'));
  });

  test('guessing from one place is stopped there, for one person only; a known device and another place go on', async () => {
    const [place, known] = [newPlace(), browse(hub.server, newPlace())];
    await signIn(known);
    const guesser = browse(hub.server, place);
    for (let guess = 0; guess < 6; guess += 1) {
      expect((await guesser.post('/sign-in', { email, password: `guess ${guess}` })).status).toBe(422);
    }
    expect((await guesser.post('/sign-in', { email, password: goodPassword })).status).toBe(429);
    expect((await browse(hub.server, newPlace()).post('/sign-in', { email, password: goodPassword })).status).toBe(303);
    const sameOffice = browse(hub.server, place);
    sameOffice.cookies.set(deviceCookie, known.cookies.get(deviceCookie) ?? '');
    expect((await sameOffice.post('/sign-in', { email, password: goodPassword })).status).toBe(303);
    await hub.person('bea@harlow.example.org', ['officer']);
    expect((await guesser.post('/sign-in', { email: 'bea@harlow.example.org', password: goodPassword })).status).toBe(303);
  });

  test('one place that tries many names is stopped', async () => {
    const guesser = browse(hub.server, newPlace());
    const statuses: number[] = [];
    for (let guess = 0; guess < 42; guess += 1) {
      statuses.push((await guesser.post('/sign-in', { email: `name${guess}@harlow.example.org`, password: 'x' })).status);
    }
    expect([statuses[39], statuses[40], statuses[41]]).toEqual([422, 429, 429]);
  });
});

describe('the second step', () => {
  test('wrong is refused, right gives a new token, and the old one is worth nothing', async () => {
    const browser = browse(hub.server, newPlace());
    await browser.post('/sign-in', { email, password: goodPassword });
    const before = browser.cookies.get(sessionCookie) ?? '';
    expect((await browser.post('/sign-in/second-factor', { code: '000000' })).status).toBe(422);
    expect((await browser.post('/sign-in/second-factor', { code: ' ' })).body).toContain('Enter the 6-digit code');
    expect((await browser.post('/sign-in/second-factor', { code: codeNow() })).location).toBe('/start');
    expect(browser.cookies.get(sessionCookie)).not.toBe(before);
    expect((await browser.get('/account')).status).toBe(200);
    expect((await browser.get('/start')).location).toBe('/administration');
    const thief = browse(hub.server, newPlace());
    thief.cookies.set(sessionCookie, before);
    expect((await thief.get('/account')).status).toBe(303);
  });

  test('a code counts once', async () => {
    await signIn(browse(hub.server, newPlace()));
    const again = browse(hub.server, newPlace());
    await again.post('/sign-in', { email, password: goodPassword });
    expect((await again.post('/sign-in/second-factor', { code: codeNow() })).status).toBe(422);
  });

  test('a recovery code counts once', async () => {
    await hub.owner.query('update hub.account_secret set recovery_hashes = $2 where account_id = $1', [ada, [recoveryHash('ABCD-2345'), recoveryHash('EFGH-6789')]]);
    const [first, second] = [browse(hub.server, newPlace()), browse(hub.server, newPlace())];
    await first.post('/sign-in', { email, password: goodPassword });
    expect((await first.post('/sign-in/second-factor', { code: 'abcd 2345' })).location).toBe('/start');
    await second.post('/sign-in', { email, password: goodPassword });
    expect((await second.post('/sign-in/second-factor', { code: 'ABCD-2345' })).status).toBe(422);
    expect((await second.post('/sign-in/second-factor', { code: 'EFGH-6789' })).location).toBe('/start');
  });

  test('guessing codes is stopped', async () => {
    const cleo = await hub.person('cleo@harlow.example.org', ['officer']);
    const browser = browse(hub.server, newPlace());
    await browser.post('/sign-in', { email: 'cleo@harlow.example.org', password: goodPassword });
    for (let guess = 0; guess < 6; guess += 1) {
      expect((await browser.post('/sign-in/second-factor', { code: `00000${guess}` })).status).toBe(422);
    }
    expect((await browser.post('/sign-in/second-factor', { code: codeNow() })).status).toBe(429);
    const { rows } = await hub.owner.query('select stage from hub.session where account_id = $1', [cleo]);
    expect(rows).toEqual([{ stage: 'password' }]);
  });
});

describe('an invitation', () => {
  test('leads through password and second step to recovery codes, and works once', async () => {
    const dee = await hub.person('dee@harlow.example.org', ['officer'], 'invited');
    const secret = await hub.invitation(dee);
    const browser = browse(hub.server, newPlace());
    expect((await browser.get(paths.invitation(secret))).body).toContain('dee@harlow.example.org');
    expect((await browser.post(paths.invitation(secret), { password: 'short' })).status).toBe(422);
    expect((await browser.post(paths.invitation(secret), { password: 'dee@harlow.example.org' })).body).toContain('too easy to guess');
    expect((await browser.post(paths.invitation(secret), { password: 'velvet-otter-canal' })).location).toBe('/sign-in/set-up');
    expect((await browser.get('/account')).location).toBe('/sign-in/set-up');
    await browser.post('/sign-in/set-up');
    const key = (/type this key: <b class="num">([A-Z2-7 ]+)</.exec((await browser.get('/sign-in/set-up')).body)?.[1] ?? '').replaceAll(' ', '');
    expect((await browser.post('/sign-in/set-up/confirm', { code: '123456' })).status).toBe(422);
    const token = browser.cookies.get(sessionCookie);
    const done = await browser.post('/sign-in/set-up/confirm', { code: codeNow(key) });
    expect((done.body.match(/<li>[A-Z0-9]{4}-[A-Z0-9]{4}<\/li>/g) ?? []).length).toBe(10);
    expect(browser.cookies.get(sessionCookie)).not.toBe(token);
    expect((await browser.get('/account')).status).toBe(200);
    expect((await browse(hub.server).get(paths.invitation(secret))).status).toBe(404);
    expect((await browse(hub.server).post(paths.invitation(secret), { password: 'another-good-otter' })).status).toBe(404);
  });

  test('that is too old opens nothing', async () => {
    const eve = await hub.person('eve@harlow.example.org', ['officer'], 'invited');
    expect((await browse(hub.server).get(paths.invitation(await hub.invitation(eve, '-1 second')))).status).toBe(404);
  });

  test('somebody with the password alone cannot put a new second step over the old one', async () => {
    const browser = browse(hub.server, newPlace());
    await browser.post('/sign-in', { email, password: goodPassword });
    const before = (await hub.owner.query('select totp_sealed from hub.account_secret where account_id = $1', [ada])).rows[0].totp_sealed;
    expect((await browser.get('/sign-in/set-up')).location).toBe('/sign-in/second-factor');
    await browser.post('/sign-in/set-up');
    await browser.post('/sign-in/set-up/confirm', { code: codeNow() });
    expect((await hub.owner.query('select totp_sealed from hub.account_secret where account_id = $1', [ada])).rows[0].totp_sealed).toBe(before);
    expect((await browser.get('/account')).status).toBe(303);
  });
});

describe('sessions', () => {
  test('sign-out ends one, sign-out everywhere all, and the cookie of an ended one opens nothing', async () => {
    const [desk, phone] = [browse(hub.server, newPlace()), browse(hub.server, newPlace())];
    await signIn(desk);
    await signIn(phone);
    const token = desk.cookies.get(sessionCookie) ?? '';
    await desk.post('/sign-out');
    desk.cookies.set(sessionCookie, token);
    expect([(await desk.get('/account')).status, (await phone.get('/account')).status]).toEqual([303, 200]);
    await signIn(desk);
    await phone.post('/account/sign-out-everywhere');
    expect((await desk.get('/account')).status).toBe(303);
  });

  test('a new password signs out everywhere else; a wrong old one changes nothing', async () => {
    const finn = await hub.person('finn@harlow.example.org', ['officer']);
    const [desk, phone] = [browse(hub.server, newPlace()), browse(hub.server, newPlace())];
    await signIn(desk, 'finn@harlow.example.org', finn);
    await signIn(phone, 'finn@harlow.example.org', finn);
    expect((await desk.post('/account/password', { current: 'not it', password: 'velvet-otter-canal' })).status).toBe(422);
    expect((await phone.get('/account')).status).toBe(200);
    expect((await desk.post('/account/password', { current: goodPassword, password: 'velvet-otter-canal' })).status).toBe(303);
    expect([(await desk.get('/account')).status, (await phone.get('/account')).status]).toEqual([200, 303]);
    expect((await browse(hub.server, newPlace()).post('/sign-in', { email: 'finn@harlow.example.org', password: goodPassword })).status).toBe(422);
  });

  test('nobody ends a session of someone else', async () => {
    const gus = await hub.person('gus@harlow.example.org', ['officer']);
    const [mine, theirs] = [browse(hub.server, newPlace()), browse(hub.server, newPlace())];
    await signIn(mine, 'gus@harlow.example.org', gus);
    await signIn(theirs);
    const { rows } = await hub.owner.query(`select id from hub.session where account_id = $1 and stage = 'full' and ended_at is null`, [ada]);
    for (const { id } of rows) {
      await mine.post(`/account/sessions/${id}/end`);
    }
    expect((await theirs.get('/account')).status).toBe(200);
  });

  test('a suspended person is out at once, and in again only when let in', async () => {
    const hal = await hub.person('hal@harlow.example.org', ['officer']);
    const [boss, hals] = [browse(hub.server, newPlace()), browse(hub.server, newPlace())];
    await signIn(boss);
    await signIn(hals, 'hal@harlow.example.org', hal);
    expect((await boss.post(paths.administrationAct('people', hal, 'suspend'))).status).toBe(303);
    expect((await hals.get('/account')).status).toBe(303);
    expect((await hals.post('/sign-in', { email: 'hal@harlow.example.org', password: goodPassword })).status).toBe(422);
    await boss.post(paths.administrationAct('people', hal, 'reactivate'));
    await signIn(browse(hub.server, newPlace()), 'hal@harlow.example.org', hal);
  });
});

describe('where it leads', () => {
  test.each([
    ['/cases/1?x=y', '/cases/1?x=y'], [undefined, '/start'], ['', '/start'], ['https://evil.example', '/start'], ['//evil.example', '/start'], ['/\\evil.example', '/start'], ['\\\\evil.example', '/start'],
    ['javascript:alert(1)', '/start'], ['/ok\n//evil.example', '/start'], ['/\t/evil.example', '/start'], ['/sign-out', '/start'], ['/sign-in', '/start'], ['/a\\b', '/start'], ['cases', '/start'],
  ])('next=%j leads to %s', (next, to) => expect(safeNext(next)).toBe(to));

  test.each([['//evil.example', '/start'], ['/cases?q=1', '/cases?q=1']])('through the whole way, next=%s ends at %s', async (next, end) => {
    const browser = browse(hub.server, newPlace());
    const first = await browser.post('/sign-in', { email, password: goodPassword, next });
    const carried = new URL(first.location, 'http://hub').searchParams.get('next') ?? '';
    expect((await browser.post('/sign-in/second-factor', { code: codeNow(), next: carried })).location).toBe(end);
    await hub.freshCode(ada);
    const direct = browse(hub.server, newPlace());
    await direct.post('/sign-in', { email, password: goodPassword });
    expect((await direct.post('/sign-in/second-factor', { code: codeNow(), next })).location).toBe(end);
  });
});

test.each([
  [{ origin: 'https://evil.example' }, 403], [{ 'sec-fetch-site': 'cross-site' }, 403], [{ 'sec-fetch-site': 'same-site' }, 403], [{ origin: 'null' }, 403],
  [{ origin: 'http://localhost:3000' }, 303], [{ 'sec-fetch-site': 'same-origin' }, 303], [{}, 303],
])('a form sent with %j is answered %d', async (headers, status) => {
  const browser = browse(hub.server, newPlace());
  expect((await browser.post('/sign-in', { email, password: goodPassword }, headers)).status).toBe(status);
});
