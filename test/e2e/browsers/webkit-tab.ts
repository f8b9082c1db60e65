import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Builder, Capabilities, Key, Origin, type WebDriver } from 'selenium-webdriver';
import { freePort } from '../../../setup/free-port.ts';
import { windowSize, type Engine, type Tab } from './tab.ts';

/** Paths of what Debian's webkit2gtk-driver and xvfb install. */
export interface WebKitPrograms {
  driver: string;
  miniBrowser: string;
  xvfb: string;
}

/** WebKitGTK by its own WebDriver, on a screen that nobody sees: a driver, and so a browser, for each visitor. */
export async function openWebKit({ driver, miniBrowser, xvfb }: WebKitPrograms): Promise<Engine> {
  const screen = spawn(xvfb, ['-displayfd', '1', '-screen', '0', '1600x1300x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = (await once(screen.stdout, 'data')) as [Buffer];
  const visitors = new Set<WebKitTab>();
  return {
    async comeAsSomebody() {
      const tab = await WebKitTab.open(driver, miniBrowser, `:${String(number).trim()}`, () => visitors.delete(tab));
      visitors.add(tab);
      return tab;
    },
    async close() {
      for (const visitor of visitors) await visitor.leave();
      await end(screen);
    },
  };
}

class WebKitTab implements Tab {
  readonly #complaints: string[] = [];
  readonly #driver: WebDriver;
  readonly #window: string;
  readonly #end: () => Promise<void>;

  private constructor(driver: WebDriver, window: string, end: () => Promise<void>) {
    this.#driver = driver;
    this.#window = window;
    this.#end = end;
  }

  static async open(program: string, miniBrowser: string, display: string, whenGone: () => void): Promise<WebKitTab> {
    const port = await freePort(0);
    const settings = await narrowTools();
    const webDriver = spawn(program, [`--port=${port}`, '--host=127.0.0.1'], {
      env: {
        ...process.env,
        XDG_CONFIG_HOME: settings,
        DISPLAY: display,
        WEBKIT_DISABLE_COMPOSITING_MODE: '1',
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      },
      stdio: 'ignore',
    });
    await answering(`http://127.0.0.1:${port}/status`);
    const capabilities = new Capabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': {
        binary: miniBrowser,
        args: ['--automation'],
      },
    });
    const driver = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
    const tab = new WebKitTab(driver, await driver.getWindowHandle(), async () => {
      whenGone();
      await driver.quit();
      await end(webDriver);
      await rm(settings, { recursive: true });
    });
    await tab.resize(windowSize.width, windowSize.height);
    return tab;
  }

  goTo(url: string): Promise<void> {
    return this.#travel((driver) => driver.get(url));
  }

  back(): Promise<void> {
    return this.#travel((driver) => driver.navigate().back());
  }

  forward(): Promise<void> {
    return this.#travel((driver) => driver.navigate().forward());
  }

  reload(): Promise<void> {
    return this.#travel((driver) => driver.navigate().refresh());
  }

  async complaints(): Promise<string[]> {
    this.#complaints.push(...(await this.run(heard)));
    return this.#complaints;
  }

  /** The driver tells nothing of the console: a page is listened to from when it is there until it is left. */
  async #travel(move: (driver: WebDriver) => Promise<void>): Promise<void> {
    await this.complaints();
    await move(await this.#here());
    await this.run(listen);
  }

  async run<A extends unknown[], R>(script: string | ((...args: A) => R), ...args: A): Promise<Awaited<R>> {
    const driver = await this.#here();
    const body = typeof script === 'string' ? script : `return (${String(script)}).apply(null, arguments)`;
    return driver.executeScript<Awaited<R>>(body, ...args);
  }

  async move(x: number, y: number): Promise<void> {
    const driver = await this.#here();
    await driver
      .actions()
      .move({ x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT, duration: 0 })
      .perform();
  }

  async click(x: number, y: number): Promise<void> {
    const driver = await this.#here();
    await driver
      .actions()
      .move({ x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT, duration: 0 })
      .click()
      .perform();
  }

  async type(text: string): Promise<void> {
    const driver = await this.#here();
    await driver.actions().sendKeys(text).perform();
  }

  async press(_key: 'Escape'): Promise<void> {
    const driver = await this.#here();
    await driver.actions().sendKeys(Key.ESCAPE).perform();
  }

  /** Of the page: the window's own edges come on top. */
  async resize(width: number, height: number): Promise<void> {
    const window = (await this.#here()).manage().window();
    const before = await window.getRect();
    const inner = await this.run(() => [innerWidth, innerHeight] as const);
    await window.setRect({ ...before, width: before.width + width - inner[0], height: before.height + height - inner[1] });
    await this.#driver.wait(
      () => this.run((wanted: number) => innerWidth === wanted, width),
      5000,
      `The window did not become ${width} px wide.`,
    );
  }

  async activate(): Promise<void> {
    await this.#here();
  }

  async openTab(): Promise<Tab> {
    const driver = await this.#here();
    await driver.switchTo().newWindow('window');
    const tab = new WebKitTab(driver, await driver.getWindowHandle(), this.#end);
    await tab.resize(windowSize.width, windowSize.height);
    return tab;
  }

  leave(): Promise<void> {
    return this.#end();
  }

  async #here(): Promise<WebDriver> {
    await this.#driver.switchTo().window(this.#window);
    return this.#driver;
  }
}

interface PageLog {
  heard?: string[];
}

/** Runs in the page. */
function listen(): void {
  const page = globalThis as PageLog;
  if (page.heard) return;
  const heard: string[] = [];
  page.heard = heard;
  addEventListener('error', ({ message }) => heard.push(`uncaught: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => heard.push(`uncaught: ${String(reason)}`));
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    heard.push(`CSP: ${effectiveDirective} ${blockedURI}`),
  );
  console.error = (...said: unknown[]) => heard.push(`console: ${said.join(' ')}`);
}

/** Runs in the page: what was heard since it was asked last. */
function heard(): string[] {
  return (globalThis as PageLog).heard?.splice(0) ?? [];
}

/** Settings of GTK with which the browser's bar of tools is no wider than a phone. */
async function narrowTools(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'min-side-webkit-'));
  for (const version of ['gtk-3.0', 'gtk-4.0']) {
    await mkdir(join(folder, version));
    await writeFile(join(folder, version, 'gtk.css'), '* { min-width: 0; margin: 0; padding: 0; border-width: 0; font-size: 1px; }');
  }
  return folder;
}

async function answering(url: string): Promise<void> {
  for (let left = 200; ; left -= 1) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answers) return;
    if (left === 0) throw new Error(`Nothing answers at ${url}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
