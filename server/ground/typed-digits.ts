import { Failure } from '../failure.ts';
import type { FieldName } from '../contract/errors.ts';

/**
 * A number off the invoice, spaces taken out.
 * @throws Failure bad-field: required, digits-only or too-long.
 */
export function readDigits(field: FieldName, typed: string, longest: number): string {
  const digits = typed.replace(/[\s\u00a0]/g, '');
  if (digits === '') throw new Failure('bad-field', { field, reason: 'required' });
  if (!/^\d+$/.test(digits)) throw new Failure('bad-field', { field, reason: 'digits-only' });
  if (digits.length > longest) throw new Failure('bad-field', { field, reason: 'too-long' });
  return digits;
}
