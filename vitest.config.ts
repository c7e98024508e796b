import { defineConfig } from 'vitest/config';

/** Every fast test of the house. The database server starts when the first test file asks for one (platform/database/testing.ts). */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: '#markup' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'packages/**/*.test.ts'],
    globalSetup: ['src/platform/database/testing-server.ts'],
    setupFiles: ['vitest.setup.ts'],
    env: { TZ: 'Europe/London' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
