import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HTTPRequest } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { RunningServer } from '../../server/main.ts';
import { browser, browserFlags } from '../../setup/browser.ts';
import { startFakeGateway, type FakeGateway } from '../support/gateway.ts';
import { openPuppeteer, type PuppeteerTab } from './browsers/puppeteer-tab.ts';
import type { Engine } from './browsers/tab.ts';
import { buildForeignPages } from './foreign-pages/build.ts';
import { startHttpsHosts, type HttpsHosts } from './https-hosts.ts';
import { Chart } from './chart.ts';
import { enterCode, fillNumbers, twoPoints } from './log-in.ts';
import { startPortal } from './start-portal.ts';
import { Visitor } from './visitor.ts';

const [page, api] = ['www.fjernvarme.test', 'minside.fjernvarme.test'] as const;

let hosts: HttpsHosts;
let gateway: FakeGateway;
let server: RunningServer;
let chromium: Engine;
let profile: string;
let visitor: Visitor;

// One person for all: signed in once, at the first page.
beforeAll(async () => {
  hosts = await startHttpsHosts();
  gateway = await startFakeGateway();
  server = await startPortal(inject('demoDatabase'), gateway, { ALLOWED_ORIGINS: hosts.origin(page), PUBLIC_ORIGIN: hosts.origin(api) });
  const script = `${hosts.origin(api)}/min-side.js`;
  const built = await buildForeignPages(script);
  const plain = (body: string, head = '') => `<!doctype html><html lang="nb">${head}<title>Fjernvarme</title><body>${body}</body></html>`;
  const tag = `<script type="module" src="${script}"></script>`;
  const policy = (value: string) => `<meta http-equiv="Content-Security-Policy" content="${value}">`;
  const fallback = '<min-side><p>Ring oss på 69 00 00 00.</p></min-side>';
  const pages = Object.fromEntries(Object.entries(built).map(([name, html]) => [`/${name}${/^(react|vue)$/.test(name) ? '/' : ''}`, html]));
  hosts.add(page, {
    pages: {
      ...pages,
      '/plain': plain(`<min-side></min-side><p id="nederst">Nederst</p>${tag}`),
      '/globals': plain(
        `<script>var before = new Set(Object.getOwnPropertyNames(globalThis))</script><min-side></min-side>${tag}<style id="own">p { color: red }</style>`,
      ),
      '/twice': plain(`${tag}<min-side></min-side>${tag.replace('/min-side.js', '/v0/min-side.js')}`),
      '/trusted': plain(fallback + tag, policy("trusted-types other; require-trusted-types-for 'script'")),
      '/trusted-lit': plain(fallback + tag, policy("trusted-types lit-html; require-trusted-types-for 'script'")),
      '/blocked': plain(`<min-side></min-side>${tag}`, policy("connect-src 'none'")),
      '/no-scheme': plain(`<min-side api="localhost:8080"></min-side>${tag}`),
      '/no-server': plain(`<min-side api="${hosts.origin(page)}"></min-side>${tag}`),
      '/sandboxed': plain(`<iframe sandbox="allow-scripts" src="/plain" width="600" height="600"></iframe>`),
      '/unclosed': plain(`<min-side launcher /><main><h1>Forsiden</h1></main>${tag}`),
      '/kept': plain(`<h1>Forsiden</h1><min-side></min-side><a href="/elsewhere">Videre</a>${tag}`),
      '/elsewhere': plain('<h1>Et annet sted</h1>'),
      '/gone': plain(
        `${tag}<script>for (const wait of [0, 1, 5, 20, 60, 150, 400]) { const element = document.createElement('min-side'); document.body.append(element); setTimeout(() => element.remove(), wait); }</script><h1>Forsiden</h1>`,
      ),
    },
  });
  hosts.add(api, { server: server.url });

  // With a reader's own size of text, as it is set in the browser.
  profile = await mkdtemp(join(tmpdir(), 'min-side-large-text-'));
  await mkdir(join(profile, 'Default'));
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify({ webkit: { webprefs: { default_font_size: 24 } } }));
  chromium = await openPuppeteer({ executablePath: browser(), args: [...browserFlags, ...hosts.browserFlags], userDataDir: profile });
  visitor = await Visitor.come(chromium, hosts.origin(page), [hosts.origin(api)]);
  await visitor.goTo('/plain');
  await fillNumbers(visitor, twoPoints, '40002001');
  await enterCode(visitor, await gateway.nextCode('+4740002001'));
  await visitor.sees('heading', 'Ditt kundeforhold');
});

