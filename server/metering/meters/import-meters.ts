import type { Knex } from 'knex';
import { inOneGo } from '../../database/in-one-go.ts';
import type { RejectReason } from '../pack/reject-reason.ts';
import { InputFault } from '../../ground/input-fault.ts';
import { lockAll } from '../../database/merge-lock.ts';
import { judgeHung } from './judge-hung.ts';
import { readMeterFile, type MeterLine } from './meter-file.ts';
import { keepLines } from './meter-lines.ts';
import { registerMeters } from './register-meters.ts';
import { arrivalOf, recordArrival } from '../store/source-file.ts';
import { findSerialsTwice } from './serial-twice.ts';
import { byMoment, takeLine, type LineEffects } from './take-line.ts';

export interface MetersReport extends LineEffects {
  file: string;
  /** This very file was imported before: it stays in its old place, and nothing changes. */
  known: boolean;
  read: number;
  stored: number;
  changed: number;
  unchanged: number;
  /** Days whose consumption was computed again. */
  days: number;
  /** Registers told in it that the readings contradict: they are set aside, and the swap is known by its time alone. */
  told: { end: 'opening' | 'closing'; meteringPointId: string; serial: string; energyKwh: number; reason: RejectReason }[];
}

/**
 * Takes a file of meters, all or nothing. A new meter with its date ends the one before at that moment. Where registers at
 * the swap are given the use runs on across it; without them the old meter's last reading closes it, the new one's first
 * opens it, and the hours between are missing. Of a swap told as a date the readings around tell the moment.
 */
export async function importMeters(
  database: Knex,
  file: string,
  content: Buffer,
  { now, check = false }: { now: Date; check?: boolean },
): Promise<MetersReport> {
  const lines = readMeterFile(content);
  const report: MetersReport = {
    file,
    known: false,
    read: lines.length,
    stored: 0,
    changed: 0,
    unchanged: 0,
    days: 0,
    told: [],
    ended: [],
    again: [],
  };
  const points = new Set<string>();
  return inOneGo(database, check, async (transaction) => {
    await lockAll(transaction);
    const { fileId, before } = await recordArrival(transaction, arrivalOf('meters', file, content));
    if (before) return { ...report, known: true, unchanged: lines.length };
    await registerMeters(
      transaction,
      lines.map(({ meteringPointId }) => ({ meteringPointId, serial: null })),
    );
    const kept: Parameters<typeof keepLines>[2][number][] = [];
    for (const line of lines.toSorted(byMoment)) {
      const did = await takeLine(transaction, line, report);
      report[did]++;
      if (did !== 'unchanged') points.add(line.meteringPointId);
      const { meteringPointId, serial, values, maxPowerKw = null } = line;
      kept.push({ meteringPointId, line: line.line, said: { serial, values, maxPowerKw }, repeats: did === 'unchanged' });
    }
    await keepLines(transaction, fileId, kept);
    report.ended = report.ended.filter((one) => !lines.some((line) => tellsEnd(line, one)));
    for (const line of lines) await refuseMisfit(transaction, line);
    await refuseTwice(transaction, lines);
    const serials = [...new Set(lines.filter(({ meteringPointId }) => points.has(meteringPointId)).map(({ serial }) => serial))];
    const { days, overruledTold } = await judgeHung(transaction, [...points], serials, now);
    report.days = days;
    report.told = overruledTold.map(({ end, meteringPointId, serial, energyKwh, reason }) => ({
      end,
      meteringPointId,
      serial,
      energyKwh,
      reason: reason as RejectReason,
    }));
    const { read, stored, changed, unchanged } = report;
    await transaction('source_file')
      .where({ file_id: fileId })
      .update({ read, stored: stored + changed, unchanged });
    return report;
  });
}

const tellsEnd = ({ meteringPointId, serial, values }: MeterLine, ended: MetersReport['ended'][number]) =>
  meteringPointId === ended.meteringPointId && serial === ended.serial && Boolean(values['removed_at']);

/** @throws InputFault naming the line by which a serial would hang at two metering points at once. */
export async function refuseTwice(transaction: Knex.Transaction, lines: readonly MeterLine[]): Promise<void> {
  const [twice] = await findSerialsTwice(
    transaction,
    lines.map(({ serial }) => serial),
  );
  if (!twice) return;
  const { serial, meteringPointId: one, otherMeteringPointId: other } = twice;
  const { line } = lines.findLast((told) => told.serial === serial && (told.meteringPointId === one || told.meteringPointId === other))!;
  throw new InputFault(
    `meter ${serial} would hang at metering point ${one} and at ${other} at the same time; is the number right, or when did it move?`,
    line,
    'meter_serial',
  );
}

/** Two meters of a point never run at the same time, and a register at an end of a meter has its moment. */
export async function refuseMisfit(transaction: Knex.Transaction, { meteringPointId, serial, line }: MeterLine): Promise<void> {
  const { rows } = await transaction.raw<{ rows: { other: string | null; opens_never: boolean; closes_never: boolean }[] }>(
    `select o.serial as other, m.opening_energy_kwh is not null and m.installed_at = '-infinity' as opens_never,
       m.closing_energy_kwh is not null and m.removed_at = 'infinity' as closes_never
     from meter m left join meter o on o.metering_point_id = m.metering_point_id and (o.serial, o.installed_at) <> (m.serial, m.installed_at)
       and (${runsInto('m', 'o')} or ${runsInto('o', 'm')})
     where m.metering_point_id = ? and m.serial = ?`,
    [meteringPointId, serial],
  );
  const other = rows.find((row) => row.other !== null)?.other;
  if (other === serial)
    throw new InputFault(`meter ${serial} would hang there twice at the same time; when was it away?`, line, 'installed_at');
  if (other !== undefined)
    throw new InputFault(`meter ${serial} would run at the same time as meter ${other}; when was the swap?`, line, 'installed_at');
  const [opensNever, closesNever] = [rows.some((row) => row.opens_never), rows.some((row) => row.closes_never)];
  if (opensNever) throw new InputFault('the opening register needs the time or date of the installation', line, 'installed_at');
  if (closesNever) throw new InputFault('the closing register needs the time or date of the removal', line, 'removed_at');
}

/** SQL: both have begun before either has ended; a swap on one date is told as the same date to both. */
const runsInto = (one: string, other: string) => `(${one}.installed_at < coalesce(${other}.removed_by, ${other}.removed_at)
  and ${other}.installed_at <= ${one}.installed_at
  and (${other}.removed_at, ${other}.removed_by) is distinct from (${one}.installed_at, ${one}.installed_by))`;
