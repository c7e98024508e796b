import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { S3Store } from './s3-store.ts';
import { FileAlreadyKept, FileMissing, readWhole } from './store.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-example', region: 'eu-west-2' };

/** Signs what arrived again with the key that it should have been signed with, and compares. */
async function isRightlySigned(request: IncomingMessage, port: number): Promise<boolean> {
  const given = request.headers.authorization ?? '';
  const signedHeaders = /SignedHeaders=([^,]+)/.exec(given)?.[1]?.split(';') ?? [];
  const headers: Record<string, string> = {};
  for (const name of signedHeaders) if (name !== 'host') headers[name] = String(request.headers[name]);
  const signer = new AwsV4Signer({
    method: request.method ?? '', url: `http://127.0.0.1:${port}${request.url}`, headers, service: 's3', ...keys,
    datetime: String(request.headers['x-amz-date']),
  });
  return (await signer.sign()).headers.get('authorization') === given;
}

describe('the S3-compatible store', () => {
  const kept = new Map<string, Buffer>();
  const requests: IncomingMessage[] = [];
  let server: Server;
  let port = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push(request);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const end = (status: number, words: string | Buffer = '') => response.writeHead(status, { 'content-length': Buffer.byteLength(words) }).end(words);
    if (!(await isRightlySigned(request, port))) return void end(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
    const path = request.url ?? '';
    const found = kept.get(path);
    if (request.method === 'PUT') {
      if (request.headers['if-none-match'] === '*' && found !== undefined) return void end(412, '<Error><Code>PreconditionFailed</Code></Error>');
      if (request.headers['x-amz-content-sha256'] !== createHash('sha256').update(body).digest('hex')) return void end(400, '<Error><Code>XAmzContentSHA256Mismatch</Code></Error>');
      kept.set(path, body);
      return void end(200);
    }
    if (request.method === 'DELETE') {
      kept.delete(path);
      return void end(204);
    }
    if (found === undefined) return void end(404, '<Error><Code>NoSuchKey</Code></Error>');
    end(200, found);
  }

  beforeEach(async () => {
    kept.clear();
    requests.length = 0;
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = address !== null && typeof address === 'object' ? address.port : 0;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = (changes: Partial<typeof keys> = {}) => new S3Store({ endpoint: `http://127.0.0.1:${port}`, bucket: 'hub', ...keys, ...changes });

  test('keeps, gives, describes and removes, every request signed', async () => {
    const store = open();
    await store.put('sealed/ab/one', Buffer.from('first'));
    expect((await readWhole(store, 'sealed/ab/one')).toString()).toBe('first');
    expect(await store.stat('sealed/ab/one')).toEqual({ size: 5 });
    await store.remove('sealed/ab/one');
    expect(await store.stat('sealed/ab/one')).toBeUndefined();
    await store.remove('sealed/ab/one');
    await expect(store.get('sealed/ab/one')).rejects.toThrow(FileMissing);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toContain('PUT /hub/sealed/ab/one');
  });

  test('a stream goes with its size and hash, in pieces', async () => {
    const bytes = Buffer.alloc(300_000, 'stream ');
    const stream = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
    await open().put('a/b', { stream, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(kept.get('/hub/a/b')?.equals(bytes)).toBe(true);
    expect(requests[0]?.headers['content-length']).toBe('300000');
  });

  test('what is kept is not written over', async () => {
    const store = open();
    await store.put('a/b', Buffer.from('first'));
    await expect(store.put('a/b', Buffer.from('second'))).rejects.toThrow(FileAlreadyKept);
    expect(kept.get('/hub/a/b')?.toString()).toBe('first');
  });

  test('bytes that are not those of the hash are refused by the store, and the error names no key', async () => {
    const attempt = open().put('a/b', { stream: Readable.from([Buffer.from('other')]), size: 5, sha256: '0'.repeat(64) });
    await expect(attempt).rejects.toThrow('The file store answered 400 XAmzContentSHA256Mismatch when asked to keep a file');
    expect(kept.size).toBe(0);
  });

  test('a wrong secret is an error that does not repeat it', async () => {
    await expect(open({ secretAccessKey: 'wrong-one' }).put('a/b', Buffer.from('x'))).rejects.toThrow('403 SignatureDoesNotMatch');
    await expect(open({ secretAccessKey: 'wrong-one' }).get('a/b')).rejects.not.toThrow(/wrong-one/);
    await expect(open().put('../b', Buffer.from('x'))).rejects.toThrow(RangeError);
  });
});
