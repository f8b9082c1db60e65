import { describe, expect, it } from 'vitest';
import { dayMean, daysOfTemperatures } from '../../../server/weather/temperature.ts';
import { readWeatherFile } from '../../../server/weather/weather-file.ts';
import { loadWeatherProfile, readWeatherProfile } from '../../../server/weather/weather-profile.ts';

const own = loadWeatherProfile('own');
const text = (...rows: string[]): string => ['station;time;temperature', ...rows, ''].join('\n');
const faultOf = (content: string): unknown => {
  try {
    readWeatherFile(content, own);
  } catch (error) {
    return (error as { describe(file: string): string }).describe('w.csv');
  }
  return null;
};

describe('a file of temperatures', () => {
  it('is read by its profile, with what it leaves out counted', () => {
    const file = readWeatherFile(
      text('SN1;2024-01-01T00:00:00Z;-3,5', 'SN1;2024-01-01T01:00:00+01:00;', 'SN1;2024-01-01T02:00:00+02:00;−4'),
      own,
    );
    expect(file).toMatchObject({ read: 3, empty: 1, doubtful: 0 });
    expect(file.temperatures).toEqual([
      { station: 'SN1', at: 1_704_067_200, celsius: -3.5 },
      { station: 'SN1', at: 1_704_067_200, celsius: -4 },
    ]);
  });

  it('is refused with line and column, and never read in part', () => {
    expect(faultOf(text('SN1;2024-01-01T00:00:00Z;1,0', 'SN1;2024-01-01T00:00:00Z;1.0x'))).toBe(
      'w.csv, line 3, column "temperature": "1.0x" is no number with a decimal ,.',
    );
    expect(faultOf(text('SN1;2024-01-01T00:00:00Z;71'))).toMatch(/line 2.*71 °C is no outdoor temperature/);
    expect(faultOf(text('SN1;1.1.2024;7'))).toMatch(/line 2, column "time": "1.1.2024" is not a time of the form/);
    expect(faultOf('a;b\n1;2\n')).toMatch(/column "station": there is no such column; the file has a, b/);
    expect(faultOf('')).toMatch(/the file is empty/);
    expect(faultOf(text())).toMatch(/no temperatures/);
  });

  it('leaves out values of doubtful quality', () => {
    const frost = loadWeatherProfile('frost-csv');
    const rows =
      'reference_time_utc,air_temperature_c,quality_code,source_id\n2024-01-01T00:00:00Z,1.5,0.0,SN3\n2024-01-01T01:00:00Z,9.5,7.0,SN3\n';
    expect(readWeatherFile(rows, frost)).toMatchObject({ read: 2, doubtful: 1, temperatures: [{ celsius: 1.5 }] });
  });

  it('may lack a header, and name its station in the profile', () => {
    const profile = readWeatherProfile(
      {
        delimiter: ',',
        decimal: '.',
        columns: ['time', 'temperature'],
        station: { name: 'Aalborg' },
        time: { column: 'time', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Oslo' },
        temperature: { column: 'temperature' },
      },
      'x',
    );
    expect(readWeatherFile('2024-07-01 02:00,17.5\n', profile).temperatures).toEqual([
      { station: 'Aalborg', at: 1_719_792_000, celsius: 17.5 },
    ]);
    const march = readWeatherFile('2024-03-31 01:30,1\n2024-03-31 02:30,2\n2024-03-31 03:30,3\n', profile);
    expect(march).toMatchObject({ read: 3, skipped: [2], temperatures: [{ celsius: 1 }, { celsius: 3 }] });
    const october = readWeatherFile('2024-10-27 02:00,1\n2024-10-27 02:00,2\n2024-10-27 03:00,3\n', profile).temperatures;
    expect(october.map(({ at }) => new Date(at * 1000).toISOString().slice(11, 13))).toEqual(['00', '01', '02']);
  });

  it('takes no profile with a fault', () => {
    expect(() => readWeatherProfile({ station: { name: 'x' }, time: { column: 't', format: 'yyyy' } }, 'mine')).toThrow(/mine has faults/);
    expect(() => loadWeatherProfile('nowhere')).toThrow(/There are own and frost-csv/);
  });
});

describe('local days of temperatures', () => {
  it('have 23 and 25 hours, and the mean of what comes several times an hour', () => {
    const at = (stamp: string): number => Date.parse(stamp) / 1000;
    const days = daysOfTemperatures([
      { station: 'S', at: at('2024-03-31T00:00:00+01:00'), celsius: 1 },
      { station: 'S', at: at('2024-03-31T00:30:00+01:00'), celsius: 3 },
      { station: 'S', at: at('2024-10-27T02:00:00+01:00'), celsius: 5 },
    ]);
    expect(days.map(({ day, temperatures }) => [day, temperatures.length])).toEqual([
      ['2024-03-31', 23],
      ['2024-10-27', 25],
    ]);
    expect(days[0]!.temperatures[0]).toBe(2);
    expect(days[1]!.temperatures.indexOf(5)).toBe(3);
  });

  it('have a mean of twenty hours or more', () => {
    expect(dayMean(Array.from({ length: 24 }, (_, hour) => hour))).toBe(11.5);
    expect(dayMean(Array.from({ length: 24 }, (_, hour) => (hour < 19 ? 1 : null)))).toBeNull();
  });
});
