import { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { asStream, checkKey, FileAlreadyKept, FileMissing, type Content, type FileStore } from './store.ts';

export type S3Place = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

type Asked = { readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'; readonly headers?: Record<string, string>; readonly body?: Readable };

const longestWait = 120_000;

function webStream(readable: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = readable[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel() {
      readable.destroy();
    },
  });
}

/** Files in an S3-compatible store, with the bucket in the path. The store itself checks size and SHA-256 of what arrives. */
export class S3Store implements FileStore {
  readonly #place: S3Place;

  constructor(place: S3Place) {
    this.#place = place;
  }

  async #ask(key: string, { method, headers = {}, body }: Asked): Promise<Response> {
    const { endpoint, bucket, region, accessKeyId, secretAccessKey } = this.#place;
    const url = `${endpoint}/${bucket}/${checkKey(key)}`;
    const signer = new AwsV4Signer({ method, url, headers, accessKeyId, secretAccessKey, region, service: 's3' });
    const signed = await signer.sign();
    const patience = new AbortController();
    const timer = setTimeout(() => {
      patience.abort(new Error('The file store did not answer in time'));
    }, longestWait);
    try {
      const sent = body === undefined ? {} : { body: webStream(body), duplex: 'half' as const };
      return await fetch(signed.url, { method, headers: signed.headers, redirect: 'error', signal: patience.signal, ...sent });
    } finally {
      // Only the answer is waited for: someone on a slow line may take longer to read a long film.
      clearTimeout(timer);
    }
  }

  async #refuse(response: Response, what: string): Promise<never> {
    const words = await response.text();
    const code = /<Code>(\w+)<\/Code>/.exec(words)?.[1] ?? '';
    throw new Error(`The file store answered ${response.status} ${code} when asked to ${what}`.replaceAll('  ', ' '));
  }

  async put(key: string, content: Content): Promise<void> {
    const { stream, size, sha256 } = asStream(content);
    const headers = { 'content-length': String(size), 'content-type': 'application/octet-stream', 'if-none-match': '*', 'x-amz-content-sha256': sha256 };
    const response = await this.#ask(key, { method: 'PUT', headers, body: stream });
    if (response.status === 412 || response.status === 409) throw new FileAlreadyKept(key);
    if (!response.ok) await this.#refuse(response, 'keep a file');
    await response.arrayBuffer();
  }

  async get(key: string): Promise<Readable> {
    const response = await this.#ask(key, { method: 'GET' });
    if (response.status === 404) throw new FileMissing(key);
    if (!response.ok || response.body === null) return this.#refuse(response, 'give a file');
    return Readable.from(response.body);
  }

  async stat(key: string): Promise<{ size: number } | undefined> {
    const response = await this.#ask(key, { method: 'HEAD' });
    if (response.status === 404) return undefined;
    if (!response.ok) await this.#refuse(response, 'describe a file');
    return { size: Number(response.headers.get('content-length')) };
  }

  async remove(key: string): Promise<void> {
    const response = await this.#ask(key, { method: 'DELETE' });
    if (!response.ok && response.status !== 404) await this.#refuse(response, 'remove a file');
    await response.arrayBuffer();
  }
}
