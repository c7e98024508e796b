import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Town } from '../cases/town.testing.ts';
import { routes as caseRoutes } from '../cases/index.ts';
import { matchPeople, routes as matchingRoutes } from '../matching/index.ts';
import { paths } from '../paths.ts';
import { sessionCookie } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { routes as searchRoutes } from '../search/index.ts';
import { addOutsiders, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { routes } from './index.ts';

let town: Town;
let server: TownServer;
let outsiders: Outsiders;
let caseId: string;
let jaz: string;

async function alleged(ofCase: string, name: string, agency: string, more: { born?: string; description?: string } = {}): Promise<string> {
  const id = uuidv7();
  await town.owner.query(
    `insert into hub.party (partnership_id, id, agency_id, case_id, role, name, name_key, born_on, description) values ($1, $2, $3, $4, 'alleged', $5, lower($5), $6, $7)`,
    [town.partnership.id, id, agency, ofCase, name, more.born ?? null, more.description ?? '']);
  return id;
}

async function policeCase(): Promise<string> {
  const id = uuidv7();
  await town.owner.query(`insert into hub.case_file (partnership_id, id, reference, title, agency_id, opened_at) values ($1, $2, $3, 'Robbery at the bus station', $4, now())`, [town.partnership.id, id, `C-${id.slice(-6)}`, town.police]);
  await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, id]);
  return id;
}

const match = async (): Promise<number> => matchPeople({ database: server.house.database, files: server.house.files, now: () => town.now });

beforeAll(async () => {
  town = await makeTown();
  server = await serveTown(town, [...routes, ...matchingRoutes, ...caseRoutes, ...searchRoutes], { folder: mkdtempSync(path.join(tmpdir(), 'hub-people-')), names: {} });
  outsiders = await addOutsiders(town);
  ({ caseId } = await makeCase(town, [outsiders.walled]));
  jaz = await alleged(caseId, 'Kyle Brennan', town.council, { born: '1999-03-04' });
});
afterAll(async () => {
  await server.close();
  await town.close();
});

describe('outsiders', () => {
  test('get 403 for every page and form about a person whom they may not see, and see nobody in lists, search, typing and exports', async () => {
    const addresses = [paths.person(jaz), paths.personPart(jaz, 'who-looked'), paths.personPart(jaz, 'likely'), paths.personPart(jaz, 'warning'), paths.personPart(jaz, 'associate'), paths.personPart(jaz, 'ask'), paths.personFact(jaz, 'alias'), paths.personPart(jaz, 'edit')];
    for (const person of [town.constable, outsiders.housing, outsiders.walled, outsiders.auditor, outsiders.administrator]) {
      for (const address of addresses) {
        expect((await server.get(person, address)).status, address).toBe(403);
      }
      const posts: [string, Record<string, string>][] = [[paths.personFact(jaz, 'alias'), { value: 'Jaz' }], [paths.personPart(jaz, 'warning'), { kind: 'violence', words: 'x', reason: 'y', owner: person.id, review: '1/3/2027' }], [paths.personPart(jaz, 'ask'), { why: 'curious' }], [paths.personPart(jaz, 'likely'), { other: uuidv7(), verdict: 'same' }]];
      for (const [address, fields] of posts) {
        expect((await server.post(person, address, fields)).status, address).toBe(403);
      }
      const lists = [await server.get(person, paths.people()), await server.post(person, paths.people(), { q: 'brennan' }), await server.post(person, paths.peopleTyping(), { name: 'Kyle Brennan' }), await server.get(person, paths.peopleRanked('perpetrators')), await server.get(person, paths.peopleRankedExport('perpetrators')), await server.get(person, paths.peopleMatches())];
      for (const { status, body } of lists) {
        expect([200, 403]).toContain(status);
        expect(body).not.toContain('Kyle Brennan');
      }
    }
    expect((await server.post(town.priya, paths.peopleTyping(), { name: 'Kile Brennan' })).body).toContain('Kyle Brennan');
    expect((await town.owner.query('select 1 from hub.person_fact')).rowCount).toBe(0);
    expect((await town.owner.query('select 1 from hub.person_asked')).rowCount).toBe(0);
  });
});

