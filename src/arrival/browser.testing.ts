import type { FastifyInstance } from 'fastify';
import pg from 'pg';

import { makeTown, type Town } from '../cases/town.testing.ts';
import { serveTown } from '../cases/town-server.testing.ts';
import { errorPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { Role } from '../platform/access/index.ts';
import { buildServer, secretHash, type House, type Route } from '../platform/http/index.ts';
import { hashPassword } from '../platform/identity/index.ts';
import { makeSecret, uuidv7 } from '../platform/references/index.ts';
import { seal } from '../platform/sealing/index.ts';

export const goodPassword = 'market-lantern-heron';
export const totpKey = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export interface Seen {
  readonly status: number;
  readonly body: string;
  readonly location: string;
}

/** A browser with its own cookies, at its own address. */
export interface Browser {
  readonly cookies: Map<string, string>;
  get(address: string): Promise<Seen>;
  post(address: string, fields?: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  postJson(address: string, value: unknown): Promise<{ status: number; value: { location?: string; message?: string; challenge?: string } }>;
}

export function browse(server: FastifyInstance, ip = '192.0.2.1'): Browser {
  const cookies = new Map<string, string>();
  const ask = async (method: 'GET' | 'POST', address: string, type: string, payload?: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await server.inject({
      method, url: address, remoteAddress: ip, cookies: Object.fromEntries(cookies), headers: { 'content-type': type, 'accept-encoding': 'identity', 'user-agent': 'Firefox on Linux', ...headers }, ...(payload === undefined ? {} : { payload }),
    });
    for (const cookie of answer.cookies) {
      if (cookie.value === '') cookies.delete(cookie.name);
      else cookies.set(cookie.name, cookie.value);
    }
    return { status: answer.statusCode, body: answer.body, location: answer.headers.location ?? '' };
  };
  const form = 'application/x-www-form-urlencoded';
  return {
    cookies,
    get: async (address) => ask('GET', address, form),
    post: async (address, fields = {}, headers = {}) => ask('POST', address, form, new URLSearchParams(fields).toString(), headers),
    postJson: async (address, value) => {
      const { status, body } = await ask('POST', address, 'application/json', JSON.stringify(value));
      return { status, value: JSON.parse(body) };
    },
  };
}

export interface Hub {
  readonly town: Town;
  readonly house: House;
  readonly server: FastifyInstance;
  readonly owner: pg.Client;
  /** Somebody with a password and a confirmed second step. */
  person(email: string, roles: readonly Role[], state?: 'active' | 'invited' | 'suspended'): Promise<string>;
  invitation(accountId: string, expires?: string): Promise<string>;
  /** Forgets that the code of this moment was used: the clock of the test stands still. */
  freshCode(accountId: string): Promise<void>;
  /** The same hub with other settings. */
  with(settings: Partial<House['settings']>): Promise<FastifyInstance>;
  close(): Promise<void>;
}

export async function makeHub(routes: readonly Route[]): Promise<Hub> {
  const town = await makeTown();
  const served = await serveTown(town, routes);
  const passwordHash = await hashPassword(goodPassword);
  const { owner } = town;
  const partnershipId = town.partnership.id;
  const others: FastifyInstance[] = [];
  return {
    town, house: served.house, server: served.server, owner,
    person: async (email, roles, state = 'active') => {
      const id = uuidv7();
      await owner.query(`insert into hub.account (partnership_id, id, agency_id, name, email, state) values ($1, $2, $3, 'Test Person', $4, $5)`, [partnershipId, id, town.council, email, state]);
      for (const role of roles) {
        await owner.query('insert into hub.account_role values ($1, $2, $3)', [partnershipId, id, role]);
      }
      if (state !== 'invited') {
        await owner.query('insert into hub.account_secret (partnership_id, account_id, password_hash, totp_sealed, totp_confirmed_at) values ($1, $2, $3, $4, now())', [partnershipId, id, passwordHash, seal(totpKey, served.house.settings.secretKey, 'totp')]);
      }
      return id;
    },
    invitation: async (accountId, expires = '1 day') => {
      const secret = makeSecret();
      await owner.query('insert into hub.invitation (partnership_id, id, account_id, secret_hash, expires_at) values ($1, $2, $3, $4, now() + $5::interval)', [partnershipId, uuidv7(), accountId, secretHash(secret), expires]);
      return secret;
    },
    freshCode: async (accountId) => {
      await owner.query('update hub.account_secret set totp_last_step = null where account_id = $1', [accountId]);
    },
    with: async (settings) => {
      const server = await buildServer({ ...served.house, settings: { ...served.house.settings, ...settings } }, {
        routes, assetsFolder: served.house.settings.dataDir, errorPage, ready: async () => ({}),
        paths: { signIn: (next) => paths.signIn(next), secondFactor: paths.secondFactor(), enrol: paths.enrol(), startReport: paths.reportStart() },
      });
      others.push(server);
      return server;
    },
    close: async () => {
      await Promise.all(others.map(async (server) => server.close()));
      await served.close();
      await town.close();
    },
  };
}
