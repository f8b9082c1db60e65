import { cellText, shorten, type Cell } from '../../ground/cell.ts';
import { readNumber } from './number.ts';

/** How a source writes its numbers. */
export interface AmountStyle {
  decimal: string;
  /** Between groups of three digits; `none` says that a lone sign before three digits is the decimal one. */
  thousands?: string | undefined;
}

const group = String.raw`[\s'’]`;
const spaced = new RegExp(`^\\d{1,3}(${group}\\d{3})+([.,]\\d+)?$`);
const exponent = /^(\d+)(?:[.,](\d+))?E([+-]?\d+)$/i;

/**
 * Reads a number as people and spreadsheets write it: thousands in groups of three, where they can't be anything else or the style names
 * their sign, and `1,5E+03` where no digit was lost. Throws an Error that says what to change in the profile.
 */
export function readAmount(cell: Cell, { decimal, thousands }: AmountStyle): number {
  if (typeof cell === 'number') return cell;
  const written = cellText(cell);
  const signed = written.replace('−', '-').replace(/^\+(?=\d)/, '');
  const negative = signed.startsWith('-');
  const digits = negative ? signed.slice(1).trimStart() : signed;
  const sign = negative ? -1 : 1;
  // Its sign is taken off: another one is none of a number.
  const plain = (text: string) => (text.startsWith('-') ? Number.NaN : readNumber(text, 0, text.length, decimal.charCodeAt(0)));
  const value = plain(digits);
  if (!Number.isNaN(value)) return sign * value;
  if (spaced.test(digits)) {
    const joined = plain(digits.replace(new RegExp(group, 'g'), ''));
    if (!Number.isNaN(joined)) return sign * joined;
  }
  const other = decimal === ',' ? '.' : ',';
  const between = thousands === '.' || thousands === ',' ? thousands : thousands === undefined ? other : '';
  const parts = digits.split(decimal);
  const groups = parts[0]!.split(between || '\n');
  const grouped =
    groups.length > 1 && parts.length <= 2 && /^\d{1,3}$/.test(groups[0]!) && groups.slice(1).every((part) => /^\d{3}$/.test(part));
  // A lone sign before three digits may be either; two of them, or the decimal sign after it, can't.
  if (grouped && (thousands !== undefined || groups.length > 2 || parts.length === 2)) {
    const joined = plain(`${groups.join('')}${parts.length === 2 ? decimal + parts[1]! : ''}`);
    if (!Number.isNaN(joined)) return sign * joined;
  }
  const power = exponent.exec(digits);
  if (power) {
    if (Number(power[3]) > (power[2]?.length ?? 0))
      throw new Error(
        `"${shorten(written)}" has lost digits in a spreadsheet; give the column a number format without exponent and save the file again`,
      );
    return sign * Number(`${power[1]}.${power[2] ?? 0}e${power[3]}`);
  }
  throw new Error(`"${shorten(written)}" is not a number with decimal "${decimal}"${remedy(digits, decimal, other, thousands)}`);
}

function remedy(digits: string, decimal: string, other: string, thousands: string | undefined): string {
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (!/^[\d.,]+$/.test(digits)) return '';
  const swapped = `set "decimal": "${other}"`;
  if (new RegExp(`^\\d{1,3}\\${other}\\d{3}$`).test(digits) && thousands === undefined)
    return `: if it is ${digits.replace(other, '')}, set "thousands": "${other}" in the profile; if "${other}" begins decimals, ${swapped}`;
  if (digits.split(decimal).length > 2 && /^\d{1,3}([.,]\d{3})+$/.test(digits))
    return `: ${swapped} and "thousands": "${decimal}" in the profile`;
  if (digits[last] === other && digits.split(other).length === 2)
    return `: ${swapped}${digits.includes(decimal) ? ` and "thousands": "${decimal}"` : ''} in the profile`;
  return '';
}
