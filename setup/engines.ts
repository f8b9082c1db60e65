import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { userInfo } from 'node:os';

/** Debian's packages with the other two engines, and the screen that WebKit wants. */
const packages = ['firefox-esr', 'webkit2gtk-driver', 'xvfb'];

const firefoxPath = (): string | undefined => globSync('/usr/bin/firefox-esr')[0];
const miniBrowserPath = (): string | undefined => globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser')[0];
const webKitPaths = () => ({
  driver: globSync('/usr/bin/WebKitWebDriver')[0],
  miniBrowser: miniBrowserPath(),
  xvfb: globSync('/usr/bin/Xvfb')[0],
});

/** Installs by apt what is missing. Throws an `Error` that says what to do. */
export function installEngines(): void {
  const isThere = (): boolean => [firefoxPath(), ...Object.values(webKitPaths())].every(Boolean);
  if (isThere()) return;
  if (userInfo().uid === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('Installing Firefox ESR and WebKitGTK …');
    const apt = (...args: string[]) =>
      spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
  }
  if (!isThere()) throw new Error(`Firefox ESR or WebKitGTK is missing. Install them (as root: apt-get install ${packages.join(' ')}).`);
}

export function firefox(): string {
  return firefoxPath()!;
}

export function webKit(): { driver: string; miniBrowser: string; xvfb: string } {
  return webKitPaths() as { driver: string; miniBrowser: string; xvfb: string };
}
