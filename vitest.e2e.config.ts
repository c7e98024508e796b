import { defineConfig } from 'vitest/config';

/** Browser journeys against a started hub, one after the other. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: '#markup' } },
  test: {
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: ['e2e/start.ts'],
    env: { TZ: 'Europe/London' },
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    // A browser on a busy machine may lose a race once; what fails twice is a fault.
    retry: 1,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
