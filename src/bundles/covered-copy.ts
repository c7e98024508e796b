import { buffer } from 'node:stream/consumers';

import PDFDocument from 'pdfkit';

import type { FileStore } from '../platform/files/index.ts';
import type { Exhibit } from './content.ts';
import { exhibitPictures, withPageDrawer, type PageDrawer, type Picture } from './pictures.ts';
import type { Cover } from './rules.ts';

/** Pages of a document that may be handed out in one copy; a longer one is an evidence bundle. */
export const mostCopiedPages = 60;

/** A file drawn anew with its covers burned in. Nothing of the original is in it but the dots that are not covered. */
export interface CoveredCopy {
  readonly bytes: Buffer;
  readonly type: 'image/jpeg' | 'application/pdf';
  readonly pages: number;
}

/** Dots to the point of a PDF, as pages are drawn. */
const dotsToPoint = 2;

async function asPdf(pictures: readonly Picture[]): Promise<Buffer> {
  const doc = new PDFDocument({ autoFirstPage: false, pdfVersion: '1.7', tagged: true, lang: 'en-GB', displayTitle: true, info: { Title: 'Redacted copy' } });
  const done = buffer(doc);
  const root = doc.struct('Document');
  doc.addStructure(root);
  for (const { page, bytes, width, height } of pictures) {
    const size: [number, number] = [width / dotsToPoint, height / dotsToPoint];
    doc.addPage({ size, margin: 0 });
    root.add(doc.struct('Figure', { alt: `Page ${page} of the document, as a picture` }, () => {
      doc.image(bytes, 0, 0, { width: size[0], height: size[1] });
    }));
  }
  root.end();
  doc.end();
  return await done;
}

async function copied(files: FileStore, shown: Exhibit['shown'], covers: readonly Cover[], drawer?: PageDrawer): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for await (const picture of exhibitPictures(files, { shown, covers }, drawer)) {
    pictures.push(picture);
    if (pictures.length > mostCopiedPages) {
      break;
    }
  }
  return pictures;
}

/** The copy that is handed out; 'too long' where a document has more pages than one copy may have. */
export async function coveredCopy(files: FileStore, shown: Exhibit['shown'], covers: readonly Cover[]): Promise<CoveredCopy | 'too long'> {
  // Only documents need what draws their pages; it takes longer to begin than a photo to draw.
  const pictures = shown.as === 'pages' ? await withPageDrawer(async (drawer) => copied(files, shown, covers, drawer)) : await copied(files, shown, covers);
  if (pictures.length > mostCopiedPages) {
    return 'too long';
  }
  const [first] = pictures;
  if (shown.as === 'picture' && first !== undefined) {
    return { bytes: first.bytes, type: 'image/jpeg', pages: 1 };
  }
  return { bytes: await asPdf(pictures), type: 'application/pdf', pages: pictures.length };
}
