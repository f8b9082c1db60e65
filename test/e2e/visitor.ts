import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type axeCore from 'axe-core';
import type { Browser, Page, SerializedAXNode } from 'puppeteer-core';
import { browser, browserFlags } from '../../setup/browser.ts';
import { launch } from '../support/chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Role = 'button' | 'link' | 'textbox' | 'checkbox' | 'heading' | 'menuitem' | 'tab' | 'radio' | 'dialog' | 'searchbox';

/** Chromium with nobody's history, as a visitor's: each has a context of its own. */
export function openBrowser(): Promise<Browser> {
  return launch({ executablePath: browser(), args: browserFlags, defaultViewport: { width: 1280, height: 900 } });
}

/** A person in front of one page, who finds things by what they are called, in shadow roots too. */
export class Visitor {
  readonly page: Page;
  /** What must stay empty: CSP violations, errors on the console or uncaught, requests to other origins. */
  readonly complaints: string[] = [];
  readonly #origin: string;

  private constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
  }

  static async come(chromium: Browser, origin: string): Promise<Visitor> {
    const context = await chromium.createBrowserContext();
    const visitor = new Visitor(await context.newPage(), origin);
    await visitor.#watch();
    return visitor;
  }

  /** Another tab of the same person. */
  async openTab(): Promise<Visitor> {
    const visitor = new Visitor(await this.page.browserContext().newPage(), this.#origin);
    await visitor.#watch();
    return visitor;
  }

  async #watch(): Promise<void> {
    const { page, complaints } = this;
    await page.exposeFunction('reportViolation', (what: string) => complaints.push(`CSP: ${what}`));
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
      if (url.origin !== this.#origin && url.protocol !== 'data:' && url.protocol !== 'blob:') complaints.push(`third party: ${url.href}`);
    });
  }

  async goTo(path: string, until: 'load' | 'networkidle0' = 'networkidle0'): Promise<void> {
    await this.page.goto(this.#origin + path, { waitUntil: until });
  }

  /** Waits until it is there and can be clicked. */
  async click(role: Role, name: string): Promise<void> {
    await this.page.locator(aria(role, name)).click();
  }

  /** One of the four pages. */
  async open(pageName: string): Promise<void> {
    await this.click('link', pageName);
    await this.page.waitForSelector(`>>> nav a[aria-current="page"] ::-p-text(${pageName})`);
  }

  /** The one under the customer's name. */
  async openMenu(): Promise<void> {
    await this.page.locator('>>> button[aria-haspopup="menu"]').click();
  }

  /** One of a row of choices, however it is built. */
  async choose(name: string): Promise<void> {
    await this.page.locator(`::-p-aria([name="${name}"])`).click();
  }

  async fill(label: string, value: string): Promise<void> {
    await this.page.locator(aria('textbox', label)).fill(value);
  }

  /** Key by key, as a person does, into a field that may send itself when it is full. */
  async type(label: string, value: string): Promise<void> {
    const field = await this.page.waitForSelector(aria('textbox', label), { visible: true });
    await field!.type(value);
  }

  /** Accessible names of all with this role that fit, in the order of the page. */
  async names(role: Role, pattern: RegExp): Promise<string[]> {
    const tree = await this.page.accessibility.snapshot({ includeIframes: false });
    const walk = (node: SerializedAXNode): string[] => [
      ...(node.role === role && node.name && pattern.test(node.name) ? [node.name] : []),
      ...(node.children ?? []).flatMap(walk),
    ];
    return tree ? walk(tree) : [];
  }

  /** Waits for one that fits, and clicks it. */
  async clickFirst(role: Role, pattern: RegExp): Promise<void> {
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
      const [name] = await this.names(role, pattern);
      if (name) return this.click(role, name);
    }
    throw new Error(`There is no ${role} called ${pattern}. The page reads:\n${await this.text()}`);
  }

  async sees(role: Role, name: string): Promise<void> {
    await this.page.locator(aria(role, name)).wait();
  }

  /** Waits until the text stands on the page, in shadow roots too; every kind of space counts as a space. */
  async reads(text: string | RegExp, withinMs = 60_000): Promise<void> {
    const stands = (whole: string) => (typeof text === 'string' ? whole.includes(text) : text.test(whole));
    for (const until = Date.now() + withinMs; Date.now() < until; await sleep(50)) {
      if (stands(await this.text())) return;
    }
    throw new Error(`"${text}" is not on the page, which reads:\n${await this.text()}\n${this.complaints.join('\n')}`);
  }

  /** All visible text, shadow roots included. */
  text(): Promise<string> {
    return this.page.evaluate(visibleText);
  }

  /** How many elements stand on the page, wherever shadow roots put them. */
  async count(selector: string): Promise<number> {
    return (await this.page.$$(`>>> ${selector}`)).length;
  }

  /** What axe finds against WCAG 2.2 AA and good practice, one line each. Injected over the browser's protocol, so no policy stands in its way. */
  async axe(): Promise<string[]> {
    await this.page.evaluate(axe);
    return this.page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axeCore }).axe.run();
      return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.flat().join(' ')})`));
    });
  }

  /** How wide the page becomes in a narrow window: more means scrolling sideways. */
  async widthAt(width: number): Promise<number> {
    const before = this.page.viewport();
    await this.page.setViewport({ width, height: 800 });
    const needed = await this.page.evaluate(() => document.documentElement.scrollWidth);
    await this.page.setViewport(before);
    return needed;
  }

  async leave(): Promise<void> {
    await this.page.browserContext().close();
  }
}

function aria(role: Role, name: string): string {
  return `::-p-aria([name="${name}"][role="${role}"])`;
}

/** Runs in the page. */
function visibleText(): string {
  const read = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0) return node.assignedNodes().map(read).join('');
    if (node instanceof Element) {
      if (node.matches('script, style, template') || !node.checkVisibility({ visibilityProperty: true })) return '';
      const inner = [...(node.shadowRoot ?? node).childNodes].map(read).join('');
      return getComputedStyle(node).display.startsWith('inline') ? inner : `\n${inner}\n`;
    }
    return [...node.childNodes].map(read).join('');
  };
  return read(document.body)
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/\s*\n\s*/g, '\n');
}
