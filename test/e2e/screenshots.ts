// node test/e2e/screenshots.ts FOLDER [VIEW ...]: a picture of every view at 320, 768 and 1280 px, light and dark, of a demo of its own.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startDemo } from './demo.ts';
import { Phone } from './phone.ts';
import { tour } from './tour.ts';
import { openBrowser } from './browsers/engine.ts';
import { PuppeteerTab } from './browsers/puppeteer-tab.ts';
import { Visitor } from './visitor.ts';

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error('Which folder do the pictures go to?');
mkdirSync(folder, { recursive: true });

const demo = await startDemo();
const chromium = await openBrowser();
try {
  const visitor = await Visitor.come(chromium, demo.address);
  const phone = await Phone.open(visitor);
  await visitor.tab.activate();
  for await (const view of tour(visitor, phone, '94059810')) {
    if (wanted.length === 0 || wanted.includes(view)) await picture(view === 'phone' ? phone.tab : visitor, view);
  }
  const complaints = await visitor.complaints();
  if (complaints.length > 0) console.error(complaints.join('\n'));
} finally {
  await chromium.close();
  await demo.stop();
}

async function picture({ tab }: Visitor, view: string): Promise<void> {
  if (!(tab instanceof PuppeteerTab)) throw new Error('Pictures are taken in Chromium or Firefox.');
  const { page } = tab;
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    for (const width of [320, 768, 1280]) {
      await page.setViewport({ width, height: 900 });
      await page.waitForNetworkIdle({ idleTime: 200, timeout: 2000 }).catch(() => {});
      // What lies over the page is as large as the window, whatever the page below.
      const fullPage = view !== 'log-in-over-the-page';
      await page.screenshot({ path: join(folder!, `${view}-${width}-${scheme}.png`), fullPage });
    }
  }
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  console.log(view);
}
