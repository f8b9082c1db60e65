import { toGsm7 } from './gsm7.ts';

/**
 * What customers read on the phone, in bokmål. One GSM-7 segment each. The last line of a code is WebOTP's
 * (https://wicg.github.io/web-otp/): the browser on that host may fill the code in, and no other.
 */
export function codeText(utilityName: string, readable: string, domain: string, code = readable): string {
  return `${toGsm7(utilityName)}: Koden din er ${readable}. Ikke gi den til andre.\n\n@${domain} #${code}`;
}

/** To the number on the customer's record when another number was used to look in. */
export function otherNumberText(utilityName: string): string {
  return `${toGsm7(utilityName)}: Et annet mobilnummer er brukt for å logge inn på kundeforholdet ditt. Kontakt oss hvis du ikke kjenner til det.`;
}

export function passwordChangedText(utilityName: string): string {
  return `${toGsm7(utilityName)}: Passordet ditt på Min side er endret. Kontakt oss hvis du ikke har gjort dette selv.`;
}

/** To the number that was replaced. */
export function mobileChangedText(utilityName: string): string {
  return `${toGsm7(utilityName)}: Min side-kontoen din har fått et nytt mobilnummer. Kontakt oss hvis du ikke har gjort dette selv.`;
}
