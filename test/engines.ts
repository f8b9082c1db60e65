// npm run test:engines [-- ENGINE ...]: the end-to-end walks in Chromium, Firefox ESR and WebKitGTK (chromium, firefox, webkit), installed by apt where they are missing.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fillDatabase } from '../demo/fill-database.ts';
import { browser } from '../setup/browser.ts';
import { firefox, webKit } from '../setup/engines.ts';
import { startPostgres } from '../setup/postgres.ts';
import { buildWidget } from '../setup/widget.ts';
import { createDatabase } from './support/create-database.ts';

const root = join(import.meta.dirname, '..');
/** How the demo starts and ends is no browser's matter. */
const walks = ['guest', 'several-relationships', 'invoice', 'every-view'].map((name) => `test/e2e/${name}.test.ts`);
const programs = { chromium: browser, firefox, webkit: webKit };
type EngineName = keyof typeof programs;
const known = Object.keys(programs) as EngineName[];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name as EngineName));
if (unknown.length > 0) fail(`There is no engine called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
const engines = asked.length > 0 ? (asked as EngineName[]) : known;

try {
  for (const engine of engines) programs[engine]();
} catch (error) {
  fail((error as Error).message);
}
// Once, before every demo wants to.
buildWidget();

const started = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'min-side-engines-'));
chmodSync(folder, 0o755); // root's PostgreSQL runs as somebody else
const postgres = await startPostgres({ dataFolder: join(folder, 'postgres'), durable: false });
// Side by side, each with a demo of its own: a walk waits for pages and SMS more than it counts.
const passed = await fillTemplate(postgres.url)
  .then((template) => Promise.all(engines.map((engine) => walk(engine, template))))
  .finally(() => postgres.stop())
  .finally(() => rmSync(folder, { recursive: true, force: true }));
const failed = engines.filter((_engine, index) => !passed[index]);
const took = `${secondsSince(started)}, the programs' installation left out`;
console.log(failed.length === 0 ? `The walks hold in ${engines.join(', ')} (${took}).` : `Failed: ${failed.join(', ')} (${took}).`);
process.exit(failed.length === 0 ? 0 : 1);

/** What the demos copy in place of importing three times. */
async function fillTemplate(server: string): Promise<string> {
  const { name, url } = await createDatabase(server);
  await fillDatabase(url);
  return name;
}

/** All walks in one engine; what they say is printed when they are through. */
async function walk(engine: EngineName, template: string): Promise<boolean> {
  const before = performance.now();
  const run = spawn('vitest', ['run', '--project', 'e2e', ...walks], {
    cwd: root,
    env: {
      ...process.env,
      ENGINE: engine,
      DATABASE_URL: postgres.url,
      DEMO_TEMPLATE: template,
      PATH: [join(root, 'node_modules/node/bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => run.on('close', resolve));
  const [said, complained, status] = await Promise.all([text(run.stdout), text(run.stderr), ended]);
  console.log(`\n── ${engine} (${secondsSince(before)})\n${said}${complained}`);
  return status === 0;
}

function secondsSince(moment: number): string {
  return `${((performance.now() - moment) / 1000).toFixed(1)} s`;
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
