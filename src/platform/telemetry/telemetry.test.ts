import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { parseReference } from '../references/index.ts';
import { errorId, makeLog, type LogLevel } from './log.ts';
import { startMetrics, type MetricsServer } from './metrics-server.ts';

function logged(level: LogLevel = 'info') {
  const lines: string[] = [];
  return { log: makeLog(level, { write: (line) => void lines.push(line) }), lines, last: (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') };
}

describe('the log', () => {
  test('is JSON with a level, a time, facts and a sentence', () => {
    const { log, last } = logged();
    log.info({ request: 'E7W-K4M-2Q', route: '/reports/:id', status: 200, ms: 12, found: true, none: null }, 'answered');
    expect(last()).toEqual({
      level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), request: 'E7W-K4M-2Q', route: '/reports/:id', status: 200, ms: 12, found: true, none: null, msg: 'answered',
    });
  });

  test.each([
    { body: { words: 'they kicked my door' } }, { query: 'name=Amara' }, { headers: { cookie: 'session=1' } }, { cookies: ['a'] }, { url: '/track/secret' },
    { email: 'amara@example.org' }, { note: 'mail to amara.n@mail.example.org today' }, { note: 'ring 01632 960142' }, { note: 'ring 07700 900-123' }, { note: '+44 7700 900123' },
    { note: 'lives at CM20 3AF' }, { note: 'see https://hub.example.org/track/abcdef' }, { deep: { deeper: { list: [{ phone: '1' }, 'amara@example.org'] } } },
    { password: 'hunter2' }, { link: 'x', person: { name: 'Amara' } }, { deep: { a: { b: { c: { d: 'Amara' } } } } }, { odd: new Map([['name', 'Amara']]) },
  ])('%j leaves nothing of a person', (facts) => {
    const { log, lines } = logged();
    log.info(facts, 'something happened');
    expect(lines.join()).not.toMatch(/kicked|Amara|amara|secret"|960142|900-123|900123|3AF|hunter2|session=|abcdef/);
    expect(lines.join()).toMatch(/\[not logged\]|\[e-mail\]|\[phone\]|\[postcode\]|\[address\]/);
  });

  test('an error is its kind and place, never its message', () => {
    const { log, lines, last } = logged();
    const cause = Object.assign(new Error('invalid input: "Amara Nwosu"'), { code: '22P02', table: 'party', detail: 'Key (email)=(amara@example.org) exists' });
    log.error({ error: new TypeError('Amara said: they\n    at night', { cause }) }, 'broke');
    expect(lines.join()).not.toMatch(/amara|said|at night/i);
    expect(last()['error']).toMatchObject({ kind: 'TypeError', cause: { kind: 'Error', code: '22P02', table: 'party' }, place: expect.arrayContaining([expect.stringContaining('telemetry.test.ts')]) });
  });

  test('the sentence is cleaned too, and a percent sign in it is only a percent sign', () => {
    const { log, last } = logged();
    log.warn({}, 'could not reach amara@example.org, 50%s done');
    expect(last()['msg']).toBe('could not reach [e-mail], 50%s done');
  });

  test('levels are kept, and common facts go with each line', () => {
    const { log, lines, last } = logged('warn');
    log.info({}, 'quiet');
    expect(lines).toEqual([]);
    log.with({ job: 'outbox' }).error({ touched: 3 }, 'failed');
    expect(last()).toMatchObject({ level: 'error', job: 'outbox', touched: 3, msg: 'failed' });
  });

  test('identifiers of errors can be read out and checked', () => {
    const made = new Set(Array.from({ length: 1000 }, errorId));
    expect(made.size).toBeGreaterThan(995);
    for (const id of made) expect(parseReference(id)).toBe(id);
  });
});

describe('metrics', () => {
  const started: MetricsServer[] = [];
  const start = async (): Promise<MetricsServer> => {
    const server = await startMetrics(0);
    started.push(server);
    return server;
  };
  const read = async (server: MetricsServer, address = '127.0.0.1'): Promise<string> => (await fetch(`http://${address}:${server.port}/metrics`)).text();
  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
  });

  test('requests are counted by pattern, and a real address is not a pattern', async () => {
    const server = await start();
    server.request('GET', '/cases/:id', 200, 0.02);
    server.request('BREW', '/track/aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8', 404, 0.02);
    server.request('GET', '/search?q=Amara', 200, 0.02);
    server.job('outbox', 'done', 0.2);
    const text = await read(server);
    expect(text).toContain('hub_http_request_seconds_count{method="GET",route="/cases/:id",status="200"} 1');
    expect(text).toContain('hub_http_request_seconds_count{method="other",route="none",status="404"} 1');
    expect(text).toContain('hub_job_seconds_count{job="outbox",outcome="done"} 1');
    expect(text).not.toMatch(/Amara|aGVsbG8/);
    expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(404);
  });

  test('what waits is read when asked, and a figure that cannot be read is not shown as the old one', async () => {
    const server = await start();
    let waiting = 3;
    server.watch('outbox', async () => {
      if (waiting < 0) throw new Error('no database');
      return { waiting, failed: 1, oldestSeconds: 12 };
    });
    const first = await read(server);
    for (const line of ['{figure="waiting"} 3', '{figure="failed"} 1', '{figure="oldest_seconds"} 12']) expect(first).toContain(`hub_outbox${line}`);
    waiting = 5;
    expect(await read(server)).toContain('hub_outbox{figure="waiting"} 5');
    waiting = -1;
    expect(await read(server)).toContain('hub_outbox{figure="waiting"} Nan');
    expect(await read(server)).toContain('hub_watch_failures_total{watch="outbox"}');
  });

  test('only this machine can ask', async () => {
    const server = await start();
    const outward = Object.values(networkInterfaces()).flat().find((card) => card !== undefined && card.family === 'IPv4' && !card.internal)?.address;
    if (outward !== undefined) await expect(read(server, outward)).rejects.toThrow();
    expect(await read(server)).toContain('hub_process_cpu');
  });

  test('a port in use says what to do; off measures all the same', async () => {
    const server = await start();
    await expect(startMetrics(server.port ?? 0)).rejects.toThrow(/METRICS_PORT \d+ is in use by another program\. Set METRICS_PORT/);
    const off = await startMetrics('off');
    off.request('GET', '/', 200, 0.1);
    expect(await off.registry.metrics()).toContain('route="/"');
    await off.stop();
  });
});
