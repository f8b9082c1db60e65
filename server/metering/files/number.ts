const powersOfTen = Array.from({ length: 23 }, (_, power) => 10 ** power);

/** Not a number as the profile writes them. */
export const notANumber = Number.NaN;

/**
 * Reads the decimal number that stands in `text` from `start` to `end`; NaN when it isn't one. Up to 15 digits are read
 * in place and divided by an exact power of ten, which is the correctly rounded double; longer ones go by `Number`.
 */
export function readNumber(text: string, start: number, end: number, decimalCode: number): number {
  let position = start;
  const negative = text.charCodeAt(position) === 45;
  if (negative) position++;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (; position < end; position++) {
    const code = text.charCodeAt(position);
    if (code >= 48 && code <= 57) {
      mantissa = mantissa * 10 + (code - 48);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (code === decimalCode && decimals < 0) {
      decimals = 0;
    } else {
      return notANumber;
    }
  }
  if (digits === 0) return notANumber;
  if (digits > 15) return Number(text.slice(start, end).replace(String.fromCharCode(decimalCode), '.'));
  const value = decimals > 0 ? mantissa / powersOfTen[decimals]! : mantissa;
  return negative ? -value : value;
}
