import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createTestDatabase, type TestDatabase } from '../platform/database/testing.ts';
import { secretHash } from '../platform/http/index.ts';
import { foundPartnership } from './found-partnership.ts';
import { readSetUpWish } from './set-up-wish.ts';

const good = { town: 'Harlow', name: 'Ada Cole', email: 'Ada.Cole@harlow.example.org' };

describe('what is asked for', () => {
  test('fills in what follows from the town', () => {
    expect(readSetUpWish(good)).toEqual({ ...good, email: 'ada.cole@harlow.example.org', agency: 'Harlow Council', partnership: 'Harlow Community Safety Partnership', roles: ['administrator'], host: null });
    expect(readSetUpWish({ ...good, roles: 'Administrator, coordinator,coordinator' }).roles).toEqual(['administrator', 'coordinator']);
  });

  test.each([
    [{ ...good, town: undefined }, 'Say which town'],
    [{ ...good, name: ' ' }, 'Say who the administrator is'],
    [{ ...good, email: 'ada' }, '--email must be an e-mail address'],
    [{ ...good, roles: 'boss,administrator' }, '--roles takes officer, supervisor'],
    [{ ...good, roles: 'officer' }, '--roles must hold administrator'],
    [{ ...good, host: 'https://hub' }, '--host must be a host name'],
    [{}, 'npm run set-up -- --town'],
  ])('%j is refused with a sentence', (values, sentence) => expect(() => readSetUpWish(values)).toThrow(sentence));
});

describe('founding', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  const now = Temporal.Instant.from('2026-11-24T09:24:00Z');
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client(database.owner);
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  test('makes partnership, agency, teams, rules and an invitation that opens', async () => {
    const founded = await foundPartnership(database.owner, readSetUpWish(good), now);
    const { rows } = await owner.query(
      `select p.town, g.takes_reports, a.state, a.email, array(select role from hub.account_role) as roles, i.expires_at > $1::timestamptz as lives,
         (select count(*)::int from hub.category c join hub.team t on t.id = c.team_id where c.restricted) as restricted, (select count(*)::int from hub.gateway) > 0 as gateways,
         (select count(*)::int from hub.risk_template) as risk, (select count(*)::int from hub.contact_standard) > 3 as standards
       from hub.partnership p join hub.agency g on g.partnership_id = p.id join hub.account a on a.agency_id = g.id join hub.invitation i on i.account_id = a.id and i.secret_hash = $2`,
      [now.toString(), secretHash(founded.invitationSecret)],
    );
    expect(rows).toEqual([{ town: 'Harlow', takes_reports: true, state: 'invited', email: 'ada.cole@harlow.example.org', roles: ['administrator'], lives: true, restricted: 1, gateways: true, risk: 1, standards: true }]);
  });

  test.each([
    [{ ...good, town: 'HARLOW' }, 'There is a partnership for Harlow already'],
    [{ ...good, town: 'Epping' }, 'already serves Harlow'],
  ])('a second one is refused and changes nothing', async (values, sentence) => {
    await expect(foundPartnership(database.owner, readSetUpWish(values), now)).rejects.toThrow(sentence);
    expect((await owner.query('select 1 from hub.partnership')).rowCount).toBe(1);
  });

  test('another town has its own host, once', async () => {
    const other = readSetUpWish({ ...good, town: 'Epping', host: 'hub.epping.example.org' });
    await foundPartnership(database.owner, other, now);
    await expect(foundPartnership(database.owner, { ...other, town: 'Ongar' }, now)).rejects.toThrow('answers at hub.epping.example.org already');
    expect((await owner.query('select 1 from hub.partnership')).rowCount).toBe(2);
  });
});
