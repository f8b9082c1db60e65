import { describe, expect, it } from 'vitest';
import { readProfile } from '../../../../server/metering/files/profile.ts';
import { brief, fault, readRows } from './reading.ts';

const profile = readProfile({ format: 'gs2' }, 'gs2');
const ofOslo = readProfile({ format: 'gs2', zone: 'Europe/Oslo' }, 'gs2');

const block = (kind: string, attributes: Record<string, string | undefined>): string =>
  [`##${kind}`, ...Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [`#${name}=${value}`])), '', ''].join(
    '\n',
  );
const start = (more: Record<string, string | undefined> = {}) => block('Start-message', { Id: '0', 'GMT-reference': '1', ...more });
const end = (objects?: number) => block('End-message', { Id: '0', 'Number-of-objects': objects === undefined ? undefined : `${objects}` });
const reading = (more: Record<string, string | undefined> = {}) =>
  block('Meter-reading', { Reference: 'mp1', Meter: 'm1', Time: '2024-01-01.00:00:00', Unit: 'kWh', Value: '84.831//0', ...more });
const series = (more: Record<string, string | undefined> = {}) =>
  block('Time-series', {
    Reference: 'mp1',
    Start: '2024-01-01.00:00:00',
    Step: '0000-00-00.01:00:00',
    Unit: 'kWh',
    Value: '<1 2 3>',
    'No-of-values': '3',
    Sum: '6',
    ...more,
  });
const message = (...blocks: string[]) => [start(), ...blocks, end(blocks.length + 2)].join('');
/** One that has neither a sum nor a number of values. */
const bare = (more: Record<string, string | undefined> = {}) => message(series({ Sum: undefined, 'No-of-values': undefined, ...more }));

describe('a meter reading of GS2', () => {
  it('is a register of a metering point and its meter at one moment', async () => {
    const { rows } = await readRows(message(reading()), profile);
    expect(rows).toMatchObject([
      {
        point: 'mp1',
        serial: 'm1',
        seconds: Date.parse('2023-12-31T23:00:00Z') / 1000,
        ambiguous: false,
        missing: false,
        intervalSeconds: 0,
        line: 10,
        quality: 'm',
      },
    ]);
    expect(rows[0]!.values).toEqual([84.831, ...Array.from({ length: 7 }, () => Number.NaN)]);
    expect((await readRows(message(reading({ Meter: undefined })), profile)).rows[0]!.serial).toBe('');
  });

  it.each<[value: string, quality: string]>([
    ['5', 'm'],
    ['5//', 'm'],
    ['5//0', 'm'],
    ['5//21', 'm'],
    ['5//1', 'e'],
    ['5//99', 'e'],
  ])('written %s has the quality %s', async (value, quality) => {
    const { rows } = await readRows(message(reading({ Value: value })), profile);
    expect(rows.map((row) => [row.values[0], row.quality])).toEqual([[5, quality]]);
  });

  it('may carry a time of its own, and may be empty', async () => {
    const content = message(reading({ Value: '5/2024-01-01.24:00:00/1' }), reading({ Value: '//0' }));
    expect(await brief(content, profile)).toEqual(['2024-01-01T23:00Z 5', '2023-12-31T23:00Z NaN']);
  });

  it.each<[unit: string | undefined, kwh: number]>([
    ['kWh', 2],
    ['KWH', 2],
    ['MWh', 2000],
    ['gj', 2000 / 3.6],
    [undefined, 2],
    ['', 2],
  ])('in the unit %s is told in kWh', async (unit, kwh) => {
    const { rows } = await readRows(message(reading({ Unit: unit, Value: '2' })), profile);
    expect(rows.map(({ values }) => values[0])).toEqual([kwh]);
  });

  it('is passed over where it is no heat, or flows out', async () => {
    const others = [
      reading({ Unit: 'kVArh', Value: 'x' }),
      reading({ 'Direction-of-flow': 'out' }),
      reading({ 'Direction-of-flow': 'Out' }),
      block('Non-existing-block', { Reference: 'mp1', Time: '2024-01-01.00:00:00', Value: '5', Start: '2024-01-01.00:00:00' }),
    ];
    expect(await brief(message(...others, reading({ 'Direction-of-flow': 'in' })), profile)).toEqual(['2023-12-31T23:00Z 84.831']);
  });

  it.each<[what: string, changes: Record<string, string | undefined>, words: string]>([
    [
      'without a metering point',
      { Reference: undefined },
      'line 5, column "reference": the block ##Meter-reading lacks it: is it cut off?',
    ],
    ['without a value', { Value: undefined }, 'line 5, column "value": the block ##Meter-reading lacks it: is it cut off?'],
    ['without a time', { Time: '' }, 'line 5, column "time": the block ##Meter-reading lacks it: is it cut off?'],
    ['of another time', { Time: '01.01.2024' }, 'line 8, column "time": "01.01.2024" is not a time like 2020-03-27.24:00:00.'],
    [
      'of a time with something behind',
      { Time: '2024-01-01.00:00:00 normal time, not summer time' },
      'line 8, column "time": "2024-01-01.00:00:00 normal time, not sum" is not a time like 2020-03-27.24:00:00.',
    ],
    ['whose own time is none', { Value: '5/today/' }, 'line 10, column "value": "today" is not a time like 2020-03-27.24:00:00.'],
    ['whose value is no number', { Value: '5,5//' }, 'line 10, column "value": "5,5" is not a number.'],
    [
      'whose value is a long text',
      { Value: 'the meter could not be read, the cellar was locked' },
      'line 10, column "value": "the meter could not be read, the cellar " is not a number.',
    ],
  ])('%s refuses the file', async (_, changes, words) => {
    expect(await fault(message(reading(changes)), profile)).toBe(words);
  });
});

