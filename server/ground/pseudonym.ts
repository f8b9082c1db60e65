import { createHmac } from 'node:crypto';

/**
 * Stands for a person or number where the thing itself must not be stored: in counters, the audit and accepted terms.
 * HMAC-SHA-256 under the log-in key, so that whoever has the database alone can't try numbers out.
 * `sort` keeps the same number in two uses from being the same bytes.
 */
export function pseudonym(
  key: Buffer,
  sort: 'mobile' | 'relationship' | 'device' | 'session' | 'numbers' | 'address',
  value: string,
): Buffer {
  return createHmac('sha256', key).update(`${sort}:${value}`).digest();
}

/** `+4794059810` → `+47•••••810`: enough for an operator to recognise, too little to call. */
export function maskMobile(mobile: string): string {
  return `${mobile.slice(0, 3)}•••••${mobile.slice(-3)}`;
}
