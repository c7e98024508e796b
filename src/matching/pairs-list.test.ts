import { afterAll, beforeAll, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Town } from '../cases/town.testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { routes } from './index.ts';

let town: Town;
let served: TownServer;
beforeAll(async () => {
  town = await makeTown();
  served = await serveTown(town, routes);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

async function hold(name: string): Promise<string> {
  const id = uuidv7();
  await town.owner.query('insert into hub.held_person (partnership_id, id, agency_id, name, name_key) values ($1, $2, $3, $4, lower($4))', [town.partnership.id, id, town.council, name]);
  return id;
}

async function alike(a: string, b: string, probability: number): Promise<void> {
  await town.owner.query(
    `insert into hub.match_pair (partnership_id, left_id, right_id, probability, weight, prior, steps, model_version, found_at) values ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $4, 3, -12, '{}', 0, now())`,
    [town.partnership.id, a, b, probability],
  );
}

test('one row for each person who may be several, and pages for the rest', async () => {
  expect((await served.get(town.priya, '/people/matches')).body).toContain('Nothing waits for you.');
  const mira = [await hold('Mira Castellan'), await hold('Mira Castelan'), await hold('Myra Castellan')];
  for (const [a, b, probability] of [[0, 1, 0.99], [0, 2, 0.98], [1, 2, 0.97]] as const) {
    await alike(mira[a] ?? '', mira[b] ?? '', probability);
  }
  for (let place = 0; place < 40; place += 1) {
    await alike(await hold(`Joan Gantry ${place}`), await hold(`Joan Gantrey ${place}`), 0.9 - place / 1000);
  }
  const first = await served.get(town.priya, '/people/matches');
  expect(first.body).toContain('43 pairs of 41 people, most likely first');
  expect(first.body).toContain('3 records, 2 more pairs');
  expect(first.body.match(/<tr/g)).toHaveLength(41);
  expect(first.body).toContain('href="/people/matches?page=2"');
  expect(first.body).not.toContain('Joan Gantry 39');
  const second = await served.get(town.priya, '/people/matches?page=2');
  expect(second.body).toContain('Joan Gantry 39');
  expect(second.body.match(/<tr/g)).toHaveLength(2);
  // A page that is not there is the last one.
  for (const odd of ['3', '999']) {
    expect((await served.get(town.priya, `/people/matches?page=${odd}`)).body).toContain('Joan Gantry 39');
  }
  expect((await served.get(town.priya, '/people/matches?page=-1')).body).toContain('3 records, 2 more pairs');
  expect((await served.get(town.constable, '/people/matches')).body).toContain('Nothing waits for you.');
});
