import type { Knex } from 'knex';
import type { PointChoice } from '../contract.ts';
import { readerValues, type Reader } from '../customers/reader.ts';
import { zone } from '../zone.ts';
import type { PointSpan } from './head.ts';
import type { PointDay } from './add-up.ts';
import { periodSql, spansSql } from './period-sql.ts';

export interface Days {
  spans: PointSpan[];
  /** The part of the first asked span of days that lies in the relationship's period; null where none does. */
  firstDay: string | null;
  lastDay: string | null;
  /** The chosen points' days of both spans, in order. */
  days: PointDay[];
}

const sql = `
  with ${periodSql}
  select ${spansSql} as spans,
    greatest(period.first_day, :from::date)::text as first_day, least(period.last_day, :to::date)::text as last_day,
    coalesce((select json_agg(json_build_object('id', c.metering_point_id::text, 'day', c.day, 'hours', c.hours, 'status', c.status,
        'energyKwh', c.energy_kwh, 'measuredHours', c.measured_hours, 'estimatedHours', c.estimated_hours, 'missingHours', c.missing_hours) order by c.day)
      from chosen join consumption_day c using (metering_point_id)
      where c.day between period.first_day and period.last_day
        and (c.day between :from::date and :to::date or c.day between :fromBefore::date and :toBefore::date)), '[]') as days
  from period`;

/** Local days from one to another, and those that they are compared with, in one query. Null: not the reader's. */
export async function readDays(
  database: Knex,
  reader: Reader,
  asked: { point: PointChoice | undefined; from: string; to: string; fromBefore: string; toBefore: string },
): Promise<Days | null> {
  const { point, ...span } = asked;
  const values = { ...readerValues(reader), ...span, point: point ?? null, zone };
  const { rows } = await database
    .raw<{ rows: { spans: PointSpan[]; first_day: string; last_day: string; days: PointDay[] }[] }>(sql, values)
    .options({ name: 'consumption-days' });
  const [row] = rows;
  if (row === undefined) return null;
  const inside = row.first_day <= row.last_day;
  return { spans: row.spans, firstDay: inside ? row.first_day : null, lastDay: inside ? row.last_day : null, days: row.days };
}
