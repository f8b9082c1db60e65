import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { vitestFailures } from './test/support/name-failures.ts';

// Nothing may lean on the machine standing in Norway: Newfoundland is half an hour off and turns its clocks on other days.
process.env.TZ = 'America/St_Johns';

/** They end what hangs, and nothing else: a slow machine that does three things at once stays far below them. */
const limits = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 120_000, interval: 25 } } };

const onPostgres = { ...limits, globalSetup: ['test/support/database-server.ts'] };

export default defineConfig({
  test: {
    passWithNoTests: true,
    reporters: ['default', vitestFailures],
    // One more than the cores: a file of tests waits for PostgreSQL, for other processes and for clocks more than it counts.
    maxWorkers: availableParallelism() + 1,
    projects: [
      { test: { ...limits, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      // A worker keeps the server's modules from file to file, as a server does; each file has a server and a database of its own.
      { test: { ...onPostgres, name: 'server', include: ['test/server/**/*.test.ts'], isolate: false } },
      { test: { ...onPostgres, name: 'long', include: ['test/long/**/*.test.ts'], fileParallelism: false } },
      // One after another in one process, which has one browser.
      {
        test: {
          ...limits,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/demo.ts'],
          fileParallelism: false,
          isolate: false,
        },
      },
      { test: { ...onPostgres, name: 'citus', include: ['test/citus/**/*.test.ts'], fileParallelism: false } },
    ],
  },
});