describe('a time series of GS2', () => {
  it('is the use of one interval after another', async () => {
    expect(await brief(message(series()), profile)).toEqual(['2023-12-31T23:00Z 1 1h', '2024-01-01T00:00Z 2 1h', '2024-01-01T01:00Z 3 1h']);
    expect((await readRows(message(series({ Value: '<1//1 2// 3>', Meter: 'm7' })), profile)).rows).toMatchObject([
      { point: 'mp1', serial: 'm7', line: 10, quality: 'e' },
      { quality: 'm' },
      { quality: 'm' },
    ]);
  });

  it.each<[value: string]>([['< 1 2 3 >'], ['<1 2 3>'], ['1 2 3'], ['<1\n2\r\n3\n>'], ['<1\t 2//0  3/2024-01-01.02:00:00/>']])(
    'may be written %j',
    async (value) => {
      expect(await brief(message(series({ Value: value })), profile)).toEqual([
        '2023-12-31T23:00Z 1 1h',
        '2024-01-01T00:00Z 2 1h',
        '2024-01-01T01:00Z 3 1h',
      ]);
    },
  );

  it('may have values that are empty, or none at all', async () => {
    expect(await brief(message(series({ Value: '<1 // 5>' })), profile)).toEqual([
      '2023-12-31T23:00Z 1 1h',
      '2024-01-01T00:00Z NaN 1h',
      '2024-01-01T01:00Z 5 1h',
    ]);
    expect(await brief(message(series({ Value: '<>', 'No-of-values': '0', Sum: '0' })), profile)).toEqual([]);
  });

  it.each<[step: string, of: string, instants: string[]]>([
    ['0000-00-00.00:15:00', 'UTC', ['2024-03-30T22:00Z 1 0.25h', '2024-03-30T22:15Z 2 0.25h']],
    ['0000-00-00.00:01:30', 'UTC', ['2024-03-30T22:00Z 1 0.025h', '2024-03-30T22:01Z 2 0.025h']],
    ['0000-00-01.06:00:00', 'UTC', ['2024-03-30T22:00Z 1 30h', '2024-04-01T04:00Z 2 30h']],
    ['0000-00-01.00:00:00', 'the zone', ['2024-03-30T23:00Z 1 23h', '2024-03-31T22:00Z 2 24h']],
    ['0000-00-07.00:00:00', 'the zone', ['2024-03-30T23:00Z 1 167h', '2024-04-06T22:00Z 2 168h']],
    ['0000-01-00.00:00:00', 'the zone', ['2024-03-30T23:00Z 1 719h', '2024-04-29T22:00Z 2 744h']],
    ['0000-12-00.00:00:00', 'the zone', ['2024-03-30T23:00Z 1 8759h', '2025-03-30T22:00Z 2 8760h']],
    ['0001-00-00.00:00:00', 'the zone', ['2024-03-30T23:00Z 1 8759h', '2025-03-30T22:00Z 2 8760h']],
  ])('of the step %s follows the calendar of %s', async (step, of, instants) => {
    const at = of === 'UTC' ? { Start: '2024-03-30.22:00:00', reference: '0' } : { Start: '2024-03-31.00:00:00', reference: undefined };
    const values = series({ Start: at.Start, Step: step, Value: '1 2', 'No-of-values': '2', Sum: '3' });
    expect(await brief(start({ 'GMT-reference': at.reference }) + values + end(3), ofOslo)).toEqual(instants);
  });

  it.each([
    '0000-00-00.00:00:00',
    '0000-01-01.00:00:00',
    '0000-01-00.01:00:00',
    '0000-13-00.00:00:00',
    '0001-01-00.00:00:00',
    'PT1H',
    '0000-00-00.01:00:00Z',
    ' 1 0000-00-00.01:00:00',
  ])('of the step %s refuses the file', async (step) => {
    expect(await fault(message(series({ Step: step })), profile)).toBe(
      `line 8, column "Step": "${step.trim()}" is not a step of seconds to hours, of days, or of months.`,
    );
  });

  it('of one value that begins in the hour that comes twice may be either; a longer one begins in the first of them', async () => {
    const at = (value: string, clock: string) =>
      start({ 'GMT-reference': undefined }) +
      series({ Start: clock, Value: value, 'No-of-values': undefined, Sum: undefined, Step: '0000-00-00.00:30:00' }) +
      end(3);
    expect(await brief(at('1', '2024-10-27.02:30:00'), ofOslo)).toEqual(['2024-10-27T00:30Z 1 0.5h twice']);
    expect(await brief(at('1 2', '2024-10-27.02:30:00'), ofOslo)).toEqual(['2024-10-27T00:30Z 1 0.5h', '2024-10-27T01:00Z 2 0.5h']);
    expect(await brief(at('1', '2024-03-31.02:30:00'), ofOslo)).toEqual(['2024-03-31T00:30Z 1 0.5h missing']);
  });

  it('has as many values as it states, and their sum, or states neither', async () => {
    const three = ['2023-12-31T23:00Z 1 1h', '2024-01-01T00:00Z 2 1h', '2024-01-01T01:00Z 3 1h'];
    expect(await brief(bare(), profile)).toEqual(three);
    expect(await brief(bare({ 'Type-of-value': 'Interval', Sum: '' }), profile)).toEqual(three);
  });

  it.each<[value: string, sum: string]>([
    ['10 20 25', '55.00005'],
    ['-10 -20 -25', '-55.00005'],
    ['0.1 0.2 0.2', '0.5000009'],
    ['.02// .07//', '.09'],
    ['1 // 5', '6.0'],
  ])('%s has the sum %s as far as rounding tells', async (value, sum) => {
    expect(await brief(bare({ Value: value, Sum: sum }), profile)).toHaveLength(value.split(' ').length);
  });

  it.each<[what: string, changes: Record<string, string | undefined>, words: string]>([
    [
      'of fewer values than it states',
      { 'No-of-values': '4' },
      'line 11, column "No-of-values": states 4 values and has 3: is it cut off?',
    ],
    [
      'that states a number that is none',
      { 'No-of-values': '' },
      'line 11, column "No-of-values": states  values and has 3: is it cut off?',
    ],
    ['of another sum', { Sum: '7' }, 'line 12, column "Sum": states the sum 7, the values give 6.'],
    ['of nearly another sum', { Sum: '6.00001' }, 'line 12, column "Sum": states the sum 6.00001, the values give 6.'],
    [
      'of less than the sum',
      { Value: '0.1 0.2 0.2', Sum: '0.500002' },
      'line 12, column "Sum": states the sum 0.500002, the values give 0.5.',
    ],
    ['whose sum is no number', { Sum: 'six' }, 'line 12, column "Sum": states the sum six, the values give 6.'],
    ['with a value that is no number', { Value: '<1 x 5>' }, 'line 10, column "value": "x" is not a number.'],
    ['of another type', { 'Type-of-value': 'Register' }, 'line 13, column "Type-of-value": series of the type "Register" are not known.'],
    ['without a step', { Step: undefined }, 'line 5, column "step": the block ##Time-series lacks it: is it cut off?'],
    ['without a beginning', { Start: undefined }, 'line 5, column "start": the block ##Time-series lacks it: is it cut off?'],
    ['without values', { Value: undefined }, 'line 5, column "value": the block ##Time-series lacks it: is it cut off?'],
  ])('%s refuses the file', async (_, changes, words) => {
    expect(await fault(message(series(changes)), profile)).toBe(words);
  });
});

