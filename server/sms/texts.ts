import type { Language } from '../ground/language.ts';
import { toGsm7 } from './gsm7.ts';

/**
 * What customers read on the phone, in their language. One GSM-7 segment each. The last line of a code is WebOTP's
 * (https://wicg.github.io/web-otp/): the browser on that host may fill the code in, and no other.
 */
export function codeText(utilityName: string, readable: string, domain: string, code = readable, language: Language = 'nb'): string {
  const sentence = {
    nb: `Koden din er ${readable}. Ikke gi den til andre.`,
    nn: `Koden din er ${readable}. Ikkje gi han til andre.`,
    en: `Your code is ${readable}. Do not share it.`,
  };
  return `${toGsm7(utilityName)}: ${sentence[language]}\n\n@${domain} #${code}`;
}

/** A warning, and what the last one of a day says: there may be more without a warning. */
export interface WarningText {
  text: string;
  lastText: string;
}

const from = (utilityName: string, text: string, lastText: string): WarningText => ({
  text: `${toGsm7(utilityName)}: ${text}`,
  lastText: `${toGsm7(utilityName)}: ${lastText}`,
});

/** To the number on the customer's record when another number was used to look in: whose language nobody knows. */
export function otherNumberWarning(utilityName: string): WarningText {
  return from(
    utilityName,
    'Et annet mobilnummer er brukt for å logge inn på kundeforholdet ditt. Kontakt oss hvis du ikke kjenner til det.',
    'Flere mobilnumre er brukt for å logge inn på kundeforholdet ditt. Vi varsler ikke mer i dag. Kontakt oss.',
  );
}

export function passwordChangedWarning(utilityName: string, language: Language = 'nb'): WarningText {
  const texts: Record<Language, [string, string]> = {
    nb: [
      'Passordet ditt på Min side er endret. Kontakt oss hvis du ikke har gjort dette selv.',
      'Passordet ditt på Min side er endret flere ganger. Vi varsler ikke mer i dag. Kontakt oss hvis det ikke er deg.',
    ],
    nn: [
      'Passordet ditt på Min side er endra. Kontakt oss dersom du ikkje har gjort dette sjølv.',
      'Passordet ditt på Min side er endra fleire gonger. Vi varslar ikkje meir i dag. Kontakt oss om det ikkje er deg.',
    ],
    en: [
      'Your password at Min side was changed. Contact us if you did not do this yourself.',
      'Your password at Min side was changed several times. We send no more warnings today. Contact us if it was not you.',
    ],
  };
  return from(utilityName, ...texts[language]);
}

/** To the number that was replaced. */
export function mobileChangedWarning(utilityName: string, language: Language = 'nb'): WarningText {
  const texts: Record<Language, [string, string]> = {
    nb: [
      'Min side-kontoen din har fått et nytt mobilnummer. Kontakt oss hvis du ikke har gjort dette selv.',
      'Min side-kontoen din har byttet mobilnummer flere ganger. Vi varsler ikke mer i dag. Kontakt oss.',
    ],
    nn: [
      'Min side-kontoen din har fått eit nytt mobilnummer. Kontakt oss dersom du ikkje har gjort dette sjølv.',
      'Min side-kontoen din har bytt mobilnummer fleire gonger. Vi varslar ikkje meir i dag. Kontakt oss.',
    ],
    en: [
      'Your Min side account has a new mobile number. Contact us if you did not do this yourself.',
      'Your Min side account changed its mobile number several times. We send no more warnings today. Contact us.',
    ],
  };
  return from(utilityName, ...texts[language]);
}
