import sharp from 'sharp';
import type { FileKind } from './content-kind.ts';
import { newKey } from './receive.ts';
import { readWhole, type FileStore } from './store.ts';

export type SafeCopy = { readonly key: string; readonly contentType: 'image/webp'; readonly width: number; readonly height: number };

const longestSide = 2000;
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
  await store.put(key, picture.bytes);
  return { key, contentType: 'image/webp', width: picture.width, height: picture.height };
}

async function redraw(bytes: Buffer): Promise<{ bytes: Buffer; width: number; height: number } | undefined> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true })
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82, effort: 2 })
      .timeout({ seconds: 20 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch {
    // Whatever the decoder says of it, a picture that cannot be drawn again is not shown.
    return undefined;
  }
}
