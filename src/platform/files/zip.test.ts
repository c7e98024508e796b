import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 as ofNode } from 'node:zlib';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { crc32, largestZip, zipOf, type ZipEntry } from './zip.ts';

function entry(name: string, bytes: Buffer): ZipEntry {
  return { name, size: bytes.length, crc32: crc32(bytes), open: async () => Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]) };
}

test('the check sum is that of the library of Node, at once and in pieces', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
    expect(crc32(bytes)).toBe(ofNode(bytes));
    expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(ofNode(bytes));
  }));
});

/** Reads a ZIP as programs do: from its end to its directory, and from there to each file. */
function read(zip: Buffer): { name: string; bytes: Buffer; crc32: number }[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    expect(zip.readUInt32BE(at)).toBe(0x504b_0102);
    const [sum, size, nameLength, local] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    expect([zip.readUInt32BE(local), zip.readUInt16LE(local + 8), zip.toString('utf8', local + 30, local + 30 + zip.readUInt16LE(local + 26))]).toEqual([0x504b_0304, 0, name]);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    return { name, bytes: zip.subarray(from, from + size), crc32: sum };
  });
}

test('a reader finds every file in it, whole and by its name', async () => {
  const files = [{ name: 'S1.pdf', bytes: Buffer.from('%PDF-1.7 words') }, { name: 'files/file-01 – photo.jpg', bytes: Buffer.alloc(70_000, 7) }, { name: 'files/empty.txt', bytes: Buffer.alloc(0) }];
  expect(read(await buffer(zipOf(files.map(({ name, bytes }) => entry(name, bytes)))))).toEqual(files.map((file) => ({ ...file, crc32: ofNode(file.bytes) })));
});

test('what does not fit is refused before a byte of it is written', () => {
  expect(() => zipOf([{ name: 'a', size: largestZip, crc32: 0, open: async () => Readable.from([]) }])).toThrow(RangeError);
});
