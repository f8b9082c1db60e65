import { createHmac, randomInt } from 'node:crypto';

/** Six digits, each equally likely, leading zeros kept. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** What is stored of a code: HMAC-SHA-256 over the challenge and the code, with a key that isn't in the database. */
export function hashCode(key: Buffer, challengeId: string, code: string): Buffer {
  return createHmac('sha256', key).update(`code:${challengeId}:${code}`).digest();
}

/** Seconds until the next code may be asked for, after so many were sent. */
export function resendPause(sends: number, [first, second, later]: readonly [number, number, number]): number {
  return sends <= 1 ? first : sends === 2 ? second : later;
}
