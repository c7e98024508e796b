import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTown, type Town } from '../cases/town.testing.ts';
import { serveTown } from '../cases/town-server.testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { areaReports, areaWords, stepOf } from './area-map.ts';
import { routes } from './index.ts';

describe('what the public reads of an area', () => {
  const area = (name: string, reports: number | null) => ({ name, reports, shape: { type: 'Polygon' as const, coordinates: [] } });

  test('an area without a published number has no colour, and the most has the darkest', () => {
    expect([stepOf(null, 100), stepOf(10, 100), stepOf(100, 100)]).toEqual(['d0', 'd1', 'd5']);
  });

  test('in words', () => {
    expect(areaWords([area('The Stow', 40), area('Bush Fair', 12), area('Tye Green', null)])).toBe('Most reports came from The Stow (40), then Bush Fair (12). 1 area has fewer than ten. More reports can mean more trouble, or more people who tell us.');
    expect(areaWords([area('Tye Green', null)])).toContain('we publish no numbers');
  });
});

describe('counts by area', () => {
  let town: Town;
  const [stow, fair] = [uuidv7(), uuidv7()];

  beforeAll(async () => {
    town = await makeTown();
    for (const [id, name] of [[stow, 'The Stow'], [fair, 'Bush Fair']]) {
      await town.owner.query(
        `insert into hub.area (partnership_id, id, kind, code, name, edition, shape, west, south, east, north) values ($1, $2, 'ward', $3, $3, '2024', '{"type":"Polygon","coordinates":[[[0.1,51.7],[0.2,51.7],[0.2,51.8],[0.1,51.7]]]}', 0.1, 51.7, 0.2, 51.8)`,
        [town.partnership.id, id, name],
      );
    }
    const put = async (many: number, area: string, wish: object = {}, month = '09') => {
      for (let index = 0; index < many; index += 1) {
        const { id } = await town.report({ receivedAt: `2026-${month}-${String(1 + (index % 28)).padStart(2, '0')}T12:00:00Z`, ...wish });
        await town.owner.query('update hub.report set area_ids = array[$2::uuid] where id = $1', [id, area]);
      }
    };
    await put(12, stow);
    await put(9, fair);
    // None of these may lift an area over the line.
    await put(5, fair, { hate: true });
    await put(5, fair, { restricted: true });
    await put(5, fair, {}, '11');
  }, 120_000);

  afterAll(async () => town.close());

  const counts = async (from: string, to: string) => await town.as(town.priya, async (tx) => Object.fromEntries((await areaReports(tx, Temporal.PlainDate.from(from), Temporal.PlainDate.from(to))).map(({ name, reports }) => [name, reports])));

  test('no number below ten, nothing of hate or restricted', async () => {
    expect(await counts('2026-08-01', '2026-10-31')).toEqual({ 'The Stow': 12, 'Bush Fair': null });
  });

  test('only whole months, three or more: nobody finds one report by moving a day', async () => {
    expect(await counts('2026-08-02', '2026-10-31')).toEqual({});
    expect(await counts('2026-08-01', '2026-10-30')).toEqual({});
    expect(await counts('2026-09-01', '2026-10-31')).toEqual({});
  });

  test('the page says it in words, a map and a table, to whoever comes', async () => {
    const served = await serveTown(town, routes);
    const { statusCode, body } = await served.server.inject({ url: '/what-we-are-doing' });
    await served.close();
    expect(statusCode).toBe(200);
    expect(body).toContain('Most reports came from The Stow (12). 1 area has fewer than ten.');
    expect(body).toMatch(/Bush Fair<\/th><td class="n"[^>]*>Fewer than ten/);
  });
});
