/** What must be true of accounts, in a few lines of plain code: the server is walked beside it. */
export interface ModelPerson {
  /** Index of the mobile in use. */
  mobile: number;
  hasAccount: boolean;
  password: number;
  links: Set<number>;
}

/** A browser of a person's. */
export interface ModelBrowser {
  kind: 'nobody' | 'guest' | 'account';
  /** The plant shown, -1 for none. */
  shows: number;
}

/** One person with two browsers, some plants of which any may end. */
export class Model {
  readonly person: ModelPerson = { mobile: 0, hasAccount: false, password: 0, links: new Set() };
  readonly browsers: ModelBrowser[] = [0, 1].map(() => ({ kind: 'nobody', shows: -1 }));
  /** Days of data that a plant's period holds. */
  readonly days: number[];

  constructor(days: number[]) {
    this.days = days;
  }

  loginAsGuest(at: number, plant: number): void {
    this.browsers[at] = { kind: 'guest', shows: plant };
  }

  create(at: number): boolean {
    const browser = this.browsers[at]!;
    if (browser.kind !== 'guest' || this.person.hasAccount) return false;
    this.person.hasAccount = true;
    this.person.links = new Set([browser.shows]);
    browser.kind = 'account';
    return true;
  }

  link(at: number): boolean {
    const browser = this.browsers[at]!;
    if (browser.shows < 0 || !this.person.hasAccount || this.person.links.has(browser.shows)) return false;
    this.person.links.add(browser.shows);
    browser.kind = 'account';
    return true;
  }

  switchTo(at: number, plant: number): boolean {
    const browser = this.browsers[at]!;
    if (browser.kind === 'nobody' || !this.person.hasAccount || !this.person.links.has(plant)) return false;
    this.browsers[at] = { kind: 'account', shows: plant };
    return true;
  }

  unlink(at: number, plant: number): boolean {
    const { links } = this.person;
    if (this.browsers[at]!.kind !== 'account' || !links.has(plant) || links.size === 1) return false;
    links.delete(plant);
    this.browsers.forEach((browser, n) => {
      if (browser.kind === 'account' && browser.shows === plant) browser.shows = n === at ? -2 : -1;
    });
    return true;
  }

  /** Whether the change goes through; other browsers of the mobile are out after it. */
  only(at: number): boolean {
    if (this.browsers[at]!.kind !== 'account') return false;
    this.browsers.forEach((browser, n) => n !== at && this.out(browser));
    return true;
  }

  remove(at: number): boolean {
    if (this.browsers[at]!.kind !== 'account') return false;
    this.person.hasAccount = false;
    this.person.links.clear();
    for (const browser of this.browsers) this.out(browser);
    return true;
  }

  /** Days of data a browser may see now; null: nothing at all. */
  visible(at: number): number | null {
    const { kind, shows } = this.browsers[at]!;
    if (kind === 'nobody' || shows < 0) return null;
    return kind === 'guest' || this.person.links.has(shows) ? this.days[shows]! : null;
  }

  private out(browser: ModelBrowser): void {
    browser.kind = 'nobody';
    browser.shows = -1;
  }
}
