import type { Knex } from 'knex';
import { statement } from '../database/statement.ts';
import { addEnergy, addUp, type PointDay } from './add-up.ts';
import type { Chosen } from './chosen.ts';
import type { PointSpan } from './point-span.ts';

/** A month's energy, the hours that have a value, and how many of those are estimated. */
export type MonthFigures = [month: string, energyKwh: number | null, valueHours: number, estimatedHours: number];

const dayColumns = `'day', day, 'status', status, 'energyKwh', energy_kwh, 'measuredHours', measured_hours,
  'estimatedHours', estimated_hours, 'missingHours', missing_hours`;

const readWholeDays = statement<{ days: Omit<PointDay, 'hours'>[] }>(
  'whole-days',
  `select coalesce(json_agg(json_build_object(${dayColumns}) order by day), '[]') as days
   from consumption_day where metering_point_id = :point::bigint and day between greatest(:firstDay::date, :from::date) and :lastDay::date`,
);

const readHours = statement<{ day: string; hours: PointDay['hours'] }>(
  'hours-of-days',
  'select day::text, hours from consumption_day where metering_point_id = :point::bigint and day = any(:days::date[])',
);

/**
 * The months of several metering points, added up by `addUp` day by day, so that they say the same as the months' and
 * days' own views. Hours are read only of days where one of the points has hours that are missing or estimated.
 */
export async function readSumOfMonths(database: Knex, { own, ids }: Chosen, spans: readonly PointSpan[]): Promise<MonthFigures[]> {
  const newest = spans
    .map(({ lastDay }) => lastDay)
    .toSorted()
    .at(-1)!;
  const from = `${Number(newest.slice(0, 4)) - 2}-01-01`;
  const found = await Promise.all(
    ids.map(async (point) => ({ point, days: (await readWholeDays(database, { point, from, ...own }))[0]!.days })),
  );
  const uneven = new Set(
    found.flatMap(({ days }) => days.filter(({ estimatedHours, missingHours }) => estimatedHours + missingHours > 0).map(({ day }) => day)),
  );
  const points = await Promise.all(
    found.map(async ({ point, days }) => {
      const hours = new Map<string, PointDay['hours']>();
      if (uneven.size > 0) for (const row of await readHours(database, { point, days: [...uneven] })) hours.set(row.day, row.hours);
      return days.map((day): PointDay => ({ ...day, hours: hours.get(day.day) ?? null }));
    }),
  );
  return addMonths(points.flat());
}

/** Any days of any points, as the months' figures; months without a value are left out. */
export function addMonths(days: readonly PointDay[]): MonthFigures[] {
  const byDay = [...Map.groupBy(days, ({ day }) => day)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const byMonth = Map.groupBy(byDay, ([day]) => day.slice(0, 7));
  return [...byMonth].flatMap(([month, ofMonth]): MonthFigures[] => {
    const { energyKwh, hours, missingHours, estimatedHours } = addEnergy(
      ofMonth.map(([day, points]) => addUp(day, points, Math.max(...points.map(({ status }) => status.length))).energy),
    );
    return hours > missingHours ? [[month, energyKwh, hours - missingHours, estimatedHours]] : [];
  });
}
