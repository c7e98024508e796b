import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between two questions whether the pages leave time. */
const pause = 1_000;
/** Asked so often before a step is taken all the same: people are found late, but they are found. */
export const mostPauses = 20;

async function aPause(): Promise<void> {
  await wait(pause);
}

/** Comparing people takes a processor for a while: it gives way to whoever waits for a page. Says how often it paused. */
export async function giveWay(quiet: () => boolean, rest: () => Promise<void> = aPause): Promise<number> {
  let paused = 0;
  while (paused < mostPauses && !quiet()) {
    await rest();
    paused += 1;
  }
  return paused;
}
