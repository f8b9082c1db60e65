import type { Visitor } from './visitor.ts';

/** The one chart on the page, used with the mouse as a person would. */
export class Chart {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  /** Waits until it is there. */
  async drawn(): Promise<void> {
    await this.#visitor.box('min-side-chart >>> canvas');
  }

  /** Moves across the chart until the tooltip names the value, then clicks. */
  async click(name: string): Promise<void> {
    await this.drawn();
    const { x, y, width, height } = await this.#visitor.box('min-side-chart >>> .plot');
    const { tab } = this.#visitor;
    const seen = new Set<string | undefined>();
    for (let at = 1; at < width; at += 5) {
      await tab.move(x + at, y + height / 2);
      const [shown] = await this.#visitor.texts('min-side-chart >>> .tooltip span');
      seen.add(shown);
      if (shown?.startsWith(name)) return tab.click(x + at, y + height / 2);
    }
    throw new Error(`No value of the chart is called ${name}, only ${[...seen].join(', ')}.`);
  }

  /** Opens or closes the table below the chart. */
  async toggleTable(): Promise<void> {
    await this.#visitor.clickOn('min-side-chart >>> [aria-controls="table"]');
  }

  /** Names of all values, read from the table. */
  async names(): Promise<string[]> {
    return Object.keys(await this.values());
  }

  /** Each value by its name, read from the table; every kind of space is a space. */
  async values(): Promise<Record<string, string>> {
    await this.drawn();
    await this.toggleTable();
    await this.#visitor.box('min-side-chart >>> tbody tr');
    const heads = await this.#visitor.texts('min-side-chart >>> thead th');
    const rows = (await this.#visitor.rows('min-side-chart >>> tbody tr')).map((row) => row.map((cell) => cell.replaceAll(/\s/g, ' ')));
    await this.toggleTable();
    // Of all years there is a column a year.
    const years = heads.slice(1).flatMap((head) => /^(\d{4}), /.exec(head)?.[1] ?? []);
    if (years.length === 0) return Object.fromEntries(rows.map(([name, value]) => [name, value]));
    return Object.fromEntries(rows.flatMap(([month, ...cells]) => cells.map((value, index) => [`${month} ${years[index]}`, value])));
  }
}
