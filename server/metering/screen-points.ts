import type { Knex } from 'knex';
import { Chunk } from './chunk.ts';
import type { Directory, KnownPoint } from './directory.ts';
import { localDayOf } from './local-day.ts';
import { stagedReadings } from './merge.ts';
import { screen, type RejectReason, type Step } from './plausible.ts';
import { quantityColumns } from './quantity.ts';
import { emptyRow } from './reading-sink.ts';

interface StagedRow {
  serial: string;
  interval_seconds: number;
  seconds: number;
  line: number;
  quality: string;
  fresh: boolean;
  [quantity: string]: unknown;
}

/**
 * Looks at the staged registers of some metering points one by one, and stages them again: those that fit as they were,
 * those that don't with their reason. One metering point at a time is held in memory.
 */
export async function screenPoints(
  transaction: Knex.Transaction,
  staging: string,
  directory: Directory,
  points: string[],
  emit: (point: KnownPoint, chunk: Chunk, reason?: RejectReason) => Promise<void>,
): Promise<void> {
  for (const id of points) {
    const point = directory.points.get(id)!;
    const rows = await readRows(transaction, staging, id);
    await transaction.raw(`delete from ${staging} where metering_point_id = ? and interval_seconds = 0`, [id]);
    for (const ofMeter of Map.groupBy(rows, ({ serial }) => serial).values()) await stageAgain(point, ofMeter, emit);
  }
}

async function readRows(transaction: Knex.Transaction, staging: string, id: string): Promise<StagedRow[]> {
  const values = quantityColumns.map((name) => `r.${name}`).join(', ');
  const { rows } = await transaction.raw(
    `with staged as (${stagedReadings(staging)} where s.metering_point_id = :id and s.interval_seconds = 0),
      span as (select serial, min(day) as first_day, max(day) as last_day from staged group by serial)
    select r.serial, r.interval_seconds, extract(epoch from r.at)::float8 as seconds, r.line, r.quality, true as fresh, ${values} from staged r
    union all
    select r.serial, 0, extract(epoch from r.at)::float8, r.line, r.quality, false, ${values}
    from span s
    left join lateral (select max(d.day) as day from reading_day d
      where d.metering_point_id = :id and d.serial = s.serial and d.interval_seconds = 0 and d.day < s.first_day) before on true
    left join lateral (select min(d.day) as day from reading_day d
      where d.metering_point_id = :id and d.serial = s.serial and d.interval_seconds = 0 and d.day > s.last_day) after on true
    join reading r on r.metering_point_id = :id and r.serial = s.serial and r.interval_seconds = 0
      and r.day between coalesce(before.day, s.first_day) and coalesce(after.day, s.last_day)
    order by seconds, fresh, line`,
    { id },
  );
  return rows;
}

async function stageAgain(
  point: KnownPoint,
  rows: StagedRow[],
  emit: (point: KnownPoint, chunk: Chunk, reason?: RejectReason) => Promise<void>,
): Promise<void> {
  const steps = rows.map((row): Step => ({ at: row.seconds, energyKwh: row.energy_kwh as number, fresh: row.fresh }));
  const reasons = screen(steps, point.maxPowerKw);
  let open: Chunk | undefined;
  for (const [index, row] of rows.entries()) {
    if (!row.fresh) continue;
    const reading = toReading(row);
    const day = localDayOf(row.seconds);
    if (reasons[index]) {
      const aside = new Chunk(day, row.serial, 0);
      aside.add(reading);
      await emit(point, aside, reasons[index]);
      continue;
    }
    const again = open !== undefined && open.count > 0 && open.at[open.count - 1] === row.seconds;
    if (open && (open.day !== day || again)) {
      await emit(point, open);
      open = undefined;
    }
    open ??= new Chunk(day, row.serial, 0);
    open.add(reading);
  }
  if (open) await emit(point, open);
}

function toReading(row: StagedRow) {
  const reading = { ...emptyRow(), seconds: row.seconds, line: row.line, quality: row.quality };
  reading.values = Float64Array.from(quantityColumns, (name) => (row[name] as number | null) ?? Number.NaN);
  return reading;
}
