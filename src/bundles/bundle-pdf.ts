import { buffer } from 'node:stream/consumers';

import PDFDocument from 'pdfkit';

import { writeText } from '../letters/index.ts';
import type { FileStore } from '../platform/files/index.ts';
import type { BundleContent, Exhibit, Happening } from './content.ts';
import { exhibitPictures, mostPages, withPageDrawer, type PageDrawer, type Picture } from './pictures.ts';
import { partWords, type Part } from './rules.ts';

export interface MadeBundle {
  readonly pdf: Buffer;
  readonly pages: number;
}

interface IndexRow {
  readonly name: string;
  readonly detail: string;
  readonly page: number;
}

const ink = '#111c22';
const marking = 'OFFICIAL-SENSITIVE';
const margins = { top: 64, bottom: 70, left: 64, right: 64 };
const rowHeight = 34;
const rowsOnAPage = 19;
const kindNames = { photo: 'Photo', video: 'Video', sound: 'Sound recording', document: 'Document' } as const;

function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function wordsOf(parts: readonly Part[]): string {
  return parts.map(partWords).join('');
}

/** The paper that a bundle is written on: knows its page, its structure for screen readers, and its index. */
class Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly root: PDFKit.PDFStructureElement;
  readonly #index: PDFKit.PDFStructureElement;
  readonly rows: IndexRow[] = [];
  readonly #indexPages: number;
  readonly done: Promise<Buffer>;

  constructor(content: BundleContent, indexRows: number) {
    this.doc = new PDFDocument({
      size: 'A4', margins, bufferPages: true, pdfVersion: '1.7', tagged: true, lang: 'en-GB', displayTitle: true,
      info: { Title: content.title, Author: content.agency, Subject: `Evidence bundle, case ${content.reference}` },
    });
    this.done = buffer(this.doc);
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
    this.doc.fillColor(ink);
    this.#cover(content);
    this.#index = this.doc.struct('Sect');
    this.root.add(this.#index);
    this.#indexPages = Math.max(1, Math.ceil(indexRows / rowsOnAPage));
    for (let page = 0; page < this.#indexPages; page += 1) {
      this.doc.addPage();
    }
  }

  get page(): number {
    const { start, count } = this.doc.bufferedPageRange();
    return start + count;
  }

  text(tag: 'H1' | 'H2' | 'H3' | 'P' | 'LI', words: string, size: number, bold = false, to = this.root): void {
    to.add(this.doc.struct(tag, {}, () => {
      this.doc.fontSize(size);
      for (const line of words.split('\n')) {
        writeText(this.doc, line === '' ? ' ' : line, bold);
      }
    }));
  }

  gap(points: number): void {
    this.doc.y += points;
  }

  /** A part of the bundle starts on a page of its own and stands in the index. */
  begin(name: string, detail: string): void {
    this.doc.addPage();
    this.rows.push({ name, detail, page: this.page });
    this.doc.outline.addItem(name);
    this.text('H1', name, 17, true);
    this.gap(8);
  }

  picture(picture: Picture, alt: string): void {
    const room = { width: this.doc.page.width - margins.left - margins.right, height: this.doc.page.height - this.doc.y - margins.bottom };
    if (room.height < 160) {
      this.doc.addPage();
      this.picture(picture, alt);
      return;
    }
    const scale = Math.min(room.width / picture.width, room.height / picture.height, 1);
    const [width, height] = [picture.width * scale, picture.height * scale];
    this.root.add(this.doc.struct('Figure', { alt }, () => {
      this.doc.image(picture.bytes, margins.left, this.doc.y, { width, height });
    }));
    this.gap(height + 10);
  }

  #cover(content: BundleContent): void {
    this.text('P', content.agency, 13, true);
    this.text('P', `With ${content.partnership}`, 10);
    this.doc.y = 230;
    this.text('P', 'Evidence bundle', 12);
    this.text('H1', content.title, 24, true);
    this.gap(12);
    for (const line of [content.court, `Case ${content.reference}`, `Prepared by ${content.preparedBy}, ${content.preparedAt}`].filter((one) => one !== '')) {
      this.text('P', line, 12);
    }
    this.gap(24);
    this.text('P', `Marked ${marking}. It holds personal data: keep it locked, and give it only to the court and to those whom the court names.`, 10);
    if (content.redactions.length > 0) {
      this.text('P', `${content.redactions.length} ${content.redactions.length === 1 ? 'passage is' : 'passages are'} blacked out. Each has a number and a reason in the schedule of redactions. What was under them is not in this file.`, 10);
    }
    if (content.leftOut !== '') {
      this.text('P', content.leftOut, 10);
    }
  }

  /** Filled last, when every page is known. */
  fillIndex(): void {
    for (let page = 0; page < this.#indexPages; page += 1) {
      this.doc.switchToPage(page + 1);
      this.doc.x = margins.left;
      this.doc.y = margins.top;
      this.text('H1', page === 0 ? 'Index' : 'Index, continued', 17, true, this.#index);
      for (const [at, row] of this.rows.slice(page * rowsOnAPage, (page + 1) * rowsOnAPage).entries()) {
        this.#indexRow(row, margins.top + 34 + at * rowHeight);
      }
    }
    this.#index.end();
  }

  #indexRow(row: IndexRow, y: number): void {
    const width = this.doc.page.width - margins.left - margins.right;
    const line = { lineBreak: false, ellipsis: true, height: 14 };
    this.#index.add(this.doc.struct('P', {}, () => {
      this.doc.font('Helvetica-Bold').fontSize(10.5).text(printable(row.name), margins.left, y, { ...line, width: width - 60 });
      this.doc.font('Helvetica').text(`page ${row.page}`, margins.left + width - 56, y, { lineBreak: false, width: 56, align: 'right' });
      this.doc.fontSize(8.5).text(printable(row.detail), margins.left, y + 14, { ...line, width: width - 60 });
    }));
    this.doc.goTo(margins.left, y, width, rowHeight - 6, `page-${row.page}`);
  }

  numberPages(reference: string): void {
    const { start, count } = this.doc.bufferedPageRange();
    for (let at = start; at < start + count; at += 1) {
      this.doc.switchToPage(at);
      const { page } = this.doc;
      const below = page.margins.bottom;
      page.margins.bottom = 0;
      this.doc.addNamedDestination(`page-${at - start + 1}`, 'Fit');
      this.doc.markContent('Artifact', { type: 'Pagination' });
      const width = page.width - margins.left - margins.right;
      this.doc.font('Helvetica').fontSize(9).fillColor(ink);
      this.doc.text(marking, margins.left, page.height - 42, { lineBreak: false, width });
      this.doc.text(`${reference} · page ${at - start + 1} of ${count}`, margins.left, page.height - 42, { align: 'right', lineBreak: false, width });
      this.doc.endMarkedContent();
      page.margins.bottom = below;
    }
  }
}

