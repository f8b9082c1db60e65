import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import { Failure } from '../failure.ts';

/**
 * A mobile number as people type it (`94 05 98 10`, `+47 940 59 810`, `0047…`) as E.164.
 * @throws Failure bad-field mobile: required, not-a-mobile, or country-not-allowed.
 */
export function readMobile(typed: string, countryCodes: readonly string[] | 'any'): string {
  if (typed.trim() === '') throw new Failure('bad-field', { field: 'mobile', reason: 'required' });
  const parsed = parsePhoneNumberFromString(typed.trim().replace(/^00/, '+'), 'NO');
  if (parsed === undefined || !parsed.isValid()) throw new Failure('bad-field', { field: 'mobile', reason: 'not-a-mobile' });
  if (countryCodes !== 'any' && !countryCodes.includes(parsed.countryCallingCode))
    throw new Failure('bad-field', { field: 'mobile', reason: 'country-not-allowed' });
  const type = parsed.getType();
  if (type !== 'MOBILE' && type !== 'FIXED_LINE_OR_MOBILE') throw new Failure('bad-field', { field: 'mobile', reason: 'not-a-mobile' });
  return parsed.number;
}
