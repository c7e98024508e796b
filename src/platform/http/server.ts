import { readFileSync } from 'node:fs';
import path from 'node:path';

import compress from '@fastify/compress';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type FastifyServerOptions } from 'fastify';

import { type ErrorCode, HubError } from '../errors/index.ts';
import { errorId } from '../telemetry/index.ts';
import { GoFirst } from './admission.ts';
import type { House } from './house.ts';
import type { Route } from './route.ts';
import { securityPolicy } from './security-policy.ts';
import { serveRoute } from './serve-route.ts';

export interface ServerParts {
  readonly routes: readonly Route[];
  /** Folder of built assets, served under /assets with names that change with their content. */
  readonly assetsFolder: string;
  /** The page for an error. `id` is in the log beside what happened. */
  errorPage(code: ErrorCode, id: string, house: House, request: { hostname: string; url: string }): Promise<string>;
  /** Where to go first. */
  paths: { signIn(next: string): string; secondFactor: string; enrol: string; startReport: string };
  /** Called with the route's pattern, never the real address. */
  measure?(method: string, pattern: string, status: number, seconds: number): void;
  ready(): Promise<Record<string, boolean>>;
}

const securityHeaders = {
  'content-security-policy': securityPolicy(),
  'x-content-type-options': 'nosniff',
  // not no-referrer: with that, a browser that sends no Sec-Fetch-Site gives "null" as the origin of our own forms
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'geolocation=(self), camera=(self), microphone=(self)',
  'x-frame-options': 'DENY',
};

const assetHeaders = { 'x-content-type-options': 'nosniff' };

/** Logical names to hashed addresses, as the build wrote them. */
export function readAssets(folder: string): Record<string, string> {
  const manifest: Record<string, string> = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  return Object.fromEntries(Object.entries(manifest).map(([name, hashed]) => [name, hashed.startsWith('/') ? hashed : `/assets/${hashed}`]));
}

/** The web server with every route of the house. */
export async function buildServer(house: House, parts: ServerParts): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    ...trust(house.settings.trustProxy),
    genReqId: () => errorId(),
    bodyLimit: 1_000_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  });
  await server.register(compress, { threshold: 1024, encodings: ['br', 'gzip'], brotliOptions: { params: { 1: 4 } } });
  // A file over the limit is refused with its own sentence; the fields typed beside it are kept.
  await server.register(multipart, { throwFileSizeLimit: false });
  await server.register(fastifyStatic, { root: parts.assetsFolder, prefix: '/assets/', preCompressed: true, immutable: true, maxAge: '365d', index: false });
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (request, reply) => {
    // Styles, scripts and fonts are files of our own build and open nothing: what rules a page would only be sent with each of them again.
    reply.headers(request.url.startsWith('/assets/') ? assetHeaders : securityHeaders);
  });
  server.addHook('onResponse', async (request, reply) => {
    const pattern = request.routeOptions.url ?? 'none';
    parts.measure?.(request.method, pattern, reply.statusCode, reply.elapsedTime / 1000);
    house.log.info({ request: request.id, method: request.method, route: pattern, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
  addHealth(server, parts);
  for (const route of parts.routes) {
    server.route({ method: route.method, url: route.path, handler: async (request, reply) => serveRoute(route, house, request, reply) });
  }
  server.setNotFoundHandler(async (request, reply) => answerError(new HubError('not_found'), house, parts, request, reply));
  server.setErrorHandler(async (error, request, reply) => answerError(error, house, parts, request, reply));
  return server;
}

function trust(proxy: false | number | string[]): FastifyServerOptions {
  // a number counts the proxies in front; Fastify's types leave it out for HTTP/1
  return proxy === false ? {} : { trustProxy: typeof proxy === 'number' ? (_address: string, hop: number) => hop < proxy : proxy };
}

function addHealth(server: FastifyInstance, parts: ServerParts): void {
  server.get('/health/live', async () => ({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    const checks = await parts.ready();
    const ok = Object.values(checks).every(Boolean);
    return await reply.code(ok ? 200 : 503).send({ status: ok ? 'ok' : 'not ready', ...checks });
  });
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof HubError) {
    return error.code;
  }
  const facts: { statusCode?: unknown; code?: unknown } = Object(error);
  if (facts.statusCode === 413 || facts.code === 'FST_REQ_FILE_TOO_LARGE') {
    return 'too_large';
  }
  if (typeof facts.statusCode === 'number' && facts.statusCode >= 400 && facts.statusCode < 500) {
    return 'bad_request';
  }
  // Row-level security refused a write (42501): to the person it is a record that is not theirs.
  // What is on legal hold is not deleted (55006).
  return facts.code === '42501' ? 'not_yours' : facts.code === '55006' ? 'on_hold' : 'broken';
}

async function answerError(error: unknown, house: House, parts: ServerParts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (error instanceof GoFirst) {
    const to = { sign_in: () => parts.paths.signIn(request.method === 'GET' ? request.url : '/'), second_factor: () => parts.paths.secondFactor, enrol: () => parts.paths.enrol, start_report: () => parts.paths.startReport }[error.to]();
    await reply.code(303).header('location', to).header('cache-control', 'no-store').send();
    return;
  }
  const code = codeOf(error);
  const html = await parts.errorPage(code, request.id, house, { hostname: request.hostname, url: request.url });
  const hub = error instanceof HubError ? error : new HubError(code);
  const facts = { request: request.id, code, route: request.routeOptions.url ?? 'none', detail: hub.detail };
  if (hub.status >= 500) {
    // Only the kind and the place of an error: its message may quote what a person typed.
    house.log.error({ ...facts, kind: error instanceof Error ? error.name : typeof error, sqlState: Object(error).code, stack: stackWithoutMessage(error) }, 'error');
  } else {
    house.log.info(facts, 'refused');
  }
  await reply.code(hub.status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}

function stackWithoutMessage(error: unknown): string {
  return error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at ')).slice(0, 8).join('\n') : '';
}
