import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTown, type Town } from '../cases/town.testing.ts';
import { addOutsiders, type Outsiders } from '../sharing/outsiders.testing.ts';
import { columnsFor, importPartner, openPartnerFile, type PartnerFile, type PartnerOutcome } from './partner.ts';
import { guessColumns, missingWords, readPartnerRow } from './partner-rows.ts';

function opened(text: string): PartnerFile {
  const file = openPartnerFile('incidents.csv', Buffer.from(text));
  if ('problem' in file) throw new Error(file.problem);
  return file;
}

describe('rows of partners', () => {
  const columns = guessColumns(['Ref', 'Incident Date', 'TIME', 'Type', 'Location', 'Latitude', 'Longitude']);
  test.each([
    [['1', '24/11/2025', '22:15', 'Noise', 'The Stow', '51.7757', '0.1139'], { date: '2025-11-24', hour: 22, sensitive: false }],
    [['2', '2025-11-24T07:30', '', 'Domestic incident', '', '51.7757', '0.1139'], { date: '2025-11-24', hour: 7, sensitive: true }],
    [['3', '31/02/2025', '', 'x', '', '51.7', '0.1'], { problem: expect.stringContaining('not a real date') }],
    [['4', '24/11/2030', '', 'x', '', '51.7', '0.1'], { problem: expect.stringContaining('not come yet') }],
    [['5', '24/11/2025', '', 'x', '', '12', '0.1'], { problem: expect.stringContaining('no place') }],
    [['6'], { problem: expect.stringContaining('not a real date') }],
  ])('%j', (cells, read) => {
    expect(readPartnerRow(cells, columns, '2026-11-24')).toMatchObject(read);
  });

  test('what a file needs', () => {
    expect(missingWords({})).toContain('date');
    expect(missingWords({ date: 0 })).toContain('place');
    expect(missingWords({ date: 0, easting: 1, northing: 2 })).toBeUndefined();
  });
});

describe('a file of an agency', () => {
  let town: Town;
  let out: Outsiders;
  beforeAll(async () => {
    town = await makeTown();
    out = await addOutsiders(town);
  });
  afterAll(async () => town.close());

  const take = async (file: PartnerFile): Promise<PartnerOutcome> => town.as(town.constable, async (tx, actor) => {
    const columns = await columnsFor(tx, actor.partnershipId, actor.agencyId, file);
    const outcome = await importPartner(tx, { partnershipId: actor.partnershipId, agencyId: actor.agencyId, accountId: actor.accountId, file, columns, today: '2026-11-24' });
    if ('problem' in outcome) throw new Error(outcome.problem);
    return outcome;
  });
  const header = 'date,time,type,place,latitude,longitude';
  const row = '2026-11-01,22:00,Noise,The Stow,51.7757,0.1139';

  test('identical rows are as many as there are; a second run changes nothing; an overlap adds only what is new; bad rows are listed', async () => {
    const file = opened([header, row, row, '2026-13-01,,x,y,51.7,0.1'].join('\n'));
    expect(await take(file)).toMatchObject({ known: false, read: 3, kept: 2, bad: [{ row: 4 }] });
    expect(await take(file)).toMatchObject({ known: true, kept: 0, held: 2 });
    expect(await take(opened([header, row, row, row].join('\r\n')))).toMatchObject({ kept: 1, held: 2 });
  });

  test('columns are remembered for the next file with this header', async () => {
    const file = opened('when it was,a,b\n01/11/2026,51.7757,0.1139');
    expect(missingWords(guessColumns(file.header))).toBeDefined();
    await town.as(town.constable, async (tx, actor) => importPartner(tx, { partnershipId: actor.partnershipId, agencyId: actor.agencyId, accountId: actor.accountId, file, columns: { date: 0, lat: 1, lon: 2 }, today: '2026-11-24' }));
    expect(await town.as(town.constable, async (tx, actor) => columnsFor(tx, actor.partnershipId, actor.agencyId, opened('WHEN IT WAS,A,B\n02/11/2026,51.7757,0.1139')))).toEqual({ date: 0, lat: 1, lon: 2 });
  });

  test('the records are that agency’s alone', async () => {
    const count = sql<{ n: number }>`select count(*)::int as n from hub.partner_incident`;
    expect((await town.as(town.constable, async (tx) => tx.one(count))).n).toBeGreaterThan(0);
    for (const who of [town.priya, out.housing, out.auditor, out.administrator]) {
      expect((await town.as(who, async (tx) => tx.one(count))).n).toBe(0);
    }
    await expect(town.as(town.priya, async (tx, actor) => importPartner(tx, { partnershipId: actor.partnershipId, agencyId: town.police, accountId: actor.accountId, file: opened([header, `${row}9`].join('\n')), columns: guessColumns(header.split(',')), today: '2026-11-24' }))).rejects.toThrow();
  });

  test('what is no table is refused with a sentence', () => {
    expect(openPartnerFile('x.csv', Buffer.from(''))).toHaveProperty('problem');
    expect(openPartnerFile('x.csv', Buffer.from('one\ntwo'))).toHaveProperty('problem');
  });
});
