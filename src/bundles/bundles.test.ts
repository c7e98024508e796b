import { buffer } from 'node:stream/consumers';

import { PDFiumLibrary } from '@hyzyla/pdfium';
import { sql } from 'kysely';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openCase } from '../cases/index.ts';
import { makeTown, type Town } from '../cases/town.testing.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { letterPdf } from '../letters/index.ts';
import { paths } from '../paths.ts';
import { readWhole, sha256Of } from '../platform/files/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addOutsiders, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { bundleTurn, routes } from './index.ts';
import { exhibitPictures, withPageDrawer, type Picture } from './pictures.ts';
import { claimBundle } from './work-queries.ts';

let town: Town;
let desk: TownServer;
let outsiders: Outsiders;
beforeAll(async () => {
  town = await makeTown();
  desk = await serveTown(town, routes);
  outsiders = await addOutsiders(town);
});
afterAll(async () => {
  await desk.close();
  await town.close();
});

async function addFile(caseId: string, kind: string, type: string, name: string, bytes: Buffer, copy?: Buffer): Promise<string> {
  const id = uuidv7();
  await desk.house.files.put(`sealed/${id}`, bytes);
  if (copy !== undefined) {
    await desk.house.files.put(`copies/${id}.webp`, copy);
  }
  await town.owner.query(
    `insert into hub.evidence (partnership_id, id, case_id, name, kind, content_type, size, sha256, sealed_key, copy_key, copy_type, copy_state, received_from) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'image/webp', $11, 'resident')`,
    [town.partnership.id, id, caseId, name, kind, type, bytes.length, sha256Of(bytes), `sealed/${id}`, copy === undefined ? null : `copies/${id}.webp`, copy === undefined ? 'none' : 'ready'],
  );
  return id;
}

async function textOf(pdf: Buffer): Promise<{ text: string; pages: number }> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const text = [...document.pages()].map((page) => page.getText()).join('\n');
  const pages = document.getPageCount();
  document.destroy();
  library.destroy();
  return { text, pages };
}

async function begin(caseId: string): Promise<{ bundleId: string; item: (words: string) => Promise<string> }> {
  const begun = await desk.post(town.priya, paths.bundles(caseId), { title: 'Injunction', court: 'Chelmsford' });
  const bundleId = begun.location.split('/').at(-1) ?? '';
  const item = async (words: string): Promise<string> => (await town.owner.query('select id from hub.bundle_item where bundle_id = $1 and (title = $2 or words like $2)', [bundleId, words])).rows[0]?.id;
  return { bundleId, item };
}

async function drawnOf(exhibit: Parameters<typeof exhibitPictures>[1]): Promise<Picture[]> {
  const pictures: Picture[] = [];
  await withPageDrawer(async (drawer) => {
    for await (const picture of exhibitPictures(desk.house.files, exhibit, drawer)) {
      pictures.push(picture);
    }
  });
  return pictures;
}

