import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { isPageProcess, joinFirstProcess, sayFailed, startPageProcesses } from './index.ts';

/* A hub of two page processes with nothing in it, started by processes.test.ts as a program of its own. It says what happens, a line each. */

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, fatal: () => undefined, with: () => log };

async function first(): Promise<void> {
  const pages = startPageProcesses(2, log, { 'queue-healthy': async () => true });
  process.on('SIGTERM', () => {
    void pages.stop().then(() => {
      say('stopped');
      process.exit(0);
    });
  });
  try {
    await pages.serve({ port: Number(process.env['PORT']) });
  } catch (error) {
    say(`failed: ${error instanceof Error ? error.message : ''}`);
    process.exit(1);
  }
  say('ready');
  setInterval(() => {
    void pages.measures().then((measures) => say(`measures ${JSON.stringify(measures)} busy ${pages.busy() > 0.5}`));
  }, 300).unref();
}

async function page(): Promise<void> {
  const me = await joinFirstProcess({ measures: async () => 1 });
  const changed: string[] = [];
  me.onSessionChanged((session) => changed.push(session));
  const server = createServer((request, response) => {
    const [, what, session] = (request.url ?? '').split('/');
    const answers: Record<string, () => Promise<unknown>> = {
      who: async () => ({ pid: process.pid, first: process.ppid, changed }),
      change: async () => me.sessionChanged(session ?? ''),
      healthy: async () => me.ask('queue-healthy'),
      slow: async () => wait(700),
      work: async () => {
        for (const until = Date.now() + 1_500; Date.now() < until; );
      },
      die: async () => process.kill(process.pid, 'SIGKILL'),
    };
    void answers[what ?? '']?.().then((answer) => response.setHeader('connection', 'close').end(JSON.stringify({ pid: process.pid, answer })));
  });
  me.onStop(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
    });
    process.exit(0);
  });
  server.once('error', (error) => void sayFailed(error.message).then(() => process.exit(1)));
  server.listen({ port: Number(Object(me.order).port), host: '127.0.0.1' }, () => me.listening());
}

await (isPageProcess() ? page() : first());
