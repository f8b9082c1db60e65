import type { Language } from './format.ts';
import type { Text } from './nb.ts';

/** Fetches the texts of one language; the other's are never loaded. */
export const loadText = async (language: Language): Promise<Text> =>
  language === 'en' ? (await import('./en.ts')).en : (await import('./nb.ts')).nb;
