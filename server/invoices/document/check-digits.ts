/** Weights 2, 1, 2, 1 … from the right, digits of a product added up (Luhn). The last digit is the check. */
function fitsMod10(digits: string): boolean {
  let sum = 0;
  for (let n = 0; n < digits.length; n += 1) {
    const product = Number(digits[digits.length - 1 - n]) * (n % 2 === 0 ? 1 : 2);
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === 0;
}

/** The check digit by mod 11 with weights 2 to 7 from the right, over and over; `-` stands for ten. */
function mod11(digits: string): string {
  let sum = 0;
  for (let n = 0; n < digits.length; n += 1) sum += Number(digits[digits.length - 1 - n]) * (2 + (n % 6));
  const rest = (11 - (sum % 11)) % 11;
  return rest === 10 ? '-' : String(rest);
}

/** Whether a KID has 2 to 25 characters and a right check digit, by mod 10 or by mod 11 (which may be `-`). */
export function isKid(kid: string): boolean {
  if (!/^\d{1,24}[\d-]$/.test(kid)) return false;
  return mod11(kid.slice(0, -1)) === kid.at(-1) || (!kid.endsWith('-') && fitsMod10(kid));
}

/** Whether a Norwegian account number has eleven digits, the last of which checks the others by mod 11. */
export function isAccountNumber(account: string): boolean {
  return /^\d{11}$/.test(account) && mod11(account.slice(0, -1)) === account.at(-1);
}

/**
 * The account an invoice is paid to, without spaces and full stops: a Norwegian number, alone or within its IBAN, or a
 * foreign IBAN as it is. Undefined where the check digits don't fit.
 */
export function readAccount(written: string): string | undefined {
  const account = written.replace(/[\s.]/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account)) return isAccountNumber(account) ? account : undefined;
  // ISO 13616: country and check digits to the end, letters as 10 to 35, the whole mod 97 is 1.
  const moved = account.slice(4) + account.slice(0, 4);
  const digits = moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  if (BigInt(digits) % 97n !== 1n) return undefined;
  if (!account.startsWith('NO')) return account;
  return isAccountNumber(account.slice(4)) ? account.slice(4) : undefined;
}