/** Index rows are of one line in a built-in font; letters that it lacks are shown without their marks. */
function printable(text: string): string {
  return text.normalize('NFKD').replaceAll(/[^\u0020-\u007e\u00a0-\u00ff‘’“”–—]/g, '');
}

function happenings(paper: Paper, name: string, detail: string, all: readonly Happening[]): void {
  if (all.length === 0) {
    return;
  }
  paper.begin(name, detail);
  for (const { when, words, by } of all) {
    paper.text('H3', when, 10, true);
    paper.text('P', wordsOf(words), 10.5);
    if (by !== '') {
      paper.text('P', by, 9);
    }
    paper.gap(7);
  }
}

function slip(paper: Paper, exhibit: Exhibit): void {
  const title = wordsOf(exhibit.title);
  paper.begin(`Exhibit ${exhibit.mark}: ${title}`, `${kindNames[exhibit.kind]}. SHA-256 ${exhibit.sha256}`);
  paper.text('P', `${kindNames[exhibit.kind]}, ${exhibit.contentType}, ${sizeWords(exhibit.size)}. SHA-256 of the original as it was received and sealed: ${exhibit.sha256}`, 9.5);
  paper.gap(4);
  paper.text('H2', 'What it can and cannot show', 11, true);
  paper.text('P', wordsOf(exhibit.limits), 10.5);
  paper.gap(4);
  paper.text('H2', 'Who has had it', 11, true);
  for (const line of exhibit.custody) {
    paper.text('LI', `${line.at}: ${line.what}${line.who === '' ? '' : `, ${line.who}`}`, 9.5);
  }
  paper.gap(10);
  if (exhibit.shown.as === 'slip') {
    paper.text('P', 'This exhibit cannot be printed. The sealed file is produced on request; its hash above proves that it is the one received.', 10.5);
  }
}

