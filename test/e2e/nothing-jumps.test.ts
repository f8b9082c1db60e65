import { expect, inject } from 'vitest';
import type { PuppeteerTab } from './browsers/puppeteer-tab.ts';
import { aalborg, logInAsGuest } from './log-in.ts';
import { Phone } from './phone.ts';
import { Visitor } from './visitor.ts';
import { walk } from './walk.ts';

/** Of 1: https://web.dev/articles/cls calls 0.1 good. */
const bound = 0.02;

/** Each page of the demo, with what is there last. */
const loggedOut: [path: string, sentence: string][] = [
  ['/', 'Min side'],
  ['/#min-side', 'Jeg godtar vilkårene'],
  ['/min-side', 'Jeg godtar vilkårene'],
  ['/tema/skog', 'Jeg godtar vilkårene'],
];
const inside: [path: string, sentence: string][] = [
  ['/min-side#min-side=kundeforhold', 'Sist avleste målerstand'],
  ['/min-side#min-side=forbruk', 'Last ned'],
  ['/min-side#min-side=forbruk/2019-10', 'Last ned'],
  ['/min-side#min-side=forbruk/2019-10-27', 'Last ned'],
  ['/min-side#min-side=fakturaer', 'Faktura 6601002010'],
  ['/min-side#min-side=profil', 'Du er logget inn som gjest'],
];
/** By the word of the address: on a phone the tabs have shorter names. */
const moves: [word: string, sentence: string][] = [
  ['forbruk', 'Last ned'],
  ['fakturaer', 'Faktura 6601002010'],
  ['profil', 'Du er logget inn som gjest'],
  ['kundeforhold', 'Sist avleste målerstand'],
];

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Element | null; previousRect: DOMRect; currentRect: DOMRect }[];
}
interface Watched {
  shifts: Shift[];
  /** When the element was there, in ms since the page began to load. */
  definedAt: number;
}

/** Before each page: takes down every shift, and takes the page's lines away that reserve the place where `reserved` is false. */
async function watch({ page }: PuppeteerTab, reserved: boolean): Promise<{ stop(): Promise<void> }> {
  const { identifier } = await page.evaluateOnNewDocument((reserved: boolean) => {
    const watched: Watched = { shifts: [], definedAt: 0 };
    Object.assign(globalThis, { watched });
    new PerformanceObserver((list) => watched.shifts.push(...(list.getEntries() as Shift[]))).observe({
      type: 'layout-shift',
      buffered: true,
    });
    void customElements
      .whenDefined('min-side')
      .then(() => requestAnimationFrame(() => requestAnimationFrame(() => (watched.definedAt = performance.now()))));
    if (reserved) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('min-side:not(:defined) { display: inline !important; min-height: 0 !important }');
    document.adoptedStyleSheets = [sheet];
  }, reserved);
  return { stop: () => page.removeScriptToEvaluateOnNewDocument(identifier) };
}

/** The sum of all shifts that nobody's click brought about, and what moved; with `sinceDefined` from when the element was there. */
const shifts = (visitor: Visitor, sinceDefined: boolean) =>
  visitor.tab.run(
    (sinceDefined: boolean) =>
      new Promise<{ sum: number; moved: string[] }>((resolve) => {
        const tell = () => {
          const { shifts, definedAt } = (globalThis as unknown as { watched: Watched }).watched;
          const unasked = shifts.filter(
            ({ hadRecentInput, startTime }) => !hadRecentInput && !(sinceDefined && (definedAt === 0 || startTime < definedAt)),
          );
          const moved = unasked.flatMap(({ value, sources }) =>
            sources.map(
              ({ node, previousRect: from, currentRect: to }) =>
                `${value.toFixed(3)} ${node?.nodeName ?? 'inside'} ${from.width}×${from.height} at ${from.x},${from.y} → ${to.width}×${to.height} at ${to.x},${to.y}`,
            ),
          );
          resolve({ sum: unasked.reduce((sum, { value }) => sum + value, 0), moved });
        };
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(tell)));
      }),
    sinceDefined,
  );

walk('nothing jumps on any page, before the log-in and after it, on a laptop and a phone', async ({ engine }) => {
  const visitor = await Visitor.come(engine, inject('demo'));
  const phone = await Phone.open(visitor);
  await visitor.tab.activate();
  const sizes = [
    [1280, 900],
    [390, 844],
  ] as const;
  const faults: string[] = [];
  const look = async (what: string, sinceDefined = false) => {
    const { sum, moved } = await shifts(visitor, sinceDefined);
    if (sum > bound) faults.push(`${what}: ${sum.toFixed(3)} (${moved.join('; ')})`);
  };
  const loadAll = async (pages: typeof inside, { reserved }: { reserved: boolean }) => {
    const watching = await watch(visitor.tab as PuppeteerTab, reserved);
    for (const [width, height] of sizes) {
      await visitor.tab.resize(width, height);
      for (const [path, sentence] of pages) {
        await visitor.tab.goTo('about:blank');
        await visitor.goTo(path);
        await visitor.reads(sentence);
        await look(`${path}, ${width} px${reserved ? '' : ', without the lines that reserve the place'}`, !reserved);
      }
    }
    await watching.stop();
  };
  await loadAll(loggedOut, { reserved: true });
  await loadAll(loggedOut.slice(2, 3), { reserved: false });

  const watching = await watch(visitor.tab as PuppeteerTab, true);
  await visitor.goTo('/min-side');
  await logInAsGuest(visitor, phone, aalborg, '40003001');
  await look('the log-in');
  for (const [width, height] of sizes) {
    await visitor.tab.resize(width, height);
    for (const [word, sentence] of moves) {
      await visitor.clickOn(`nav a[href$="min-side=${word}"]`);
      await visitor.reads(sentence);
      await look(`the tab ${word}, ${width} px`);
    }
  }
  await watching.stop();
  await loadAll(inside, { reserved: true });
  await loadAll(inside.slice(0, 3), { reserved: false });
  expect(faults).toEqual([]);
  await visitor.leave();
});
