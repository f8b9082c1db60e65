import type { ElementHandle } from 'puppeteer-core';
import type { Visitor } from './visitor.ts';

/** The one chart on the page, used with the mouse as a person would. */
export class Chart {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  /** Waits until it is there. */
  async drawn(): Promise<void> {
    await this.#plot();
  }

  /** Moves across the chart until the tooltip names the value, then clicks. */
  async click(name: string): Promise<void> {
    const plot = await this.#plot();
    await plot.scrollIntoView();
    const { x, y, width, height } = (await plot.boundingBox())!;
    const seen = new Set<string | undefined>();
    for (let at = 1; at < width; at += 5) {
      await this.#visitor.page.mouse.move(x + at, y + height / 2);
      const shown = await this.#tooltip();
      seen.add(shown);
      if (shown?.startsWith(name)) return this.#visitor.page.mouse.click(x + at, y + height / 2);
    }
    throw new Error(`No value of the chart is called ${name}, only ${[...seen].join(', ')}.`);
  }

  /** Opens or closes the table below the chart. */
  async toggleTable(): Promise<void> {
    await this.#visitor.page.locator('>>> min-side-chart >>> [aria-expanded]').click();
  }

  /** Names of all values, read from the table. */
  async names(): Promise<string[]> {
    return Object.keys(await this.values());
  }

  /** Each value by its name, read from the table; every kind of space is a space. */
  async values(): Promise<Record<string, string>> {
    await this.drawn();
    await this.toggleTable();
    await this.#visitor.page.waitForSelector('>>> min-side-chart >>> tbody tr');
    const heads = await this.#visitor.page.$$eval('>>> min-side-chart >>> thead th', (found) =>
      found.map((cell) => (cell.textContent ?? '').trim()),
    );
    const rows = await this.#visitor.page.$$eval('>>> min-side-chart >>> tbody tr', (found) =>
      found.map((row) => [...row.cells].map((cell) => (cell.textContent ?? '').trim().replaceAll(/\s/g, ' '))),
    );
    await this.toggleTable();
    // Of all years there is a column a year.
    const years = heads.slice(1).flatMap((head) => /^(\d{4}), /.exec(head)?.[1] ?? []);
    if (years.length === 0) return Object.fromEntries(rows.map(([name, value]) => [name, value]));
    return Object.fromEntries(rows.flatMap(([month, ...cells]) => cells.map((value, index) => [`${month} ${years[index]}`, value])));
  }

  async #plot(): Promise<ElementHandle<Element>> {
    const canvas = await this.#visitor.page
      .waitForSelector('>>> min-side-chart >>> canvas', { visible: true, timeout: 60_000 })
      .catch(() => null);
    if (!canvas) throw new Error(`There is no chart on the page, which reads:\n${await this.#visitor.text()}`);
    const plot = await this.#visitor.page.$('>>> min-side-chart >>> .plot');
    return plot!;
  }

  async #tooltip(): Promise<string | undefined> {
    const tooltip = await this.#visitor.page.$('>>> min-side-chart >>> .tooltip span');
    return tooltip?.evaluate((element) => (element.textContent ?? '').trim());
  }
}
