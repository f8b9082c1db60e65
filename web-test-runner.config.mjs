import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';

/** Browser tests in Debian's Chromium (or the one in `CHROME_PATH`), one page a file. The time zone is not Norway's. */
process.env.TZ = 'Pacific/Auckland';

export default {
  files: 'test/browser/**/*.test.ts',
  nodeResolve: { browser: true, exportConditions: ['browser', 'production'] },
  concurrency: 2,
  browserLogs: true,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)) })],
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
        args: '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(' '),
      },
    }),
  ],
  testFramework: { config: { timeout: 10_000 } },
};
