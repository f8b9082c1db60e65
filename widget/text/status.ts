import type { StatusLetter } from '../../server/status.ts';
import type { Language } from './languages.ts';

/** What each status is called: in the chart, the tables, the files, everywhere. */
export const statusWords: Record<Language, Record<StatusLetter, string>> = {
  nb: {
    m: 'målt',
    c: 'rettet',
    h: 'håndavlest',
    e: 'anslått',
    x: 'oppbevares ikke lenger',
    '.': 'ikke kommet ennå',
    s: 'ingen målinger siden',
    '-': 'mangler',
  },
  en: {
    m: 'measured',
    c: 'corrected',
    h: 'read by hand',
    e: 'estimated',
    x: 'no longer kept',
    '.': 'not in yet',
    s: 'no readings since',
    '-': 'missing',
  },
};
