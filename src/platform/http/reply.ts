import type { Readable } from 'node:stream';

export interface CookieToSet {
  readonly name: string;
  /** null takes the cookie away. */
  readonly value: string | null;
  readonly maxAgeSeconds?: number;
}

interface Extras {
  readonly cookies?: readonly CookieToSet[];
  /** The one other origin that this page may fetch maps from. */
  readonly opensTo?: string;
}

/** What a handler answers. The server sends it only after the transaction has been committed. */
export type Reply =
  | ({ readonly kind: 'page'; readonly status: number; readonly html: string } & Extras)
  | ({ readonly kind: 'see_other'; readonly to: string; readonly notice?: string | undefined } & Extras)
  | ({ readonly kind: 'json'; readonly status: number; readonly value: unknown } & Extras)
  | ({ readonly kind: 'file'; readonly type: string; readonly name: string; readonly inline: boolean; readonly body: Buffer | Readable } & Extras)
  | ({ readonly kind: 'tile'; readonly body: Uint8Array } & Extras)
  | ({ readonly kind: 'text'; readonly status: number; readonly type: string; readonly body: string; readonly maxAgeSeconds?: number } & Extras);

export function page(html: string, status = 200, extras: Extras = {}): Reply {
  return { kind: 'page', status, html, ...extras };
}

/** 303: what was sent is committed; look at it there. `notice` is said once at the top of the next page. */
export function seeOther(to: string, extras: Extras & { notice?: string | undefined } = {}): Reply {
  return { kind: 'see_other', to, ...extras };
}

export function json(value: unknown, status = 200, extras: Extras = {}): Reply {
  return { kind: 'json', status, value, ...extras };
}

/** A file to open (inline) or to keep. The name is what the reader's computer calls it. */
export function file(body: Buffer | Readable, type: string, name: string, inline = false): Reply {
  return { kind: 'file', type, name, inline, body };
}

/** A vector tile for one viewer: kept by nobody on the way. */
export function tile(body: Uint8Array): Reply {
  return { kind: 'tile', body };
}

export function text(body: string, type: string, status = 200, maxAgeSeconds?: number): Reply {
  return { kind: 'text', status, type, body, ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }) };
}
