// How well a house's signature tells a year that it has not seen, given that year's temperatures: the real house, trained on 2018
// alone and held against 2019, and made-up houses whose truth is known. Errors as ASHRAE Guideline 14 reckons them, in per cent.
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DateTime } from 'luxon';
import { expectedKwh, fitSignature, type DayUse } from '../../server/consumption/answers/energy-signature.ts';
import { monthErrors } from '../../server/consumption/answers/guideline-14.ts';
import { feltTemperature, type DayTemperatures } from '../../server/consumption/answers/outdoor.ts';
import { madeUpWeather, plainHouse, usesOf, type House } from '../unit/answers/houses.ts';
import { compare, type Row } from './row.ts';

const data = join(import.meta.dirname, '../../demo/data');
const localDay = (instant: string): string => DateTime.fromISO(instant, { zone: 'Europe/Oslo' }).toISODate()!;
const lines = (file: string): string[][] =>
  gunzipSync(readFileSync(join(data, file)))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));

/** Whole days of the real house: its register's differences. */
function realUses(): DayUse[] {
  const rows = lines('aalborg-660.csv.gz').slice(1);
  const days = new Map<string, { energyKwh: number; hours: number }>();
  for (const [index, [, , at, register]] of rows.slice(0, -1).entries()) {
    const day = localDay(at!);
    const sum = days.get(day) ?? { energyKwh: 0, hours: 0 };
    days.set(day, { energyKwh: sum.energyKwh + Number(rows[index + 1]![3]) - Number(register), hours: sum.hours + 1 });
  }
  return [...days].flatMap(([day, { energyKwh, hours }]) => (hours >= 23 ? [{ day, energyKwh }] : []));
}

function realTemperatures(): DayTemperatures {
  const days = Map.groupBy(lines('weather-aalborg.csv.gz').slice(1), ([at]) => localDay(at!));
  return new Map([...days].map(([day, hours]) => [day, hours.reduce((sum, [, value]) => sum + Number(value), 0) / hours.length]));
}

interface Errors {
  year: number;
  cvRmse: number;
  nmbe: number;
}

/** Fitted on the days before `from`, held against those after it; null where no model is shown. */
function errorsOf(uses: readonly DayUse[], temperatures: DayTemperatures, from: string, to: string): Errors | null {
  const signature = fitSignature(
    uses.filter(({ day }) => day < from),
    temperatures,
  );
  if (signature === null) return null;
  const days = uses
    .filter(({ day }) => day >= from && day < to && temperatures.has(day))
    .map(({ day, energyKwh }) => ({ day, actual: energyKwh, expected: expectedKwh(signature, day, feltTemperature(temperatures, day)!) }));
  const { cvRmse, nmbe } = monthErrors(days);
  const [actual, expected] = [days.reduce((sum, day) => sum + day.actual, 0), days.reduce((sum, day) => sum + day.expected, 0)];
  return { year: Math.abs(expected / actual - 1) * 100, cvRmse: cvRmse * 100, nmbe: Math.abs(nmbe) * 100 };
}

const madeUp: Record<string, House> = {
  'an ordinary house': plainHouse,
  'well insulated': { baseKwh: 7, slopeKwh: 1.5, changePoint: 13, sunDegrees: 12, noise: 0.15 },
  'poorly insulated': { baseKwh: 10, slopeKwh: 9, changePoint: 19, sunDegrees: 4, noise: 0.1 },
  'without a summer base': { baseKwh: 0, slopeKwh: 4, changePoint: 16, sunDegrees: 6, noise: 0.1 },
  'with hot water above all': { baseKwh: 60, slopeKwh: 2, changePoint: 15, sunDegrees: 6, noise: 0.1 },
};

const row = (name: string, ours: number, reference: number, unit = '%', atMost = 1): Row =>
  compare({ name: `forecast: ${name}`, ours, reference, unit, atMost });

/** In each row ours is held against what is asked for. */
export async function run(): Promise<Row[]> {
  const real = errorsOf(realUses(), realTemperatures(), '2019-01-01', '2020-01-01')!;
  const weather = madeUpWeather('2022-01-01', '2023-12-31', 5);
  const after = (uses: readonly DayUse[]): Errors => errorsOf(uses, weather, '2023-01-01', '2024-01-01')!;
  // People who begin to save: what the year before says is too much by that, and once the change is in its own past year none is shown.
  const saving = usesOf(plainHouse, weather).map((use) => (use.day >= '2023-01-01' ? { ...use, energyKwh: use.energyKwh * 0.7 } : use));
  return [
    row('the real house, its year', real.year, 1),
    row('the real house, its months by CV(RMSE)', real.cvRmse, 11),
    row('the real house, its months by NMBE', real.nmbe, 1),
    ...Object.entries(madeUp).map(([name, house]) => row(`made up, ${name}, by CV(RMSE)`, after(usesOf(house, weather)).cvRmse, 15)),
    row('made up, a habit changed by 30 %, before it is known', after(saving).year, 100 / 0.7 - 100, '%', 1.1),
    row('made up, a changed habit: models that are shown', fitSignature(saving, weather) === null ? 0 : 1, 1, 'models', 0),
  ];
}
