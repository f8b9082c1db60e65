import { toGsm7 } from './gsm7.ts';

/**
 * What customers read on the phone, in bokmål. One GSM-7 segment each. The last line of a code is WebOTP's
 * (https://wicg.github.io/web-otp/): the browser on that host may fill the code in, and no other.
 */
export function codeText(utilityName: string, readable: string, domain: string, code = readable): string {
  return `${toGsm7(utilityName)}: Koden din er ${readable}. Ikke gi den til andre.\n\n@${domain} #${code}`;
}

/** A warning, and what the last one of a day says: there may be more that are not told. */
export interface WarningText {
  text: string;
  lastText: string;
}

/** To the number on the customer's record when another number was used to look in. */
export function otherNumberWarning(utilityName: string): WarningText {
  const name = toGsm7(utilityName);
  return {
    text: `${name}: Et annet mobilnummer er brukt for å logge inn på kundeforholdet ditt. Kontakt oss hvis du ikke kjenner til det.`,
    lastText: `${name}: Flere mobilnumre er brukt for å logge inn på kundeforholdet ditt. Vi varsler ikke mer i dag. Kontakt oss.`,
  };
}

export function passwordChangedWarning(utilityName: string): WarningText {
  const name = toGsm7(utilityName);
  return {
    text: `${name}: Passordet ditt på Min side er endret. Kontakt oss hvis du ikke har gjort dette selv.`,
    lastText: `${name}: Passordet ditt på Min side er endret flere ganger. Vi varsler ikke mer i dag. Kontakt oss hvis det ikke er deg.`,
  };
}

/** To the number that was replaced. */
export function mobileChangedWarning(utilityName: string): WarningText {
  const name = toGsm7(utilityName);
  return {
    text: `${name}: Min side-kontoen din har fått et nytt mobilnummer. Kontakt oss hvis du ikke har gjort dette selv.`,
    lastText: `${name}: Min side-kontoen din har byttet mobilnummer flere ganger. Vi varsler ikke mer i dag. Kontakt oss.`,
  };
}
