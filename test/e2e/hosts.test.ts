import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { RunningServer } from '../../server/main.ts';
import { browser, browserFlags } from '../../setup/browser.ts';
import { startFakeGateway, type FakeGateway } from '../support/gateway.ts';
import { openPuppeteer, type PuppeteerTab } from './browsers/puppeteer-tab.ts';
import type { Engine } from './browsers/tab.ts';
import { startHttpsHosts, type HttpsHosts } from './https-hosts.ts';
import { twoPoints, enterCode, fillNumbers } from './log-in.ts';
import { startPortal } from './start-portal.ts';
import { Visitor } from './visitor.ts';

const [page, otherPage, subDomain, supplier, strict] = [
  'www.fjernvarme.test',
  'www.annet.test',
  'minside.fjernvarme.test',
  'minside.leverandor.test',
  'strengt.leverandor.test',
] as const;

let hosts: HttpsHosts;
let gateway: FakeGateway;
let running: RunningServer[];
let chromium: Engine;
let refusing: Engine;
let profile: string;

beforeAll(async () => {
  hosts = await startHttpsHosts();
  gateway = await startFakeGateway();
  const start = (environment: NodeJS.ProcessEnv) =>
    startPortal(inject('demoDatabase'), gateway, { ALLOWED_ORIGINS: hosts.origin(page), ...environment });
  const own = await start({ PUBLIC_ORIGIN: hosts.origin(subDomain) });
  const cross = await start({ CROSS_SITE: 'yes' });
  running = [own, cross];
  const at = (api: string, query = '') =>
    `<!doctype html><html lang="nb"><title>Fjernvarme</title><script type="module" src="${hosts.origin(api)}/min-side.js${query}"></script><min-side></min-side>`;
  // As WordPress writes it: no chunk can know this address of the entry.
  const pages = { '/sub': at(subDomain, '?ver=6.1'), '/other': at(supplier), '/strict': at(strict) };
  hosts.add(page, { pages });
  hosts.add(otherPage, { pages });
  hosts.add(subDomain, { pages: { '/own': at(subDomain) }, server: own.url });
  hosts.add(strict, { server: own.url });
  hosts.add(supplier, { server: cross.url });

  const executablePath = browser();
  const args = [...browserFlags, ...hosts.browserFlags];
  chromium = await openPuppeteer({ executablePath, args });
  // As the setting "block all cookies" leaves it.
  profile = await mkdtemp(join(tmpdir(), 'min-side-no-cookies-'));
  await mkdir(join(profile, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  refusing = await openPuppeteer({ executablePath, args, userDataDir: profile });
});

afterAll(async () => {
  await chromium.close();
  await refusing.close();
  await Promise.all(running.map((server) => server.stop()));
  await gateway.stop();
  await hosts.stop();
  await rm(profile, { recursive: true, force: true });
});

async function logIn(visitor: Visitor, mobile: string): Promise<void> {
  await fillNumbers(visitor, twoPoints, mobile);
  await enterCode(visitor, await gateway.nextCode(`+47${mobile}`));
  await visitor.sees('heading', 'Ditt kundeforhold');
  await visitor.open('Se historisk forbruk');
  await visitor.reads('Forbruk 2018–2020');
}

const cookiesOf = async (visitor: Visitor) => (visitor.tab as PuppeteerTab).page.browserContext().cookies();
const memoryOnly = 'Nettleseren din lagrer ikke innloggingen på denne siden.';

describe('the server may live', () => {
  test.each([
    ['on the page’s own origin', subDomain, '/own', { sameSite: 'Strict' }, '40001001'],
    ['on a sub-domain', page, '/sub', { sameSite: 'Strict' }, '40001002'],
    ['on another site', page, '/other', { sameSite: 'None', partitionKey: expect.anything() }, '40001003'],
  ])('%s, and the session outlives a reload', async (_where, host, path, cookie, mobile) => {
    const visitor = await Visitor.come(chromium, hosts.origin(host));
    await visitor.goTo(path);
    await logIn(visitor, mobile);
    const kept = await cookiesOf(visitor);
    expect(kept).toEqual([expect.objectContaining({ ...cookie, name: '__Host-min-side', httpOnly: true, secure: true })]);
    expect(await visitor.text()).not.toContain(memoryOnly);
    // What came after the log-in has brought no second copy of what the entry holds.
    const ofOneLit =
      "customElements.get('min-side-consumption').prototype instanceof Object.getPrototypeOf(customElements.get('min-side'))";
    expect(await (visitor.tab as PuppeteerTab).page.evaluate(ofOneLit)).toBe(true);
    await visitor.tab.reload();
    await visitor.reads('Forbruk 2018–2020');
    await visitor.leave();
  });

  test('where the browser refuses its cookies: the page says that a reload ends the session, and it does', async () => {
    const visitor = await Visitor.come(refusing, hosts.origin(page));
    await visitor.goTo('/other');
    const mobile = '40001004';
    const before = gateway.received.length;
    await fillNumbers(visitor, twoPoints, mobile);
    // Said at the code already, before anybody comes to think of loading the page anew.
    await visitor.reads(memoryOnly);
    await enterCode(visitor, await gateway.nextCode(`+47${mobile}`));
    await visitor.sees('heading', 'Ditt kundeforhold');
    await visitor.reads(memoryOnly);
    await visitor.open('Se historisk forbruk');
    await visitor.reads('Forbruk 2018–2020');
    expect(gateway.received).toHaveLength(before + 1);
    expect(await cookiesOf(visitor)).toEqual([]);
    await visitor.tab.reload();
    await visitor.sees('button', 'Neste');
    await visitor.leave();
  });
});

describe('a page that the server does not answer is told so before the log-in is shown', () => {
  test.each([
    ['of an origin that is not allowed', otherPage, '/sub', 'ALLOWED_ORIGINS'],
    ['of another site, where that is not set', page, '/strict', 'CROSS_SITE'],
  ])('%s', async (_which, host, path, setting) => {
    const visitor = await Visitor.come(chromium, hosts.origin(host));
    await visitor.goTo(path);
    await visitor.reads('Min side kan ikke brukes fra denne nettsiden. Si gjerne fra til oss.');
    expect(await visitor.names('textbox', /./)).toEqual([]);
    expect((await visitor.complaints()).join('\n')).toMatch(new RegExp(`<min-side>: .*${setting}`));
    await visitor.leave();
  });
});
