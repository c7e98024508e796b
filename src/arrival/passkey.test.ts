import { afterAll, beforeAll, expect, test } from 'vitest';

import { routes as accountRoutes } from '../account/index.ts';
import { sessionCookie } from '../platform/http/index.ts';
import { totpNow } from '../platform/identity/index.ts';
import { softAuthenticator } from './authenticator.testing.ts';
import { browse, goodPassword, makeHub, totpKey, type Browser, type Hub } from './browser.testing.ts';
import { routes } from './index.ts';

let hub: Hub;
let ada: string;
let desk: Browser;
const origin = 'http://localhost:3000';
const device = softAuthenticator();

beforeAll(async () => {
  hub = await makeHub([...routes, ...accountRoutes]);
  ada = await hub.person('ada@harlow.example.org', ['officer']);
  desk = browse(hub.server);
  await desk.post('/sign-in', { email: 'ada@harlow.example.org', password: goodPassword });
  await desk.post('/sign-in/second-factor', { code: totpNow(totpKey, hub.house.clock.now().epochMilliseconds) });
});
afterAll(async () => hub.close());

async function challengeFor(browser: Browser, address: string): Promise<string> {
  return (await browser.postJson(address, {})).value.challenge ?? '';
}

async function register(authenticator: ReturnType<typeof softAuthenticator>, gesture: Partial<Parameters<typeof device.make>[0]> = {}) {
  const challenge = await challengeFor(desk, '/account/passkeys/options');
  return await desk.postJson('/account/passkeys', { response: authenticator.make({ origin, challenge, ...gesture }), name: 'Work laptop' });
}

async function signIn(gesture: Partial<Parameters<typeof device.use>[0]> = {}, authenticator = device, browser = browse(hub.server)) {
  const challenge = await challengeFor(browser, '/sign-in/passkey/options');
  const answer = await browser.postJson('/sign-in/passkey/verify', { response: authenticator.use({ origin, challenge, counter: 1, ...gesture }), next: '/account' });
  return { ...answer, browser };
}

test('is added only for our own site, this challenge and a verified person', async () => {
  expect((await register(device, { origin: 'https://evil.example' })).status).toBe(422);
  expect((await register(device, { verified: false })).status).toBe(422);
  expect((await register(device, { challenge: 'c29tZXRoaW5nIGVsc2U' })).status).toBe(422);
  expect((await register(softAuthenticator('evil.example'))).status).toBe(422);
  expect((await hub.owner.query('select 1 from hub.passkey')).rowCount).toBe(0);
  expect(await register(device)).toEqual({ status: 200, value: { location: '/account' } });
  expect((await desk.get('/account')).body).toContain('Work laptop');
});

test('signs in without password and code', async () => {
  const { status, value, browser } = await signIn();
  expect([status, value.location]).toEqual([200, '/account']);
  expect((await browser.get('/account')).status).toBe(200);
});

test.each([
  ['from another site', { origin: 'https://evil.example' }], ['without finger, face or PIN', { verified: false }], ['with another challenge', { challenge: 'c29tZXRoaW5nIGVsc2U' }], ['with a counter that went back: a copy', { counter: 0 }],
])('is refused %s', async (_what, gesture) => {
  await hub.owner.query('update hub.passkey set counter = 1');
  const { status, browser } = await signIn({ counter: 7, ...gesture });
  expect([status, browser.cookies.has(sessionCookie)]).toEqual([422, false]);
});

test('is refused for a key that nobody registered, or that signs in the name of another', async () => {
  expect((await signIn({}, softAuthenticator())).status).toBe(422);
  const impostor = softAuthenticator();
  const browser = browse(hub.server);
  const challenge = await challengeFor(browser, '/sign-in/passkey/options');
  const forged = { ...impostor.use({ origin, challenge, counter: 9 }), id: device.id, rawId: device.id };
  expect((await browser.postJson('/sign-in/passkey/verify', { response: forged })).status).toBe(422);
});

test('is refused without the challenge of this browser, and with nonsense', async () => {
  const browser = browse(hub.server);
  const challenge = await challengeFor(browser, '/sign-in/passkey/options');
  expect((await browse(hub.server).postJson('/sign-in/passkey/verify', { response: device.use({ origin, challenge, counter: 11 }) })).status).toBe(422);
  for (const nonsense of [{}, { response: null }, { response: { id: 'x', response: {} } }, [1], 'text']) {
    expect((await browser.postJson('/sign-in/passkey/verify', nonsense)).status).toBe(422);
  }
});

test('of a suspended person opens nothing, and a removed one neither', async () => {
  await hub.owner.query(`update hub.account set state = 'suspended' where id = $1`, [ada]);
  expect((await signIn({ counter: 20 })).status).toBe(422);
  await hub.owner.query(`update hub.account set state = 'active' where id = $1`, [ada]);
  const { status, browser } = await signIn({ counter: 21 });
  expect(status).toBe(200);
  await browser.post('/account/passkeys/remove', { passkey: device.id });
  expect((await signIn({ counter: 22 })).status).toBe(422);
});
