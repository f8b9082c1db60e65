// Tests of elements in a real Chromium: test/browser/**/*.test.ts, mocha's `describe` and `it`, `fixture` and `expect` from @open-wc/testing.
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { fileURLToPath } from 'node:url';
import { browserFlags, findBrowser } from './setup/browser.ts';
import { leaveOut } from './setup/build/leave-out-unused-of-uplot.mjs';
import { launch } from './test/support/chromium.ts';
import { browserFailures } from './test/support/name-failures.ts';

// As for vitest: not Norway's.
process.env.TZ = 'America/St_Johns';

const chrome = chromeLauncher({ puppeteer: { launch }, launchOptions: { executablePath: findBrowser(), args: browserFlags } });
const stopSession = chrome.stopSession.bind(chrome);
// Each file gets a tab of its own: the browser keeps 50 steps of a tab's history, and steps beyond lead out of the tests.
chrome.stopSession = async (id) => {
  const result = await stopSession(id);
  await Promise.all(chrome.inactivePages.splice(0).map(({ puppeteerPage }) => puppeteerPage.close()));
  return result;
};

export default {
  files: 'test/browser/**/*.test.ts',
  nodeResolve: true,
  plugins: [
    // The tests' charts are painted by what is shipped; `?whole` is uPlot as it comes.
    {
      name: 'lean-uplot',
      transform: ({ path, querystring, body }) =>
        path.endsWith('/uPlot.esm.js') && querystring !== 'whole' ? leaveOut(body).toString() : undefined,
    },
    esbuildPlugin({ ts: true, target: 'es2024', tsconfig: fileURLToPath(new URL('tsconfig.base.json', import.meta.url)) }),
  ],
  reporters: [defaultReporter(), browserFailures],
  browsers: [chrome],
  // One page at a time: one in the background gets no frames, and its resizes never come.
  concurrency: 1,
  // They end what hangs, and nothing else.
  testsStartTimeout: 300_000,
  testsFinishTimeout: 600_000,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  testFramework: { config: { ui: 'bdd', timeout: 300_000 } },
};
