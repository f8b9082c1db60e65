import type { Energy } from '../../server/contract/consumption.ts';
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

const countWords: Record<keyof typeof statusWords, { hour: string; hours: string; unfinished: string }> = {
  nb: { hour: 'time', hours: 'timer', unfinished: 'ufullstendig' },
  nn: { hour: 'time', hours: 'timar', unfinished: 'ufullstendig' },
  en: { hour: 'hour', hours: 'hours', unfinished: 'incomplete' },
};

/**
 * How sure a stretch's energy is: each kind of hour that there is, counted where it isn't all of them. `since` is set where nothing
 * has come for long. Empty where there is no value.
 */
export function energyStatus(language: keyof typeof statusWords, energy: Energy, unfinished: boolean, since: string): string {
  const words = statusWords[language];
  const names = countWords[language];
  const hours = (count: number): string => `${count} ${count === 1 ? names.hour : names.hours}`;
  const { energyKwh, estimatedHours, correctedHours, manualHours, missingHours, awaitedHours } = energy;
  if (energyKwh === null) return '';
  const valueHours = energy.hours - missingHours - awaitedHours;
  const part = (count: number, word: string): string => (count === 0 ? '' : count === valueHours ? word : `${hours(count)} ${word}`);
  const parts = [
    unfinished ? names.unfinished : '',
    part(estimatedHours, words.e),
    part(manualHours, words.h),
    part(correctedHours, words.c),
    missingHours ? `${hours(missingHours)} ${words['-']}` : '',
    awaitedHours ? (since ? `${words.s} ${since}` : `${hours(awaitedHours)} ${words['.']}`) : '',
  ].filter(Boolean);
  return parts.length ? parts.join(', ') : words.m;
}
