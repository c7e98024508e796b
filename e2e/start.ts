import type { TestProject } from 'vitest/node';

import { reachHub } from './hub.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    hub: { address: string; folder: string };
  }
}

/** One hub for all journeys: started before the first, stopped and removed after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { address, folder, stop } = await reachHub();
  project.provide('hub', { address, folder });
  return stop;
}