describe('a person', () => {
  test('is added, found likely to be somebody known, joined with the reason, and taken apart again', async () => {
    const wrong = await server.post(town.priya, paths.newPerson(), { kind: 'person', name: '', born: '31/2/1999' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('Give the date of birth like');
    expect(wrong.body).toContain('31/2/1999');
    const added = await server.post(town.priya, paths.newPerson(), { kind: 'person', role: 'alleged', name: 'Kyle Brenan', born: '4/3/1999', postcode: 'CM20 1AA' });
    expect(added.location).toMatch(/\/people\/.+\/likely$/);
    const id = added.location.split('/')[2] ?? '';
    const likely = await server.get(town.priya, added.location);
    expect(likely.body).toMatch(/Council: name nearly the same, same birth date/);
    await server.post(town.priya, paths.personPart(id, 'likely'), { other: jaz, verdict: 'same' });
    const page = await server.get(town.priya, paths.person(id));
    expect(page.body).toContain('Kyle Brennan');
    expect(page.body).toContain('Kyle Brenan');
    expect(page.body).toContain('Threats on the landing');
    const [link] = (await town.owner.query("select id from hub.person_link where undone_at is null")).rows;
    expect((await server.post(town.priya, paths.personUndo(jaz, link.id), { why: '' })).status).toBe(422);
    await server.post(town.priya, paths.personUndo(jaz, link.id), { why: 'His cousin' });
    expect((await server.get(town.priya, paths.person(id))).body).not.toContain('Threats on the landing');
    await server.post(town.priya, paths.personPart(id, 'likely'), { other: jaz, verdict: 'same' });
  });

  test('has other names, vehicles and associates; a warning with reason, owner and review day stands on the case too, and ends with a reason', async () => {
    const friend = await alleged(caseId, 'Zed Marlow', town.council);
    await server.post(town.priya, paths.personFact(jaz, 'alias'), { value: 'Jaz' });
    await server.post(town.priya, paths.personFact(jaz, 'vehicle'), { value: 'Red Honda moped, AB12 CDE', note: 'Seen twice' });
    expect((await server.post(town.priya, paths.personPart(jaz, 'associate'), { kind: 'associate', name: 'zed' })).body).toContain('Zed Marlow');
    await server.post(town.priya, paths.personPart(jaz, 'associate'), { kind: 'associate', name: 'zed', other: friend });
    const warning = { kind: 'violence', words: 'Do not go alone', reason: 'Pushed an officer on 3 November', owner: town.priya.id };
    expect((await server.post(town.priya, paths.personPart(jaz, 'warning'), { ...warning, review: '1/3/2031' })).body).toContain('within a year');
    await server.post(town.priya, paths.personPart(jaz, 'warning'), { ...warning, review: '1/3/2027' });
    const page = await server.get(town.priya, paths.person(jaz));
    for (const words of ['Jaz', 'Red Honda moped', 'Zed Marlow', 'Do not go alone', 'Pushed an officer', 'Priya Nair', '1 March 2027']) {
      expect(page.body).toContain(words);
    }
    expect((await server.get(town.priya, paths.case(caseId))).body).toContain('Do not go alone');
    expect((await server.post(town.priya, paths.people(), { q: 'brennan' })).body).toContain('Safety warning');
    for (const q of ['ab12cde', 'moped AB12 CDE']) {
      expect((await server.post(town.priya, paths.people(), { q })).body, q).toContain('People found');
      expect((await server.post(outsiders.housing, paths.people(), { q })).body, q).not.toContain('People found');
    }
    // So does the find box of every page.
    const typed = JSON.parse((await server.post(town.priya, paths.searchTyping(), { q: 'AB12 CDE' })).body);
    expect(typed).toContainEqual(expect.objectContaining({ href: paths.person(jaz), detail: 'Noted with this vehicle' }));
    expect((await server.post(town.priya, paths.search(), { q: 'ab12cde' })).body).toContain(paths.person(jaz));
    expect((await server.post(outsiders.housing, paths.search(), { q: 'ab12cde' })).body).not.toContain(paths.person(jaz));
    expect(JSON.parse((await server.post(outsiders.housing, paths.searchTyping(), { q: 'AB12 CDE' })).body)).toEqual([]);
    expect((await server.post(town.priya, paths.people(), { q: 'AB12 CDF' })).body).not.toContain('People found');
    const [{ id }] = (await town.owner.query('select id from hub.person_warning')).rows;
    await server.post(town.priya, paths.personEnd(jaz, 'warning', id), { why: 'He moved away' });
    expect((await server.get(town.priya, paths.person(jaz))).body).not.toContain('Do not go alone');
    expect((await server.get(town.priya, paths.personPart(jaz, 'who-looked'))).body).toContain('Priya Nair');
  });

  test('says once what several of their records say in the same words, and nothing of safe contact that nobody wrote of somebody alleged', async () => {
    const records = [uuidv7(), uuidv7()];
    for (const id of records) {
      await town.owner.query(`insert into hub.party (partnership_id, id, agency_id, case_id, role, name, name_key, born_on, address, postcode) values ($1, $2, $3, $4, 'victim', 'Wanda Quill', 'wanda quill', '1950-02-03', '4 Invented Row', 'CM20 1AA')`, [town.partnership.id, id, town.council, caseId]);
    }
    await match();
    expect((await server.get(town.priya, paths.peopleMatches())).body).toMatch(/Wanda Quill and Wanda Quill.*Same name, same birth date/s);
    // Side by side stands what was written, not the form in which it is compared.
    expect((await server.get(town.priya, paths.peoplePair(records[0] ?? '', records[1] ?? ''))).body).toMatch(/4 Invented Row<.*CM20 1AA</s);
    await server.post(town.priya, paths.peoplePair(records[0] ?? '', records[1] ?? ''), { verdict: 'same' });
    const page = (await server.get(town.priya, paths.person(records[0] ?? ''))).body;
    expect(page).toContain('Wanda Quill, born 3 February 1950.');
    expect(page.split('Plain messages only').length - 1).toBe(1);
    expect((await server.get(town.priya, paths.person(jaz))).body).not.toContain('Plain messages only');
  });

  test('adding a name to a case asks whether the person is known', async () => {
    const answer = await server.post(town.priya, paths.casePart(caseId, 'people'), { role: 'alleged', kind: 'person', name: 'Kile Brennan', born: '4/3/1999' });
    expect(answer.location).toMatch(/\/people\/.+\/likely$/);
  });
});

describe('a partner that holds something which is not shared', () => {
  test('is named only if it agreed, never for what is restricted, and both sides see that somebody asked', async () => {
    const held = await policeCase();
    const theirs = await alleged(held, 'Kyle Brennan', town.police, { born: '1999-03-04' });
    await match();
    const ask = async () => server.post(town.priya, paths.personPart(jaz, 'ask'), { why: 'Deciding on an injunction' });
    expect((await ask()).body).toContain('Nobody to name');
    await town.owner.query(`insert into hub.matching_rule (partnership_id, id, review_from, named_agencies, in_force_from) values ($1, $2, 50, array[$3]::uuid[], '2020-01-01')`, [town.partnership.id, uuidv7(), town.police]);
    const named = await ask();
    expect(named.body).toContain('Essex Police');
    for (const secret of ['Robbery', held, theirs]) {
      expect(named.body).not.toContain(secret);
    }
    const told = await server.get(town.constable, paths.peopleAsked());
    expect(told.body).toContain('Deciding on an injunction');
    expect(told.body).toContain('Priya Nair');
    expect((await server.get(outsiders.housing, paths.peopleAsked())).body).not.toContain('Deciding');
    await expect(town.as(town.priya, async (tx) => tx.all(sql`select held_record_id from hub.person_asked`))).rejects.toThrow('permission denied');
    await town.owner.query('update hub.case_file set restricted = true where id = $1', [held]);
    await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, held]);
    expect((await ask()).body).toContain('Nobody to name');
    const { rows } = await town.owner.query('select named_agency from hub.person_asked order by at');
    expect(rows.filter(({ named_agency }) => named_agency === town.police)).toHaveLength(1);
    expect(rows).toHaveLength(3);
  });
});

