import { describe, expect, it } from 'vitest';
import { emptyRow } from '../../../../server/metering/files/reading-row.ts';
import { createStampReader } from '../../../../server/metering/files/stamp.ts';
import type { Cell } from '../../../../server/ground/cell.ts';
import { profileOf } from './reading.ts';

type Time = { format: string; zone?: string; hours?: string; stamp?: string; column?: string | string[] };

function readerOf(time: Time, changes: object = {}) {
  const profile = profileOf({ time: { column: 't', zone: 'UTC', ...time }, ...changes });
  if (profile.format !== 'csv') throw new Error('no table');
  return createStampReader(profile);
}

/** The moment that the cells mean, in UTC; with what is odd about it. */
function moment(
  time: Time,
  cells: Cell[],
  { part, since1904 = false, ...changes }: { part?: number; since1904?: boolean } & object = {},
): string {
  const reader = readerOf(time, changes);
  reader.since1904 = since1904;
  reader.read(cells);
  const row = emptyRow();
  reader.place(row, part);
  const odd = `${row.ambiguous ? ' ambiguous' : ''}${row.missing ? ' missing' : ''}`;
  return `${new Date(row.seconds * 1000).toISOString().slice(0, 19)}${odd}`;
}
const faultOf = (...args: Parameters<typeof moment>): string => {
  try {
    return `read as ${moment(...args)}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a date as a spreadsheet counts it', () => {
  const excel = { format: 'excel' };

  it('is days since 1899-12-30, or in old workbooks of a Mac since 1904', () => {
    expect(moment(excel, [45_356.25])).toBe('2024-03-05T06:00:00');
    expect(moment(excel, [45_356.25 - 1462], { since1904: true })).toBe('2024-03-05T06:00:00');
    // As text it says what the file said, whatever the workbook counts from.
    expect([moment(excel, ['45356,25'], { since1904: true }), moment(excel, ['45356.25'])]).toEqual([
      '2024-03-05T06:00:00',
      '2024-03-05T06:00:00',
    ]);
  });

  it('is the whole minute that it is nearly, and else the second', () => {
    const [minute, second] = [1 / 1440, 1 / 86_400];
    const at = (seconds: number) => moment(excel, [45_356 + minute * 7 + second * seconds]).slice(11);
    expect([0, 4, 5, 6, -4, -6, 30].map(at)).toEqual(['00:07:00', '00:07:00', '00:07:00', '00:07:06', '00:07:00', '00:06:54', '00:07:30']);
  });

  it('is one of 1980 to 2199', () => {
    expect([moment(excel, [29_221]), moment(excel, [109_574.5])]).toEqual(['1980-01-01T00:00:00', '2199-12-31T12:00:00']);
    expect([faultOf(excel, [29_220.5]), faultOf(excel, [109_575]), faultOf(excel, [707_057_500_000])]).toEqual([
      '"29220.5" is not a time like excel',
      '"109575" is not a time like excel',
      '"707057500000" is not a time like excel',
    ]);
  });

  it('is what a cell of a date is too where the profile says how people write it, beside an hour of its own', () => {
    const two = { format: 'dd.MM.yyyy HH:mm', column: ['d', 'h'] };
    // 0.25 of a day, written or as a number; whole numbers are hours.
    expect([0.25, 0, 6, 24].map((hour) => moment(two, [45_356, hour]))).toEqual([
      '2024-03-05T06:00:00',
      '2024-03-05T00:00:00',
      '2024-03-05T06:00:00',
      '2024-03-06T00:00:00',
    ]);
    expect(moment(two, [45_356.75, '06:30'])).toBe('2024-03-05T06:30:00');
    expect([faultOf(two, [45_356, 6.5]), faultOf(two, [45_356, 26]), faultOf(two, [45_356, -0.1])]).toEqual([
      '"6.5" is not a time like dd.MM.yyyy HH:mm',
      '"26" is not a time like dd.MM.yyyy HH:mm',
      '"-0.1" is not a time like dd.MM.yyyy HH:mm',
    ]);
    expect(moment({ format: 'dd.MM.yyyy HH:mm' }, [45_356.25])).toBe('2024-03-05T06:00:00');
    expect(faultOf(two, ['', 6])).toBe('the time is missing');
  });
});

describe('an hour by its number', () => {
  const numbered = { format: 'dd.MM.yyyy H', column: ['d', 'h'], zone: 'Europe/Oslo' };

  it('begins an hour before what it is called: 1 to 24', () => {
    const of = (hour: Cell) => faultOf({ ...numbered, hours: '1-24' }, ['05.03.2024', hour]);
    expect([of('1'), of(1), of('24')]).toEqual([
      'read as 2024-03-04T23:00:00',
      'read as 2024-03-04T23:00:00',
      'read as 2024-03-05T22:00:00',
    ]);
    expect(of('0')).toBe('hour "0" is not one of 1-24');
    // Half a day is noon: the hour that ends then.
    expect(of(0.5)).toBe('read as 2024-03-05T10:00:00');
    expect(of('25')).toBe('hour "25" is not one of 1-24; set "hours": "1-25" where they are counted through the day');
    expect(of('26')).toContain('"26"');
  });

  it('is counted through the day where there are 25: the autumn day has them all, the spring day 23', () => {
    const of = (day: string, hour: number) => moment({ ...numbered, hours: '1-25' }, [day, hour]);
    expect([of('27.10.2024', 3), of('27.10.2024', 4), of('27.10.2024', 25)]).toEqual([
      '2024-10-27T00:00:00',
      '2024-10-27T01:00:00',
      '2024-10-27T22:00:00',
    ]);
    expect([of('31.03.2024', 23), of('31.03.2024', 24), of('05.03.2024', 25)]).toEqual([
      '2024-03-31T21:00:00',
      '2024-03-31T22:00:00 missing',
      '2024-03-05T23:00:00 missing',
    ]);
  });
});

describe('what is nearly a stamp', () => {
  it.each([
    ['dd.MM.yyyy HH:mm', '45356,25', ': this is a date as a spreadsheet counts it; set "format": "excel"'],
    ['dd.MM.yyyy HH:mm', '45356', ': this is a date as a spreadsheet counts it; set "format": "excel"'],
    ['yyyy-MM-dd HH:mm', '2024-03-05 06:00+01:00', '; set "format": "yyyy-MM-dd HH:mmZZ" where stamps carry an offset'],
    ['yyyy-MM-ddTHH:mm', '2024-03-05T06:00+0100', '; set "format": "yyyy-MM-ddTHH:mmZZ" where stamps carry an offset'],
    ['yyyy-MM-dd HH:mm', '2024-03-05 06:00+01', '; set "format": "yyyy-MM-dd HH:mmZZ" where stamps carry an offset'],
    ['yyyy-MM-dd HH:mm', '2024-03-05 06:00Z', '; set "format": "yyyy-MM-dd HH:mmZZ" where stamps carry an offset'],
    ['dd.MM.yyyy HH:mm', '05.03.24 06:00', '; set "format": "dd.MM.yy HH:mm" where years have two digits'],
    ['dd.MM.yyyy', '05.03.24', '; set "format": "dd.MM.yy" where years have two digits'],
    ['dd.MM.yyyy HH:mm', '05.03.2024 06:00:00', '; set "format": "dd.MM.yyyy HH:mm:ss"'],
    ['dd.MM.yyyy HH:mm', '05.03.2024', '; a date alone needs a format without HH'],
    ['dd.MM.yyyy HH:mm', 'Tirsdag 05.03.2024', '; a date alone needs a format without HH'],
    ['dd.MM.yyyy HH:mm', '1453560', ''],
    ['dd.MM.yyyy HH:mm', '45356 kWh', ''],
    ['dd.MM.yyyy', '2024/03/05', ''],
    ['yyyy-MM-dd HH:mmZZ', '2024-03-05 6+01', ''],
    ['dd.MM.yyyy HH:mm', 'januar', ''],
  ])('of %s tells what to change: %s', (format, text, hint) => {
    expect(faultOf({ format }, [text])).toBe(`"${text}" is not a time like ${format}${hint}`);
  });
});

describe('the parts of a time', () => {
  const twoColumns = { column: ['t', 'kl'] };

  it('may carry their offset in one of several columns', () => {
    expect(moment({ ...twoColumns, format: 'yyyy-MM-dd HH:mmZZ', zone: 'Europe/Oslo' }, ['2024-07-01', '06:00+01:00'])).toBe(
      '2024-07-01T05:00:00',
    );
  });

  it('are a date alone where the format says so, whatever else the cell holds', () => {
    expect(moment({ format: 'dd.MM.yyyy' }, [45_356.75])).toBe('2024-03-05T00:00:00');
  });

  it('may be an hour that a spreadsheet has reckoned to nearly nothing, and are none below it', () => {
    const time = { ...twoColumns, format: 'dd.MM.yyyy HH:mm' };
    expect(moment(time, ['05.03.2024', 4.6e-17])).toBe('2024-03-05T00:00:00');
    expect(faultOf(time, ['05.03.2024', -1])).toBe('"-1" is not a time like dd.MM.yyyy HH:mm');
    expect(faultOf(time, ['05.03.2024', 26])).toBe('"26" is not a time like dd.MM.yyyy HH:mm');
  });

  it('end with 24:00, and with 25 only where hours are counted through the day', () => {
    expect(moment({ format: 'dd.MM.yyyy HH:mm' }, ['05.03.2024 24:00'])).toBe('2024-03-06T00:00:00');
    expect(faultOf({ format: 'dd.MM.yyyy HH:mm' }, ['05.03.2024 25:00'])).toBe('"05.03.2024 25:00" is not a time like dd.MM.yyyy HH:mm');
    const counted = { format: 'dd.MM.yyyy HH', hours: '1-25', zone: 'Europe/Oslo' };
    expect(moment(counted, ['27.10.2024 25'])).toBe('2024-10-27T22:00:00');
    expect(faultOf(counted, ['27.10.2024 26'])).toBe('"27.10.2024 26" is not a time like dd.MM.yyyy HH');
  });

  it('are a whole hour where hours are numbered, as a text or as a spreadsheet’s date', () => {
    const numbered = { format: 'dd.MM.yyyy HH:mm', hours: '1-24' };
    expect(moment(numbered, ['05.03.2024 05:00'])).toBe('2024-03-05T04:00:00');
    expect(faultOf(numbered, ['05.03.2024 05:30'])).toBe('hour "5.5" is not one of 1-24');
    expect(moment({ format: 'excel', hours: '1-24' }, [45_356 + 5 / 24])).toBe('2024-03-05T04:00:00');
  });

  it('are counted from 1900 where nobody says otherwise', () => {
    const reader = readerOf({ format: 'excel' });
    reader.read([45_356]);
    const row = emptyRow();
    reader.place(row);
    expect(row.seconds).toBe(Date.parse('2024-03-05T00:00:00Z') / 1000);
  });

  it('are half hours of one row a day, with a column of its own for each of the second 02 in October', () => {
    const columns = Array.from({ length: 50 }, (_, part) => `h${part}`);
    const changes: object = { values: { energy: { columns, unit: 'kWh' } } };
    const at = (date: string, part: number) =>
      moment({ format: 'dd.MM.yyyy', hours: '1-24', zone: 'Europe/Oslo' }, [date], { part, ...changes });
    expect([4, 5, 6, 7, 8, 49].map((part) => at('27.10.2024', part))).toEqual([
      '2024-10-27T00:00:00',
      '2024-10-27T00:30:00',
      '2024-10-27T01:00:00',
      '2024-10-27T01:30:00',
      '2024-10-27T02:00:00',
      '2024-10-27T22:30:00',
    ]);
    expect([5, 6, 7, 8].map((part) => at('05.03.2024', part))).toEqual([
      '2024-03-05T01:30:00',
      '2024-03-05T01:00:00 missing',
      '2024-03-05T01:30:00 missing',
      '2024-03-05T02:00:00',
    ]);
  });

  it('tell what to change only where that is known', () => {
    const format = 'dd.MM.yyyy HH:mm';
    expect(faultOf({ format }, ['2024-03-05 06:00+01:00'])).toBe(
      '"2024-03-05 06:00+01:00" is not a time like dd.MM.yyyy HH:mm; set "format": "dd.MM.yyyy HH:mmZZ" where stamps carry an offset',
    );
    for (const text of ['2024-03-05 06:00 Zulu', '20240305+01:00'])
      expect(faultOf({ format }, [text])).toBe(`"${text}" is not a time like ${format}`);
  });
});
