import type { Language } from './format.ts';

/** The one sentence that is there before any text is fetched: for when that fails. */
export const away: Record<Language, string> = {
  nb: 'Vi får ikke kontakt med Min side. Last siden på nytt om litt.',
  en: 'We cannot reach Min side. Reload the page in a moment.',
};
