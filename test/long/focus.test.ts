import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../e2e/browsers/engine.ts';
import type { PuppeteerTab } from '../e2e/browsers/puppeteer-tab.ts';
import type { Engine } from '../e2e/browsers/tab.ts';
import { startDemo } from '../e2e/demo.ts';
import { aalborg, enterCode, fillNumbers, logOut, twoPoints } from '../e2e/log-in.ts';
import { Phone } from '../e2e/phone.ts';
import { Visitor } from '../e2e/visitor.ts';

// Every move that the portal offers, by keyboard and by pointer: afterwards the focus is in the portal, on something that is seen.

const mobile = '40006001';
const password = 'varme i gamle hus';
/** Where the moves begin. What a click opens there (a table, a form, a question) is used too. */
const views = [
  'kundeforhold',
  'forbruk',
  'forbruk/kostnad',
  'forbruk/2019',
  'forbruk/2019-10',
  'forbruk/2019-10/effekt',
  'forbruk/2019-10/kostnad',
  'forbruk/2019-10-27',
  'fakturaer',
  'profil',
];
/** They end the session or what other moves need, or stay with the browser: each is made by itself, at the end. */
const lasting = /^(Språk \/ Language|Logg ut|Logg ut .*|Slett kontoen|Ja, .*|Bytt til .*|Legg til gjeldende kunde)$/;
const ways = ['keyboard', 'pointer'] as const;
type Way = (typeof ways)[number];

let demo: Awaited<ReturnType<typeof startDemo>>;
let engine: Engine;
let visitor: Visitor;
let phone: Phone;
let page: Page;

beforeAll(async () => {
  demo = await startDemo();
  engine = await openBrowser();
  visitor = await Visitor.come(engine, demo.address);
  page = (visitor.tab as PuppeteerTab).page;
  phone = await Phone.open(visitor);
  await page.evaluateOnNewDocument(inThePage);
  await visitor.tab.activate();
});
afterAll(async () => {
  await engine?.close();
  await demo?.stop();
});

/** What runs in the page: finds what can be used, and what has the focus. */
function inThePage(): void {
  function* below(root: ParentNode): Generator<Element> {
    for (const element of root.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* below(element.shadowRoot);
    }
  }
  const portal = (): ShadowRoot => document.querySelector('min-side')!.shadowRoot!;
  const name = (element: Element): string =>
    (element.ariaLabel ?? ((element as HTMLInputElement).labels?.[0] ?? element).textContent ?? '').trim().replaceAll(/\s+/g, ' ');
  const usable = (): HTMLElement[] =>
    [...below(portal())].filter(
      (element) =>
        element.matches('a[href], button, summary, select, input, [role="application"]') &&
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.closest('[inert]'),
    ) as HTMLElement[];
  /** Of things that are alike, such as the months of a table, one stands for all. */
  const kind = (element: Element): string =>
    [
      (element.getRootNode() as ShadowRoot).host.localName,
      element.localName,
      element.closest('table, .values, .path, .steps, .rows, .legend, nav, form')?.className,
      /^(A|BUTTON)$/.test(element.tagName) && element.closest('table, .values') ? '' : name(element).replaceAll(/\d[\d\s.,]*/g, '9'),
      element.closest('thead, tbody, tfoot')?.localName,
    ].join(' ');
  const focused = (): Element | null => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  };
  Object.assign(globalThis, {
    portal: {
      kinds: () => [...new Map(usable().map((element) => [kind(element), name(element)]))],
      find: (wanted: string) => usable().find((element) => kind(element) === wanted) ?? null,
      focused: () => {
        const at = focused();
        const isWell =
          at !== null &&
          at.getRootNode() instanceof ShadowRoot &&
          at.checkVisibility({ visibilityProperty: true }) &&
          (at.shadowRoot === null || at.matches('[tabindex]'));
        return { isWell, on: `${at?.localName} ${at ? name(at).slice(0, 40) : ''}` };
      },
      isBusy: () => [...below(portal())].some((element) => element.matches('[aria-busy="true"], [inert], div.waiting')),
    } satisfies Portal,
  });
}
interface Portal {
  /** What can be used, one of each kind, with its name. */
  kinds(): [kind: string, name: string][];
  find(kind: string): HTMLElement | null;
  focused(): { isWell: boolean; on: string };
  isBusy(): boolean;
}
type InThePage = { portal: Portal };

