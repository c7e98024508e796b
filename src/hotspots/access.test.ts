import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { openPool } from '../platform/database/index.ts';
import { toGrid } from '../platform/geography/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addOutsiders, addPerson, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { askStanding, workOutAnalyses } from './analysing.ts';
import { routes } from './index.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let sergeant: Person;
let worker: ReturnType<typeof openPool>;

const working = () => ({ pool: worker, baseUrl: 'http://hub', quiet: () => true, now: () => town.now });

interface Counted {
  readonly events: number;
}

/** How many events the newest analysis of an audience was made from. */
async function eventsOf(agencyId: string | null): Promise<number> {
  await town.owner.query('delete from hub.hotspot_alert');
  await town.owner.query('delete from hub.hotspot_analysis');
  await askStanding(working());
  await workOutAnalyses(working());
  const { rows } = await town.owner.query<Counted>(`select events from hub.hotspot_analysis where state = 'done' and agency_id is not distinct from $1`, [agencyId]);
  return rows[0]?.events ?? -1;
}

beforeAll(async () => {
  town = await makeTown();
  worker = openPool(town.database.worker, 2);
  served = await serveTown(town, routes);
  out = await addOutsiders(town);
  sergeant = await addPerson(town, 'Mo Idris', town.police, ['supervisor']);
  for (let place = 0; place < 40; place += 1) {
    const [lat, lon] = [51.76 + (place % 8) * 0.003, 0.09 + Math.floor(place / 8) * 0.005];
    const { easting, northing } = toGrid({ lat, lon });
    await town.owner.query(`insert into hub.place (partnership_id, id, kind, name, lat, lon, easting, northing, search_key) values ($1, $2, 'street', $3, $4, $5, $6, $7, '')`, [town.partnership.id, uuidv7(), `Street ${place}`, lat, lon, easting, northing]);
  }
  for (let index = 0; index < 30; index += 1) {
    await town.report({ lat: 51.769, lon: 0.1, receivedAt: `2026-11-${String(1 + (index % 22)).padStart(2, '0')}T20:00:00Z` });
  }
});

afterAll(async () => {
  await served.close();
  await worker.end();
  await town.close();
});

describe('what an analysis is made from', () => {
  test('an agency’s own reports, no restricted, hateful or sensitive one, nothing of a case with a wall', async () => {
    const before = await eventsOf(town.council);
    expect(before).toBe(30);
    await town.report({ restricted: true, teamId: town.team, receivedAt: '2026-11-20T20:00:00Z' });
    await town.report({ hate: true, receivedAt: '2026-11-20T20:00:00Z' });
    await town.report({ agencyId: town.police, receivedAt: '2026-11-20T20:00:00Z' });
    await makeCase(town, [], true);
    await makeCase(town, [out.walled]);
    expect(await eventsOf(town.council)).toBe(30);
    const { caseId } = await makeCase(town, []);
    expect(await eventsOf(town.council)).toBe(31);
    await town.owner.query(`insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ($1, $2, $3, 'neighbour')`, [town.partnership.id, out.walled.id, caseId]);
    expect(await eventsOf(town.council)).toBe(30);
    expect(await eventsOf(town.police)).toBe(1);
  });

  test('all agencies together: an agency’s small numbers in a square are left out', async () => {
    expect(await eventsOf(null)).toBe(30);
    for (let index = 0; index < 5; index += 1) {
      await town.report({ agencyId: town.police, lat: 51.769, lon: 0.1, receivedAt: '2026-11-20T20:00:00Z' });
    }
    expect(await eventsOf(null)).toBe(35);
  });

  test('what was found is not shown any more once something was restricted or walled', async () => {
    await eventsOf(town.council);
    expect((await served.get(town.priya, '/hotspots')).body).toContain('Ranked, with how sure we are');
    await town.report({ restricted: true, teamId: town.team, receivedAt: '2026-11-20T20:00:00Z' });
    const after = await served.get(town.priya, '/hotspots');
    expect(after.body).not.toContain('Ranked, with how sure we are');
    expect(after.body).toContain('being worked out');
  });
});

