import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Town } from '../cases/town.testing.ts';
import { letterPdf } from '../letters/index.ts';
import { paths } from '../paths.ts';
import { sha256Of } from '../platform/files/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addGateways, addOutsiders, makeCase, testAim, type Outsiders } from './outsiders.testing.ts';
import { routes } from './routes.tsx';

let town: Town;
let desk: TownServer;
let out: Outsiders;
let gateway: string;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  gateway = await addGateways(town);
  desk = await serveTown(town, routes);
});
afterAll(async () => {
  await desk.close();
  await town.close();
});

async function addFile(caseId: string, kind: string, type: string, bytes: Buffer, copy?: Buffer): Promise<string> {
  const id = uuidv7();
  await desk.house.files.put(`sealed/${id}`, bytes);
  if (copy !== undefined) {
    await desk.house.files.put(`copies/${id}.webp`, copy);
  }
  await town.owner.query(
    `insert into hub.evidence (partnership_id, id, case_id, name, kind, content_type, size, sha256, sealed_key, copy_key, copy_type, copy_state, received_from) values ($1, $2, $3, 'amara-okafor.jpg', $4, $5, $6, $7, $8, $9, 'image/webp', $10, 'resident')`,
    [town.partnership.id, id, caseId, kind, type, bytes.length, sha256Of(bytes), `sealed/${id}`, copy === undefined ? null : `copies/${id}.webp`, copy === undefined ? 'none' : 'ready'],
  );
  return id;
}

const whitePhoto = async (): Promise<Buffer> => sharp({ create: { width: 1200, height: 600, channels: 3, background: '#ffffff' } }).webp().toBuffer();

function sent(caseId: string, fields: Record<string, string | string[]>, act = 'decide') {
  return desk.post(town.priya, paths.share(caseId), {
    act, decision: 'items', agency: town.police, aim: testAim, purpose: 'To know the door', gateway, proportionality: 'The rest is covered', necessity: 'They cannot find it otherwise', until: '2027-02-19', ...fields,
  });
}

async function latest(caseId: string): Promise<{ disclosureId: string; items: { id: string; label: string; copy_key: string | null; redacted: boolean; sha256: string | null }[] }> {
  const { rows: [disclosure] } = await town.owner.query('select id from hub.disclosure where case_id = $1 order by id desc limit 1', [caseId]);
  await town.owner.query("update hub.disclosure set valid_until = now() + interval '30 days' where id = $1", [disclosure.id]);
  const { rows: items } = await town.owner.query('select id, label, copy_key, redacted, sha256 from hub.disclosure_item where disclosure_id = $1 order by position', [disclosure.id]);
  return { disclosureId: disclosure.id, items };
}

describe('a redacted copy of a file', () => {
  test('holds black where the officer covered it, is the only thing that the receiver opens, and each opening is known', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    const photo = await addFile(caseId, 'photo', 'image/jpeg', await sharp(await whitePhoto()).jpeg().toBuffer(), await whitePhoto());
    const form = await desk.get(town.priya, paths.share(caseId));
    expect(form.body).toContain(`value="file:${photo}"`);
    expect(form.body).not.toContain('amara-okafor');
    expect((await sent(caseId, { items: `file:${photo}`, [`cover-file:${photo}`]: 'A1:F12' })).status).toBe(303);

    const { disclosureId, items: [item] } = await latest(caseId);
    expect(item?.redacted).toBe(true);
    expect(item?.label).toMatch(/^photo received on .*, parts covered$/);
    const address = paths.sharedFile(disclosureId, item?.id ?? '');
    expect((await desk.get(town.constable, paths.disclosure(disclosureId))).body).toContain(address);
    const opened = await desk.get(town.constable, address);
    expect(opened.type).toBe('image/jpeg');
    expect(sha256Of(opened.raw)).toBe(item?.sha256);
    const { data, info } = await sharp(opened.raw).raw().toBuffer({ resolveWithObject: true });
    const dot = (x: number, y: number): number => data[(Math.round(y * info.height) * info.width + Math.round(x * info.width)) * info.channels] ?? -1;
    expect(dot(0.25, 0.5)).toBeLessThan(8);
    expect(dot(0.75, 0.5)).toBeGreaterThan(247);
    expect((await sharp(opened.raw).metadata()).exif).toBeUndefined();

    expect((await desk.get(town.priya, paths.disclosure(disclosureId))).body).toContain('A file in it');
    const { rows: receipts } = await town.owner.query('select account_id from hub.disclosure_receipt where disclosure_id = $1', [disclosureId]);
    expect(receipts).toEqual([{ account_id: town.constable.id }]);
    for (const outsider of [out.housing, out.auditor, out.administrator, out.walled]) {
      expect((await desk.get(outsider, address)).status).toBe(403);
      expect((await desk.get(outsider, paths.shareFile(caseId, photo, { covers: '' }))).status).toBe(403);
    }
    // The receiver has the copy and not the way to what it was drawn from.
    expect((await desk.get(town.constable, paths.shareFile(caseId, photo, { covers: '' }))).status).toBe(403);
    await town.owner.query('update hub.disclosure set withdrawn_at = now() where id = $1', [disclosureId]);
    expect((await desk.get(town.constable, address)).status).toBe(403);
  });

  test('of a document is pictures of its pages: no word of it can be copied out', async () => {
    const { caseId } = await makeCase(town, []);
    const pdf = await letterPdf({ sender: { name: 'A neighbour', lines: [] }, address: [], date: '1 November 2026', reference: 'S1', subject: 'Statement', body: 'The witness is Wilhelmina.', madeAt: new Date(0) });
    const file = await addFile(caseId, 'document', 'application/pdf', pdf);
    expect((await sent(caseId, { items: `file:${file}`, [`cover-file:${file}`]: '1: A1:L3' })).status).toBe(303);
    const { disclosureId, items: [item] } = await latest(caseId);
    const opened = await desk.get(town.constable, paths.sharedFile(disclosureId, item?.id ?? ''));
    expect(opened.type).toBe('application/pdf');
    const library = await PDFiumLibrary.init();
    const document = await library.loadDocument(opened.raw);
    expect(document.getPageCount()).toBeGreaterThan(0);
    expect([...document.pages()].map((page) => page.getText()).join('').trim()).toBe('');
    document.destroy();
    library.destroy();
  });

  test.each([
    ['no square', 'Z9', 'Name squares such as'],
    ['a page that is not there', '7: A1', 'There is no page 7'],
  ])('is not made for %s, and nothing is shared', async (_, squares, said) => {
    const { caseId } = await makeCase(town, []);
    const photo = await addFile(caseId, 'photo', 'image/jpeg', await whitePhoto(), await whitePhoto());
    const answer = await sent(caseId, { items: `file:${photo}`, [`cover-file:${photo}`]: squares });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(said);
    expect(answer.body).toContain(`value="${squares}"`);
    expect((await town.owner.query('select 1 from hub.disclosure where case_id = $1', [caseId])).rows).toEqual([]);
  });
});
