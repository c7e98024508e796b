import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { namesAround, namesIn, namesWithin, type NearbyName } from './names-around.ts';
import { makeTown, type Town } from './town.testing.ts';

const place = (name: string, kind: NearbyName['kind'], lat = 51.77, lon = 0.09): NearbyName => ({ name, kind, lat, lon });
const box = { west: 0.08, south: 51.76, east: 0.1, north: 51.78 };

describe('names of a box', () => {
  test.each([
    ['places, then assets, then streets, each by name', [place('A Street', 'street'), place('B Bridge', 'asset'), place('Z Green', 'place'), place('C Green', 'place')], ['C Green', 'Z Green', 'B Bridge', 'A Street']],
    ['nothing from outside', [place('Far Road', 'street', 51.79), place('East Road', 'street', 51.77, 0.101), place('Near Road', 'street', 51.78, 0.1)], ['Near Road']],
    ['once what two squares hold', [place('Edge Lane', 'street', 51.77, 0.096), place('Edge Lane', 'street', 51.77, 0.096)], ['Edge Lane']],
  ])('%s', (_, held, names) => {
    expect(namesIn(box, held).map(({ name }) => name)).toEqual(names);
  });

  test('no more than asked for', () => {
    expect(namesIn(box, [place('B Road', 'street'), place('A Road', 'street'), place('C Road', 'street')], 2).map(({ name }) => name)).toEqual(['A Road', 'B Road']);
  });
});

describe('names around a case', () => {
  let town: Town;
  beforeAll(async () => {
    town = await makeTown();
    // Streets on both sides of the edges of squares.
    for (const [at, lat] of [51.7695, 51.77, 51.7705, 51.7731].entries()) {
      for (const [across, lon] of [0.0955, 0.096, 0.0965].entries()) {
        await town.owner.query('insert into hub.place (partnership_id, id, kind, name, search_key, lat, lon, easting, northing) values ($1, $2, $3, $4, $5, $6, $7, 0, 0)', [town.partnership.id, uuidv7(), 'street', `Street ${at}${across}`, `street ${at}${across}`, lat, lon]);
      }
    }
  });
  afterAll(async () => {
    await town.close();
  });

  test('are those that a question of the box itself finds, and are asked once', async () => {
    const spot = { west: 0.0958, south: 51.7692, east: 0.0962, north: 51.7702 };
    const wide = { west: spot.west - 0.0058, south: spot.south - 0.0036, east: spot.east + 0.0058, north: spot.north + 0.0036 };
    let asked = 0;
    const counting = (tx: Transaction): Transaction => ({ ...tx, all: async (query) => {
      asked += 1;
      return await tx.all(query);
    } });
    await town.as(town.priya, async (tx, actor) => {
      const names = await namesAround(counting(tx), actor, spot);
      expect(names).toEqual(await namesWithin(tx, actor, wide, 60));
      expect(names.length).toBeGreaterThan(11);
      const before = asked;
      expect(await namesAround(counting(tx), actor, spot)).toEqual(names);
      expect(asked).toBe(before);
    });
  });

  test('none where nothing of the case has a place', async () => {
    await town.as(town.priya, async (tx, actor) => expect(await namesAround(tx, actor, { west: null, south: null, east: null, north: null })).toEqual([]));
  });
});
