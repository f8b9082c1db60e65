import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What Chromium needs to run as root and in a container, and to talk to nobody but the page under test. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of a Chromium or Chrome: CHROME_PATH's, else the machine's. Undefined without any. */
export function findBrowser(): string | undefined {
  const given = process.env.CHROME_PATH;
  if (given) return existsSync(given) ? given : undefined;
  return names.map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()).find(Boolean);
}

/** The same, installed by apt first when root finds none. Throws an `Error` that says what to do. */
export function browser(): string {
  const found = findBrowser() ?? install();
  if (found) return found;
  throw new Error(
    'There is no Chromium here. Install one (as root: apt-get install chromium), or set CHROME_PATH to a Chrome or Chromium.',
  );
}

function install(): string | undefined {
  if (userInfo().uid !== 0 || process.env.CHROME_PATH || spawnSync('apt-get', ['--version']).status !== 0) return undefined;
  console.log('Installing Chromium …');
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  return findBrowser();
}
