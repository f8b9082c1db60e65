import { globSync } from 'node:fs';
import { findOrInstall } from './debian-package.ts';

export interface WebKit {
  driver: string;
  miniBrowser: string;
  /** The screen that WebKit wants. */
  xvfb: string;
}

/** Path of Firefox ESR, installed by apt where root finds none. @throws Error that says what to do. */
export function firefox(): string {
  return findOrInstall({ name: 'Firefox ESR', packages: ['firefox-esr'] }, () => globSync('/usr/bin/firefox-esr')[0]);
}

/** Paths of WebKitGTK's driver and browser, installed likewise. @throws Error that says what to do. */
export function webKit(): WebKit {
  return findOrInstall({ name: 'WebKitGTK', packages: ['webkit2gtk-driver', 'xvfb'] }, () => {
    const [driver] = globSync('/usr/bin/WebKitWebDriver');
    const [miniBrowser] = globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser');
    const [xvfb] = globSync('/usr/bin/Xvfb');
    return driver && miniBrowser && xvfb ? { driver, miniBrowser, xvfb } : undefined;
  });
}
