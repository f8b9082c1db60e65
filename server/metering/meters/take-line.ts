import { localTime } from '../../ground/local-time.ts';
import type { Knex } from 'knex';
import { InputFault } from '../../ground/input-fault.ts';
import type { MeterLine } from './meter-file.ts';
import { whichTime } from './which-time.ts';

/** What a line of a meters file did beside what it says. */
export interface LineEffects {
  /** Meters whose end nobody told: the installation of the next one is it. */
  ended: { meteringPointId: string; serial: string; bySerial: string; at: string }[];
  /** Meters that came back, or had hung there before: told of a time beside those known. */
  again: { line: number; meteringPointId: string; serial: string }[];
}

/** Lines of a file in the order of what they tell, whatever their order in it: what is without a moment was there first. */
export const byMoment = (one: MeterLine, other: MeterLine) => momentOf(one) - momentOf(other) || one.line - other.line;
const momentOf = ({ values }: MeterLine) => Date.parse(String(values['installed_at'] ?? values['removed_at'] ?? '')) || 0;

/** Makes known what a line tells of a meter: of one of the times in which it hung there, or of another. */
export async function takeLine(
  transaction: Knex.Transaction,
  { line, meteringPointId, serial, values, maxPowerKw }: MeterLine,
  effects: LineEffects,
): Promise<'stored' | 'changed' | 'unchanged'> {
  if (maxPowerKw) await transaction('metering_point').where({ metering_point_id: meteringPointId }).update({ max_power_kw: maxPowerKw });
  const key = { metering_point_id: meteringPointId, serial };
  const times = await transaction('meter').where(key).orderBy('installed_at');
  const told = { ...moment('from', values['installed_at']), ...moment('to', values['removed_at']) };
  const which = whichTime(
    times.map(({ installed_at: from, removed_at: to }) => ({ from: from.valueOf(), to: to.valueOf() })),
    told,
  );
  const known = which === undefined ? undefined : times[which];
  const { installed_at: installed, removed_at: removed } = { ...known, ...values };
  if (installed && removed && new Date(installed) >= new Date(removed))
    throw new InputFault(`meter ${serial} would be removed before it is installed`, line, 'removed_at');
  if (values['installed_at']) await endOther(transaction, key, known?.installed_at, values, effects);
  if (!known) {
    if (times.length > 0) effects.again.push({ line, meteringPointId, serial });
    await transaction('meter').insert({ ...key, ...values });
    return 'stored';
  }
  if (Object.keys(values).length === 0) return 'unchanged';
  const different = Object.entries(values).map(([column, value]) => transaction.raw('?? is distinct from ?', [column, value]).toQuery());
  const changed = await transaction('meter')
    .where({ ...key, installed_at: known.installed_at })
    .whereRaw(`(${different.join(' or ')})`)
    .update({ ...values, opening_reason: null, closing_reason: null });
  return changed > 0 ? 'changed' : 'unchanged';
}

const moment = (name: 'from' | 'to', written: MeterLine['values'][string] | undefined) =>
  written === undefined ? {} : { [name]: Date.parse(String(written)) };

/** The meter before ends at the installation of the next: one that has no end, or ended when this was thought to be installed. */
async function endOther(
  transaction: Knex.Transaction,
  { metering_point_id: id, serial }: { metering_point_id: string; serial: string },
  installedBefore: Date | undefined,
  values: MeterLine['values'],
  { ended }: LineEffects,
): Promise<void> {
  const at = String(values['installed_at']);
  const others = () =>
    transaction('meter')
      .where({ metering_point_id: id })
      .whereNot({ serial })
      .whereIn('removed_at', ['infinity', ...(installedBefore ? [installedBefore] : [])])
      .where('installed_at', '<', at);
  const found = await others();
  if (found.length === 0) return;
  for (const other of found) {
    if (other.removed_at.valueOf() === Infinity)
      ended.push({ meteringPointId: id, serial: other.serial, bySerial: serial, at: localTime(new Date(at)) });
  }
  await others().update({ removed_at: at, removed_by: values['installed_by'] as string | null | undefined });
}