afterAll(async () => {
  await chromium?.close();
  await server?.stop();
  await gateway?.stop();
  await hosts?.stop();
  await rm(profile, { recursive: true, force: true });
});

const place = () => visitor.tab.run(() => location.pathname + location.hash);

test.each([
  ['React 19 with routes in the hash', '/react-hash', '/react-hash#/', '/react-hash#/min-side?min-side='],
  ['Vue 3 with routes in the hash', '/vue-hash', '/vue-hash#/', '/vue-hash#/min-side?min-side='],
  ['React 19 with routes in the history', '/react/', '/react/', '/react/min-side#min-side='],
  ['Vue 3 with routes in the history', '/vue/', '/vue/', '/vue/min-side#min-side='],
])('keeps the page’s route and its own place, there and back, in a page of %s', async (_what, path, home, inside) => {
  await visitor.goTo(path);
  await visitor.sees('heading', 'Forsiden');
  await visitor.click('link', 'Til Min side');
  await visitor.sees('heading', 'Ditt kundeforhold');
  await visitor.open('Se historisk forbruk');
  await visitor.reads('Forbruk 2018–2020');
  expect(await place()).toBe(`${inside}forbruk`);

  await visitor.tab.back();
  await visitor.sees('heading', 'Ditt kundeforhold');
  expect(await place()).toBe(`${inside}kundeforhold`);
  await visitor.tab.forward();
  await visitor.reads('Forbruk 2018–2020');
  await visitor.tab.reload();
  await visitor.reads('Forbruk 2018–2020');
  expect(await place()).toBe(`${inside}forbruk`);

  await visitor.tab.back();
  await visitor.sees('heading', 'Ditt kundeforhold');
  await visitor.tab.back();
  await visitor.sees('heading', 'Forsiden');
  await expect.poll(place).toMatch(new RegExp(`^${home.replace('#/', '(#/)?')}$`));
  await visitor.tab.forward();
  await visitor.sees('heading', 'Ditt kundeforhold');
});

test('comes and goes with a state of a page of Svelte 5', async () => {
  await visitor.goTo('/svelte');
  for (let round = 0; round < 3; round += 1) {
    await visitor.click('button', 'Vis Min side');
    await visitor.sees('heading', 'Ditt kundeforhold');
    await visitor.click('button', 'Lukk Min side');
    await visitor.sees('heading', 'Forsiden');
  }
});

test('fits into the wrappers of Elementor and a block theme, at every width', async () => {
  await visitor.goTo('/wordpress');
  await visitor.sees('heading', 'Ditt kundeforhold');
  expect((await visitor.box('min-side')).width).toBeGreaterThan(1000);
  for (const width of [320, 768]) expect((await visitor.inWidth(width)).width).toBeLessThanOrEqual(width);
});

test('opens what is clicked in Elementor’s containers, while they come into view, move, grow and go into a popup and back', async () => {
  await visitor.goTo('/elementor');
  await visitor.sees('heading', 'Ditt kundeforhold');
  const known = (await visitor.complaints()).length;
  await visitor.open('Se historisk forbruk');
  await visitor.reads('Forbruk 2018–2020');
  // The page scrolls to its heading, and so moves what the pointer is at.
  await atRest('min-side-chart >>> .plot');
  await new Chart(visitor).click('Oktober 2019');
  await visitor.sees('heading', 'Oktober 2019');

  await visitor.click('button', 'Åpne i et vindu');
  await visitor.sees('heading', 'Oktober 2019');
  await atRest('min-side-chart >>> .plot');
  await visitor.clickFirst('link', /^November 2019/);
  await visitor.sees('heading', 'November 2019');
  await visitor.click('button', 'Lukk vinduet');
  await visitor.sees('heading', 'November 2019');
  for (const width of [320, 768]) expect((await visitor.inWidth(width)).width).toBeLessThanOrEqual(width);
  expect((await visitor.complaints()).slice(known)).toEqual([]);
});

