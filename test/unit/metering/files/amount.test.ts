import { describe, expect, it } from 'vitest';
import { readAmount, type AmountStyle } from '../../../../server/metering/files/amount.ts';

const comma: AmountStyle = { decimal: ',' };
const point: AmountStyle = { decimal: '.' };
const said = (text: string, style: AmountStyle): string => {
  try {
    return `read as ${readAmount(text, style)}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a number as people and spreadsheets write it', () => {
  it.each<[text: string, style: AmountStyle, value: number]>([
    ['12,5', comma, 12.5],
    ['-12,5', comma, -12.5],
    ['− 12,5', comma, -12.5],
    ['+12,5', comma, 12.5],
    ['1 234 567,8', comma, 1_234_567.8],
    ['-1 234', comma, -1234],
    ['1\u00a0234', comma, 1234],
    ["1'234’567", point, 1_234_567],
    ['1.234,5', comma, 1234.5],
    ['1,234.5', point, 1234.5],
    ['1.234.567', comma, 1_234_567],
    ['-1.234.567,25', comma, -1_234_567.25],
    ['1.234', { decimal: ',', thousands: '.' }, 1234],
    ['12.345.678', { decimal: ',', thousands: '.' }, 12_345_678],
    ['1.234', { decimal: '.', thousands: 'none' }, 1.234],
    ['1 234', { decimal: ',', thousands: 'none' }, 1234],
    ['1,2345E+04', comma, 12_345],
    ['-1.25E2', point, -125],
    ['15E-1', point, 1.5],
    ['2e0', point, 2],
  ])('is read: %s', (text, style, value) => {
    expect(readAmount(text, style)).toBe(value);
  });

  it('is itself where a workbook has it as a number', () => {
    expect(readAmount(-1.5, comma)).toBe(-1.5);
  });

  it.each([
    '',
    '-',
    'abc',
    '1-',
    '1 23',
    '12 34 567',
    '1234 567',
    '1 234 5678',
    '1..5',
    '1,2,3',
    '--1',
    '1.5',
    '+x',
    '5-5',
    '5+5',
    '1 234.5',
    '1.234,5x',
  ])('is none: "%s"', (text) => {
    expect(said(text, comma)).toContain(`"${text}" is not a number with decimal ","`);
  });

  it.each<[text: string, style: AmountStyle]>([
    ['1.23', { decimal: ',', thousands: '.' }],
    ['1.2345', { decimal: ',', thousands: '.' }],
    ['1234.567', { decimal: ',', thousands: '.' }],
    ['.123', { decimal: ',', thousands: '.' }],
    ['1.234.56', { decimal: ',', thousands: '.' }],
    ['1.234,5,6', { decimal: ',', thousands: '.' }],
    ['1.234.567', { decimal: ',', thousands: 'none' }],
  ])('has groups of three digits, or none: %s', (text, style) => {
    expect(said(text, style)).toContain('is not a number');
  });

  it('is refused where a spreadsheet has rounded it, for what is gone can’t be known', () => {
    expect(said('1,2E+04', comma)).toBe(
      '"1,2E+04" has lost digits in a spreadsheet; give the column a number format without exponent and save the file again',
    );
    expect(said('1E3', comma)).toContain('has lost digits');
  });
});

describe('what to change where a number can’t be read', () => {
  it.each<[text: string, style: AmountStyle, remedy: string]>([
    ['1.234', comma, ': if it is 1234, set "thousands": "." in the profile; if "." begins decimals, set "decimal": "."'],
    ['1,234', point, ': if it is 1234, set "thousands": "," in the profile; if "," begins decimals, set "decimal": ","'],
    ['1,234,567', comma, ': set "decimal": "." and "thousands": "," in the profile'],
    ['1,234.5', comma, ': set "decimal": "." and "thousands": "," in the profile'],
    ['12.5', comma, ': set "decimal": "." in the profile'],
    ['12345.678', comma, ': set "decimal": "." in the profile'],
    ['12,345,678', comma, ': set "decimal": "." and "thousands": "," in the profile'],
    ['12.345', { decimal: ',', thousands: 'none' }, ': set "decimal": "." in the profile'],
    [',5', point, ': set "decimal": "," in the profile'],
  ])('is said of %s', (text, style, remedy) => {
    expect(said(text, style)).toBe(`"${text}" is not a number with decimal "${style.decimal}"${remedy}`);
  });

  it.each<[text: string, style: AmountStyle]>([
    ['12 kWh', comma],
    ['12.5 kWh', comma],
    ['x12.5', comma],
    ['1.2.3', comma],
    ['1,2,3', comma],
    ['1234,567,8', comma],
    ['1,234,5678', comma],
    ['12345,678,901', comma],
    ['1.2,3.4', point],
  ])('is not known of %s', (text, style) => {
    expect(said(text, style)).toBe(`"${text}" is not a number with decimal "${style.decimal}"`);
  });
});
