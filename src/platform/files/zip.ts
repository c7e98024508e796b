import { Readable } from 'node:stream';

/** A file of a ZIP whose size and check sum are known before it is read. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
  open(): Promise<Readable>;
}

/** The form of ZIP that every computer opens counts in 32 bits. */
export const largestZip = 0xffff_ffff;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    sum = sum & 1 ? (sum >>> 1) ^ 0xedb8_8320 : sum >>> 1;
  }
  return sum;
});

/** The check sum of ZIP over bytes that follow those whose check sum is given. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let sum = ~before;
  for (const byte of bytes) {
    sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] ?? 0);
  }
  return ~sum >>> 0;
}

/** What local and central headers say alike: version, names in UTF-8, stored, 1 January 1980, check sum, sizes, lengths. */
function facts({ size, crc32: sum }: ZipEntry, name: Buffer): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(0x0800, 2);
  bytes.writeUInt16LE(0x0021, 8);
  bytes.writeUInt32LE(sum, 10);
  bytes.writeUInt32LE(size, 14);
  bytes.writeUInt32LE(size, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}

function signed(signature: number, ...parts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(signature);
  return Buffer.concat([head, ...parts]);
}

async function* written(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
  const central: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8');
    const local = signed(0x0403_4b50, facts(entry, name), name);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const madeBy = Buffer.from([20, 0]);
    central.push(signed(0x0201_4b50, madeBy, facts(entry, name), place, name));
    yield local;
    at += local.length + entry.size;
    for await (const chunk of await entry.open()) {
      yield Buffer.from(chunk);
    }
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  yield directory;
  yield signed(0x0605_4b50, end);
}

/** A ZIP of files that are packed no smaller (photos and PDF already are), written while it is read. */
export function zipOf(entries: readonly ZipEntry[]): Readable {
  if (entries.reduce((sum, { name, size }) => sum + size + 2 * Buffer.byteLength(name) + 76, 22) > largestZip) {
    throw new RangeError('This is more than a ZIP holds');
  }
  return Readable.from(written(entries), { objectMode: false });
}
