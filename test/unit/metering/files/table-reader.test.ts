import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../../../server/metering/files/load-profile.ts';
import type { CsvProfile } from '../../../../server/metering/files/profile.ts';
import { createTableReader } from '../../../../server/metering/files/table-reader.ts';
import { brief, fault, profileOf, readRows } from './reading.ts';

const at = (hour: number) => `01.01.2024 0${hour}:00`;
const file = (head: string, ...lines: string[]) => [head, ...lines, ''].join('\n');
const registers = {
  register: { column: 'type', value: 'verdi', unit: 'enhet' },
  values: { energy: { register: 'Energi' }, volume: { register: 'Volum' } },
};

describe('the header of a table', () => {
  it('may stand below a hundred other lines, and no more', async () => {
    const above = (count: number) => `${'Rapport\n'.repeat(count)}id;t;kwh\n17;${at(0)};5\n`;
    expect(await brief(above(100), profileOf())).toHaveLength(1);
    expect((await readRows(above(2), profileOf())).passed).toEqual(['1 above the header', '2 above the header']);
    expect(await fault(above(101), profileOf())).toBe('line 1, column "id": this column is missing; the file has Rapport.');
  });

  it('that is missing is told of the line that has most of its columns', async () => {
    expect(await fault(file('Rapport', 'id;tid;kwh', 'id;x', `17;${at(0)};5`), profileOf())).toBe(
      'line 2, column "t": this column is missing; the file has id, tid, kwh.',
    );
    expect(await fault(file('Rapport', 'x'), profileOf())).toBe('line 1, column "id": this column is missing; the file has Rapport.');
  });

  it('with a column twice is refused, whatever comes below', async () => {
    expect(await fault(file('id;id;t;kwh', 'id;t;kwh', `17;${at(0)};5`), profileOf())).toBe(
      'line 1, column "id": this column is there twice.',
    );
  });

  it('that comes again as the profile says is no line that is passed over', async () => {
    const head = '#serial-number;created;energy,kWh,inst-value,0,0,0';
    const row = (meter: string) => `${meter};2024-01-01 00:00:00;5,5`;
    const profile = loadProfile('elvaco');
    const { rows, passed } = await readRows(file(head, row('M1'), `${head} `, row('M2')), profile);
    expect([rows.map(({ serial, line }) => [serial, line]), passed]).toEqual([
      [
        ['M1', 2],
        ['M2', 4],
      ],
      [],
    ]);
    expect(await fault(file(head, row('M1'), '#serial-number;created', row('M2')), profile)).toBe(
      'line 3, column "energy,Wh,inst-value,0,0,0": this column is missing; the file has #serial-number, created.',
    );
    expect(await fault(file(head, row('M1'), 'M2;#serial-number;5'), profile)).toMatch(
      /^line 3, column "created": "#serial-number" is not a time/,
    );
  });

  it('comes again by how it begins', async () => {
    const changes = { headerBegins: '#id', meteringPoint: { column: '#id nr' } };
    const { rows, passed } = await readRows(file('#id nr;t;kwh', `17;${at(0)};5`, '#id nr;kwh;t', `17;6;${at(1)}`), profileOf(changes));
    expect([rows.map(({ values }) => values[0]), passed]).toEqual([[5, 6], []]);
  });

  it('that comes again in a file that has it once, with other columns, is followed', async () => {
    const { rows, passed } = await readRows(file('id;t;kwh', `17;${at(0)};5`, 'kwh;id;t', `6;17;${at(1)}`), profileOf());
    expect([rows.map(({ values }) => values[0]), passed]).toEqual([[5, 6], ['3 the header again']]);
  });
});

