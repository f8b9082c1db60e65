import { describe, expect, it } from 'vitest';
import { loadProfile, shippedProfiles } from '../../../../server/metering/files/load-profile.ts';
import { suggestForFile } from '../../../../server/metering/suggest/suggest-for-file.ts';
import { serial, writeWorkbook } from './workbook-file.ts';

const shipped = new Map(shippedProfiles.map((name) => [name as string, loadProfile(name)]));
const suggest = (content: string | Buffer) =>
  suggestForFile(async function* () {
    yield Buffer.from(content);
  }, shipped);
const table = (head: string, rows: string[]) => [head, ...rows, ''].join('\n');
/** What the first and last reading are, and the profile that told. */
async function reads(content: string | Buffer) {
  const { profile, reads: tried, notes } = await suggest(content);
  return {
    profile: profile as Record<string, unknown>,
    notes: notes.join(' '),
    ends: [tried?.first[0], tried?.last.at(-1)].map(
      (one) => one && `${one.meteringPoint || one.meter} ${one.time.slice(0, 16)} ${one.energyKwh}`,
    ),
    fault: tried?.fault ?? null,
    readings: tried?.readings,
    tried,
  };
}

describe('a profile is suggested for', () => {
  it.each<[what: string, content: string | Buffer, first: string, last: string]>([
    [
      'registers with a title, thousands and totals',
      table('Rapport\n\nMålepunkt;Måler;Tidspunkt;Energi [MWh];Volum [m3]', [
        '70;1;01.02.2024 00:00;1 234,5;10,1',
        '70;1;01.02.2024 01:00;1 234,6;10,2',
        'Sum;;;;',
      ]),
      '70 2024-02-01T00:00 1234500',
      '70 2024-02-01T01:00 1234600',
    ],
    [
      'use per hour with an id',
      table('id,t,kwh', ['17,2024-02-01 00:00,1.5', '17,2024-02-01 01:00,2.25', '17,2024-02-01 02:00,0.5']),
      '17 2024-02-01T00:00 1.5',
      '17 2024-02-01T02:00 0.5',
    ],
    [
      'date and hour in two columns',
      table('Anlegg\tDato\tTime\tForbruk kWh', ['746\t01.02.24\t1\t2', '746\t01.02.24\t2\t1', '746\t01.02.24\t24\t5']),
      '746 2024-02-01T00:00 2',
      '746 2024-02-01T23:00 5',
    ],
    [
      'days',
      table('EAN;Date;kWh', ['70;2024-03-30;24', '70;2024-03-31;23', '70;2024-04-01;24']),
      '70 2024-03-30T00:00 24',
      '70 2024-04-01T00:00 24',
    ],
    [
      'quarters',
      table('id;time;kWh', ['1;2024-02-01T00:00;2,5', '1;2024-02-01T00:15;1,5', '1;2024-02-01T00:30;1,75']),
      '1 2024-02-01T00:00 2.5',
      '1 2024-02-01T00:30 1.75',
    ],
    [
      'periods for thousands',
      table('Måler;Tid;kWh', ['660;01.02.2024 00:00;1.234.567', '660;01.02.2024 01:00;1.234.569']),
      '660 2024-02-01T00:00 1234567',
      '660 2024-02-01T01:00 1234569',
    ],
    [
      'UTF-16',
      Buffer.from(`\ufeff${table('Måler;Tid;kWh', ['660;01.02.2024 00:00;5000', '660;01.02.2024 01:00;5002'])}`, 'utf16le'),
      '660 2024-02-01T00:00 5000',
      '660 2024-02-01T01:00 5002',
    ],
    [
      'a workbook',
      writeWorkbook({
        Forside: [['Hei']],
        Data: [
          ['Måler', 'Dato', 'kWh'],
          ['660', serial('2024-02-01T00:00'), 5000],
          ['660', serial('2024-02-01T01:00'), 5002],
        ],
      }),
      '660 2024-02-01T00:00 5000',
      '660 2024-02-01T01:00 5002',
    ],
    [
      'one row a day',
      table(`Måler;Dato;${Array.from({ length: 24 }, (_, hour) => `H${hour + 1}`).join(';')}`, [
        `660;01.02.2024;${Array.from({ length: 24 }, (_, hour) => `${hour % 5},5`).join(';')}`,
      ]),
      '660 2024-02-01T00:00 0.5',
      '660 2024-02-01T23:00 3.5',
    ],
    [
      'one row a register',
      table('meter;time;register;value;unit', [
        '660;2024-02-01T00:00:00Z;Energy;1.25;MWh',
        '660;2024-02-01T00:00:00Z;Volume;5;m3',
        '660;2024-02-01T01:00:00Z;Energy;1.26;MWh',
      ]),
      '660 2024-02-01T01:00 1250',
      '660 2024-02-01T02:00 1260',
    ],
  ])('%s', async (_, content, first, last) => {
    expect(await reads(content)).toMatchObject({ fault: null, ends: [first, last] });
  });

  it('intervals by what lies between the stamps', async () => {
    const quarters = await reads(table('id;time;kWh', ['1;2024-02-01T00:00;2,5', '1;2024-02-01T00:15;1,5', '1;2024-02-01T00:30;1,75']));
    expect(quarters.profile['interval']).toBe('PT15M');
    const months = await reads(table('id;måned;kWh', ['1;2024-01;900', '1;2024-02;800', '1;2024-03;1000']));
    expect(months.profile['interval']).toBe('P1M');
  });

  it('a zone by the days on which the clock is turned', async () => {
    const over = (date: string, hours: string[]) =>
      table(
        'id;tid;kWh',
        hours.map((hour, index) => `1;${date} ${hour}:00;${5000 + index}`),
      );
    const winter = await reads(over('31.03.2024', ['01', '02', '03']));
    expect(winter.profile['time']).toMatchObject({ zone: '+01:00' });
    const local = await reads(over('27.10.2024', ['01', '02', '02', '03']));
    expect(local.profile['time']).toMatchObject({ zone: 'Europe/Oslo' });
    expect(local.notes).toMatch(/there twice: the times are local/);
    expect(local.tried?.clockChanges).toEqual([{ date: '2024-10-27', hours: 25, readings: 4 }]);
    expect((await reads(over('01.02.2024', ['01', '02']))).notes).toMatch(/no change of the clock that would tell the zone/);
  });

  it('the shipped ones by name', async () => {
    expect((await reads('metering_point_id;meter_serial;time;energy_kwh\n70;1;2024-01-01T00:00:00Z;12.345\n')).profile).toBe('own');
    expect((await suggest('##Start-message\n##End-message\n')).profile).toBe('gs2');
  });
});

