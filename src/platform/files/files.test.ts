import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderStore } from './folder-store.ts';
import { clearIncoming, receiveUpload, type Reception } from './receive.ts';
import { UploadRefused } from './refusal.ts';
import { makeSafeCopy, printKeyOf, removeWithCopies } from './safe-copy.ts';
import { downloadHeaders, safeCopyHeaders } from './serving.ts';
import { FileAlreadyKept, FileMissing, readWhole, sha256Of } from './store.ts';

let folder = '';
let store: FolderStore;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'files-'));
  store = new FolderStore(path.join(folder, 'files'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const kept = (): string[] => readdirSync(path.join(folder, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name);
const reception = (changes: Partial<Reception> = {}): Reception => ({
  store, incomingFolder: path.join(folder, 'incoming'), limitBytes: 5 * 1024 * 1024, originalName: 'file', ...changes,
});
const inPieces = (bytes: Buffer, size = 1000): Readable =>
  Readable.from(Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size)));
const receive = (bytes: Buffer | string, originalName = 'file', changes: Partial<Reception> = {}) => receiveUpload(inPieces(Buffer.from(bytes)), reception({ originalName, ...changes }));

async function refusalOf(attempt: Promise<unknown>): Promise<[string, string]> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof UploadRefused) return [error.code, error.message];
    throw error;
  }
  return ['taken', ''];
}

/** A ZIP with stored parts, enough for the type check and the list of contents. */
function zipOf(parts: Record<string, string>): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let start = 0;
  for (const [name, words] of Object.entries(parts)) {
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(words), 10);
    facts.writeUInt32LE(words.length, 14);
    facts.writeUInt32LE(words.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name + words)]);
    const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), facts, Buffer.alloc(14), Buffer.from(name)]);
    entry.writeUInt32LE(start, 42);
    bodies.push(body);
    entries.push(entry);
    start += body.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([...bodies, directory, end]);
}

