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

/** What a page's markup names. */
function named(text: string): string[] {
  const inMarkup = [...text.matchAll(/<(?:link|script|img)\b[^>]*?(?:href|src)="(\/[^"]+)"[^>]*>/g)].filter(([tag]) => !/rel="(?:canonical|manifest|alternate)"/.test(tag)).map(([, path]) => path);
  return [...new Set(inMarkup.filter((path) => path !== undefined))];
}

/** Whether a unicode-range ("U+100-2BA, U+1E??") holds any letter of the page: a browser fetches a font for no other. */
function needed(range: string | undefined, text: string): boolean {
  if (range === undefined) {
    return true;
  }
  const spans = range.split(',').map((part) => {
    const [from = '', to = from] = part.trim().slice(2).split('-');
    return [Number.parseInt(from.replaceAll('?', '0'), 16), Number.parseInt(to.replaceAll('?', 'F'), 16)] as const;
  });
  return [...text].some((letter) => spans.some(([from, to]) => (letter.codePointAt(0) ?? 0) >= from && (letter.codePointAt(0) ?? 0) <= to));
}

/** What a style sheet names: fonts that the page has letters for, and every picture, shown on this page or not. */
function inStyles(css: string, at: string, text: string): string[] {
  const unneeded = [...css.matchAll(/@font-face\s*{[^}]*}/g)].map(([face]) => face).filter((face) => !needed(/unicode-range:([^;}]+)/i.exec(face)?.[1], text));
  const rest = unneeded.reduce((left, face) => left.replace(face, ''), css);
  return [...new Set([...rest.matchAll(/url\(["']?([^"')]+)["']?\)/g)].map(([, path]) => path ?? '').filter((path) => path !== '' && !path.startsWith('data:')).map((path) => new URL(path, `http://hub${at}`).pathname))];
}

/** A page and everything it makes a browser fetch, with an empty cache. */
export async function pageWeight(port: number, name: string, path: string, cookie: string | undefined): Promise<PageWeight> {
  const plain = await fetched(port, path, cookie, 'identity');
  if (plain.status !== 200) {
    throw new Error(`${name} answered ${plain.status}`);
  }
  const wanted = named(plain.text);
  const letters = plain.text.replaceAll(/<[^>]*>/g, '');
  const parts = [{ path, bytes: (await fetched(port, path, cookie, 'br')).bytes }];
  for (const asset of wanted) {
    if (asset.endsWith('.css')) {
      wanted.push(...inStyles((await fetched(port, asset, undefined, 'identity')).text, asset, letters).filter((one) => !wanted.includes(one)));
    }
    parts.push({ path: asset, bytes: (await fetched(port, asset, undefined, 'br')).bytes });
  }
  return { name, bytes: parts.reduce((sum, part) => sum + part.bytes, 0), parts };
}
