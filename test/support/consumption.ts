import type { Knex } from 'knex';
import { DateTime } from 'luxon';

/** What one hour used: kWh as measured, or `{ e: kWh }` estimated, or null missing. */
export type TestHour = number | { e: number } | null;

/** Stores a metering point's local days, hour by hour, as an import would derive them. */
export async function addConsumption(
  database: Knex,
  meteringPointId: string,
  from: string,
  to: string,
  hourOf: (day: string, slot: number) => TestHour,
): Promise<void> {
  const rows = [];
  for (let day = DateTime.fromISO(from, { zone: 'Europe/Oslo' }); day.toISODate()! <= to; day = day.plus({ days: 1 })) {
    const count = Math.round(day.plus({ days: 1 }).diff(day, 'hours').hours);
    const hours = Array.from({ length: count }, (_, slot) => hourOf(day.toISODate()!, slot));
    const values = hours.map((hour) => (typeof hour === 'object' && hour !== null ? hour.e : hour));
    const known = values.filter((value) => value !== null);
    const measured = hours.filter((hour) => typeof hour === 'number');
    rows.push({
      metering_point_id: meteringPointId,
      day: day.toISODate(),
      hours: values,
      status: hours.map((hour) => (hour === null ? '-' : typeof hour === 'number' ? 'm' : 'e')).join(''),
      measured_hours: measured.length,
      estimated_hours: known.length - measured.length,
      missing_hours: count - known.length,
      energy_kwh: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
      peak_kwh: measured.length === 0 ? null : Math.max(...measured),
      peak_hour: measured.length === 0 ? null : hours.indexOf(Math.max(...measured)),
    });
  }
  await database.batchInsert('consumption_day', rows, 500);
}
