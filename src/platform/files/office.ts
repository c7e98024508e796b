import { open, type FileHandle } from 'node:fs/promises';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const mostEntries = 10_000;
const mostUnpacked = 1024 ** 3;

/** The list of contents at the end of a ZIP file, as bytes. */
async function directoryOf(handle: FileHandle): Promise<Buffer | undefined> {
  const { size } = await handle.stat();
  const tail = Buffer.alloc(Math.min(size, 66_000));
  await handle.read(tail, 0, tail.length, size - tail.length);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue;
    const length = tail.readUInt32LE(at + 12);
    const start = tail.readUInt32LE(at + 16);
    if (start + length > size || length > 16 * 1024 * 1024) return undefined;
    const directory = Buffer.alloc(length);
    await handle.read(directory, 0, length, start);
    return directory;
  }
  return undefined;
}

/** Why an Office file (a ZIP of parts) is not taken: broken, macros inside, or made to swell when it is opened. */
export async function officeProblem(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r');
  try {
    const directory = await directoryOf(handle);
    if (directory === undefined) return 'This document is damaged and cannot be opened. Save it again, or as PDF, and send that.';
    let unpacked = 0;
    let entries = 0;
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === entrySignature; entries += 1) {
      const nameLength = directory.readUInt16LE(at + 28);
      const name = directory.subarray(at + 46, at + 46 + nameLength).toString('utf8').toLowerCase();
      if (name.includes('vbaproject') || name.startsWith('basic/') || name.startsWith('scripts/')) {
        return 'This document has a macro (a small program) in it, which we cannot take for safety. Save it as PDF and send that.';
      }
      unpacked += directory.readUInt32LE(at + 24);
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    const swells = unpacked > mostUnpacked || entries > mostEntries;
    return swells ? 'This document is far larger inside than outside and is not safe to open. Save it as PDF and send that.' : undefined;
  } finally {
    await handle.close();
  }
}
