import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { allDays, derive } from './derive.ts';
import { InputFault } from './input-fault.ts';
import { mergeLock } from './import-readings.ts';
import { readMeterFile, type MeterLine } from './meter-file.ts';
import { registerMeteringPoint } from './meters.ts';
import { WorkTables } from './work-table.ts';

export interface MetersReport {
  file: string;
  read: number;
  stored: number;
  changed: number;
  unchanged: number;
  /** Days whose consumption was computed again. */
  days: number;
}

class NothingToKeep extends Error {}

/**
 * Takes a file of meters, all or nothing. A new meter with its date ends the one before at that moment. Where registers at
 * the swap are given the use runs on across it; without them the hours between the last and the first reading are missing.
 */
export async function importMeters(database: Knex, file: string, content: Buffer, check = false): Promise<MetersReport> {
  const lines = readMeterFile(content);
  const report: MetersReport = { file, read: lines.length, stored: 0, changed: 0, unchanged: 0, days: 0 };
  const points = new Set<string>();
  try {
    await database.transaction(async (transaction) => {
      await transaction.raw('select pg_advisory_xact_lock(?)', [mergeLock]);
      for (const line of lines) {
        const did = await takeLine(transaction, line);
        report[did]++;
        if (did !== 'unchanged') points.add(line.meteringPointId);
      }
      for (const line of lines) await refuseOverlap(transaction, line);
      const tables = new WorkTables(transaction, `meters_${randomBytes(6).toString('hex')}`);
      const touched = [...points].map((point) => BigInt(point)).join(',');
      if (touched) report.days = await derive(transaction, tables, allDays(`'{${touched}}'::bigint[]`));
      await tables.dropAll();
      if (check) throw new NothingToKeep();
    });
  } catch (error) {
    if (!(error instanceof NothingToKeep)) throw error;
  }
  return report;
}

async function takeLine(transaction: Knex.Transaction, line: MeterLine): Promise<'stored' | 'changed' | 'unchanged'> {
  const { meteringPointId, serial, values, maxPowerKw } = line;
  await registerMeteringPoint(transaction, meteringPointId);
  if (maxPowerKw) await transaction('metering_point').where({ metering_point_id: meteringPointId }).update({ max_power_kw: maxPowerKw });
  const key = { metering_point_id: meteringPointId, serial };
  const known = await transaction('meter').where(key).first();
  if (known) {
    if (Object.keys(values).length === 0) return 'unchanged';
    const different = Object.entries(values).map(([column, value]) => transaction.raw('?? is distinct from ?', [column, value]).toQuery());
    const changed = await transaction('meter')
      .where(key)
      .whereRaw(`(${different.join(' or ')})`)
      .update(values);
    return changed > 0 ? 'changed' : 'unchanged';
  }
  if (values['installed_at']) {
    await transaction('meter')
      .where({ metering_point_id: meteringPointId, removed_at: 'infinity' })
      .where('installed_at', '<', values['installed_at'])
      .update({ removed_at: values['installed_at'] });
  }
  await transaction('meter').insert({ ...key, ...values });
  return 'stored';
}

async function refuseOverlap(transaction: Knex.Transaction, { meteringPointId, serial, line }: MeterLine): Promise<void> {
  const { rows } = await transaction.raw(
    `select o.serial from meter m join meter o on o.metering_point_id = m.metering_point_id and o.serial <> m.serial
       and o.installed_at < m.removed_at and m.installed_at < o.removed_at
     where m.metering_point_id = ? and m.serial = ?`,
    [meteringPointId, serial],
  );
  if (rows.length > 0) {
    throw new InputFault(`meter ${serial} would run at the same time as meter ${rows[0].serial}; when was the swap?`, line, 'installed_at');
  }
}
