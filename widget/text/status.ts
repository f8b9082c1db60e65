import type { StatusLetter } from '../../server/status.ts';

/**
 * What each status is called: in the chart, the tables, the files, everywhere. The server reads it too, so it knows nothing of the
 * browser; a language's texts don't compile without theirs.
 */
export const statusWords = {
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
  nn: {
    m: 'målt',
    c: 'retta',
    h: 'handavlesen',
    e: 'overslag',
    x: 'blir ikkje oppbevart lenger',
    '.': 'ikkje kome enno',
    s: 'ingen målingar sidan',
    '-': 'manglar',
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
} satisfies Record<string, Record<StatusLetter, string>>;
