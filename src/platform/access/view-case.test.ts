import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createTestDatabase, type TestDatabase } from '../database/testing.ts';

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [partnership, council, police, priya, walled, mine, theirs, elsewhere] = [id(1), id(2), id(3), id(4), id(5), id(6), id(7), id(8)];

let database: TestDatabase;
let owner: pg.Client;
let app: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client(database.owner);
  app = new pg.Client(database.app);
  await Promise.all([owner.connect(), app.connect()]);
  await owner.query(`
    insert into hub.partnership (id, name, town) values ('${partnership}', 'One', 'One'), ('${elsewhere}', 'Two', 'Two');
    insert into hub.agency (partnership_id, id, name, short_name, kind) values ('${partnership}', '${council}', 'Council', 'C', 'council'), ('${partnership}', '${police}', 'Police', 'P', 'police'), ('${elsewhere}', '${council}', 'Other', 'O', 'council');
    insert into hub.account (partnership_id, id, agency_id, name, email, state) values ('${partnership}', '${priya}', '${council}', 'Priya', 'priya@example.org', 'active'), ('${partnership}', '${walled}', '${council}', 'Walled', 'walled@example.org', 'active');
    insert into hub.account_role values ('${partnership}', '${priya}', 'officer'), ('${partnership}', '${walled}', 'officer');
    insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at) values ('${partnership}', '${id(10)}', sha256('priya'), '${priya}', 'full', now() + interval '1 hour'), ('${partnership}', '${id(11)}', sha256('walled'), '${walled}', 'full', now() + interval '1 hour');
    insert into hub.case_file (partnership_id, id, reference, title, agency_id, opened_at) values ('${partnership}', '${mine}', 'C1', 'Mine', '${council}', now()), ('${partnership}', '${theirs}', 'C2', 'Theirs', '${police}', now()), ('${elsewhere}', '${mine}', 'C3', 'Another partnership', '${council}', now());
    insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ('${partnership}', '${walled}', '${mine}', 'A relative');
    insert into hub.chronology (partnership_id, id, case_id, at, kind, words, by_agency, audience) values ('${partnership}', '${id(20)}', '${mine}', now(), 'note', 'for all', '${council}', 'case'), ('${partnership}', '${id(21)}', '${mine}', now(), 'note', 'for the police alone', '${police}', 'agency'),
      ('${partnership}', '${id(22)}', '${theirs}', now(), 'note', 'theirs', '${police}', 'case'), ('${elsewhere}', '${id(23)}', '${mine}', now(), 'note', 'another partnership', '${council}', 'case');
    select hub.refresh_case_access('${partnership}', array['${mine}', '${theirs}']::uuid[]), hub.refresh_case_access('${elsewhere}', array['${mine}']::uuid[])`);
});

afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await database.drop();
});

async function as<Result>(token: string, view: string | undefined, work: () => Promise<Result>): Promise<Result> {
  await app.query('begin');
  try {
    await app.query('select * from hub.enter_session(sha256(convert_to($1, $2)))', [token, 'UTF8']);
    if (view !== undefined) {
      await app.query('select hub.view_case($1)', [view]);
    }
    return await work();
  } finally {
    await app.query('rollback');
  }
}

const read = async (): Promise<string[]> => (await app.query<{ words: string }>('select words from hub.chronology order by words')).rows.map(({ words }) => words);
const titles = async (): Promise<string[]> => (await app.query<{ title: string }>('select title from hub.case_file order by title')).rows.map(({ title }) => title);

test.each([
  ['one’s own case', 'priya', mine, ['for all'], ['Mine']],
  ['a case that is not one’s own', 'priya', theirs, ['for all'], ['Mine']],
  ['a case behind a wall', 'walled', mine, [], []],
  ['no case', 'priya', undefined, ['for all'], ['Mine']],
])('viewing %s shows what the policies show without it', async (_, who, view, words, cases) => {
  expect(await as(who, view, read)).toEqual(words);
  expect(await as(who, view, titles)).toEqual(cases);
  expect(await as(who, undefined, read)).toEqual(words);
});

