import type { Language, Spoken } from './language.ts';

const browsers: [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bLinux\b/, 'Linux'],
];

/** Between browser and system, as in "Chrome på Android". */
const on: Spoken = { nb: ' på ', nn: ' på ', en: ' on ' };

/** "Chrome på Android" from a User-Agent, for the list of where one is logged in; null when neither is known. The text itself is not kept. */
export function deviceName(userAgent: string): string | null {
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1];
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (browser === undefined) return system ?? null;
  return system === undefined ? browser : `${browser}${on.nb}${system}`;
}

/** A stored name, which is in bokmål, in the customer's language: "Chrome on Android". */
export function deviceNameIn<Stored extends string | null>(stored: Stored, language: Language): Stored {
  return (stored?.replace(on.nb, on[language]) ?? stored) as Stored;
}
