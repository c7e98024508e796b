import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import sharp from 'sharp';

import { writeBundle } from '../src/bundles/bundle-pdf.ts';
import type { BundleContent, Exhibit, Happening } from '../src/bundles/content.ts';
import { letterPdf } from '../src/letters/index.ts';
import { makeSafeCopy, openFileStore, sha256Of, type FileStore } from '../src/platform/files/index.ts';
import { measureMachine } from './ground/machine.ts';
import { metBy, printFigures, printMachine, writeResults, type Figure } from './ground/results.ts';

const photos = 100;
/** As different to draw as any: noise over a slope of light, of a telephone's twelve million dots. Each is read and drawn anew for each exhibit. */
const differentPhotos = 10;
const documents = 6;
const pagesWanted = 500;
const turns = 3;

async function photo(n: number): Promise<Buffer> {
  const grain = await sharp({ create: { width: 4032, height: 3024, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 110 + n * 8, sigma: 24 } } }).blur(1.2).jpeg({ quality: 88 }).toBuffer();
  return await sharp(grain).withExif({ IFD0: { Make: 'Telephone', Model: 'Bench' } }).jpeg({ quality: 88 }).toBuffer();
}

/** Photos as the hub keeps them (their safe copies) and statements as PDF, in a store. */
async function fillStore(files: FileStore): Promise<{ photoKeys: string[]; documentKeys: string[] }> {
  const photoKeys: string[] = [];
  for (let n = 0; n < differentPhotos; n += 1) {
    await files.put(`sealed/photo-${n}.jpg`, await photo(n));
    const copy = await makeSafeCopy(files, { key: `sealed/photo-${n}.jpg`, kind: 'photo' });
    if (copy === 'none') {
      throw new Error('a photo has no safe copy');
    }
    photoKeys.push(copy.key);
  }
  const documentKeys: string[] = [];
  for (let n = 0; n < documents; n += 1) {
    const body = `${'The music began at eleven and went on until three. I wrote down each time. '.repeat(1_050)}`;
    documentKeys.push(`sealed/document-${n}.pdf`);
    await files.put(`sealed/document-${n}.pdf`, await letterPdf({ sender: { name: 'A neighbour', lines: [] }, address: [], date: '1 November 2026', reference: `S${n}`, subject: 'Diary', body, madeAt: new Date(0) }));
  }
  return { photoKeys, documentKeys };
}

function exhibit(mark: string, kind: Exhibit['kind'], shown: Exhibit['shown'], covered: boolean): Exhibit {
  return {
    mark, title: [{ text: kind === 'photo' ? 'Photo of the landing' : 'Diary of the neighbour' }], kind, contentType: kind === 'photo' ? 'image/jpeg' : 'application/pdf', sha256: sha256Of(Buffer.from(mark)), size: 3_400_000,
    limits: [{ text: 'A telephone of the resident; its clock was right. It does not show who stood behind the door.' }], custody: [{ at: '1 November 2026', what: 'received and sealed', who: 'Priya Nair' }], shown,
    covers: covered ? [{ page: 1, left: 0.25, top: 0.25, width: 0.25, height: 0.25 }] : [], coveredAs: covered ? 1 : null,
  };
}

function contentOf(keys: { photoKeys: string[]; documentKeys: string[] }, entries: number): BundleContent {
  const chronology = Array.from({ length: entries }, (_, n): Happening => ({ when: `${(n % 28) + 1} October 2026, 23:1${n % 10}`, words: [{ text: 'Spoke to the person who reported and to the landlord. Nothing has changed since the visit of the wardens on Friday evening, and the music went on until three at night.' }], by: 'Priya Nair, Harlow Council' }));
  return {
    partnership: 'Harlow Community Safety Partnership', agency: 'Harlow Council', reference: 'C-BENCH', title: 'Application for an injunction', court: 'Chelmsford County Court', preparedBy: 'Priya Nair', preparedAt: '28 November 2026',
    statement: [{ text: 'I am the officer in this case. '.repeat(60) }], incidents: chronology.slice(0, 40), chronology, redactions: [{ number: 1, where: 'Parts of exhibits', reason: 'Others who are not concerned' }], leftOut: '',
    exhibits: [
      ...Array.from({ length: photos }, (_, n) => exhibit(`PN/${n + 1}`, 'photo', { as: 'picture', key: keys.photoKeys[n % differentPhotos] ?? '' }, n % 4 === 0)),
      ...keys.documentKeys.map((key, n) => exhibit(`PN/${photos + n + 1}`, 'document', { as: 'pages', key }, n % 2 === 0)),
    ],
  };
}

/** npm run bench -- bundle */
export async function run(): Promise<void> {
  const machine = measureMachine();
  const folder = mkdtempSync(path.join(tmpdir(), 'safer-hub-bundle-'));
  const files = openFileStore({ kind: 'folder', folder });
  try {
    const keys = await fillStore(files);
    const entries = await entriesFor(keys, files);
    const content = contentOf(keys, entries);
    let [seconds, processor, pages, bytes] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
    for (let turn = 0; turn < turns; turn += 1) {
      const [start, before] = [performance.now(), process.cpuUsage()];
      const made = await writeBundle(content, files);
      const used = process.cpuUsage(before);
      seconds = Math.min(seconds, (performance.now() - start) / 1000);
      processor = Math.min(processor, (used.user + used.system) / 1e6);
      [pages, bytes] = [made.pages, made.pdf.length];
    }
    const figures: Figure[] = [
      { what: `evidence bundle: ${pages} pages, ${photos} photos of 12 megapixels, ${documents} documents`, must: '10 s', aim: '3 s', seen: `${seconds.toFixed(1)} s, best of ${turns}`, met: metBy(seconds, 10, 3) },
      { what: 'processor time of it', must: '', aim: '', seen: `${processor.toFixed(1)} s`, met: '' },
      { what: 'size', must: '', aim: '', seen: `${(bytes / 1e6).toFixed(1)} MB`, met: '' },
    ];
    printFigures('Evidence bundle', figures);
    printMachine(machine);
    writeResults('bundle', machine, { figures, pages, bytes });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** So many entries of the chronology that the bundle has the pages that are asked for. */
async function entriesFor(keys: { photoKeys: string[]; documentKeys: string[] }, files: FileStore): Promise<number> {
  const some = 400;
  const { exhibits, ...rest } = contentOf(keys, some);
  const [without, slips] = [await writeBundle({ ...rest, exhibits: [] }, files), await writeBundle({ ...contentOf(keys, some), exhibits }, files)];
  const each = some / Math.max(1, without.pages - 5);
  return Math.max(some, some + Math.ceil((pagesWanted - slips.pages) * each * 1.3));
}
