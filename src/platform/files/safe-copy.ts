import sharp from 'sharp';

import type { FileKind } from './content-kind.ts';
import { newKey } from './receive.ts';
import { readWhole, type FileStore } from './store.ts';

export type SafeCopy = { readonly key: string; readonly contentType: 'image/webp'; readonly width: number; readonly height: number };

const longestSide = 2000;
/** About 200 dots an inch across a printed page. */
const longestPrinted = 1400;
/** As pictures are printed: the table of codes that comes with the format, for half the time and a twentieth more bytes. */
export const printed = { quality: 80, optimiseCoding: false } as const;
/** Twice what a good telephone takes; a picture that unpacks to more is made to do harm. */
const mostPixels = 100_000_000;

/**
 * A copy of a photo that can be shown: turned upright, at most 2000 pixels, without place, time, camera or any other
 * hidden information. 'none' where there is nothing to show safely: other kinds of file, a broken photo, one with
 * too many pixels, and HEIC, whose decoder is not in our image library. Those are given as downloads only.
 */
export async function makeSafeCopy(store: FileStore, original: { readonly key: string; readonly kind: FileKind }): Promise<SafeCopy | 'none'> {
  if (original.kind !== 'photo') return 'none';
  const bytes = await readWhole(store, original.key);
  const picture = await redraw(bytes);
  if (picture === undefined) return 'none';
  const key = newKey('copies', '.webp');
  await store.put(printKeyOf(key), picture.print);
  await store.put(key, picture.bytes);
  return { key, contentType: 'image/webp', width: picture.width, height: picture.height };
}

/** Where the copy for paper lies beside a safe copy: drawn once, when the photo comes, and not each time that it is printed. */
export function printKeyOf(copyKey: string): string {
  return copyKey.replace(/\.webp$/, '-print.jpg');
}

/** Removes a file of the store, and with a safe copy its copy for paper. */
export async function removeWithCopies(store: FileStore, key: string): Promise<void> {
  await store.remove(key);
  if (printKeyOf(key) !== key) {
    await store.remove(printKeyOf(key));
  }
}

interface Redrawn {
  readonly bytes: Buffer;
  readonly print: Buffer;
  readonly width: number;
  readonly height: number;
}

async function redraw(bytes: Buffer): Promise<Redrawn | undefined> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true })
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw()
      .timeout({ seconds: 20 })
      .toBuffer({ resolveWithObject: true });
    const dots = { raw: { width: info.width, height: info.height, channels: info.channels } };
    const [copy, print] = await Promise.all([
      sharp(data, dots).webp({ quality: 82, effort: 2 }).toBuffer(),
      sharp(data, dots).flatten({ background: '#ffffff' }).resize({ width: longestPrinted, height: longestPrinted, fit: 'inside', withoutEnlargement: true }).jpeg(printed).toBuffer(),
    ]);
    return { bytes: copy, print, width: info.width, height: info.height };
  } catch {
    // Whatever the decoder says of it, a picture that cannot be drawn again is not shown.
    return undefined;
  }
}