test('shows nothing more of somebody who has logged out meanwhile when one comes back to the page', async () => {
  const { page } = visitor.tab as PuppeteerTab;
  await visitor.goTo('/kept');
  await visitor.sees('heading', 'Ditt kundeforhold');
  await visitor.click('link', 'Videre');
  await visitor.sees('heading', 'Et annet sted');
  const cookies = await page.browserContext().cookies();
  await page.browserContext().deleteCookie(...cookies);
  await visitor.tab.back();
  await visitor.sees('button', 'Neste');
  expect(await visitor.text()).not.toContain(twoPoints.plantNumber);
  await page.browserContext().setCookie(...cookies);
});

test('says to the editor that the tag is not closed where the page stands inside it', async () => {
  const known = (await visitor.complaints()).length;
  await visitor.goTo('/unclosed');
  await visitor.sees('button', 'Min side');
  await expect.poll(async () => (await visitor.complaints()).slice(known).join()).toContain('Write <min-side></min-side>.');
});

test('leaves no global but Lit’s own lists, and nothing in the page’s document', async () => {
  await visitor.goTo('/globals');
  await visitor.sees('heading', 'Ditt kundeforhold');
  const left = await visitor.tab.run(() => {
    const { before } = globalThis as unknown as { before: Set<string> };
    return {
      globals: Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name) && !/^(before|atThePage|own)$/.test(name)),
      sheets: document.adoptedStyleSheets.length + document.styleSheets.length,
      elements: [...document.querySelectorAll('html, html *')]
        .map(({ localName }) => localName)
        .filter((name) => !/^(html|head|title|body|script|style|link|min-side)$/.test(name)),
      links: [...document.querySelectorAll('link')].map(({ rel }) => rel).filter((rel) => rel !== 'modulepreload'),
    };
  });
  expect(left.globals.filter((name) => !/^(litPropertyMetadata|litIssuedWarnings)$/.test(name))).toEqual([]);
  expect(left).toMatchObject({ sheets: 1, elements: [], links: [] });
});

test('is there once, and says so to the editor, where its script comes in two versions', async () => {
  const known = (await visitor.complaints()).length;
  await visitor.goTo('/twice');
  await visitor.sees('heading', 'Ditt kundeforhold');
  await expect.poll(async () => (await visitor.complaints()).slice(known).join()).toContain('the script was loaded twice');
});

test('shows what stands inside the tag, and says to the editor why, where Trusted Types leave no policy for it', async () => {
  const known = (await visitor.complaints()).length;
  await visitor.goTo('/trusted');
  await visitor.reads('Ring oss på 69 00 00 00.');
  await expect.poll(async () => (await visitor.complaints()).slice(known).join()).toContain('Add lit-html to trusted-types');
  await visitor.goTo('/trusted-lit');
  await visitor.sees('heading', 'Ditt kundeforhold');
});

