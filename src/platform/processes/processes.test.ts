import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, test, vi } from 'vitest';

import { Wire, type Message } from './wire.ts';

interface SmallHub {
  readonly process: ChildProcess;
  readonly address: string;
  said(): string;
}

interface Told {
  readonly pid: number;
  readonly answer: { readonly pid: number; readonly first: number; readonly changed: readonly string[] };
}

const started: ChildProcess[] = [];
const patience = { timeout: 20_000, interval: 50 };

async function listen(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, server };
}

async function freePort(): Promise<number> {
  const { port, server } = await listen();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

async function smallHub(port: number, until: string): Promise<SmallHub> {
  const hub = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('small-hub.testing.ts', import.meta.url))], { env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(hub);
  let said = '';
  hub.stdout.on('data', (part: Buffer) => {
    said += part.toString();
  });
  await vi.waitFor(() => expect(said).toContain(until), patience);
  return { process: hub, address: `http://127.0.0.1:${port}`, said: () => said };
}

async function ask(hub: SmallHub, path: string): Promise<Told> {
  return await (await fetch(`${hub.address}/${path}`)).json();
}

/** Both page processes, by asking until both have answered. */
async function both(hub: SmallHub): Promise<Map<number, Told['answer']>> {
  const found = new Map<number, Told['answer']>();
  await vi.waitFor(async () => {
    const { answer } = await ask(hub, 'who');
    found.set(answer.pid, answer);
    expect(found.size).toBe(2);
  }, { ...patience, interval: 5 });
  return found;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

afterEach(() => {
  started.splice(0).forEach((hub) => hub.kill('SIGKILL'));
});

test('two processes answer on one port, know the first, and are measured by it', async () => {
  const hub = await smallHub(await freePort(), 'ready');
  const pages = await both(hub);
  expect([...pages.values()].map(({ first }) => first)).toEqual([hub.process.pid, hub.process.pid]);
  expect((await ask(hub, 'healthy')).answer).toBe(true);
  await vi.waitFor(() => expect(hub.said()).toContain('measures [1,1] busy false'), patience);
  await ask(hub, 'work');
  await vi.waitFor(() => expect(hub.said()).toContain('busy true'), patience);
});

test('what a session changed in one process is told to the other and not to itself', async () => {
  const hub = await smallHub(await freePort(), 'ready');
  await both(hub);
  const { pid } = await ask(hub, 'change/s1');
  await vi.waitFor(async () => {
    const heard = await both(hub);
    expect([...heard].filter(([, { changed }]) => changed.length > 0).map(([of, { changed }]) => [of === pid, changed])).toEqual([[false, ['s1']]]);
  }, patience);
});

test('a process that was killed is replaced, and the other answers meanwhile', async () => {
  const hub = await smallHub(await freePort(), 'ready');
  const before = [...(await both(hub)).keys()];
  await expect(ask(hub, 'die')).rejects.toThrow();
  expect(before).toContain((await ask(hub, 'who')).pid);
  await wait(1_100);
  const after = [...(await both(hub)).keys()];
  expect(after.filter((pid) => before.includes(pid))).toHaveLength(1);
});

test('when the first is killed, none serves alone', async () => {
  const hub = await smallHub(await freePort(), 'ready');
  const pages = [...(await both(hub)).keys()];
  hub.process.kill('SIGKILL');
  await vi.waitFor(() => expect(pages.filter(lives)).toEqual([]), patience);
});

test('a stop lets what is being answered be answered', async () => {
  const hub = await smallHub(await freePort(), 'ready');
  const slow = ask(hub, 'slow');
  await wait(200);
  hub.process.kill('SIGTERM');
  expect((await slow).pid).toBeGreaterThan(0);
  await vi.waitFor(() => expect(hub.said()).toContain('stopped'), patience);
});

test('a port that is taken is the reason why it does not start', async () => {
  const { port, server } = await listen();
  const hub = await smallHub(port, 'failed');
  expect(hub.said()).toMatch(/failed: .*EADDRINUSE/);
  server.close();
});

test('a question that nobody answers is answered by nothing', async () => {
  vi.useFakeTimers();
  const sent: Message[] = [];
  const wire = new Wire({ send: (message) => sent.push(message) }, { measures: async () => Promise.reject(new Error('gone')) });
  const answer = wire.ask('queue-healthy');
  await vi.advanceTimersByTimeAsync(3_001);
  expect(await answer).toBeUndefined();
  expect(wire.take({ answer: 1, value: true })).toBe(true);
  expect(wire.take({ ask: 'measures', number: 7 })).toBe(true);
  expect(wire.take({ say: 'stop' })).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toEqual([{ ask: 'queue-healthy', number: 1 }, { answer: 7, value: undefined }]);
  vi.useRealTimers();
});
