import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../../../server/metering/files/load-profile.ts';
import { createDelimitedLines } from '../../../../server/metering/files/delimited-lines.ts';
import { createPlainLines } from '../../../../server/metering/files/plain-lines.ts';
import type { CsvProfile } from '../../../../server/metering/files/profile.ts';
import type { ReadingRow } from '../../../../server/metering/files/reading-row.ts';
import { createTableReader } from '../../../../server/metering/files/table-reader.ts';
import { profileOf as anyProfile } from './reading.ts';

const profileOf = (changes: Record<string, unknown> = {}) => anyProfile({ thousands: 'none', ...changes }) as CsvProfile;

/** The readings of the lines below a header that are read in place, each as `line point/serial instant energy`, and `-` for one that isn't. */
function inPlace(text: string, profile = profileOf(), keep: (row: ReadingRow) => unknown = () => undefined): string[] {
  const found: string[] = [];
  const table = createTableReader(profile, { take: () => undefined, pass: () => undefined });
  const plain = createPlainLines(profile, {
    pass: () => undefined,
    take(row) {
      keep(row);
      const name = row.serial === '' ? row.point : `${row.point}/${row.serial}`;
      const mark = row.ambiguous ? ' twice' : row.missing ? ' missing' : '';
      found.push(`${row.line} ${name} ${new Date(row.seconds * 1000).toISOString().slice(0, 16)}Z ${row.values[0]}${mark}`);
    },
  });
  const lines = createDelimitedLines(profile.delimiter, (line) => {
    const before = found.length;
    if (plain.take(line)) {
      expect(found).toHaveLength(before + 1);
      return;
    }
    expect(found).toHaveLength(before);
    if (line.number > 1) found.push('-');
    else table.take(line.text.slice(line.start, line.end).split(profile.delimiter), 1);
    plain.follow(table);
  });
  lines.push(text);
  lines.end();
  return found;
}
/** Whether one line below `id;t;kwh` is plain. */
const isPlain = (line: string, profile = profileOf(), head = 'id;t;kwh') => inPlace(`${head}\n${line}\n`, profile)[0] !== '-';