describe('a row of a table', () => {
  it('names a metering point, a meter, or both', async () => {
    const named = async (content: string, changes: Record<string, unknown>) =>
      (await readRows(content, profileOf(changes))).rows.map(({ point, serial }) => `${point}/${serial}`);
    const both = { meter: { column: 'm' }, meteringPoint: { column: 'id', names: { A: '7070' } } };
    expect(await named(file('id;m;t;kwh', `"A";M1;${at(0)};5`, `"B";;${at(0)};5`), both)).toEqual(['7070/M1', 'B/']);
    const meter = { meter: { column: 'm' }, meteringPoint: undefined };
    expect(await named(file('m;t;kwh', `"M1";${at(0)};5`), meter)).toEqual(['/M1']);
    expect(await fault(file('m;t;kwh', `;${at(0)};5`), profileOf(meter))).toBe('line 2, column "m": the meter is missing.');
    expect(await fault(file('m;t;kwh', `6,1E+07;${at(0)};5`), profileOf(meter))).toMatch(/^line 2, column "m": "6,1E\+07" has lost digits/);
  });

  it('has the quality that the profile’s codes say, and else is measured', async () => {
    const codes = { M: 'measured', E: 'estimated', H: 'manual', K: 'corrected' };
    const profile = profileOf({ quality: { column: 'q', codes } });
    const lines = ['M', 'E', 'H', 'K', '', 'x', ' E '].map((code, hour) => `${code};17;${at(hour)};${hour}`);
    const { rows } = await readRows(file('q;id;t;kwh', ...lines), profile);
    expect(rows.map(({ quality }) => quality).join('')).toBe('mehcmme');
    expect((await readRows(file('id;t;kwh', `"17";${at(0)};5`), profileOf())).rows[0]!.quality).toBe('m');
  });

  it('has the counter by which the autumn’s hours are told apart, or none', async () => {
    const profile = profileOf({ time: { autumnHour: 'operating-hours', operatingHours: 'h' } });
    const counters = async (...lines: string[]) =>
      (await readRows(file('h;id;t;kwh', ...lines), profile)).rows.map(({ counter }) => counter);
    expect(await counters(`"1 000,5";17;${at(0)};5`, `"";17;${at(1)};6`, `71;17;${at(2)};7`)).toEqual([1000.5, Number.NaN, 71]);
    expect(await fault(file('h;id;t;kwh', `x;17;${at(0)};5`), profile)).toBe('line 2, column "h": "x" is not a number with decimal ",".');
    expect((await readRows(file('id;t;kwh', `"17";${at(0)};5`), profileOf())).rows[0]!.counter).toBe(Number.NaN);
  });

  it('may lack a value, or have a word for none', async () => {
    const profile = profileOf({
      noValue: ['err', '-'],
      values: { energy: { column: 'kwh', unit: 'kWh' }, volume: { column: 'm3', unit: 'l' } },
    });
    const { rows } = await readRows(file('kwh;id;t;m3', `"5";17;${at(0)};-`, `"err";17;${at(1)};`, `"";17;${at(2)};500`), profile);
    expect(rows.map(({ values }) => values.slice(0, 3))).toEqual([
      [5, Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN, Number.NaN],
      [Number.NaN, 0.5, Number.NaN],
    ]);
  });

  it('may say the unit of a value beside it, where it is one of the quantity', async () => {
    const mw = profileOf({ interval: 'PT30M', values: { energy: { column: 'kwh', unit: 'MW' } } });
    expect(await brief(file('id;t;kwh', `17;${at(0)};0,006`, `17;${at(1)};8 kW`, `17;${at(2)};`), mw)).toEqual([
      '2023-12-31T23:00Z 3 0.5h',
      '2024-01-01T00:00Z 4 0.5h',
      '2024-01-01T01:00Z NaN 0.5h',
    ]);
    expect(await fault(file('id;t;kwh', `17;${at(0)};3 kWh`), mw)).toBe(
      'line 2, column "kwh": "3 kWh" is in kWh, and the profile says MW.',
    );
    expect(await fault(file('id;t;kwh', `17;${at(0)};3 kW`), profileOf())).toBe(
      'line 2, column "kwh": "3 kW" is in kW, and the profile says kWh.',
    );
    const volume = profileOf({ values: { energy: { column: 'kwh', unit: 'kWh' }, volume: { column: 'm3', unit: 'm3' } } });
    expect((await readRows(file('id;t;kwh;m3', `17;${at(0)};5 MWh;250 l`), volume)).rows[0]!.values.slice(0, 2)).toEqual([5000, 0.25]);
    expect(await fault(file('id;t;kwh;m3', `17;${at(0)};5;3 kW`), volume)).toBe(
      'line 2, column "m3": "3 kW" is not a number with decimal ",".',
    );
  });

  it('is refused where its own fault is, though it begins as totals do', async () => {
    expect(await fault(file('navn;id;t;kwh', `Sum;17;${at(0)};feil`), profileOf())).toMatch(
      /^line 2, column "kwh": "feil" is not a number/,
    );
    expect(await fault(file('navn;id;t;kwh', `Sum;;${at(0)};5`), profileOf())).toBe('line 2, column "id": the metering point is missing.');
  });

  it.each<[what: string, line: string]>([
    ['in its first cell', 'Sum;17;januar;5'],
    ['in its first cell that is not empty', ';Totalt;januar;5'],
    ['in the time', 'Anlegg 3;17;Total januar;5'],
    ['as a mean', 'Gjennomsnitt:;;;5'],
    ['without any word', ';;;5'],
  ])('is of totals by what stands %s', async (_, line) => {
    expect((await readRows(file('navn;id;t;kwh', `x;17;${at(0)};5`, line), profileOf())).passed).toEqual(['3 totals']);
    expect((await readRows(file('nr;navn;id;t;kwh', `1;x;17;${at(0)};5`, `;${line}`), profileOf())).passed).toEqual(['3 totals']);
  });

  it.each(['Anlegg Sum;17;januar;5', 'Summer;17;januar;5', 'Maks 3;17;januar;5'])('is not of totals as %s', async (line) => {
    expect(await fault(file('navn;id;t;kwh', `x;17;${at(0)};5`, line), profileOf())).toMatch(/^line 3, column "t": "januar" is not a time/);
  });
});

