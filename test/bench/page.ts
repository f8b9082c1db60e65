// To a log-in that can be typed into, in Chromium with its processor slowed four times: from the arrived script without latency, and from the arrived
// page with 100 ms and 1.6 Mbit/s, in turns with a bare Lit element of one field. Also: the longest task, and that nothing of the chart comes before the log-in.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import puppeteer, { type Browser } from 'puppeteer-core';
import { browser, browserFlags } from '../../setup/browser.ts';
import { buildWidget } from '../../setup/widget.ts';
import { compare, type Row } from './row.ts';

const dist = join(import.meta.dirname, '../../dist');
/** In one turn a frame comes before the look for the field, and in the next after it: fewer turns tell of chance. With latency all that is small beside the network. */
const roundsWithout = 101;
const roundsWith = 21;
const slow = { offline: false, latency: 100, downloadThroughput: 200_000, uploadThroughput: 200_000 };
/** A bare Lit element's longest task varies with the machine; below this nobody feels it. */
const unfeltMilliseconds = 100;

const bare = `
import { html, LitElement } from 'lit';
customElements.define('bare-field', class extends LitElement { render() { return html\`<label>Nummer <input /></label>\`; } });
`;

interface PageTimes {
  usableAfter: number;
  longestTask: number;
  chart: number;
}

/** Runs both pages in turns, with and without latency. */
export async function run(): Promise<Row[]> {
  buildWidget();
  const server = await serve();
  const { port } = server.address() as AddressInfo;
  // Where requests are watched, the browser looks up in the whole script which line has sent each: nobody's does, so it is done where a slow network needs it alone.
  const chromium = await puppeteer.launch({ executablePath: browser(), args: browserFlags, networkEnabled: false });
  try {
    const rows: Row[] = [];
    for (const [name, network, rounds, atMost] of [
      ['without latency', null, roundsWithout, 1.5],
      ['with 100 ms latency', slow, roundsWith, 2],
    ] as const) {
      const ours: PageTimes[] = [];
      const reference: PageTimes[] = [];
      for (let round = -1; round < rounds; round += 1) {
        const own = await measure(chromium, `http://127.0.0.1:${port}/ours.html`, 'min-side.js', network);
        const other = await measure(chromium, `http://127.0.0.1:${port}/bare.html`, 'bare.js', network);
        if (round < 0) continue;
        ours.push(own);
        reference.push(other);
      }
      const middle = (all: PageTimes[], of: keyof PageTimes): number => all.map((each) => each[of]).toSorted((a, b) => a - b)[rounds >> 1]!;
      const row = (what: string, of: keyof PageTimes, atLeastReference: number, bound: number): Row =>
        compare({
          name: `page: ${what}, ${name}, against a bare Lit element`,
          ours: middle(ours, of),
          reference: Math.max(atLeastReference, middle(reference, of)),
          unit: 'ms',
          atMost: bound,
        });
      rows.push(
        row(network ? 'page arrived to log-in usable' : 'script arrived to log-in usable', 'usableAfter', 0, atMost),
        row('longest task', 'longestTask', unfeltMilliseconds, 1),
      );
      rows.push(
        compare({
          name: `page: files of the chart before the log-in, ${name}`,
          ours: middle(ours, 'chart'),
          reference: 1,
          unit: 'files',
          atMost: 0,
        }),
      );
    }
    return rows;
  } finally {
    await chromium.close();
    server.close();
    server.closeAllConnections();
  }
}

async function measure(chromium: Browser, url: string, script: string, network: typeof slow | null): Promise<PageTimes> {
  const context = await chromium.createBrowserContext();
  const page = await context.newPage();
  const client = await page.createCDPSession();
  await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  if (network) {
    await client.send('Network.enable');
    await client.send('Network.emulateNetworkConditions', network);
  }
  await page.evaluateOnNewDocument(() => {
    const seen = { tasks: [0], usableAt: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    const find = (root: ParentNode): boolean =>
      [...root.querySelectorAll('*')].some(
        (each) => !each.closest('[inert]') && (each instanceof HTMLInputElement || (each.shadowRoot && find(each.shadowRoot))),
      );
    const timer = setInterval(() => {
      if (!find(document)) return;
      seen.usableAt = performance.now();
      clearInterval(timer);
    }, 4);
  });
  await page.goto(url);
  await page.waitForFunction(() => (globalThis as unknown as { seen: { usableAt: number } }).seen.usableAt > 0, { timeout: 20_000 });
  const measured = await page.evaluate(
    (name) => {
      const { seen } = globalThis as unknown as { seen: { tasks: number[]; usableAt: number } };
      const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const arrived = name
        ? files.find((file) => file.name.endsWith(name))!
        : (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming);
      const chart = files.filter((file) => file.name.includes('consumption')).length;
      return { usableAfter: seen.usableAt - arrived.responseEnd, longestTask: Math.max(...seen.tasks), chart };
    },
    network ? '' : script,
  );
  await context.close();
  return measured;
}

/** The two pages, the built widget, and a server's first answers. */
async function serve(): Promise<Server> {
  const { outputFiles } = await build({
    stdin: { contents: bare, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    conditions: ['production'],
  });
  const html = (script: string, tag: string): string =>
    `<!doctype html><html lang="nb"><meta charset="utf-8"><script type="module" src="/${script}"></script><${tag}></${tag}>`;
  const fixed: Record<string, [type: string, body: string]> = {
    '/ours.html': ['text/html', html('min-side.js', 'min-side')],
    '/bare.html': ['text/html', html('bare.js', 'bare-field')],
    '/bare.js': ['text/javascript', outputFiles[0]!.text],
    '/api/start': [
      'application/json',
      '{"session":{"signedIn":false},"utility":{"name":"Fredrikstad Fjernvarme","termsVersion":"1","termsHash":"a1","terms":null,"smsDelayed":false,"smsSpent":false}}',
    ],
  };
  const server = createServer(({ url = '/' }, response) => {
    const known = fixed[url];
    try {
      if (known) response.setHeader('Content-Type', known[0]).end(known[1]);
      else
        response
          .setHeader('Content-Type', 'text/javascript')
          .setHeader('Content-Encoding', 'br')
          .end(readFileSync(join(dist, `${url.slice(1)}.br`)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}
