import { describe, expect, it } from 'vitest';
import { compileTimeFormat, readTime, wallSeconds } from '../../../../server/metering/files/time-format.ts';

const inPlace = (format: string, text: string): number => readTime(compileTimeFormat(format), text, 0, text.length);
const seconds = (iso: string): number => Date.parse(`${iso}Z`) / 1000;

describe('a stamp read in place', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss', '2024-03-05 06:07:08', '2024-03-05T06:07:08'],
    ['dd.MM.yyyy HH:mm', '05.03.2024 06:07', '2024-03-05T06:07:00'],
    ['yyyyMMddHH', '2024030506', '2024-03-05T06:00:00'],
    ['ssmmHHddMMyyyy', '08070605032024', '2024-03-05T06:07:08'],
    ['HH:mm dd.MM.yyyy', '06:07 05.03.2024', '2024-03-05T06:07:00'],
    ['mm HH dd.MM.yyyy', '07 06 05.03.2024', '2024-03-05T06:07:00'],
    ['MM/yyyy', '03/2024', '2024-03-01T00:00:00'],
    ['yyyy', '2024', '2024-01-01T00:00:00'],
    ['yyyy-MM-dd HH:mm:ss', '1980-01-01 00:00:00', '1980-01-01T00:00:00'],
    ['yyyy-MM-dd HH:mm:ss', '2024-03-05 23:59:59', '2024-03-05T23:59:59'],
    ['yyyy-MM-dd HH:mm:ss', '2024-12-31 24:00:00', '2025-01-01T00:00:00'],
    ['yyyy-MM-dd HH:mm:ss', '2024-02-29 00:00:00', '2024-02-29T00:00:00'],
  ])('of %s is what it says: %s', (format, text, iso) => {
    expect(inPlace(format, text)).toBe(seconds(iso));
    // The same once more, after another date, and within a longer text.
    expect(inPlace('yyyy-MM-dd', '1999-09-09')).toBe(seconds('1999-09-09T00:00:00'));
    expect(readTime(compileTimeFormat(format), `x;${text};y`, 2, 2 + text.length)).toBe(seconds(iso));
  });

  it.each([
    '2024-03-05 06:07',
    '2024-03-05 06:07:089',
    '2024-03-05T06:07:08',
    '2024-03-0a 06:07:08',
    '2024-03-0/ 06:07:08',
    '2024-03-0: 06:07:08',
    '1979-12-31 00:00:00',
    '2023-02-29 00:00:00',
    '2024-00-05 00:00:00',
    '2024-13-05 00:00:00',
    '2024-03-00 00:00:00',
    '2024-04-31 00:00:00',
    '2024-03-05 25:00:00',
    '2024-03-05 24:00:01',
    '2024-03-05 24:01:00',
    '2024-03-05 06:60:00',
    '2024-03-05 06:07:60',
  ])('is none that says %s', (text) => {
    expect(inPlace('yyyy-MM-dd HH:mm:ss', text)).toBeNaN();
  });

  it.each([
    ['Z', 0],
    ['+01:00', 3600],
    ['-0330', -(3.5 * 3600)],
    ['+02', 7200],
    [' +14:59', 14 * 3600 + 59 * 60],
  ])('has its offset taken off: %s', (offset, east) => {
    expect(inPlace('yyyy-MM-dd HH:mmZZ', `2024-03-05 06:07${offset}`)).toBe(seconds('2024-03-05T06:07:00') - east);
  });

  it.each(['', '+', '+1', '+15:00', '+01:60', '+01:0', 'x+01:00', '+01:00x', '01:00', 'ZZ'])('has no offset in "%s"', (offset) => {
    expect(inPlace('yyyy-MM-dd HH:mmZZ', `2024-03-05 06:07${offset}`)).toBeNaN();
  });

  it('is none of a format whose parts are not always as long', () => {
    for (const format of ['d.M.yyyy', 'yyyy-MM-dd H:mm', 'dd.MM.yy', 'yyyy-MM-dd HH:mm:ss.SSS', 'kWh', ''])
      expect([format, compileTimeFormat(format).fixed]).toEqual([format, undefined]);
    expect(inPlace('d.M.yyyy', '5.3.2024')).toBeNaN();
  });
});

describe('a stamp read by its parts', () => {
  const read = (format: string, text: string) => compileTimeFormat(format).read(text);

  it('may have one digit for two, several spaces for one, and a fraction', () => {
    const day = { year: 2024, month: 3, day: 5 };
    expect(read('dd.MM.yyyy HH:mm', '5.3.2024   6:07')).toEqual({ ...day, hour: 6, minute: 7 });
    expect(read('d.M.yyyy H:mm', '05.03.2024 06:07')).toEqual({ ...day, hour: 6, minute: 7 });
    expect(read('yyyy-MM-ddTHH:mm:ss.SSS', '2024-03-05T06:07:08.1234')).toEqual({ ...day, hour: 6, minute: 7, second: 8 });
    expect(read('yyyy-MM-dd HH:mm:ss.SSS', '2024-03-05 06:07:08')).toBeUndefined();
    expect(read('dd.MM.yyyy', '5-3-2024')).toBeUndefined();
    expect(read('dd.MM.yyyy', 'x5.3.2024')).toBeUndefined();
  });

  it('keeps both digits where nothing stands between two parts', () => {
    expect(read('yyyyMMdd', '20240305')).toEqual({ year: 2024, month: 3, day: 5 });
    expect(read('yyyyMMdd', '2024305')).toBeUndefined();
    expect(read('yyyy-MM-ddHHmm', '2024-03-050607')).toEqual({ year: 2024, month: 3, day: 5, hour: 6, minute: 7 });
    expect(read('yyyy-MM-ddHHmm', '2024-3-0567')).toBeUndefined();
  });

  it('knows the century of a year of two digits: 1980 to 2079', () => {
    expect(['80', '99', '00', '79'].map((year) => read('dd.MM.yy', `05.03.${year}`)!.year)).toEqual([1980, 1999, 2000, 2079]);
  });

  it('has its offset in seconds, and says which parts it has', () => {
    expect(read('yyyy-MM-ddZZ', '2024-03-05-01:30')).toEqual({ year: 2024, month: 3, day: 5, offset: -5400 });
    expect([...compileTimeFormat('yyyy-MM-ddZZ').has]).toEqual(['year', 'month', 'day', 'offset']);
    expect([...compileTimeFormat('HH:mm').has]).toEqual(['hour', 'minute']);
  });

  it('takes signs of its format as they are', () => {
    expect(read('yyyy(MM)*dd', '2024(03)*05')).toEqual({ year: 2024, month: 3, day: 5 });
    expect(read('yyyy.MM', '2024x03')).toBeUndefined();
  });

  it('can’t have a part twice', () => {
    expect(() => compileTimeFormat('dd.MM.yyyy d')).toThrow('the time format "dd.MM.yyyy d" has d twice');
    expect(() => compileTimeFormat('yy yyyy')).toThrow('has yyyy twice');
  });
});

it('says wall-clock seconds as if the zone were UTC', () => {
  expect(wallSeconds(2024, 3, 5, 6, 7, 8)).toBe(seconds('2024-03-05T06:07:08'));
  expect(wallSeconds(2024, 3, 5, 24, 0, 0)).toBe(seconds('2024-03-06T00:00:00'));
  expect(wallSeconds(Number.NaN, 3, 5, 0, 0, 0)).toBeNaN();
  expect(wallSeconds(2024, 3, 5, 0, Number.NaN, 0)).toBeNaN();
  expect(wallSeconds(2024, 3, 5, 0, 0, Number.NaN)).toBeNaN();
});