it.each<[what: string, content: string, words: RegExp]>([
  ['there is no header', '70;01.02.2024 00:00;5\n70;01.02.2024 01:00;6\n', /no header line/],
  ['there is no date', 'a;b\n1;2\n', /No row of the file has both a date and a number/],
  ['a number was rounded', 'mp;tid;kWh\n7,07058E+17;01.02.2024 00:00;5,5\n', /"7,07058E\+17" has lost digits/],
  ['the only other number is the use', 'Tid;Forbruk [kWh]\n2023102901;38\n2023102902;38\n', /names the metering point or the meter/],
  [
    'nothing names the meter',
    'tid;merknad;kWh\n01.02.2024 00:00;x;5000\n01.02.2024 01:00;y;5001\n',
    /names the metering point or the meter/,
  ],
  ['the times have no heading', 'id;;kwh\n17;01.02.2024 00:00;5\n17;01.02.2024 01:00;6\n', /A column of line 1 has no heading/],
  ['nothing is energy', 'id;tid;a;b\n1;01.02.2024 00:00;5;6\n', /looks like energy/],
])('says what is missing where %s', async (_, content, words) => {
  const { profile, notes } = await reads(content);
  expect(profile).toBeUndefined();
  expect(notes).toMatch(words);
});

it('tells why the file would be refused', async () => {
  const { fault } = await reads(table('Måler;Tid;kWh', ['660;01.02.2024 00:00;12345', '660;01.02.2024 01:00;1,2E+04']));
  expect(fault).toMatchObject({ line: 3, column: 'kWh', message: expect.stringMatching(/lost digits/) });
});

it.each<[what: string, values: string[], first: number, changes: object, words: RegExp]>([
  [
    'thousands where the house would use next to nothing',
    ['12.345', '12.347'],
    12_345,
    { decimal: ',', thousands: '.' },
    /if they are 1000 times too high, set "decimal": "."/,
  ],
  [
    'decimals where it would not',
    ['12.345', '12.645'],
    12.345,
    { decimal: '.', thousands: 'none' },
    /if they are 1000 times too low, set "decimal": ","/,
  ],
])('takes a lone sign before three digits for %s, and says so', async (_, values, first, changes, words) => {
  const { profile, tried, notes } = await reads(
    table(
      'Måler;Tid;Stand kWh',
      values.map((value, hour) => `660;01.02.2024 0${hour}:00;${value}`),
    ),
  );
  expect(profile).toMatchObject(changes);
  expect(tried?.first[0]?.energyKwh).toBe(first);
  expect(notes).toMatch(words);
});
