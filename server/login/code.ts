import { createHmac, randomInt } from 'node:crypto';

/** Six digits where nobody disturbs; twelve, in three groups of four, where many ask for the same mobile or somebody guesses. */
export type Digits = 6 | 12;
export const shortDigits: Digits = 6;
export const longDigits: Digits = 12;

/** Digits, each equally likely, leading zeros kept. */
export function newCode(digits: Digits): string {
  return Array.from({ length: digits / 6 }, () => String(randomInt(1_000_000)).padStart(6, '0')).join('');
}

/** As a person reads it off the telephone. */
export function grouped(code: string): string {
  return code.length === longDigits ? code.replace(/(\d{4})(?=\d)/g, '$1 ') : code;
}

/** What is stored of a code: HMAC-SHA-256 over what it belongs to and the code, with a key that isn't in the database. */
export function hashCode(key: Buffer, id: string, code: string): Buffer {
  return createHmac('sha256', key).update(`code:${id}:${code}`).digest();
}

/** Seconds until the next code may be sent, after so many in a row. */
export function resendPause(sends: number, [first, second, further]: readonly [number, number, number]): number {
  return sends <= 1 ? first : sends === 2 ? second : further;
}
