// npm run test:engines [-- ENGINE ...]: the end-to-end walks in Chromium, Firefox ESR and WebKitGTK (chromium, firefox, webkit), installed by apt where they are missing.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { browser } from '../setup/browser.ts';
import { firefox, webKit } from '../setup/engines.ts';

const root = join(import.meta.dirname, '..');
/** How the demo starts and ends is no browser's matter. */
const walks = ['guest', 'several-relationships', 'invoice', 'every-view'].map((name) => `test/e2e/${name}.test.ts`);

try {
  for (const install of [browser, firefox, webKit]) install();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
const CHROME_PATH = browser();
const asked = process.argv.slice(2);
const failed = (asked.length > 0 ? asked : ['chromium', 'firefox', 'webkit']).filter((engine) => {
  console.log(`\n── ${engine}`);
  const { status } = spawnSync('vitest', ['run', '--project', 'e2e', ...walks], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ENGINE: engine,
      CHROME_PATH,
      PATH: [join(root, 'node_modules/node/bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    },
  });
  return status !== 0;
});
console.log(failed.length === 0 ? 'The walks hold in every engine.' : `Failed: ${failed.join(', ')}.`);
process.exit(failed.length === 0 ? 0 : 1);
