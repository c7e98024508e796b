import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createTestDatabase, type TestDatabase } from '../platform/database/testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { importBoundaries } from './boundaries.ts';
import { importPolice } from './police.ts';

const reference = process.env['REFERENCE_DATA'] ?? path.resolve('../shared/data');
const hasReference = existsSync(reference);
const partnershipId = uuidv7();

const header = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
const asb = ',2025-01,Essex Police,Essex Police,0.0949,51.7710,On or near Terminus Street,E01021872,Harlow 007F,Anti-social behaviour,,';
const theft = (id: string, outcome: string) => `${id},2025-01,Essex Police,Essex Police,0.0949,51.7710,On or near Terminus Street,E01021872,Harlow 007F,Shoplifting,${outcome},`;

let database: TestDatabase;
let folder: string;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'hub-import-'));
  client = new pg.Client(database.owner);
  await client.connect();
  await client.query(`insert into hub.partnership (id, name, town) values ($1, 'Test', 'Test')`, [partnershipId]);
});

afterAll(async () => {
  await client.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function file(name: string, text: string): Promise<string> {
  const full = path.join(folder, name);
  await writeFile(full, text);
  return full;
}

async function held(where = 'true'): Promise<number> {
  const { rows } = await client.query<{ n: string }>(`select count(*) as n from hub.police_incident where partnership_id = $1 and ${where}`, [partnershipId]);
  return Number(rows[0]?.n);
}

describe('police.uk street files', () => {
  test('identical ASB rows are all kept, a second run changes nothing, line ends and header case do not matter', async () => {
    const rows = [asb, asb, asb, theft('a1', 'Under investigation')];
    const first = await importPolice(database.owner, partnershipId, await file('one.csv', [header, ...rows].join('\n')));
    expect(first).toMatchObject({ known: false, read: 4, kept: 4, bad: [] });
    expect(await held()).toBe(4);
    const second = await importPolice(database.owner, partnershipId, await file('two.csv', ['\uFEFF' + header.toLowerCase(), ...rows].join('\r\n')));
    expect(second).toMatchObject({ known: true, kept: 0 });
    expect(await held()).toBe(4);
  });

  test('a file that overlaps adds only what is new, and newer outcomes', async () => {
    const outcome = await importPolice(database.owner, partnershipId, await file('three.csv', [header, asb, asb, asb, asb, theft('a1', 'Offender given a caution'), theft('a2', '')].join('\n')));
    expect(outcome).toMatchObject({ kept: 2, held: 4, updated: 1 });
    expect(await held(`category = 'Anti-social behaviour'`)).toBe(4);
    expect(await held(`outcome = 'Offender given a caution'`)).toBe(1);
  });

  test('bad rows are listed with their number and the good ones are kept', async () => {
    const outcome = await importPolice(database.owner, partnershipId, await file('bad.csv', [
      header, 'b1,2025-13,Essex Police,Essex Police,0.09,51.77,X,,,Burglary,,', 'b2,2025-02,Essex Police,Essex Police,12.5,51.77,X,,,Burglary,,', 'b3,2025-02,Essex Police,Essex Police,,,No location,,,Burglary,,', 'b4,2025-02',
    ].join('\n')));
    expect(outcome).toMatchObject({ read: 4, kept: 1, withoutPlace: 1 });
    expect(outcome.bad.map(({ row }) => row)).toEqual([2, 3, 5]);
    expect(outcome.bad[0]?.sentence).toContain('2025-13');
  });

  test('another kind of file is refused with a sentence and nothing is kept', async () => {
    const before = await held();
    await expect(importPolice(database.owner, partnershipId, await file('other.csv', 'a,b\n1,2\n'))).rejects.toThrow('not a police.uk street file');
    await expect(importPolice(database.owner, partnershipId, await file('empty.csv', ''))).rejects.toThrow('empty');
    await expect(importPolice(database.owner, partnershipId, path.join(folder, 'none.csv'))).rejects.toThrow('There is no file');
    expect(await held()).toBe(before);
  });

  test('an import that is cut off leaves nothing half done', async () => {
    const before = await held();
    const rows = Array.from({ length: 5_000 }, (_, index) => theft(`cut-${index}`, ''));
    const source = await file('cut.csv', [header, ...rows].join('\n'));
    const cut = importPolice(database.owner, partnershipId, source, (share) => {
      if (share > 0.7) {
        throw new Error('pulled the plug');
      }
    });
    await expect(cut).rejects.toThrow('pulled the plug');
    expect(await held()).toBe(before);
    expect(await importPolice(database.owner, partnershipId, source)).toMatchObject({ known: false, kept: 5_000 });
  });
});

describe('boundaries', () => {
  const square = (name: string, size: number) => ({ type: 'Feature', properties: { WD13CD: `E0${name}`, WD13NM: name }, geometry: { type: 'Polygon', coordinates: [[[0, 51], [size, 51], [size, 51 + size], [0, 51 + size], [0, 51]]] } });

  test('areas are kept once, mended when their shape changes, and a second run changes nothing', async () => {
    const one = await file('w.geojson', JSON.stringify({ type: 'FeatureCollection', features: [square('North', 0.1), square('South', 0.2), { type: 'Feature', properties: {}, geometry: null }] }));
    expect(await importBoundaries(database.owner, partnershipId, one)).toMatchObject({ kept: 2, bad: [{ row: 3 }] });
    expect(await importBoundaries(database.owner, partnershipId, one)).toMatchObject({ known: true, kept: 0 });
    const two = await file('w2.geojson', JSON.stringify({ type: 'FeatureCollection', features: [square('North', 0.15), square('South', 0.2)] }));
    expect(await importBoundaries(database.owner, partnershipId, two)).toMatchObject({ known: false, kept: 1, held: 1 });
  });
});

if (!hasReference && process.env['CI'] !== 'true') {
  console.log(`The real files are not in ${reference}: their tests are skipped.`);
}

describe.skipIf(!hasReference && process.env['CI'] !== 'true')('the real files', () => {
  test('a month of Harlow: every ASB row is counted, a third of them identical to another', async () => {
    const outcome = await importPolice(database.owner, partnershipId, path.join(reference, 'police/2018-01-harlow-street.csv'));
    expect(outcome.bad).toEqual([]);
    expect(outcome.kept).toBe(outcome.read);
    const { rows } = await client.query<{ all: string; distinct: string }>(
      `select count(*) as all, count(distinct (location, lat, lon, lsoa_code)) as distinct from hub.police_incident where partnership_id = $1 and month = '2018-01-01' and category = 'Anti-social behaviour'`, [partnershipId],
    );
    expect(Number(rows[0]?.all)).toBeGreaterThan(Number(rows[0]?.distinct));
  });

  test('Harlow’s wards', async () => {
    expect(await importBoundaries(database.owner, partnershipId, path.join(reference, 'boundaries/harlow_wards.geojson'))).toMatchObject({ kept: 11, bad: [] });
  });
});
