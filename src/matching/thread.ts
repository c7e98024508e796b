import { Worker } from 'node:worker_threads';

import type { LinkageModelJson } from '@safer-hub/linkage';

import type { BadRow, FileRow, Mapping } from './file-rules.ts';
import type { Comparable, Likeness } from './likeness-rules.ts';

export type ThreadTask =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly mapping: Mapping; readonly columns: number; readonly thisYear: number }
  | { readonly kind: 'score'; readonly model: LinkageModelJson; readonly records: readonly Comparable[]; readonly pairs: readonly (readonly [number, number])[] }
  | { readonly kind: 'learn'; readonly records: readonly Comparable[]; readonly labels: { readonly left: readonly number[]; readonly right: readonly number[] }; readonly seed: number };

export type ThreadAnswer =
  | { readonly kind: 'read'; readonly rows: readonly FileRow[]; readonly bad: readonly BadRow[] }
  | { readonly kind: 'score'; readonly scored: readonly (Likeness | null)[] }
  | { readonly kind: 'learn'; readonly model: LinkageModelJson };

/** Does one task in a thread of its own, which ends with it. */
export async function inThread<Kind extends ThreadTask['kind']>(task: ThreadTask & { readonly kind: Kind }): Promise<ThreadAnswer & { readonly kind: Kind }> {
  const name = import.meta.url.endsWith('.ts') ? './matching.worker.ts' : './matching.worker.js';
  const worker = new Worker(new URL(name, import.meta.url), { workerData: task });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread of matching ended with ${code}`)));
    });
  } finally {
    await worker.terminate();
  }
}
