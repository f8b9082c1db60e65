import { describe, expect, it } from 'vitest';
import { brief, fault, profileOf, readRows } from './reading.ts';

/** Registers each hour of 1 January 2024, written by `write`. */
const table = (values: string[], { head = 'id;t;kwh', stamps = ['01.01.2024 00:00', '01.01.2024 01:00'], id = '17' } = {}) =>
  [head, ...values.map((value, index) => `${id};${stamps[index]};${value}`), ''].join('\n');
const two = ['2023-12-31T23:00Z 12345', '2024-01-01T00:00Z 12347.5'];

describe('numbers', () => {
  it.each<[what: string, first: string, second: string, changes?: object]>([
    ['a space between thousands', '12 345', '12 347,5'],
    ['a no-break space', '12\u00a0345', '12\u00a0347,5'],
    ['a narrow no-break space', '12\u202f345,000', '12\u202f347,500'],
    ['an apostrophe', "12'345", '12’347,5'],
    ['a period that can be nothing else', '12.345,00', '12.347,50'],
    ['a declared period', '12.345', '12.347,5', { thousands: '.' }],
    ['a declared comma', '"12,345"', '"12,347.5"', { thousands: ',', decimal: '.' }],
    ['a comma that can be nothing else', '"12,345.0"', '"12,347.5"', { decimal: '.' }],
    ['spaces of every kind around', '\u00a0 12345\t', '\u202f12347,5\u200b'],
    ['the unit behind', '12345 kWh', '12347,5kWh'],
    ['another unit behind', '12,345 MWh', '12,3475\u00a0MWh'],
    ['quotes', '"12345"', '"12347,5"'],
    ['a formula that keeps the text', '="12345"', '"=""12347,5"""'],
    ['an exponent that lost nothing', '1,2345E+04', '1,23475E4'],
    ['a plus sign', '+12345', '+12347,5'],
  ])('are read with %s', async (_, first, second, changes = {}) => {
    const exact = changes as Record<string, unknown>;
    // The second of 1,23475E4 has a decimal more than its exponent.
    expect(await brief(table([first, second]), profileOf(exact))).toEqual(two);
  });

  it.each<[what: string, value: string, changes: object, words: RegExp]>([
    [
      'one period before three digits',
      '12.345',
      {},
      /line 2, column "kwh": "12.345" is not a number with decimal ",": if it is 12345, set "thousands": "\."/,
    ],
    ['one comma before three digits', '"12,345"', { decimal: '.' }, /if it is 12345, set "thousands": ","/],
    ['the other decimal sign', '12345.5', {}, /set "decimal": "\."/],
    ['periods for thousands and for decimals', '1.234.567', { decimal: '.' }, /set "decimal": "," and "thousands": "\."/],
    ['both the other way round', '1.234,5', { decimal: '.' }, /set "decimal": "," and "thousands": "\."/],
    ['digits lost to an exponent', '1,2E+04', {}, /"1,2E\+04" has lost digits/],
    ['a group of two', '12.34', { thousands: '.' }, /"12.34" is not a number/],
    ['a no-break space in the wrong place', '1\u00a02345', {}, /"1\u00a02345" is not a number/],
    ['a unit of something else', '12345 m3', {}, /"12345 m3" is not a number/],
    ['an error of a spreadsheet', '#VALUE!', {}, /"#VALUE!" is not a number/],
  ])('are refused with %s', async (_, value, changes, words) => {
    expect(await fault(table([value]), profileOf(changes as Record<string, unknown>))).toMatch(words);
  });

  describe('in which every lone sign stands before three digits', () => {
    const point = { decimal: '.' };
    it('are refused, with what to change', async () => {
      const refused = await fault(table(['12.345', '12.347']), profileOf(point));
      expect(refused).toMatch(
        /^line 2, column "kwh": every number is like "12.345": if that is 12345, set "decimal": "," and "thousands": "\."/,
      );
      expect(refused).toMatch(/set "thousands": "none"\.$/);
      expect(await fault(table(['12,345', '12,347']), profileOf())).toMatch(/set "decimal": "\." and "thousands": ","/);
      expect(await fault(table(['999', '1.001']), profileOf(point))).toMatch(/every number is like "1.001"/);
    });
    it.each<[why: string, values: string[], first: number, changes?: object]>([
      ['another has four digits before it', ['1234.567', '12.345'], 1234.567],
      ['another has two decimals', ['12.345', '12.35'], 12.345],
      ['one begins with 0', ['0.345', '1.345'], 0.345],
      ['thousands would be more than any house uses', ['12.345', '14.345'], 12.345],
      ['the profile says so', ['12.345', '12.346'], 12.345, { thousands: 'none' }],
      ['they are hours of use', ['12.345', '12.346'], 12.345, { interval: 'PT1H' }],
      ['they are MWh', ['12.345', '12.346'], 12_345, { values: { energy: { column: 'kwh', unit: 'MWh' } } }],
    ])('are read where %s', async (_, values, first, changes = {}) => {
      const { rows } = await readRows(table(values), profileOf({ ...point, ...changes }));
      expect(rows[0]!.values[0]).toBeCloseTo(first, 9);
    });
  });

  it('are mean power where the profile says kW', async () => {
    const profile = profileOf({ interval: 'PT30M', values: { energy: { column: 'kwh', unit: 'kW' } } });
    expect(await brief(table(['3', '4,5']), profile)).toEqual(['2023-12-31T23:00Z 1.5 0.5h', '2024-01-01T00:00Z 2.25 0.5h']);
    expect(() => profileOf({ values: { energy: { column: 'kwh', unit: 'kW' } } })).toThrow(/kW is power; .* say "interval"/);
  });

  it('are Gcal of 1163 kWh', async () => {
    expect(await brief(table(['2', '2,5']), profileOf({ values: { energy: { column: 'kwh', unit: 'Gcal' } } }))).toEqual([
      '2023-12-31T23:00Z 2326',
      '2024-01-01T00:00Z 2907.5',
    ]);
  });
});

