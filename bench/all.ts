import { existsSync } from 'node:fs';
import path from 'node:path';

/** In this order: what a person waits for first. */
const order = ['http', 'access', 'audit', 'kill', 'hotspots', 'people', 'linkage'];

/** npm run bench -- all: every benchmark, one after the other, each with its own table and file of results. */
export async function run(): Promise<void> {
  for (const name of order.filter((one) => existsSync(path.join(import.meta.dirname, `${one}.ts`)))) {
    process.stdout.write(`\n== ${name} ==\n`);
    const benchmark: { run(): Promise<void> } = await import(`./${name}.ts`);
    await benchmark.run();
  }
}