test('a view cannot be made up: the seal covers it', async () => {
  await as('walled', undefined, async () => {
    await app.query(`select set_config('hub.actor', current_setting('hub.actor') || '${mine}', true)`);
    await expect(app.query('select 1 from hub.chronology')).rejects.toMatchObject({ code: '42501' });
  });
});

test('a view that is rolled back closes the transaction instead of leaving a seal behind', async () => {
  await as('priya', undefined, async () => {
    await app.query('savepoint before');
    await app.query('select hub.view_case($1)', [mine]);
    expect(await titles()).toEqual(['Mine']);
    await app.query('rollback to savepoint before');
    await expect(titles()).rejects.toMatchObject({ code: '42501' });
  });
});

test('nobody who has not signed in views a case, and a view ends with its transaction', async () => {
  await app.query('begin');
  await app.query('select hub.enter_public($1)', [partnership]);
  await app.query('select hub.view_case($1)', [mine]);
  expect((await app.query('select 1 from hub.case_file')).rowCount).toBe(0);
  await app.query('rollback');
  await as('priya', mine, read);
  expect((await app.query('select 1 from hub.case_file')).rowCount).toBe(0);
});

test('writing asks the rule itself: access that ended after the view was taken allows no change', async () => {
  await as('priya', mine, async () => {
    await owner.query(`delete from hub.case_access where case_id = '${mine}' and partnership_id = '${partnership}'`);
    try {
      expect((await app.query(`update hub.case_file set title = 'Changed'`)).rowCount).toBe(0);
      await expect(app.query(`insert into hub.chronology (partnership_id, id, case_id, at, kind, words) values ('${partnership}', '${id(30)}', '${mine}', now(), 'note', 'late')`)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await owner.query(`select hub.refresh_case_access('${partnership}', array['${mine}']::uuid[])`);
    }
  });
});

interface Held {
  readonly reports: string[];
  readonly incidents: boolean;
  readonly tasks: boolean;
  readonly west: number | null;
}

const held = async (of: string): Promise<Held[]> => (await app.query<Held>('select * from hub.open_case($1)', [of])).rows;

test('what hangs on a case is told to whoever sees it and to nobody else', async () => {
  await owner.query(`insert into hub.incident (partnership_id, id, case_id, happened_at, words, place_words, lat, lon) values ('${partnership}', '${id(30)}', '${mine}', now(), 'Shouting', 'Minton Lane', 51.77, 0.1), ('${elsewhere}', '${id(31)}', '${mine}', now(), 'Another partnership', '', 50, -1)`);
  expect(await as('priya', undefined, async () => held(mine))).toMatchObject([{ reports: [], incidents: true, tasks: false, west: 0.1 }]);
  for (const [who, of] of [['priya', theirs], ['walled', mine], ['nobody', mine]] as const) {
    expect(await as(who, undefined, async () => held(of))).toEqual([]);
  }
});

const nameOfRules = async (): Promise<string | null | undefined> => {
  const { rows } = await app.query<{ rules: string | null }>(`select rules from hub.enter_session(sha256('priya'))`);
  return rows[0]?.rules;
};

test.each([
  ['a holiday', `insert into hub.holiday (partnership_id, day, name) values ('${partnership}', '2026-12-24', 'Closed')`],
  ['a holiday that is taken back', `delete from hub.holiday where partnership_id = '${partnership}'`],
  ['a new name of a colleague', `update hub.account set name = 'Priya Shah' where id = '${priya}'`],
  ['a new name of an agency', `update hub.agency set short_name = 'CC' where id = '${council}'`],
  ['a new team', `insert into hub.team (partnership_id, id, agency_id, name) values ('${partnership}', '${id(40)}', '${council}', 'Night team')`],
  ['who is in it', `insert into hub.account_team values ('${partnership}', '${priya}', '${id(40)}')`],
])('%s gives the state of rules and names another name', async (_, change) => {
  const before = await nameOfRules();
  expect(await nameOfRules()).toBe(before);
  await owner.query(change);
  expect(await nameOfRules()).not.toBe(before);
});

test('signing in changes no rule and no name', async () => {
  const before = await nameOfRules();
  await owner.query(`update hub.account set last_signed_in_at = now() where id = '${priya}'`);
  expect(await nameOfRules()).toBe(before);
});
