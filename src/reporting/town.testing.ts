import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';

import { errorPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { fixedClock, type FixedClock } from '../platform/calendar/index.ts';
import { openDatabase } from '../platform/database/index.ts';
import { createTestDatabase } from '../platform/database/testing.ts';
import { openFileStore } from '../platform/files/index.ts';
import { searchKey, toGrid } from '../platform/geography/index.ts';
import { buildServer, draftCookie, secretHash, sessionCookie, type House, type Route } from '../platform/http/index.ts';
import { partnershipSettings, type Partnership } from '../platform/partnership/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { onlyProcess } from '../platform/processes/index.ts';
import { readSettings } from '../platform/settings/index.ts';
import { makeLog } from '../platform/telemetry/index.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly location: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A browser without script: it keeps cookies and follows nothing by itself. */
export class Visitor {
  readonly #server: FastifyInstance;
  readonly cookies = new Map<string, string>();

  constructor(server: FastifyInstance) {
    this.#server = server;
  }

  async #ask(method: 'GET' | 'POST', url: string, payload?: string | Buffer, type = 'application/x-www-form-urlencoded'): Promise<Answer> {
    const answer = await this.#server.inject({
      method, url, cookies: Object.fromEntries(this.cookies), headers: { 'sec-fetch-site': 'same-origin', 'content-type': type, 'accept-encoding': 'identity' }, ...(payload === undefined ? {} : { payload }),
    });
    for (const cookie of answer.cookies) {
      if (cookie.value === '' || cookie.maxAge === 0) this.cookies.delete(cookie.name);
      else this.cookies.set(cookie.name, cookie.value);
    }
    return { status: answer.statusCode, body: answer.body, location: answer.headers.location ?? '', headers: answer.headers };
  }

  async get(url: string): Promise<Answer> {
    return await this.#ask('GET', url);
  }

  async post(url: string, fields: Fields): Promise<Answer> {
    const pairs = Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one])));
    return await this.#ask('POST', url, new URLSearchParams(pairs).toString());
  }

  async postFiles(url: string, fields: Readonly<Record<string, string>>, files: readonly { name: string; body: Buffer; type: string }[]): Promise<Answer> {
    const edge = 'testedge';
    const parts = [
      ...Object.entries(fields).map(([name, value]) => Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)),
      ...files.flatMap((file) => [Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="files"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`), file.body, Buffer.from('\r\n')]),
      Buffer.from(`--${edge}--\r\n`),
    ];
    return await this.#ask('POST', url, Buffer.concat(parts), `multipart/form-data; boundary=${edge}`);
  }

  get draftSecret(): string {
    return this.cookies.get(draftCookie) ?? '';
  }
}

export interface ReportTown {
  readonly owner: pg.Client;
  readonly house: House;
  readonly clock: FixedClock;
  readonly partnership: Partnership;
  readonly ids: Readonly<Record<'council' | 'police' | 'safety' | 'domesticTeam' | 'noise' | 'threats' | 'domestic' | 'stow' | 'underpass' | 'street' | 'ward' | 'officer' | 'specialist', string>>;
  visitor(): Visitor;
  staff(who: 'officer' | 'specialist'): Promise<Visitor>;
  one<Row extends pg.QueryResultRow>(query: string, values?: readonly unknown[]): Promise<Row>;
  close(): Promise<void>;
}

/** Tuesday 24 November 2026, 9.24am. */
export const townNow = Temporal.Instant.from('2026-11-24T09:24:00Z');

/** A small town with a real database and the real web server. */
export async function openReportTown(routes: readonly Route[], assets?: { folder: string; names: Readonly<Record<string, string>> }): Promise<ReportTown> {
  const database = await createTestDatabase();
  const owner = new pg.Client(database.owner);
  await owner.connect();
  const p = uuidv7();
  const names = ['council', 'police', 'safety', 'domesticTeam', 'noise', 'threats', 'domestic', 'stow', 'underpass', 'street', 'ward', 'officer', 'specialist'] as const;
  const ids = Object.fromEntries(names.map((name) => [name, uuidv7()])) as ReportTown['ids'];
  const settings = partnershipSettings.parse({
    hubPhone: '01632 960100', demo: false, runBy: 'the council with its partners',
    directory: [{ about: 'Noise', by: 'Harlow Council', phone: '01632 960100', when: 'Monday to Friday, 9am to 5pm' }, { about: 'Threats', by: 'Essex Police', phone: '101', when: 'day and night' }],
    saidDid: [{ place: 'Bush Fair', said: 'The lights are out.', did: 'Seven lamps were replaced.' }], helplines: [{ name: 'Samaritans', phone: '116 123', words: 'Day and night' }],
    meetings: [{ when: 'Every Wednesday, 10am to noon', words: 'Old Harlow library.' }],
  });
  await owner.query('insert into hub.partnership (id, name, town, settings) values ($1, $2, $3, $4)', [p, 'Safer Harlow Partnership', 'Harlow', JSON.stringify(settings)]);
  await owner.query(
    `insert into hub.agency (partnership_id, id, name, short_name, kind, phone, hours, takes_reports) values ($1, $2, 'Harlow Council', 'Council', 'council', '01632 960100', 'Monday to Friday, 9am to 5pm', true), ($1, $3, 'Essex Police', 'Police', 'police', '101', 'Day and night', false)`,
    [p, ids.council, ids.police],
  );
  await owner.query(`insert into hub.team (partnership_id, id, agency_id, name, phone) values ($1, $2, $4, 'Community Safety Team', '01632 960101'), ($1, $3, $4, 'Domestic Abuse Team', '01632 960102')`, [p, ids.safety, ids.domesticTeam, ids.council]);
  await owner.query(
    `insert into hub.category (partnership_id, id, code, name, hint, priority, sensitive, restricted, team_id, position, in_force_from) values
      ($1, $2, 'noise', 'Noise', 'Loud music', 'standard', false, false, null, 0, '2020-01-01'),
      ($1, $3, 'threats', 'Threats, harassment or intimidation', '', 'urgent', false, false, null, 1, '2020-01-01'),
      ($1, $4, 'domestic', 'Someone at home hurts or controls a person', '', 'urgent', true, true, $5, 2, '2020-01-01')`,
    [p, ids.noise, ids.threats, ids.domestic, ids.domesticTeam],
  );
  const place = async (id: string, kind: string, name: string, detail: string, neighbourhood: string, lat: number, lon: number): Promise<void> => {
    const { easting, northing } = toGrid({ lat, lon });
    await owner.query(
      'insert into hub.place (partnership_id, id, kind, name, detail, postcode, neighbourhood, lat, lon, easting, northing, search_key) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
      [p, id, kind, name, detail, 'CM20 3', neighbourhood, lat, lon, easting, northing, searchKey(`${name} ${detail} ${neighbourhood}`)],
    );
  };
  await place(ids.stow, 'place', 'The Stow, shops and car park', 'Wheatley Road', 'The Stow', 51.7757, 0.1139);
  await place(ids.underpass, 'asset', 'The Stow underpass', 'Under First Avenue', 'The Stow', 51.7766, 0.1132);
  await place(ids.street, 'street', 'Tillwicks Road', '', 'Bush Fair', 51.7606, 0.1105);
  await owner.query(
    `insert into hub.area (partnership_id, id, kind, code, name, edition, shape, west, south, east, north) values ($1, $2, 'ward', 'W1', 'Mark Hall', '2024', $3, 0.10, 51.77, 0.13, 51.79)`,
    [p, ids.ward, JSON.stringify({ type: 'Polygon', coordinates: [[[0.1, 51.77], [0.13, 51.77], [0.13, 51.79], [0.1, 51.79], [0.1, 51.77]]] })],
  );
  const tokens = { officer: 'officer-token', specialist: 'specialist-token' } as const;
  for (const who of ['officer', 'specialist'] as const) {
    await owner.query(`insert into hub.account (partnership_id, id, agency_id, name, email, state) values ($1, $2, $3, $4, $5, 'active')`, [p, ids[who], ids.council, who === 'officer' ? 'Priya Nair' : 'Tomas Reyes', `${who}@example.org`]);
    await owner.query(`insert into hub.account_role values ($1, $2, 'officer')`, [p, ids[who]]);
    await owner.query('insert into hub.account_team values ($1, $2, $3)', [p, ids[who], who === 'officer' ? ids.safety : ids.domesticTeam]);
    await owner.query(`insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at) values ($1, $2, $3, $4, 'full', now() + interval '1 day')`, [p, uuidv7(), secretHash(tokens[who]), ids[who]]);
  }

  const folder = mkdtempSync(path.join(tmpdir(), 'hub-report-'));
  const partnership: Partnership = { id: p, name: 'Safer Harlow Partnership', town: 'Harlow', settings };
  const pools = openDatabase(database.app, database.worker);
  const clock = fixedClock(townNow);
  const house: House = {
    settings: readSettings({ DATA_DIR: folder, LOG_LEVEL: 'silent', UPLOAD_LIMIT_MB: '1' }), database: pools, files: openFileStore({ kind: 'folder', folder: path.join(folder, 'files') }),
    clock, log: makeLog('silent'), processes: onlyProcess, assets: assets?.names ?? {}, partnershipOf: async () => partnership,
  };
  const server = await buildServer(house, {
    routes, assetsFolder: assets?.folder ?? folder, errorPage, ready: async () => ({}),
    paths: { signIn: (next) => paths.signIn(next), secondFactor: paths.secondFactor(), enrol: paths.enrol(), startReport: paths.reportStart() },
  });
  return {
    owner, house, clock, partnership, ids,
    visitor: () => new Visitor(server),
    staff: async (who) => {
      const visitor = new Visitor(server);
      visitor.cookies.set(sessionCookie, tokens[who]);
      return visitor;
    },
    one: async <Row extends pg.QueryResultRow>(query: string, values: readonly unknown[] = []) => {
      const { rows } = await owner.query<Row>(query, [...values]);
      const [row] = rows;
      if (row === undefined || rows.length !== 1) {
        throw new Error(`Expected one row, found ${rows.length}`);
      }
      return row;
    },
    close: async () => {
      await server.close();
      await pools.close();
      await owner.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
