import type { InsideText } from './nb-inside.ts';
import type { Text } from './nb.ts';

export type Language = 'nb' | 'nn' | 'en';

/** The languages the portal speaks: a new one is a line here and its texts. */
export const languages: Record<Language, LanguageLine> = {
  nb: {
    locale: 'nb-NO',
    load: async () => (await import('./nb.ts')).nb,
    loadInside: async () => (await import('./nb-inside.ts')).nbInside,
    unreachable: 'Vi får ikke kontakt med Min side. Last siden på nytt om litt.',
    clock: { before: 'kl.\u00a0', summer: 'sommertid', normal: 'normaltid', between: ' kl.\u00a0' },
  },
  nn: {
    locale: 'nn-NO',
    load: async () => (await import('./nn.ts')).nn,
    loadInside: async () => (await import('./nn-inside.ts')).nnInside,
    unreachable: 'Vi får ikkje kontakt med Min side. Last sida på nytt om litt.',
    clock: { before: 'kl.\u00a0', summer: 'sommartid', normal: 'normaltid', between: ' kl.\u00a0' },
  },
  en: {
    locale: 'en-GB',
    load: async () => (await import('./en.ts')).en,
    loadInside: async () => (await import('./en-inside.ts')).enInside,
    unreachable: 'We cannot reach Min side. Reload the page in a moment.',
    clock: { before: '', summer: 'summer time', normal: 'winter time', between: ' at ' },
  },
};

interface LanguageLine {
  /** For the browser's own words for numbers, months and weekdays. */
  locale: string;
  /** The texts up to the log-in. */
  load: () => Promise<Text>;
  /** All the texts, for those who are signed in. */
  loadInside: () => Promise<InsideText>;
  /** The one sentence that is there before any text is fetched: for when that fails. */
  unreachable: string;
  /** What stands before an hour, what tells the two 02s of the autumn apart, and what parts a date from its time. */
  clock: { before: string; summer: string; normal: string; between: string };
}

/** The language that a tag such as `en-GB` asks for; bokmål where it is none of them. */
export function languageOf(tag: string): Language {
  const primary = tag.toLowerCase().split(/[-_]/)[0]!;
  return primary in languages ? (primary as Language) : 'nb';
}