const jpeg = (width = 40, height = 20): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .withExif({ IFD0: { Make: 'Telephone', Orientation: '6' }, IFD3: { GPSLatitude: '51/1 46/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

describe('the folder store', () => {
  test('keeps bytes under a name, once, read-only, and leaves no draft behind', async () => {
    await store.put('sealed/ab/one', Buffer.from('first'));
    await expect(store.put('sealed/ab/one', Buffer.from('second'))).rejects.toThrow(FileAlreadyKept);
    expect((await readWhole(store, 'sealed/ab/one')).toString()).toBe('first');
    expect(await store.stat('sealed/ab/one')).toEqual({ size: 5 });
    expect(statSync(path.join(folder, 'files/sealed/ab/one')).mode & 0o777).toBe(0o400);
    expect(kept()).toEqual(['one']);
    await store.remove('sealed/ab/one');
    await store.remove('sealed/ab/one');
    expect(await store.stat('sealed/ab/one')).toBeUndefined();
    await expect(store.get('sealed/ab/one')).rejects.toThrow(FileMissing);
  });

  test('a stream that breaks or is short leaves nothing', async () => {
    const broken = Readable.from((function* () {
      yield Buffer.from('half');
      throw new Error('the line went dead');
    })());
    await expect(store.put('a/b', { stream: broken, size: 8, sha256: '' })).rejects.toThrow('the line went dead');
    await expect(store.put('a/b', { stream: Readable.from([Buffer.from('half')]), size: 8, sha256: '' })).rejects.toThrow('8 bytes arrived with 4');
    expect(kept()).toEqual([]);
  });

  test.each(['../x', '/etc/passwd', 'a/../../b', 'a\\..\\b', 'A/b', '', 'a//b', '.hidden', 'a/.b', 'a/b\0', 'a/b.exe.verylongending'])('the key %j is refused', async (key) => {
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow(RangeError);
    await expect(store.get(key)).rejects.toThrow(RangeError);
  });
});

describe('taking a file in', () => {
  test('a photo is sealed as it came, with its hash', async () => {
    const bytes = await jpeg();
    const sealed = await receive(bytes, 'IMG_0001.JPG');
    expect(sealed).toMatchObject({ kind: 'photo', contentType: 'image/jpeg', size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(await readWhole(store, sealed.key)).toEqual(bytes);
    expect(readdirSync(path.join(folder, 'incoming'))).toEqual([]);
  });

  test('a photo named as another sort of photo is taken for what it is', async () => {
    const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } }).png().toBuffer();
    expect(await receive(png, 'photo.jpg')).toMatchObject({ kind: 'photo', contentType: 'image/png' });
    expect(await receive(png, 'no ending')).toMatchObject({ contentType: 'image/png' });
  });

  const docx = { '[Content_Types].xml': '<?xml version="1.0"?><Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml" PartName="/word/document.xml"/></Types>', 'word/document.xml': '<w/>' };
  test.each<[string, () => Buffer, string, string]>([
    ['diary.txt', () => Buffer.from('Monday: shouting at 2am, café door kicked\r\n\tagain'), 'document', 'text/plain'],
    ['diary.csv', () => Buffer.from('date,what\n2026-11-01,noise\n'), 'document', 'text/csv'],
    ['diary.txt', () => Buffer.from('\uFEFFsixteen bits', 'utf16le'), 'document', 'text/plain'],
    ['letter.pdf', () => Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF'), 'document', 'application/pdf'],
    ['letter.docx', () => zipOf(docx), 'document', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['sound.mp4', () => Buffer.from('00000020667479704d344120000000004d3441206d70343269736f6d00000000', 'hex'), 'sound', 'audio/x-m4a'],
    ['film.mp4', () => Buffer.from('000000206674797069736f6d0000020069736f6d69736f32617663316d703431', 'hex'), 'video', 'video/mp4'],
  ])('%s is known by its content', async (name, bytes, kind, contentType) => {
    expect(await receive(bytes(), name)).toMatchObject({ kind, contentType });
  });

  test.each<[string, () => Buffer, string, RegExp]>([
    ['empty.jpg', () => Buffer.alloc(0), 'empty', /empty/],
    ['film.mov', () => Buffer.alloc(6 * 1024 * 1024, 'a'), 'too-large', /larger than 5 MB/],
    ['page.txt', () => Buffer.from('  <!DOCTYPE html><script>alert(1)</script>'), 'dangerous', /web page/],
    ['drawing.png', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'dangerous', /web page/],
    ['feed.txt', () => Buffer.from('\uFEFF<?xml version="1.0"?><svg/>'), 'dangerous', /web page/],
    ['run', () => Buffer.from('#!/bin/sh\nrm -rf /'), 'dangerous', /program/],
    ['notes.js', () => Buffer.from('alert(1)'), 'dangerous', /script/],
    ['photo.jpg.exe', () => Buffer.from('hello'), 'dangerous', /program/],
    ['photo.jpg', () => Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), Buffer.alloc(200)]), 'dangerous', /program/],
    ['photo.jpg', () => Buffer.from(`\x7fELF${'\0'.repeat(100)}`, 'latin1'), 'dangerous', /program/],
    ['photo.jpg', () => Buffer.from('%PDF-1.7\n%%EOF'), 'disguised', /name ends in \.jpg, but it is a document/],
    ['letter.pdf', () => Buffer.from('only words'), 'taken', /^$/],
    ['photo.jpg', () => Buffer.from('only words'), 'disguised', /it is a document/],
    ['odd.bin', () => Buffer.from([1, 2, 3, 4, 0, 0, 255, 254]), 'not-taken', /cannot open this kind/],
    ['latin.txt', () => Buffer.from('caf\xe9', 'latin1'), 'not-taken', /cannot open this kind/],
    ['files.zip', () => zipOf({ 'a.txt': 'a' }), 'not-taken', /one by one/],
    ['macro.docx', () => zipOf({ ...docx, 'word/vbaProject.bin': 'x' }), 'dangerous', /macro/],
    ['cut.docx', () => zipOf(docx).subarray(0, -30), 'dangerous', /damaged/],
    ['old.doc', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), 'not-taken', /old kind of Office file/],
  ])('%s: %# refused with a sentence, nothing kept', async (name, bytes, code, sentence) => {
    const [gotCode, gotSentence] = await refusalOf(receive(bytes(), name));
    expect([gotCode, gotSentence]).toEqual([code, expect.stringMatching(sentence)]);
    if (code !== 'taken') expect(readdirSync(folder)).not.toContain('files');
    expect(readdirSync(path.join(folder, 'incoming'))).toEqual([]);
  });

  test('a document that swells when opened is refused', async () => {
    const big = zipOf({ ...docx, 'word/media/zeros.bin': '' });
    const at = big.indexOf(Buffer.from('504b0102', 'hex'));
    big.writeUInt32LE(0xf000_0000, at + 24);
    expect((await refusalOf(receive(big, 'big.docx')))[1]).toMatch(/far larger inside/);
  });

  test('a broken line keeps nothing', async () => {
    const broken = Readable.from((function* () {
      yield Buffer.from('half');
      throw new Error('the line went dead');
    })());
    await expect(receiveUpload(broken, reception())).rejects.toThrow('the line went dead');
    expect(readdirSync(path.join(folder, 'incoming'))).toEqual([]);
  });

  test('a refused file leaves its stream open, so that the rest of the form is read', async () => {
    const stream = new PassThrough();
    stream.write(Buffer.alloc(2000, 'a'));
    expect((await refusalOf(receiveUpload(stream, reception({ limitBytes: 1000 }))))[0]).toBe('too-large');
    expect(stream.destroyed).toBe(false);
    expect(stream.readableFlowing).toBe(true);
  });

  test('a stream that multipart cut at its limit is too large', async () => {
    const cut = Object.assign(Readable.from([Buffer.from('half')]), { truncated: true });
    expect((await refusalOf(receiveUpload(cut, reception())))[0]).toBe('too-large');
  });

  test('what a killed process left is cleared, what is arriving is not', async () => {
    const incoming = path.join(folder, 'incoming');
    mkdirSync(incoming);
    writeFileSync(path.join(incoming, 'left'), 'x');
    expect(await clearIncoming(incoming, Temporal.Now.instant().subtract({ hours: 1 }))).toBe(0);
    expect(await clearIncoming(incoming, Temporal.Now.instant().add({ hours: 1 }))).toBe(1);
    expect(readdirSync(incoming)).toEqual([]);
  });
});

