import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';

import { expect, test } from 'vitest';

const linux = process.platform === 'linux';

test.runIf(linux)('a thread steps behind pages alone', async () => {
  const script = `
    import { readFileSync, readlinkSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    import { stepBehindPages } from ${JSON.stringify(new URL('behind-pages.ts', import.meta.url).href)};
    stepBehindPages();
    const stat = readFileSync('/proc/' + readlinkSync('/proc/thread-self') + '/stat', 'utf8');
    parentPort.postMessage(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));`;
  const before = getPriority();
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
  const nice = await new Promise((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
  });
  await worker.terminate();
  expect(nice).toBeGreaterThan(before);
  const own = readFileSync('/proc/self/stat', 'utf8');
  expect(Number(own.slice(own.lastIndexOf(')') + 2).split(' ')[16])).toBe(before);
});
