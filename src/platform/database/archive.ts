import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';

/**
 * A backup is one tar file, so that any machine can look into it. Its last member but one is the manifest, and the last is the
 * manifest's checksum: an archive that was cut off has no end and shows it.
 */
const BLOCK = 512;
const REGULAR = '0';
const EXTENDED = 'x';

export class DamagedArchive extends Error {
  constructor(archive: string, what: string) {
    super(`${archive} is damaged or is not a backup of the hub: ${what}. Nothing was restored. Use another copy of the backup.`);
  }
}

export type Written = { bytes: number; sha256: string };

/** Writes members one after the other; each may be of unknown length, because its header is completed when it has been written. */
export class ArchiveWriter {
  readonly #file: FileHandle;
  #position = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** The file must not exist. It can be read by its owner alone. */
  static async create(path: string): Promise<ArchiveWriter> {
    return new ArchiveWriter(await open(path, 'wx', 0o600));
  }

  async add(name: string, content: AsyncIterable<Uint8Array>): Promise<Written> {
    await this.#extendName(name);
    const header = this.#position;
    this.#position += BLOCK;
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      await this.#file.write(chunk, 0, chunk.length, this.#position);
      this.#position += chunk.length;
      bytes += chunk.length;
    }
    this.#position += padding(bytes);
    await this.#file.write(headerOf(name, bytes, REGULAR), 0, BLOCK, header);
    return { bytes, sha256: hash.digest('hex') };
  }

  async addText(name: string, text: string): Promise<Written> {
    return this.add(name, once(Buffer.from(text)));
  }

  /** Names that the old header has no room for go into an extended header before it. */
  async #extendName(name: string): Promise<void> {
    if (Buffer.byteLength(name) <= 100) return;
    const record = ` path=${name}\n`;
    let length = Buffer.byteLength(record) + 1;
    while (String(length).length + Buffer.byteLength(record) !== length) length += 1;
    const content = Buffer.from(`${length}${record}`);
    await this.#file.write(headerOf('name', content.length, EXTENDED), 0, BLOCK, this.#position);
    await this.#file.write(content, 0, content.length, this.#position + BLOCK);
    this.#position += BLOCK + content.length + padding(content.length);
  }

  /** Ends the archive and makes sure that it is on the disk. */
  async finish(): Promise<void> {
    await this.#file.write(Buffer.alloc(2 * BLOCK), 0, 2 * BLOCK, this.#position);
    await this.#file.sync();
    await this.#file.close();
  }

  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }
}

async function* once(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}

const padding = (bytes: number) => (BLOCK - (bytes % BLOCK)) % BLOCK;

function headerOf(name: string, bytes: number, type: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name.slice(0, 100), 0, 100);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  writeSize(header, bytes);
  header.write('00000000000\0', 136);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** Octal as tar has it or, from 8 GB on, binary with the first bit set. */
function writeSize(header: Buffer, bytes: number): void {
  if (bytes < 8 ** 11) {
    header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  } else {
    header.writeUInt8(0x80, 124);
    header.writeBigUInt64BE(BigInt(bytes), 128);
  }
}

function readSize(header: Buffer): number {
  if ((header[124] ?? 0) & 0x80) return Number(header.readBigUInt64BE(128));
  return Number.parseInt(header.toString('latin1', 124, 136), 8);
}

function sumOf(header: Buffer): number {
  let sum = 0;
  for (const [place, byte] of header.entries()) sum += place >= 148 && place < 156 ? 32 : byte;
  return sum;
}

type Place = { start: number; bytes: number };

/** Reads members by name. Opening it walks all headers and refuses an archive that does not end as it should. */
export class ArchiveReader {
  readonly path: string;
  readonly #members: Map<string, Place>;

  private constructor(path: string, members: Map<string, Place>) {
    this.path = path;
    this.#members = members;
  }

  static async open(path: string): Promise<ArchiveReader> {
    const file = await open(path, 'r').catch(() => {
      throw new Error(`There is no backup to read at ${path}.`);
    });
    try {
      return new ArchiveReader(path, await walk(path, file));
    } finally {
      await file.close();
    }
  }

  get names(): string[] {
    return [...this.#members.keys()];
  }

  read(name: string): Readable {
    const place = this.#members.get(name);
    if (!place) throw new DamagedArchive(this.path, `${name} is missing`);
    if (place.bytes === 0) return Readable.from([]);
    return createReadStream(this.path, { start: place.start, end: place.start + place.bytes - 1, highWaterMark: 256 * 1024 });
  }

  async readText(name: string): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.read(name)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  }
}

async function walk(path: string, file: FileHandle): Promise<Map<string, Place>> {
  const members = new Map<string, Place>();
  const { size } = await file.stat();
  let position = 0;
  let longName: string | undefined;
  for (;;) {
    const header = Buffer.alloc(BLOCK);
    const { bytesRead } = await file.read(header, 0, BLOCK, position);
    if (bytesRead < BLOCK) throw new DamagedArchive(path, 'it ends too early');
    if (header.every((byte) => byte === 0)) return members;
    const bytes = readSize(header);
    const sum = Number.parseInt(header.toString('latin1', 148, 156), 8);
    if (sum !== sumOf(header) || !Number.isSafeInteger(bytes) || position + BLOCK + bytes > size) {
      throw new DamagedArchive(path, `what is written at byte ${position} makes no sense`);
    }
    const start = position + BLOCK;
    if (header.toString('latin1', 156, 157) === EXTENDED) {
      const content = Buffer.alloc(bytes);
      await file.read(content, 0, bytes, start);
      longName = /^\d+ path=([^\n]*)\n/.exec(content.toString('utf8'))?.[1];
    } else {
      members.set(longName ?? header.toString('utf8', 0, 100).replace(/\0.*$/s, ''), { start, bytes });
      longName = undefined;
    }
    position = start + bytes + padding(bytes);
  }
}