describe('who sees it', () => {
  test('those who read cases; not auditor, administrator or the public', async () => {
    await eventsOf(town.council);
    for (const who of [town.priya, town.analyst, sergeant]) {
      expect((await served.get(who, '/hotspots')).status).toBe(200);
    }
    for (const who of [out.auditor, out.administrator]) {
      for (const address of ['/hotspots', '/hotspots/export']) {
        expect((await served.get(who, address)).status, address).toBe(403);
      }
      expect((await served.post(who, '/hotspots/again', {})).status).toBe(403);
    }
    expect((await served.get({ id: '', agencyId: '', token: 'nobody' }, '/hotspots')).location).toContain('/sign-in');
  });

  test('an agency’s own analysis and alerts do not exist for another', async () => {
    await eventsOf(town.council);
    const count = async (who: Person): Promise<{ own: number; others: number }> => town.as(who, async (tx, actor) => {
      return await tx.one(sql<{ own: number; others: number }>`select count(*) filter (where agency_id = ${actor.agencyId})::int as own, count(*) filter (where agency_id <> ${actor.agencyId})::int as others from hub.hotspot_analysis`);
    });
    expect(await count(town.priya)).toEqual({ own: 1, others: 0 });
    expect(await count(sergeant)).toEqual({ own: 1, others: 0 });
    expect(await count(out.auditor)).toEqual({ own: 0, others: 0 });
    const alert = uuidv7();
    await town.owner.query(
      `insert into hub.hotspot_alert (partnership_id, id, audience, agency_id, analysis_id, pattern_key, title, words, sure, lat, lon, raised_at) values ($1, $2, 'agency', $3, $4, 'k', 'Here is growing', 'w', 's', 51.7, 0.1, now())`,
      [town.partnership.id, alert, town.council, uuidv7()],
    );
    expect((await served.get(town.supervisor, '/hotspots')).body).toContain('Here is growing');
    expect((await served.get(sergeant, '/hotspots')).body).not.toContain('Here is growing');
    expect((await served.post(sergeant, `/hotspots/alerts/${alert}`, { answer: 'x' })).status).toBe(403);
    expect((await served.post(town.priya, `/hotspots/alerts/${alert}`, { answer: 'x' })).status).toBe(403);
    expect((await served.post(town.supervisor, `/hotspots/alerts/${alert}`, { answer: 'We go on Friday' })).status).toBe(303);
    expect((await served.get(town.analyst, '/hotspots')).body).toContain('We go on Friday');
  });

  test('nobody writes a result or an analysis of another agency by hand', async () => {
    await expect(town.as(town.priya, async (tx, actor) => tx.run(sql`
      insert into hub.hotspot_analysis (partnership_id, id, audience, agency_id, parameters, parameters_key, requested_by, requested_at) values (${actor.partnershipId}, ${uuidv7()}, 'agency', ${town.police}, '{}', 'k', ${actor.accountId}, now())`))).rejects.toThrow();
    await expect(town.as(town.priya, async (tx) => tx.run(sql`select * from hub.hotspot_events(null)`))).rejects.toThrow();
  });
});

test('the export is a table whose cells cannot become formulas', async () => {
  const { lat, lon } = { lat: 51.769, lon: 0.1 };
  await town.owner.query(`insert into hub.place (partnership_id, id, kind, name, lat, lon, easting, northing, search_key) values ($1, $2, 'place', '=1+1', $3, $4, $5, $6, '')`, [town.partnership.id, uuidv7(), lat, lon, toGrid({ lat, lon }).easting, toGrid({ lat, lon }).northing]);
  await eventsOf(town.council);
  const sheet = await served.get(town.priya, '/hotspots/export');
  expect(sheet.type).toContain('text/csv');
  expect(sheet.body).toContain(`'=1+1`);
});

test('the hour is read from how people write it', async () => {
  const { rows } = await town.owner.query<{ hours: (number | null)[] }>(`select array_agg(hub.hour_in(w) order by n) as hours from unnest(array['About 10pm', 'About midnight', 'Friday 20 November, about 10.30 pm', '12am', '12pm', 'midday', '22:15', 'in the evening', 'about 7am', '2026']) with ordinality as x(w, n)`);
  expect(rows[0]?.hours).toEqual([22, 0, 22, 0, 12, 12, 22, null, 7, null]);
});