describe('a bundle', () => {
  test('is numbered, indexed, hashed, and what is struck is in no byte of it', async () => {
    const { caseId } = await makeCase(town, []);
    await town.owner.query(`insert into hub.incident (partnership_id, id, case_id, happened_at, words) values ($1, $2, $3, '2026-11-01T22:00:00Z', 'Zebedee Quill of 22 Invented Row kicked the door.')`, [town.partnership.id, uuidv7(), caseId]);
    const white = await sharp({ create: { width: 240, height: 120, channels: 3, background: '#ffffff' } }).webp().toBuffer();
    const photo = await addFile(caseId, 'photo', 'image/jpeg', 'Door', Buffer.from('the sealed original'), white);
    const statement = await letterPdf({ sender: { name: 'A neighbour', lines: [] }, address: [], date: '1 November 2026', reference: 'S1', subject: 'Statement', body: 'Wilhelmina wrote this.', madeAt: new Date(0) });
    await addFile(caseId, 'document', 'application/pdf', 'Neighbour statement', statement);
    await addFile(caseId, 'sound', 'audio/mpeg', 'Music at night', Buffer.from('sound'));
    const { bundleId, item } = await begin(caseId);
    const page = await desk.get(town.priya, paths.bundle(caseId, bundleId));
    expect(page.body).toContain('kicked the door');
    expect(page.body).toContain('limits not stated');
    const early = await desk.post(town.priya, paths.bundlePart(caseId, bundleId, 'make'), {});
    expect([early.status, early.body.includes('Say what “Door” can and cannot show')]).toEqual([422, true]);
    for (const [title, covers] of [['Door', 'A1:F12'], ['Neighbour statement', '1: A1:L12'], ['Music at night', '']] as const) {
      const id = await item(title);
      const saved = await desk.post(town.priya, paths.bundleItem(caseId, bundleId, id), { title, position: '1', limits: `Clock right. ${title}`, strikes: '', covers, covers_reason: covers === '' ? '' : 'Third party' });
      expect(saved.status).toBe(303);
    }
    const incident = await item('%22 Invented Row%');
    const wrong = await desk.post(town.priya, paths.bundleItem(caseId, bundleId, incident), { title: 'Incident', position: '1', strikes: 'Another Road', strikes_reason: 'x' });
    expect([wrong.status, wrong.body.includes('does not stand here'), wrong.body.includes('Another Road')]).toEqual([422, true, true]);
    expect((await desk.post(town.priya, paths.bundleItem(caseId, bundleId, incident), { title: 'Incident', position: '1', strikes: '22 Invented Row', strikes_reason: 'Home of a child' })).status).toBe(303);
    const whole = await desk.post(town.priya, paths.bundle(caseId, bundleId), { title: 'Injunction', court: 'Chelmsford', statement: 'I am an officer. Zebedee Quill is known to me.', black_out: 'Zebedee Quill', black_out_reason: 'Not a party' });
    expect(whole.status).toBe(303);
    const preview = await desk.get(town.priya, paths.bundlePicture(caseId, bundleId, await item('Door'), 1));
    expect(preview.type).toBe('image/jpeg');
    expect((await desk.get(town.priya, paths.bundlePicture(caseId, bundleId, await item('Door'), 2))).status).toBe(404);
    expect((await desk.post(town.priya, paths.bundlePart(caseId, bundleId, 'make'), {})).status).toBe(303);
    expect((await desk.get(town.priya, paths.bundle(caseId, bundleId))).body).toContain('Waiting to be made');
    const kept = await town.owner.query('select content::text as content from hub.bundle where id = $1', [bundleId]);
    expect(kept.rows[0].content).not.toMatch(/Quill|22 Invented/);
    expect(await bundleTurn(desk.house)()).toBe(1);
    expect(await bundleTurn(desk.house)()).toBe(0);
    const ready = await desk.get(town.priya, paths.bundle(caseId, bundleId));
    expect(ready.body).toContain('Ready:');
    const file = await desk.get(town.priya, paths.bundlePart(caseId, bundleId, 'file'));
    const { rows: [row] } = await town.owner.query('select sha256, pages from hub.bundle where id = $1', [bundleId]);
    expect(sha256Of(file.raw)).toBe(row.sha256);
    const { text, pages } = await textOf(file.raw);
    expect(pages).toBe(row.pages);
    expect(text).toContain(`page ${pages} of ${pages}`);
    expect(text).toContain(sha256Of(Buffer.from('the sealed original')));
    expect(text).toMatch(/Index[\s\S]*Exhibit PN\/1/);
    expect(text).toContain('Home of a child');
    expect(text).toContain('cannot be printed');
    expect(text).toContain('Clock right. Door');
    for (const gone of ['Quill', '22 Invented', 'Wilhelmina']) {
      expect(text.includes(gone)).toBe(false);
    }
    const { rows: [seen] } = await town.owner.query(`select words from hub.chronology where case_id = $1 and words like 'Evidence bundle made%'`, [caseId]);
    expect(seen.words).toContain(row.sha256);
    // What was made does not change.
    expect((await desk.post(town.priya, paths.bundle(caseId, bundleId), { title: 'Other', court: '', statement: '', black_out: '', black_out_reason: '' })).status).toBe(403);
    expect((await desk.post(town.priya, paths.bundleItem(caseId, bundleId, incident), { title: 'Incident', position: '1', strikes: '' })).status).toBe(403);
    const again = await desk.post(town.priya, paths.bundlePart(caseId, bundleId, 'again'), {});
    const carried = await town.owner.query(`select limits, covers from hub.bundle_item where bundle_id = $1 and source_id = $2`, [again.location.split('/').at(-1), photo]);
    expect(carried.rows[0]).toEqual({ limits: 'Clock right. Door', covers: 'A1:F12' });
  });

  test('covers a picture in its very dots', async () => {
    const { caseId } = await makeCase(town, []);
    const red = await sharp({ create: { width: 240, height: 120, channels: 3, background: '#ff0000' } }).webp({ lossless: true }).toBuffer();
    const id = await addFile(caseId, 'photo', 'image/png', 'Red', Buffer.from('x'), red);
    // Once as photos of before copies for paper lie in the store, once with such a copy.
    const print = await sharp({ create: { width: 240, height: 120, channels: 3, background: '#ff0000' } }).jpeg().toBuffer();
    const covered = [];
    for (const paper of [undefined, print]) {
      if (paper !== undefined) {
        await desk.house.files.put(`copies/${id}-print.jpg`, paper);
      }
      covered.push(...(await drawnOf({ shown: { as: 'picture', key: `copies/${id}.webp` }, covers: [{ page: 1, left: 0, top: 0, width: 0.5, height: 1 }] })));
    }
    expect(covered).toHaveLength(2);
    expect(await drawnOf({ shown: { as: 'picture', key: `copies/${id}.webp` }, covers: [] })).toEqual([{ page: 1, bytes: print, width: 240, height: 120 }]);
    for (const { bytes } of covered) {
      const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
      const at = (x: number, y: number): number => data[(y * info.width + x) * info.channels] ?? 0;
      expect([at(10, 60), at(112, 60)].every((red_) => red_ < 20)).toBe(true);
      expect(at(200, 60)).toBeGreaterThan(200);
    }
    expect(await readWhole(desk.house.files, `sealed/${id}`)).toEqual(Buffer.from('x'));
  });

  test('pages of a document keep their colours, and lose what is covered', async () => {
    const doc = new PDFDocument({ size: [200, 100], margin: 0 });
    const made = buffer(doc);
    doc.rect(0, 0, 100, 100).fill('#ff0000').rect(100, 0, 100, 100).fill('#0000ff');
    doc.end();
    await desk.house.files.put('sealed/colours', await made);
    const [page] = await drawnOf({ shown: { as: 'pages', key: 'sealed/colours' }, covers: [{ page: 1, left: 0, top: 0, width: 1, height: 0.5 }] });
    const { data, info } = await sharp(page?.bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number): number[] => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)].map((one) => Math.round(one / 255));
    expect([at(100, 150), at(300, 150), at(100, 40), at(300, 40)]).toEqual([[1, 0, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]]);
  });

  test('is taken over from a worker that died, and given up after three', async () => {
    const { caseId } = await makeCase(town, []);
    const { bundleId } = await begin(caseId);
    await desk.post(town.priya, paths.bundlePart(caseId, bundleId, 'make'), {});
    const claimed = await claimBundle(desk.house.database);
    expect(claimed?.id).toBe(bundleId);
    expect(await claimBundle(desk.house.database)).toBeUndefined();
    await town.owner.query(`update hub.bundle set claimed_at = now() - interval '5 minutes' where id = $1`, [bundleId]);
    expect(await bundleTurn(desk.house)()).toBe(1);
    expect((await town.owner.query('select state, attempts from hub.bundle where id = $1', [bundleId])).rows[0]).toEqual({ state: 'ready', attempts: 2 });
    await town.owner.query(`update hub.bundle set state = 'working', attempts = 3, claimed_at = now() - interval '5 minutes' where id = $1`, [bundleId]);
    await bundleTurn(desk.house)();
    expect((await town.owner.query('select state from hub.bundle where id = $1', [bundleId])).rows[0].state).toBe('failed');
  });
});

