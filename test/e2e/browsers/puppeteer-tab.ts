import type { LaunchOptions, Page } from 'puppeteer-core';
import { launch } from '../../support/chromium.ts';
import { windowSize, type Engine, type Tab } from './tab.ts';

/** Chromium over its own protocol, or Firefox over WebDriver BiDi. */
export async function openPuppeteer(options: LaunchOptions): Promise<Engine> {
  const browser = await launch({ ...options, defaultViewport: windowSize });
  return {
    comeAsSomebody: async (origins) => openIn(await browser.createBrowserContext(), origins),
    close: () => browser.close(),
  };
}

async function openIn(context: ReturnType<Page['browserContext']>, origins: readonly string[]): Promise<PuppeteerTab> {
  const tab = new PuppeteerTab(await context.newPage(), origins);
  await tab.watch();
  return tab;
}

export class PuppeteerTab implements Tab {
  readonly page: Page;
  readonly #complaints: string[] = [];
  readonly #origins: readonly string[];

  constructor(page: Page, origins: readonly string[]) {
    this.page = page;
    this.#origins = origins;
  }

  async watch(): Promise<void> {
    const { page } = this;
    const complaints = this.#complaints;
    await page.exposeFunction('reportViolation', (what: string) => void complaints.push(`CSP: ${what}`));
    await page.evaluateOnNewDocument(() => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
        (globalThis as unknown as { reportViolation(what: string): void }).reportViolation(
          `${effectiveDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`,
        ),
      );
    });
    page.on(
      'console',
      (message) => message.type() === 'error' && complaints.push(`console: ${message.text()} ${message.location().url ?? ''}`),
    );
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error instanceof Error ? error.message : String(error)}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (!this.#origins.includes(url.origin) && url.protocol !== 'data:' && url.protocol !== 'blob:')
        complaints.push(`third party: ${url.href}`);
    });
  }

  async complaints(): Promise<string[]> {
    return this.#complaints;
  }

  // What is fetched after the load is waited for by what is to be seen; the phone's page never ends fetching.
  async goTo(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async back(): Promise<void> {
    await this.page.goBack();
  }

  async forward(): Promise<void> {
    await this.page.goForward();
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  async run<A extends unknown[], R>(script: string | ((...args: A) => R), ...args: A): Promise<Awaited<R>> {
    return (await this.page.evaluate(script as (...args: unknown[]) => R, ...args)) as Awaited<R>;
  }

  move(x: number, y: number): Promise<void> {
    return this.page.mouse.move(x, y);
  }

  click(x: number, y: number): Promise<void> {
    return this.page.mouse.click(x, y);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  press(key: 'Escape'): Promise<void> {
    return this.page.keyboard.press(key);
  }

  resize(width: number, height: number): Promise<void> {
    return this.page.setViewport({ width, height });
  }

  activate(): Promise<void> {
    return this.page.bringToFront();
  }

  openTab(): Promise<Tab> {
    return openIn(this.page.browserContext(), this.#origins);
  }

  leave(): Promise<void> {
    return this.page.browserContext().close();
  }
}
