import { browser, browserFlags } from '../../../setup/browser.ts';
import { firefox, webKit } from '../../../setup/engines.ts';
import { openPuppeteer } from './puppeteer-tab.ts';
import type { Engine } from './tab.ts';
import { openWebKit } from './webkit-tab.ts';

const engines: Record<string, () => Promise<Engine>> = {
  chromium: () => openPuppeteer({ executablePath: browser(), args: browserFlags }),
  firefox: () => openPuppeteer({ browser: 'firefox', executablePath: firefox() }),
  webkit: () => openWebKit(webKit()),
};

/** The browser that ENGINE names, Chromium without; with nobody's history. */
export function openBrowser(): Promise<Engine> {
  return engines[process.env['ENGINE'] ?? 'chromium']!();
}
