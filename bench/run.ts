/** npm run bench -- NAME: runs bench/NAME.ts, which prints a table and writes bench/results/NAME.json. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

const folder = path.dirname(new URL(import.meta.url).pathname);
const names = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'run.ts').map((file) => file.slice(0, -3));
const [wanted] = process.argv.slice(2);

// Whoever stops a benchmark stops its hub with it: what runs at the end runs at an orderly exit alone.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => process.exit(1));
}

if (wanted === undefined || !names.includes(wanted)) {
  process.stderr.write(`Say which benchmark: npm run bench -- ${names.join(' | ')}\n`);
  process.exitCode = 1;
} else {
  const benchmark: { run(): Promise<void> } = await import(`./${wanted}.ts`);
  await benchmark.run();
}