/** Waits until nothing comes any more. */
async function settle(): Promise<void> {
  await page.waitForNetworkIdle({ idleTime: 100 });
  await page.waitForFunction(() => !(globalThis as unknown as InThePage).portal.isBusy());
  await page.evaluate(() => new Promise((resolve) => void requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

async function open(view: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${demo.address}/min-side#min-side=${view}`);
  // Not the log-in, which would lead nowhere.
  await page.waitForFunction(() => document.querySelector('min-side')?.shadowRoot?.querySelector('[data-page]:not(min-side-login)'));
  await settle();
}

/** Uses what is of this kind, as a person does who has no pointer, or nothing else. False where it isn't there. */
async function use(kind: string, way: Way): Promise<boolean> {
  const found = await page.evaluateHandle((wanted) => (globalThis as unknown as InThePage).portal.find(wanted), kind);
  const element = found.asElement() as ElementHandle<HTMLElement> | null;
  if (!element) return false;
  await element.scrollIntoView();
  // What lies over the values of a chart is for screen readers alone, and takes no pointer.
  if (way === 'pointer' && !(await element.evaluate((each) => each.matches('.values *')))) await element.click();
  else {
    await element.focus();
    await page.keyboard.press(
      await element.evaluate((each) => (each.matches('select') ? 'ArrowDown' : each.matches('[type="checkbox"]') ? 'Space' : 'Enter')),
    );
  }
  await settle();
  return true;
}

/** Nothing where the focus is on something in the portal that is seen, now or once all has come; else what has it. */
async function lost(): Promise<string> {
  const well = page.waitForFunction(() => (globalThis as unknown as InThePage).portal.focused().isWell, { timeout: 5000 });
  return well.then(
    () => '',
    () => page.evaluate(() => (globalThis as unknown as InThePage).portal.focused().on),
  );
}

/** Makes all moves of a view, and those that a move brings into sight; returns where the focus was lost. */
async function crawl(view: string, way: Way): Promise<string[]> {
  const faults: string[] = [];
  await open(view);
  const known = new Set<string>();
  const moves: string[][] = [];
  const take = async (before: string[]): Promise<void> => {
    for (const [kind, name] of await page.evaluate(() => (globalThis as unknown as InThePage).portal.kinds())) {
      if (known.has(kind) || lasting.test(name)) continue;
      known.add(kind);
      moves.push([...before, kind]);
    }
  };
  await take([]);
  for (let move = moves.shift(); move; move = moves.shift()) {
    await open(view);
    const before = page.url();
    let isThere = true;
    for (const step of move) isThere &&= await use(step, way);
    if (!isThere) continue;
    const what = `${move.join(' → ')}, by ${way}`;
    const on = await lost();
    if (on) faults.push(`${what}: ${on}`);
    if (page.url() === before) {
      if (move.length < 3) await take(move);
      continue;
    }
    await page.goBack();
    await settle();
    const onAfter = await lost();
    if (onAfter) faults.push(`${what}, and back: ${onAfter}`);
  }
  return faults;
}

const byKeyboard = async (name: string): Promise<void> => {
  let kind: string | undefined;
  const find = async () => {
    const all = await page.evaluate(() => (globalThis as unknown as InThePage).portal.kinds());
    kind = all.find(([, each]) => each.startsWith(name))?.[0];
    return kind ?? all.map(([, each]) => each).join(' | ');
  };
  await expect.poll(async () => (await find()) === kind, { message: name }).toBe(true);
  await use(kind!, 'keyboard');
};

test('the focus goes with the log-in, step by step, and with an account that is made', async () => {
  await visitor.goTo('/min-side');
  await visitor.sees('heading', 'Logg inn for å se dine forbruksdata');
  for (const step of ['Trykk her for å logge inn med passord', 'Glemt passord?']) {
    await byKeyboard(step);
    expect(await lost()).toBe('');
  }
  for (const numbers of [aalborg, twoPoints]) {
    await visitor.goTo('/min-side');
    const codes = (await phone.codesFor(mobile)).length;
    await fillNumbers(visitor, numbers, mobile);
    expect(await lost()).toBe('');
    await enterCode(visitor, await phone.nextCodeFor(mobile, codes));
    await visitor.sees('heading', 'Ditt kundeforhold');
    expect(await lost()).toBe('');
    await visitor.open('Se og rediger din profil');
    if (numbers === aalborg) {
      await visitor.fill('Passord', password);
      await visitor.fill('Passord igjen', password);
      await byKeyboard('Opprett');
      await visitor.reads('Bytt passord');
    } else {
      await byKeyboard('Legg til gjeldende kunde');
      await visitor.reads('Kundeforholdet er lagt til.');
    }
    expect(await lost()).toBe('');
    if (numbers === aalborg) {
      await logOut(visitor);
      expect(await lost()).toBe('');
    }
  }
});

for (const way of ways)
  test.each(views)(`the focus is never lost from %s, whatever is used there by ${way}`, async (view) => {
    expect(await crawl(view, way)).toEqual([]);
  });

test('the focus stays through what is made and taken away again', async () => {
  await open('kundeforhold');
  await byKeyboard('Språk / Language');
  await visitor.sees('heading', 'Kundeforholdet ditt');
  expect(await lost()).toBe('');
  await page.evaluate(() => (document.cookie = 'min-side-nb=; path=/; max-age=0'));

  await open('kundeforhold');
  await visitor.clickFirst('button', /^Bytt til /);
  await settle();
  expect(await lost()).toBe('');

  await open('forbruk/2019-10-27');
  await byKeyboard('Notater');
  await visitor.fill('Notat', 'Gjester hele uka');
  await byKeyboard('Legg til');
  expect(await lost()).toBe('');
  for (const step of ['Endre notatet', 'Avbryt', 'Slett notatet']) {
    await byKeyboard(step);
    expect(await lost(), step).toBe('');
  }

  await open('profil');
  await byKeyboard('Slett kontoen');
  expect(await lost()).toBe('');
  await logOut(visitor);
  expect(await lost()).toBe('');
});
