import { setImmediate as turnOver } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants } from 'node:zlib';

import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Actor } from '../access/index.ts';
import { AskedTooLate, inTransaction, type Transaction } from '../database/transaction.ts';
import { HubError } from '../errors/index.ts';
import type { Partnership } from '../partnership/index.ts';
import { uuidv7 } from '../references/index.ts';
import { admit } from './admission.ts';
import { noticeCookie, readCookies, writeCookie } from './cookies.ts';
import { checkForm, readFields, type Sent, type Typed } from './form.ts';
import type { House } from './house.ts';
import { forgetLately } from './lately.ts';
import { readMultipart } from './multipart.ts';
import type { CookieToSet, Reply } from './reply.ts';
import { securityPolicy } from './security-policy.ts';
import type { RequestFacts, Route, Subject, Together } from './route.ts';
import { serveGathered } from './serve-gathered.ts';
import type { UploadOutcome } from './uploads.ts';

/** A form sent from another site carries no permission of the person in front of the screen. */
export function fromOurOwnPage(headers: { origin?: string | undefined; 'sec-fetch-site'?: string | string[] | undefined; host?: string | undefined }, baseUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string') {
    return site === 'same-origin' || site === 'none';
  }
  if (headers.origin !== undefined) {
    // "null" and other nonsense is no address at all
    return URL.canParse(headers.origin) && (headers.origin === new URL(baseUrl).origin || new URL(headers.origin).host === headers.host);
  }
  // Old browsers and programs that send neither: SameSite cookies already keep the session away from other sites.
  return true;
}

interface Came {
  readonly typed: Typed;
  readonly uploads: readonly UploadOutcome[];
}

async function readBody(route: Route, request: FastifyRequest, house: House): Promise<Came> {
  if (route.method !== 'POST') {
    return { typed: {}, uploads: [] };
  }
  if (!fromOurOwnPage(request.headers, house.settings.baseUrl)) {
    throw new HubError('other_site');
  }
  if (route.takesFiles && request.isMultipart()) {
    return await readMultipart(request, house);
  }
  const body = request.body;
  if (typeof body === 'string') {
    return { typed: readFields(new URLSearchParams(body)), uploads: [] };
  }
  // JSON is used by passkey scripts alone; it arrives as one field named "json".
  return { typed: body === undefined || body === null ? {} : { json: JSON.stringify(body) }, uploads: [] };
}

function parsed(schema: Route['params'], value: unknown, code: 'not_found' | 'bad_request'): unknown {
  if (schema === undefined) {
    return value;
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new HubError(code);
  }
  return result.data;
}

type AuditSubject = Omit<Subject, 'id'> & { readonly id: string | null };

function auditQuery(event: string, subject: AuditSubject | undefined, requestId: string, reading: boolean) {
  const call = sql`hub.audit(${uuidv7()}, ${event}, ${subject?.kind ?? ''}, ${subject?.id ?? null}, ${subject?.caseId ?? null}, ${requestId}, ${JSON.stringify(subject?.detail ?? {})}::jsonb)`;
  // The note that somebody read need not wait for the disk: it survives this process, and a crash of the database loses half a second at most.
  return reading ? sql`select ${call}, set_config('synchronous_commit', 'off', true)` : sql`select ${call}`;
}

/** What was not accepted is written down as such: the trail must not say that something was done which was not. */
function refusedOr(subject: Subject | undefined, answer: Reply): AuditSubject | undefined {
  const refused = 'status' in answer && answer.status >= 400 ? { refused: answer.status } : undefined;
  return refused === undefined ? subject : { kind: '', id: null, ...subject, detail: { ...subject?.detail, ...refused } };
}

/** Nothing is changed: the page was asked for, or a form asked a question that may not stand in an address. */
function readsOnly({ method, audit }: Route): boolean {
  return method === 'GET' || ('event' in audit && audit.reads === true);
}

interface Entered {
  readonly actor: Actor;
  readonly ahead: unknown;
}

