import { setTimeout as sleep } from 'node:timers/promises';
import type { Visitor } from './visitor.ts';

/** The demo's phone page, in a tab of its own. */
export class Phone {
  readonly #tab: Visitor;

  private constructor(tab: Visitor) {
    this.#tab = tab;
  }

  static async open(owner: Visitor): Promise<Phone> {
    const tab = await owner.openTab();
    await tab.goTo('/telefon');
    return new Phone(tab);
  }

  get tab(): Visitor {
    return this.#tab;
  }

  /** All codes that came to a number, oldest first, as they can be read on the page. */
  async codesFor(mobile: string): Promise<string[]> {
    const messages = await this.#tab.tab.run(() =>
      [...document.querySelectorAll('#messages > li')].map((item) => [
        item.querySelector('.to')?.textContent,
        item.querySelector('strong')?.textContent,
      ]),
    );
    return messages.flatMap(([to, code]) => (to?.endsWith(mobile) && code ? [code] : []));
  }

  /** Waits for one more code than there were. */
  async nextCodeFor(mobile: string, known: number): Promise<string> {
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
      const code = (await this.codesFor(mobile))[known];
      if (code) return code;
    }
    throw new Error(`No SMS came to ${mobile}. The phone reads:\n${await this.#tab.text()}`);
  }
}
