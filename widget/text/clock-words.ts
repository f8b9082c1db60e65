import type { Language } from './languages.ts';

/** A language's own for numbers and times. */
interface ClockWords {
  /** For the browser's own words for numbers, months and weekdays. */
  locale: string;
  /** Where those aren't the language's own: from Sunday. */
  weekdays?: string[];
  /** What stands before an hour. */
  before: string;
  /** What tells the two 02s of the autumn apart. */
  summer: string;
  normal: string;
  /** What parts a date from its time. */
  between: string;
}

export const clockWords: Record<Language, ClockWords> = {
  nb: { locale: 'nb-NO', before: 'kl.\u00a0', summer: 'sommertid', normal: 'normaltid', between: ' kl.\u00a0' },
  // Chromium has no nynorsk, and would write "January" and 1,608.9; numbers and months are as in bokmål.
  nn: {
    locale: 'nb-NO',
    weekdays: ['søndag', 'måndag', 'tysdag', 'onsdag', 'torsdag', 'fredag', 'laurdag'],
    before: 'kl.\u00a0',
    summer: 'sommartid',
    normal: 'normaltid',
    between: ' kl.\u00a0',
  },
  en: { locale: 'en-GB', before: '', summer: 'summer time', normal: 'winter time', between: ' at ' },
};