describe('safe copies', () => {
  test('are upright, small, and carry nothing hidden', async () => {
    const sealed = await receive(await jpeg(3000, 1500), 'photo.jpg');
    expect((await sharp(await readWhole(store, sealed.key)).metadata()).exif).toBeDefined();
    const copy = await makeSafeCopy(store, sealed);
    if (copy === 'none') throw new Error('no copy was made');
    expect(copy).toMatchObject({ contentType: 'image/webp', width: 1000, height: 2000 });
    const facts = await sharp(await readWhole(store, copy.key)).metadata();
    expect(facts).toMatchObject({ format: 'webp', width: 1000, height: 2000 });
    const print = await sharp(await readWhole(store, printKeyOf(copy.key))).metadata();
    expect(print).toMatchObject({ format: 'jpeg', width: 700, height: 1400 });
    for (const hidden of ['exif', 'xmp', 'iptc', 'icc', 'orientation'] as const) expect([facts[hidden], print[hidden]]).toEqual([undefined, undefined]);
    await removeWithCopies(store, copy.key);
    expect([await store.stat(copy.key), await store.stat(printKeyOf(copy.key)), (await store.stat(sealed.key)) !== undefined]).toEqual([undefined, undefined, true]);
  });

  test('a photo that cannot be drawn, and one that unpacks to too much, has none', async () => {
    const whole = await jpeg(600, 600);
    const cut = await receive(Buffer.concat([whole.subarray(0, 300), Buffer.alloc(200)]), 'cut.jpg');
    expect(await makeSafeCopy(store, cut)).toBe('none');
    const bomb = await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: 'black' } }).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await makeSafeCopy(store, await receive(bomb, 'bomb.png'))).toBe('none');
    expect(await makeSafeCopy(store, await receive('words', 'a.txt'))).toBe('none');
  });

  test('a store that is down is an error, not a picture without a copy', async () => {
    await expect(makeSafeCopy(store, { key: 'sealed/aa/gone', kind: 'photo' })).rejects.toThrow(FileMissing);
  });
});

describe('clamd', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** Speaks INSTREAM and calls harmful whatever holds the word. */
  function fakeClamd(reply?: string): Promise<{ host: string; port: number; seen: Buffer[] }> {
    const seen: Buffer[] = [];
    const server = createServer((socket) => {
      let buffer = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        buffer = Buffer.concat([buffer, bytes]);
        if (!buffer.subarray(0, 10).equals(Buffer.from('zINSTREAM\0'))) return;
        const parts: Buffer[] = [];
        for (let at = 10; at + 4 <= buffer.length; ) {
          const size = buffer.readUInt32BE(at);
          if (size === 0) {
            const file = Buffer.concat(parts);
            seen.push(file);
            socket.end(`${reply ?? (file.includes('EICAR') ? 'stream: Eicar-Test FOUND' : 'stream: OK')}\0`);
            return;
          }
          parts.push(buffer.subarray(at + 4, at + 4 + size));
          at += 4 + size;
        }
      });
    });
    servers.push(server);
    return new Promise((resolve, reject) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve({ host: '127.0.0.1', port: address.port, seen });
      });
    });
  }

  test('a clean file is kept and the whole of it was looked at', async () => {
    const clamd = await fakeClamd();
    const words = 'only words '.repeat(30_000);
    await receive(words, 'a.txt', { clamd });
    expect(clamd.seen.map((file) => file.toString())).toEqual([words]);
  });

  test('a harmful one is refused', async () => {
    expect((await refusalOf(receive('EICAR', 'a.txt', { clamd: await fakeClamd() })))[0]).toBe('virus');
    expect(readdirSync(folder)).not.toContain('files');
  });

  test('without a verdict nothing is taken', async () => {
    expect((await refusalOf(receive('words', 'a.txt', { clamd: await fakeClamd('INSTREAM size limit exceeded. ERROR') })))[0]).toBe('not-checked');
    expect((await refusalOf(receive('words', 'a.txt', { clamd: { host: '127.0.0.1', port: 1 } })))[0]).toBe('not-checked');
  });
});

describe('headers', () => {
  test('an original is saved under its name and can do nothing', () => {
    const headers = downloadHeaders('application/pdf', 'résumé "a";\r\nx: y/../b.pdf');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="[\w .()-]+"; filename\*=UTF-8''[\w.%-]+$/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'content-type': 'application/pdf' });
    expect(downloadHeaders('text/plain', '')['content-disposition']).toContain('filename="file"');
    expect(downloadHeaders('text/plain', '\ud800')['content-disposition']).toContain('attachment');
  });

  test('a safe copy may be shown', () => {
    expect(safeCopyHeaders('image/webp')['content-disposition']).toBe('inline');
    expect(sha256Of(Buffer.from('abc'))).toMatch(/^ba7816bf/);
  });
});
