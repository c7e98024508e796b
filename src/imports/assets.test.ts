import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTown, type Town } from '../cases/town.testing.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { addOutsiders, type Outsiders } from '../sharing/outsiders.testing.ts';
import { openAssetFile } from './asset-file.ts';
import { guessAssetColumns, readAssetRow } from './asset-rows.ts';
import { routes } from './index.ts';

const header = ['Column number', 'Type', 'Location', 'Easting', 'Northing', 'Status'];

describe('a row of a list of assets', () => {
  const columns = guessAssetColumns(header);

  test.each([
    [['L12', 'Street light', 'Second Avenue', '545000', '210000', 'Working'], { code: 'L12', kind: 'light', name: 'Second Avenue', works: true }],
    [['C1', 'CCTV dome', 'Market Square', '545,100', '210,050', 'Faulty'], { code: 'C1', kind: 'camera', works: false }],
    [['', 'Pedestrian subway', 'Velizy Avenue', '545000', '210000', ''], { kind: 'underpass', name: 'Velizy Avenue', works: true }],
    [['B1', 'Bollard', 'The Stow', '545000', '210000', 'out'], { kind: 'other', works: false }],
  ])('%j', (cells, expected) => {
    expect(readAssetRow(cells, columns, undefined)).toMatchObject(expected);
  });

  test('without a place in Great Britain, or without anything to call it by, it is bad', () => {
    expect(readAssetRow(['L1', 'light', 'Here', '', '', ''], columns, undefined)).toEqual({ problem: 'The row has no place in Great Britain.' });
    expect(readAssetRow(['L1', 'light', 'Here', '1', 'x', ''], columns, undefined)).toEqual({ problem: 'The row has no place in Great Britain.' });
    expect(readAssetRow(['', 'light', '', '545000', '210000', ''], columns, undefined)).toEqual({ problem: 'The row has neither name, number nor place in words.' });
  });

  test('what all rows are said to be, each is', () => {
    expect(readAssetRow(['1', '', 'Here', '545000', '210000', ''], columns, 'camera')).toMatchObject({ kind: 'camera' });
  });
});

describe('a GeoJSON list', () => {
  const collection = (features: object[]) => Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));

  test('points are where they are, lines and areas in their middle, and properties are columns', () => {
    const opened = openAssetFile('a.geojson', collection([
      { type: 'Feature', properties: { name: 'One', working: false }, geometry: { type: 'Point', coordinates: [0.1, 51.77] } },
      { type: 'Feature', properties: { name: 'Two' }, geometry: { type: 'LineString', coordinates: [[0.1, 51.7], [0.2, 51.8]] } },
      { type: 'Feature', properties: null, geometry: null },
    ]));
    expect(opened).toMatchObject({ header: ['latitude', 'longitude', 'name', 'working'], rows: [['51.77', '0.1', 'One', 'false'], ['51.75', expect.stringMatching(/^0\.15/), 'Two', ''], ['', '', '', '']] });
  });

  test.each(['{', '{"type":"Feature"}', '{"type":"FeatureCollection","features":[{"geometry":3}]}'])('%s cannot be read', (text) => {
    expect(openAssetFile('a.json', Buffer.from(text))).toHaveProperty('problem');
  });
});

describe('bringing in a list', () => {
  let town: Town;
  let served: TownServer;
  let out: Outsiders;

  beforeAll(async () => {
    town = await makeTown();
    served = await serveTown(town, routes);
    out = await addOutsiders(town);
  });

  afterAll(async () => {
    await served.close();
    await town.close();
  });

  const csv = `${header.join(',')}\nL1,Street light,Second Avenue,545000,210000,Working\nL2,Street light,Third Avenue,545100,210050,Faulty\nL3,Street light,Nowhere,,,\n`;

  async function send(token: string, file: string, fields: Record<string, string> = { source: 'County, lighting' }) {
    const edge = 'edge0000edge';
    const parts = Object.entries(fields).map(([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('');
    return await served.server.inject({
      method: 'POST', url: '/hotspots/assets/import', cookies: { hub_session: token }, headers: { 'sec-fetch-site': 'same-origin', 'content-type': `multipart/form-data; boundary=${edge}` },
      payload: `${parts}--${edge}\r\ncontent-disposition: form-data; name="file"; filename="lights.csv"\r\ncontent-type: text/csv\r\n\r\n${file}\r\n--${edge}--\r\n`,
    });
  }

  const held = async () => (await town.owner.query<{ owner_code: string; works: boolean; changed_at: string }>(`select owner_code, works, changed_at from hub.asset where source = 'County, lighting' order by owner_code`)).rows;

  test('adds what is new, lists the bad rows, and the same file again changes nothing', async () => {
    const first = await send(town.priya.token, csv);
    expect(first.body).toContain('2 kept');
    expect(first.body).toContain('no place in Great Britain');
    const before = await held();
    expect(before.map(({ owner_code, works }) => [owner_code, works])).toEqual([['L1', true], ['L2', false]]);
    expect((await send(town.priya.token, csv)).body).toContain('nothing new');
    expect(await held()).toEqual(before);
    await send(town.priya.token, csv.replace('Faulty', 'Working'));
    expect((await held()).map(({ works }) => works)).toEqual([true, true]);
  });

  test('asks for columns that it cannot guess and remembers them; whose list it is must be said', async () => {
    const odd = 'Nr,E,N,Where\n9,545000,210000,First Avenue\n';
    const asked = await send(town.priya.token, odd);
    expect(asked.statusCode).toBe(422);
    expect(asked.body).toContain('Say which columns hold the place');
    expect(asked.body).toContain('value="County, lighting"');
    expect((await send(town.priya.token, odd, { source: 'County, lighting', chosen: 'yes', 'column-code': '0', 'column-easting': '1', 'column-northing': '2', 'column-name': '3' })).body).toContain('1 kept');
    expect((await send(town.priya.token, odd)).body).toContain('nothing new');
    expect((await send(town.priya.token, csv, { source: '' })).statusCode).toBe(422);
  });

  test('is for those who work on cases', async () => {
    for (const who of [out.auditor, out.administrator]) {
      expect((await served.get(who, '/hotspots/assets/import')).status).toBe(403);
      expect((await send(who.token, csv)).statusCode).toBe(403);
    }
  });
});
