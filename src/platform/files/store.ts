import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** What is to be kept: whole, or as a stream whose size and SHA-256 are already known. */
export type Content = Buffer | { readonly stream: Readable; readonly size: number; readonly sha256: string };

/** Files by key. A key is written once: putting it again is refused, so an original cannot be replaced. */
export type FileStore = {
  put(key: string, content: Content): Promise<void>;
  get(key: string): Promise<Readable>;
  stat(key: string): Promise<{ readonly size: number } | undefined>;
  remove(key: string): Promise<void>;
};

export class FileMissing extends Error {
  constructor(key: string) {
    super(`No file is kept under ${key}`);
    this.name = 'FileMissing';
  }
}

export class FileAlreadyKept extends Error {
  constructor(key: string) {
    super(`A file is already kept under ${key}, and files are written once`);
    this.name = 'FileAlreadyKept';
  }
}

const keyForm = /^[a-z0-9][a-z0-9_-]*(?:\/[a-z0-9][a-z0-9_-]*)*(?:\.[a-z0-9]{1,8})?$/;

/** Keys are made by the hub, never by a visitor; one that could leave the folder is a fault of the program. */
export function checkKey(key: string): string {
  if (!keyForm.test(key) || key.length > 200) throw new RangeError('A file key has small letters, digits, - and _, with / between, and one ending');
  return key;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function asStream(content: Content): { stream: Readable; size: number; sha256: string } {
  return Buffer.isBuffer(content) ? { stream: Readable.from([content]), size: content.length, sha256: sha256Of(content) } : content;
}

export async function readWhole(store: FileStore, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await store.get(key)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
