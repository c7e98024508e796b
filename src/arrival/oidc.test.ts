import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';

import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { routes as accountRoutes } from '../account/index.ts';
import { sessionCookie } from '../platform/http/index.ts';
import { browse, makeHub, type Browser, type Hub } from './browser.testing.ts';
import { routes } from './index.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strange = generateKeyPairSync('rsa', { modulusLength: 2048 });
const email = 'ada@harlow.example.org';

interface Claims { [name: string]: unknown }

let hub: Hub;
let server: FastifyInstance;
let provider: Server;
let issuer = '';
let ada = '';
/** What the provider does for the next code. */
let says: { claims: Claims; key: typeof privateKey } = { claims: {}, key: privateKey };
let asked: URLSearchParams | undefined;

function token(claims: Claims): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), says.key).toString('base64url')}`;
}

function startProvider(): Promise<Server> {
  const started = createServer((request, response) => {
    const answer = (value: object): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(value));
    };
    if (request.url === '/.well-known/openid-configuration') {
      answer({ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] });
    } else if (request.url === '/jwks') {
      answer({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] });
    } else {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        asked = new URLSearchParams(body);
        const now = Math.floor(Date.now() / 1000);
        answer({ access_token: 'opaque', token_type: 'Bearer', id_token: token({ iss: issuer, aud: 'hub', sub: 'ada-at-work', iat: now, exp: now + 300, ...says.claims }) });
      });
    }
  });
  return new Promise((resolve) => {
    started.listen(0, '127.0.0.1', () => resolve(started));
  });
}

beforeAll(async () => {
  provider = await startProvider();
  const address = provider.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  hub = await makeHub([...routes, ...accountRoutes]);
  server = await hub.with({ environment: 'test', oidc: { issuer, clientId: 'hub', clientSecret: 'between us', name: 'Harlow Council' } });
  ada = await hub.person(email, ['officer']);
});
afterAll(async () => {
  provider.close();
  await hub.close();
});
beforeEach(async () => {
  await hub.owner.query('update hub.account_secret set oidc_subject = null');
  await hub.owner.query(`update hub.account set state = 'active' where id = $1`, [ada]);
});

/** Goes to the provider and comes back with what it says. */
async function comeBack(wish: { claims?: Claims; key?: typeof privateKey; state?: string; noNonce?: boolean } = {}): Promise<{ browser: Browser; location: string; status: number }> {
  const browser = browse(server);
  const out = new URL((await browser.get('/sign-in/oidc')).location);
  expect([out.origin, out.searchParams.get('code_challenge_method'), out.searchParams.get('redirect_uri')]).toEqual([issuer, 'S256', 'http://localhost:3000/sign-in/oidc/callback']);
  const nonce = wish.noNonce === true ? {} : { nonce: out.searchParams.get('nonce') };
  says = { claims: { email, email_verified: true, ...nonce, ...wish.claims }, key: wish.key ?? privateKey };
  const back = await browser.get(`/sign-in/oidc/callback?code=good&state=${wish.state ?? out.searchParams.get('state') ?? ''}`);
  return { browser, location: back.location, status: back.status };
}

test('signs in by the address that the provider has verified, and from then on by its subject', async () => {
  const first = await comeBack();
  expect([first.status, first.location, first.browser.cookies.has(sessionCookie)]).toEqual([303, '/start', true]);
  expect((await first.browser.get('/account')).status).toBe(200);
  expect(asked?.get('code_verifier')?.length).toBeGreaterThan(40);
  expect((await comeBack({ claims: { email: 'married@harlow.example.org' } })).location).toBe('/start');
  expect((await comeBack({ claims: { sub: 'somebody else' } })).location).toBe('/sign-in');
});

test.each([
  ['another nonce', { claims: { nonce: 'wrong' } }], ['no nonce', { noNonce: true }], ['another state', { state: 'wrong' }], ['another audience', { claims: { aud: 'other' } }],
  ['another issuer', { claims: { iss: 'https://evil.example' } }], ['a token that is too old', { claims: { exp: 1_000_000_000 } }], ['a key that is not the provider’s', { key: strange.privateKey }],
  ['an address that nobody verified', { claims: { email_verified: false } }], ['verified as a word', { claims: { email_verified: 'true' } }], ['an address that nobody invited', { claims: { email: 'eve@harlow.example.org' } }],
])('is refused with %s', async (_what, wish) => {
  const { location, browser } = await comeBack(wish);
  expect([location, browser.cookies.has(sessionCookie)]).toEqual(['/sign-in', false]);
});

test('a suspended or only invited person does not come in', async () => {
  await hub.owner.query(`update hub.account set state = 'suspended' where id = $1`, [ada]);
  expect((await comeBack()).location).toBe('/sign-in');
  await hub.owner.query(`update hub.account set state = 'invited' where id = $1`, [ada]);
  expect((await comeBack()).location).toBe('/sign-in');
});

test('an answer that this browser never asked for is refused', async () => {
  const stranger = browse(server);
  expect((await stranger.get('/sign-in/oidc/callback?code=good&state=x')).location).toBe('/sign-in');
  stranger.cookies.set('hub_oidc', 'nonsense');
  expect((await stranger.get('/sign-in/oidc/callback?code=good&state=x')).location).toBe('/sign-in');
  expect(stranger.cookies.has(sessionCookie)).toBe(false);
});

test('where it is not set up, there is no such page', async () => {
  expect((await browse(hub.server).get('/sign-in/oidc')).status).toBe(404);
});