describe('a GS2 file', () => {
  it('is read the same wherever its pieces end, and whichever way its lines do', async () => {
    const content = message(reading(), series(), block('Note', { Text: 'a # b' }), reading({ Time: '2024-01-02.00:00:00' }));
    const whole = await readRows(content, profile);
    expect(whole.rows.map(({ line }) => line)).toEqual([10, 17, 17, 17, 29]);
    for (let pieceBytes = 1; pieceBytes < 60; pieceBytes += 7)
      expect([pieceBytes, await readRows(content, profile, pieceBytes)]).toEqual([pieceBytes, whole]);
    expect(await readRows(content.replaceAll('\n', '\r\n'), profile)).toEqual(whole);
    expect(await readRows(content.replaceAll('\n', '\r'), profile)).toEqual(whole);
    for (const pieceBytes of [4, 1 << 16]) expect(await readRows(`\ufeff${content}`, profile, pieceBytes)).toEqual(whole);
    expect(await readRows(Buffer.from(`\ufeff${content}`, 'utf16le'), profile)).toEqual(whole);
  });

  it('may be one line, with empty lines above', async () => {
    const content = message(reading(), series());
    expect(await brief(content.replaceAll('\n', ''), profile)).toEqual(await brief(content, profile));
    expect((await readRows(`\n\n${content}`, profile)).rows.map(({ line }) => line)).toEqual([12, 19, 19, 19]);
  });

  it.each<[reference: string | undefined, instant: string]>([
    ['0', '2024-07-01T00:00Z'],
    ['1', '2024-06-30T23:00Z'],
    ['+2', '2024-06-30T22:00Z'],
    ['-3', '2024-07-01T03:00Z'],
    ['14', '2024-06-30T10:00Z'],
    ['-14', '2024-07-01T14:00Z'],
    ['', '2024-06-30T22:00Z'],
    [undefined, '2024-06-30T22:00Z'],
  ])('of the GMT reference %s has stamps of that zone, and else of the profile’s', async (reference, instant) => {
    const content = start({ 'GMT-reference': reference }) + reading({ Time: '2024-07-01.00:00:00' }) + end(3);
    expect(await brief(content, ofOslo)).toEqual([`${instant} 84.831`]);
  });

  it.each(['15', '-15', '1.5', 'CET'])('of the GMT reference %s is refused', async (reference) => {
    expect(await fault(start({ 'GMT-reference': reference }) + end(2), profile)).toBe(
      `line 3, column "GMT-reference": "${reference}" is not a number of hours.`,
    );
  });

  it('counts its blocks, with or without those of the sender’s own', async () => {
    const blocks = [reading(), block('Note', {}), series(), block('Note', {})].join('');
    for (const objects of [4, 6, undefined]) expect(await brief(start() + blocks + end(objects), profile)).toHaveLength(4);
    for (const objects of [3, 5, 7])
      expect(await fault(start() + blocks + end(objects), profile)).toBe(
        `line 27, column "Number-of-objects": states ${objects} objects and has 6.`,
      );
  });

  it('may hold several messages, each of its own zone, number of blocks and end', async () => {
    const summer = { Time: '2024-07-01.00:00:00' };
    const first = start({ 'GMT-reference': '0' }) + reading(summer) + reading(summer) + end(4);
    const second = start({ 'GMT-reference': undefined }) + reading(summer);
    expect(await brief(first + second + end(3), ofOslo)).toEqual([
      '2024-07-01T00:00Z 84.831',
      '2024-07-01T00:00Z 84.831',
      '2024-06-30T22:00Z 84.831',
    ]);
    expect(await fault(first + second + end(4), ofOslo)).toMatch(/states 4 objects and has 3\.$/);
    expect(await fault(first + second, ofOslo)).toBe('line 33: the file has no ##End-message: is it cut off?');
  });

  it.each<[what: string, content: string, words: string]>([
    ['it is empty', '', 'line 1: the file is empty.'],
    ['it is nothing but empty lines', '\n \n', 'line 1: the file is empty.'],
    ['it is something else', '\nid;t;kwh\n17;1;2\n', 'line 1: the file does not begin with ##: this is not GS2.'],
    [
      'something stands before its first block',
      `hello\n${message(reading())}`,
      'line 1: the file does not begin with ##: this is not GS2.',
    ],
    ['it has neither beginning nor end', reading(), 'line 8: the file has no ##End-message: is it cut off?'],
    ['it has no end', start() + reading(), 'line 12: the file has no ##End-message: is it cut off?'],
    ['its first letter is none', `\0${message(reading())}`, 'line 1: this is not a text file.'],
    ['it is no text', message(reading()).replace('Unit', 'Un\0it'), 'line 9: this is not a text file.'],
  ])('is refused where %s', async (_, content, words) => {
    expect(await fault(content, profile)).toBe(words);
  });

  it('that is no text tells the line, in whatever piece it comes', async () => {
    const content = message(reading(), reading()).replace(/Unit(?![^]*Unit)/, 'Un\0it');
    for (const pieceBytes of [16, 50, 1 << 16])
      expect(await readRows(content, profile, pieceBytes).catch((error: unknown) => error)).toMatchObject({ line: 16 });
  });

  it('has blocks of at most twenty years of hours', async () => {
    const most = 2 * 1024 * 1024;
    const head = '##Note\n#Text=';
    const content = (length: number) => `${start()}${reading()}${head.padEnd(length, 'x')}`;
    expect((await readRows(`${content(most)}${end(3)}`, profile, content(most).length)).rows).toHaveLength(1);
    expect(await fault(content(most + 100_000), profile)).toBe('line 12: the block has no end: this is not GS2.');
  });
});
