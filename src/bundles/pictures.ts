import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';

import { printed, printKeyOf, readWhole, type FileStore } from '../platform/files/index.ts';
import type { Exhibit } from './content.ts';
import { gridSize, type Cover } from './rules.ts';

export interface Picture {
  readonly page: number;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Dots to the point: 144 dots an inch reads well on paper and keeps a page under 200 kB. */
const pageScale = 2;
/** About 200 dots an inch across the page. */
const longestSide = 1400;
/** A document of more pages than this is given as its file; the slip says so. */
export const mostPages = 400;

function blackOver(width: number, height: number, covers: readonly Cover[]): OverlayOptions[] {
  return covers.map((cover) => {
    // Grown to whole dots, so that no rim of what is covered stays.
    const [left, top] = [Math.floor(cover.left * width), Math.floor(cover.top * height)];
    const [right, bottom] = [Math.min(width, Math.ceil((cover.left + cover.width) * width)), Math.min(height, Math.ceil((cover.top + cover.height) * height))];
    return { input: { create: { width: Math.max(1, right - left), height: Math.max(1, bottom - top), channels: 3, background: '#000000' } }, left, top };
  });
}

interface Sheet {
  readonly picture: Sharp;
  readonly page: number;
  /** Dots, as it will be drawn. */
  readonly width: number;
  readonly height: number;
}

/** One pass through the picture library: shrunk, covered and compressed without a copy of all dots between. */
async function drawn({ picture, page, width, height }: Sheet, covers: readonly Cover[], onTop: readonly OverlayOptions[] = []): Promise<Picture> {
  const over = [...blackOver(width, height, covers.filter((cover) => cover.page === page)), ...onTop];
  const flat = picture.flatten({ background: '#ffffff' }).toColourspace('srgb');
  const bytes = await (over.length === 0 ? flat : flat.composite(over)).jpeg(printed).toBuffer();
  return { page, bytes, width, height };
}

async function photo(bytes: Buffer): Promise<Sheet> {
  const { width = 1, height = 1 } = await sharp(bytes, { failOn: 'error' }).metadata();
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  return { picture: sharp(bytes, { failOn: 'error', sequentialRead: true }).resize({ ...size, fit: 'fill' }), page: 1, ...size };
}

/** What draws the pages of documents; made once for all documents of a bundle. */
export type PageDrawer = PDFiumLibrary;

export async function withPageDrawer<Result>(work: (drawer: PageDrawer) => Promise<Result>): Promise<Result> {
  const drawer = await PDFiumLibrary.init();
  try {
    return await work(drawer);
  } finally {
    drawer.destroy();
  }
}

async function* pagesOf(drawer: PageDrawer, pdf: Buffer, only?: number): AsyncGenerator<Sheet> {
  const document = await drawer.loadDocument(pdf);
  try {
    const count = Math.min(document.getPageCount(), mostPages);
    for (let at = only === undefined ? 0 : only - 1; at < (only ?? count) && at < count; at += 1) {
      // Painted on white: red, green, blue, and a fourth that says nothing.
      const { data, width, height } = await document.getPage(at).render({ scale: pageScale, render: 'bitmap' });
      yield { page: at + 1, width, height, picture: sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha() };
    }
  } finally {
    document.destroy();
  }
}

/** The copy for paper that was drawn when the photo came; photos of before such copies were made have none. */
async function printOf(files: FileStore, copyKey: string): Promise<Buffer | undefined> {
  const key = printKeyOf(copyKey);
  return key === copyKey || (await files.stat(key)) === undefined ? undefined : await readWhole(files, key);
}

async function asItIs(bytes: Buffer): Promise<Picture> {
  const { width, height } = await sharp(bytes).metadata();
  return { page: 1, bytes, width, height };
}

/** The pictures of an exhibit with its covers burned in: what lies under them is in no byte of these. */
export async function* exhibitPictures(files: FileStore, exhibit: Pick<Exhibit, 'shown' | 'covers'>, drawer: PageDrawer | undefined): AsyncGenerator<Picture> {
  const { shown, covers } = exhibit;
  if (shown.as === 'picture') {
    const print = await printOf(files, shown.key);
    yield print !== undefined && covers.length === 0 ? await asItIs(print) : await drawn(await photo(print ?? (await readWhole(files, shown.key))), covers);
  } else if (shown.as === 'pages') {
    if (drawer === undefined) {
      throw new Error('The pages of a document need what draws them');
    }
    for await (const sheet of pagesOf(drawer, await readWhole(files, shown.key))) {
      yield await drawn(sheet, covers);
    }
  }
}

function grid(width: number, height: number): OverlayOptions[] {
  const lines: string[] = [];
  const size = Math.round(Math.min(width, height) / 36);
  for (let at = 0; at < gridSize; at += 1) {
    const [x, y] = [(at / gridSize) * width, (at / gridSize) * height];
    lines.push(`<path d="M${x} 0V${height}M0 ${y}H${width}" stroke="#ffdd00" stroke-width="2"/>`);
    for (const [dx, dy, name] of [[x + width / gridSize / 2, size, String.fromCharCode(65 + at)], [size * 0.8, y + height / gridSize / 2, String(at + 1)]] as const) {
      lines.push(`<text x="${dx}" y="${dy}" font-family="sans-serif" font-size="${size}" text-anchor="middle" dominant-baseline="middle" fill="#000" stroke="#ffdd00" stroke-width="${size / 6}" paint-order="stroke">${name}</text>`);
    }
  }
  return [{ input: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${lines.join('')}</svg>`) }];
}

/** One page of an exhibit with its covers and, unless it is wanted plain, the grid that names the squares; undefined when it has no such page. */
export async function previewOf(files: FileStore, shown: Exhibit['shown'], page: number, covers: readonly Cover[], plain: boolean): Promise<Picture | undefined> {
  const sheet = await sheetOf(files, shown, page);
  return sheet === undefined ? undefined : await drawn(sheet, covers, plain ? [] : grid(sheet.width, sheet.height));
}

async function sheetOf(files: FileStore, shown: Exhibit['shown'], page: number): Promise<Sheet | undefined> {
  if (shown.as === 'picture') {
    return page === 1 ? await photo((await printOf(files, shown.key)) ?? (await readWhole(files, shown.key))) : undefined;
  }
  if (shown.as === 'pages') {
    const pdf = await readWhole(files, shown.key);
    return await withPageDrawer(async (drawer) => {
      for await (const sheet of pagesOf(drawer, pdf, page)) {
        return sheet;
      }
      return undefined;
    });
  }
  return undefined;
}
