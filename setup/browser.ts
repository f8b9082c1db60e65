import { existsSync } from 'node:fs';
import { findCommand, findOrInstall } from './debian-package.ts';

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
  return names.map(findCommand).find(Boolean);
}

/** The same, installed by apt first when root finds none. @throws Error that says what to do. */
export function browser(): string {
  if (process.env.CHROME_PATH && findBrowser() === undefined)
    throw new Error(`There is nothing at CHROME_PATH, ${process.env.CHROME_PATH}.`);
  return findOrInstall({ name: 'Chromium', packages: ['chromium'] }, findBrowser);
}
