import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { FastifyInstance } from 'fastify';

import { errorPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { fixedClock } from '../platform/calendar/index.ts';
import { openDatabase } from '../platform/database/index.ts';
import { openFileStore } from '../platform/files/index.ts';
import { buildServer, sessionCookie, type House, type Route } from '../platform/http/index.ts';
import { onlyProcess } from '../platform/processes/index.ts';
import { readSettings } from '../platform/settings/index.ts';
import { makeLog } from '../platform/telemetry/index.ts';
import type { Person, Town } from './town.testing.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly location: string;
  readonly raw: Buffer;
  readonly type: string;
}

/** The web server of a test town, asked by one of its people. */
export interface TownServer {
  readonly server: FastifyInstance;
  readonly house: House;
  get(person: Person, address: string): Promise<Answer>;
  post(person: Person, address: string, fields: Readonly<Record<string, string | readonly string[]>>): Promise<Answer>;
  close(): Promise<void>;
}

export async function serveTown(town: Town, routes: readonly Route[], assets?: { folder: string; names: Readonly<Record<string, string>> }): Promise<TownServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hub-town-'));
  const settings = readSettings({ DATA_DIR: folder, LOG_LEVEL: 'silent' });
  const database = openDatabase(town.database.app, town.database.worker);
  const house: House = {
    settings, database, files: openFileStore({ kind: 'folder', folder: path.join(folder, 'files') }), clock: fixedClock(town.now), log: makeLog('silent'), processes: onlyProcess, assets: assets?.names ?? {},
    partnershipOf: async () => town.partnership,
  };
  const server = await buildServer(house, {
    routes, assetsFolder: assets?.folder ?? folder, errorPage, ready: async () => ({}),
    paths: { signIn: (next) => paths.signIn(next), secondFactor: paths.secondFactor(), enrol: paths.enrol(), startReport: paths.reportStart() },
  });
  const ask = async (method: 'GET' | 'POST', person: Person, address: string, payload?: string): Promise<Answer> => {
    const answer = await server.inject({
      method, url: address, cookies: { [sessionCookie]: person.token }, headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded', 'accept-encoding': 'identity' }, ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.body, location: answer.headers.location ?? '', raw: answer.rawPayload, type: String(answer.headers['content-type']) };
  };
  return {
    server, house,
    get: async (person, address) => ask('GET', person, address),
    post: async (person, address, fields) => ask('POST', person, address, new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one])))).toString()),
    close: async () => {
      await server.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
