/**
 * The load generator: a process of its own that keeps connections open and writes prepared requests straight to the socket,
 * because it shares the processors with what it measures. Started by load.ts.
 */
import { connect, type Socket } from 'node:net';

import { Histogram } from './histogram.ts';
import type { LoadPlan, LoadResult } from './load-plan.ts';

const headEnd = Buffer.from('\r\n\r\n');

class Connection {
  readonly #socket: Socket;
  #waiting: Buffer = Buffer.alloc(0);
  #answered: ((status: number, location: string | undefined) => void) | undefined;
  #broken: () => void;
  #head: { status: number; location: string | undefined; left: number | 'chunks' } | undefined;
  bytes = 0;

  constructor(port: number, broken: () => void) {
    this.#broken = broken;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (data) => this.#take(data));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#broken());
  }

  async opened(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#socket.once('connect', () => resolve());
      this.#socket.once('close', () => resolve());
    });
  }

  send(request: Buffer, answered: (status: number, location: string | undefined) => void): void {
    this.#answered = answered;
    this.#socket.write(request);
  }

  close(): void {
    this.#broken = () => undefined;
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.bytes += data.length;
    this.#waiting = this.#waiting.length === 0 ? data : Buffer.concat([this.#waiting, data]);
    if (this.#head === undefined) {
      const end = this.#waiting.indexOf(headEnd);
      if (end === -1) {
        return;
      }
      this.#head = readHead(this.#waiting.toString('latin1', 0, end));
      this.#waiting = this.#waiting.subarray(end + headEnd.length);
    }
    if (this.#complete(this.#head)) {
      const { status, location } = this.#head;
      this.#head = undefined;
      this.#answered?.(status, location);
    }
  }

  #complete(head: { left: number | 'chunks' }): boolean {
    if (head.left !== 'chunks') {
      const taken = Math.min(head.left, this.#waiting.length);
      head.left -= taken;
      this.#waiting = this.#waiting.subarray(taken);
      return head.left === 0;
    }
    for (;;) {
      const lineEnd = this.#waiting.indexOf('\r\n');
      if (lineEnd === -1) {
        return false;
      }
      const size = Number.parseInt(this.#waiting.toString('latin1', 0, lineEnd), 16);
      const whole = lineEnd + 2 + size + 2;
      if (this.#waiting.length < whole) {
        return false;
      }
      this.#waiting = this.#waiting.subarray(whole);
      if (size === 0) {
        return true;
      }
    }
  }
}

function readHead(text: string): { status: number; location: string | undefined; left: number | 'chunks' } {
  const status = Number(text.slice(9, 12));
  const location = /\r\nlocation: ([^\r]*)/i.exec(text)?.[1];
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  return { status, location, left: length === undefined ? (/\r\ntransfer-encoding: chunked/i.test(text) ? 'chunks' : 0) : Number(length) };
}

function written(plan: LoadPlan, index: number): Buffer {
  const request = plan.requests[index % plan.requests.length];
  if (request === undefined) {
    throw new Error('a plan without requests');
  }
  const { path, cookie, body } = request;
  const lines = [
    `${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1`, `Host: localhost:${plan.port}`, 'Accept-Encoding: br, gzip', 'Sec-Fetch-Site: same-origin',
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
    ...(body === undefined ? [] : ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const histogram = new Histogram();
  const others: Record<string, number> = {};
  const locations: (readonly [number, string])[] = [];
  const idle: Connection[] = [];
  const due: number[] = [];
  let alive = 0;
  let sent = 0;
  let done = 0;
  let underWay = 0;
  let broken = 0;
  let scheduled = 0;
  const most = plan.once ? plan.requests.length : Number.POSITIVE_INFINITY;
  const connections = Array.from({ length: plan.connections }, () => {
    alive += 1;
    const connection: Connection = new Connection(plan.port, () => {
      alive -= 1;
      const at = idle.indexOf(connection);
      if (at === -1) {
        broken += 1;
        underWay -= 1;
      } else {
        idle.splice(at, 1);
      }
    });
    idle.push(connection);
    return connection;
  });
  await Promise.all(connections.map(async (connection) => connection.opened()));
  const start = performance.now();
  const end = start + plan.seconds * 1000;
  let last = start;
  const give = (): void => {
    while (idle.length > 0 && sent < most) {
      const dueAt = plan.rate === 0 ? (performance.now() < end ? performance.now() : undefined) : due.shift();
      const connection = dueAt === undefined ? undefined : idle.pop();
      if (dueAt === undefined || connection === undefined) {
        return;
      }
      const index = sent;
      sent += 1;
      underWay += 1;
      connection.send(written(plan, index), (status, location) => {
        last = performance.now();
        underWay -= 1;
        histogram.add(last - dueAt);
        if (status === plan.expected) {
          done += 1;
          if (plan.keepLocations === true && location !== undefined) {
            locations.push([index, location]);
          }
        } else {
          others[status] = (others[status] ?? 0) + 1;
        }
        idle.push(connection);
        give();
      });
    }
  };
  const total = plan.rate === 0 ? 0 : Math.min(most, Math.round(plan.rate * plan.seconds));
  await new Promise<void>((resolve) => {
    const tick = setInterval(() => {
      const now = performance.now();
      while (scheduled < total && start + (scheduled * 1000) / plan.rate <= now) {
        due.push(start + (scheduled * 1000) / plan.rate);
        scheduled += 1;
      }
      give();
      const exhausted = plan.rate === 0 ? now >= end || sent >= most : scheduled >= total && due.length === 0;
      if (alive === 0 || (exhausted && underWay === 0) || now > end + 30_000) {
        clearInterval(tick);
        resolve();
      }
    }, 1);
  });
  for (const connection of connections) {
    connection.close();
  }
  const bytes = connections.reduce((sum, connection) => sum + connection.bytes, 0);
  return { sent, done, others, broken, seconds: (last - start) / 1000, latencies: histogram.summary(), bytes, locations };
}

process.once('message', (plan: LoadPlan) => {
  void run(plan).then((result) => process.send?.(result, undefined, undefined, () => process.exit(0)));
});
