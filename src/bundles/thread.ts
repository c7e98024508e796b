import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import { openFileStore } from '../platform/files/index.ts';
import { projectRoot } from '../root.ts';
import { writeBundle, type MadeBundle } from './bundle-pdf.ts';
import type { BundleContent, Exhibit } from './content.ts';
import { coveredCopy, type CoveredCopy } from './covered-copy.ts';
import { previewOf, type Picture } from './pictures.ts';
import type { Cover } from './rules.ts';

export type StorePlace = Parameters<typeof openFileStore>[0];

export type ThreadTask =
  | { readonly kind: 'bundle'; readonly store: StorePlace; readonly content: BundleContent }
  | { readonly kind: 'preview'; readonly store: StorePlace; readonly shown: Exhibit['shown']; readonly page: number; readonly plain: boolean; readonly covers: readonly Cover[] }
  | { readonly kind: 'copy'; readonly store: StorePlace; readonly shown: Exhibit['shown']; readonly covers: readonly Cover[] };

/** Long enough for a bundle of thousands of pages on a slow machine. */
const patience = 15 * 60_000;

async function inThread<Made>(task: ThreadTask, file: string, progress: (done: number) => void): Promise<Made> {
  const thread = new Worker(file, { workerData: task });
  const tooLong = setTimeout(() => void thread.terminate(), patience);
  try {
    return await new Promise<Made>((resolve, reject) => {
      thread.on('message', (message: { done: number } | { made: Made }) => {
        if ('done' in message) {
          progress(message.done);
        } else {
          resolve(message.made);
        }
      });
      thread.on('error', reject);
      thread.on('exit', () => reject(new Error('The thread ended without a result')));
    });
  } finally {
    clearTimeout(tooLong);
    await thread.terminate();
  }
}

/** The built thread; from sources, as in tests, the work is done here. */
function built(): string | undefined {
  const file = path.join(projectRoot, 'dist', 'bundle.worker.js');
  return import.meta.url.endsWith('.ts') || !existsSync(file) ? undefined : file;
}

export async function makeFile(store: StorePlace, content: BundleContent, progress: (done: number) => void): Promise<MadeBundle> {
  const file = built();
  if (file === undefined) {
    return await writeBundle(content, openFileStore(store), progress);
  }
  const made = await inThread<MadeBundle>({ kind: 'bundle', store, content }, file, progress);
  return { ...made, pdf: Buffer.from(made.pdf) };
}

/** The picture library draws photos in threads of its own, at once; only the pages of documents would hold up whoever waits for a page. */
export function needsThread(shown: Exhibit['shown']): boolean {
  return shown.as === 'pages';
}

/** One page with its covers; under the grid that names the squares, unless it is wanted plain. */
export async function drawPreview(store: StorePlace, shown: Exhibit['shown'], page: number, covers: readonly Cover[], plain = false): Promise<Picture | undefined> {
  const file = needsThread(shown) ? built() : undefined;
  if (file === undefined) {
    return await previewOf(openFileStore(store), shown, page, covers, plain);
  }
  const made = await inThread<Picture | undefined>({ kind: 'preview', store, shown, page, covers, plain }, file, () => undefined);
  return made === undefined ? undefined : { ...made, bytes: Buffer.from(made.bytes) };
}

export async function drawCopy(store: StorePlace, shown: Exhibit['shown'], covers: readonly Cover[]): Promise<CoveredCopy | 'too long'> {
  const file = needsThread(shown) ? built() : undefined;
  if (file === undefined) {
    return await coveredCopy(openFileStore(store), shown, covers);
  }
  const made = await inThread<CoveredCopy | 'too long'>({ kind: 'copy', store, shown, covers }, file, () => undefined);
  return made === 'too long' ? made : { ...made, bytes: Buffer.from(made.bytes) };
}