/** Runs one route from request to sent reply. */
export async function serveRoute(route: Route, house: House, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const cookies = readCookies(request.headers.cookie);
  const partnership = await house.partnershipOf(request.hostname);
  const facts: RequestFacts = {
    id: request.id, method: request.method, url: request.url, ip: request.ip, userAgent: request.headers['user-agent'] ?? '', cookies, notice: cookies[noticeCookie],
  };
  if (typeof route.handle === 'function') {
    await send(await serveOnceOrTwice(route, route.handle, house, partnership, request, facts), reply, house, facts.notice !== undefined, forThePublic(route));
    return;
  }
  if (!fromOurOwnPage(request.headers, house.settings.baseUrl)) {
    throw new HubError('other_site');
  }
  await send(await serveGathered(route, route.handle, house, partnership, facts), reply, house, facts.notice !== undefined, forThePublic(route));
}

type Handle = Exclude<Route['handle'], Together>;

/** A page that only reads may end its transaction with its last question. Should it have one more after all, it is read again without that. */
async function serveOnceOrTwice(route: Route, handle: Handle, house: House, partnership: Partnership, request: FastifyRequest, facts: RequestFacts): Promise<Reply> {
  try {
    return await serveAlone(route, handle, house, partnership, request, facts, true);
  } catch (error) {
    if (error instanceof AskedTooLate && route.method === 'GET') {
      return await serveAlone(route, handle, house, partnership, request, facts, false);
    }
    throw error;
  }
}

async function serveAlone(route: Route, handle: Handle, house: House, partnership: Partnership, request: FastifyRequest, facts: RequestFacts, mayClose: boolean): Promise<Reply> {
  const params = parsed(route.params, request.params, 'not_found');
  const query = parsed(route.query, Object.fromEntries(Object.entries(readFields(new URL(request.url, 'http://hub').searchParams))), 'bad_request');
  const came = await readBody(route, request, house);
  const form: Sent<unknown> = route.body === undefined ? { ok: true, value: undefined, typed: came.typed } : checkForm(route.body, came.typed);
  const linkSecret = new Map(Object.entries(Object(request.params))).get('secret');
  const now: Temporal.Instant = house.clock.now();
  const after: (() => void)[] = [];
  const admitTo = async (tx: Transaction): Promise<Actor> => admit(tx, route.admits, partnership.id, facts.cookies, typeof linkSecret === 'string' ? linkSecret : undefined);
  const enter = async (tx: Transaction): Promise<Entered> => {
    const admitted = admitTo(tx);
    const ahead = route.ahead?.(tx, params, form, query);
    // Whoever is turned away hears why, and not what became of a question that they had no right to.
    ahead?.catch(() => undefined);
    return { actor: await admitted, ahead: await ahead };
  };
  const answer = await inTransaction(house.database.app, enter, async (tx, { actor, ahead }) => {
    let subject: Subject | undefined;
    let noted = false;
    const answered = await handle({
      actor: actor as never, tx, params, query, form, uploads: came.uploads, ahead, now, partnership, house, request: facts,
      about: (named) => {
        subject = named;
      },
      aboutLast: (named) => {
        subject = named;
        if (mayClose && 'event' in route.audit) {
          noted = true;
          tx.defer(auditQuery(route.audit.event, named, request.id, true));
          tx.closing();
        }
      },
      beside: async (ask) => {
        // Whether this page's transaction ends shows when the turn is over. One that stays open would wait for the other with what both need.
        await turnOver();
        return noted ? await inTransaction(house.database.app, admitTo, ask) : await ask(tx);
      },
      audit: (event, named) => tx.defer(auditQuery(event, named, request.id, false)),
      afterCommit: (work) => {
        after.push(work);
      },
    });
    if ('event' in route.audit && !noted) {
      tx.defer(auditQuery(route.audit.event, refusedOr(subject, answered), request.id, readsOnly(route)));
    }
    if (actor.kind === 'staff' && !readsOnly(route)) {
      after.push(() => forgetLately(house, actor.sessionId));
    }
    return answered;
  });
  for (const work of after) {
    work();
  }
  return answer;
}

