import type { InsideText } from './nb-inside.ts';
import type { Text } from './nb.ts';

export type Language = 'nb' | 'nn' | 'en';

/** The languages the portal speaks: a new one is a line here and its texts. */
export const languages: Record<Language, LanguageLine> = {
  nb: {
    name: 'Bokmål',
    load: async () => (await import('./nb.ts')).nb,
    loadInside: async () => (await import('./nb-inside.ts')).nbInside,
    unreachable: 'Vi får ikke kontakt med Min side. Last siden på nytt om litt.',
  },
  nn: {
    name: 'Nynorsk',
    load: async () => (await import('./nn.ts')).nn,
    loadInside: async () => (await import('./nn-inside.ts')).nnInside,
    unreachable: 'Vi får ikkje kontakt med Min side. Last sida på nytt om litt.',
  },
  en: {
    name: 'English',
    load: async () => (await import('./en.ts')).en,
    loadInside: async () => (await import('./en-inside.ts')).enInside,
    unreachable: 'We cannot reach Min side. Reload the page in a moment.',
  },
};

interface LanguageLine {
  /** What it calls itself. */
  name: string;
  /** The texts up to the log-in. */
  load: () => Promise<Text>;
  /** All the texts, for those who are signed in. */
  loadInside: () => Promise<InsideText>;
  /** The one sentence that is there before any text is fetched: for when that fails. */
  unreachable: string;
}

/** The language that a tag such as `en-GB` asks for; bokmål where it is none of them. */
export function languageOf(tag: string): Language {
  const primary = tag.toLowerCase().replace('_', '-').split('-')[0]!;
  return primary in languages ? (primary as Language) : 'nb';
}