test('does not exist for outsiders, by any address or list', async () => {
  const { caseId } = await makeCase(town, [outsiders.walled]);
  const { bundleId, item } = await begin(caseId);
  const entry = await item('%');
  for (const person of [outsiders.housing, outsiders.walled, outsiders.auditor, outsiders.administrator, town.constable]) {
    for (const address of [paths.bundles(caseId), paths.bundle(caseId, bundleId), paths.bundleItem(caseId, bundleId, entry), paths.bundlePicture(caseId, bundleId, entry, 1), paths.bundlePart(caseId, bundleId, 'file')]) {
      expect((await desk.get(person, address)).status).toBe(403);
    }
    for (const part of ['chosen', 'new-things', 'make', 'again'] as const) {
      expect((await desk.post(person, paths.bundlePart(caseId, bundleId, part), {})).status).toBe(403);
    }
  }
  const counted = await town.as(outsiders.walled, async (tx) => tx.all(sql`select 1 from hub.bundle where id = ${bundleId} union all select 1 from hub.bundle_item where bundle_id = ${bundleId}`));
  expect(counted).toEqual([]);
  const other = await makeCase(town, []);
  expect((await desk.get(town.priya, paths.bundle(other.caseId, bundleId))).status).toBe(403);
});

test('a case whose agency was restricted away cannot be printed by opening it again', async () => {
  const { caseId } = await town.as(town.priya, async (tx, actor) => openCase(tx, { actor, partnership: town.partnership, now: town.now, title: 'Closed circle', categoryId: null, reportIds: [(await town.report()).id], ownerId: actor.accountId, restricted: true }));
  const { bundleId } = await begin(caseId);
  expect((await desk.get(town.priya, paths.bundle(caseId, bundleId))).status).toBe(200);
  expect((await desk.get(town.colleague, paths.bundle(caseId, bundleId))).status).toBe(403);
});