test.each([
  ['whose policy keeps it from its server', '/blocked', 'Min side kan ikke brukes fra denne nettsiden.', /add https:\S+ to connect-src/],
  ['whose api is no address', '/no-scheme', 'Vi får ikke kontakt med Min side.', /api="localhost:8080" is no address/],
  ['whose api is not the server', '/no-server', 'Vi får ikke kontakt med Min side.', /not as Min side's server does|attribute api/],
])('says what the customer can do, and the editor what to change, on a page %s', async (_which, path, sentence, told) => {
  const known = (await visitor.complaints()).length;
  await visitor.goTo(path);
  await visitor.reads(sentence);
  expect(await visitor.names('textbox', /./)).toEqual([]);
  expect((await visitor.complaints()).slice(known).join('\n')).toMatch(told);
});

test('says so in a frame that has no origin', async () => {
  const known = (await visitor.complaints()).length;
  await visitor.goTo('/sandboxed');
  await expect.poll(async () => (await visitor.complaints()).slice(known).join('\n')).toContain('add allow-same-origin');
  const frame = (visitor.tab as PuppeteerTab).page.frames().at(-1)!;
  const read = () => frame.evaluate(() => document.querySelector('min-side')!.shadowRoot!.textContent!);
  await expect.poll(read).toContain('Min side kan ikke brukes fra denne nettsiden.');
});

test('says that it was released anew where a file of it is gone, and goes on when it is there again', async () => {
  const { page } = visitor.tab as PuppeteerTab;
  const known = (await visitor.complaints()).length;
  let gone = true;
  const handleRequest = (request: HTTPRequest): void =>
    void (gone && request.url().includes('chunk-invoices') ? request.respond({ status: 404 }) : request.continue());
  await page.setCacheEnabled(false);
  await page.setRequestInterception(true);
  page.on('request', handleRequest);
  await visitor.goTo('/plain#min-side=fakturaer');
  await visitor.reads('Min side er oppdatert siden du åpnet siden. Last siden på nytt.');
  expect((await visitor.complaints()).slice(known).join('\n')).toContain('Was it released anew');
  gone = false;
  await visitor.click('button', 'Prøv igjen');
  await visitor.sees('heading', 'Vis tidligere fakturaer');
  page.off('request', handleRequest);
  await page.setRequestInterception(false);
  await page.setCacheEnabled(true);
});

test('complains of nothing when it is taken away while it loads', async () => {
  const known = (await visitor.complaints()).length;
  await visitor.goTo('/gone');
  await visitor.sees('heading', 'Forsiden');
  await expect.poll(() => visitor.tab.run(() => document.querySelectorAll('min-side').length)).toBe(0);
  expect((await visitor.complaints()).slice(known)).toEqual([]);
});

test('is ready in a tab that was opened behind another', async () => {
  const behind = await visitor.openTab();
  await visitor.tab.activate();
  await behind.goTo('/plain#min-side=forbruk');
  await behind.tab.activate();
  await behind.reads('Forbruk 2018–2020');
  await visitor.tab.activate();
  await (behind.tab as PuppeteerTab).page.close();
});

test('says that one is offline, and goes on when one is back', async () => {
  await visitor.goTo('/plain');
  await visitor.sees('heading', 'Ditt kundeforhold');
  // All files of the portal are there, as they are a moment after the log-in.
  await visitor.open('Se og rediger din profil');
  await visitor.reads('Du er logget inn som gjest');
  await visitor.open('Se historisk forbruk');
  await visitor.reads('Forbruk 2018–2020');
  const { page } = visitor.tab as PuppeteerTab;
  await page.setOfflineMode(true);
  try {
    await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(false);
    await visitor.open('Ditt kundeforhold');
    await visitor.reads('Du er uten nett akkurat nå.');
  } finally {
    await page.setOfflineMode(false);
  }
  await visitor.clickFirst('button', /^Prøv igjen$/);
  await visitor.reads(twoPoints.meteringPointId);
});

test('has text of the size that the reader has set in the browser', async () => {
  await visitor.goTo('/plain');
  await visitor.reads(twoPoints.meteringPointId);
  const sizes = await visitor.tab.run(() => {
    const portal = document.querySelector('min-side')!.shadowRoot!;
    return ['.page', 'nav a'].map((css) => Number.parseFloat(getComputedStyle(portal.querySelector(css)!).fontSize));
  });
  expect(sizes[0]).toBe(24);
  expect(sizes[1]).toBeGreaterThanOrEqual(21);
  expect((await visitor.inWidth(320)).width).toBeLessThanOrEqual(320);
});

/** Put elsewhere in the page, the portal is laid out anew: what is clicked meanwhile may no longer be under the pointer. */
async function atRest(css: string): Promise<void> {
  for (let before = '', now = ' '; now !== before;) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 300));
    now = JSON.stringify(await visitor.box(css));
  }
}