function setCookies(reply: FastifyReply, cookies: readonly CookieToSet[], secure: boolean): void {
  if (cookies.length > 0) {
    reply.header('set-cookie', cookies.map((cookie) => writeCookie(cookie, secure)));
  }
}

const compress = promisify(brotliCompress);
/** Node keeps what it compressed into until its next full collection, which comes early when that is much: most pages fit into this. */
const chunkSize = 8_000;
/** Smaller than this the wire carries it in one packet anyway. */
const worthCompressing = 1_024;

/** Pages of the public may come over a weak phone signal. Staff sit at a desk and turn hundreds of large pages a day. */
function forThePublic({ admits }: Route): boolean {
  return admits === 'public' || admits === 'draft' || admits === 'link';
}

const encoder = new TextEncoder();
const bytesPerCharacter = 3;
/** Grows to what the longest page needs and is written again by each: memory of its own for every page keeps the collector busy. */
let paper = new Uint8Array(256 * 1024);

/** The bytes of a text, good until the next text is written. */
function written(text: string): Uint8Array {
  if (text.length * bytesPerCharacter > paper.length) {
    paper = new Uint8Array(text.length * bytesPerCharacter);
  }
  return paper.subarray(0, encoder.encodeInto(text, paper).written);
}

/**
 * A page is whole before it leaves, so it is compressed whole: smaller and with less work than in a stream. Other encodings are the server's business.
 * For the public as small as is quickly done, beside other work; for staff a fifth larger with an eighth of the work, less than handing it over would cost.
 */
async function forTheWire(text: string, reply: FastifyReply, small: boolean): Promise<string | Buffer> {
  const accepts = /(?:^|[\s,])br(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(String(reply.request.headers['accept-encoding'] ?? ''));
  if (!accepts || text.length < worthCompressing) {
    return text;
  }
  const whole = small ? Buffer.from(text) : written(text);
  const params = { [constants.BROTLI_PARAM_QUALITY]: small ? 5 : 1, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length };
  reply.header('content-encoding', 'br').header('vary', 'accept-encoding');
  return small ? await compress(whole, { params, chunkSize }) : brotliCompressSync(whole, { params, chunkSize });
}

/** Puts a reply on the wire. */
async function send(answer: Reply, reply: FastifyReply, house: House, hadNotice: boolean, small: boolean): Promise<void> {
  const secure = house.settings.baseUrl.startsWith('https:');
  const cookies = [...(answer.cookies ?? [])];
  if (answer.kind === 'see_other' && answer.notice !== undefined) {
    cookies.push({ name: noticeCookie, value: answer.notice, maxAgeSeconds: 60 });
  } else if (hadNotice && answer.kind === 'page') {
    cookies.push({ name: noticeCookie, value: null });
  }
  setCookies(reply, cookies, secure);
  if (answer.opensTo !== undefined) {
    reply.header('content-security-policy', securityPolicy(answer.opensTo));
  }
  switch (answer.kind) {
    case 'page':
      await reply.code(answer.status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(await forTheWire(answer.html, reply, small));
      return;
    case 'see_other':
      await reply.code(303).header('location', answer.to).header('cache-control', 'no-store').send();
      return;
    case 'json':
      await reply.code(answer.status).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(answer.value));
      return;
    case 'text':
      await reply.code(answer.status).header('cache-control', answer.maxAgeSeconds === undefined ? 'no-store' : `public, max-age=${answer.maxAgeSeconds}`).type(answer.type).send(answer.body);
      return;
    case 'tile':
      await reply.code(answer.body.length === 0 ? 204 : 200).header('cache-control', 'private, no-store').type('application/vnd.mapbox-vector-tile').send(Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength));
      return;
    case 'file':
      await reply
        .header('content-disposition', `${answer.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(answer.name)}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'no-store')
        .type(answer.type)
        .send(answer.body);
  }
}
