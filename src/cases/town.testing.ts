import { randomBytes } from 'node:crypto';

import pg from 'pg';
import { Temporal } from 'temporal-polyfill';

import { enterSession, type Role, type StaffActor } from '../platform/access/index.ts';
import { inTransaction, openPool, type Transaction } from '../platform/database/index.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/testing.ts';
import { cellOf, toGrid } from '../platform/geography/index.ts';
import { secretHash } from '../platform/http/index.ts';
import { partnershipSettings, type Partnership } from '../platform/partnership/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';

export interface Person {
  readonly id: string;
  readonly agencyId: string;
  readonly token: string;
}

export interface ReportWish {
  readonly agencyId?: string;
  readonly title?: string;
  readonly words?: string;
  readonly lat?: number;
  readonly lon?: number;
  readonly placeWords?: string;
  readonly receivedAt?: string;
  readonly answerBy?: string;
  readonly state?: string;
  readonly restricted?: boolean;
  readonly teamId?: string;
  readonly hate?: boolean;
  readonly channel?: string;
  readonly contact?: object;
  readonly name?: string;
  readonly vulnerability?: string;
}

/** A small invented town on a real PostgreSQL: two agencies, people of several roles, reports on demand. */
export interface Town {
  readonly database: TestDatabase;
  readonly owner: pg.Client;
  readonly pool: pg.Pool;
  readonly partnership: Partnership;
  readonly council: string;
  readonly police: string;
  readonly team: string;
  readonly noise: string;
  readonly now: Temporal.Instant;
  readonly priya: Person;
  readonly colleague: Person;
  readonly supervisor: Person;
  readonly analyst: Person;
  readonly constable: Person;
  as<Result>(person: Person, work: (tx: Transaction, actor: StaffActor) => Promise<Result>): Promise<Result>;
  report(wish?: ReportWish): Promise<{ id: string; reference: string }>;
  close(): Promise<void>;
}

export const townNow = Temporal.Instant.from('2026-11-24T09:24:00Z');

export async function makeTown(): Promise<Town> {
  const database = await createTestDatabase();
  const owner = new pg.Client(database.owner);
  await owner.connect();
  const pool = openPool(database.app, 4);
  const partnershipId = uuidv7();
  const [council, police, team, noise] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  await owner.query(`insert into hub.partnership (id, name, town, settings) values ($1, 'Harlow Community Safety Partnership', 'Harlow', '{}')`, [partnershipId]);
  await owner.query(
    `insert into hub.agency (partnership_id, id, name, short_name, kind, phone, takes_reports)
     values ($1, $2, 'Harlow Council', 'Council', 'council', '01632 960001', true), ($1, $3, 'Essex Police', 'Police', 'police', '01632 960002', false)`,
    [partnershipId, council, police],
  );
  await owner.query(`insert into hub.team (partnership_id, id, agency_id, name) values ($1, $2, $3, 'Community Safety Team')`, [partnershipId, team, council]);
  await owner.query(`insert into hub.category (partnership_id, id, code, name, in_force_from) values ($1, $2, 'noise', 'Noise', '2020-01-01')`, [partnershipId, noise]);
  await owner.query(
    `insert into hub.decision_reason (partnership_id, id, kind, name, words, in_force_from) values ($1, $2, 'no_further_action', 'Ordinary living noise', 'What you describe is the sound of ordinary living.', '2020-01-01')`,
    [partnershipId, uuidv7()],
  );

  const person = async (name: string, agencyId: string, roles: readonly Role[], teams: readonly string[] = []): Promise<Person> => {
    const id = uuidv7();
    const token = randomBytes(16).toString('hex');
    await owner.query(`insert into hub.account (partnership_id, id, agency_id, name, email, state, phone) values ($1, $2, $3, $4, $5, 'active', '01632 960010')`, [partnershipId, id, agencyId, name, `${id}@example.org`]);
    for (const role of roles) {
      await owner.query('insert into hub.account_role values ($1, $2, $3)', [partnershipId, id, role]);
    }
    for (const teamId of teams) {
      await owner.query('insert into hub.account_team values ($1, $2, $3)', [partnershipId, id, teamId]);
    }
    await owner.query(`insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at) values ($1, $2, $3, $4, 'full', now() + interval '1 day')`, [partnershipId, uuidv7(), secretHash(token), id]);
    return { id, agencyId, token };
  };

  const town: Town = {
    database, owner, pool, council, police, team, noise, now: townNow,
    partnership: { id: partnershipId, name: 'Harlow Community Safety Partnership', town: 'Harlow', settings: partnershipSettings.parse({}) },
    priya: await person('Priya Nair', council, ['officer'], [team]),
    colleague: await person('Tom Reed', council, ['officer']),
    supervisor: await person('Ada Cole', council, ['supervisor']),
    analyst: await person('Noor Aziz', council, ['analyst']),
    constable: await person('Owen Marsh', police, ['officer']),
    as: async (who, work) =>
      await inTransaction(pool, async (tx) => enterSession(tx, secretHash(who.token)), async (tx, actor) => {
        if (actor?.kind !== 'staff') {
          throw new Error('The test person is not signed in');
        }
        return await work(tx, actor);
      }),
    report: async (wish = {}) => {
      const id = uuidv7();
      const reference = makeReference('R');
      const lat = wish.lat ?? 51.7786;
      const lon = wish.lon ?? 0.1127;
      const { easting, northing } = toGrid({ lat, lon });
      await owner.query(
        `insert into hub.report (partnership_id, id, reference, link_hash, link_sealed, agency_id, team_id, state, restricted, channel, received_at, hate, title, category_id, words, place_words, lat, lon, easting, northing, cell, answer_by)
         values ($1, $2, $3, $4, '', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
        [partnershipId, id, reference, randomBytes(32), wish.agencyId ?? council, wish.teamId ?? null, wish.state ?? 'new', wish.restricted ?? false, wish.channel ?? 'web',
          wish.receivedAt ?? '2026-11-23T23:52:00Z', wish.hate ?? false, wish.title ?? 'Doors kicked on the landing', noise, wish.words ?? 'Lads on our landing again kicking every door.',
          wish.placeWords ?? 'The Stow flats', lat, lon, easting, northing, cellOf(lat, lon), wish.answerBy ?? '2026-11-24T17:00:00Z'],
      );
      await owner.query(
        `insert into hub.party (partnership_id, id, agency_id, report_id, role, name, name_key, email, safe_contact, vulnerability) values ($1, $2, $3, $4, 'complainant', $5, lower($5), 'amara@example.org', $6, $7)`,
        [partnershipId, uuidv7(), wish.agencyId ?? council, id, wish.name ?? 'Amara Okafor', JSON.stringify(wish.contact ?? { routes: ['email'], plain: false }), wish.vulnerability ?? ''],
      );
      return { id, reference };
    },
    close: async () => {
      await pool.end();
      await owner.end();
      await database.drop();
    },
  };
  return town;
}