describe('numbers in which a lone sign may part thousands', () => {
  const point = { decimal: '.' };
  const refused = /^line \d, column "\w+": every number is like "1\d\.\d{3}"/;
  const two = (...cells: string[]) => file('id;t;kwh', ...cells.map((cell, hour) => `17;${at(hour)};${cell}`));

  it('are looked at with spaces around, between values that are empty', async () => {
    for (const content of [two(' 12.345 ', '12.346'), two('"=""12.345"""', '12.346'), two('', '12.345'), two('12.345', ' ')])
      expect(await fault(content, profileOf(point))).toMatch(refused);
  });

  it('are known by any number that has none, of this column', async () => {
    expect(await brief(two('12.345', '12.5'), profileOf(point))).toHaveLength(2);
    const values = { energy: { column: 'kwh', unit: 'kWh' }, volume: { column: 'm3', unit: 'm3' } };
    const content = file('id;t;kwh;m3', `17;${at(0)};12.345;1.5`, `17;${at(1)};12.346;1.75`);
    expect(await fault(content, profileOf({ ...point, values }))).toMatch(refused);
    const plain = file('id;t;kwh;m3', `17;${at(0)};12;12.345`, `17;${at(1)};13;12.346`);
    expect(await brief(plain, profileOf({ ...point, values }))).toHaveLength(2);
  });

  it('are the same of a meter or a point, of one and not of two', async () => {
    const content = file('id;t;kwh', `17;${at(0)};12.345`, `18;${at(1)};90.345`);
    expect(await fault(content, profileOf(point))).toMatch(refused);
    expect(await brief(content.replace('18', '17'), profileOf(point))).toHaveLength(2);
    const meters = file('m;t;kwh', `a;${at(0)};12.345`, `b;${at(1)};90.345`);
    expect(await fault(meters, profileOf({ ...point, meteringPoint: undefined, meter: { column: 'm' } }))).toMatch(refused);
  });

  it.each<[what: string, changes: Record<string, unknown>]>([
    ['an hour', { interval: 'PT1H' }],
    ['less than an hour', { interval: 'PT10M' }],
  ])('are none as the use of %s', async (_, changes) => {
    expect(await brief(two('12.345', '12.346'), profileOf({ ...point, ...changes }))).toHaveLength(2);
  });

  it.each<[what: string, changes: Record<string, unknown>]>([
    ['a day', { interval: 'P1D' }],
    ['24 hours', { interval: 'PT24H' }],
    ['a month', { interval: 'P1M' }],
  ])('may be some as the use of %s', async (_, changes) => {
    expect(await fault(two('11.345', '11.346'), profileOf({ ...point, ...changes }))).toMatch(refused);
  });

  it('are none of MWh, and may be some where one of several columns is kWh', async () => {
    const energy = (...units: string[]) => ({ values: { energy: units.map((unit) => ({ column: unit === 'kWh' ? 'kwh' : unit, unit })) } });
    expect(await brief(two('12.345'), profileOf({ ...point, values: { energy: { column: 'kwh', unit: 'MWh' } } }))).toHaveLength(1);
    expect(await fault(two('12.345', '12.346'), profileOf({ ...point, ...energy('MWh', 'kWh') }))).toMatch(refused);
    expect(await fault(two('12.345', '12.346'), profileOf({ ...point, values: { energy: { column: 'kwh', unit: 'MJ' } } }))).toMatch(
      refused,
    );
  });

  it('are looked at in one row a register by the energy’s unit', async () => {
    const rows = (unit: string) =>
      file('id;t;type;verdi;enhet', `17;${at(0)};Energi;12.345;${unit}`, `17;${at(0)};Volum;1.5;m3`, `17;${at(1)};Energi;12.346;${unit}`);
    expect(await fault(rows('kWh'), profileOf({ ...point, ...registers }))).toMatch(refused);
    const said = (unit: string) => ({
      ...registers,
      values: { energy: { register: 'Energi', unit }, volume: { register: 'Volum', unit: 'm3' } },
    });
    const one = rows('MWh').split('\n').slice(0, 3).join('\n');
    expect(await brief(one, profileOf({ ...point, ...said('MWh') }))).toEqual(['2023-12-31T23:00Z 12345']);
    expect(await fault(rows('kWh'), profileOf({ ...point, ...said('kWh') }))).toMatch(refused);
  });

  it('are none of a mean power, since no house has a thousand kW', async () => {
    const changes = { interval: 'PT24H', values: { energy: { column: 'kwh', unit: 'kW' } } };
    expect(await brief(two('1.345', '1.346'), profileOf({ ...point, ...changes }))).toEqual([
      '2023-12-31T23:00Z 32.28 24h',
      '2024-01-01T00:00Z 32.304 24h',
    ]);
  });

  it('are none in one row a day', async () => {
    const columns = Array.from({ length: 24 }, (_, hour) => `h${hour}`);
    const profile = profileOf({ ...point, time: { format: 'dd.MM.yyyy' }, values: { energy: { columns, unit: 'kWh' } } });
    expect(await brief(file(`id;t;${columns.join(';')}`, `17;01.01.2024;${columns.map(() => '1.345').join(';')}`), profile)).toHaveLength(
      24,
    );
  });

  it('are settled for who reads on as soon as one tells', () => {
    const table = (changes: Record<string, unknown>) =>
      createTableReader(profileOf(changes) as CsvProfile, { take: () => undefined, pass: () => undefined });
    const reader = table(point);
    reader.take(['id', 't', 'kwh'], 1);
    reader.take(['17', at(0), '12.345'], 2);
    expect(reader.settled).toBe(false);
    reader.take(['17', at(1), '12.5'], 3);
    expect(reader.settled).toBe(true);
    expect(table({ thousands: '.' }).settled).toBe(true);
  });
});

describe('one row a register', () => {
  const head = 'id;t;type;verdi;enhet';

  it('is refused in a unit that is none of the quantity', async () => {
    const profile = profileOf(registers);
    const hourly = profileOf({ ...registers, interval: 'PT1H' });
    expect(await fault(file(head, `17;${at(0)};Volum;5;kW`), hourly)).toBe('line 2, column "verdi": "kW" is not a unit of volume.');
    expect(await fault(file(head, `17;${at(0)};Energi;5;m3`), profile)).toBe('line 2, column "verdi": "m3" is not a unit of energy.');
    expect(await brief(file(head, `17;${at(0)};Energi;5;kW`), hourly)).toEqual(['2023-12-31T23:00Z 5 1h']);
  });

  it('knows a register in other letters, and passes others over', async () => {
    const { rows, passed } = await readRows(
      file(head, `17;${at(0)};energi;5;MWh`, `17;${at(0)};Feil;x;`),
      profileOf({
        ...registers,
        values: { energy: { register: 'energi' } },
      }),
    );
    expect([rows.map(({ values }) => values[0]), passed]).toEqual([[5000], ['3 another register']]);
  });
});
