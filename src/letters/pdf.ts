import path from 'node:path';
import { buffer } from 'node:stream/consumers';

import PDFDocument from 'pdfkit';

import { projectRoot } from '../root.ts';

export interface LetterContent {
  readonly sender: { readonly name: string; readonly lines: readonly string[] };
  /** Only when letters are a safe route. */
  readonly address: readonly string[];
  readonly date: string;
  readonly reference: string;
  readonly subject: string;
  readonly body: string;
  readonly madeAt: Date;
}

const ink = '#111c22';
const accent = '#0b4f63';
const extended = path.join(projectRoot, 'src', 'letters', 'fonts', 'hub-text-ext.ttf');

// What the built-in fonts can write: Latin-1 and the marks of Windows-1252. Other letters, such as Polish and Welsh ones, come from the hub's font.
const builtIn = /^[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+$/;

function runsOf(text: string): { text: string; plain: boolean }[] {
  const runs: { text: string; plain: boolean }[] = [];
  for (const character of text) {
    const plain = builtIn.test(character);
    const last = runs.at(-1);
    if (last !== undefined && last.plain === plain) {
      last.text += character;
    } else {
      runs.push({ text: character, plain });
    }
  }
  return runs;
}

/** Writes a line or paragraph in letters that the built-in fonts have, and in the hub's font where they lack one. */
export function write(doc: PDFKit.PDFDocument, text: string, bold: boolean): void {
  const runs = runsOf(text.replaceAll('\t', ' '));
  for (const [place, run] of runs.entries()) {
    doc.font(run.plain ? (bold ? 'Helvetica-Bold' : 'Helvetica') : extended).text(run.text, { continued: place < runs.length - 1, lineGap: 3 });
  }
}

export function tagged(doc: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement, tag: 'H1' | 'H2' | 'P', text: string, bold = false): void {
  root.add(doc.struct(tag, {}, () => write(doc, text, bold)));
}

/** Page numbers are furniture of the page, not words of the letter: screen readers pass over them. */
function numberPages(doc: PDFKit.PDFDocument, reference: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let at = start; at < start + count; at += 1) {
    doc.switchToPage(at);
    const below = doc.page.margins.bottom;
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.font('Helvetica').fontSize(9).fillColor(ink).text(`${reference} · page ${at - start + 1} of ${count}`, doc.page.margins.left, doc.page.height - 42, { align: 'right', lineBreak: false, width: doc.page.width - doc.page.margins.left - doc.page.margins.right });
    doc.endMarkedContent();
    doc.page.margins.bottom = below;
  }
}

/** A letter on A4, tagged so that it can be read aloud: letterhead, address, date, subject as heading, paragraphs. */
export async function letterPdf(letter: LetterContent): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4', margins: { top: 56, bottom: 70, left: 70, right: 70 }, bufferPages: true, pdfVersion: '1.7', tagged: true, lang: 'en-GB', displayTitle: true,
    info: { Title: letter.subject, Author: letter.sender.name, Subject: letter.reference, CreationDate: letter.madeAt },
  });
  const done = buffer(doc);
  const root = doc.struct('Document');
  doc.addStructure(root);
  doc.fillColor(accent).fontSize(16);
  tagged(doc, root, 'P', letter.sender.name, true);
  doc.fillColor(ink).fontSize(9);
  for (const line of letter.sender.lines) {
    tagged(doc, root, 'P', line);
  }
  doc.fontSize(11);
  // The address stands where a window envelope shows it.
  doc.y = Math.max(doc.y + 24, 140);
  for (const line of letter.address) {
    tagged(doc, root, 'P', line);
  }
  doc.y = Math.max(doc.y + 18, letter.address.length === 0 ? 0 : 240);
  tagged(doc, root, 'P', letter.date);
  tagged(doc, root, 'P', `Our reference: ${letter.reference}`);
  doc.moveDown(1).fontSize(13);
  tagged(doc, root, 'H1', letter.subject, true);
  doc.moveDown(0.6).fontSize(11);
  for (const paragraph of letter.body.split(/\n{2,}/).map((one) => one.trim()).filter((one) => one !== '')) {
    root.add(doc.struct('P', {}, () => {
      for (const line of paragraph.split('\n')) {
        write(doc, line === '' ? ' ' : line, false);
      }
    }));
    doc.moveDown(0.7);
  }
  root.end();
  numberPages(doc, letter.reference);
  doc.end();
  return await done;
}
