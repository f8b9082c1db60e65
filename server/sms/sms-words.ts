import type { Spoken } from '../ground/language.ts';

/** What an SMS was about, in the words of the download of one's own data. */
export const purposeWords: Readonly<Record<string, Spoken>> = {
  guest: { nb: 'kode for å logge inn', nn: 'kode for å logge inn', en: 'code to log in' },
  password: { nb: 'kode for å logge inn med passord', nn: 'kode for å logge inn med passord', en: 'code to log in with a password' },
  recovery: { nb: 'kode for nytt passord', nn: 'kode for nytt passord', en: 'code for a new password' },
  'mobile-old': { nb: 'kode til det gamle nummeret', nn: 'kode til det gamle nummeret', en: 'code to the old number' },
  'mobile-new': { nb: 'kode til det nye nummeret', nn: 'kode til det nye nummeret', en: 'code to the new number' },
  'mobile-changed': { nb: 'varsel om byttet nummer', nn: 'varsel om bytt nummer', en: 'warning of a changed number' },
  'password-changed': { nb: 'varsel om byttet passord', nn: 'varsel om bytt passord', en: 'warning of a changed password' },
  'other-number': { nb: 'varsel om et annet nummer', nn: 'varsel om eit anna nummer', en: 'warning of another number' },
};

/** How it went. */
export const stateWords: Readonly<Record<string, Spoken>> = {
  claimed: { nb: 'på vei', nn: 'på veg', en: 'on its way' },
  accepted: { nb: 'sendt', nn: 'sendt', en: 'sent' },
  failed: { nb: 'ikke sendt', nn: 'ikkje sendt', en: 'not sent' },
  unknown: { nb: 'ukjent', nn: 'ukjent', en: 'unknown' },
  withheld: { nb: 'holdt tilbake', nn: 'halden tilbake', en: 'held back' },
};