async function exhibitSection(paper: Paper, exhibit: Exhibit, pictures: AsyncIterable<Picture>): Promise<void> {
  slip(paper, exhibit);
  let count = 0;
  for await (const picture of pictures) {
    count += 1;
    if (exhibit.shown.as === 'pages' && count > 1) {
      paper.doc.addPage();
    }
    const covered = exhibit.coveredAs !== null && exhibit.covers.some(({ page }) => page === picture.page) ? ` Parts are covered: redaction ${exhibit.coveredAs}.` : '';
    paper.text('P', `${exhibit.mark}${exhibit.shown.as === 'pages' ? `, page ${picture.page} of the document` : ''}.${covered}`, 9);
    paper.picture(picture, `${exhibit.mark}, ${wordsOf(exhibit.title)}${exhibit.shown.as === 'pages' ? `, page ${picture.page}` : ''}`);
  }
  if (count === mostPages) {
    paper.text('P', `Only the first ${mostPages} pages are printed; the sealed file is produced on request.`, 10.5);
  }
}

function schedule(paper: Paper, content: BundleContent): void {
  if (content.redactions.length > 0) {
    paper.begin('Schedule of redactions', `${content.redactions.length} redactions with their reasons`);
    for (const { number, where, reason } of content.redactions) {
      paper.text('P', `${number}. ${where}. ${reason}`, 10);
    }
  }
  if (content.exhibits.length > 0) {
    paper.begin('Hashes of the originals', 'How each original can be proved unchanged');
    paper.text('P', 'Each original is kept sealed as it was received. Its SHA-256 was taken then; whoever takes it again of the sealed file must find the same.', 10);
    for (const exhibit of content.exhibits) {
      paper.text('P', `${exhibit.mark}: ${exhibit.sha256}`, 9.5);
    }
  }
}

function indexRowsOf(content: BundleContent): number {
  return [content.statement.length, content.incidents.length, content.chronology.length, content.redactions.length, content.exhibits.length].filter((count) => count > 0).length + content.exhibits.length;
}

/** How many exhibits are prepared ahead of the one being written: pictures are made on other threads meanwhile. */
const ahead = 4;

async function gathered(files: FileStore, exhibit: Exhibit, drawer: PageDrawer): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for await (const picture of exhibitPictures(files, exhibit, drawer)) {
    pictures.push(picture);
  }
  return pictures;
}

/**
 * Writes the bundle: cover, index, statement, incidents, chronology, exhibits, schedule of redactions, hashes. Tagged, paginated,
 * with an outline. Calls `progress` after each exhibit with how many are done.
 */
export async function writeBundle(content: BundleContent, files: FileStore, progress: (done: number) => void = () => undefined): Promise<MadeBundle> {
  const paper = new Paper(content, indexRowsOf(content));
  if (content.statement.length > 0) {
    paper.begin('Statement', `By ${content.preparedBy}`);
    paper.text('P', wordsOf(content.statement), 11);
  }
  happenings(paper, 'Incidents', `${content.incidents.length} incidents in order of time`, content.incidents);
  happenings(paper, 'Chronology', `${content.chronology.length} entries in order of time`, content.chronology);
  await withPageDrawer(async (drawer) => exhibits(paper, content, files, drawer, progress));
  schedule(paper, content);
  paper.fillIndex();
  paper.root.end();
  paper.numberPages(content.reference);
  const pages = paper.page;
  paper.doc.end();
  return { pdf: await paper.done, pages };
}

async function exhibits(paper: Paper, content: BundleContent, files: FileStore, drawer: PageDrawer, progress: (done: number) => void): Promise<void> {
  const waiting: Promise<Picture[]>[] = [];
  for (const [at, exhibit] of content.exhibits.entries()) {
    for (let next = waiting.length; next < Math.min(at + ahead, content.exhibits.length); next += 1) {
      const coming = content.exhibits[next];
      if (coming !== undefined) {
        const made = gathered(files, coming, drawer);
        made.catch(() => undefined);
        waiting.push(made);
      }
    }
    const pictures = (await waiting[at]) ?? [];
    await exhibitSection(paper, exhibit, (async function* each() { yield* pictures; })());
    waiting[at] = Promise.resolve([]);
    progress(at + 1);
  }
}
