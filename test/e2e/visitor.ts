import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type axeCore from 'axe-core';
import { buildSync } from 'esbuild';
import type { AtThePage, Role, Target } from './browsers/at-the-page.ts';
import { windowSize, type Engine, type Tab } from './browsers/tab.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [atThePage] = buildSync({
  entryPoints: [join(import.meta.dirname, 'browsers/at-the-page.ts')],
  bundle: true,
  format: 'iife',
  write: false,
}).outputFiles;

const patienceMs = 60_000;
/** CSS pixels that a finger needs (WCAG 2.5.5). */
const finger = 44;

/** A person in front of one page, who finds things by what they are called, in shadow roots too. */
export class Visitor {
  readonly tab: Tab;
  readonly #origin: string;

  private constructor(tab: Tab, origin: string) {
    this.tab = tab;
    this.#origin = origin;
  }

  /** `servers` are other origins that the page may ask. */
  static async come(engine: Engine, origin: string, servers: readonly string[] = []): Promise<Visitor> {
    return new Visitor(await engine.comeAsSomebody([origin, ...servers]), origin);
  }

  /** Another tab of the same person. */
  async openTab(): Promise<Visitor> {
    return new Visitor(await this.tab.openTab(), this.#origin);
  }

  /** What must stay empty: CSP violations, errors on the console or uncaught, requests to other origins. */
  complaints(): Promise<string[]> {
    return this.tab.complaints();
  }

  goTo(path: string): Promise<void> {
    return this.tab.goTo(this.#origin + path);
  }

  /** Waits until it is there and can be clicked. */
  click(role: Role, name: string): Promise<void> {
    return this.#click({ role, name });
  }

  /** One of the four pages. */
  async open(pageName: string): Promise<void> {
    await this.click('link', pageName);
    await this.#until(`the page ${pageName}`, async () =>
      (await this.texts('nav a[aria-current="page"]')).some((text) => text.includes(pageName)),
    );
  }

  /** The one under the customer's name. */
  openMenu(): Promise<void> {
    return this.#click({ css: 'button[aria-haspopup="menu"]' });
  }

  /** One of a row of choices, however it is built. */
  choose(name: string): Promise<void> {
    return this.#click({ name });
  }

  /** The first that a CSS selector finds. */
  clickOn(css: string): Promise<void> {
    return this.#click({ css });
  }

  /** Key by key, in the place of what stands there, as a person does; a field may send itself when it is full. */
  async fill(label: string, value: string): Promise<void> {
    await this.#until(`the field ${label}`, () => this.#at('focus', { role: 'textbox', name: label }));
    await this.tab.type(value);
  }

  /** Accessible names of all with this role that fit, in the order of the page. */
  async names(role: Role, pattern: RegExp): Promise<string[]> {
    return (await this.#at('names', role)).filter((name) => pattern.test(name));
  }

  /** Waits for one that fits, and clicks it. */
  async clickFirst(role: Role, pattern: RegExp): Promise<void> {
    const name = await this.#until(`a ${role} called ${pattern}`, async () => (await this.names(role, pattern))[0]);
    await this.click(role, name);
  }

  async sees(role: Role, name: string): Promise<void> {
    await this.#until(`the ${role} ${name}`, () => this.#at('isThere', { role, name }));
  }

  /** Waits until the text stands on the page, in shadow roots too; every kind of space counts as a space. */
  async reads(text: string | RegExp): Promise<void> {
    const stands = (whole: string) => (typeof text === 'string' ? whole.includes(text) : text.test(whole));
    await this.#until(`"${text}"`, async () => stands(await this.text()));
  }

  /** All visible text, shadow roots included. */
  text(): Promise<string> {
    return this.#at('text');
  }

  /** What is read of each element that fits, wherever shadow roots put it. */
  texts(css: string): Promise<string[]> {
    return this.#at('texts', css);
  }

  /** What is read of each cell, row by row. */
  rows(css: string): Promise<string[][]> {
    return this.#at('rows', css);
  }

  /** Waits for an element, brings it into view, and says where it is in the window. */
  box(css: string): Promise<{ x: number; y: number; width: number; height: number }> {
    return this.#until(css, () => this.#at('box', css));
  }

  /** What axe finds against WCAG 2.2 AA and good practice, one line each. */
  async axe(): Promise<string[]> {
    await this.tab.run(axe);
    return this.tab.run(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axeCore }).axe.run({ resultTypes: ['violations'] });
      return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.flat().join(' ')})`));
    });
  }

  /** In a narrow window: how wide the page becomes, more meaning that it scrolls sideways; and what a finger is too thick for. */
  async inWidth(width: number): Promise<{ width: number; small: string[] }> {
    await this.tab.resize(width, 800);
    const needed = await this.tab.run(() => document.documentElement.scrollWidth);
    const small = await this.#at('smallTargets', finger);
    await this.tab.resize(windowSize.width, windowSize.height);
    return { width: needed, small };
  }

  leave(): Promise<void> {
    return this.tab.leave();
  }

  async #click(target: Target): Promise<void> {
    await this.#until(`${target.role ?? ''} ${target.name ?? target.css}`, async () => {
      const place = await this.#at('place', target);
      if (!place) return false;
      await this.tab.click(place.x, place.y);
      return this.#at('hasLanded').catch(() => true); // The page is gone, so it did.
    });
  }

  /** Asks until there is an answer that isn't empty, `false` or null. */
  async #until<T>(what: string, ask: () => Promise<T | false | null | undefined>): Promise<T> {
    for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(50)) {
      // The page may be on its way to another.
      const answer = await ask().catch(() => null);
      if (answer) return answer;
    }
    throw new Error(`There is no ${what} on the page, which reads:\n${await this.text()}\n${(await this.complaints()).join('\n')}`);
  }

  /** Runs one of the functions that stand in the page, which are put there first on each new one. */
  async #at<K extends keyof AtThePage>(name: K, ...args: Parameters<AtThePage[K]>): Promise<Awaited<ReturnType<AtThePage[K]>>> {
    const there = await this.tab.run(() => 'atThePage' in globalThis);
    if (!there) await this.tab.run(atThePage!.text);
    type Functions = Record<string, (...args: unknown[]) => unknown>;
    return (await this.tab.run(
      (name: string, args: unknown[]) => (globalThis as unknown as { atThePage: Functions }).atThePage[name]!(...args),
      name,
      args as unknown[],
    )) as Awaited<ReturnType<AtThePage[K]>>;
  }
}
