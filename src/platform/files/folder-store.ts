import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asStream, checkKey, FileAlreadyKept, FileMissing, type Content, type FileStore } from './store.ts';

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** After this a power cut cannot take the new name away. Windows has no folder handles; there the name is as safe as NTFS makes it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Files in a folder of this machine: written beside, synced, then linked to their name, so that a name is never half a file. */
export class FolderStore implements FileStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = path.resolve(folder);
  }

  #pathOf(key: string): string {
    const file = path.join(this.#folder, checkKey(key));
    if (!file.startsWith(this.#folder + path.sep)) throw new RangeError('A file key must stay in its folder');
    return file;
  }

  async put(key: string, content: Content): Promise<void> {
    const file = this.#pathOf(key);
    const folder = path.dirname(file);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = path.join(folder, `.draft-${randomUUID()}`);
    try {
      await this.#writeDraft(draft, content);
      await link(draft, file);
      await syncFolder(folder);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') throw new FileAlreadyKept(key);
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  async #writeDraft(draft: string, content: Content): Promise<void> {
    const { stream, size } = asStream(content);
    const handle = await open(draft, 'wx', 0o400);
    try {
      let written = 0;
      await pipeline(stream, async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          await handle.writeFile(chunk);
          written += chunk.length;
        }
      });
      if (written !== size) throw new Error(`A file of ${size} bytes arrived with ${written}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async get(key: string): Promise<Readable> {
    const stream = createReadStream(this.#pathOf(key));
    return new Promise((resolve, reject) => {
      stream.once('ready', () => {
        resolve(stream);
      });
      stream.once('error', (error) => {
        reject(codeOf(error) === 'ENOENT' ? new FileMissing(key) : error);
      });
    });
  }

  async stat(key: string): Promise<{ size: number } | undefined> {
    try {
      const { size } = await stat(this.#pathOf(key));
      return { size };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true });
  }
}