const syllables = ['ba', 'ke', 'li', 'mo', 'nu', 'ra', 'so', 'ti', 'va', 'ze', 'do', 'fi', 'gu'];
/** Invented names of three syllables that hardly sound alike. */
const word = (place: number): string => [place, Math.floor(place / 13) * 5, Math.floor(place / 169) * 3 + place].map((part) => syllables[part % syllables.length]).join('');

describe('a file from a partner', () => {
  const file = 'Tenant ID,First name,Surname,DOB,Postcode,Address\n1,Kyle,Brennan,04/03/1999,CM20 1AA,3 The Stow\n2,Dora,Quill,1/2/1960,CM20 2BB,\n3,,,,,\n4,Ann,Bad,99/99/1999,,\n5,Ann,Worse,,NOWHERE,\n';

  async function upload(content: string, name = 'tenants.csv', type = 'text/csv') {
    const boundary = 'x'.repeat(20);
    const field = (key: string, value: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`;
    const payload = `${field('source', 'Eastgate Homes')}${field('purpose', 'Tenancies at The Stow, agreement of 2026')}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${content}\r\n--${boundary}--\r\n`;
    const answer = await server.server.inject({ method: 'POST', url: paths.peopleFiles(), cookies: { [sessionCookie]: town.priya.token }, headers: { 'sec-fetch-site': 'same-origin', 'content-type': `multipart/form-data; boundary=${boundary}` }, payload });
    return { status: answer.statusCode, body: answer.body, location: String(answer.headers.location ?? '') };
  }

  test('is checked, mapped, read, compared and reviewed; the same again changes nothing', async () => {
    expect((await upload('just words')).body).toContain('no columns or no rows');
    expect((await upload('%PDF-1.4 not a table', 'tenants.pdf', 'application/pdf')).status).toBe(422);
    const sent = await upload(file);
    expect(sent.location).toMatch(/^\/people\/files\//);
    expect((await server.get(town.priya, sent.location)).body).toContain('Which column is what?');
    expect((await server.get(outsiders.housing, sent.location)).status).toBe(403);
    expect((await server.get(town.constable, sent.location)).status).toBe(403);
    expect((await server.post(town.priya, sent.location, { name: '', role: '' })).body).toContain('Choose the column of the full name');
    await server.post(town.priya, sent.location, { number: '0', forename: '1', surname: '2', born: '3', postcode: '4', address: '5', role: 'other' });
    await match();
    const page = await server.get(town.priya, sent.location);
    expect(page.body).toContain('Done.');
    expect(page.body).toContain('It has no name.');
    expect(page.body).toContain('Its date of birth is no date');
    expect(page.body).toContain('Kyle Brennan and Kyle Brennan');
    const before = (await town.owner.query('select t::text from hub.held_person t order by 1')).rows;
    expect(before.filter(({ t }) => String(t).includes('Dora Quill'))).toHaveLength(1);
    expect((await upload(file)).location).toBe(sent.location);
    // The same rows in a file of other bytes are the same rows.
    const again = await upload(`${file}\n`);
    expect((await server.get(town.priya, again.location)).body).toContain('As somebody of your agency said last time');
    await server.post(town.priya, again.location, { number: '0', forename: '1', surname: '2', born: '3', postcode: '4', address: '5', role: 'other' });
    await match();
    expect((await town.owner.query('select t::text from hub.held_person t order by 1')).rows).toEqual(before);
    const [pair] = (await town.owner.query(`select m.left_id, m.right_id from hub.match_pair m join hub.held_person h on h.id in (m.left_id, m.right_id) and h.source_key = '1' where $1 in (m.left_id, m.right_id)`, [jaz])).rows;
    const side = await server.get(town.priya, paths.peoplePair(pair.left_id, pair.right_id));
    for (const words of ['Is this the same person?', 'Date of birth', 'The same facts as a table', 'svg']) {
      expect(side.body).toContain(words);
    }
    for (const person of [town.constable, outsiders.housing, outsiders.walled, outsiders.auditor]) {
      expect((await server.get(person, paths.peoplePair(pair.left_id, pair.right_id))).status).toBe(403);
      expect((await server.post(person, paths.peoplePair(pair.left_id, pair.right_id), { verdict: 'same' })).status).toBe(403);
    }
    await server.post(town.priya, paths.peoplePair(pair.left_id, pair.right_id), { verdict: 'same' });
    expect((await server.get(town.priya, paths.person(jaz))).body).toContain('From Eastgate Homes');
    const against = await server.post(town.priya, paths.peoplePair(pair.left_id, pair.right_id), { verdict: 'different' });
    expect(against.status).toBe(303);
  });

  test('goes on where it was when the hub is killed half way', async () => {
    const rows = Array.from({ length: 700 }, (_, place) => `K${place},${word(place)},${word(place * 7 + 3)},,,`).join('\n');
    const sent = await upload(`Tenant ID,First name,Surname,DOB,Postcode,Address\n${rows}\n`);
    await server.post(town.priya, sent.location, { number: '0', forename: '1', surname: '2', role: 'other' });
    const id = sent.location.split('/').at(-1);
    // As a kill leaves it: some steps committed, the next not.
    const killed = { ...server.house.files, get: server.house.files.get.bind(server.house.files) };
    let calls = 0;
    const database = { ...server.house.database, worker: new Proxy(server.house.database.worker, { get: (pool, name) => (name === 'connect' ? async () => {
      calls += 1;
      if (calls > 3) {
        throw Object.assign(new Error('killed'), { code: '57P01' });
      }
      return await pool.connect();
    } : Reflect.get(pool, name)) }) };
    await expect(matchPeople({ database, files: killed, now: () => town.now })).rejects.toThrow('killed');
    const [half] = (await town.owner.query('select rows_read, state from hub.person_file where id = $1', [id])).rows;
    expect(half.rows_read).toBeGreaterThan(0);
    expect(half.rows_read).toBeLessThan(700);
    await match();
    const [whole] = (await town.owner.query('select rows_added, rows_read, state from hub.person_file where id = $1', [id])).rows;
    expect(whole).toEqual({ rows_added: 700, rows_read: 700, state: 'done' });
  }, 240_000);

  test('nothing is joined by machine unless the local rule allows it; then above its share alone, and it can be undone', async () => {
    const held = await policeCase();
    const twins = [await alleged(held, 'Otto Fenwick', town.police, { born: '1988-01-09' }), await alleged(await policeCase(), 'Otto Fenwick', town.police, { born: '1988-01-09' })];
    await match();
    const persons = async (): Promise<number> => new Set((await town.owner.query('select person_id from hub.person_record where id = any($1::uuid[])', [twins])).rows.map(({ person_id }) => person_id)).size;
    expect(await persons()).toBe(2);
    await town.owner.query(`update hub.matching_rule set machine_from = 99`);
    await town.owner.query('update hub.person_record set matched_at = null where id = any($1::uuid[])', [twins]);
    await match();
    expect(await persons()).toBe(1);
    const [{ id }] = (await town.owner.query('select id from hub.person_link where decided_by is null and undone_at is null')).rows;
    await server.post(town.constable, paths.personUndo(twins[0] ?? '', id), { why: 'Two brothers' });
    await town.owner.query('update hub.person_record set matched_at = null where id = any($1::uuid[])', [twins]);
    await match();
    expect(await persons()).toBe(2);
  }, 240_000);
});
