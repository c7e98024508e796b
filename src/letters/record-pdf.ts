import { buffer } from 'node:stream/consumers';

import PDFDocument from 'pdfkit';

import { tagged, write } from './pdf.ts';

export interface RecordContent {
  /** Stands on every page, above and below. */
  readonly marking: string;
  readonly title: string;
  readonly reference: string;
  readonly from: string;
  readonly sections: readonly { readonly heading: string; readonly words: string }[];
  readonly madeAt: Date;
}

function furnish(doc: PDFKit.PDFDocument, { marking, reference }: RecordContent): void {
  const { start, count } = doc.bufferedPageRange();
  for (let at = start; at < start + count; at += 1) {
    doc.switchToPage(at);
    const { top, bottom, left, right } = doc.page.margins;
    Object.assign(doc.page.margins, { top: 0, bottom: 0 });
    const width = doc.page.width - left - right;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.font('Helvetica-Bold').fontSize(11).text(marking, left, 26, { align: 'center', lineBreak: false, width });
    doc.text(marking, left, doc.page.height - 40, { align: 'center', lineBreak: false, width });
    doc.font('Helvetica').fontSize(9).text(`${reference} · page ${at - start + 1} of ${count}`, left, doc.page.height - 56, { align: 'right', lineBreak: false, width });
    doc.endMarkedContent();
    Object.assign(doc.page.margins, { top, bottom });
  }
}

/** A record on A4 with its protective marking on every page, tagged so that it can be read aloud. */
export async function recordPdf(content: RecordContent): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4', margins: { top: 64, bottom: 80, left: 70, right: 70 }, bufferPages: true, pdfVersion: '1.7', tagged: true, lang: 'en-GB', displayTitle: true,
    info: { Title: `${content.marking}: ${content.title}`, Author: content.from, Subject: content.reference, CreationDate: content.madeAt },
  });
  const done = buffer(doc);
  const root = doc.struct('Document');
  doc.addStructure(root);
  doc.fontSize(9);
  tagged(doc, root, 'P', `${content.marking}. ${content.from}. ${content.reference}`);
  doc.moveDown(0.6).fontSize(16);
  tagged(doc, root, 'H1', content.title, true);
  for (const { heading, words } of content.sections) {
    doc.moveDown(0.8).fontSize(12);
    tagged(doc, root, 'H2', heading, true);
    doc.fontSize(11);
    for (const paragraph of words.split('\n').filter((line) => line.trim() !== '')) {
      root.add(doc.struct('P', {}, () => write(doc, paragraph, false)));
    }
  }
  root.end();
  furnish(doc, content);
  doc.end();
  return await done;
}
