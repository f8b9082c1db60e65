import { DateTime } from 'luxon';
import type { ConsumptionLevel, ConsumptionValue } from '../../contract/consumption.ts';
import type { Language } from '../../ground/language.ts';
import { zone } from '../../ground/zone.ts';
import { dataSpan, hourStart, type KeptFrom } from '../data-span.ts';
import { localDays } from '../local-days.ts';
import type { ReadDays } from '../read-days.ts';
import { isWholeKwh } from '../whole-kwh.ts';
import { downloadRows } from './download-rows.ts';

/** What was used in some days, line by line at any level, and how fresh it is. */
export interface DownloadLines {
  rowsOf: (level: ConsumptionLevel) => ConsumptionValue[];
  wholeKwh: boolean;
  dataUntil: string | null;
  overdue: boolean;
}

/**
 * Lines of the days read, from one local date to another as far as they have begun; `all` begins with the first value there is, so
 * that a customer's years before the meter are no lines.
 */
export function downloadLines(
  read: ReadDays,
  { from, to, all, language }: { from: string; to: string; all: boolean; language: Language },
  now: Date,
  kept: KeptFrom,
): DownloadLines {
  const { dataUntil, overdue } = dataSpan(read.selected, read.points, now, kept);
  const firstWithValue = read.points.map(({ firstDay }) => firstDay).toSorted()[0];
  const first = [from, read.firstDay ?? from, ...(all && firstWithValue ? [firstWithValue] : [])].toSorted().at(-1)!;
  const last = [to, read.lastDay ?? to, DateTime.fromJSDate(now, { zone }).toISODate()!].toSorted()[0]!;
  const days = read.firstDay === null || read.points.length === 0 ? [] : localDays(first, last, read.points, { now, overdue });
  const wholeKwh = isWholeKwh(days);
  const since = overdue && dataUntil ? DateTime.fromISO(dataUntil, { zone }).minus({ milliseconds: 1 }).toFormat('dd.MM.yyyy') : '';
  return { rowsOf: (level) => downloadRows(level, days, { language, wholeKwh, since, hourOf: hourStart }), wholeKwh, dataUntil, overdue };
}
