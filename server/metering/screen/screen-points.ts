import type { Knex } from 'knex';
import { Chunk } from '../pack/meter-day.ts';
import type { Directory, KnownPoint } from '../pack/known-meters.ts';
import { localDayOf } from '../pack/local-day.ts';
import { stagedReadings } from '../store/merge.ts';
import { screen, type Step } from './plausible.ts';
import { type RejectReason } from '../pack/reject-reason.ts';
import { quantityColumns } from '../files/quantity.ts';
import { fetchAll, toReading } from '../stage/staged-rows.ts';

/** The registers of one meter, staged and stored, in the order of time. Columns: as objects, years of them would not fit into memory. */
interface Registers {
  readings: Chunk;
  fresh: boolean[];
}

/**
 * Looks at the staged registers of some metering points one by one, and stages them again: those that fit as they were,
 * those that don't with their reason. One metering point at a time is held in memory. No other statement is under way when `emit` is called.
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
    const meters = await readRegisters(transaction, staging, id);
    await transaction.raw(`delete from ${staging} where metering_point_id = ? and interval_seconds = 0`, [id]);
    for (const registers of meters) await stageAgain(point, registers, emit);
  }
}

async function readRegisters(transaction: Knex.Transaction, staging: string, id: string): Promise<Iterable<Registers>> {
  const values = quantityColumns.map((name) => `r.${name}`).join(', ');
  await transaction.raw(
    `declare registers cursor for
    with staged as (${stagedReadings(staging)} where s.metering_point_id = :id and s.interval_seconds = 0),
      span as (select serial, min(day) as first_day, max(day) as last_day from staged group by serial)
    select r.serial, extract(epoch from r.at)::float8 as seconds, r.line, r.quality, true as fresh, ${values} from staged r
    union all
    select r.serial, extract(epoch from r.at)::float8, r.line, r.quality, false, ${values}
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
  const meters = new Map<string, Registers>();
  for await (const { serial, fresh, ...row } of fetchAll(transaction, 'registers')) {
    let registers = meters.get(serial);
    if (!registers) meters.set(serial, (registers = { readings: new Chunk(localDayOf(row.seconds), serial, 0), fresh: [] }));
    registers.readings.add(toReading(row));
    registers.fresh.push(fresh);
  }
  return meters.values();
}

async function stageAgain(
  point: KnownPoint,
  { readings, fresh }: Registers,
  emit: (point: KnownPoint, chunk: Chunk, reason?: RejectReason) => Promise<void>,
): Promise<void> {
  const { serial } = readings;
  const steps = fresh.map((isFresh, index): Step => ({ at: readings.at[index]!, energyKwh: readings.values[index]!, fresh: isFresh }));
  const reasons = screen(steps, point.maxPowerKw);
  const aside = new Chunk(readings.day, serial, 0, 1);
  const open = new Chunk(readings.day, serial, 0);
  for (const [index, reason] of reasons.entries()) {
    if (!fresh[index]) continue;
    const at = readings.at[index]!;
    const day = localDayOf(at);
    if (reason) {
      aside.begin(day, serial, 0).addFrom(readings, index);
      await emit(point, aside, reason);
      continue;
    }
    if (open.count === 0 || open.day !== day || open.at[open.count - 1] === at) {
      if (open.count > 0) await emit(point, open);
      open.begin(day, serial, 0);
    }
    open.addFrom(readings, index);
  }
  if (open.count > 0) await emit(point, open);
}
