import type { Text } from '../text/nb.ts';

/** What is wrong with a field that must hold digits, or nothing. Spaces are fine. */
export function checkDigits(text: Text, value: string, label: string): string | undefined {
  const digits = value.replace(/\s/g, '');
  if (!digits) return text.reasons.required(label);
  return /^\d+$/.test(digits) ? undefined : text.reasons['digits-only'](label);
}

/** What is wrong with a mobile number, or nothing. Which countries may be used is the server's to say. */
export function checkMobile(text: Text, value: string, label = text.fields.mobile): string | undefined {
  if (!value.trim()) return text.reasons.required(label);
  return /^\+?\d{8,15}$/.test(value.replace(/[\s().-]/g, '')) ? undefined : text.reasons['not-a-mobile'](label);
}

/** What is wrong with a new password and its repetition, or nothing. */
export function checkNewPassword(text: Text, password: string, again: string, label = text.fields.password) {
  const short = [...password].length < 8;
  return {
    password: !password ? text.reasons.required(label) : short ? text.reasons['too-short'](label) : undefined,
    again: !short && password !== again ? text.passwordsDiffer : undefined,
  };
}

/** What is wrong with a code from an SMS, or nothing. The newest has as many digits as expected; an earlier one may have six still. */
export const checkCode = (text: Text, code: string, digits = 6): string | undefined =>
  code.length === digits || /^(\d{6}|\d{12})$/.test(code) ? undefined : text.codeDigits(digits);