describe('lines', () => {
  const right = async (content: string | Buffer, passed: string[], changes = {}) => {
    expect(await brief(content, profileOf(changes))).toEqual(two);
    expect((await readRows(content, profileOf(changes), 3)).passed).toEqual(passed);
  };
  const good = table(['12345', '12347,5']);

  it.each<[what: string, content: string, passed: string[]]>([
    ['above the header', `Rapport for;2024\n\nSkrevet ut 02.01.2024\n${good}`, ['1 above the header', '3 above the header']],
    ['that are the header again', good.replace('17;01.01.2024 01', 'id;t;kwh\n17;01.01.2024 01'), ['3 the header again']],
    ['of totals', `${good}Sum;;24692,5\n`, ['4 totals']],
    ['of totals without a word', `${good};;24692,5\n`, ['4 totals']],
    ['of totals in the time', `${good}17;Totalt;24692,5\n`, ['4 totals']],
    ['that are cut after totals', `${good}Gjennomsnitt:;12346,25\n`, ['4 totals']],
    ['with nothing but delimiters', `${good};;\n;;;;\n`, []],
    ['with empty columns behind', good.replaceAll(/(\d)\n/g, '$1;;;\n'), []],
    ['with empty columns behind in the header alone', good.replace('kwh\n', 'kwh;;;\n'), []],
    ['with spaces around every cell', good.replaceAll(';', ' ;\u00a0'), []],
    ['with a heading over two lines', good.replace('kwh', 'kwh;"Merknad\nfra montør"').replaceAll(/(\d)\n/g, '$1;\n'), []],
    ['with an inch mark', good.replace('kwh', 'kwh;rør').replaceAll(/(\d)\n/g, '$1;rør 2"\n'), []],
    ['in other letter case', good.replace('id;t;kwh', 'ID; T ;KWH'), []],
  ])('%s are passed over or read', async (_, content, passed) => right(content, passed));

  it.each<[what: string, content: string, words: RegExp]>([
    ['without a header', good.replace('id;t;kwh\n', ''), /^line 1, column "id": this column is missing; the file has 17/],
    ['with the wrong delimiter', good.replaceAll(';', '|'), /^line 1, column "id": this column is missing/],
    ['that are cut off', good.slice(0, -9), /^line 3: the line has 2 columns, the header 3: is it cut off\?/],
    ['with a column too many', good.replace('12345', '12345;5'), /^line 2: .* does a cell hold the delimiter\?/],
    ['without a metering point', good.replace('17;01.01.2024 01', ';01.01.2024 01'), /^line 3, column "id": the metering point is missing/],
    ['without a time', good.replace('01.01.2024 01:00', ''), /^line 3, column "t": the time is missing/],
    [
      'with a metering point that a spreadsheet rounded',
      good.replace('17;', '7,07058E+17;'),
      /^line 2, column "id": "7,07058E\+17" has lost digits/,
    ],
    ['with quotes that do not match', `${good}"17;01.01.2024 02:00;1\n`, /^line 4: the quotes of this line do not match/],
    ['with a total that is none', good.replace('01.01.2024 01:00', 'i går'), /^line 3, column "t": "i går" is not a time/],
  ])('%s refuse the file', async (_, content, words) => {
    expect(await fault(content, profileOf())).toMatch(words);
  });

  it.each<[what: string, encode: (text: string) => Buffer]>([
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with its mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['windows-1252', (text) => Buffer.from(text, 'latin1')],
    ['UTF-16 with its mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16, big end first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('are read in %s', async (_, encode) => {
    const content = encode(good.replace('id;t;kwh', 'målepunkt;t;kwh').replaceAll('\n', '\r\n'));
    for (const encoding of ['utf-8', 'iso-8859-1']) await right(content, [], { encoding, meteringPoint: { column: 'målepunkt' } });
  });

  it('may be ten thousand columns wide, wherever the pieces of the file end, and no longer than any table is', async () => {
    const more = (cell: string) => `;${cell}`.repeat(10_000);
    const wide = `id;t;kwh${Array.from({ length: 10_000 }, (_, n) => `;k${n}`).join('')}\n1;01.01.2024 00:00;5${more('1234567')}\n1;01.01.2024 01:00;6${more('1234567')}\n`;
    for (const pieceBytes of [1 << 16, 1000])
      expect((await readRows(wide, profileOf(), pieceBytes)).rows.map(({ line }) => line)).toEqual([2, 3]);
    for (const end of ['', '\n'])
      expect(await fault(`id;t;kwh\n1;01.01.2024 00:00;${' '.repeat(1_000_000)}5${end}`, profileOf())).toMatch(
        /^line 2: the line has no end/,
      );
  });
});

describe('times', () => {
  const at = (stamps: string[], time: object, changes: object = {}) =>
    brief(table(['1', '2', '3', '4'].slice(0, stamps.length), { stamps }), profileOf({ time, ...changes }));
  const three = ['2023-12-31T23:00Z 1', '2024-01-01T00:00Z 2', '2024-06-30T22:00Z 3'];

  it.each<[format: string, stamps: string[], changes?: object]>([
    ['dd.MM.yyyy HH:mm', ['1.1.2024 0:00', '1.1.2024 1:00', '1.7.2024 00:00']],
    ['d.M.yyyy H:mm', ['1.1.2024 0:00', '01.01.2024 01:00', '1.7.2024 00:00']],
    ['dd.MM.yy HH:mm', ['01.01.24 00:00', '01.01.24 01:00', '01.07.24 00:00']],
    ['excel', ['45292', '45292,0416666667', '45474']],
    ['excel', ['45292.0', '45292.04167', '45474.00000']],
    ['yyyy-MM-dd HH:mm:ss.SSS', ['2024-01-01 00:00:00.000', '2024-01-01 01:00:00.0', '2024-07-01 00:00:00.00']],
    ['dd.MM.yyyy HH:mm', ['\u00a001.01.2024\u00a000:00 ', '01.01.2024  01:00', '01.07.2024 00:00']],
    ['yyyyMMddHH', ['2024010100', '2024010101', '2024063024']],
    ['yyyy-MM-dd HH:mmZZ', ['2024-01-01 00:00+01:00', '2023-12-31 19:00 -05', '2024-06-30 22:00Z']],
  ])('like %s are read: %s', async (format, stamps) => {
    expect(await at(stamps, { format })).toEqual(three);
  });

  it.each<[stamp: string, words: RegExp]>([
    ['45292,04', /set "format": "excel"/],
    ['01.01.24 00:00', /set "format": "dd.MM.yy HH:mm"/],
    ['01.01.2024 00:00:00', /set "format": "dd.MM.yyyy HH:mm:ss"/],
    ['2024-01-01T00:00:00+01:00', /set "format": ".*ZZ"/],
    ['01.01.2024', /a date alone needs a format without HH/],
    ['31.02.2024 00:00', /"31.02.2024 00:00" is not a time/],
  ])('written %s are refused, with what to change', async (stamp, words) => {
    expect(await fault(table(['1'], { stamps: [stamp] }), profileOf())).toMatch(words);
  });

  it('may stand in two columns, as date and hour or date and time', async () => {
    const content = 'id;dato;kl;kwh\n17;01.01.2024;0;1\n17;01.01.2024;1;2\n17;01.07.2024;0;3\n';
    const profile = (format: string, more = {}) => profileOf({ time: { column: ['dato', 'kl'], format, ...more } });
    expect(await brief(content, profile('dd.MM.yyyy H'))).toEqual(three);
    expect(await brief(content.replaceAll(/;(\d);(?=\d)/g, ';0$1:00;'), profile('dd.MM.yyyy HH:mm'))).toEqual(three);
    expect(() => profile('dd.MM.yyyy')).toThrow(/2 columns need 2 parts/);
  });

  it('that do not exist are marked, and those that come twice', async () => {
    expect(await at(['31.03.2024 02:30', '27.10.2024 02:30'], {})).toEqual(['2024-03-31T00:30Z 1 missing', '2024-10-27T00:30Z 2 twice']);
  });
});

describe('hours that are numbered', () => {
  const day = (date: string, numbers: number[]) => `id;t;h;kwh\n${numbers.map((hour) => `17;${date};${hour};${hour}\n`).join('')}`;
  const profile = (hours: string) => profileOf({ time: { column: ['t', 'h'], format: 'dd.MM.yyyy H', hours } });
  const range = (to: number) => Array.from({ length: to }, (_, index) => index + 1);

  it('by the clock leave the third out in March, and have it twice in October', async () => {
    const january = await brief(day('01.01.2024', range(24)), profile('1-24'));
    expect([january[0], january.at(-1)]).toEqual(['2023-12-31T23:00Z 1 1h', '2024-01-01T22:00Z 24 1h']);
    const march = await brief(day('31.03.2024', range(24)), profile('1-24'));
    expect(march.slice(1, 4)).toEqual(['2024-03-31T00:00Z 2 1h', '2024-03-31T00:00Z 3 1h missing', '2024-03-31T01:00Z 4 1h']);
    const october = await brief(day('27.10.2024', [1, 2, 3, 3, 4]), profile('1-24'));
    expect(october.slice(1)).toEqual([
      '2024-10-26T23:00Z 2 1h',
      '2024-10-27T00:00Z 3 1h twice',
      '2024-10-27T00:00Z 3 1h twice',
      '2024-10-27T02:00Z 4 1h',
    ]);
  });

  it('through the day are 23 in March and 25 in October', async () => {
    const march = await brief(day('31.03.2024', range(24)), profile('1-25'));
    expect(march.slice(1, 3)).toEqual(['2024-03-31T00:00Z 2 1h', '2024-03-31T01:00Z 3 1h']);
    expect(march.slice(22)).toEqual(['2024-03-31T21:00Z 23 1h', '2024-03-31T22:00Z 24 1h missing']);
    const october = await brief(day('27.10.2024', range(25)), profile('1-25'));
    expect(october.slice(2, 4)).toEqual(['2024-10-27T00:00Z 3 1h', '2024-10-27T01:00Z 4 1h']);
    expect(october[24]).toBe('2024-10-27T22:00Z 25 1h');
  });

  it('are refused beyond their number', async () => {
    expect(await fault(day('27.10.2024', [25]), profile('1-24'))).toMatch(/^line 2, column "h": hour "25" .* set "hours": "1-25"/);
    expect(await fault(day('27.10.2024', [0]), profile('1-25'))).toMatch(/hour "0" is not one of 1-25/);
  });

  const wide = (columns: string[], rows: [date: string, values: (number | '')[]][], hours?: string) =>
    brief(
      `id;t;${columns.join(';')}\n${rows.map(([date, values]) => `17;${date};${values.join(';')}\n`).join('')}`,
      profileOf({ time: { format: 'dd.MM.yyyy', hours }, values: { energy: { columns, unit: 'kWh' } } }),
    );
  const names = (count: number) => range(count).map((hour) => `h${hour}`);

  it('may be columns of one row a day: 24 of the clock', async () => {
    const march = await wide(names(24), [['31.03.2024', range(24).map((hour) => (hour === 3 ? '' : hour))]]);
    expect(march.slice(1, 3)).toEqual(['2024-03-31T00:00Z 2 1h', '2024-03-31T01:00Z 4 1h']);
    expect(march).toHaveLength(23);
    expect((await wide(names(24), [['31.03.2024', range(24)]]))[2]).toBe('2024-03-31T00:00Z 3 1h missing');
  });

  it('may be 25 columns, counted or with a second 02', async () => {
    const normal: (number | '')[] = [...range(24), ''];
    expect(await wide(names(25), [['01.01.2024', normal]], '1-25')).toHaveLength(24);
    const counted = await wide(names(25), [['27.10.2024', range(25)]], '1-25');
    expect(counted.slice(2, 4)).toEqual(['2024-10-27T00:00Z 3 1h', '2024-10-27T01:00Z 4 1h']);
    const clock = await wide(names(25), [['27.10.2024', range(25)]], '1-24');
    expect(clock.slice(2, 5)).toEqual(['2024-10-27T00:00Z 3 1h', '2024-10-27T01:00Z 4 1h', '2024-10-27T02:00Z 5 1h']);
    expect((await wide(names(25), [['01.01.2024', range(25)]], '1-24'))[3]).toMatch(/4 1h missing$/);
    expect(() => wide(names(25), [])).toThrow(/time.hours: say "1-25"/);
  });

  it('may be quarters: 96 columns', async () => {
    const january = await wide(names(96), [['01.01.2024', range(96)]]);
    expect([january[1], january.at(-1)]).toEqual(['2023-12-31T23:15Z 2 0.25h', '2024-01-01T22:45Z 96 0.25h']);
  });
});

describe('intervals of the calendar', () => {
  const read = (stamps: string[], changes: object, time: object = { format: 'dd.MM.yyyy' }) =>
    brief(table(['1', '2', '3'].slice(0, stamps.length), { stamps }), profileOf({ time, ...changes }));

  it('days are 23, 24 or 25 hours', async () => {
    expect(await read(['30.03.2024', '31.03.2024', '27.10.2024'], { interval: 'P1D' })).toEqual([
      '2024-03-29T23:00Z 1 24h',
      '2024-03-30T23:00Z 2 23h',
      '2024-10-26T22:00Z 3 25h',
    ]);
    expect(await read(['01.04.2024 06:00'], { interval: 'P1D' }, { stamp: 'end' })).toEqual(['2024-03-31T04:00Z 1 24h']);
    expect(await read(['31.03.2024 06:00'], { interval: 'P1D' }, { stamp: 'end' })).toEqual(['2024-03-30T05:00Z 1 23h']);
    expect(await read(['31.03.2024'], { interval: 'P1D' }, { format: 'dd.MM.yyyy', zone: '+01:00' })).toEqual(['2024-03-30T23:00Z 1 24h']);
  });

  it('weeks and months are the zone’s', async () => {
    expect(await read(['25.03.2024'], { interval: 'P1W' })).toEqual(['2024-03-24T23:00Z 1 167h']);
    expect(await read(['01.2024', '02.2024', '10.2024'], { interval: 'P1M' }, { format: 'MM.yyyy' })).toEqual([
      '2023-12-31T23:00Z 1 744h',
      '2024-01-31T23:00Z 2 696h',
      '2024-09-30T22:00Z 3 745h',
    ]);
  });

  it('with an offset in the stamp are local days all the same', async () => {
    const stamps = ['2024-03-31T00:00:00+01:00'];
    for (const zone of [undefined, 'Europe/Oslo'])
      expect(await read(stamps, { interval: 'P1D' }, { format: 'yyyy-MM-ddTHH:mm:ssZZ', zone })).toEqual(['2024-03-30T23:00Z 1 23h']);
  });

  it('are refused where they are none', () => {
    for (const interval of ['1h', 'P', 'PT0S', 'P1DT6H', 'PT30S', 'P2Y'])
      expect(() => profileOf({ interval })).toThrow(new RegExp(`interval: "${interval}" (is|mixes)`));
    expect(() => profileOf({ interval: 'PT1H', intervalSeconds: 3600 })).toThrow('"interval" says it already');
    expect(() => profileOf({ interval: 'PT1H', time: { format: 'dd.MM.yyyy' } })).toThrow(
      /has no HH; for a date alone say "interval": "P1D"/,
    );
  });
});

describe('one row a register', () => {
  const head = 'id;t;type;verdi;enhet';
  const rows = ['17;01.01.2024 00:00;Energi;12,345;MWh', '17;01.01.2024 00:00;Volum;100;m3', '17;01.01.2024 01:00;Energi;12,3475;MWh'];
  const more = '17;01.01.2024 01:00;Volum;101;m³';
  const profile = profileOf({
    register: { column: 'type', value: 'verdi', unit: 'enhet' },
    values: { energy: { register: 'Energi' }, volume: { register: 'Volum' } },
  });
  const values = async (lines: string[]) =>
    (await readRows([head, ...lines, ''].join('\n'), profile)).rows.map(({ line, values: [energy, volume] }) => [line, energy, volume]);

  it('is joined, in whatever order the rows stand', async () => {
    const right = [
      [2, 12_345, 100],
      [4, 12_347.5, 101],
    ];
    expect(await values([...rows, more])).toEqual(right);
    const byRegister = await values([rows[0]!, rows[2]!, rows[1]!, more]);
    expect(byRegister.map(([, ...found]) => found)).toEqual(right.map(([, ...found]) => found));
  });

  it('is read where a register is missing, and others are passed over', async () => {
    expect(await values(rows)).toEqual([
      [2, 12_345, 100],
      [4, 12_347.5, Number.NaN],
    ]);
    const { passed } = await readRows([head, ...rows, more.replace('Volum', 'Feilkode'), ''].join('\n'), profile);
    expect(passed).toEqual(['5 another register']);
  });

  it('keeps the two of the hour that comes twice apart', async () => {
    const twice = ['Energi;1', 'Energi;2', 'Volum;10', 'Volum;20'].map(
      (cell) => `17;27.10.2024 02:00;${cell};${cell.startsWith('E') ? 'MWh' : 'm3'}`,
    );
    expect((await values(twice)).map(([, ...found]) => found)).toEqual([
      [1000, 10],
      [2000, 20],
    ]);
  });

  it('is refused in a unit of something else', async () => {
    expect(await fault([head, rows[0]!.replace('MWh', 'm3'), ''].join('\n'), profile)).toMatch(/^line 2, column "verdi": .*m3/);
  });
});
