import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Temporal } from 'temporal-polyfill';
import { scanFile, type Clamd } from './clamd.ts';
import { knownContent, type FileKind } from './content-kind.ts';
import { UploadRefused } from './refusal.ts';
import type { FileStore } from './store.ts';

export type Reception = {
  readonly store: FileStore;
  /** Where a file waits while it is checked; only this user can read it. */
  readonly incomingFolder: string;
  readonly limitBytes: number;
  readonly originalName: string;
  readonly clamd?: Clamd | undefined;
};

export type SealedFile = {
  readonly key: string;
  readonly sha256: string;
  readonly size: number;
  readonly contentType: string;
  readonly kind: FileKind;
};

type Arrived = { readonly size: number; readonly sha256: string };

function tooLarge(limitBytes: number): UploadRefused {
  return new UploadRefused('too-large', `This file is larger than ${Math.floor(limitBytes / 1024 / 1024)} MB, the most we can take. Send a shorter or smaller one.`);
}

async function writeIncoming(stream: Readable, file: string, limitBytes: number): Promise<Arrived> {
  const hash = createHash('sha256');
  const handle = await open(file, 'wx', 0o600);
  let size = 0;
  try {
    // The stream is part of a form: destroying it would leave the fields behind it unread.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > limitBytes) throw tooLarge(limitBytes);
      hash.update(bytes);
      await handle.writeFile(bytes);
    }
  } finally {
    stream.resume();
    await handle.close();
  }
  // @fastify/multipart ends a file that is over its own limit quietly, with this mark.
  if ('truncated' in stream && stream.truncated === true) throw tooLarge(limitBytes);
  if (size === 0) throw new UploadRefused('empty', 'This file is empty. Choose another one.');
  return { size, sha256: hash.digest('hex') };
}

async function checkForViruses(file: string, clamd: Clamd): Promise<void> {
  const result = await scanFile(clamd, file).catch((error: unknown) => {
    throw new UploadRefused('not-checked', 'We cannot check files for viruses at the moment. Try again in a few minutes, or go on without the file.', error);
  });
  if (!result.clean) throw new UploadRefused('virus', 'Our virus check found something harmful in this file, so we have not kept it.');
}

/** Files are spread over 256 folders so that none grows too long to list. */
export function newKey(room: 'sealed' | 'copies', ending = ''): string {
  const id = randomUUID();
  return `${room}/${id.slice(0, 2)}/${id}${ending}`;
}

/**
 * Takes a file in: counted and hashed as it arrives, known by its content, checked, then sealed in the store
 * under a new key that is written once. Throws UploadRefused with a sentence for the sender; then nothing is kept.
 */
export async function receiveUpload(stream: Readable, { store, incomingFolder, limitBytes, originalName, clamd }: Reception): Promise<SealedFile> {
  await mkdir(incomingFolder, { recursive: true, mode: 0o700 });
  const file = path.join(incomingFolder, randomUUID());
  try {
    const { size, sha256 } = await writeIncoming(stream, file, limitBytes);
    const { contentType, kind } = await knownContent(file, originalName);
    if (clamd !== undefined) await checkForViruses(file, clamd);
    const key = newKey('sealed');
    await store.put(key, { stream: createReadStream(file), size, sha256 });
    return { key, sha256, size, contentType, kind };
  } finally {
    await rm(file, { force: true });
  }
}

/** Removes what a killed process left behind in the incoming folder; for the start of the hub and a daily job. */
export async function clearIncoming(incomingFolder: string, olderThan: Temporal.Instant): Promise<number> {
  await mkdir(incomingFolder, { recursive: true, mode: 0o700 });
  let removed = 0;
  for (const name of await readdir(incomingFolder)) {
    const file = path.join(incomingFolder, name);
    const facts = await stat(file).catch(() => undefined);
    if (facts === undefined || facts.mtimeMs >= olderThan.epochMilliseconds) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}