describe('a plain line', () => {
  it('is read where it stands', () => {
    expect(inPlace('id;t;kwh\n17;01.01.2024 00:00;5\r\n17;01.01.2024 01:00;6,5\n18;31.03.2024 02:30;7\n18;27.10.2024 02:30;8\n')).toEqual([
      '2 17 2023-12-31T23:00Z 5',
      '3 17 2024-01-01T00:00Z 6.5',
      '4 18 2024-03-31T00:30Z 7 missing',
      '5 18 2024-10-27T00:30Z 8 twice',
    ]);
  });

  it.each<[what: string, line: string]>([
    ['with spaces around its number', '17;01.01.2024 00:00;  5  '],
    ['without a number', '17;01.01.2024 00:00;'],
    ['with spaces for a number', '17;01.01.2024 00:00;   '],
    ['with a point of one letter', 'A;01.01.2024 00:00;5'],
    ['with a point of two letters', 'A1;01.01.2024 00:00;5'],
    ['with a space within the point', 'Kjelleren  nr. 2;01.01.2024 00:00;5'],
    ['with other signs in the point', '=~!"'.slice(0, 3) + ';01.01.2024 00:00;5'],
    ['with a point that is nearly a shortened number', '71E+1A;01.01.2024 00:00;5'],
    ['with a negative number', '17;01.01.2024 00:00;-5,25'],
  ])('may be one %s', (_, line) => {
    expect(isPlain(line)).toBe(true);
  });

  it.each<[what: string, line: string]>([
    ['quotes', '17;01.01.2024 00:00;"5"'],
    ['a cell too few', '17;01.01.2024 00:00'],
    ['a cell too many', '17;01.01.2024 00:00;5;'],
    ['a space before the point', ' 17;01.01.2024 00:00;5'],
    ['a space behind the point', '17 ;01.01.2024 00:00;5'],
    ['a letter beyond ASCII in the point', 'gård;01.01.2024 00:00;5'],
    ['a letter beyond ASCII at the point’s end', 'gå;01.01.2024 00:00;5'],
    ['a letter beyond ASCII at its beginning', 'åg;01.01.2024 00:00;5'],
    ['no point', ';01.01.2024 00:00;5'],
    ['a point that a spreadsheet shortened', '7,07E+17;01.01.2024 00:00;5'],
    ['a time of another form', '17;1.1.2024 00:00;5'],
    ['a number of another form', '17;01.01.2024 00:00;5 000'],
    ['a word for a number', '17;01.01.2024 00:00;feil'],
    ['a space within the number', '17;01.01.2024 00:00;5 0'],
    ['nothing at all', ''],
  ])('has not %s', (_, line) => {
    expect(isPlain(line)).toBe(false);
  });

  it('has the point of the line before or another one', () => {
    const lines = ['17', '17', '18', '178', '17', '7', '17'].map((id, hour) => `${id};01.01.2024 0${hour}:00;1`);
    expect(inPlace(`id;t;kwh\n${lines.join('\n')}\n`).map((told) => told.split(' ')[1])).toEqual([
      '17',
      '17',
      '18',
      '178',
      '17',
      '7',
      '17',
    ]);
  });

  it('has all that the profile names: the meter, the counter, other quantities in our units', () => {
    const profile = profileOf({
      meter: { column: 'm' },
      meteringPoint: { column: 'id', names: { A: '707057500000102593' } },
      time: { autumnHour: 'operating-hours', operatingHours: 'h' },
      values: { energy: { column: 'kwh', unit: 'MWh' }, volume: { column: 'v', unit: 'l' } },
    });
    const rows: unknown[] = [];
    const keep = ({ values, counter, quality, intervalSeconds }: ReadingRow) => rows.push([...values, counter, quality, intervalSeconds]);
    expect(
      inPlace('v;m;id;t;kwh;h\n500;M1;A;01.01.2024 00:00;5;70\n;;B;01.01.2024 01:00;6;\n ;M1;A;01.01.2024 01:00;6; 71 \n', profile, keep),
    ).toEqual(['2 707057500000102593/M1 2023-12-31T23:00Z 5000', '-', '4 707057500000102593/M1 2024-01-01T00:00Z 6000']);
    const none = Array.from({ length: 6 }, () => Number.NaN);
    expect(rows).toEqual([
      [5000, 0.5, ...none, 70, 'm', 0],
      [6000, Number.NaN, ...none, 71, 'm', 0],
    ]);
  });

  it('has a meter, a counter or other quantities that are plain too', () => {
    const profile = profileOf({
      meter: { column: 'm' },
      time: { autumnHour: 'operating-hours', operatingHours: 'h' },
      values: { energy: { column: 'kwh', unit: 'kWh' }, volume: { column: 'v', unit: 'l' } },
    });
    const head = 'id;t;kwh;m;h;v';
    expect(isPlain('17;01.01.2024 00:00;5;M1;70;1', profile, head)).toBe(true);
    for (const line of [
      '17;01.01.2024 00:00;5; M1;70;1',
      '17;01.01.2024 00:00;5;M1;x;1',
      '17;01.01.2024 00:00;5;M1;70;x',
      ' 17;01.01.2024 00:00;5;M1;70;1',
    ])
      expect([line, isPlain(line, profile, head)]).toEqual([line, false]);
    expect(isPlain('17;01.01.2024 00:00;5;;70;1', profile, 'id;t;kwh;x;h;v')).toBe(true);
  });

  it('is named by the meter alone where the profile says so', () => {
    const profile = profileOf({ meteringPoint: undefined, meter: { column: 'm' } });
    expect(inPlace('m;t;kwh\nM1;01.01.2024 00:00;5\n;01.01.2024 01:00;6\n', profile)).toEqual(['2 /M1 2023-12-31T23:00Z 5', '-']);
  });

  it('is the use of an interval that begins or ends at its time', () => {
    const hours = (time: object, interval: string) => {
      const found: number[] = [];
      const told = inPlace('id;t;kwh\n17;01.01.2024 01:00;5\n', profileOf({ time, interval }), ({ intervalSeconds }) =>
        found.push(intervalSeconds),
      );
      return [...told, ...found];
    };
    expect(hours({}, 'PT1H')).toEqual(['2 17 2024-01-01T00:00Z 5', 3600]);
    expect(hours({ stamp: 'end' }, 'PT1H')).toEqual(['2 17 2023-12-31T23:00Z 5', 3600]);
    expect(hours({ stamp: 'end' }, 'PT15M')).toEqual(['2 17 2023-12-31T23:45Z 5', 900]);
  });

  it('carries its offset where the profile says so, whatever the zone', () => {
    for (const zone of [undefined, 'Europe/Oslo']) {
      const profile = profileOf({ time: { format: 'yyyy-MM-ddTHH:mmZZ', zone } });
      expect(inPlace('id;t;kwh\n17;2024-03-31T02:30+01:00;5\n17;2024-03-31T02:30Z;6\n', profile)).toEqual([
        '2 17 2024-03-31T01:30Z 5',
        '3 17 2024-03-31T02:30Z 6',
      ]);
    }
  });

  it('has no space in a number between spaces that part the cells', () => {
    const profile = profileOf({ delimiter: ' ', time: { format: 'yyyy-MM-ddTHH:mm' } });
    expect(inPlace('id kwh t\n17  2024-01-01T00:00\n17 5 2024-01-01T01:00\n', profile)).toEqual([
      '2 17 2023-12-31T23:00Z NaN',
      '3 17 2024-01-01T00:00Z 5',
    ]);
  });

  it.each<[what: string, changes: Record<string, unknown>, head: string, line: string]>([
    ['the days are the zone’s', { interval: 'P1D', time: { format: 'dd.MM.yyyy' } }, 'id;t;kwh', '17;01.01.2024;5'],
    ['the months are', { interval: 'P1M', time: { format: 'MM.yyyy' } }, 'id;t;kwh', '17;01.2024;5'],
    ['the hours are numbered', { time: { hours: '1-24', format: 'dd.MM.yyyy HH' } }, 'id;t;kwh', '17;01.01.2024 01;5'],
    ['the time has two columns', { time: { column: ['t', 'kl'] } }, 'id;t;kl;kwh', '17;01.01.2024 00:00;00:00;5'],
    ['the stamps have parts of any length', { time: { format: 'd.M.yyyy HH:mm' } }, 'id;t;kwh', '17;01.01.2024 00:00;5'],
    ['the stamps are a spreadsheet’s days', { time: { format: 'excel' } }, 'id;t;kwh', '17;excel;5'],
    ['the rows have qualities', { quality: { column: 'q', codes: { E: 'estimated' } } }, 'q;id;t;kwh', 'E;17;01.01.2024 00:00;5'],
    [
      'the values are mean power',
      { interval: 'PT1H', values: { energy: { column: 'kwh', unit: 'kW' } } },
      'id;t;kwh',
      '17;01.01.2024 00:00;5',
    ],
    [
      'a row has one register',
      { register: { column: 'r', value: 'kwh' }, values: { energy: { register: 'E', unit: 'kWh' } } },
      'id;t;r;kwh',
      '17;01.01.2024 00:00;E;5',
    ],
    ['numbers may have thousands', { thousands: undefined }, 'id;t;kwh', '17;01.01.2024 00:00;5'],
  ])('is not looked for where %s', (_, changes, head, line) => {
    expect(isPlain(line, profileOf(changes), head)).toBe(false);
  });

  it('is looked for where hours can have no thousands, and where MWh can’t', () => {
    for (const changes of [{ interval: 'PT1H' }, { interval: 'PT15M' }, { values: { energy: { column: 'kwh', unit: 'MWh' } } }])
      expect(isPlain('17;01.01.2024 00:00;5', profileOf({ thousands: undefined, ...changes }))).toBe(true);
    for (const interval of ['PT2H', 'PT24H'])
      expect(isPlain('17;01.01.2024 00:00;5', profileOf({ thousands: undefined, interval }))).toBe(false);
  });

  it('is none of one row a day', () => {
    const columns = Array.from({ length: 24 }, (_, hour) => `h${hour}`);
    const profile = profileOf({ time: { format: 'dd.MM.yyyy' }, values: { energy: { columns, unit: 'kWh' } } });
    expect(isPlain(`17;01.01.2024${';1'.repeat(24)}`, profile, `id;t;${columns.join(';')}`)).toBe(false);
  });

  it('is looked for by the columns of the header that came last', () => {
    const profile = { ...loadProfile('elvaco'), thousands: 'none' } as CsvProfile;
    const table = createTableReader(profile, { take: () => undefined, pass: () => undefined });
    const found: unknown[] = [];
    const plain = createPlainLines(profile, { take: ({ serial, values }) => void found.push([serial, values[0]]), pass: () => undefined });
    const lines = createDelimitedLines(';', (line) => {
      if (plain.take(line)) return;
      table.take(line.text.slice(line.start, line.end).split(';'), line.number);
      plain.follow(table);
    });
    lines.push(
      [
        '#serial-number;created;energy,kWh,inst-value,0,0,0',
        'M1;2024-01-01 00:00:00;5',
        '#serial-number;energy,MWh,inst-value,0,0,0;created',
        'M2;6;2024-01-01 00:00:00',
        '',
      ].join('\n'),
    );
    expect(found).toEqual([
      ['M1', 5],
      ['M2', 6000],
    ]);
  });
});
