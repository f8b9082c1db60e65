import { defineConfig } from 'vitest/config';

process.env.TZ = 'America/St_Johns';

/** What holds session and origin: over HTTP and a real database. */
export default defineConfig({
  test: {
    include: ['test/server/http/session.test.ts', 'test/server/http/door.test.ts', 'test/server/login/guest.test.ts'],
    globalSetup: ['test/support/database-server.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    expect: { poll: { timeout: 60_000, interval: 25 } },
  },
});
