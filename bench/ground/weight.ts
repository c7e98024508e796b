import { request } from 'node:http';

export interface PageWeight {
  readonly name: string;
  /** Heads and bodies as they crossed the wire. */
  readonly bytes: number;
  readonly parts: readonly { readonly path: string; readonly bytes: number }[];
}

interface Fetched {
  readonly bytes: number;
  readonly status: number;
  readonly text: string;
}

/** Fetches one address as a browser would and counts what came over the wire, head and all. */
async function fetched(port: number, path: string, cookie: string | undefined, encoding: 'br' | 'identity'): Promise<Fetched> {
  return await new Promise((resolve, reject) => {
    const asked = request({ port, path, agent: false, headers: { 'accept-encoding': encoding, ...(cookie === undefined ? {} : { cookie }) } }, (answer) => {
      const parts: Buffer[] = [];
      const { socket } = answer;
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ bytes: socket.bytesRead, status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** What a page, its styles and its scripts name. Fonts and pictures of a style sheet count as fetched, needed on this page or not. */
function named(text: string): string[] {
  const inMarkup = [...text.matchAll(/<(?:link|script|img)\b[^>]*?(?:href|src)="(\/[^"]+)"[^>]*>/g)].filter(([tag]) => !/rel="(?:canonical|manifest|alternate)"/.test(tag)).map(([, path]) => path);
  return [...new Set(inMarkup.filter((path) => path !== undefined))];
}

function inStyles(css: string, at: string): string[] {
  return [...new Set([...css.matchAll(/url\(["']?([^"')]+)["']?\)/g)].map(([, path]) => path ?? '').filter((path) => path !== '' && !path.startsWith('data:')).map((path) => new URL(path, `http://hub${at}`).pathname))];
}

/** A page and everything it makes a browser fetch, with an empty cache. */
export async function pageWeight(port: number, name: string, path: string, cookie: string | undefined): Promise<PageWeight> {
  const plain = await fetched(port, path, cookie, 'identity');
  if (plain.status !== 200) {
    throw new Error(`${name} answered ${plain.status}`);
  }
  const wanted = named(plain.text);
  const parts = [{ path, bytes: (await fetched(port, path, cookie, 'br')).bytes }];
  for (const asset of wanted) {
    if (asset.endsWith('.css')) {
      wanted.push(...inStyles((await fetched(port, asset, undefined, 'identity')).text, asset).filter((one) => !wanted.includes(one)));
    }
    parts.push({ path: asset, bytes: (await fetched(port, asset, undefined, 'br')).bytes });
  }
  return { name, bytes: parts.reduce((sum, part) => sum + part.bytes, 0), parts };
}
