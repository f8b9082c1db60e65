import type { Language } from './format.ts';
import type { InsideText } from './nb-inside.ts';
import type { Text } from './nb.ts';

/** Fetches the texts of one language up to the log-in; the other language's are never loaded. */
export const loadText = async (language: Language): Promise<Text> =>
  language === 'en' ? (await import('./en.ts')).en : (await import('./nb.ts')).nb;

/** Fetches all the texts of one language. */
export const loadInsideText = async (language: Language): Promise<InsideText> =>
  language === 'en' ? (await import('./en-inside.ts')).enInside : (await import('./nb-inside.ts')).nbInside;
