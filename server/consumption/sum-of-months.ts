import type { Knex } from 'knex';
import { statement } from '../database/statement.ts';
import { addEnergy } from './add-up.ts';
import type { DaysWithValues } from './days-with-values.ts';
import { localDays, type PointDays } from './local-days.ts';
import type { SelectedPoints } from './selected-points.ts';
import { storedDaySql, type StoredDay } from './stored-day.ts';
import { isWholeNumber } from './whole-kwh.ts';

/** A month's energy, its hours with a value, and how many of those are estimated, corrected and read by hand; whether all came in whole kWh. */
export type MonthFigures = [
  month: string,
  energyKwh: number | null,
  valueHours: number,
  estimatedHours: number,
  correctedHours: number,
  manualHours: number,
  wholeKwh: boolean,
];

const readWholeDays = statement<{ days: StoredDay[] }>(
  'whole-days',
  `select coalesce(json_agg(${storedDaySql('null')} order by day), '[]') as days
   from consumption_day where metering_point_id = :point::bigint and day between greatest(:firstDay::date, :from::date) and :lastDay::date`,
);

const readHours = statement<{ day: string; hours: StoredDay['hours'] }>(
  'hours-of-days',
  'select day::text, hours from consumption_day where metering_point_id = :point::bigint and day = any(:days::date[])',
);

/**
 * The months of several metering points, added up day by day by the rule of the months' and days' own views, so that they say
 * the same. Hours are read only of days where one of the points has hours that are not plainly measured.
 */
export async function readSumOfMonths(
  database: Knex,
  { own }: SelectedPoints,
  found: readonly (DaysWithValues & { id: string })[],
  seen: { now: Date; overdue: boolean },
): Promise<MonthFigures[]> {
  const newest = found.reduce((last, { lastDay }) => (lastDay > last ? lastDay : last), '');
  const from = `${Number(newest.slice(0, 4)) - 2}-01-01`;
  const read = await Promise.all(
    found.map(async (span) => ({ ...span, days: (await readWholeDays(database, { point: span.id, from, ...own }))[0]!.days })),
  );
  const uneven = new Set(read.flatMap(({ days }) => days.filter(({ status }) => /[^m]/.test(status)).map(({ day }) => day)));
  for (const { lastDay } of found) uneven.add(lastDay);
  const points = await Promise.all(
    read.map(async (span): Promise<PointDays> => {
      const rows = await readHours(database, { point: span.id, days: [...uneven] });
      const hours = new Map(rows.map((row) => [row.day, row.hours]));
      return { ...span, days: span.days.map((day) => ({ ...day, hours: hours.get(day.day) ?? null })) };
    }),
  );
  return sumMonths(from, newest, points, seen);
}

/** Any days of any points, as the months' figures; months without a value are left out. */
export function sumMonths(from: string, to: string, points: readonly PointDays[], seen: { now: Date; overdue: boolean }): MonthFigures[] {
  const byMonth = Map.groupBy(localDays(from, to, points, seen), ({ day }) => day.slice(0, 7));
  return [...byMonth].flatMap(([month, days]): MonthFigures[] => {
    const sum = addEnergy(days.map(({ energy }) => energy));
    const valueHours = sum.hours - sum.missingHours - sum.awaitedHours;
    const whole = days.every(({ energy }) => energy.energyKwh === null || isWholeNumber(energy.energyKwh) || energy.estimatedHours > 0);
    return valueHours > 0 ? [[month, sum.energyKwh, valueHours, sum.estimatedHours, sum.correctedHours, sum.manualHours, whole]] : [];
  });
}
